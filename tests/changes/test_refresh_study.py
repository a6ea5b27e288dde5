"""Changed inputs of the real study: exactly what depends on them moves, and they are the cause."""

from __future__ import annotations

from fractions import Fraction

import pytest
from refresh_states import CASES, CLAIMS, TRADE, edited, score, with_row

from upgrading.changes.attribution import Effect
from upgrading.changes.differences import exact
from upgrading.changes.inputs import InputTable
from upgrading.changes.report import changes_frame
from upgrading.changes.text import NOTHING, markdown

SERRA_GAUCHA = "furniture_serra_gaucha"
GROUP = "traditional_manufacturing"


def by_place(report, kind="number"):
    return {one.change.place[1:]: one for one in report.of(kind)}


@pytest.mark.ci
def test_one_score_moves_what_depends_on_it_and_nothing_else(baseline, told) -> None:
    """Serra Gaúcha's backward linkages 0 -> 1: its indices, totals and averages of its group."""
    report = told(score(baseline, SERRA_GAUCHA, "ja_backward", "1"), (*CASES, TRADE, CLAIMS))
    assert set(by_place(report)) == {
        *(
            ("annex_table_2", row, column)
            for row in (SERRA_GAUCHA, "total", "average")
            for column in ("ja_backward", "jai")
        ),
        *(
            ("table_03", row, column)
            for row in (SERRA_GAUCHA, "total", "average")
            for column in ("jai", "ce_index")
        ),
        ("table_17", GROUP, "jai"),
        ("table_17", GROUP, "ce_index"),
        ("table_18", GROUP, "ja_backward"),
        ("table_18", GROUP, "jai"),
    }
    assert not report.of("degree")
    for one in report.changes:
        (effect,) = one.effects
        assert (effect.way, effect.causes) == ("alone", (0,))
        assert effect.share == one.change.difference
    average = by_place(report)["table_18", GROUP, "ja_backward"]
    assert average.change.difference == Fraction(1, 15)


def test_two_scores_in_one_mean_are_told_apart(baseline, told) -> None:
    """Serra Gaúcha and Chipilo, fifteen clusters: +1/15 and +1/15 of backward linkages."""
    after = score(baseline, SERRA_GAUCHA, "ja_backward", "1")
    after = score(after, "textiles_medellin", "ja_backward", "3")
    report = told(after)
    average = by_place(report)["table_18", GROUP, "ja_backward"]
    assert average.change.difference == Fraction(3, 15)
    assert {effect.way for effect in average.effects} == {"alone"}
    assert sorted(effect.share for effect in average.effects) == [Fraction(1, 15), Fraction(2, 15)]
    own = by_place(report)["table_03", SERRA_GAUCHA, "jai"]
    (effect,) = own.effects
    assert report.causes[effect.causes[0]].name[2] == SERRA_GAUCHA


def test_a_threshold_flips_degrees_and_is_their_cause(baseline, told) -> None:
    """Chipilo, at exactly 5, is no longer Low when Low ends at 4.9."""
    report = told(edited(baseline, ("choices", ("indices.degrees.low_to",), "value", "4.9")))
    degrees = by_place(report, "degree")
    assert set(degrees) == {("indices", "furniture_chipilo", "ce_degree")}
    (flipped,) = degrees.values()
    assert (flipped.change.old.value, flipped.change.new.value) == ("low", "medium")
    assert flipped.effects == (Effect("alone", (0,)),)
    assert {place[0] for place in by_place(report)} == {"table_06"}
    page = markdown(report)
    assert "config/config.yaml: indices.degrees.low_to | 5 | 4.9" in page
    assert "| furniture chipilo | Low | Medium |" in page


def test_a_degree_that_flips_only_when_both_weights_change(baseline, told) -> None:
    """Serra Gaúcha, 7 and 3.5 points: 5.075 with either weight, 4.9 with both, which is Low."""
    weights = [
        ("choices", ("indices.weights.external_economies",), "value", "0.475"),
        ("choices", ("indices.weights.joint_action",), "value", "0.45"),
    ]
    report = told(edited(baseline, *weights))
    flipped = by_place(report, "degree")["indices", SERRA_GAUCHA, "ce_degree"]
    assert flipped.effects == (Effect("together", (0, 1)),)


METALWORKING = "metalworking_espirito_santo"


@pytest.mark.ci
def test_a_degree_that_any_two_of_three_scores_flip_is_not_put_down_to_a_fourth(
    baseline, told
) -> None:
    """Metalworking, index 8.5: 9 is Medium with one point more, 9.5 High with two."""
    after = score(baseline, "garments_gamarra", "up_product", "2")
    for column in ("ee_labour_market", "ee_inputs", "ee_market_access"):
        after = score(after, METALWORKING, column, "3")
    report = told(after)
    scored = {n for n, cause in enumerate(report.causes) if METALWORKING in cause.name}
    assert len(scored) == 3
    flipped = by_place(report, "degree")["indices", METALWORKING, "ce_degree"]
    assert (flipped.change.old.value, flipped.change.new.value) == ("medium", "high")
    assert [(e.way, set(e.causes)) for e in flipped.effects] == [("together", scored)]


def test_an_added_cluster_appears_and_moves_the_means(baseline, told) -> None:
    scores = dict.fromkeys(
        ("ee_labour_market", "ee_inputs", "ee_information", "ee_market_access", "up_product"), "3"
    )
    report = told(
        with_row(
            baseline,
            "clusters_corrected",
            ("footwear_franca",),
            group=GROUP,
            industry="Footwear",
            name="Franca",
            country="BRA",
            ja_backward="3",
            **scores,
        ),
    )
    own = by_place(report)["annex_table_1", "footwear_franca", "ee_inputs"]
    assert own.change.what == "appeared"
    assert own.effects == (Effect("alone", (0,)),)
    mean = by_place(report)["table_18", GROUP, "ee_inputs"]
    old = exact(mean.change.old.value)
    assert mean.change.difference == (old * 15 + 3) / 16 - old
    assert not any(
        place[0] in {"table_07", "table_18"} and GROUP not in place for place in by_place(report)
    )


@pytest.mark.ci
def test_a_revised_cluster_moves_the_corrected_edition_only(baseline, told) -> None:
    report = told(
        edited(baseline, ("clusters_corrected", (SERRA_GAUCHA,), "ja_backward", "1")),
        (*CASES, CLAIMS),
    )
    assert ("table_03", SERRA_GAUCHA, "jai") in by_place(report)
    assert all(one.change.place.column == "verdict_corrected" for one in report.of("claim"))


def test_a_flow_moves_its_product_and_no_other(baseline, told) -> None:
    key = ("made_up", "BRA", "apples", "export", "2002")
    report = told(edited(baseline, ("trade_totals", key, "quantity", "250")), (*CASES, TRADE))
    moved = set(by_place(report))
    assert ("trade_apples", "made_up_bra_2002", "unit_value") in moved
    assert ("trade_summary", "apples_bra_made_up", "relative_unit_value_change") in moved
    assert not any("melons" in "".join(place) for place in moved)
    assert all(one.effects[0].way == "alone" for one in report.changes)


def test_flows_of_two_exporters_are_told_apart(baseline, told) -> None:
    edits = [
        ("trade_totals", ("made_up", exporter, "apples", "export", "2002"), "quantity", "250")
        for exporter in ("BRA", "CHL")
    ]
    report = told(edited(baseline, *edits), (TRADE,))
    relative = by_place(report)["trade_apples", "made_up_bra_2002", "relative_unit_value"]
    assert [effect.way for effect in relative.effects] == ["alone", "alone", "together"]
    total = sum(effect.share for effect in relative.effects)
    assert abs(total - relative.change.difference) < Fraction(1, 10**9)
    own = by_place(report)["trade_apples", "made_up_bra_2002", "unit_value"]
    assert len(own.effects) == 1


def test_a_window_of_one_product_moves_its_classes_only(baseline, told) -> None:
    window = '{"base": 1996, "end": 2001, "years": 2}'
    report = told(with_row(baseline, "products", ("apples", "window"), value=window), (TRADE,))
    assert {place[1] for place in by_place(report)} <= {
        "apples_bra_made_up",
        "apples_apples_santa_catarina_made_up",
    }
    assert by_place(report)


@pytest.mark.ci
def test_the_edition_is_a_cause_of_its_own(baseline, told) -> None:
    """Apples of Santa Catarina, process upgrading: printed 2, corrected 3."""
    report = told(
        edited(baseline, ("choices", ("edition",), "value", '"printed"')), (*CASES, CLAIMS)
    )
    (cause,) = report.causes
    assert (cause.old, cause.new) == ('"corrected"', '"printed"')
    own = by_place(report)["table_09", "apples_santa_catarina", "up_process"]
    assert own.change.difference == -1
    assert not report.of("claim")


def test_no_change_is_one_line(baseline, told) -> None:
    report = told(baseline)
    assert markdown(report) == NOTHING
    assert changes_frame(report).empty


def test_an_input_without_effect_is_said_in_that_line(baseline, told) -> None:
    report = told(edited(baseline, ("choices", ("trade.warnings.jump",), "value", "9")))
    (line,) = markdown(report).splitlines()
    assert line.endswith("without effect: config/config.yaml: trade.warnings.jump.")


@pytest.mark.ci
def test_trade_without_any_flow_is_no_number_and_no_fault(baseline, told) -> None:
    after = {**baseline, "trade_totals": InputTable(baseline["trade_totals"].columns, {})}
    report = told(after, (TRADE,))
    assert {one.change.what for one in report.of("number")} == {"vanished"}
    assert ("trade_apples", "made_up_bra_2002", "unit_value") in by_place(report)


def test_between_two_states_a_row_may_lack_its_name(baseline, states) -> None:
    """The label of a row of Table 2 is a cell of its own, which may come with another input."""
    cells = baseline["printed_cells"]
    rows = {
        key: row
        for key, row in cells.rows.items()
        if (row["exhibit"], row["row"], row["column"])
        != ("table_02", "apples_santa_catarina", "label_2")
    }
    assert len(rows) == len(cells.rows) - 1
    between = {**baseline, "printed_cells": InputTable(cells.columns, rows)}
    assert states.said(TRADE, between).keys() == states.said(TRADE, baseline).keys()


@pytest.mark.ci
def test_claims_know_a_row_of_table_2_that_a_state_lacks(baseline, states) -> None:
    profiles = baseline["profiles"]
    fewer = {key: row for key, row in profiles.rows.items() if key != ("salmon_austral_region",)}
    without = {**baseline, "profiles": InputTable(profiles.columns, fewer)}
    said, usual = (states.said(CLAIMS, state) for state in (without, baseline))
    assert said.keys() == usual.keys()
    moved = [place for place, one in said.items() if one != usual[place]]
    assert 0 < len(moved) < len(said) / 4
