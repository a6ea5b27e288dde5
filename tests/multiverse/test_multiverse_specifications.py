from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from made_up import NATURAL, TRADITIONAL, grid, made_up, relation
from reference import REPORT_RULE

from upgrading.cases.indices import collective_efficiency
from upgrading.cases.means import upgrading_by_degree
from upgrading.multiverse.cores import CHOICES, Grid
from upgrading.multiverse.curve import JointTest, curve
from upgrading.multiverse.specifications import design
from upgrading.multiverse.variants import Variants
from upgrading.vocabulary import SECTOR_GROUPS, UPGRADING

COMPLEX = "complex_product_systems"

WIDE = {
    "weights": (Fraction(3, 10), Fraction(1, 2), Fraction(7, 10)),
    "high_from": (Fraction(9), Fraction(19, 2), Fraction(10)),
    "low_to": (Fraction(9, 2), Fraction(5), Fraction(11, 2)),
    "leave_one_out": True,
}


def effects_of(of_relation, editions, a_grid):
    """The table of specifications with their effects."""
    plan = design(of_relation, Variants(editions), a_grid)
    result = curve(plan, of_relation.sign, JointTest(19, 1, 0.1), "x")
    return plan.table.assign(effect=result.effects)


def one(table, **levels):
    """The effect of the one specification with these levels, at the baseline for the rest."""
    own = table[table["baseline"]].iloc[0]
    chosen = np.ones(len(table), dtype=bool)
    for choice in CHOICES:
        chosen &= (table[choice] == levels.get(choice, own[choice])).to_numpy()
    assert chosen.sum() == 1
    return table.loc[chosen, "effect"].iloc[0]


@pytest.mark.parametrize("edition", ["printed", "corrected"])
@pytest.mark.parametrize(
    ("group", "ends"),
    [(TRADITIONAL, ("high", "low")), (NATURAL, ("high", "low")), (COMPLEX, ("medium", "low"))],
)
def test_the_baseline_is_the_difference_of_means_of_tables_6_10_and_14(
    clean_cases, of_report, group, ends, edition
) -> None:
    frame = {
        "printed": clean_cases.printed_clusters,
        "corrected": clean_cases.corrected_clusters,
    }[edition]
    means = upgrading_by_degree(frame, collective_efficiency(frame, REPORT_RULE), "skip")
    mean = means.set_index(["group", "ce_degree", "upgrading"])["mean"]
    crossed = grid(**{**WIDE, "leave_one_out": False, "edition": edition})
    for kind in UPGRADING:
        if (group, "low", kind) not in mean.index:
            continue
        table = effects_of(relation(y=kind, groups=(group,)), of_report, crossed)
        expected = mean[group, ends[0], kind] - mean[group, ends[1], kind]
        (found,) = table.loc[table["baseline"], "effect"]
        if (group, kind) == (COMPLEX, "up_intersectoral"):
            assert np.isnan(found)  # every cluster scores 0
        else:
            assert found * 3 == pytest.approx(float(expected), abs=1e-12)


def test_tau_b_of_the_printed_index_is_that_of_r(of_report) -> None:
    """0.3323 by R 4.2.2, `cor.test(method = "kendall")`, all 40 clusters as printed."""
    everything = relation(groups=tuple(SECTOR_GROUPS))
    table = effects_of(everything, of_report, grid())
    found = one(
        table,
        sectors="pooled",
        basis="printed_index",
        measure="tau_b",
        scale="index",
        high_from="",
        low_to="",
        weight="",
        not_available="",
        aggregation="",
        as_printed="",
    )
    assert round(found, 4) == 0.3323


def test_choices_that_cannot_change_the_data_are_not_multiplied_out(of_report) -> None:
    """No half-steps in x or y, nothing n.a., no doubtful figure, one edition, one sector group."""
    groups = {f"c{n}": TRADITIONAL for n in range(4)}
    editions = made_up(groups, [0, 1, 2, 3], [0, 1, 2, 3])
    table = design(relation("ja_forward"), Variants(editions), grid()).table
    assert len(table) == 2
    assert set(table["measure"]) == {"tau_b", "gamma"}
    assert (table[[c for c in CHOICES if c != "measure"]].nunique() == 1).all()


def test_the_size_of_a_grid_by_hand(of_report) -> None:
    """Natural resources, product upgrading, index: 12 lots (11 clusters, or all of them).

    Components: 3 weights × 3 roundings of half-steps; printed EEI and JAI: 3 weights; printed
    index: 1. Each with index (2 measures) or degree (9 pairs of thresholds × 3 measures).
    """
    natural = relation(groups=(NATURAL,))
    table = design(natural, Variants(of_report), grid(**WIDE)).table
    assert len(table) == 12 * (9 + 3 + 1) * (2 + 27)
    assert not table.duplicated(list(CHOICES)).any()


def test_another_formula_is_crossed_with_all_that_has_a_meaning_under_it(of_report) -> None:
    """No mean of all components; the printed index only on the scale of 0 to 12."""
    everything = relation(groups=(TRADITIONAL, NATURAL))
    rules = [
        REPORT_RULE,
        replace(REPORT_RULE, formula="geometric_mean"),
        replace(
            REPORT_RULE,
            weight_external_economies=Fraction(1),
            weight_joint_action=Fraction(1),
            high_from=Fraction(19),
            low_to=Fraction(10),
        ),
    ]
    usual, geometric, wider = (
        design(
            everything,
            Variants(of_report),
            grid(rule=rule, high_from=(rule.high_from,), low_to=(rule.low_to,)),
        ).table
        for rule in rules
    )
    assert set(usual["aggregation"]) == {"sum", "mean", ""}
    assert set(geometric["aggregation"]) == {""}
    assert set(geometric["basis"]) == {"components", "printed_indices", "printed_index"}
    assert set(wider["basis"]) == {"components", "printed_indices"}
    assert [table["baseline"].sum() for table in (usual, geometric, wider)] == [1, 1, 1]


def test_the_baseline_of_another_formula_is_the_analysis_s_own(clean_cases, of_report) -> None:
    rule = replace(REPORT_RULE, formula="geometric_mean", low_to=Fraction(6))
    frame = clean_cases.printed_clusters
    means = upgrading_by_degree(frame, collective_efficiency(frame, rule), "skip")
    mean = means.set_index(["group", "ce_degree", "upgrading"])["mean"]
    crossed = grid(rule=rule, low_to=(Fraction(5), Fraction(6)))
    table = effects_of(relation(groups=(NATURAL,)), of_report, crossed)
    (found,) = table.loc[table["baseline"], "effect"]
    expected = mean[NATURAL, "high", "up_product"] - mean[NATURAL, "low", "up_product"]
    assert found * 3 == pytest.approx(float(expected), abs=1e-12)


def test_a_doubtful_figure_and_a_cluster_left_out_are_alternatives(of_report) -> None:
    table = design(relation("jai"), Variants(of_report), grid(**WIDE)).table
    assert not (
        (table["as_printed"] == "jai of furniture_chipilo") & (table["left_out"] != "none")
    ).any()
    assert set(table.loc[table["as_printed"] == "jai of furniture_chipilo", "basis"]) == {
        "components"
    }


def test_leaving_out_a_cluster_is_the_data_without_it() -> None:
    groups = {f"c{n}": TRADITIONAL for n in range(5)}
    x, y = [0, 1, 1, 2, 3], [1, 0, 2, 2, 1]
    whole = effects_of(relation("ja_forward"), made_up(groups, x, y), grid(leave_one_out=True))
    for number, name in enumerate(groups):
        rest = [n for n in range(5) if n != number]
        fewer = made_up(
            {f"c{n}": TRADITIONAL for n in rest}, [x[n] for n in rest], [y[n] for n in rest]
        )
        table = effects_of(relation("ja_forward"), fewer, grid())
        for measure in ("tau_b", "gamma"):
            assert one(whole, left_out=name, measure=measure) == pytest.approx(
                one(table, measure=measure), nan_ok=True
            )


def test_half_steps_of_upgrading_are_rounded() -> None:
    groups = {f"c{n}": TRADITIONAL for n in range(3)}
    editions = made_up(groups, [0, 1, 2], [1, Fraction(3, 2), Fraction(3, 2)])
    table = effects_of(relation("ja_forward"), editions, grid())
    assert one(table, half_steps="as_scored") == pytest.approx(2 / 6**0.5)
    assert one(table, half_steps="up") == pytest.approx(2 / 6**0.5)
    assert np.isnan(one(table, half_steps="down"))


def test_a_missing_upgrading_score_is_left_out_or_0() -> None:
    groups = {f"c{n}": TRADITIONAL for n in range(3)}
    editions = made_up(groups, [0, 1, 2], [1, 2, None])
    table = effects_of(relation("ja_forward"), editions, grid())
    assert one(table, missing_upgrading="skip") == 1
    assert one(table, missing_upgrading="zero") == pytest.approx(-1 / 3)


@pytest.mark.parametrize(("chains", "points"), [("any", 1), ("global", -1), ("domestic", 2)])
def test_a_governance_pattern_is_read_by_its_chains(chains, points) -> None:
    """Codes 0, 1, 2 with upgrading 0, 2, 0: means 1, 0 and 2 with such chains; 0, 1, 0 without."""
    groups = {f"c{n}": TRADITIONAL for n in range(3)}
    editions = made_up(groups, [0, 0, 0], [0, 2, 0])
    codes = {(f"c{n}", "gov_market"): Fraction(n) for n in range(3)}
    editions = replace(editions, scores={"printed": {**editions.scores["printed"], **codes}})
    market = relation("gov_market", chains=("any", "global", "domestic"))
    table = effects_of(market, editions, grid())
    assert one(table, chains=chains) == pytest.approx(points / 3)


def test_thresholds_without_room_for_medium_are_left_out() -> None:
    crossed = grid(high_from=(Fraction(5), Fraction(9)), low_to=(Fraction(5), Fraction(6)))
    assert crossed.thresholds == [(9, 5), (9, 6)]


def test_the_analysis_s_own_levels_always_belong_to_the_grid() -> None:
    config = {"weights": [0.3], "high_from": [10], "low_to": [4], "leave_one_out": True}
    found = Grid.from_config(config, REPORT_RULE, "corrected", "skip")
    assert found.weights == (Fraction(3, 10), Fraction(1, 2))
    assert (found.high_from, found.low_to) == ((Fraction(19, 2), Fraction(10)), (4, 5))
