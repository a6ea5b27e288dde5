"""Cronbach's alpha of the external economies and of joint action.

The two indices are sums that the authors defined, not measurements of one latent trait by several
indicators: a cluster may well have a labour market and no inputs. Alpha says how far the components
go together, and is no test of the indices. How far judges agree (Krippendorff's alpha) cannot be
computed at all, since the report gives one consensus score per cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Literal

import pandas as pd

from upgrading.indices import INDEX_COMPONENTS
from upgrading.vocabulary import SECTOR_GROUPS

Deletion = Literal["listwise", "pairwise"]

RELIABILITY_COLUMNS = ("index", "group", "components", "clusters", "deletion", "alpha", "note")

CAVEAT = (
    "The indices are sums that the authors defined, not several readings of one latent trait; "
    "alpha says how far their components go together. Agreement between judges (Krippendorff's "
    "alpha) cannot be computed from one consensus score per cell."
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
