"""Do the sector groups differ in external economies, joint action, efficiency and upgrading?

Tables 17 to 19 set group averages side by side. Here each is tested: all groups together by a
permutation test of the Kruskal–Wallis statistic (Kruskal and Wallis 1952, J. Am. Stat. Assoc.
47:583-621), each pair of groups by the difference of their means, whose permutation distribution
is counted exactly. The intervals are percentiles of the bootstrap within each group; that
distribution, too, is computed and not sampled, so that only the overall test depends on a seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import comb, gcd, lcm
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import kruskal, rankdata
from statsmodels.stats.multitest import multipletests

from upgrading.cases.indices import INDEX_COMPONENTS
from upgrading.inference.intervals import contradicts
from upgrading.inference.measures import FloatArray, IntArray, levels
from upgrading.inference.permutation import (
    PermutationChoices,
    PermutationTest,
    permutation_test,
)
from upgrading.numbers import exact_text, mean, shown
from upgrading.vocabulary import INDICES, LEVEL, SECTOR_GROUPS, UPGRADING

# How many subsets of a few scores have which sum: the ground of the exact tests -------------------
#
# A permutation test of two small groups asks for the sums of all subsets of one group's size, a
# sign-flip test for the sums of all subsets. Scores are exact, so both are counted, not sampled:
# the number of subsets of every size and sum grows by one score at a time. That takes as many
# places as the scores have steps; scores that are no such steps (28/3, a root) are `countable`
# once rounded.


_FITS = 62
"""Up to this many scores every count fits 64 bits; beyond it Python's own integers take over."""

ROUNDED: Final = (
    "interval and p are counted on scores rounded by less than a thousandth of their range"
)
"""What is said where scores are not the steps that they are counted in."""

_STEPS = 24_000
"""Between the least and the largest score: more take too much memory and time."""

_ROUNDED_STEPS = 6_000
"""As many at most where scores are rounded anyway: these take a second."""


@dataclass(frozen=True)
class Subsets:
    """`counts[k, s]`: how many subsets of `k` scores have the sum `k · least + s · unit`."""

    counts: NDArray[Any]
    least: Fraction
    unit: Fraction

    def of_size(self, size: int) -> list[tuple[Fraction, int]]:
        """Sums of the subsets of one size, ascending, each with its number of subsets."""
        row = self.counts[size]
        return [(size * self.least + int(s) * self.unit, int(row[s])) for s in np.flatnonzero(row)]

    def at_most(self, bound: Fraction) -> int:
        """Number of subsets, of any size and the empty one included, whose sum is at most this."""
        total = 0
        for size, row in enumerate(self.counts):
            last = (bound - size * self.least) // self.unit
            if last >= 0:
                total += int(row[: last + 1].sum())
        return total


def lattice(values: Sequence[Fraction]) -> tuple[Fraction, Fraction, list[int]]:
    """Least value, unit and whole numbers `n` such that every value is `least + n · unit`.

    `values` must not be empty. The unit of constant values is 1.
    """
    least = min(values)
    scale = lcm(*(value.denominator for value in values), least.denominator)
    steps = [int((value - least) * scale) for value in values]
    step = gcd(*steps) or scale
    return least, Fraction(step, scale), [n // step for n in steps]


def countable(values: Sequence[Fraction]) -> list[Fraction]:
    """The values where they are at most `_STEPS` steps, else each at the nearest decimal step.

    Of indices from 0 to 12 these are hundredths. Equal values stay equal.
    """
    if not values or max(lattice(values)[2]) <= _STEPS:
        return list(values)
    unit = Fraction(1, 10**9)
    while (max(values) - min(values)) / unit > _ROUNDED_STEPS:
        unit *= 10
    return [round(value / unit) * unit for value in values]


def subsets(values: Sequence[Fraction]) -> Subsets:
    """Numbers of subsets of every size and sum. `values` must not be empty."""
    least, unit, steps = lattice(values)
    kind: Any = np.int64 if len(values) <= _FITS else object
    counts = np.zeros((len(steps) + 1, sum(steps) + 1), dtype=kind)
    counts[0, 0] = 1
    for step in steps:
        # the right-hand side is computed before it is added: every score is taken at most once
        counts[1:, step:] += counts[:-1, : counts.shape[1] - step].copy()
    return Subsets(counts, least, unit)


# Are external economies more common than joint action? A paired test by cluster -------------------
#
# The report asserts it of the clusters overall and of the sector groups (chapters 3, 4 and 7). EEI
# and JAI are on the same scale, 0–12, so that each cluster gives one difference. The test flips
# signs: were the two indices exchangeable within clusters, every difference could as well have the
# other sign. Its distribution is counted exactly, and so is the interval, which holds every mean
# difference that the test does not reject (Hartigan 1969, J. Am. Stat. Assoc. 64:1303-1317).


PAIRED_COLUMNS = (
    "group",
    "clusters",
    "external_economies_higher",
    "equal",
    "joint_action_higher",
    "mean_eei",
    "mean_jai",
    "difference",
    "low",
    "high",
    "confidence",
    "p",
    "p_one_sided",
    "note",
)


@dataclass(frozen=True)
class SignFlip:
    """Exact sign-flip test of a mean difference of nought, with its interval.

    `p_greater` is one-sided (difference above nought), `p` two-sided. The interval from `low` to
    `high` has the exact level `confidence`: at least the one asked for where so few differences
    allow it, else the highest there is.
    """

    p: Fraction
    p_greater: Fraction
    low: Fraction
    high: Fraction
    confidence: Fraction


def sign_flip(differences: Sequence[Fraction], confidence: Fraction) -> SignFlip:
    """Test and interval of paired differences, exact over all `2ⁿ` assignments of signs.

    `differences` must not be empty and are counted as `countable` ones. An interval of the level
    asked for needs `2ⁿ · (1 − confidence) / 2 ≥ 1`.
    """
    differences = countable(differences)
    total = sum(differences, Fraction(0))
    counted = subsets(differences)
    assignments = 2 ** len(differences)
    # flipping the subset A turns the total T into T − 2 ΣA, which is at least T where ΣA ≤ 0
    p_greater = Fraction(counted.at_most(Fraction(0)), assignments)
    p_less = Fraction(subsets([-d for d in differences]).at_most(Fraction(0)), assignments)
    p = Fraction(1) if total == 0 else 2 * (p_greater if total > 0 else p_less)
    rank = max(1, int(assignments * (1 - confidence) / 2))
    low, high = _subset_mean(counted, rank), _subset_mean(counted, assignments - rank)
    return SignFlip(p, p_greater, low, high, 1 - Fraction(2 * rank, assignments))


def _subset_mean(counted: Subsets, rank: int) -> Fraction:
    """The mean that stands at `rank` among the means of all non-empty subsets, ascending."""
    sizes, steps = np.nonzero(counted.counts)
    sizes, steps = sizes[1:], steps[1:]  # without the empty subset, which comes first
    numbers = counted.counts[sizes, steps]
    order = np.argsort(steps / sizes, kind="stable")  # quotients this small are told apart
    place = order[np.searchsorted(np.cumsum(numbers[order]), rank)]
    return counted.least + Fraction(int(steps[place]), int(sizes[place])) * counted.unit


def paired_tests(
    clusters: pd.DataFrame, indices: pd.DataFrame, confidence: Fraction
) -> pd.DataFrame:
    """EEI against JAI by cluster: all clusters (`all`), then each sector group.

    Columns `PAIRED_COLUMNS`; means, differences and interval in points of the indices (0–12),
    exact, as are the p-values; `p_one_sided` is for the direction that the report asserts. Clusters
    without one of the indices are left out; a group without any is "not estimable".
    """
    joined = clusters[["cluster_id", "group"]].merge(
        indices, on="cluster_id", validate="one_to_one"
    )
    joined = joined[joined["eei"].notna() & joined["jai"].notna()]
    rows = [_row("all", joined, confidence)]
    rows += [
        _row(group, joined[joined["group"] == group], confidence)
        for group in SECTOR_GROUPS
        if (clusters["group"] == group).any()
    ]
    return pd.DataFrame(rows, columns=list(PAIRED_COLUMNS), dtype=object)


def _row(group: str, pairs: pd.DataFrame, confidence: Fraction) -> tuple[object, ...]:
    differences = [eei - jai for eei, jai in zip(pairs["eei"], pairs["jai"], strict=True)]
    signs = [sum(d > 0 for d in differences), sum(d == 0 for d in differences)]
    counts = (group, len(differences), *signs, len(differences) - sum(signs))
    if not differences:
        return (*counts, *[None] * 8, "not estimable: no cluster has both indices")
    means = [mean(pairs[index])[0] for index in ("eei", "jai")]
    test = sign_flip(differences, confidence)
    notes = [ROUNDED] if countable(differences) != differences else []
    if test.confidence < confidence:
        notes.append(
            f"{len(differences)} clusters allow no interval above "
            f"{shown(100 * test.confidence, 2, trim=True)} %, and no two-sided p below "
            f"{exact_text(Fraction(2, 2 ** len(differences)))}"
        )
    return (
        *counts,
        *means,
        mean(differences)[0],
        test.low,
        test.high,
        test.confidence,
        test.p,
        test.p_greater,
        "; ".join(notes),
    )


# Cronbach's alpha of the external economies and of joint action -----------------------------------
#
# The two indices are sums that the authors defined, not measurements of one latent trait by
# several indicators: a cluster may well have a labour market and no inputs. Alpha says how far the
# components go together, and is no test of the indices. How far judges agree (Krippendorff's
# alpha) cannot be computed at all, since the report gives one consensus score per cell.


Deletion = Literal["listwise", "pairwise"]

RELIABILITY_COLUMNS = ("index", "group", "components", "clusters", "deletion", "alpha", "note")

CAVEAT = (
    "The indices are sums that the authors defined, not several measurements of one latent "
    "trait; alpha says how far their components go together. Agreement between raters "
    "(Krippendorff's alpha) cannot be computed from one consensus score per cell."
)


def cronbach_alpha(scores: pd.DataFrame, deletion: Deletion) -> Fraction | None:
    """Cronbach's alpha of the columns of `scores`, exact; `None` where their sum does not vary.

    `listwise` uses the rows without a missing score, `pairwise` takes each variance and covariance
    over the rows that have both columns (Cronbach 1951, Psychometrika 16:297-334). `None` also with
    fewer than two columns, or fewer than two rows for some pair of them.
    """
    items = list(scores.columns)
    rows = scores.dropna() if deletion == "listwise" else scores
    covariances = {}
    for first, second in product(items, items):
        known = rows[[first, second]].notna().all(axis=1)
        covariance = _covariance(list(rows.loc[known, first]), list(rows.loc[known, second]))
        if covariance is None:
            return None
        covariances[first, second] = covariance
    total = sum(covariances.values(), Fraction(0))
    if total == 0 or len(items) < 2:
        return None
    own = sum((covariances[item, item] for item in items), Fraction(0))
    return Fraction(len(items), len(items) - 1) * (1 - own / total)


def _covariance(first: Sequence[Fraction], second: Sequence[Fraction]) -> Fraction | None:
    if len(first) < 2:
        return None
    centre = sum(first, Fraction(0)) / len(first), sum(second, Fraction(0)) / len(second)
    products = ((a - centre[0]) * (b - centre[1]) for a, b in zip(first, second, strict=True))
    return sum(products, Fraction(0)) / (len(first) - 1)


def reliability(clusters: pd.DataFrame) -> pd.DataFrame:
    """Alpha of both indices' components: all clusters (`all`), then each sector group.

    Columns `RELIABILITY_COLUMNS`; `clusters` counts those that enter, pairwise those with any
    component. Where alpha is `None` the note says why.
    """
    rows = []
    present = [group for group in SECTOR_GROUPS if (clusters["group"] == group).any()]
    deletions: tuple[Deletion, ...] = ("listwise", "pairwise")
    for (index, components), group in product(INDEX_COMPONENTS.items(), ["all", *present]):
        members = clusters if group == "all" else clusters[clusters["group"] == group]
        scores = members[list(components)]
        for deletion in deletions:
            used = scores.dropna(how="any" if deletion == "listwise" else "all")
            alpha = cronbach_alpha(scores, deletion)
            note = (
                "" if alpha is not None else "not estimable: the sum of the components is constant"
            )
            rows.append((index, group, len(components), len(used), deletion, alpha, note))
    return pd.DataFrame(rows, columns=list(RELIABILITY_COLUMNS), dtype=object)


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
                "; ".join(
                    filter(
                        None,
                        (_note(first, second), note, _against(interval, exact.get(pair))),
                    )
                ),
            )
        )
    return rows


def _against(interval: tuple[Fraction, Fraction] | None, p: Fraction | None) -> str:
    """What is said where an interval and the unadjusted p beside it do not agree."""
    if interval is None or p is None or not contradicts(*map(float, (*interval, p))):
        return ""
    holds, side = ("leaves out", "above") if p > LEVEL else ("holds", "at most")
    return f"the interval {holds} 0, p is {side} {LEVEL}"


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
