"""From the bytes of the raw files to validated frames, with every fault found on the way."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import pandas as pd

from upgrading.cases import catalogue, cluster_rows, printed, profiles
from upgrading.cases import updates as authors
from upgrading.cases.catalogue import Printed, Table
from upgrading.faults import Fault, raise_if_any
from upgrading.files.codec import RawFile as RawFile
from upgrading.vocabulary import SECTOR_GROUPS


@dataclass(frozen=True)
class RawCases:
    """The raw files of the case data: the printed tables by exhibit, and the registers."""

    tables: Mapping[str, RawFile]
    clusters: RawFile
    labels: RawFile
    profiles: RawFile
    off_scale: RawFile
    errata: RawFile
    updates: Sequence[RawFile] = ()


def raw_cases(
    tables: Mapping[str, RawFile],
    updates: Mapping[str, RawFile],
    clusters: RawFile,
    labels: RawFile,
    profiles: RawFile,
    off_scale: RawFile,
    errata: RawFile,
) -> RawCases:
    """The raw files as a rule gives them: tables and authors' files by path."""
    by_exhibit = {PurePath(path).stem: file for path, file in tables.items()}
    authored = [*updates.values()]
    return RawCases(by_exhibit, clusters, labels, profiles, off_scale, errata, authored)


@dataclass(frozen=True)
class CleanCases:
    """The cleaned case data.

    `cells` are the printed cells of every table (`printed.CELL_COLUMNS`); `printed_clusters` and
    `corrected_clusters` the two editions of the clusters (`vocabulary.CLUSTER_COLUMNS`), authors'
    updates included in the second only; `profiles` and `stages` as in the module `profiles`;
    `updates` the scores that an author changed (`updates.CHANGE_COLUMNS`).
    """

    cells: pd.DataFrame
    printed_clusters: pd.DataFrame
    corrected_clusters: pd.DataFrame
    profiles: pd.DataFrame
    stages: pd.DataFrame
    updates: pd.DataFrame


def clean(raw: RawCases, tables: Mapping[str, Table], around: Mapping[str, Printed]) -> CleanCases:
    """Read, check and type the case data. Raises `DataFaults` with all faults at once.

    What follows from a faulty register alone is not reported: a line that cannot be read would be
    missed wherever it is referred to.
    """
    layouts = catalogue.layouts(tables, around)
    folder = posixpath.dirname(next(iter(raw.tables.values())).name)
    faults: list[Fault] = []
    unread: set[str] = set()

    def read(file: RawFile, columns: Sequence[str]) -> list[cluster_rows.Record]:
        found, wrong = cluster_rows.records(file.content, columns, file.name)
        faults.extend(wrong)
        unread.update([file.name] if wrong else [])
        return found

    register = read(raw.clusters, cluster_rows.REGISTER_COLUMNS)
    labels = read(raw.labels, cluster_rows.LABEL_COLUMNS)
    profile_register = read(raw.profiles, profiles.PROFILE_REGISTER_COLUMNS)
    off_scale = read(raw.off_scale, cluster_rows.OFF_SCALE_COLUMNS)
    errata = read(raw.errata, cluster_rows.ERRATA_COLUMNS)
    updates: list[cluster_rows.Record] = []
    for file in raw.updates:
        given, wrong = authors.records(file.content, file.name)
        faults += wrong
        unread.update([file.name] if wrong else [])
        if not given and file.name not in unread:
            faults.append(Fault(file.name, "there is a header and no rows below it", 1))
        updates += given

    wrong = cluster_rows.register_faults(register)
    faults += wrong
    unsure = not unread.isdisjoint({raw.clusters.name, raw.profiles.name}) or any(
        fault.column in {"cluster_id", "group"} for fault in wrong
    )
    unlabelled = raw.labels.name in unread
    groups = {record["cluster_id"]: record["group"] for record in register}
    others = [record["profile_id"] for record in profile_register] + list(SECTOR_GROUPS)
    registers = raw.clusters.name, raw.profiles.name
    names, wrong = cluster_rows.row_names(labels, tables, groups, others, registers)
    faults += [] if unsure or unlabelled else wrong

    frames = []
    for exhibit, file in raw.tables.items():
        rows, wrong = printed.parse(file.content, file.name)
        faults += wrong
        if wrong or unlabelled:
            continue
        if tables[exhibit].shape in {"prose", "stages"}:
            names[exhibit] = printed.self_named(rows)
        layout, named = layouts[exhibit], names[exhibit]
        frame, wrong = printed.cells(rows, layout, named, file.name, raw.labels.name)
        faults += wrong
        frames.append(frame)
    cells = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    shapes = {exhibit: table.shape for exhibit, table in tables.items()}
    if frames:
        faulty = {fault.file for fault in faults}

        def readable(register: Sequence[cluster_rows.Record]) -> list[cluster_rows.Record]:
            return [r for r in register if f"{folder}/{r['exhibit']}.csv" not in faulty]

        faults += cluster_rows.check(cells, shapes, off_scale, folder, raw.off_scale.name)
        faults += cluster_rows.off_scale_faults(readable(off_scale), cells, shapes)
        faults += cluster_rows.errata_faults(readable(errata), cells, shapes)
    listed = {} if unsure else {record["cluster_id"]: record for record in register}
    updated, wrong = authors.read(updates, listed, authors.scored_columns(tables))
    faults += wrong

    profile_frame = stages = pd.DataFrame()
    faulty = {fault.file for fault in faults}
    if faulty.isdisjoint({raw.tables["table_02"].name, raw.labels.name, raw.profiles.name}):
        by_profile = {record["profile_id"]: record for record in profile_register}
        profile_frame, wrong = profiles.profiles(cells, by_profile, folder)
        faults += wrong
    if not unsure:
        faults += profiles.register_faults(profile_register, groups, raw.clusters.name)
    if not unlabelled and raw.tables["table_20"].name not in faulty:
        stages, wrong = profiles.salmon_stages(cells, folder)
        faults += wrong
    raise_if_any(faults)

    as_printed = cluster_rows.clusters(register, cells, shapes)
    corrected = cluster_rows.clusters(register, cluster_rows.corrected(cells, errata), shapes)
    return CleanCases(
        cells,
        as_printed,
        authors.applied(corrected, updated),
        profile_frame,
        stages,
        authors.changes(updated, as_printed, corrected),
    )
