"""Upgrading across the degrees of collective efficiency: Kruskal–Wallis and Jonckheere–Terpstra.

The report compares mean upgrading at high, medium and low collective efficiency (Tables 6, 10 and
14). Kruskal–Wallis asks whether the degrees differ at all, Jonckheere–Terpstra whether upgrading
rises or falls with them. The textbook p-values of both are for large groups; here a degree may hold
one cluster, so that the permutation p-values are the ones to read.

Where groups are blocks, both statistics are computed within each sector group and added up.

Sources: W. H. Kruskal and W. A. Wallis (1952), JASA 47; A. R. Jonckheere (1954), Biometrika 41.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy.special import chdtrc, ndtr
from statsmodels.stats.nonparametric import jonckheere_terpstra

from upgrading.inference.measures import FloatArray, IntArray, centred_ranks, concordance
from upgrading.inference.permutation import PermutationChoices, drawn_until_clear
from upgrading.inference.samples import SCOPES, Sample, Scores, by_cluster, sample, without_a_say
from upgrading.vocabulary import UPGRADING

DEGREE_COLUMNS: Final = (
    "upgrading",
    "scope",
    "clusters",
    "low",
    "medium",
    "high",
    "kruskal_wallis",
    "degrees_of_freedom",
    "kruskal_wallis_p_large",
    "kruskal_wallis_p",
    "jonckheere_terpstra",
    "jonckheere_terpstra_z",
    "jonckheere_terpstra_p_large",
    "jonckheere_terpstra_p",
    "exact",
    "arrangements",
    "note",
)

MOST_DRAWS: Final = 50
"""How many times the configured number of arrangements is drawn at most for a p near its level."""

ORDER: Final = ("low", "medium", "high")


def across_degrees(
    clusters: pd.DataFrame, indices: pd.DataFrame, choices: PermutationChoices
) -> pd.DataFrame:
    """Both tests of every kind of upgrading in every scope, columns `DEGREE_COLUMNS`.

    `clusters` and `indices` as in `data/processed`. `low`, `medium` and `high` count clusters;
    `*_p_large` is from the χ² or normal approximation, `*_p` from permutation, two-sided, over
    `arrangements`: as many as it takes for no p to change its side of .05 with the seed. What is
    not estimable is NaN, and `note` says why.
    """
    groups = dict(zip(clusters["cluster_id"], clusters["group"], strict=True))
    degrees: Scores = {
        cluster: None if degree is None else ORDER.index(degree)
        for cluster, degree in zip(indices["cluster_id"], indices["ce_degree"], strict=True)
    }
    rows = []
    for kind in UPGRADING:
        scores = by_cluster(clusters, kind)
        for scope in SCOPES:
            case = sample(degrees, scores, groups, scope)
            held = [degrees[cluster] for cluster in case.clusters]
            row: dict[str, object] = {
                "upgrading": kind,
                "scope": scope,
                "clusters": len(held),
                **{name: held.count(place) for place, name in enumerate(ORDER)},
            }
            if case.problem:
                row["note"] = f"not estimable: {case.problem}"
            else:
                row |= _tests(case, f"{kind}/{scope}", choices)
            rows.append(row)
    return pd.DataFrame(rows, columns=list(DEGREE_COLUMNS))


def _tests(case: Sample, key: str, choices: PermutationChoices) -> dict[str, object]:
    def statistics(rows: IntArray) -> FloatArray:
        h = kruskal_wallis(case.x, rows, case.strata)[0]
        return np.column_stack([h, concordance(case.x, rows, case.strata)[:, 0]])

    of_h, of_trend = drawn_until_clear(case.y, statistics, case.strata, key, choices, MOST_DRAWS)
    h, freedom = kruskal_wallis(case.x, case.y[np.newaxis], case.strata)
    j, z = jonckheere_terpstra_within(case.x, case.y, case.strata)
    return {
        "kruskal_wallis": float(h[0]),
        "degrees_of_freedom": freedom,
        "kruskal_wallis_p_large": float(chdtrc(freedom, h[0])),
        "kruskal_wallis_p": of_h.p,
        "jonckheere_terpstra": j,
        "jonckheere_terpstra_z": z,
        "jonckheere_terpstra_p_large": float(2 * ndtr(-abs(z))),
        "jonckheere_terpstra_p": of_trend.p,
        "exact": of_h.exact,
        "arrangements": of_h.arrangements,
        "note": "; ".join(map(without_a_say, case.left_out)),
    }


def kruskal_wallis(
    degrees: IntArray, arrangements: IntArray, strata: IntArray | None = None
) -> tuple[FloatArray, int]:
    """H, corrected for ties, of every arrangement of the scores (m, n), and its degrees of freedom.

    Both are sums over the strata. A stratum must have two degrees and two scores at least.
    """
    total, freedom = np.zeros(len(arrangements)), 0
    for members in _blocks(degrees, strata):
        held = degrees[members]
        ranks = centred_ranks(arrangements[:, members])
        between = np.zeros(len(arrangements))
        for degree in np.unique(held):
            chosen = ranks[:, held == degree]
            between += chosen.sum(axis=1) ** 2 / chosen.shape[1]
        total += (len(members) - 1) * between / (ranks[0] ** 2).sum()
        freedom += len(np.unique(held)) - 1
    return total, freedom


def jonckheere_terpstra_within(
    degrees: IntArray, scores: IntArray, strata: IntArray | None = None
) -> tuple[float, float]:
    """Jonckheere–Terpstra statistic summed over strata, and its z, positive if scores rise."""
    statistic = expected = variance = 0.0
    for members in _blocks(degrees, strata):
        held = degrees[members]
        by_degree = [scores[members][held == degree] for degree in np.unique(held)]
        found = jonckheere_terpstra(by_degree, alternative="two-sided")
        statistic += found.statistic
        expected += found.mean_null
        variance += found.var_null
    return float(statistic), float((statistic - expected) / np.sqrt(variance))


def _blocks(degrees: IntArray, strata: IntArray | None) -> list[IntArray]:
    if strata is None:
        return [np.arange(len(degrees))]
    return [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]
