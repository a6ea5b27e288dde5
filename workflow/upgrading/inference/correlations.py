"""The rank correlation of any score or index with any other, in every scope."""

from __future__ import annotations

from itertools import combinations
from math import nan
from typing import Final

import pandas as pd

from upgrading.inference.measures import tau_b
from upgrading.inference.samples import SCOPES, by_cluster, sample
from upgrading.vocabulary import COMPONENTS, INDICES, UPGRADING

CORRELATION_COLUMNS: Final = ("x", "y", "scope", "clusters", "tau_b")

CORRELATED: Final = (*INDICES, *COMPONENTS, *UPGRADING)
"""The scores and indices: each pair of them once, the first before the second in this order."""


def correlations(clusters: pd.DataFrame, indices: pd.DataFrame) -> pd.DataFrame:
    """Kendall's τ-b of every pair in every scope (`CORRELATION_COLUMNS`), without any test.

    `clusters` and `indices` as in `data/processed`, scores exact. `clusters`: how many have a say;
    τ-b is NaN where it is not estimable (`measures`).
    """
    groups = dict(zip(clusters["cluster_id"], clusters["group"], strict=True))
    scores = {
        name: by_cluster(indices if name in INDICES else clusters, name) for name in CORRELATED
    }
    rows = []
    for x, y in combinations(CORRELATED, 2):
        for scope in SCOPES:
            case = sample(scores[x], scores[y], groups, scope)
            tau = nan if case.problem else tau_b(case.x, case.y, case.strata)
            rows.append((x, y, scope, len(case.clusters), tau))
    return pd.DataFrame(rows, columns=list(CORRELATION_COLUMNS))
