"""An author's new and revised clusters, and what of them differs from the report.

They enter the corrected edition alone and never touch the printed tables.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from upgrading import printed
from upgrading.cases import (
    BODY_READERS,
    REGISTER_COLUMNS,
    SCORE_SHAPES,
    Record,
    identity_faults,
    twin_faults,
)
from upgrading.catalogue import Table
from upgrading.fault_words import alike_to_the_eye
from upgrading.faults import Fault
from upgrading.vocabulary import (
    CLUSTER_COLUMNS,
    COMPONENTS,
    GOVERNANCE,
    SECTOR_GROUPS,
    UPGRADING,
)

UPDATE_COLUMNS = (*CLUSTER_COLUMNS, "source")
"""Columns of an author's file."""

CHANGE_COLUMNS = ("cluster_id", "column", "printed", "value", "source", "file")
"""Columns of `changes`."""

SCORED = (*COMPONENTS, *GOVERNANCE, *UPGRADING)

LABELS = {
    **COMPONENTS,
    **{name: f"governance by {label.lower()}" for name, label in GOVERNANCE.items()},
    **UPGRADING,
}


@dataclass(frozen=True)
class Update:
    """One row of an author's file: values of `CLUSTER_COLUMNS`, and where it comes from."""

    values: tuple[object, ...]
    source: str
    file: str


def scored_columns(tables: Mapping[str, Table]) -> dict[str, frozenset[str]]:
    """The scores that the report gives to the clusters of each sector group."""
    found: dict[str, set[str]] = {group: set() for group in SECTOR_GROUPS}
    for table in tables.values():
        if table.shape in SCORE_SHAPES and table.group and table.columns:
            found[table.group] |= set(table.columns) & set(SCORED)
    return {group: frozenset(columns) for group, columns in found.items()}


def read(
    records: Sequence[Record],
    register: Mapping[str, Record],
    scored: Mapping[str, Collection[str]],
) -> tuple[dict[str, Update], list[Fault]]:
    """An author's clusters (columns `UPDATE_COLUMNS`) by `cluster_id`.

    `register`: the clusters of the report by their id; `scored`: `scored_columns`. Faults: as for
    printed scores and the register; no source; a cluster updated twice; another sector group,
    industry, name or country than the register has, or all four those of another cluster; a score
    of what is never scored in the group; a row without any score.
    """
    faults: list[Fault] = []
    first: dict[str, Record] = {}
    updates: dict[str, Update] = {}
    for record in records:
        cluster = record["cluster_id"]
        if cluster in first:
            place = f"{first[cluster].file}, line {first[cluster].line}"
            problem = f'"{cluster}" is in {place} already; keep one of the two'
            faults.append(record.fault("cluster_id", problem))
            continue
        first[cluster] = record
        faults += identity_faults(record)
        if cluster in register:
            faults += _other_cluster(record, register[cluster])
        if printed.is_missing(record["source"]):
            faults.append(record.fault("source", "the cell is empty; say where the row comes from"))
        values: list[object] = [record[column] for column in REGISTER_COLUMNS]
        for column in SCORED:
            value_of, problem = BODY_READERS[column]
            try:
                values.append(value_of(record[column]))
            except ValueError:
                faults.append(record.fault(column, f'"{record[column]}" {problem}'))
        faults += _scores_at_fault(record, scored)
        updates[cluster] = Update(tuple(values), record["source"], record.file)
    new = [record for cluster, record in first.items() if cluster not in register]
    return updates, faults + twin_faults(new, register.values())


def _other_cluster(record: Record, known: Record) -> list[Fault]:
    faults = []
    for column in REGISTER_COLUMNS[1:]:
        given, there = record[column], known[column]
        if given and given != there:
            text = (
                f'"{given}" is not what {known.file} has for {record["cluster_id"]} ("{there}")'
                f"{alike_to_the_eye(given, [there])}: an update revises scores; another cluster "
                "needs a cluster_id of its own"
            )
            faults.append(record.fault(column, text))
    return faults


def _scores_at_fault(record: Record, scored: Mapping[str, Collection[str]]) -> list[Fault]:
    given = [column for column in SCORED if not printed.is_missing(record[column])]
    if not given:
        text = "the row has no score at all; give those that are known, or leave the row out"
        return [Fault(record.file, text, record.line)]
    group = record["group"]
    return [
        record.fault(
            column,
            f'"{record[column]}": {LABELS[column].lower()} is never scored in {group}; leave the '
            "cell empty",
        )
        for column in given
        if group in scored and column not in scored[group]
    ]


def applied(frame: pd.DataFrame, updates: Mapping[str, Update]) -> pd.DataFrame:
    """Clusters with updates: a known `cluster_id` is replaced, any other added at the end."""
    known = set(frame["cluster_id"])
    rows = {cluster: update.values for cluster, update in updates.items()}
    merged = [rows.get(row[0], row) for row in frame.itertuples(index=False)]
    merged += [row for cluster, row in rows.items() if cluster not in known]
    return pd.DataFrame(merged, columns=list(CLUSTER_COLUMNS), dtype=object)


def changes(
    updates: Mapping[str, Update], printed_clusters: pd.DataFrame, corrected: pd.DataFrame
) -> pd.DataFrame:
    """Every score that an update changes, columns `CHANGE_COLUMNS`.

    The clusters as printed and as corrected are those without updates. A score is changed where it
    is another than in the corrected edition; `printed` is that of the printed edition, empty for a
    new cluster, `value` the author's, empty where it is taken away.
    """
    as_printed = printed_clusters.set_index("cluster_id")
    before = corrected.set_index("cluster_id")
    rows = []
    for cluster, update in updates.items():
        values = dict(zip(CLUSTER_COLUMNS, update.values, strict=True))
        for column in SCORED:
            old = before.at[cluster, column] if cluster in before.index else None
            if values[column] != old:
                shown = as_printed.at[cluster, column] if cluster in as_printed.index else None
                rows.append((cluster, column, shown, values[column], update.source, update.file))
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS), dtype=object)
