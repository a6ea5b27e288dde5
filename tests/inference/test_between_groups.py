"""Tests between sector groups and the paired test, against enumeration and by hand."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import REPORT_RULE
from scipy.stats import bootstrap, kruskal

from upgrading.cases.indices import collective_efficiency
from upgrading.files.frames import from_csv, to_csv
from upgrading.inference.between_groups import (
    ROUNDED,
    between_groups,
    bootstrap_interval,
    countable,
    difference_p,
    group_differences,
    lattice,
    overall_test,
    paired_tests,
    sign_flip,
    subsets,
)
from upgrading.inference.permutation import PermutationChoices
from upgrading.vocabulary import EXTERNAL_ECONOMIES

LEVEL = Fraction(95, 100)
CHOICES = PermutationChoices(permutations=999, exact_up_to=5000, seed=4)

scores = st.integers(0, 6).map(lambda n: Fraction(n, 2))
differences = st.integers(-8, 8).map(lambda n: Fraction(n, 2))


@given(st.lists(scores, min_size=1, max_size=8), st.integers(0, 8))
def test_subsets_are_counted_as_by_enumeration(values, size) -> None:
    size = min(size, len(values))
    sums = [sum(chosen, Fraction(0)) for chosen in combinations(values, size)]
    expected = [(total, sums.count(total)) for total in sorted(set(sums))]
    assert subsets(values).of_size(size) == expected


def test_more_scores_than_64_bits_can_count() -> None:
    assert subsets([Fraction(1)] * 70).of_size(35) == [(Fraction(35), comb(70, 35))]


@given(st.lists(differences, min_size=1, max_size=9))
def test_sign_flip_against_enumeration(values) -> None:
    observed = sum(values, Fraction(0))
    totals = [
        sum((sign * value for sign, value in zip(signs, values, strict=True)), Fraction(0))
        for signs in product((1, -1), repeat=len(values))
    ]
    test = sign_flip(values, LEVEL)
    assert test.p_greater == Fraction(sum(total >= observed for total in totals), len(totals))
    both = sum(abs(total) >= abs(observed) for total in totals)
    assert test.p == Fraction(both, len(totals))


@given(st.lists(differences, min_size=6, max_size=9))
def test_the_interval_holds_what_the_test_does_not_reject(values) -> None:
    test = sign_flip(values, Fraction(9, 10))
    step = Fraction(1, 1000)
    assert test.confidence >= Fraction(9, 10)
    rejected = 1 - Fraction(9, 10)

    def one_sided(shift: Fraction) -> Fraction:
        moved = [value - shift for value in values]
        up = sign_flip(moved, LEVEL).p_greater
        down = sign_flip([-value for value in moved], LEVEL).p_greater
        return 2 * min(up, down)

    assert one_sided(test.low) > rejected
    assert one_sided(test.high) > rejected
    assert one_sided(test.low - step) <= rejected
    assert one_sided(test.high + step) <= rejected


def test_sign_flip_by_hand() -> None:
    test = sign_flip([Fraction(1), Fraction(2), Fraction(3), Fraction(-1)], LEVEL)
    # subsets with a sum of at most 0: {}, {-1}, {1, -1}
    assert (test.p_greater, test.p) == (Fraction(3, 16), Fraction(3, 8))
    # four differences: 14/16 is the highest level, from the least to the greatest mean of subsets
    assert (test.low, test.high, test.confidence) == (-1, 3, Fraction(7, 8))


def test_external_economies_against_joint_action(clusters, indices) -> None:
    rows = paired_tests(clusters, indices, LEVEL).set_index("group")
    every = rows.loc["all"]
    # by hand from Annex Tables 1-8: EEI 324, JAI 240.38
    assert every["difference"] == (Fraction(324) - Fraction("240.38")) / 40
    counts = ["external_economies_higher", "equal", "joint_action_higher"]
    assert list(every[counts]) == [31, 6, 3]
    assert every["p"] < Fraction(1, 1000)
    software = rows.loc["specialised_suppliers"]
    assert (software["clusters"], software["p"]) == (5, Fraction(1, 16))
    assert (software["low"], software["high"]) == (Fraction(1, 2), Fraction(5, 2))
    assert software["note"] == (
        "5 clusters allow no interval above 93.75 %, and no two-sided p below 0.0625"
    )


def test_paired_tests_of_reversed_rows_are_the_same(clusters, indices) -> None:
    once = paired_tests(clusters, indices, LEVEL)
    pd.testing.assert_frame_equal(once, paired_tests(clusters[::-1], indices, LEVEL))


@given(st.lists(scores, min_size=1, max_size=5), st.lists(scores, min_size=1, max_size=5))
def test_difference_against_enumeration(first, second) -> None:
    pooled = [*first, *second]
    observed = abs(sum(first) / len(first) - sum(second) / len(second))
    extreme = 0
    for chosen in combinations(range(len(pooled)), len(first)):
        one = [pooled[i] for i in chosen]
        other = [pooled[i] for i in range(len(pooled)) if i not in chosen]
        extreme += abs(sum(one) / len(one) - sum(other) / len(other)) >= observed
    assert difference_p(first, second) == Fraction(extreme, comb(len(pooled), len(first)))


@given(st.lists(scores, min_size=1, max_size=3), st.lists(scores, min_size=1, max_size=3))
def test_bootstrap_interval_against_every_resample(first, second) -> None:
    interval = bootstrap_interval(first, second, Fraction(3, 4))
    if len(set(first)) == len(set(second)) == 1:
        assert interval is None
        return
    assert interval is not None
    means = [
        [sum(drawn) / len(group) for drawn in product(group, repeat=len(group))]
        for group in (first, second)
    ]
    ordered = sorted(one - other for one, other in product(*means))
    for limit, level in zip(interval, (Fraction(1, 8), Fraction(7, 8)), strict=True):
        # the least value that this share of the resamples does not exceed; a share that is met
        # exactly may fall to either neighbour
        place = level * len(ordered)
        candidates = {ordered[max(0, -(-place // 1) - 1)]}
        if place.denominator == 1:
            candidates.add(ordered[min(int(place), len(ordered) - 1)])
        assert limit in candidates


def test_bootstrap_interval_agrees_with_a_sampled_one(clusters) -> None:
    groups = [
        clusters.loc[clusters["group"] == group, "up_product"]
        for group in ("traditional_manufacturing", "natural_resource_based")
    ]
    sampled = bootstrap(
        [group.astype(float).to_numpy() for group in groups],
        lambda a, b, axis: a.mean(axis=axis) - b.mean(axis=axis),
        n_resamples=20000,
        method="percentile",
        rng=np.random.default_rng(1),
    ).confidence_interval
    interval = bootstrap_interval(list(groups[0]), list(groups[1]), LEVEL)
    assert interval is not None
    assert [float(limit) for limit in interval] == pytest.approx(list(sampled), abs=0.02)


def test_overall_statistic_is_that_of_kruskal_and_wallis() -> None:
    groups = {"a": [0, 1, 1, 2], "b": [1, 2, 3], "c": [3, 3, 2, 3, 1]}
    exact = {name: [Fraction(score) for score in group] for name, group in groups.items()}
    statistic, test = overall_test(exact, "three groups", CHOICES)
    assert statistic == pytest.approx(kruskal(*groups.values()).statistic)
    assert not test.exact


def test_overall_test_enumerates_small_groups() -> None:
    """Two groups: the p of the overall test is that of the difference in mean ranks."""
    first, second = [Fraction(n) for n in (0, 1, 1)], [Fraction(n) for n in (1, 2, 2, 3)]
    _, test = overall_test({"a": first, "b": second}, "two groups", CHOICES)
    ranks = {Fraction(0): 1, Fraction(1): 3, Fraction(2): Fraction(11, 2), Fraction(3): 7}
    by_rank = [[Fraction(ranks[score]) for score in group] for group in (first, second)]
    assert test.exact
    assert test.p == pytest.approx(float(difference_p(*by_rank)))


def test_overall_test_is_uniform_under_the_null() -> None:
    rng = np.random.default_rng(11)
    found = []
    for draw in range(300):
        values = [Fraction(int(n), 2) for n in rng.integers(0, 7, 20)]
        groups = {"a": values[:5], "b": values[5:12], "c": values[12:]}
        found.append(overall_test(groups, f"draw {draw}", CHOICES)[1].p)
    assert 0.02 <= np.mean(np.array(found) <= 0.05) <= 0.08
    assert 0.45 < np.mean(found) < 0.55


def test_between_groups_of_the_study(clusters, indices) -> None:
    rows = between_groups(clusters, indices, CHOICES).set_index("outcome")
    assert list(rows["clusters"]) == [40, 40, 40, 40, 40, 39, 20]
    intersectoral = rows.loc["up_intersectoral"]
    assert (intersectoral["groups"], intersectoral["exact"]) == (2, True)
    # by hand: mid-ranks 9 (17 times), 18.5 (twice) and 20 sum to 129 and 81
    by_ranks = Fraction(12, 20 * 21) * (Fraction(129**2, 11) + Fraction(81**2, 9)) - 3 * 21
    ties = 1 - Fraction(17**3 - 17 + 2**3 - 2, 20**3 - 20)
    assert intersectoral["statistic"] == pytest.approx(float(by_ranks / ties))
    assert intersectoral["epsilon_squared"] == pytest.approx(intersectoral["statistic"] / 19)


@pytest.fixture(scope="module")
def differences(clusters, indices) -> pd.DataFrame:
    return group_differences(clusters, indices, LEVEL)


def test_intersectoral_difference_by_hand(differences) -> None:
    row = differences.set_index("outcome").loc["up_intersectoral"]
    assert row["difference"] == Fraction(4, 11)
    # sum 4 of (1, 1, 2) is as far from its expectation 2.2 as 0.4: all three in the first group
    # (165 · 1 of 1140), or 0 or 0.4 and less: only {} of them, C(9, 3) = 84
    assert row["p"] == Fraction(165 + 84, 1140)
    assert row["p_holm"] == pytest.approx(249 / 1140)


def test_holm_within_each_outcome(differences) -> None:
    for _, family in differences.groupby("outcome"):
        ordered = family.sort_values("p", kind="stable")
        steps = [
            min(1.0, float(p) * (len(ordered) - place)) for place, p in enumerate(ordered["p"])
        ]
        assert list(ordered["p_holm"]) == pytest.approx(list(np.maximum.accumulate(steps)))


def test_constant_groups_are_said_to_be(clusters, indices) -> None:
    same = clusters.assign(up_product=Fraction(3))
    rows = group_differences(same, indices, LEVEL).query("outcome == 'up_product'")
    assert rows["p"].isna().all()
    assert set(rows["note"]) == {"not estimable: both groups have the same score throughout"}
    overall = between_groups(same, indices, CHOICES).set_index("outcome").loc["up_product"]
    assert pd.isna(overall["p"])
    assert overall["note"].startswith("not estimable")


def test_group_tests_of_shuffled_rows_are_the_same(clusters, indices, differences) -> None:
    shuffled = clusters.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(
        between_groups(clusters, indices, CHOICES), between_groups(shuffled, indices, CHOICES)
    )
    pd.testing.assert_frame_equal(differences, group_differences(shuffled, indices, LEVEL))


@given(
    st.lists(scores, min_size=2, max_size=8).filter(lambda values: len(set(values)) > 1),
    st.fractions(0, 12, max_denominator=10**9),
)
def test_scores_that_are_no_steps_are_counted_to_the_nearest(values, odd) -> None:
    assert countable(values) == values
    found = countable([*values, odd, odd])
    assert found[-1] == found[-2]
    assert max(lattice(found)[2]) <= 24_000
    for before, after in zip([*values, odd], found, strict=False):
        assert abs(before - after) <= (max(found) - min(found)) / 1000


def test_a_sum_scaled_up_from_three_components_can_be_tested(clusters, differences) -> None:
    """28/3 of a file is 9.33333333333: a step of 1/10¹¹, of which no sums can be counted."""
    components = list(EXTERNAL_ECONOMIES)
    scores = [Fraction(3), Fraction(2), Fraction(2), None]
    changed = clusters.copy()
    for name, score in zip(components, scores, strict=True):
        changed.loc[changed["cluster_id"] == "footwear_leon", name] = pd.Series(
            [score], index=changed.index[changed["cluster_id"] == "footwear_leon"], dtype=object
        )
    rule = replace(REPORT_RULE, not_available="skip")
    indices = from_csv(to_csv(collective_efficiency(changed, rule)))
    assert Fraction("9.33333333333") in set(indices["eei"])
    found = group_differences(changed, indices, LEVEL).set_index(["outcome", "group"])
    rounded = found["note"].str.contains(ROUNDED)
    assert set(found.index[rounded].get_level_values("outcome")) == {"eei", "ce_index"}
    assert not differences["note"].str.contains(ROUNDED).any()
    paired = paired_tests(changed, indices, LEVEL).set_index("group")
    assert ROUNDED in paired.loc["traditional_manufacturing", "note"]
    assert ROUNDED not in paired.loc["specialised_suppliers", "note"]


def test_no_interval_of_a_difference_contradicts_its_p_without_a_word(clusters, indices) -> None:
    found = group_differences(clusters, indices, LEVEL)
    rows = found[found["low"].notna() & found["p"].notna()]
    outside = (rows["low"] > 0) | (rows["high"] < 0)
    against = outside != (rows["p"] <= Fraction(1, 20))
    assert against.any()
    assert (
        rows["note"].str.contains("the interval (?:leaves out|holds) 0, p is ") == against
    ).all()
