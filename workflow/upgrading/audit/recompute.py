"""What every audited cell should show, recomputed from the scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import pandas as pd

from upgrading.audit.relations import AUDITED_SHAPES
from upgrading.catalogue import Table
from upgrading.correlations import MeanRule, group_averages, upgrading_by_degree
from upgrading.exhibits.values import Study, values
from upgrading.indices import IndexRule, collective_efficiency, degree, index_of
from upgrading.numbers import rounded
from upgrading.parts import Key

CellValue: TypeAlias = Fraction | str | None
"""A number, a degree, or nothing."""


@dataclass(frozen=True)
class Scenario:
    """The scores and the choices from which cells are recomputed."""

    clusters: pd.DataFrame
    rule: IndexRule
    mean_rule: MeanRule = "skip"


def with_scores(
    clusters: pd.DataFrame, changes: Mapping[tuple[str, str], Fraction]
) -> pd.DataFrame:
    """The clusters with some scores replaced, by (cluster, column)."""
    frame = clusters.copy()
    for (cluster, column), value in changes.items():
        frame.loc[frame["cluster_id"] == cluster, column] = pd.Series(
            [value] * int((frame["cluster_id"] == cluster).sum()),
            index=frame.index[frame["cluster_id"] == cluster],
            dtype=object,
        )
    return frame


def indices_with(
    clusters: pd.DataFrame, rule: IndexRule, given: Mapping[tuple[str, str], Fraction]
) -> pd.DataFrame:
    """Indices of the clusters, some of them given instead of computed, by (cluster, index).

    A given EEI or JAI enters the index, and a given index the degree.
    """
    frame = collective_efficiency(clusters, rule)
    rows = []
    for row in frame.itertuples(index=False):
        eei = given.get((row.cluster_id, "eei"), row.eei)
        jai = given.get((row.cluster_id, "jai"), row.jai)
        index = row.ce_index
        if eei is not None and jai is not None:
            index = index_of(eei, jai, rule)
        index = given.get((row.cluster_id, "ce_index"), index)
        rows.append((row.cluster_id, eei, jai, index, degree(index, rule)))
    return pd.DataFrame(rows, columns=list(frame.columns), dtype=object)


def cell_values(
    scenario: Scenario, tables: Mapping[str, Table], indices: pd.DataFrame | None = None
) -> dict[Key, CellValue]:
    """The value of every cell of the audited tables, by exhibit, row and column."""
    if indices is None:
        indices = collective_efficiency(scenario.clusters, scenario.rule)
    empty = pd.DataFrame()
    study = Study(
        clusters=scenario.clusters,
        indices=indices,
        by_degree=upgrading_by_degree(scenario.clusters, indices, scenario.mean_rule),
        averages=group_averages(scenario.clusters, indices, scenario.mean_rule),
        profiles=empty,
        stages=empty,
        mean_rule=scenario.mean_rule,
    )
    found: dict[Key, CellValue] = {}
    for exhibit, table in tables.items():
        if table.shape in AUDITED_SHAPES:
            for (row, column), entry in values(table, study).items():
                found[exhibit, row, column] = (
                    entry.degree if entry.degree is not None else next(iter(entry.numbers), None)
                )
    return found


def subsets_that_print(
    scores: Sequence[Sequence[Fraction | None]], texts: Sequence[tuple[Fraction, int]]
) -> tuple[list[tuple[int, ...]], int]:
    """Which subsets of rows have the means printed, column by column, and how many were tried.

    `scores` has one row per cluster and one column per printed mean; `texts` gives each mean and
    its decimals. A mean matches if it rounds or truncates to what is printed.
    """
    count = len(scores)
    matches: list[tuple[int, ...]] = []
    for code in range(1, 2**count):
        members = tuple(row for row in range(count) if code >> row & 1)
        if all(
            _prints([scores[row][column] for row in members], mean, decimals)
            for column, (mean, decimals) in enumerate(texts)
        ):
            matches.append(members)
    return matches, 2**count - 1


def _prints(scores: Sequence[Fraction | None], mean: Fraction, decimals: int) -> bool:
    present = [score for score in scores if score is not None]
    if not present:
        return False
    value = sum(present, Fraction(0)) / len(present)
    cut = Fraction((value * 10**decimals).__floor__(), 10**decimals)
    return mean in {rounded(value, decimals), cut}
