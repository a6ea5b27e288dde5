"""The page of what survives: sentences from constructed rows, and the page around them."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from tabulated import cells_and_text

from upgrading.exhibits.survives import survives_table
from upgrading.publish.site.cells import Exhibits
from upgrading.publish.site.shell import render
from upgrading.publish.site.survives_page import sentences, survives_page

LEVEL, NEGLIGIBLE = Fraction(95, 100), Fraction(1, 10)
NAN = float("nan")

ROW = {
    **{"relation": "a-b", "location": "Table 6", "statement": "More & more.", "x": "ce_index"},
    **{"groups": "traditional_manufacturing", "y": "up_product", "sign": "positive"},
    **{"explanation": "ce_index", "scope": "traditional_manufacturing", "clusters": 15},
    **{"tau_b": 0.388, "low": -0.117, "high": 0.713, "p": 0.0691, "family": "primary"},
    **{"p_adjusted": 0.8292, "without_one_low": 0.311, "without_one_high": 0.504},
    **{"specifications": 24360, "median": 0.4, "share_asserted": 0.9994, "p_joint": 0.031},
    **{"not_estimable": 0, "p_joint_share": 0.144, "p_joint_z": 0.04},
    **{"matters_most": "measure", "matters_explained": 0.4},
    **{"verdict": "as asserted, uncertain", "note": ""},
}


def told(**changes: object) -> str:
    return sentences(pd.Series({**ROW, **changes}), LEVEL, NEGLIGIBLE)


def test_a_relation_in_plain_words() -> None:
    assert told() == (
        "Collective efficiency index with product upgrading, 15 clusters: τ-b +0.39 (95 % interval "
        "−0.12 to +0.71), p 0.069, adjusted 0.829; leaving one cluster out, +0.31 to +0.50: no "
        "cluster turns the sign. Of 24,360 specifications >99 % have the asserted sign (joint p "
        "of the median 0.031, of the share 0.144, of the average z 0.040, one-sided); what moves "
        "it most is the measure of the effect."
    )


def test_specifications_that_cannot_be_estimated_are_not_in_the_share() -> None:
    assert "Of 24,000 estimable specifications >99 %" in told(not_estimable=360)


def test_a_sign_that_one_cluster_turns() -> None:
    assert "−0.05 to +0.50: the sign hangs on single clusters" in told(without_one_low=-0.05)
    assert "the sign hangs on single clusters" in told(without_one_low=0.0)


def test_what_is_not_estimable_has_its_reason_and_no_number() -> None:
    empty = dict.fromkeys(
        ("tau_b", "low", "high", "p", "p_adjusted", "without_one_low", "without_one_high"), NAN
    )
    reason = "not estimable: the upgrading scores are all the same"
    curve = {"share_asserted": NAN, "p_joint": NAN, "matters_most": ""}
    assert told(**empty, **curve, note=reason, clusters=1, specifications=12) == (
        "Collective efficiency index with product upgrading, 1 cluster: not estimable, since the "
        "upgrading scores are all the same. Nor can any of 12 specifications be estimated."
    )
    alone = told(**empty, note=reason)
    assert alone.endswith("what moves it most is the measure of the effect.")
    assert "nan" not in alone


def test_without_an_interval_or_a_range_they_are_left_out() -> None:
    text = told(low=NAN, high=NAN, without_one_low=NAN, without_one_high=NAN)
    assert "τ-b +0.39, p 0.069, adjusted 0.829. Of 24,360" in text


def test_an_asserted_absence_is_told_by_what_is_negligible() -> None:
    text = told(sign="none", share_asserted=0.37)
    assert "37 % are within ±0.1" in text


def test_chains_and_blocks_are_named() -> None:
    text = told(explanation="gov_market_global", scope="blocked")
    assert text.startswith(
        "Market (global chains) with product upgrading, within sector groups, 15 clusters"
    )


@pytest.fixture(scope="module")
def page():
    rows = pd.DataFrame(
        [
            {**ROW, "relation": "all-c", "groups": "traditional_manufacturing; complex"},
            {**ROW, "relation": "sw-b", "groups": "specialised_suppliers", "verdict": "against"},
            ROW,
        ]
    )
    cells, text = cells_and_text(survives_table(rows, LEVEL, NEGLIGIBLE, "corrected"))
    nothing = pd.DataFrame(columns=["exhibit", "row", "column"])
    exhibits = Exhibits(cells, {"survives": text.caption}, nothing, nothing)
    figures = [("association_forest", "The forest", "What it shows.")]
    return survives_page(exhibits, {"survives": text.notes}, figures, rows, LEVEL, NEGLIGIBLE)


def test_relations_stand_by_sector_group_several_groups_last(page) -> None:
    headings = ["Traditional manufacturing", "Specialised suppliers", "Several sector groups"]
    places = [page.body.index(f"<h3>{heading}") for heading in headings]
    assert places == sorted(places)
    order = [page.body.index(f'id="relation-{name}"') for name in ("a-b", "sw-b", "all-c")]
    assert order == sorted(order)
    assert "“as asserted, uncertain” 2; “against” 1." in page.body


def test_the_page_says_what_it_is_and_escapes_what_it_is_told(page) -> None:
    html = render(page, ["survives.html"])
    assert page.path == "survives.html"
    for words in (
        "descriptive of chosen cases",
        "declared in advance",
        "pooling all of them",
        "More &amp; more.",
        "<b>Against.</b>",
        'src="figures/association_forest.svg"',
        '<table id="survives"',
    ):
        assert words in html
    assert "<b>More & more" not in html


def test_every_number_of_its_table_has_a_card(page) -> None:
    assert page.cards["survives/a_b/kendalls_b"]["shown"] == "0.39"
    assert page.body.count('data-cell="survives/a_b/') == sum(
        place.startswith("survives/a_b/") for place in page.cards
    )
