"""Verdicts, tests and models with each changed input alone, and what need not be computed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from refresh_states import CASES, CLAIMS, DEGREES, POOLED, TESTS, TRADE, VERDICTS, edited, score

from upgrading.changes.differences import Place, Shown, changes
from upgrading.changes.states import Source, source_of
from upgrading.steps import inference_exhibits, models, multiverse

SERRA_GAUCHA = ("furniture_serra_gaucha", "ja_backward", "1")
EDITIONS = ("clusters_printed", "clusters_corrected")
SINOS_VALLEY = ("footwear_sinos_valley", "up_product", "2")
PROCESS = Source("models", "regression_process")
PAIRED = Source("models", "economies_against_joint_action")
SPECIFICATIONS = "specifications"


def curve(relation: str) -> Source:
    return Source("inference_exhibits", "survives", relation)


def heading(row: str) -> Source:
    found = source_of(Place("number", "overview", row, "number"), (), ())
    assert found
    return found


@pytest.fixture(scope="module")
def two_scores(baseline):
    return score(score(baseline, *SERRA_GAUCHA), *SINOS_VALLEY)


def number_of(report, *end: str) -> int:
    """The number of an input by the end of its name."""
    (found,) = [n for n, cause in enumerate(report.causes) if cause.name[-len(end) :] == end]
    return found


@pytest.mark.ci
def test_two_scores_are_told_apart_in_tests_and_models(two_scores, told) -> None:
    report = told(two_scores, (POOLED, DEGREES, PROCESS, PAIRED))
    by_exhibit = {one.change.place.exhibit: one for one in report.changes}
    assert set(by_exhibit) == {
        "pooled_within",
        "degrees_tests",
        "regression_process",
        "economies_against_joint_action",
    }
    backward, product = (number_of(report, *edit[:2]) for edit in (SERRA_GAUCHA, SINOS_VALLEY))
    for one in report.changes:
        assert "not told apart" not in {effect.way for effect in one.effects}
        place = one.change.place
        acting = {cause for effect in one.effects for cause in effect.causes}
        if place.exhibit in {"regression_process", "economies_against_joint_action"}:
            assert acting == {backward}
        if place.exhibit == "degrees_tests":  # no degree changes with one point of one component
            assert acting == {product}
        if one.change.difference is not None:
            assert sum(effect.share for effect in one.effects) == one.change.difference


def test_the_surplus_of_pairs_is_shared_as_counted_by_hand(two_scores, told, baseline) -> None:
    """Pairs of the group with each score alone, counted from the clusters."""
    report = told(two_scores, [POOLED])
    column = "concordant_less_discordant_pairs"
    one = next(
        one
        for one in report.changes
        if one.change.place.column == column
        and one.change.place.row.endswith("traditional_manufacturing")
        and one.change.place.row.startswith("as_analysed")
    )

    def surplus(inputs) -> int:
        pairs = [
            (
                sum(Fraction(row[c]) for c in row if c.startswith(("ee_", "ja_")) and row[c]),
                Fraction(row["up_product"]),
            )
            for row in inputs["clusters_corrected"].rows.values()
            if row["group"] == "traditional_manufacturing" and row["up_product"]
        ]
        total = 0
        for place, (x, y) in enumerate(pairs):
            for x2, y2 in pairs[:place]:
                product = (x - x2) * (y - y2)
                total += (product > 0) - (product < 0)
        return total

    base = surplus(baseline)
    expected = {
        number_of(report, *edit[:2]): surplus(score(baseline, *edit)) - base
        for edit in (SERRA_GAUCHA, SINOS_VALLEY)
    }
    shares = {effect.causes[0]: effect.share for effect in one.effects if effect.way == "alone"}
    assert shares == {cause: share for cause, share in expected.items() if share}
    assert one.change.difference == surplus(two_scores) - base


@pytest.mark.ci
def test_verdicts_of_two_printed_cells_are_told_apart(two_scores, told) -> None:
    report = told(two_scores, [VERDICTS])
    flipped = {one.change.place[1:]: one.effects for one in report.of("verdict")}
    jai = flipped["annex_table_2", "furniture_serra_gaucha", "jai"]
    total = flipped["table_05", "total", "up_product"]
    assert [effect.causes for effect in jai] == [(number_of(report, *SERRA_GAUCHA[:2]),)]
    assert [effect.causes for effect in total] == [(number_of(report, *SINOS_VALLEY[:2]),)]


def test_what_the_same_program_said_need_not_be_computed(two_scores, told) -> None:
    sources = (POOLED, *CASES)
    same = told(two_scores, sources, same_program=True)
    assert same.changes == told(two_scores, sources).changes


@pytest.mark.ci
def test_more_than_a_few_inputs_are_not_told_apart_where_it_is_costly(baseline, told) -> None:
    after = baseline
    for cluster in list(baseline["clusters_corrected"].rows)[: inference_exhibits.TOLD_APART + 1]:
        after = edited(after, ("clusters_corrected", cluster, "up_product", "0.5"))
    report = told(after, (*CASES, POOLED))
    assert len(report.causes) == inference_exhibits.TOLD_APART + 1
    ways = {
        one.change.place.exhibit == "pooled_within": {effect.way for effect in one.effects}
        for one in report.changes
    }
    assert ways[True] == {"not told apart"}
    assert "not told apart" not in ways[False]


def test_one_of_two_inputs_that_a_stage_does_not_read_is_no_cause_of_it(baseline, told) -> None:
    after = score(baseline, *SINOS_VALLEY)
    after = edited(after, ("choices", ("trade.window.years",), "value", "1"))
    report = told(after, (POOLED, TRADE))
    trade = number_of(report, "trade.window.years")
    for one in report.changes:
        acting = {cause for effect in one.effects for cause in effect.causes}
        assert (trade in acting) == one.change.place.exhibit.startswith("trade_")


@pytest.mark.ci
def test_a_relation_moves_its_row_of_what_survives_and_what_it_is_adjusted_with(
    baseline, told
) -> None:
    after = edited(
        baseline, ("relations", ("tm-efficiency-process", "y"), "value", '"up_functional"')
    )
    report = told(after, TESTS)
    moved = by_row(report)
    own = {one.change.place.column for one in moved.pop("tm_efficiency_process")}
    assert {"kendalls_b", "p", "p_adjusted", "without_one_cluster"} <= own
    others = {one.change.place.column for found in moved.values() for one in found}
    assert others <= {"p_adjusted", "needed"}
    assert {effect.way for one in report.changes for effect in one.effects} == {"alone"}


def test_a_curve_rests_on_the_scores_of_its_sector_groups_and_on_its_own_entry(
    baseline, told
) -> None:
    after = score(baseline, *SINOS_VALLEY)
    after = edited(after, ("relations", ("tm-backward-product", "sign"), "value", '"negative"'))
    report = told(after, map(curve, ("tm-joint-action-product", "tm-backward-product")))
    acting = {
        row: {report.causes[n].kind for one in found for e in one.effects for n in e.causes}
        for row, found in by_row(report).items()
    }
    assert acting["tm_joint_action_product"] == {"cluster"}
    assert "relation" in acting["tm_backward_product"]


def by_row(report):
    found = {}
    for one in report.changes:
        found.setdefault(one.change.place.row, []).append(one)
    return found


@pytest.mark.ci
def test_two_scores_are_told_apart_in_a_curve(baseline, two_scores, told, states) -> None:
    """How many distinct specifications there are, examined anew with each score alone."""
    name = "tm-efficiency-product"
    report = told(two_scores, [curve(name)])
    one = next(one for one in report.changes if one.change.place.column == SPECIFICATIONS)
    shares = {(effect.way, effect.causes): effect.share for effect in one.effects}
    assert sum(shares.values()) == one.change.difference

    def specifications(inputs) -> float:
        made_of = states.under(inputs).of_rule("multiverse", multiverse.pieces)[name]
        return multiverse.piece(*made_of).summary["specifications"].iloc[0]

    before = specifications(baseline)
    alone = {
        (number_of(report, *edit[:2]),): specifications(score(baseline, *edit)) - before
        for edit in (SERRA_GAUCHA, SINOS_VALLEY)
    }
    expected = {("alone", causes): value for causes, value in alone.items() if abs(value) > 1e-9}
    expected["together", (0, 1)] = specifications(two_scores) - before - sum(alone.values())
    assert shares.keys() == expected.keys()
    for effect, value in expected.items():
        assert float(shares[effect]) == pytest.approx(value, abs=1e-9)


@pytest.mark.ci
def test_of_a_curve_more_than_a_few_inputs_are_not_told_apart(two_scores, told) -> None:
    after, many = two_scores, multiverse.TOLD_APART + 1
    for cluster in ("textiles_medellin", "footwear_leon", "garments_torreon")[: many - 2]:
        after = score(after, cluster, "up_product", "0.5")
    report = told(after, [curve("tm-joint-action-product")])
    assert {effect.way for one in report.changes for effect in one.effects} == {"not told apart"}
    every = {effect.causes for one in report.changes for effect in one.effects}
    assert every == {tuple(range(many))}


def test_a_code_of_governance_is_read_by_the_curves_of_its_pattern(baseline, states) -> None:
    code = edited(
        baseline,
        *((table, ("footwear_sinos_valley",), "gov_market", "1") for table in EDITIONS),
    )
    moved = {
        name: states.key(curve(name), baseline) != states.key(curve(name), code)
        for name in ("tm-market-functional", "tm-joint-action-product", "nr-network-functional")
    }
    assert [*moved.values()] == [True, False, False]


def test_reliability_is_shared_among_the_inputs(two_scores, told) -> None:
    """A score of upgrading is no item of the index."""
    report = told(two_scores, [Source("models", "reliability")])
    assert report.changes
    backward = number_of(report, *SERRA_GAUCHA[:2])
    assert {effect.causes for one in report.changes for effect in one.effects} == {(backward,)}


@pytest.mark.ci
def test_counts_of_the_study_in_numbers_are_told_apart(two_scores, told, states, baseline) -> None:
    """How many printed figures differ, unexplained, with each score alone."""
    # verdicts and their counts follow from the same, and are not taken for one another
    sources = (VERDICTS, CLAIMS, heading("printed_unexplained"), heading("claims_all"))
    report = told(two_scores, sources)
    assert {one.change.place.kind for one in report.changes} == {"verdict", "claim", "number"}
    for kind, source in (("verdict", VERDICTS), ("claim", CLAIMS)):
        assert report.of(kind) == told(two_scores, [source]).of(kind)
    assert "not told apart" not in {e.way for one in report.changes for e in one.effects}
    counted = {
        one.change.place.row: one
        for one in report.changes
        if one.change.place.row.startswith("printed_")
    }
    verdicts = {
        edit: [shown.value for shown in states.said(VERDICTS, score(baseline, *edit)).values()]
        for edit in (SERRA_GAUCHA, SINOS_VALLEY)
    }
    assert counted
    for row, one in counted.items():
        shares = {effect.causes[0]: effect.share for effect in one.effects if effect.way == "alone"}
        verdict = row.removeprefix("printed_")
        if verdict not in {"exact", "explained", "unexplained"}:
            continue
        old = int(one.change.old.value)
        for edit, found in verdicts.items():
            share = shares.get(number_of(report, *edit[:2]), 0)
            assert found.count(verdict) - old == share


def test_tables_on_the_same_data_are_not_computed_again(baseline, compared, states) -> None:
    """Process upgrading is not touched by a score of product upgrading."""
    after = score(baseline, *SINOS_VALLEY)
    sources = [
        *(Source("inference_exhibits", table) for table in inference_exhibits.APART),
        *(Source("models", table) for table in models.APART),
    ]
    moved = {one.table for one in sources if states.key(one, baseline) != states.key(one, after)}
    assert moved == {
        *("association_primary", "association_exploratory", "sets", "survives", "referee"),
        *("pooled_within", "degrees_tests", "regression_product", "group_differences"),
    }


def test_what_is_known_is_not_made_again(baseline, compared) -> None:
    """A place that nobody could compute: it comes from what the baseline and the results say."""
    place = Place("number", "degrees_tests", "row", "low")
    old, new = ({place: Shown(text, text)} for text in ("3", "4"))
    comparison = compared(score(baseline, *SINOS_VALLEY), new, old)
    (one,), _ = comparison.attributed(changes(old, new), {})
    assert [(effect.way, effect.causes) for effect in one.effects] == [("alone", (0,))]
