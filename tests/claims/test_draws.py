"""Directions under the raters' error, without a cluster, and with one score half a step otherwise.

On made-up clusters, where it can be worked out by hand, and on the claims as they ship.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from operator import add, eq, ge, gt, le, lt, mul, ne, sub, truediv
from typing import Any

import numpy as np
import pandas as pd
import pytest
from reference import REPORT_RULE

from upgrading.audit.consequences import evidence_of
from upgrading.cases.indices import IndexRule, collective_efficiency, degree, index_of
from upgrading.claims.conditions import cluster_is, group_is, in_chain, is_
from upgrading.claims.draws import (
    DRAWS,
    FIRM,
    MOST_DRAWS,
    NO_DRAWS,
    Drawn,
    DrawnEvidence,
    Draws,
    Fragility,
    HalfStep,
    HalfSteps,
    Moved,
    NoDirectionError,
    PartedError,
    Weighed,
    answers,
    cells_of,
    comparison_of,
    direction,
    errors,
    reaches,
    side_of,
    sizes_of,
    tau_over_draws,
)
from upgrading.claims.evidence import Evidence
from upgrading.claims.quantities import (
    deviation,
    greatest_of,
    mean,
    number,
    rounded,
    score,
    share,
    strength,
    variance,
)
from upgrading.claims.readings import Claim, Comparison, Reading, association, every, higher
from upgrading.exhibits.values import with_up_sum
from upgrading.vocabulary import COMPONENTS, GOVERNANCE, SCORES, UPGRADING

HALF = Fraction(1, 2)


def made_up(clusters: Mapping[str, Mapping[str, Any]], rule: IndexRule = REPORT_RULE) -> Evidence:
    """Evidence of clusters of which some scores are given; the others are 1 and the codes 0."""
    usual = {"group": "natural_resource_based", "country": "BRA", "industry": "Wine"}
    usual |= dict.fromkeys(SCORES, Fraction(1)) | dict.fromkeys(GOVERNANCE, Fraction(0))
    rows = [
        usual
        | {"cluster_id": name, "profile_id": None}
        | {
            column: Fraction(str(value)) if isinstance(value, int | float) else value
            for column, value in own.items()
        }
        for name, own in clusters.items()
    ]
    scores = with_up_sum(pd.DataFrame(rows, dtype=object))
    scores = scores.merge(collective_efficiency(scores, rule), on="cluster_id")
    return Evidence(scores.set_index("cluster_id"), pd.DataFrame(), pd.DataFrame(), {})


def of_product(*scores: Any) -> Evidence:
    """Clusters a, b, c … with these scores of product upgrading."""
    names = "abcdefghij"[: len(scores)]
    pairs = zip(names, scores, strict=True)
    return made_up({name: {"up_product": value} for name, value in pairs})


def above(one: str, other: str) -> Comparison:
    return Comparison(score(one, "up_product"), ">", score(other, "up_product"))


def weighed(evidence: Evidence, comparison: Comparison) -> Weighed:
    return Draws(evidence, REPORT_RULE, 2004).weighed(comparison)


def near(share_: Fraction, expected: Fraction) -> bool:
    """Whether a share of the draws is within five standard errors of what it should be."""
    return (share_ - expected) ** 2 * DRAWS < 25 * expected * (1 - expected)


# Numbers with a value in each draw ---------------------------------------------------------------


@pytest.mark.parametrize("operation", [add, sub, mul, truediv, gt, ge, lt, le, eq])
@pytest.mark.parametrize("scale", [1, 2**40])
def test_a_drawn_number_is_computed_with_as_its_values_are(operation, scale) -> None:
    """Also beyond what 64 bits hold, and with one number on either side."""
    generator = np.random.default_rng(1)
    one, other = (
        Drawn(
            generator.integers(1, 9, 50) * generator.choice([-1, 1], 50) * scale,
            below if fixed else generator.integers(1, 9, 50) * scale,
        )
        for below, fixed in ((6, True), (1, False))
    )
    single = Fraction(7, 3)

    def values(drawn: Any) -> list[Fraction]:
        return [
            Fraction(int(top), int(bottom))
            for top, bottom in zip(
                drawn.above, np.broadcast_to(drawn.below, drawn.above.shape), strict=True
            )
        ]

    for left, right in product((one, other, single), repeat=2):
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            continue
        found = values(operation(left, right))
        sides = [
            values(side) if isinstance(side, Drawn) else [single] * 50 for side in (left, right)
        ]
        assert found == [operation(*pair) for pair in zip(*sides, strict=True)]


def test_a_drawn_number_is_true_in_all_draws_or_none_or_parts_them() -> None:
    number_ = Drawn(np.array([0, 2, 4]), 2)
    assert bool(number_ < 3)
    assert not number_ > 2
    assert ne(number_, 5)
    with pytest.raises(PartedError) as parted:
        bool(number_ >= 1)
    assert parted.value.where.tolist() == [False, True, True]
    assert number_.at(np.array([1])) == 1
    with pytest.raises(TypeError):
        hash(number_)


# The error ---------------------------------------------------------------------------------------


def test_a_score_stays_with_one_half_and_moves_either_way_with_a_quarter() -> None:
    found = errors(of_product(2, 2), 2004)["b", "up_product"]
    for step, chance in ((0, HALF), (-1, HALF / 2), (1, HALF / 2)):
        assert near(Fraction(int((found == step).sum()), DRAWS), chance)


def test_the_draws_are_these_whatever_the_version() -> None:
    found = errors(of_product(2, 2), 2004)
    assert found["a", "ee_labour_market"][:12].tolist() == [-1, 1, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0]
    assert found["b", "up_product"][-12:].tolist() == [0, 1, 0, 0, -1, -1, 0, 0, 0, 1, 0, 0]


def test_scores_are_cut_at_the_ends_and_off_the_half_steps_move_likewise() -> None:
    evidence = of_product(0, 3, 0.88, None)
    steps = errors(evidence, 2004)
    moved = Moved(evidence.by_cluster, steps, REPORT_RULE)
    for name, before in (("a", 0), ("b", 3), ("c", Fraction(22, 25))):
        found, own = moved.of(name, "up_product"), steps[name, "up_product"]
        for step in (-1, 0, 1):
            expected = min(max(before + Fraction(step, 2), Fraction(0)), Fraction(3))
            assert found.at(np.flatnonzero(own == step)) == expected
    assert moved.of("d", "up_product") is None


@pytest.mark.parametrize(
    "rule",
    [
        REPORT_RULE,
        replace(REPORT_RULE, not_available="skip", weight_joint_action=Fraction(1, 3)),
        replace(REPORT_RULE, formula="geometric_mean", high_from=Fraction(3)),
        replace(REPORT_RULE, not_available="exclude"),
    ],
)
def test_indices_and_degrees_follow_by_the_rule(rule) -> None:
    given = {"ee_inputs": 3, "ja_forward": None, "ja_backward": 0.88}
    evidence = made_up({"a": given}, rule)
    steps = errors(evidence, 7)
    moved = Moved(evidence.by_cluster, steps, rule)
    drawn = DrawnEvidence.of(evidence, moved)
    for draw in range(20):
        (row,) = drawn.among(np.array([draw])).rows
        scores = {name: row[name] for name in COMPONENTS}
        (expected,) = collective_efficiency(
            pd.DataFrame([{"cluster_id": "a", **scores}], dtype=object), rule
        ).to_dict("records")
        assert {name: row[name] for name in expected} == expected
        assert row["ce_degree"] == degree(index_of(row["eei"], row["jai"], rule), rule)
        assert row["up_sum"] == sum(row[name] for name in UPGRADING)
        assert row["gov_market"] == 0


def test_a_sector_in_which_a_score_is_constant_has_no_say() -> None:
    """τ-b of the other is 1; pairs untied in x alone, of those that share a y, do not lower it."""
    both = [(Fraction(x), Fraction(y)) for x, y in ((1, 1), (2, 2), (3, 3), (1, 3), (2, 3), (3, 3))]
    drawn = tau_over_draws(both, [0, 0, 0, 1, 1, 1])
    assert drawn is not None and drawn.at(np.array([0])) == 1


def test_the_error_is_that_of_the_ranges_once_measured(clean_cases) -> None:
    """τ-b of collective efficiency within sector groups: .10 to .35, .05 to .30 and .07 to .37."""
    clusters = clean_cases.corrected_clusters
    evidence = evidence_with(clean_cases, clusters)
    moved = Moved(evidence.by_cluster, errors(evidence, 2004, draws=2000), REPORT_RULE)
    groups = pd.factorize(clusters["group"])[0]
    for kind, *expected in (
        ("up_product", 0.07, 0.36),
        ("up_process", 0.01, 0.32),
        ("up_functional", 0.05, 0.37),
    ):
        both = []
        for column in ("ce_index", kind):
            numbers = [moved.of(name, column) for name in evidence.by_cluster]
            matrix = np.array(
                [np.full(2000, np.nan) if one is None else one.above / one.below for one in numbers]
            )
            first, second = np.triu_indices(len(groups), 1)
            within = groups[first] == groups[second]
            both.append(np.sign((matrix[first] - matrix[second])[within]))
        known = ~np.isnan(both[0] * both[1])
        x, y = (np.where(known, side, 0) for side in both)
        tau = (x * y).sum(axis=0) / np.sqrt((x != 0).sum(axis=0) * (y != 0).sum(axis=0))
        assert np.quantile(tau, [0.025, 0.975]) == pytest.approx(expected, abs=0.02)


def evidence_with(clean_cases, clusters: pd.DataFrame) -> Evidence:
    """The evidence with these scores."""
    return evidence_of(
        clusters,
        collective_efficiency(clusters, REPORT_RULE),
        clean_cases.profiles,
        clean_cases.stages,
        {(c.exhibit, c.row, c.column): c.printed for c in clean_cases.cells.itertuples()},
    )


# Directions --------------------------------------------------------------------------------------


def test_the_share_of_draws_is_that_of_chance() -> None:
    """2 against 2: one moves up and the other not, or the other down: 5 of 16; 6 of 16 tie."""
    evidence = of_product(2, 2, 3, 3, 2.5)
    assert weighed(evidence, above("a", "b")).direction == 0
    assert near(weighed(evidence, above("a", "b")).kept, Fraction(6, 16))
    # at the top of the scale three of four draws leave a score there
    assert near(weighed(evidence, above("c", "d")).kept, Fraction(10, 16))
    # half a step apart: turned or tied by (0, +), (−, 0), (−, +), of 2.5 against 2
    assert near(weighed(evidence, above("e", "a")).kept, 1 - Fraction(5, 16))
    # the opposite of what is said is kept just as often
    found = weighed(evidence, above("a", "e"))
    assert (found.direction, found.as_comparison) == (-1, "open")
    assert near(found.kept, 1 - Fraction(5, 16))


def test_a_tie_is_as_stated_where_not_below_is_said() -> None:
    evidence = of_product(2, 2)
    sides = score("a", "up_product"), score("b", "up_product")
    assert direction(Comparison(sides[0], ">=", sides[1]), evidence) == 1
    found = weighed(evidence, Comparison(sides[0], ">=", sides[1]))
    assert near(found.kept, Fraction(11, 16))


def test_presence_hangs_on_each_score_that_can_leave_zero() -> None:
    """Of three at 1, all stay above 0; of those at 0 one in four leaves it."""
    evidence = made_up(
        {
            name: {"up_product": 1, "up_process": value}
            for name, value in zip("abc", (1, 1, 0), strict=True)
        }
    )
    present = [share(is_(column, ">", 0)) for column in ("up_product", "up_process")]
    found = weighed(evidence, Comparison(present[0], ">", present[1]))
    assert near(found.kept, Fraction(3, 4))
    assert found.hangs_on == ("c",)
    assert (found.sizes, found.enough, found.as_comparison) == ((3, 3), True, "open")


def test_what_is_chosen_by_a_score_is_chosen_in_each_draw() -> None:
    """The mean over those at 2 or more, of 2, 3: in each draw as it is done alone."""
    evidence = of_product(2, 3, 1.5, 0)
    comparison = Comparison(
        mean("up_product", where=is_("up_product", ">=", 2)), ">", number("2.5")
    )
    steps = errors(evidence, 5, draws=300)
    drawn = DrawnEvidence.of(evidence, Moved(evidence.by_cluster, steps, REPORT_RULE))
    found = answers(drawn, lambda one: direction(comparison, one))
    for draw in range(300):
        scores = [
            min(max(before + int(steps[name, "up_product"][draw]) / 2, 0), 3)
            for name, before in zip("abcd", (2, 3, 1.5, 0), strict=True)
        ]
        high = [one for one in scores if one >= 2]
        assert found[draw] == np.sign(sum(high) / len(high) - 2.5)


@pytest.mark.parametrize(
    "quantity",
    [
        deviation("up_product"),
        rounded(mean("up_product"), 0),
        greatest_of(score(name, "up_product") for name in "abc"),
        variance("up_product"),
        strength("up_product", "up_process"),
        mean("up_product", where=group_is("specialised_suppliers")),
    ],
)
def test_whatever_a_quantity_takes_it_is_in_each_draw_what_it_is_alone(quantity) -> None:
    """Vectorised, parted, draw by draw, or missing in some or all of the draws."""
    given = zip("abc", (1, 2, 3), (1, 1, 2), strict=True)
    evidence = made_up({name: {"up_product": x, "up_process": y} for name, x, y in given})
    comparison = Comparison(quantity, ">", number("0.7"))
    steps = errors(evidence, 5, draws=200)
    drawn = DrawnEvidence.of(evidence, Moved(evidence.by_cluster, steps, REPORT_RULE))
    together = answers(drawn, lambda one: direction(comparison, one)).tolist()
    alone = [
        answers(drawn.among(np.array([draw])), lambda one: direction(comparison, one))[0]
        for draw in range(200)
    ]
    assert together == alone


def test_a_direction_that_a_cluster_carries_hangs_on_it() -> None:
    evidence = made_up(
        {
            **{f"m{i}": {"up_product": 3 if i == 0 else 1, "gov_market": 1} for i in range(3)},
            **{f"n{i}": {"up_product": 1.5} for i in range(3)},
        }
    )
    found = weighed(evidence, higher("up_product", in_chain("gov_market")))
    assert found.direction == 1
    assert found.hangs_on == ("m0",)
    assert (found.sizes, found.enough) == ((3, 3), True)


def test_the_word_asks_for_draws_clusters_left_out_and_three_in_each_set() -> None:
    firm = Weighed(1, Fraction(97, 100), DRAWS, (), (3, 3), enough=True)
    against = replace(firm, direction=-1)
    assert (firm.as_comparison, firm.as_order) == ("supported", "leaning")
    assert (against.as_comparison, against.as_order) == ("contradicted", "open")
    for thin in (
        replace(firm, hangs_on=("a",)),
        replace(firm, enough=False),
        replace(firm, kept=Fraction(94, 100)),
        replace(firm, kept=Fraction(82, 100)),
        # too near the bar for so few draws
        replace(firm, kept=Fraction(955, 1000)),
    ):
        assert thin.as_comparison == "leaning"
        assert replace(thin, direction=-1).as_comparison == "leaning_against"
    assert replace(firm, kept=Fraction(955, 1000), draws=MOST_DRAWS).as_comparison == "supported"
    for kept in (Fraction(79, 100), Fraction(81, 100)):
        assert replace(firm, kept=kept).as_comparison == "open"
    assert replace(firm, direction=0).as_comparison == "open"
    assert replace(firm, enough=False).as_order == "leaning"
    assert replace(firm, hangs_on=("a",)).as_order == "open"
    missing = replace(firm, direction=None)
    assert missing.as_comparison == missing.as_order == "not_testable"


def test_what_draws_leave_undecided_does_not_reach_a_bar() -> None:
    """Four standard errors of 10,000 draws at .95 are .0087, of 200,000 are .0019."""
    assert not reaches(FIRM, Fraction(958, 1000), DRAWS)
    assert reaches(FIRM, Fraction(959, 1000), DRAWS)
    assert not reaches(FIRM, Fraction(9518, 10_000), MOST_DRAWS)
    assert reaches(FIRM, Fraction(952, 1000), MOST_DRAWS)
    assert not reaches(FIRM, *NO_DRAWS)


@pytest.mark.parametrize(
    ("left", "right", "sizes", "enough"),
    [
        # two sets; b is in both and counts in neither
        (
            mean("up_product", where=cluster_is("a", "b", "c")),
            mean("up_product", where=cluster_is("b", "d", "e", "f")),
            (2, 3),
            False,
        ),
        (
            mean("up_product", where=cluster_is("a", "b", "c", "g")),
            mean("up_product", where=cluster_is("b", "d", "e", "f")),
            (3, 3),
            True,
        ),
        # two quantities in the same clusters; g is not scored in one
        (mean("up_product"), mean("up_process"), (7, 6), True),
        # a cluster against its group without it, or with it
        (score("a", "up_product"), mean("up_product", where=~cluster_is("a")), (1, 6), True),
        (score("a", "up_product"), mean("up_product"), (0, 6), True),
        (score("a", "up_product"), mean("up_product", where=cluster_is("b", "c")), (1, 2), False),
        # named clusters are a set, one against another is none
        (
            score("a", "up_product"),
            greatest_of(score(name, "up_product") for name in "bcd"),
            (1, 3),
            True,
        ),
        (score("a", "up_product"), score("b", "up_product"), (1, 1), False),
        (share(is_("up_product", ">", 0)), number("0.5"), (7, 0), True),
    ],
)
def test_clusters_of_each_side(left, right, sizes, enough) -> None:
    evidence = made_up({name: {"up_process": None if name == "g" else 1} for name in "abcdefg"})
    sides = [side_of(one, evidence) for one in (left, right)]
    assert sizes_of(*sides) == (sizes, enough)


# Half-steps --------------------------------------------------------------------------------------


def claim_of(basis: str, *tests: Callable[[Evidence], Any]) -> Claim:
    readings = tuple(Reading(f"part {i}", test) for i, test in enumerate(tests))
    return Claim("a-claim", "", "", readings, basis=basis)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        # each at least 2, of 2.5, 3, 2: c is half a step from falling
        (claim_of("count", every(is_("up_product", ">=", 2))), ("c", 2, 1.5)),
        (claim_of("count", every(is_("up_product", ">=", 1))), "2+"),
        (claim_of("case", every(is_("up_product", "<=", 2.5))), ("b", 3, 2.5)),
        # of two that fail one half-step mends one alone
        (claim_of("count", every(is_("up_product", ">=", 3))), "2+"),
        (claim_of("count", every(in_chain("gov_market"))), ""),
        (claim_of("comparison", above("a", "c")), ("a", 2.5, 2)),
        (claim_of("comparison", above("b", "c")), "2+"),
        # against the statement: a tie is no direction any more
        (claim_of("comparison", above("c", "a")), ("a", 2.5, 2)),
        # parts that say otherwise have no direction, until one of them is turned
        (claim_of("comparison", above("b", "c"), above("c", "b")), "2+"),
        (claim_of("comparison", above("b", "c"), above("b", "a")), ("a", 2.5, 3)),
    ],
)
def test_one_half_step_turns_it_or_more_are_needed(claim, expected) -> None:
    found = HalfSteps(of_product(2.5, 3, 2), REPORT_RULE).fragility(claim)
    if isinstance(expected, str):
        assert found == Fragility(expected)  # type: ignore[arg-type]
    else:
        name, before, after = expected
        step = HalfStep(name, "up_product", Fraction(before), Fraction(after))
        assert found == Fragility("1", step)


def test_a_half_step_moves_the_degree() -> None:
    """5 is Low, and half a step more in any component is Medium: the first in the order does it."""
    evidence = made_up({"a": dict.fromkeys(COMPONENTS, Fraction(5, 4))})
    assert evidence.by_cluster["a"]["ce_degree"] == "low"
    held = every(is_("ce_index", "<=", 5))
    step = HalfStep("a", "ee_labour_market", Fraction(5, 4), Fraction(7, 4))
    assert HalfSteps(evidence, REPORT_RULE).fragility(claim_of("case", held)) == Fragility(
        "1", step
    )


def test_a_half_step_turns_the_sign_of_an_association() -> None:
    given = zip("abc", (1, 2, 2), (1, 1.5, 1), strict=True)
    evidence = made_up({name: {"up_product": x, "up_process": y} for name, x, y in given})
    claim = claim_of("count", association("up_product", "up_process"))
    found = HalfSteps(evidence, REPORT_RULE).fragility(claim)
    assert found.half_steps == "1"


# The claims as they ship -------------------------------------------------------------------------


def compared(claims) -> list[tuple[Claim, list[Comparison]]]:
    return [
        (claim, [comparison_of(reading) for reading in claim.readings])
        for claim in claims
        if claim.basis in {"comparison", "order"} and not claim.repeats
    ]


def test_all_draws_at_once_say_what_each_says_alone(claims, evidence, clean_cases) -> None:
    """Against the same scores written into the data and read again."""
    comparisons = [one for _, several in compared(claims) for one in several]
    steps = errors(evidence, 2004, draws=8)
    drawn = DrawnEvidence.of(evidence, Moved(evidence.by_cluster, steps, REPORT_RULE))
    found = [answers(drawn, lambda e, c=one: direction(c, e)).tolist() for one in comparisons]
    usual = clean_cases.printed_clusters.set_index("cluster_id")
    for draw in range(8):
        scores = usual.copy()
        for (name, column), step in steps.items():
            if step[draw]:
                moved = scores.at[name, column] + Fraction(int(step[draw]), 2)
                scores.at[name, column] = min(max(moved, Fraction(0)), Fraction(3))
        alone = evidence_with(clean_cases, scores.reset_index())
        assert [one[draw] for one in found] == [direction(one, alone) for one in comparisons]


def test_every_claim_about_scores_has_a_fragility(claims, evidence) -> None:
    half_steps = HalfSteps(evidence, REPORT_RULE)
    assert len(half_steps.steps) < 2 * len(cells_of(evidence))
    found = {
        claim.claim_id: half_steps.fragility(claim)
        for claim in claims
        if claim.basis in {"count", "comparison", "case"}
    }
    assert {one.half_steps for one in found.values()} == {"1", "2+", ""}
    assert all((one.half_steps == "1") == (one.turned_by is not None) for one in found.values())
    turned_by = found["tm-skills-most-widespread"].turned_by
    assert turned_by == HalfStep("garments_torreon", "ee_inputs", Fraction(0), HALF)


def test_what_compares_nothing_is_told_by_its_name(outcome) -> None:
    reading = Reading("all of them", every(is_("up_product", ">", 0)))
    with pytest.raises(NoDirectionError, match="all of them"):
        comparison_of(reading)
    same = Comparison(mean("eei"), "==", mean("jai"))
    with pytest.raises(NoDirectionError, match="the same"):
        comparison_of(Reading("the same", same))
