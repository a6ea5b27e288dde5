"""The page to explore: the picture shows the clusters chosen, and its files hold them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from page_templates import CITATION, alone
from reference import REPORT_RULE
from tiers import few_in_quick

from upgrading.exhibits.association import signed
from upgrading.inference.correlations import correlations
from upgrading.publish.site.explore import explore_page
from upgrading.publish.site.figure import Figure
from upgrading.vocabulary import SECTOR_GROUPS


@pytest.fixture(scope="module")
def both(clusters, indices):
    return clusters.merge(indices, on="cluster_id")


@pytest.fixture(scope="module")
def tau(clusters, indices):
    return correlations(clusters, indices).set_index(["x", "y", "scope"])


@pytest.fixture(scope="module")
def file(both, tau, tmp_path_factory) -> Path:
    named = ("upgrading_against_index", "Upgrading against the index", "A picture.")
    still = Figure(*named, "upgrading_against_index.py", True)
    page = explore_page(both.to_dict("records"), tau.reset_index(), REPORT_RULE, [still], CITATION)
    return alone(tmp_path_factory.mktemp("explore"), page)


def dots(page):
    return page.locator("#explore-picture [data-mark=dot] circle")


def numbers(page) -> Counter[str]:
    """The numbers in dots; a dot of one cluster has none."""
    return Counter(
        filter(None, page.locator("#explore-picture [data-mark=text] text").all_text_contents())
    )


def places(frame, x: str, y: str, *apart: str) -> Counter:
    known = frame[frame[x].notna() & frame[y].notna()]
    return Counter(zip(*(known[name] for name in (x, y, *apart)), strict=True))


def said(page) -> str:
    return page.locator("#explore-said[role=status]").inner_text()


def cell(page, scope: str) -> list[str]:
    return page.locator(f"[data-scope={scope}] td").all_inner_texts()


def saved(page, button: str) -> tuple[str, str]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_text(encoding="utf-8")


def test_a_dot_for_each_pair_of_scores_with_how_many_clusters_have_it(
    file, open_page, both
) -> None:
    page = open_page(file)
    page.get_by_label("Across").select_option("Availability of inputs")
    page.get_by_label("Up", exact=True).select_option("Functional upgrading")
    own = places(both, "ee_inputs", "up_functional", "group")
    assert dots(page).count() == len(own)
    assert numbers(page) == Counter(str(count) for count in own.values() if count > 1)
    page.get_by_label("all clusters in one").check()
    together = places(both, "ee_inputs", "up_functional")
    assert dots(page).count() == len(together)
    assert numbers(page) == Counter(str(count) for count in together.values() if count > 1)
    assert said(page) == (
        f"Functional upgrading against availability of inputs: {together.total()} of 40 clusters; "
        f"{40 - together.total()} without one of the two scores."
    )
    assert page.locator("#explore-clusters tbody tr").count() == together.total()


@pytest.mark.quick
def test_a_dot_stands_at_its_scores(file, open_page, both) -> None:
    page = open_page(file)
    page.evaluate("location.hash = '#panels=one&x=ja_forward&y=up_process'")
    page.wait_for_function("document.getElementById('x').value === 'ja_forward'")
    drawn = dots(page).evaluate_all(
        "all => all.map(one => [+one.getAttribute('cx'), +one.getAttribute('cy')])"
    )
    expected = list(places(both, "ja_forward", "up_process"))
    for side, sign in ((0, 1), (1, -1)):
        at = sorted({round(sign * one[side], 1) for one in drawn})
        scores = sorted({one[side] for one in expected})
        assert len(at) == len(scores)
        steps = {
            round((there - here) / float(later - before), 0)
            for here, there, before, later in zip(at, at[1:], scores, scores[1:], strict=False)
        }
        assert max(steps) - min(steps) <= 1


def test_lines_of_the_grid_stand_where_numbers_do(file, open_page) -> None:
    """The index, of 0 to 12, has numbers at 0, 2, … 12: lines at 0, 5 and 10 would contradict."""
    page = open_page(file)
    for way in ("x", "y"):
        lines, labels = page.evaluate(
            """(way) => ["grid", "axis tick label"].map((kind) => [...new Set(
              [...document.querySelectorAll(
                `#explore-picture [data-mark="${way}-${kind}"] :is(line, text)`)]
                .map((one) => {
                  const box = one.getBoundingClientRect();
                  const [start, size] = way === "x" ? [box.x, box.width] : [box.y, box.height];
                  return Math.round((start + size / 2) / 3);
                }))].sort((a, b) => a - b))""",
            way,
        )
        assert len(lines) > 3
        apart = [min(abs(line - label) for label in labels) for line in lines]
        assert max(apart) <= 1, (way, lines, labels)


@pytest.mark.quick
def test_correlations_are_those_that_the_run_computed(file, open_page, tau) -> None:
    page = open_page(file)
    for scope in (*SECTOR_GROUPS, "blocked", "pooled"):
        row = tau.loc[("ce_index", "up_product", scope)]
        assert cell(page, scope) == [signed(row["tau_b"]), str(int(row["clusters"]))]
    before = cell(page, "blocked")
    page.get_by_label("Across").select_option("Product upgrading")
    assert cell(page, "blocked") == ["–", "–"]
    page.get_by_label("Up", exact=True).select_option("Collective efficiency index")
    assert cell(page, "blocked") == before


def test_a_filter_takes_clusters_from_picture_and_table(file, open_page, both) -> None:
    page = open_page(file)
    page.get_by_label("Clusters with").fill("MEXICO footwear")
    names = page.locator("#explore-clusters tbody tr").all_inner_texts()
    assert len(names) == dots(page).count() == 2
    assert all(name.startswith("Footwear, ") for name in names)
    page.get_by_label("Clusters with").fill("")
    page.get_by_label(SECTOR_GROUPS["natural_resource_based"]).uncheck()
    left = both[both["group"] != "natural_resource_based"]
    assert dots(page).count() == len(places(left, "ce_index", "up_product", "group"))
    for group in SECTOR_GROUPS.values():
        page.get_by_label(group).uncheck()
    assert said(page).endswith(": 0 of 40 clusters.")
    assert dots(page).count() == 0


def test_a_shared_address_restores_the_choice(file, open_page) -> None:
    page = open_page(file)
    assert page.url == file.as_uri()
    page.get_by_label("Up", exact=True).select_option("Process upgrading")
    page.get_by_label(SECTOR_GROUPS["specialised_suppliers"]).uncheck()
    page.get_by_label("all clusters in one").check()
    page.get_by_label("Clusters with").fill("brazil")
    other = open_page(file)
    other.goto(page.url)
    other.reload()
    assert said(other) == said(page)
    assert (
        other.locator("#explore-clusters").inner_text()
        == page.locator("#explore-clusters").inner_text()
    )
    assert dots(other).count() == dots(page).count()
    other.evaluate("location.hash = '#x=nonsense&y=eei'")
    other.wait_for_function("document.getElementById('y').value === 'eei'")
    assert other.get_by_label("Across").input_value() == "ce_index"


@pytest.mark.quick
def test_the_files_hold_what_is_shown(file, open_page, both) -> None:
    page = open_page(file, accept_downloads=True, color_scheme="dark")
    page.get_by_label("Clusters with").fill("software")
    name, text = saved(page, "Its data (CSV)")
    assert name == "up_product_against_ce_index.csv"
    rows = list(csv.DictReader(io.StringIO(text)))
    own = both[both["industry"] == "Software"].set_index("cluster_id")
    assert {row["cluster_id"] for row in rows} == set(own.index)
    for row in rows:
        assert float(row["ce_index"]) == float(own.loc[row["cluster_id"], "ce_index"])
    name, text = saved(page, "Picture (SVG)")
    assert name == "up_product_against_ce_index.svg"
    picture = ElementTree.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    assert picture.tag == f"{space}svg"
    assert picture.find(f"{space}title").text == said(page)
    assert len(list(picture.iter(f"{space}circle"))) == dots(page).count()
    # on paper of its own, whatever the page's
    assert "background: rgb(255, 255, 255)" in picture.get("style")
    assert "var(" not in picture.get("style")


def test_pointing_at_a_dot_names_its_clusters(file, open_page) -> None:
    page = open_page(file)
    page.get_by_label("Clusters with").fill("wine")
    dots(page).first.hover(force=True)
    tip = page.locator("#explore-picture [data-mark=tip] text")
    tip.wait_for()
    assert {"Wine, Colchagua (CHL)", "Wine, Serra Gaúcha (BRA)"} == {
        name.strip("\u200b") for name in tip.locator("tspan").all_text_contents()
    }


@pytest.mark.quick
def test_without_javascript_there_is_a_picture_and_the_way_to_the_data(file, browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("#explore-form").is_hidden()
    assert page.locator("noscript img, main img").count() == 1
    assert page.locator("main").get_by_role("link", name="list of clusters").is_visible()
    context.close()


@pytest.mark.quick
@pytest.mark.parametrize("scheme", few_in_quick(["light", "dark"], ["light"]))
def test_no_accessibility_violations(file, open_page, scheme) -> None:
    page = open_page(file, color_scheme=scheme)
    page.get_by_label("Clusters with").fill("brazil")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_everything_fits_a_narrow_screen(file, open_page) -> None:
    page = open_page(file, viewport={"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("#explore-picture svg").bounding_box()["width"] <= 360
    assert dots(page).count() > 10
