"""Figures of the field-study clusters (Table 2) and of the salmon cluster's stages (Table 20)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction

import pandas as pd

from upgrading.cases import printed
from upgrading.cases.cluster_rows import Record
from upgrading.faults import Fault, guess, near
from upgrading.vocabulary import AMOUNTS, JOBS, STAGE_COLUMNS

PROFILE_REGISTER_COLUMNS = ("profile_id", "cluster_id", "product", "jobs_counted_with", "note")

PROFILE_COLUMNS = (
    "profile_id",
    "cluster_id",
    "product",
    "created",
    "firms",
    "additional_firms",
    *AMOUNTS,
    *JOBS,
    "jobs_counted_with",
    "exports_exceed_production",
    "note",
)

TONNES = {
    "production_at_the_start_tonnes": "tonnes_start",
    "production_at_the_end_tonnes": "tonnes_end",
}
"""Rows of Table 20 with tonnes produced, and the columns they become."""

DATES = ("earliest", "latest", "year", "decade")
"""First, last and exact possible year of creation, and the decade, as columns."""

ROWS_OF_TABLE_2 = "rows_of_table_2"
"""How many rows of Table 2 a cluster has, as a column."""

_CREATED = re.compile(r"(mid )?(\d{4})(s?)")

_RANGE = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")


def register_faults(
    register: Sequence[Record], clusters: Collection[str], clusters_file: str
) -> list[Fault]:
    """Faults of the register of profiles.

    The same id twice, a cluster that is none of `clusters` (the ids of `clusters_file`), jobs
    counted with what is no other profile, or with one whose own lead back to them.
    """
    faults: list[Fault] = []
    lines: dict[str, int] = {}
    ids = [record["profile_id"] for record in register]
    for record in register:
        profile, cluster, other = (
            record[column] for column in ("profile_id", "cluster_id", "jobs_counted_with")
        )
        if profile in lines:
            text = f'"{profile}" is on line {lines[profile]} already'
            faults.append(record.fault("profile_id", text))
            continue
        lines[profile] = record.line
        if not cluster:
            faults.append(record.fault("cluster_id", "the cell is empty"))
        elif cluster not in clusters:
            text = f'"{cluster}" is not an id of {clusters_file}{guess(cluster, clusters)}'
            faults.append(record.fault("cluster_id", text))
        if other and other == profile:
            text = f'"{other}" is the profile itself; name another one, or leave the cell empty'
            faults.append(record.fault("jobs_counted_with", text))
        elif other and other not in ids:
            others = [name for name in ids if name != profile]
            text = f'"{other}" is not another profile{near(other, others)}'
            faults.append(record.fault("jobs_counted_with", text))
    return faults + _rounds(register)


def _rounds(register: Sequence[Record]) -> list[Fault]:
    """A fault for each round of profiles that count their jobs with the next, at its first line."""
    records: dict[str, Record] = {}
    for record in register:
        records.setdefault(record["profile_id"], record)
    faults: list[Fault] = []
    told: set[str] = set()
    for first in records:
        way = [first]
        while (other := records[way[-1]]["jobs_counted_with"]) in records and other not in way:
            way.append(other)
        # a profile that names itself has a fault of its own
        if other != first or len(way) == 1 or first in told:
            continue
        told.update(way)
        back = ", ".join(f"{profile} (line {records[profile].line})" for profile in way[1:])
        text = (
            f'"{way[1]}" leads back to {first} itself, by way of {back}: no row has the jobs; '
            "leave the cell empty in the row that has them"
        )
        faults.append(records[first].fault("jobs_counted_with", text))
    return faults


def firms(text: str) -> tuple[Fraction | None, ...]:
    """Firms, and additional local providers if any: `10.605` is 10,605; `65 + 150` is both.

    Raises `ValueError` if the text is neither.
    """
    return tuple(printed.count(part) for part in text.split("+", 1))


def span(text: str) -> tuple[Fraction, Fraction]:
    """Both ends of a range: `2.8-4.5`. Raises `ValueError`."""
    match = _RANGE.fullmatch(text.strip())
    if not match:
        raise ValueError(f'"{text}" is not a range, such as 2.8-4.5')
    return Fraction(match[1]), Fraction(match[2])


def years(text: str) -> tuple[Fraction, Fraction]:
    """First and last year of a stage: `1978-85` is 1978 and 1985. Raises `ValueError`."""
    first, last = span(text)
    if last < 100:
        last += first - first % 100
    return first, last


def _read(
    cell: pd.Series, reader: Callable[[str], object], folder: str, faults: list[Fault]
) -> object:
    try:
        return reader(cell["printed"])
    except ValueError as error:
        column = printed.column_label(cell["header"])
        faults.append(Fault(f"{folder}/{cell['exhibit']}.csv", str(error), cell["line"], column))
        return None


def profiles(
    cells: pd.DataFrame, register: Mapping[str, Record], folder: str
) -> tuple[pd.DataFrame, list[Fault]]:
    """The clusters studied in the field, one row per row of Table 2, columns `PROFILE_COLUMNS`.

    Production and exports are millions of US dollars, firms and jobs are counts; all `Fraction` or
    `None`. `exports_exceed_production` is true where they do in either year, false where both are
    printed and they do not, `None` otherwise; `note` keeps the report's own remark. Faults: a
    figure that cannot be read.
    """
    faults: list[Fault] = []
    rows = []
    body = cells[(cells["exhibit"] == "table_02") & (cells["row_kind"] == "body")]
    readers: dict[str, Callable[[str], object]] = {
        "created": str.strip,
        "firms": firms,
        **dict.fromkeys(AMOUNTS, printed.amount),
        **dict.fromkeys(JOBS, printed.count),
    }
    for profile, line in body.groupby("row", sort=False):
        row: dict[str, object] = {"profile_id": profile}
        by_column = {cell["column"]: cell for _, cell in line.iterrows()}
        for column, reader in readers.items():
            row[column] = _read(by_column[column], reader, folder, faults)
        counted = row["firms"] if isinstance(row["firms"], tuple) else (None,)
        row["firms"], row["additional_firms"] = (*counted, None)[:2]
        record = register[str(profile)]
        for column in ("cluster_id", "product", "jobs_counted_with", "note"):
            row[column] = record[column] or None
        row["exports_exceed_production"] = _exceeds(
            [
                (row["exports_2002"], row["production_2002"]),
                (row["exports_1996"], row["production_1995"]),
            ]
        )
        rows.append(row)
    return pd.DataFrame(rows, columns=list(PROFILE_COLUMNS), dtype=object), faults


def _exceeds(pairs: list[tuple[object, object]]) -> bool | None:
    known = [
        exports > production
        for exports, production in pairs
        if isinstance(exports, Fraction) and isinstance(production, Fraction)
    ]
    return any(known) if known else None


def salmon_stages(cells: pd.DataFrame, folder: str) -> tuple[pd.DataFrame, list[Fault]]:
    """The salmon cluster's three stages (Table 20), columns `STAGE_COLUMNS`.

    Tonnes produced at the start and the end of the stage, lowest and highest price in US dollars
    per kilogram. Faults: a figure that cannot be read.
    """
    faults: list[Fault] = []
    rows = []
    body = cells[
        (cells["exhibit"] == "table_20")
        & (cells["row_kind"] == "body")
        & (cells["column"] != "label_1")
    ]
    for stage, column in body.groupby("column", sort=False):
        cell = {c["row"]: c for _, c in column.iterrows()}
        period = _read(cell["years"], years, folder, faults)
        price = _read(cell["price_us_kg"], span, folder, faults)
        rows.append(
            (
                stage,
                *(period if isinstance(period, tuple) else (None, None)),
                *(_read(cell[row], printed.count, folder, faults) for row in TONNES),
                *(price if isinstance(price, tuple) else (None, None)),
            )
        )
    return pd.DataFrame(rows, columns=list(STAGE_COLUMNS), dtype=object), faults


def dated(profiles: pd.DataFrame) -> pd.DataFrame:
    """The profiles (`PROFILE_COLUMNS`) with the columns `DATES`, `None` where there is no date.

    1987 is that year, the 1980s are ten years, and the middle of a decade its years 4 to 6; the
    decade is that of the first possible year, 1980 for each of the three.
    """
    found = [_created(text) for text in profiles["created"]]
    dates = pd.DataFrame(found, columns=list(DATES), index=profiles.index, dtype=object)
    return profiles.drop(columns=list(DATES), errors="ignore").join(dates)


def _created(text: str) -> tuple[Fraction | None, ...]:
    match = _CREATED.fullmatch(text)
    if match is None:
        return (None,) * len(DATES)
    first = int(match[2]) + (4 if match[1] else 0)
    last = first + (0 if not match[3] else 2 if match[1] else 9)
    year = Fraction(first) if first == last else None
    return Fraction(first), Fraction(last), year, Fraction(first // 10 * 10)


def with_rows(scores: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """The clusters with the dates of their first row in Table 2 and how many rows they have there.

    Adds the columns `DATES`, `profile_id` and `ROWS_OF_TABLE_2`; `profiles` must be `dated`.
    """
    first = profiles.drop_duplicates("cluster_id")[["cluster_id", "profile_id", *DATES]]
    joined = scores.merge(first, "left", "cluster_id", validate="one_to_one").astype(object)
    joined = joined.where(joined.notna(), None)
    counts = profiles["cluster_id"].value_counts()
    rows = [Fraction(int(counts.get(cluster, 0))) for cluster in joined["cluster_id"]]
    return joined.assign(**{ROWS_OF_TABLE_2: pd.Series(rows, index=joined.index, dtype=object)})
