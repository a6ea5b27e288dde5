"""The audit page, clicked through as a reviewer does, on the report's own audit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pandas as pd
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from page_templates import ENVIRONMENT
from reference import RAW, ROOT
from tiers import few_in_quick
from upgrading.publish.audit_page import content
from upgrading.publish.audit_page import page as audit_page

from upgrading.publish.terms import names_of

ASSETS = ROOT / "workflow" / "assets"


def written(folder: Path, *frames, names: Mapping[str, str] = MappingProxyType({})) -> Path:
    text = audit_page(
        content(*frames, edition="corrected", environment=ENVIRONMENT, names=names),
        ENVIRONMENT,
        style=(ASSETS / "audit_page.css").read_text(encoding="utf-8"),
        scripts=[
            (ASSETS / f"{name}.js").read_text(encoding="utf-8")
            for name in ("folding", "sorting", "audit_page")
        ],
    )
    path = folder / "index.html"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def file(in_parts, exhibits, around, clusters, tmp_path_factory) -> Path:
    audit = in_parts
    frames = audit.cells, audit.errata, audit.conventions, audit.claims, exhibits, around
    products = yaml.safe_load((ROOT / "config/trade_products.yaml").read_text(encoding="utf-8"))
    names = names_of(
        clusters,
        pd.read_csv(RAW / "profiles.csv"),
        {name: product["label"] for name, product in products.items()},
    )
    return written(tmp_path_factory.mktemp("audit"), *frames, names=names)


@pytest.fixture(scope="module")
def small_file(in_parts, exhibits, around, tmp_path_factory) -> Path:
    """Some tables and claims with every verdict among them: axe takes a minute for all."""
    cells = in_parts.cells[in_parts.cells["exhibit"].isin(["table_03", "table_06", "table_18"])]
    cells = pd.concat([cells, in_parts.cells[in_parts.cells["exhibit"] == "table_09"]])
    assert set(cells["verdict"]) == set(in_parts.cells["verdict"])
    claims = in_parts.claims.groupby("verdict").head(5)
    changed = in_parts.claims[in_parts.claims["verdict"] != in_parts.claims["verdict_corrected"]]
    frames = (
        *(cells, in_parts.errata, in_parts.conventions),
        *(pd.concat([claims, changed]).drop_duplicates("claim_id"), exhibits, around),
    )
    return written(tmp_path_factory.mktemp("small"), *frames)


def cell(page, name: str):
    return page.locator(f'[id="{name}"]')


def test_pointing_at_a_figure_shows_how_it_was_checked(file, open_page) -> None:
    page = open_page(file)
    assert page.locator("#details").is_hidden()
    cell(page, "table_10/high/up_process").hover()
    details = page.locator("#details").inner_text()
    for text in ("Table 10", "3.00", "2.75", "explained", "misprinted cell", "2 should read 3"):
        assert text in details
    page.keyboard.press("Escape")
    assert page.locator("#details").is_hidden()


def test_the_keyboard_walks_through_a_table(file, open_page) -> None:
    page = open_page(file)
    cell(page, "table_06/high/up_product").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "table_06/medium/up_process"
    assert "1023 subsets" in page.locator("#details").inner_text()


def test_from_a_cell_to_its_erratum_and_to_all_cells_it_accounts_for(
    file, open_page, found
) -> None:
    page = open_page(file)
    cell(page, "table_03/furniture_chipilo/jai").click()
    page.locator("#details dd a").first.click()
    number = page.evaluate("location.hash.slice(1)")
    row = page.locator(f"tr#{number}")
    assert "Chipilo" in row.inner_text()
    row.locator(".highlight").click()
    erratum = found.errata.set_index("erratum").loc[number]
    assert page.locator(".cell.lit").count() == erratum["count"]


def test_filtering_to_the_unexplained_figures(file, open_page, found) -> None:
    page = open_page(file)
    verdicts = found.cells["verdict"]
    page.get_by_role("button", name="Only what differs").click()
    page.locator("#cell-filter .chip.explained input").uncheck()
    unexplained = int((verdicts == "unexplained").sum())
    tables = found.cells.loc[verdicts == "unexplained", "exhibit"].nunique()
    assert page.locator("#matching").inner_text() == (
        f"{unexplained} of {len(verdicts)} figures match, "
        f"in {tables} of {found.cells['exhibit'].nunique()} tables."
    )
    assert page.locator(".cell:not(.dim)").count() == unexplained
    assert page.locator('.cell[tabindex="0"]').count() == unexplained
    assert page.locator(".exhibit:visible").count() == tables
    page.get_by_role("button", name="All", exact=True).click()
    page.locator("#cell-filter select").select_option("table_11")
    assert page.locator(".exhibit:visible").count() == 1


@pytest.mark.ci
def test_a_click_keeps_the_details_until_the_next_click(file, open_page) -> None:
    page = open_page(file)
    details = page.locator("#details h3")
    cell(page, "table_06/medium/up_product").click()
    cell(page, "table_06/low/up_product").hover()
    assert "Medium" in details.inner_text()
    cell(page, "table_06/low/up_product").click()
    assert "Low" in details.inner_text()
    cell(page, "table_06/low/up_product").click()
    assert page.locator("#details").is_hidden()


@pytest.mark.ci
def test_the_keyboard_reaches_the_links_in_the_details_and_comes_back(file, open_page) -> None:
    page = open_page(file)
    name = "table_03/furniture_chipilo/jai"
    cell(page, name).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#details') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == name
    assert page.locator("#details").is_hidden()


@pytest.mark.ci
def test_filters_are_in_the_address(file, open_page) -> None:
    page = open_page(file)
    page.get_by_role("button", name="Only what differs").click()
    page.locator("#cell-filter select").select_option("table_06")
    page.locator("#claim-filter [name=find]").fill("joint action")
    words = [page.locator(f"#{name}").inner_text() for name in ("matching", "matching-claims")]
    page.reload()
    assert page.locator("#cell-filter .chip.exact input").is_checked() is False
    assert page.locator(".exhibit:visible").get_attribute("id") == "table_06"
    assert page.locator("#claim-filter [name=find]").input_value() == "joint action"
    assert words == [
        page.locator(f"#{name}").inner_text() for name in ("matching", "matching-claims")
    ]


@pytest.mark.ci
def test_on_paper_nothing_is_folded(file, open_page) -> None:
    page = open_page(file)
    assert page.locator("details[open]").count() == 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


def test_finding_a_claim(file, open_page, found) -> None:
    page = open_page(file)
    for box in page.locator("#claim-filter [name=verdict]").all():
        if box.get_attribute("value") != "contradicted":
            box.uncheck()
    shown = page.locator(".claims tbody tr:visible")
    contradicted = found.claims[found.claims["verdict"] == "contradicted"]
    assert shown.count() == len(contradicted)
    assert page.locator("#matching-claims").inner_text() == (
        f"{len(contradicted)} of {len(found.claims)} claims match."
    )
    wanted = contradicted.iloc[-1]
    page.locator("#claim-filter [name=find]").fill(wanted["claim"])
    assert shown.count() == 1
    assert shown.get_attribute("id") == f"claim-{wanted['claim_id']}"


@pytest.mark.parametrize(
    "words",
    few_in_quick(["leon", "LEÓN", "footwear león", "  leon   footwear "], ["footwear león"]),
)
def test_claims_are_found_without_accents_and_in_any_order(file, open_page, words) -> None:
    page = open_page(file)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # unfolds the evidence
    rows = page.locator(".claims tbody tr")
    wanted = [text for text in rows.all_inner_texts() if "León" in text and "ootwear" in text]
    assert 0 < len(wanted) < 100
    page.locator("#claim-filter [name=find]").fill(words)
    found = page.locator(".claims tbody tr:visible").all_inner_texts()
    assert set(wanted) <= set(found)
    assert all("León" in text or "Leon" in text for text in found)


def test_a_reader_meets_words_and_no_names_of_columns_or_ids(file, open_page) -> None:
    page = open_page(file)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    told = [page.locator("body").inner_text()]
    told += page.evaluate(
        """() => Object.values(JSON.parse(document.getElementById("data").textContent).cells)
          .map((cell) => [cell.where, cell.computed, cell.convention,
            cell.explanation.replace(/<[^>]*>/g, " ")].join(" "))"""
    )
    assert len(told) > 1000
    text = "\n".join(told)
    assert set(re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b|\b(?:eei|jai)\b", text)) == set()
    assert "functional upgrading of" in text
    assert "(furniture)" in text


@pytest.mark.ci
def test_a_link_to_a_hidden_figure_brings_it_back(file, open_page) -> None:
    page = open_page(file)
    page.locator("#cell-filter select").select_option("table_11")
    page.evaluate("location.hash = 'table_03/tiles_santa_catarina/ce_index'")
    page.wait_for_function("!document.getElementById('details').hidden")
    assert cell(page, "table_03/tiles_santa_catarina/ce_index").is_visible()


@pytest.mark.parametrize("scheme", few_in_quick(["light", "dark"], ["light"]))
def test_no_accessibility_violations(small_file, open_page, scheme) -> None:
    page = open_page(small_file, color_scheme=scheme)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # unfolds everything
    page.locator("#cell-filter .chip.exact input").uncheck()
    page.locator(".highlight").last.click()
    cell(page, "table_06/low/up_process").click()
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.ci
def test_everything_fits_a_narrow_screen(file, open_page) -> None:
    page = open_page(file, viewport={"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
