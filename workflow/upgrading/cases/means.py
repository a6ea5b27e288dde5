"""The report's group tables: mean upgrading by degree, averages by sector group, governance counts.

The report calls its tables of mean upgrading by degree of collective efficiency "correlations"
(Tables 6, 10 and 14); it averages indices, components and upgrading by sector group in Tables 17 to
19. Every mean carries its sum and its count, so that it stays exact in a data file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import pandas as pd

from upgrading.config.models import MeanRule as MeanRule
from upgrading.files.frames import require_exact
from upgrading.numbers import mean
from upgrading.vocabulary import COMPONENTS, DEGREES, GOVERNANCE, INDICES, SECTOR_GROUPS, UPGRADING

MEAN_COLUMNS = ("sum", "count", "mean")


def mean_under(
    rule: MeanRule, values: Iterable[Fraction | None]
) -> tuple[Fraction, int, Fraction | None]:
    """Sum, count and mean; a missing value is left out (`skip`) or counts as 0 (`zero`)."""
    listed = list(values)
    if rule == "zero":
        listed = [Fraction(0) if value is None else value for value in listed]
    average, count = mean(listed)
    return (Fraction(0) if average is None else average * count), count, average


def _scored(group: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    """The columns that are scored for at least one cluster of the group."""
    return [column for column in columns if group[column].notna().any()]


def upgrading_by_degree(
    clusters: pd.DataFrame, indices: pd.DataFrame, rule: MeanRule
) -> pd.DataFrame:
    """Mean of each kind of upgrading by degree within each sector group.

    Columns: `group, ce_degree, upgrading, sum, count, mean` (scores 0–3); every degree is a row,
    with count 0 and mean `None` where no cluster has it. A kind of upgrading that a group does not
    score at all has no rows. Clusters without a degree are left out.
    """
    require_exact(clusters, (*COMPONENTS, *UPGRADING))
    require_exact(indices, INDICES)
    joined = clusters.merge(indices, on="cluster_id", validate="one_to_one")
    rows = []
    for group in SECTOR_GROUPS:
        members = joined[joined["group"] == group]
        kinds = _scored(members, UPGRADING)
        for degree in DEGREES:
            chosen = members[members["ce_degree"] == degree]
            rows += [(group, degree, kind, *mean_under(rule, chosen[kind])) for kind in kinds]
    return pd.DataFrame(
        rows, columns=["group", "ce_degree", "upgrading", *MEAN_COLUMNS], dtype=object
    )


def group_averages(clusters: pd.DataFrame, indices: pd.DataFrame, rule: MeanRule) -> pd.DataFrame:
    """Average of every component, index and kind of upgrading by sector group.

    Columns: `group, variable, sum, count, mean`. Components that no cluster of a group has are
    counted 0; intersectoral upgrading has no rows in groups that do not score it.
    """
    require_exact(clusters, (*COMPONENTS, *UPGRADING))
    require_exact(indices, INDICES)
    joined = clusters.merge(indices, on="cluster_id", validate="one_to_one")
    variables: Sequence[str] = (*COMPONENTS, "eei", "jai", "ce_index")
    rows = []
    for group in SECTOR_GROUPS:
        members = joined[joined["group"] == group]
        for variable in (*variables, *_scored(members, UPGRADING)):
            rows.append((group, variable, *mean_under(rule, members[variable])))
    return pd.DataFrame(rows, columns=["group", "variable", *MEAN_COLUMNS], dtype=object)


def governance_counts(clusters: pd.DataFrame) -> pd.DataFrame:
    """How many clusters of each sector group are in each kind of chain, and in more than one.

    Columns: `group, clusters, described`, one per governance pattern, and `several`: clusters in
    chains of more than one pattern. `described` counts the clusters whose governance the report
    gives; a group without any (software) has `None` in the rest.
    """
    require_exact(clusters, GOVERNANCE)
    rows = []
    for group in SECTOR_GROUPS:
        members = clusters.loc[clusters["group"] == group, list(GOVERNANCE)]
        described = members.dropna(how="all")
        counts: list[int | None] = [None] * (len(GOVERNANCE) + 1)
        if len(described):
            present = described.map(lambda code: code is not None and code > 0)
            counts = [int(present[pattern].sum()) for pattern in GOVERNANCE]
            counts.append(int((present.sum(axis=1) > 1).sum()))
        rows.append((group, len(members), len(described), *counts))
    columns = ["group", "clusters", "described", *GOVERNANCE, "several"]
    return pd.DataFrame(rows, columns=columns, dtype=object)
