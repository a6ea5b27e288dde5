"""Are external economies more common than joint action? A paired test by cluster.

The report asserts it of the clusters overall and of the sector groups (chapters 3, 4 and 7). EEI
and JAI are on the same scale, 0–12, so that each cluster gives one difference. The test flips
signs: were the two indices exchangeable within clusters, every difference could as well have the
other sign. Its distribution is counted exactly, and so is the interval, which holds every mean
difference that the test does not reject (Hartigan 1969, J. Am. Stat. Assoc. 64:1303-1317).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from upgrading.inference.subsets import ROUNDED, Subsets, countable, subsets
from upgrading.numbers import exact_text, mean, shown
from upgrading.vocabulary import SECTOR_GROUPS

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
