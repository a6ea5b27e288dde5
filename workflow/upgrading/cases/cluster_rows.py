"""From printed tables, labels and errata to one validated row per cluster.

Every score of a cluster is printed once: components in Annex 1 (Annex Tables 1-8), governance in
Tables 4, 8 and 12, upgrading in Tables 5, 9, 13 and 16. What else the tables print about a cluster
(indices, degrees, sums) is determined by these and is recomputed, not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import pandas as pd

from upgrading.cases import printed
from upgrading.cases.catalogue import Table
from upgrading.cases.countries import PRESENT, code_problem
from upgrading.faults import Fault, alike_to_the_eye, guess, near_name, plain, shown, unfit, unseen
from upgrading.vocabulary import (
    CLUSTER_COLUMNS,
    COMPONENTS,
    DEGREES,
    GOVERNANCE,
    GOVERNANCE_CODES,
    HIGHEST_INDEX,
    HIGHEST_SCORE,
    INDICES,
    SCORES,
    SECTOR_GROUPS,
    UPGRADING,
)

REGISTER_COLUMNS = ("cluster_id", "group", "industry", "name", "country")
LABEL_COLUMNS = ("exhibit", "label_1", "label_2", "row")
ERRATA_COLUMNS = ("exhibit", "row", "column", "printed", "corrected", "evidence")
OFF_SCALE_COLUMNS = ("exhibit", "row", "column", "printed", "note")

FREE_TEXT = frozenset(
    (
        *("industry", "name", "label_1", "label_2", "product", "note", "evidence"),
        *("source", "licence"),
    )
)
"""Columns of the registers and of authors' files whose words are anybody's."""

SCORE_SHAPES = ("components", "governance", "upgrading")
"""Shapes of the tables whose body cells are scores of clusters."""

RowNames: TypeAlias = Mapping[tuple[str, ...], str]
"""Printed labels of a row to its name."""

_ID = re.compile("[a-z0-9_]+")
_OTHER_ROWS = re.compile(r"total|average|(?:header|panel|section)_[0-9]+")

HALF_STEPS = frozenset(Fraction(n, 2) for n in range(2 * HIGHEST_SCORE + 1))


@dataclass(frozen=True)
class Record:
    """One line of a register: its values by column, and where it stands."""

    file: str
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The value in `column`, without surrounding blanks."""
        return self.values[column].strip()

    def fault(self, column: str, problem: str) -> Fault:
        """A fault at this line, in `column`."""
        return Fault(self.file, problem, self.line, column)


def records(content: bytes, columns: Sequence[str], file: str) -> tuple[list[Record], list[Fault]]:
    """Read a register of the project's own, or an author's file: one header, named columns.

    Faults: those of `printed.parse`, a missing or extra column, a row of another width.
    """
    rows, faults = printed.parse(content, file)
    if faults:
        return [], faults
    if wrong := printed.header_faults(rows[0], columns, file, 1):
        lines = list(enumerate(rows, start=1))
        late = printed.late_header(lines, lambda row: set(columns) <= set(row), file)
        return [], late or wrong
    found: list[Record] = []
    for line, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue  # spreadsheets leave empty lines behind
        if len(row) == len(columns):
            found.append(Record(file, line, dict(zip(columns, row, strict=True))))
        else:
            text = f"{len(row)} cells where the header has {len(columns)}"
            faults.append(Fault(file, text, line))
    return found, faults + unfit_faults(found)


def unfit_faults(found: Iterable[Record]) -> list[Fault]:
    """Words of authors, on their way to tables, that a spreadsheet would compute."""
    return [
        record.fault(column, problem)
        for record in found
        for column in FREE_TEXT & record.values.keys()
        if not printed.is_missing(record[column])
        and not unseen(record[column])
        and (problem := unfit(record[column]))
    ]


def register_faults(register: Sequence[Record]) -> list[Fault]:
    """Faults of the register of clusters.

    The same id twice, `identity_faults`, `twin_faults`, `industry_faults`.
    """
    faults: list[Fault] = []
    lines: dict[str, int] = {}
    for record in register:
        cluster = record["cluster_id"]
        if cluster in lines:
            faults.append(
                record.fault("cluster_id", f'"{cluster}" is on line {lines[cluster]} already')
            )
        lines.setdefault(cluster, record.line)
        faults += identity_faults(record)
    return faults + twin_faults(register) + industry_faults(register)


def industry_faults(register: Iterable[Record], known: Iterable[Record] = ()) -> list[Fault]:
    """Industries that are one written otherwise, or nearly one, of a line before or of `known`."""
    first: dict[str, Record] = {}
    for record in known:
        first.setdefault(record["industry"], record)
    faults: list[Fault] = []
    for record in register:
        industry = record["industry"]
        if industry and industry not in first and (other := near_name(industry, first)):
            there = f"{first[other].file}, line {first[other].line}"
            same = plain(other) == plain(industry)
            text = (
                f'{shown(industry)} is {"" if same else "nearly "}"{other}" ({there})'
                f"{alike_to_the_eye(industry, [other])}; write it as there, or name an industry "
                "that cannot be taken for it"
            )
            faults.append(record.fault("industry", text))
            continue
        first.setdefault(industry, record)
    return faults


def twin_faults(register: Iterable[Record], known: Iterable[Record] = ()) -> list[Fault]:
    """Clusters that only their id tells from one before them, or from one of those `known`."""
    first = {_identity(record): record for record in known}
    faults: list[Fault] = []
    for record in register:
        twin = first.setdefault(_identity(record), record)
        if twin["cluster_id"] != record["cluster_id"] and all(_identity(record)):
            written = "" if record["name"] == twin["name"] else f', written "{twin["name"]}" there'
            text = (
                f'"{record["name"]}" has the group, industry, name and country of '
                f"{twin['cluster_id']} ({twin.file}, line {twin.line}{written}); a reader could "
                "not tell the two apart"
            )
            faults.append(record.fault("name", text))
    return faults


def _identity(record: Record) -> tuple[str, ...]:
    """What tells a cluster to a reader, however it is written."""
    group, industry, name, country = (record[column] for column in REGISTER_COLUMNS[1:])
    return group, plain(industry) or industry, plain(name) or name, country


def identity_faults(record: Record) -> list[Fault]:
    """Faults of who a cluster is: an empty cell, a line break, an id, group or country not such."""
    faults = [
        record.fault(column, "the cell is empty")
        for column in REGISTER_COLUMNS
        if not record[column]
    ]
    faults += [
        record.fault(column, f"{shown(record[column])} has a line break; it must be one line")
        for column in ("industry", "name")
        if len(record[column].splitlines()) > 1
    ]
    cluster = record["cluster_id"]
    if _OTHER_ROWS.fullmatch(cluster):
        text = f'"{cluster}" is what another row of the tables is called; choose another id'
        faults.append(record.fault("cluster_id", text))
    if cluster and not _ID.fullmatch(cluster):
        allowed = "lower case letters a to z, digits and _, such as footwear_franca"
        faults.append(record.fault("cluster_id", f'"{cluster}" is not an id (allowed: {allowed})'))
    if record["group"] and record["group"] not in SECTOR_GROUPS:
        allowed = ", ".join(SECTOR_GROUPS)
        faults.append(
            record.fault(
                "group",
                f'"{record["group"]}" is not a sector group{guess(record["group"], SECTOR_GROUPS)} '
                f"(allowed: {allowed})",
            )
        )
    country = record["country"]
    if country and (problem := code_problem(country, PRESENT)):
        faults.append(record.fault("country", problem))
    return faults


CLUSTER_SHAPES = (*SCORE_SHAPES, "index")
"""Shapes of the tables whose rows are the clusters of one sector group."""


def row_names(
    labels: Sequence[Record],
    tables: Mapping[str, Table],
    groups: Mapping[str, str],
    other_rows: Iterable[str],
    registers: tuple[str, str],
) -> tuple[dict[str, RowNames], list[Fault]]:
    """The table of labels as: exhibit, to printed labels, to the name of the row.

    `groups` gives the sector group of every cluster, `other_rows` the names of profiles and
    groups, `registers` the files of clusters and profiles, for the messages.
    Rows of tables by degree are named by their degree and need no label. Faults: an exhibit that
    does not exist, a row that is none of those known (once, however many labels it has), a cluster
    in a table of another group, no profile in the table of profiles or no group in one of groups, a
    label given twice for one exhibit, a cluster without a label in tables of its group. A label at
    fault still names its row, so that the table is not at fault.
    """
    others = frozenset(other_rows)
    names: dict[str, dict[tuple[str, ...], str]] = {exhibit: {} for exhibit in tables}
    faults: list[Fault] = []
    times = Counter(record["row"] for record in labels)
    unknown: set[str] = set()
    for record in labels:
        exhibit, row = record["exhibit"], record["row"]
        if exhibit not in tables:
            faults.append(record.fault("exhibit", f'"{exhibit}" is not a printed table'))
            continue
        table = tables[exhibit]
        if row not in groups and row not in others:
            if row not in unknown:
                more = f" (nor on {times[row] - 1} more lines)" if times[row] > 1 else ""
                where = " or ".join(registers)
                text = f'"{row}" is not a sector group and is not in {where}{more}'
                faults.append(record.fault("row", text))
            unknown.add(row)
        elif table.shape in CLUSTER_SHAPES and groups.get(row) != table.group:
            where = f"{table.group} in {registers[0]}"
            text = f'"{row}" is not a cluster of {where}, which {exhibit} lists'
            faults.append(record.fault("row", text))
        elif table.shape == "profiles" and row not in others.difference(SECTOR_GROUPS):
            text = f'"{row}" is not a profile of {registers[1]}, which {exhibit} lists'
            faults.append(record.fault("row", text))
        elif table.shape == "group_averages" and row not in SECTOR_GROUPS:
            text = f'"{row}" is not a sector group, which {exhibit} lists'
            faults.append(record.fault("row", text))
        label = tuple(record[f"label_{n + 1}"] for n in range(table.labels))
        if label in names[exhibit]:
            text = f'"{", ".join(filter(None, label))}" names a row of {exhibit} twice'
            faults.append(record.fault("label_1", text))
        names[exhibit][label] = row
    for exhibit, table in tables.items():
        if table.shape == "by_degree":
            names[exhibit] = {(label,): degree for degree, label in DEGREES.items()}
    for cluster, group in groups.items():
        without = [
            exhibit
            for exhibit, table in tables.items()
            if table.shape in CLUSTER_SHAPES
            and table.group == group
            and cluster not in names[exhibit].values()
        ]
        if without and labels:
            text = f"{cluster} has no label in {', '.join(without)}, of its group"
            faults.append(Fault(labels[0].file, text))
    return dict(names), faults


def _score(text: str) -> Fraction | None:
    value = printed.score(text)
    if value is not None and value not in HALF_STEPS:
        raise ValueError
    return value


def _governance_code(text: str) -> Fraction | None:
    value = printed.score(text)
    if value is not None and value not in GOVERNANCE_CODES:
        raise ValueError
    return value


def _index(text: str) -> Fraction | None:
    value = printed.score(text)
    if value is not None and value > HIGHEST_INDEX:
        raise ValueError
    return value


_CODES = ", ".join(f"{code} {meaning}" for code, meaning in GOVERNANCE_CODES.items())

_Reader: TypeAlias = tuple[Callable[[str], object], str]

_ANY_NUMBER: _Reader = (printed.score, "is not a number")

BODY_READERS: dict[str, _Reader] = {
    **dict.fromkeys(SCORES, (_score, "is not a score on the 0–3 half-step scale")),
    **dict.fromkeys(GOVERNANCE, (_governance_code, f"is not a governance code ({_CODES})")),
    **dict.fromkeys(INDICES, (_index, f"is not an index between 0 and {HIGHEST_INDEX}")),
    "ce_degree": (printed.degree, "is not High, Medium or Low"),
}
"""How the printed cells of a cluster's row are read, and what is said of one that cannot be."""


def check(
    cells: pd.DataFrame,
    shapes: Mapping[str, str],
    off_scale: Sequence[Record],
    folder: str,
    off_scale_file: str,
) -> list[Fault]:
    """Faults of the printed cells: every score on its scale, every figure readable, words fit.

    `cells` as from `printed.cells`, all tables together; `off_scale` names the cells that the
    report prints off the scale, as `off_scale_file` has them; `folder`
    is where the tables lie, for the messages.
    """
    allowed = {(*_cell_of(r), r["printed"]) for r in off_scale}
    faults: list[Fault] = []
    figures = cells[
        cells["row_kind"].isin(["body", "total", "average"])
        & ~cells["column"].str.startswith("label_")
        & cells["exhibit"].map(shapes).isin([*CLUSTER_SHAPES, "by_degree", "group_averages"])
    ]
    for cell in figures.itertuples():
        if (cell.exhibit, cell.row, cell.column, cell.printed) in allowed:
            continue
        scored = cell.row_kind == "body" and shapes[cell.exhibit] in CLUSTER_SHAPES
        read, problem = BODY_READERS.get(cell.column, _ANY_NUMBER) if scored else _ANY_NUMBER
        file, column = f"{folder}/{cell.exhibit}.csv", printed.column_label(cell.header)
        if scored and not cell.printed.strip():
            text = "the cell is empty; a figure that the report does not give is printed n.a."
            faults.append(Fault(file, text, cell.line, column))
            continue
        try:
            read(cell.printed)
        except ValueError:
            number = _read_or_text(printed.score, cell.printed)
            if read is _score and isinstance(number, Fraction) and number <= HIGHEST_SCORE:
                problem += f", nor listed in {off_scale_file}"
            faults.append(Fault(file, f'"{cell.printed}" {problem}', cell.line, column))
    words = cells[
        ~cells.index.isin(figures.index) & ~cells["printed"].map(printed.is_missing).astype(bool)
    ]
    return faults + [
        Fault(f"{folder}/{cell.exhibit}.csv", wrong, cell.line, printed.column_label(cell.header))
        for cell in words.itertuples()
        if (wrong := unfit(cell.printed, lines=True))
    ]


def _cell_of(record: Record) -> tuple[str, str, str]:
    """The printed cell that an entry is about: exhibit, row, column."""
    return record["exhibit"], record["row"], record["column"]


def off_scale_faults(
    off_scale: Sequence[Record], cells: pd.DataFrame, shapes: Mapping[str, str]
) -> list[Fault]:
    """Faults of the entries of what is printed off the half-step scale.

    No cell of a score or an index, the same cell twice, no number within its bounds, one on the
    scale, or another string than the cell's. `check` tells of a cell that cannot be read.
    """
    scored = cells[
        (cells["row_kind"] == "body")
        & cells["exhibit"].map(shapes).isin(CLUSTER_SHAPES)
        & cells["column"].isin([*SCORES, *INDICES])
    ]
    strings = scored.set_index(["exhibit", "row", "column"])["printed"].to_dict()
    lines: dict[tuple[str, str, str], int] = {}
    faults: list[Fault] = []
    for record in off_scale:
        key = _cell_of(record)
        if key not in strings:
            text = f"there is no printed score or index {', '.join(key)}"
            faults.append(record.fault("row", text))
            continue
        if key in lines:
            text = f"the cell {', '.join(key)} is on line {lines[key]} already"
            faults.append(record.fault("row", text))
            continue
        lines[key] = record.line
        if problem := _off_scale_problem(record, strings[key]):
            faults.append(record.fault("printed", problem))
    return faults


def _off_scale_problem(record: Record, string: str) -> str | None:
    text, column = record["printed"], record["column"]
    highest = HIGHEST_INDEX if column in INDICES else HIGHEST_SCORE
    value = _read_or_text(printed.score, text)
    if not text:
        return "the cell is empty; give the number as it is printed"
    if not isinstance(value, Fraction) or value > highest:
        return f'"{text}" is not a number between 0 and {highest}'
    if (2 * value).denominator == 1:
        return f'"{text}" is on the half-step scale and needs no entry here'
    read, _ = BODY_READERS[column]
    if text != string and not isinstance(_read_or_text(read, string), str):
        return f'"{text}" is not what {record["exhibit"]} prints there ("{string}")'
    return None


def _read_or_text(read: Callable[[str], object], text: str) -> object:
    """What is read, or the text if it cannot be."""
    try:
        return read(text)
    except ValueError:
        return text


def errata_faults(
    errata: Sequence[Record], cells: pd.DataFrame, shapes: Mapping[str, str]
) -> list[Fault]:
    """Faults of the errata.

    No such cell, one that is no score of a cluster (all else is recomputed or shown as printed),
    one corrected twice, a printed string that is not the cell's, a correction that is empty, cannot
    be read or changes nothing, no evidence.
    """
    scored = (
        (cells["row_kind"] == "body")
        & cells["exhibit"].map(shapes).isin(SCORE_SHAPES)
        & cells["column"].isin([*SCORES, *GOVERNANCE])
    )
    place = ["exhibit", "row", "column"]
    strings = cells.set_index(place)["printed"].to_dict()
    scores = set(cells.loc[scored, place].itertuples(index=False, name=None))
    faults: list[Fault] = []
    seen: set[tuple[str, str, str]] = set()
    for record in errata:
        key = _cell_of(record)
        if key not in strings:
            text = f"there is no printed cell {', '.join(key)}"
            faults.append(record.fault("row", text))
            continue
        if key not in scores:
            text = (
                f"{', '.join(key)} is not a score of a cluster; sums, means, indices and degrees "
                "are recomputed and other cells shown as printed, so a correction would have no "
                "effect"
            )
            faults.append(record.fault("row", text))
            continue
        if key in seen:
            faults.append(record.fault("row", f"the cell {', '.join(key)} is corrected twice"))
        seen.add(key)
        if record["printed"] != strings[key]:
            text = f'"{record["printed"]}" is not what {key[0]} prints there ("{strings[key]}")'
            faults.append(record.fault("printed", text))
        read, problem = BODY_READERS[key[2]]
        try:
            changed = read(record["corrected"]) != _read_or_text(read, record["printed"])
        except ValueError:
            faults.append(record.fault("corrected", f'"{record["corrected"]}" {problem}'))
        else:
            if not record["corrected"]:
                text = "the cell is empty; a figure that is not available is written n.a."
                faults.append(record.fault("corrected", text))
            elif not changed:
                text = f'"{record["corrected"]}" is the same as the printed "{record["printed"]}"'
                faults.append(record.fault("corrected", text))
        if not record["evidence"]:
            faults.append(record.fault("evidence", "the cell is empty; say why it is a misprint"))
    return faults


def corrected(cells: pd.DataFrame, errata: Sequence[Record]) -> pd.DataFrame:
    """The cells of the corrected edition: the printed strings with the errata applied."""
    replacement = {_cell_of(r): r["corrected"] for r in errata}
    keys = zip(cells["exhibit"], cells["row"], cells["column"], strict=True)
    strings = [replacement.get(key, text) for key, text in zip(keys, cells["printed"], strict=True)]
    return cells.assign(printed=strings)


def clusters(
    register: Sequence[Record], cells: pd.DataFrame, shapes: Mapping[str, str]
) -> pd.DataFrame:
    """One row per cluster of the register, columns `CLUSTER_COLUMNS`, scores as `Fraction`.

    What is printed `n.a.`, or not scored for the cluster's group (governance and intersectoral
    upgrading in some), is `None`. `cells` must have passed `check`.
    """
    wanted = [*COMPONENTS, *GOVERNANCE, *UPGRADING]
    scores = cells[
        (cells["row_kind"] == "body")
        & cells["exhibit"].map(shapes).isin(SCORE_SHAPES)
        & cells["column"].isin(wanted)
    ]
    value = {(cell.row, cell.column): printed.score(cell.printed) for cell in scores.itertuples()}
    rows = [
        [record[column] for column in REGISTER_COLUMNS]
        + [value.get((record["cluster_id"], column)) for column in wanted]
        for record in register
    ]
    return pd.DataFrame(rows, columns=list(CLUSTER_COLUMNS), dtype=object)
