"""Do the sector groups differ in external economies, joint action, efficiency and upgrading?

Tables 17 to 19 set group averages side by side. Here each is tested: all groups together by a
permutation test of the Kruskal–Wallis statistic (Kruskal and Wallis 1952, J. Am. Stat. Assoc.
47:583-621), each pair of groups by the difference of their means, whose permutation distribution
is counted exactly. The intervals are percentiles of the bootstrap within each group; that
distribution, too, is computed and not sampled, so that only the overall test depends on a seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb, lcm

import numpy as np
import pandas as pd
from scipy.stats import kruskal, rankdata
from statsmodels.stats.multitest import multipletests

from upgrading.inference.measures import FloatArray, IntArray, levels
from upgrading.inference.permutation import (
    PermutationChoices,
    PermutationTest,
    permutation_test,
)
from upgrading.inference.subsets import ROUNDED, countable, lattice, subsets
from upgrading.vocabulary import INDICES, SECTOR_GROUPS, UPGRADING

OVERALL_COLUMNS = (
    "outcome",
    "groups",
    "clusters",
    "statistic",
    "epsilon_squared",
    "p",
    "exact",
    "arrangements",
    "note",
)
PAIR_COLUMNS = (
    "outcome",
    "group",
    "other_group",
    "clusters",
    "other_clusters",
    "mean",
    "other_mean",
    "difference",
    "low",
    "high",
    "p",
    "p_holm",
    "note",
)

OUTCOMES = (*INDICES, *UPGRADING)

Scores = Mapping[str, Sequence[Fraction]]
"""Scores by sector group."""


def scores_by_group(joined: pd.DataFrame, outcome: str) -> dict[str, list[Fraction]]:
    """Scores of every sector group that has any, without missing ones, in a fixed order."""
    ordered = joined.sort_values("cluster_id")
    found = {
        group: list(ordered.loc[(ordered["group"] == group) & ordered[outcome].notna(), outcome])
        for group in SECTOR_GROUPS
    }
    return {group: scores for group, scores in found.items() if scores}


def overall_test(
    scores: Scores, key: str, choices: PermutationChoices
) -> tuple[float, PermutationTest]:
    """Kruskal–Wallis statistic, corrected for ties, and its permutation test.

    Scores are rearranged over all clusters whatever their group. There must be two groups and two
    different scores; `key` names the test to the generator of random numbers.
    """
    sizes = [len(group) for group in scores.values()]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weights = np.array([lcm(*sizes) // size for size in sizes], dtype=np.int64)

    def spread(rows: IntArray) -> FloatArray:
        # orders arrangements as the statistic does, in whole numbers, so that ties are ties
        sums = np.add.reduceat(rows, starts, axis=1)
        found: FloatArray = (weights * sums**2).sum(axis=1).astype(np.float64)
        return found

    pooled = levels(score for group in scores.values() for score in group)
    doubled_ranks = (2 * rankdata(pooled)).astype(np.int64)
    test = permutation_test(doubled_ranks, spread, None, key, choices)
    parts = np.split(pooled, starts[1:])
    return float(kruskal(*parts).statistic), test


def difference_p(first: Sequence[Fraction], second: Sequence[Fraction]) -> Fraction:
    """Exact two-sided permutation p-value of the difference of two means.

    The share of all divisions of the pooled scores into groups of these sizes whose means differ at
    least as much as observed.
    """
    pooled = [*first, *second]
    expected = sum(pooled, Fraction(0)) * len(first) / len(pooled)
    observed = abs(sum(first, Fraction(0)) - expected)
    divisions = subsets(pooled).of_size(len(first))
    as_extreme = sum(number for total, number in divisions if abs(total - expected) >= observed)
    return Fraction(as_extreme, comb(len(pooled), len(first)))


def bootstrap_interval(
    first: Sequence[Fraction], second: Sequence[Fraction], confidence: Fraction
) -> tuple[Fraction, Fraction] | None:
    """Percentile interval of the difference of two means, resampling within each group.

    The bootstrap distribution of a mean of n scores is the n-fold convolution of the scores' own
    distribution and is computed as such (Efron 1979, Ann. Stat. 7:1-26). With a handful of clusters
    such intervals are too short, the more so where one group is constant. `None` if both are.
    """
    if len(set(first)) == 1 and len(set(second)) == 1:
        return None
    means, weights = _bootstrap_means(first)
    other_means, other_weights = _bootstrap_means(second)
    unit = Fraction(1, lcm(*(value.denominator for value in (*means, *other_means))))
    steps = np.array([int(value / unit) for value in means])
    other_steps = np.array([int(value / unit) for value in other_means])
    upper_tail = np.concatenate([np.cumsum(other_weights[::-1])[::-1], [0.0]])

    def quantile(level: float) -> Fraction:
        low, high = steps[0] - other_steps[-1], steps[-1] - other_steps[0]
        while low < high:
            middle = (low + high) // 2
            # difference ≤ middle where the other mean is at least this one less middle
            below = weights @ upper_tail[np.searchsorted(other_steps, steps - middle)]
            low, high = (low, middle) if below >= level else (middle + 1, high)
        return int(low) * unit

    tail = (1 - confidence) / 2
    return quantile(float(tail)), quantile(float(1 - tail))


def _bootstrap_means(scores: Sequence[Fraction]) -> tuple[list[Fraction], FloatArray]:
    """Every mean that resampling the scores can give, ascending, and its probability."""
    least, unit, steps = lattice(scores)
    single = np.bincount(steps) / len(steps)
    weights = np.ones(1)
    for _ in scores:
        weights = np.convolve(weights, single)
    reached = np.flatnonzero(weights)
    return [least + int(s) * unit / len(scores) for s in reached], weights[reached]


def between_groups(
    clusters: pd.DataFrame, indices: pd.DataFrame, choices: PermutationChoices
) -> pd.DataFrame:
    """Overall test of each index and kind of upgrading over the groups that score it.

    Columns `OVERALL_COLUMNS`; `epsilon_squared`, H / (n − 1), is the share of the variance of ranks
    that lies between groups (0–1). An outcome that is constant or that one group only scores is
    "not estimable".
    """
    joined = clusters.merge(indices, on="cluster_id", validate="one_to_one")
    rows: list[tuple[object, ...]] = []
    for outcome in OUTCOMES:
        scores = scores_by_group(joined, outcome)
        count = sum(map(len, scores.values()))
        if len(scores) < 2 or len({score for group in scores.values() for score in group}) < 2:
            why = "not estimable: fewer than two groups, or the scores are constant"
            rows.append((outcome, len(scores), count, *[None] * 5, why))
            continue
        statistic, test = overall_test(scores, f"between groups, {outcome}", choices)
        share = statistic / (count - 1)
        how = (test.p, test.exact, test.arrangements)
        rows.append((outcome, len(scores), count, statistic, share, *how, ""))
    return pd.DataFrame(rows, columns=list(OVERALL_COLUMNS), dtype=object)


def group_differences(
    clusters: pd.DataFrame, indices: pd.DataFrame, confidence: Fraction
) -> pd.DataFrame:
    """Difference in means of each pair of groups, for each index and kind of upgrading.

    Columns `PAIR_COLUMNS`, in points of the index or score: `difference` is `mean`
    less `other_mean`; `p` is exact, `p_holm` adjusted over the pairs of one outcome (Holm 1979,
    Scand. J. Stat. 6:65-70). Interval and p are counted on `countable` scores. Two groups that have
    the same one score are "not estimable".
    """
    joined = clusters.merge(indices, on="cluster_id", validate="one_to_one")
    rows: list[tuple[object, ...]] = []
    for outcome in OUTCOMES:
        rows += _pairs(outcome, scores_by_group(joined, outcome), confidence)
    return pd.DataFrame(rows, columns=list(PAIR_COLUMNS), dtype=object)


def _pairs(outcome: str, scores: Scores, confidence: Fraction) -> list[tuple[object, ...]]:
    pairs = list(combinations(scores, 2))
    counted = _countable(scores)
    note = "" if counted == scores else ROUNDED
    tested = [pair for pair in pairs if len({*counted[pair[0]], *counted[pair[1]]}) > 1]
    exact = {pair: difference_p(counted[pair[0]], counted[pair[1]]) for pair in tested}
    adjusted: dict[tuple[str, str], float] = {}
    if exact:
        found = multipletests([float(p) for p in exact.values()], method="holm")[1]
        adjusted = dict(zip(exact, map(float, found), strict=True))
    rows: list[tuple[object, ...]] = []
    for pair in pairs:
        first, second = scores[pair[0]], scores[pair[1]]
        means = [sum(first, Fraction(0)) / len(first), sum(second, Fraction(0)) / len(second)]
        interval = bootstrap_interval(counted[pair[0]], counted[pair[1]], confidence)
        rows.append(
            (
                outcome,
                *pair,
                len(first),
                len(second),
                *means,
                means[0] - means[1],
                *(interval or (None, None)),
                exact.get(pair),
                adjusted.get(pair),
                "; ".join(filter(None, (_note(first, second), note))),
            )
        )
    return rows


def _countable(scores: Scores) -> dict[str, list[Fraction]]:
    """The scores of all groups on steps that can be counted."""
    rounded = iter(countable([score for group in scores.values() for score in group]))
    return {group: [next(rounded) for _ in own] for group, own in scores.items()}


def _note(first: Sequence[Fraction], second: Sequence[Fraction]) -> str:
    constant = [len(set(scores)) == 1 for scores in (first, second)]
    if all(constant):
        equal = first[0] == second[0]
        return (
            "not estimable: both groups have the same score throughout"
            if equal
            else "interval not estimable: both groups are constant"
        )
    if any(constant):
        return "one group is constant: the interval reflects the other's variation only"
    return ""
