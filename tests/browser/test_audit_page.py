"""The audit's and the claims' pages, clicked through as a reviewer does, on the report's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from site_pages import card_text, cards
from tiers import Tier, few_in_quick, few_rows_in_quick

from upgrading.verdicts import DIFFERING

LARGEST = 330_000
"""Bytes of a page of the audit or of claims; that of all statements is the largest."""

TALLEST = 20_000
"""Pixels that such a page is high where nothing on it is unfolded."""

TABLE = "audit/table_06.html"

MEDIUM = "table_06-medium-up_process"


def places(cells) -> set[str]:
    return {f"{c.exhibit}/{c.row}/{c.column}" for c in cells.itertuples()}


def own_pages(site: Path) -> list[Path]:
    """The pages of the audit and of claims."""
    within = [page for name in ("audit", "claims") for page in sorted((site / name).glob("*.html"))]
    return [site / "audit.html", site / "claims.html", *within]


def held(page, anchor: str):
    return page.locator(f"#{anchor} > button.number")


# Where the trouble is -------------------------------------------------------------------------


@pytest.mark.quick
def test_the_index_leads_to_every_table_and_lists_all_that_differs(site, open_page, found) -> None:
    page = open_page(site / "audit.html")
    assert page.locator("table.summary tbody tr").count() == found.cells["exhibit"].nunique()
    differing = found.cells[found.cells["verdict"].isin(DIFFERING)]
    rows = page.locator("#differing tbody tr:visible")
    assert rows.count() == len(differing)
    page.locator(".chip.explained input").uncheck()
    unexplained = differing[differing["verdict"] == "unexplained"]
    assert rows.count() == len(unexplained)
    assert page.url.endswith("#show=unexplained")
    page.get_by_label("Figures with").fill("table 6,")
    assert rows.count() == int((unexplained["exhibit"] == "table_06").sum()) == 1
    page.reload()
    assert rows.count() == 1
    assert page.get_by_label("Figures with").input_value() == "table 6,"
    rows.get_by_role("link", name="Table 6").click()
    page.wait_for_url(f"**/{TABLE}#{MEDIUM}")


@pytest.mark.parametrize("width", [1280, 390])
def test_only_what_does_not_hold_over_all_chapters(site, open_page, found, width) -> None:
    page = open_page(site / "claims.html", viewport={"width": width, "height": 800})
    rows = page.locator("#statements tbody tr:visible")
    assert 0 < rows.count() < len(found.claims)  # those of the chapters are folded
    page.get_by_role("button", name="Only what does not hold").click()
    against = found.claims["verdict"].isin(
        ["contradicted", "part_holds", "leaning_against", "conflicting"]
    )
    assert rows.count() == int(against.sum())
    page.get_by_label("Statements with").fill("software")
    assert 0 < rows.count() < int(against.sum()) / 2
    assert page.locator("#statements > details:visible").count() <= rows.count()
    page.get_by_label("Statements with").fill("")
    page.get_by_role("button", name="All", exact=True).click()
    assert 0 < rows.count() < len(found.claims)


def test_a_count_by_chapter_leads_to_the_statements_that_it_counts(site, open_page) -> None:
    page = open_page(site / "claims.html")
    link = page.locator("table.summary a[href$='#show=contradicted']").first
    count = int(link.inner_text())
    link.click()
    page.wait_for_url("**/claims/*.html#show=contradicted")
    assert page.locator("#claims tbody tr[data-verdict]:visible").count() == count


@pytest.mark.parametrize(
    "words",
    ["leon", "LEÓN", "footwear león", "  leon   footwear "],
)
def test_claims_are_found_without_accents_and_in_any_order(site, open_page, words) -> None:
    page = open_page(site / "claims" / "traditional_manufacturing.html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # unfolds the evidence
    rows = page.locator("#claims tbody tr[data-verdict]")
    wanted = [text for text in rows.all_inner_texts() if "León" in text and "ootwear" in text]
    assert 0 < len(wanted) < 100
    page.get_by_label("Statements with").fill(words)
    shown = page.locator("#claims tbody tr[data-verdict]:visible").all_inner_texts()
    assert set(wanted) <= set(shown)
    assert all("León" in text or "Leon" in text for text in shown)


# One number, one claim ------------------------------------------------------------------------


def test_pointing_at_a_figure_shows_how_it_was_checked(site, open_page) -> None:
    page = open_page(site / "audit" / "table_10.html")
    assert page.locator("#card").is_hidden()
    held(page, "table_10-high-up_process").hover()
    card = page.locator("#card")
    for text in ("Table 10", "3.00", "2.75", "explained", "misprinted cell", "2 should read 3"):
        expect(card).to_contain_text(text)
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()


@pytest.mark.quick
@pytest.mark.parametrize("path", few_in_quick([TABLE, "tables/table_06.html"], [TABLE]))
def test_the_card_of_a_number_says_what_the_audit_knows(site, open_page, path) -> None:
    """On the table as printed and as recomputed: also what is no more than a hint."""
    page = open_page(site / path)
    held(page, MEDIUM).click()
    card = page.locator("#card")
    for text in ("unexplained", "other rows averaged", "1023 subsets", "a hint only", "São Bento"):
        expect(card).to_contain_text(text)
    assert card.get_by_role("link", name=re.compile(r"^E\d+$")).count() == 0
    held(page, "table_06-low-up_process").click()
    expect(card).to_contain_text("explained:")
    erratum = card.get_by_role("link", name=re.compile(r"^E\d+$")).first
    number = erratum.inner_text()
    erratum.click()
    page.wait_for_url(f"**/audit/errata.html#{number}")
    assert page.locator(f"#{number}").is_visible()


def test_from_an_erratum_to_a_figure_that_it_accounts_for(site, open_page) -> None:
    page = open_page(site / "audit" / "errata.html")
    page.locator("#E02 a", has_text="High, Process Upgrading").first.click()
    page.wait_for_url("**/audit/table_10.html#table_10-high-up_process")
    expect(held(page, "table_10-high-up_process")).to_contain_class("held")


@pytest.mark.quick
@pytest.mark.parametrize(
    ("path", "anchor"),
    few_rows_in_quick(
        [
            (TABLE, MEDIUM),
            ("tables/table_06.html", MEDIUM),
            ("claims/annexes_6_7.html", "claim-an-chipilo-backward"),
            ("audit/errata.html", "E08"),
        ],
        [("claims/annexes_6_7.html", "claim-an-chipilo-backward")],
    ),
)
def test_a_permalink_works_without_javascript(site, open_page, path, anchor) -> None:
    page = open_page(site / path, java_script_enabled=False)
    page.goto(f"{(site / path).as_uri()}#{anchor}")
    target = page.locator(":target")
    assert target.get_attribute("id") == anchor
    assert target.is_visible()
    at = target.bounding_box()
    assert 0 <= at["y"] < page.viewport_size["height"]
    assert page.locator("[data-copy]:visible").count() == 0


COPIED = """() => {
  window.copied = [];
  navigator.clipboard.writeText = async (text) => window.copied.push(text);
}"""


@pytest.mark.parametrize(
    ("path", "anchor", "leads"),
    [
        (TABLE, MEDIUM, f"/{TABLE}#{MEDIUM}"),
        ("tables/table_06.html", MEDIUM, f"/tables/table_06.html#{MEDIUM}"),
    ],
)
def test_the_address_of_a_number_is_copied(site, open_page, path, anchor, leads) -> None:
    page = open_page(site / path)
    page.evaluate(COPIED)
    held(page, anchor).click()
    button = page.locator("#card").get_by_role("button", name="Copy link")
    button.click()
    expect(page.locator("#card [data-copy]")).to_have_text("Copied")
    (address,) = page.evaluate("window.copied")
    assert address.endswith(leads)
    expect(page.locator("#card [data-copy]")).to_have_text("Copy link")


def test_the_address_of_a_claim_is_copied_where_the_clipboard_refuses(site, open_page) -> None:
    page = open_page(site / "claims" / "annexes_6_7.html")
    page.evaluate(
        """() => { window.copied = [];
          navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
          document.execCommand = () => window.copied.push(document.activeElement.value); }"""
    )
    page.locator("#claim-an-chipilo-backward [data-copy]").click()
    page.wait_for_function("window.copied.length === 1")
    (address,) = page.evaluate("window.copied")
    assert address.endswith("/claims/annexes_6_7.html#claim-an-chipilo-backward")


def test_the_keyboard_walks_through_a_printed_table(site, open_page) -> None:
    page = open_page(site / TABLE)
    held(page, "table_06-high-up_product").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.cell") == "table_06/medium/up_process"
    assert "1023 subsets" in card_text(page)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "card"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.cell") == "table_06/medium/up_process"
    assert page.locator("#card").is_hidden()


def test_a_card_that_comes_late_is_entered_where_it_was_asked_for(site, open_page) -> None:
    page = open_page(site / TABLE)
    page.evaluate(
        """() => { const put = document.body.append.bind(document.body);
          document.body.append = (script) => { window.arrive = () => put(script); }; }"""
    )
    held(page, MEDIUM).press("Enter")
    assert page.locator("#card").is_hidden()
    page.evaluate("arrive()")
    expect(page.locator("#card")).to_be_focused()
    page.keyboard.press("Escape")
    expect(held(page, MEDIUM)).to_be_focused()


# All of them ----------------------------------------------------------------------------------


@pytest.mark.quick
def test_every_audited_figure_is_on_the_page_of_its_table(site, found) -> None:
    drawn = {}
    for path in sorted((site / "audit").glob("table_*.html")) + sorted(
        (site / "audit").glob("annex_table_*.html")
    ):
        of_page = re.findall(r'data-cell="([^"]+)"', path.read_text(encoding="utf-8"))
        assert {place.split("/")[0] for place in of_page} == {path.stem}
        assert set(of_page) == set(cards(site, path))
        drawn[path.stem] = of_page
    assert {place for own in drawn.values() for place in own} == places(found.cells)


def test_every_claim_is_on_one_page(site, found) -> None:
    ids = [
        name
        for path in (site / "claims").glob("*.html")
        for name in re.findall(r'<tr id="claim-([\w-]+)"', path.read_text(encoding="utf-8"))
    ]
    assert sorted(ids) == sorted(found.claims["claim_id"])


def test_pages_are_small_and_their_cards_are_their_own(site) -> None:
    sizes = {path.name: path.stat().st_size for path in own_pages(site)}
    assert max(sizes.values()) < LARGEST, sizes
    for script in (site / "assets" / "cards").glob("*.js"):
        assert script.name not in {"claims.js", "audit.js"}
    read = [path.read_text(encoding="utf-8") for path in own_pages(site)]
    apart = [name for text in read for name in re.findall(r'data-apart="([^"]+)"', text)]
    assert len(apart) == len(set(apart))


def test_no_page_is_long(site, open_page, tier: Tier) -> None:
    page = open_page(site / "audit.html", viewport={"width": 1280, "height": 900})
    few = [site / "claims" / "natural_resources.html", site / "claims.html"]
    for path in tier.of(few, own_pages(site), own_pages(site)):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollHeight") < TALLEST, path.name


def test_a_reader_meets_words_and_no_names_of_columns_or_ids(site, open_page, tier: Tier) -> None:
    pages = sorted((site / "audit").glob("*.html"))
    page = open_page(site / "audit.html")
    for path in tier.of([site / TABLE, site / "audit/errata.html"], pages, pages):
        page.goto(path.as_uri())
        told = [page.locator("main").inner_text()]
        for card in cards(site, path).values():
            texts = card.get("why", [])
            told += [
                piece if isinstance(piece, str) else piece["text"] for t in texts for piece in t
            ]
        text = "\n".join(told)
        assert set(re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b|\b(?:eei|jai)\b", text)) == set(), path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["audit.html", TABLE, "audit/errata.html", "claims.html"])
def test_no_accessibility_violations(site, open_page, name, scheme) -> None:
    page = open_page(site / name, color_scheme=scheme)
    # of many rows, axe says the same and takes a minute
    page.evaluate(
        """() => document.querySelectorAll("tbody tr:nth-child(n + 8), .erratum:nth-of-type(n + 3)")
          .forEach((one) => one.remove())"""
    )
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # unfolds everything
    if page.locator(".audited").count():
        page.locator(".audited").last.click()
    page.get_by_label("Search", exact=True).fill("table")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
