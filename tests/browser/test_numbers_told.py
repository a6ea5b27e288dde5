"""Every number of the site can be followed; an author's values are marked, with their source."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import expect
from site_pages import LINKS_OUT, card_text, cards, pages
from tiers import few_in_quick, few_rows_in_quick

from upgrading.files.frames import from_csv

BUTTON = re.compile(r'<button type="button" class="number[^"]*" data-cell="([^"]+)"')


def numbers(site: Path) -> pd.DataFrame:
    """The list of all numbers, which the site offers."""
    with zipfile.ZipFile(site / "downloads" / "numbers.csv.zip") as archive:
        return from_csv(archive.read("numbers.csv"))


@pytest.mark.quick
def test_every_number_of_every_table_says_how_it_comes_about(site) -> None:
    told = {}
    for page in pages(site):
        if page.name == "what_if.html":  # computes its cards
            continue
        found = cards(site, page)
        buttons = BUTTON.findall(page.read_text(encoding="utf-8"))
        assert set(buttons) == set(found), page.name
        for place, card in found.items():
            assert card.get("words"), f"{page.name}: {place} has no formula"
        told |= found
    listed = {f"{n.exhibit}/{n.row}/{n.column}" for n in numbers(site).itertuples()}
    # the second number of a cell has the cell's card
    assert not [place for place in listed - set(told) if place.removesuffix("_2") not in told]
    assert len(listed) > 3500


def test_the_card_has_the_value_in_full_precision(site) -> None:
    exact = numbers(site).set_index(["exhibit", "row", "column"])["value"]
    row = "product_upgrading_natural_resource_based"
    card = cards(site, site / "tables" / "association_primary.html")[
        f"association_primary/{row}/kendalls_b"
    ]
    assert (card["shown"], card["value"]) == (
        "0.56",
        exact["association_primary", row, "kendalls_b"],
    )
    assert len(card["value"]) > 10
    assert [text for text, _ in card["inputs"]] == ["Table 7, Index", "Table 9, Product Upgrading"]


def test_no_table_has_a_hyphen_for_a_minus(site) -> None:
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        shown = re.findall(r"data-cell=\"[^\"]+\">([^<]*)", text)
        assert not [one for one in shown if re.match(r"[\[(]?-\d", one)], page.name
    assert "−" in (site / "tables" / "association_primary.html").read_text(encoding="utf-8")


def test_a_number_of_the_overview_is_followed(site, open_page) -> None:
    page = open_page(site / "index.html")
    page.locator('.findings button[data-cell="overview/efficiency_p_printed/number"]').click()
    text = card_text(page)
    assert "The study in numbers" in text
    assert "set efficiency of results/inference/sets_printed.csv" in text
    page.locator('.answers button[data-cell="overview/steps_up/number"]').click()
    page.locator("#card dd a").first.click()
    # the script of the page that opens holds the number: not at once
    page.wait_for_url("**/tables/table_06.html**")


def test_a_relation_leads_to_its_numbers(site, open_page) -> None:
    page = open_page(site / "survives.html")
    page.locator("#relation-tm-efficiency-product summary").click()
    page.locator("#relation-tm-efficiency-product").get_by_role("link", name="Follow").click()
    page.wait_for_url("**/tables/survives.html#**")
    held = page.locator(".number.held")
    assert held.get_attribute("data-cell").startswith("survives/tm_efficiency_product/")
    page.wait_for_function(
        """() => {
          const at = document.querySelector(".number.held").getBoundingClientRect();
          return at.top > 0 && at.bottom < innerHeight;
        }"""
    )
    assert "upgrading, Kendall’s τ-b" in card_text(page)


def test_the_list_of_clusters_has_all_kinds_of_upgrading(site, open_page) -> None:
    page = open_page(site / "clusters.html")
    heads = page.locator("#clusters thead th").all_inner_texts()
    assert [head.split()[0] for head in heads[-4:]] == [
        *("Product", "Process", "Functional", "Intersectoral")
    ]
    row = page.locator("#clusters tbody tr", has_text="Copper, Cuajone-Toquepala")
    assert row.locator("td").last.inner_text() == "1"


@pytest.mark.quick
@pytest.mark.parametrize("width", few_in_quick([1280, 400], [400]))
def test_an_author_s_value_is_marked_with_print_and_source(site, open_page, width) -> None:
    size = {"width": width, "height": 900}
    page = open_page(site / "clusters" / "footwear_sinos_valley.html", viewport=size)
    notice = page.locator(".notice").first.inner_text()
    assert "Product upgrading 3 (the report prints 3)" in notice
    assert "Source: A. Author, field notes (mine.csv)" in notice
    assert "Market n.a." in notice
    assert "A. Author, <2025>" in notice
    page = open_page(site / "tables" / "table_05.html", viewport=size)
    updated = page.locator("button.updated")
    assert updated.count() == 1
    updated.click()
    assert "an author’s update: the report prints 3; source: A. Author" in card_text(page)


EACH = """() => {
  const shown = document.getElementById("card");
  return [...document.querySelectorAll("button.number")].map((number) => {
    number.dispatchEvent(new MouseEvent("mouseenter"));
    const told = Object.fromEntries([...shown.querySelectorAll("dt")].map((term) =>
      [term.textContent, term.nextElementSibling.textContent]));
    return [number.dataset.cell, shown.querySelector("h2")?.textContent ?? "", told];
  });
}"""
"""Every number of a page, pointed at: its name, the title of its card and what that says."""

BARE = """() => [...document.querySelectorAll("main td")]
  .filter((cell) => /^[-−]?[\\d.,]+( [[(].*)?$/.test(cell.textContent.trim()))
  .filter((cell) => !cell.querySelector("button.number, a"))
  .filter((cell) => !cell.parentElement.querySelector("th a"))
  .map((cell) => `${cell.closest("table").id}: ${cell.textContent}`)"""
"""Cells that show a number and have nothing to follow, in rows whose head leads nowhere."""


@pytest.mark.quick
@pytest.mark.parametrize(
    ("name", "least"),
    few_rows_in_quick(
        [
            ("clusters.html", 250),
            ("clusters/mangoes_grapes_petrolina_juazeiro.html", 20),
            ("trade.html", 100),
            ("what_if.html", 200),
            ("claims.html", 25),
            ("claims/introduction.html", 150),
            ("audit/table_09.html", 70),
        ],
        [("clusters/mangoes_grapes_petrolina_juazeiro.html", 20)],
    ),
)
def test_all_numbers_to_follow_have_a_card_and_no_number_in_a_cell_lacks_one(
    site, open_page, name, least
) -> None:
    page = open_page(site / name)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.locator("button.number").first.hover()
    page.locator("#card h2").wait_for()
    told = page.evaluate(EACH)
    assert len(told) >= least
    for cell, title, card in told:
        assert title, cell
        assert card.get("Shown"), cell
        assert card.get("Is"), cell
    assert len({title for _, title, _ in told}) > least / 20  # each its own
    assert page.evaluate(BARE) == []


def test_a_number_of_the_list_of_clusters_leads_to_its_table(site, open_page) -> None:
    page = open_page(site / "clusters.html")
    row = page.locator("#clusters tbody tr", has_text="Footwear, León")
    row.locator("button.number", has_text=re.compile("^10$")).click()
    expect(page.locator("#card")).to_contain_text("0.5 × 12 + 0.5 × 8")
    expect(page.locator("#card")).to_contain_text("Verdict")
    page.locator("#card h2 a").click()
    page.wait_for_url("**/table_03.html#table_03-footwear_leon-ce_index")
    expect(page.locator(".number.held")).to_have_count(1)


def test_a_number_in_evidence_has_the_card_of_its_cell(site, open_page) -> None:
    page = open_page(site / "claims" / "annexes_6_7.html")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    backward, below = (
        page.locator(f"#claim-{name}").locator("button.number")
        for name in ("an-chipilo-backward", "an-chipilo-below-average")
    )
    score, mean = backward.first, below.nth(1)
    score.click()
    expect(page.locator("#card")).to_contain_text("expert judgement")
    where = "../tables/annex_table_2.html#annex_table_2-furniture_chipilo-ja_backward"
    assert page.locator("#card h2 a").get_attribute("href") == where
    mean.click()
    text = card_text(page)
    assert "Value\n6.51785714286" in text
    assert "with the scores as printed" in text
    first = page.locator("#card a").first.get_attribute("href")
    assert first.partition("#")[0] == "../tables/table_03.html"


def test_evidence_without_a_number_names_its_cells(site, open_page) -> None:
    page = open_page(site / "claims" / "annexes_6_7.html")
    page.locator("#claim-an-dairy-cooperatives button.number").click()
    expect(page.locator("#card h2")).to_contain_text("Boaco, Chontales")
    cell = page.locator("#card h2 a").get_attribute("href")
    assert cell.endswith("#table_08-dairy_boaco_chontales-gov_network")


@pytest.mark.parametrize("page", ["index.html", "trade.html"])
def test_authors_trade_files_are_told_with_counts(site, open_page, page) -> None:
    notice = open_page(site / page).locator("main .notice", has_text="trade files")
    assert notice.inner_text() == (
        "Authors’ trade files (mine_trade.csv) are in use: 2 flows are theirs (Tobacco, "
        "unmanufactured 2), and 1 that was there before gave way to them."
    )
    first, step = (link.get_attribute("href") for link in notice.locator("a").all())
    place = "trade_tobacco-faostat_embedded_bra_2005-value_usd_mill"
    assert first == f"tables/trade_tobacco.html#{place}"
    assert step == "trade.html#cleaning"


@pytest.mark.parametrize("page", ["index.html", "clusters.html", "what_if.html"])
def test_pages_of_all_clusters_say_which_scores_are_an_authors(site, open_page, page) -> None:
    notice = open_page(site / page).locator("main .notice", has_text="updates are in use")
    assert "Footwear, Sinos Valley (BRA) (2)" in notice.inner_text()
    assert notice.locator("a").get_attribute("href") == "clusters/footwear_sinos_valley.html"


def test_a_table_explains_how_it_marks_an_authors_value(site) -> None:
    said = "Underlined: an author’s update"
    assert said in (site / "tables" / "table_05.html").read_text(encoding="utf-8")
    assert said not in (site / "tables" / "table_09.html").read_text(encoding="utf-8")


@pytest.mark.quick
def test_a_verdict_on_other_scores_than_those_shown_says_so(site, found) -> None:
    audited = found.cells.set_index(["exhibit", "row", "column"])["computed"]
    other = {
        place: card
        for page in pages(site)
        for place, card in cards(site, page).items()
        if "by the scores as printed" in (card.get("verdict") or [""] * 4)[3]
    }
    # a figure that an erratum of Table 9 moves
    card = other["table_09/apples_santa_catarina/up_sum"]
    computed = audited["table_09", "apples_santa_catarina", "up_sum"]
    assert computed != card["shown"]
    assert card["verdict"][3].endswith(f", by the scores as printed, which give {computed}")
    assert "table_09/total/up_functional" not in other


def test_rows_of_one_cluster_in_one_table_are_told_apart(site, open_page) -> None:
    page = open_page(site / "clusters" / "mangoes_grapes_petrolina_juazeiro.html")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    table_2 = page.locator("main li", has=page.get_by_role("link", name="Table 2", exact=True))
    text = table_2.first.inner_text()
    assert text.count("Number of firms") == 2
    assert re.search(r"Table 2: [^:]+: Number of firms.*; [^:;]+: Number of firms", text), text
    compared = page.locator("main p", has_text="Used in these comparisons").inner_text()
    assert "the relations fixed by rule" in compared


def test_other_clusters_are_not_marked(site) -> None:
    text = (site / "clusters" / "footwear_leon.html").read_text(encoding="utf-8")
    assert "author’s" not in text


@pytest.mark.quick
def test_nothing_points_out_of_the_folder_but_to_sources(site) -> None:
    for page in site.rglob("*.html"):
        depth = len(page.relative_to(site).parts) - 1
        for target in re.findall(r'(?:href|src)="([^"#]+)', page.read_text(encoding="utf-8")):
            assert target.count("../") <= depth, (page.name, target)
            if target not in LINKS_OUT:
                assert not target.startswith(("/", "http", "file:")), (page.name, target)
