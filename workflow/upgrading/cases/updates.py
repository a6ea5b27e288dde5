"""An author's new and revised clusters, and what of them differs from the report.

They enter the corrected edition alone and never touch the printed tables.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from upgrading.cases import printed
from upgrading.cases.catalogue import Table
from upgrading.cases.cluster_rows import (
    BODY_READERS,
    REGISTER_COLUMNS,
    SCORE_SHAPES,
    Record,
    identity_faults,
    industry_faults,
    twin_faults,
    unfit_faults,
)
from upgrading.faults import Fault, alike_to_the_eye, shown
from upgrading.files import delimited
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


_NOT_WESTERN: Final = re.compile(
    rb"\S*(?:[\x81\x8d\x8f\x90\x9d]|[A-Za-z][\x80-\x9f\xa1-\xa9\xab-\xb9\xbb-\xbf\xd7\xf7][a-z])\S*"
)
"""A word that is none in Windows 1252: a byte that it lacks, or a sign between two letters.

There the code pages of old and of the Macintosh have letters (0xA2 is their ó, 0x97 a Macintosh's).
"""

_A_DATE: Final = re.compile(
    r"[0-9]{1,4}[-/. ](?:[0-9]{1,2}[-/.][0-9]{2,4}|[^\W\d]{3,9}\.?(?:[-/. ][0-9]{2,4})?)"
)


def decoded(content: bytes, file: str) -> tuple[str, list[Fault]]:
    """The text of an author's file, as spreadsheets save it: UTF-8, UTF-16, or Western (1252).

    Faults: none of them gives words; signs within words tell of another code page.
    """
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    little, big = (content[start::2].count(0) * 4 > len(content) for start in (1, 0))
    if marked or little or big:
        name = "utf-16" if marked else "utf-16-le" if little else "utf-16-be"
        try:
            return content.decode(name), []
        except UnicodeDecodeError:
            return "", [Fault(file, "cannot be read as UTF-16; save the file as CSV UTF-8")]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        odd = _NOT_WESTERN.search(content)
    if not odd:
        return content.decode("cp1252"), []
    there = shown(odd[0].decode("latin-1").strip())
    problem = f"{there} is in no encoding that spreadsheets of the West write"
    line = content.count(b"\n", 0, odd.start()) + 1
    return "", [Fault(file, f"{problem}; save the file as CSV UTF-8", line)]


def records(content: bytes, file: str) -> tuple[list[Record], list[Fault]]:
    """The rows of an author's file of clusters, columns `UPDATE_COLUMNS`, in whatever order.

    Commas, semicolons and tabs separate, and what a first line `sep=;` says; cells over and above
    the header are passed over if they are empty. Faults: what cannot be decoded or told into rows,
    a header that is not the first row, a column missing, extra or twice, a row of another width,
    what cannot be seen, words that a spreadsheet would compute.
    """
    text, faults = decoded(content, file)
    if faults:
        return [], faults
    told = printed.SEPARATOR_TOLD.match(text)
    before = 1 if told else 0
    text = text[told.end() :] if told else text
    rows: list[tuple[int, list[str]]] = []
    try:
        for line, row, sound in delimited.rows(text.encode(), "utf-8"):
            if sound:
                rows.append((line + before, row))
            else:
                faults.append(Fault(file, delimited.NOT_CLOSED, line + before))
    except (delimited.Broken, UnicodeError) as error:
        line = error.line + before if isinstance(error, delimited.Broken) else 1
        faults.append(Fault(file, f"cannot be split into rows: {error}", line))
    if faults or not rows:
        return [], faults or [Fault(file, "the file is empty")]
    if late := printed.late_header(rows, is_header, file):
        return [], late
    start, header = rows[0]
    header = [name.strip().lower() for name in header]
    while header and not header[-1]:
        header.pop()
    if sorted(header) != sorted(UPDATE_COLUMNS):
        return [], printed.header_faults(header, UPDATE_COLUMNS, file, start)
    faults = printed.unseen_faults(rows, header, file)
    found: list[Record] = []
    for line, row in rows[1:]:
        cells = row[: len(header)]
        if len(row) < len(header) or any(map(str.strip, row[len(header) :])):
            text = f"{len(row)} cells where the header has {len(header)}"
            if len(row) > len(header):
                text += "; is there a decimal comma without quotation marks around the figure?"
            faults.append(Fault(file, text, line))
        elif any(map(str.strip, cells)):
            found.append(Record(file, line, dict(zip(header, cells, strict=True))))
    return found, faults + unfit_faults(found)


def is_header(row: Sequence[str]) -> bool:
    """Whether this is the header of a file of clusters: it names an id or a component."""
    return not {"cluster_id", *COMPONENTS}.isdisjoint(name.strip().lower() for name in row)


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
    industry, name or country than the register has, or all four those of another cluster; an
    industry that is nearly a known one; a score of what is never scored in the group; a row without
    any score.
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
                if _A_DATE.fullmatch(record[column]):
                    problem += (
                        "; a spreadsheet has made a date of it: make the column text, type it anew"
                    )
                faults.append(record.fault(column, f'"{record[column]}" {problem}'))
        faults += _scores_at_fault(record, scored)
        updates[cluster] = Update(tuple(values), record["source"], record.file)
    new = [record for cluster, record in first.items() if cluster not in register]
    known = register.values()
    return updates, faults + twin_faults(new, known) + industry_faults(new, known)


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
                there = as_printed.at[cluster, column] if cluster in as_printed.index else None
                rows.append((cluster, column, there, values[column], update.source, update.file))
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS), dtype=object)
