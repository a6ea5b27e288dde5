"""Which data are distinct, which combination they are shown under, and what each choice does."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
import pytest
from made_up import NATURAL, TRADITIONAL, grid, made_up, relation
from reference import REPORT_RULE

from upgrading.cases.indices import collective_efficiency
from upgrading.inference.sets import Cases, Drawing, family, general
from upgrading.multiverse.cores import CHOICES, Grid, departures
from upgrading.multiverse.curve import tau_b_of_pairs
from upgrading.multiverse.relations import Member
from upgrading.multiverse.specifications import below, design
from upgrading.multiverse.summary import SET_SPECIFICATION_COLUMNS, set_specifications, shares
from upgrading.vocabulary import SECTOR_GROUPS

WIDE = {
    "weights": (Fraction(3, 10), Fraction(1, 2), Fraction(7, 10)),
    "high_from": (Fraction(9), Fraction(19, 2), Fraction(10)),
    "low_to": (Fraction(9, 2), Fraction(5), Fraction(11, 2)),
}


def planned(of, editions, a_grid):
    """The specifications of a relation."""
    return design([Member.of(of, 1)], editions, a_grid)


def effects_of(of, editions, a_grid):
    """The table of specifications with their effects."""
    plan = planned(of, editions, a_grid)
    return plan.table.assign(effect=tau_b_of_pairs(plan.x[0], plan.y[0], plan.sectors))


def one(table, **levels):
    """The effect of the one specification with these levels, at the baseline for the rest."""
    own = table[table["baseline"]].iloc[0]
    chosen = np.ones(len(table), dtype=bool)
    for choice in CHOICES:
        chosen &= (table[choice] == levels.get(choice, own[choice])).to_numpy()
    assert chosen.sum() == 1
    return table.loc[chosen, "effect"].iloc[0]


def test_data_are_distinct_and_every_combination_is_counted_once(clean_cases, of_report) -> None:
    """Natural resources, product upgrading: nothing n.a., no doubtful figure.

    Of components three weights, of the printed EEI and JAI three, and the printed index; each as
    index or as one of nine degrees; in two editions.
    """
    plan = planned(relation(groups=(NATURAL,)), of_report, grid(**WIDE))
    assert plan.table["combinations"].sum() == 2 * 7 * 10
    data = np.concatenate([*plan.x, *plan.y], axis=1)
    assert len(np.unique(data, axis=0)) == len(data)
    seen = set()
    for frame, weight in product(
        (clean_cases.printed_clusters, clean_cases.corrected_clusters), WIDE["weights"]
    ):
        mine = frame[frame["group"] == NATURAL].sort_values("cluster_id")
        index = collective_efficiency(mine, REPORT_RULE.with_share(weight))["ce_index"].tolist()
        degrees = [
            [(value >= high) + (value > low) for value in index]
            for high, low in product(WIDE["high_from"], WIDE["low_to"])
        ]
        for x in (index, *degrees):
            orders = ([sum(b < a for b in of) for a in of] for of in (x, list(mine["up_product"])))
            seen.add(tuple(map(tuple, orders)))
    found = {
        (tuple(x), tuple(y)) for x, y in zip(plan.x[0].tolist(), plan.y[0].tolist(), strict=True)
    }
    assert seen <= found


def test_the_same_order_within_sector_groups_is_the_same_data() -> None:
    """Whatever the second group has beside the first; a missing score has no place."""
    sectors = np.array([0, 0, 0, 1, 1])
    rows = np.array([[0, 1, 1, 5, 6], [0, 3, 3, 1, 2], [0, -1, 3, 1, 2]], dtype=np.int16)
    assert below(rows, sectors).tolist() == [[0, 1, 1, 0, 1], [0, 1, 1, 0, 1], [0, -1, 1, 0, 1]]


def test_what_a_cluster_without_upgrading_has_in_x_is_no_other_data() -> None:
    """The last cluster has no score: weights that move it alone come to the same data."""
    groups = {f"c{n}": TRADITIONAL for n in range(4)}
    data = made_up(groups, [0, 1, 2, 3], [0, 1, 1, None])
    scores = dict(data.scores["printed"])
    scores["c3", "ee_labour_market"] = Fraction(0)
    plan = planned(relation(), replace(data, scores={"printed": scores}), grid(**WIDE))
    left_out = plan.table["missing_upgrading"] == "skip"
    assert (plan.table.loc[left_out, "scale"] == "index").sum() == 1


def test_data_are_shown_under_the_choices_nearest_to_the_analysis_s_own(of_report) -> None:
    everything = relation(groups=tuple(SECTOR_GROUPS))
    for edition in ("printed", "corrected"):
        own = grid(**WIDE, edition=edition)
        table = planned(everything, of_report, own).table
        assert table.loc[table["baseline"]].index.tolist() == [0]
        first = table.iloc[0]
        assert (first["edition"], first["basis"], first["scale"]) == (
            edition,
            "components",
            "index",
        )
        away = [
            departures(dict(row), own.own_levels("")) for _, row in table[list(CHOICES)].iterrows()
        ]
        assert away == sorted(away) and away.count(0) == 1


@pytest.mark.parametrize("edition", ["printed", "corrected"])
def test_the_baseline_is_the_number_that_the_tables_print(
    clean_cases, of_report, listed, edition
) -> None:
    """Of every relation of the study: τ-b as the sets measure it, exactly."""
    clusters = {
        "printed": clean_cases.printed_clusters,
        "corrected": clean_cases.corrected_clusters,
    }[edition]
    cases = Cases.of(clusters, collective_efficiency(clusters, REPORT_RULE))
    for name, asserted in listed.items():
        table = effects_of(asserted, of_report, grid(**WIDE, edition=edition))
        member = Member.of(asserted, 1)
        if cases.sample(member).problem:
            assert np.isnan(table["effect"].iloc[0])
            continue
        expected = family({name: [member]}, cases, Drawing(1, 2000), [], []).outcomes[name].tau_b
        assert table["effect"].iloc[0] == pytest.approx(expected, abs=1e-12)


def test_choices_that_cannot_change_the_data_are_not_multiplied_out() -> None:
    """Nothing n.a., no doubtful figure, one edition."""
    groups = {f"c{n}": TRADITIONAL for n in range(4)}
    table = planned(
        relation("ja_forward"), made_up(groups, [0, 1, 2, 3], [0, 1, 2, 3]), grid()
    ).table
    assert table["combinations"].tolist() == [1]
    assert table[list(CHOICES)].iloc[0].tolist() == ["printed", *[""] * (len(CHOICES) - 1)]


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
        planned(
            everything,
            of_report,
            grid(rule=rule, high_from=(rule.high_from,), low_to=(rule.low_to,)),
        ).table
        for rule in rules
    )
    assert set(usual["aggregation"]) == {"sum", "mean", ""}
    assert set(geometric["aggregation"]) == {""}
    assert set(geometric["basis"]) == {"components", "printed_indices", "printed_index"}
    assert set(wider["basis"]) == {"components", "printed_indices"}
    assert [table["baseline"].sum() for table in (usual, geometric, wider)] == [1, 1, 1]


def test_a_missing_upgrading_score_is_left_out_or_0() -> None:
    groups = {f"c{n}": TRADITIONAL for n in range(4)}
    editions = made_up(groups, [0, 1, 2, 3], [1, 2, 3, None])
    table = effects_of(relation("ja_forward"), editions, grid())
    assert one(table, missing_upgrading="skip") == 1
    assert one(table, missing_upgrading="zero") == pytest.approx(0)


def of_market(codes):
    """Clusters with these codes of market chains, and upgrading 0, 2, 1, …"""
    groups = {f"c{n}": TRADITIONAL for n in range(len(codes))}
    editions = made_up(groups, [0] * len(codes), [0, 2, 1, 3][: len(codes)])
    given = {(f"c{n}", "gov_market"): Fraction(code) for n, code in enumerate(codes)}
    return replace(editions, scores={"printed": {**editions.scores["printed"], **given}})


def test_a_governance_pattern_is_read_by_its_chains() -> None:
    """Codes 0, 1, 2, 3: pairs agree or not by whom the reading counts."""
    market = relation("gov_market", chains=("any", "global", "domestic"))
    table = effects_of(market, of_market([0, 1, 2, 3]), grid())
    expected = {"any": 3 / (3 * 6) ** 0.5, "global": 2 / (4 * 6) ** 0.5, "domestic": 4 / 24**0.5}
    for chains, effect in expected.items():
        assert one(table, chains=chains) == pytest.approx(effect)


def test_thresholds_without_room_for_medium_are_left_out() -> None:
    crossed = grid(high_from=(Fraction(5), Fraction(9)), low_to=(Fraction(5), Fraction(6)))
    assert crossed.thresholds == [(9, 5), (9, 6)]


def test_the_analysis_s_own_levels_always_belong_to_the_grid() -> None:
    config = {"weights": [0.3], "high_from": [10], "low_to": [4]}
    found = Grid.from_config(config, REPORT_RULE, "corrected")
    assert found.weights == (Fraction(3, 10), Fraction(1, 2))
    assert (found.high_from, found.low_to) == ((Fraction(19, 2), Fraction(10)), (4, 5))


# Sets


@pytest.mark.parametrize("edition", ["printed", "corrected"])
def test_the_baseline_of_a_set_is_its_mean_in_the_tables(
    clean_cases, of_report, listed, edition
) -> None:
    clusters = {
        "printed": clean_cases.printed_clusters,
        "corrected": clean_cases.corrected_clusters,
    }[edition]
    cases = Cases.of(clusters, collective_efficiency(clusters, REPORT_RULE))
    for name, members in general(listed).items():
        found = set_specifications(name, members, of_report, grid(edition=edition))
        assert tuple(found.columns) == SET_SPECIFICATION_COLUMNS
        telling = [member for member in members if not cases.sample(member).problem]
        own = found.iloc[0]
        assert own["members"] == len(telling)
        if telling:
            expected = family({name: telling}, cases, Drawing(1, 2000), [], []).outcomes[name]
            assert own["effect"] == pytest.approx(expected.tau_b, abs=1e-12)


def test_all_members_are_under_the_same_choices_at_once() -> None:
    """Readings of chains that only one of two has leave the other at its nearest.

    Of codes 0, 1, 2, 3 any chain and a domestic one give 3/√18 and 4/√24; the second member reads
    global ones alone, 2/√24, and is asserted to go the other way.
    """
    members = [
        Member("gov_market", ("any", "domestic"), "up_product", (TRADITIONAL,), 1),
        Member("gov_market", ("global",), "up_product", (TRADITIONAL,), -1),
    ]
    found = set_specifications("two", members, of_market([0, 1, 2, 3]), grid())
    effects = dict(zip(found["chains"], found["effect"], strict=True))
    first, second, other = 3 / 18**0.5, 4 / 24**0.5, -2 / 24**0.5
    assert effects["nearest"] == pytest.approx((first + other) / 2)
    assert effects["domestic"] == pytest.approx((second + other) / 2)
    # any chain is the nearest of the first, and that of the second is its only one
    assert list(effects) == ["nearest", "domestic"]
    assert found["combinations"].tolist() == [3, 1]


def test_an_effect_of_0_is_of_neither_sign() -> None:
    """Members that cancel each other: no last bit counts as a sign."""
    one_of = Member("gov_market", ("any",), "up_product", (TRADITIONAL,), 1)
    cancel = [one_of, one_of._replace(sign=-1)]
    found = set_specifications("none", cancel, of_market([0, 1, 2, 3]), grid())
    assert found["effect"].tolist() == [0.0]


def test_shares_of_relations_and_sets() -> None:
    curves = pd.DataFrame(
        {"relation": ["one"], "share_positive": [0.75], "share_negative": [0.25], "median": [0.1]}
    )
    effects = [0.2, 0.0, -0.1, np.nan, 0.4]
    of_sets = pd.DataFrame({"set": ["efficiency"] * 5, "effect": effects})
    found = shares(curves, of_sets).set_index("relation")
    assert found.loc["efficiency"].tolist() == [0.5, 0.25]
    assert found.loc["one"].tolist() == [0.75, 0.25]
