"""BACI in Parquet: converted once, a folder per year, so that an added year costs only itself."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd

from upgrading.faults import Fault
from upgrading.trade import schema
from upgrading.trade.large.source import (
    PRODUCT,
    BaciFile,
    Unsound,
    blank_lines,
    cell_faults,
    checked,
    literal,
    with_rows,
)
from upgrading.trade.readers import cells, records
from upgrading.trade.readers.codes import Codes
from upgrading.trade.readers.formats import baci

_YEAR: Final = "year="
_UNFINISHED: Final = "unfinished"

# BACI's numbers of countries are multiples of 4 for the most part: a prime parts them evenly
_PARTS: Final = 7

DECIMAL: Final = "DECIMAL(18,6)"
"""Type of values and quantities: exact, so that sums are the same in any order."""


def years(folder: Path) -> list[int]:
    """The years in a store, in order; none where there is no store."""
    return sorted(int(path.name[len(_YEAR) :]) for path in folder.glob(f"{_YEAR}*"))


def convert(
    connection: duckdb.DuckDBPyConnection, file: BaciFile, folder: Path
) -> tuple[list[int], list[Fault]]:
    """Add a file of BACI (`source.recognised`) to the store in `folder`: its years, and faults.

    Each year is a folder `year=1996` with Parquet in it: `file` and `line` where
    the row stands, `i`, `j` (numbers of countries), `k` (HS code as text, with its leading zero),
    `v` (1000 USD) and `q` (tonnes, NULL where missing) as `DECIMAL`. A year that is there already
    is replaced. Faults: what cannot be read, a file without rows, a flow that stands twice (it is
    never summed), another HS vintage than the store's; then the store stays as it was.
    """
    vintages = {baci.vintage(name) for name in files(connection, folder)}
    if vintages - {own := baci.vintage(file.name)}:
        text = f"is {own}, the store has {', '.join(sorted(vintages))}: make another store for it"
        return [], [Fault(file.name, text)]
    unfinished = folder / _UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        _, faults = with_rows(
            connection, file, lambda rows: _copy(connection, rows, file, unfinished), cell_faults
        )
        added = [] if faults else years(unfinished)
        if repeated := [
            fault for year in added for fault in _repeated(connection, unfinished, year, file)
        ]:
            added, faults = [], repeated
        for year in added:
            place = folder / f"{_YEAR}{year}"
            shutil.rmtree(place, ignore_errors=True)
            (unfinished / place.name).rename(place)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return added, faults


def _copy(connection: duckdb.DuckDBPyConnection, rows: str, file: BaciFile, folder: Path) -> None:
    """Write the rows in the order of the file, numbered by its lines."""
    numbered = f"(SELECT *, row_number() OVER () + {file.skipped + 1} AS line FROM {checked(rows)})"
    if gaps := blank_lines(file):
        # the nth blank line moves the rows below it by n; of neighbouring ones the last counts
        moved = {gap - n: n + 1 for n, gap in enumerate(gaps)}
        starts = ", ".join(map(str, moved.items()))
        numbered = f"""(SELECT rows.* REPLACE (rows.line + coalesce(moved.further, 0) AS line)
            FROM {numbered} AS rows
            ASOF LEFT JOIN (VALUES {starts}) AS moved (line, further) ON rows.line >= moved.line)"""
    written = connection.execute(
        f"""COPY (
            SELECT t::SMALLINT AS year, {literal(file.name)} AS file, line::BIGINT AS line, i, j,
                ({PRODUCT}) AS k, v::{DECIMAL} AS v, q::{DECIMAL} AS q
            FROM {numbered}
        ) TO {literal(folder)} (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (year),
            FILENAME_PATTERN 'flows', OVERWRITE_OR_IGNORE)"""
    ).fetchall()
    if written == [(0,)]:
        raise Unsound


def _repeated(
    connection: duckdb.DuckDBPyConnection, folder: Path, year: int, file: BaciFile
) -> list[Fault]:
    """Faults of flows that stand twice: same year, exporter, importer and product.

    Exporters are looked at in parts, since all keys of a year together fill the memory.
    """
    found: list[tuple[int, int]] = []
    for part in range(_PARTS):
        found += connection.execute(
            f"""SELECT min(line), max(line) FROM {_parquet(folder, year)}
            WHERE i % {_PARTS} = {part} GROUP BY i, j, k HAVING count(*) > 1"""
        ).fetchall()
    found.sort()
    same = "the same year, exporter, importer and product as on line {}"
    faults = [Fault(file.name, same.format(a), b) for a, b in found[: cells.LISTED]]
    if (more := len(found) - cells.LISTED) > 0:
        faults.append(Fault(file.name, f"and {more} more flows that stand twice"))
    return faults


def _parquet(folder: Path, year: int | None = None) -> str:
    place = folder / (f"{_YEAR}*" if year is None else f"{_YEAR}{year}") / "*.parquet"
    types = "hive_partitioning = true, hive_types = {'year': 'SMALLINT'}"
    return f"read_parquet({literal(place)}, {types})"


def files(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[str]:
    """Names of the files of which a store has rows, in alphabetical order."""
    if not years(folder):
        return []
    found = connection.execute(f"SELECT DISTINCT file FROM {_parquet(folder)} ORDER BY file")
    return [name for (name,) in found.fetchall()]


def rows(folder: Path, year: int) -> str:
    """SQL of the rows of one year, as `source.millionths` takes them."""
    return f"""(
        SELECT year::USMALLINT AS t, i, j, k::UINTEGER AS k, v::DOUBLE AS v, q::DOUBLE AS q
        FROM {_parquet(folder, year)})"""


def counted(
    connection: duckdb.DuckDBPyConnection, folder: Path, products: Collection[str]
) -> pd.DataFrame:
    """The account of a store's rows where the flows of `products` are read (`records.account`)."""
    if not years(folder):
        return records.account(0, 0, 0.0, 0)
    wanted = ", ".join(map(literal, ["", *products]))
    ((met, others, value),) = connection.execute(
        f"""SELECT count(*), count(*) FILTER (other), coalesce(sum(v) FILTER (other), 0)
        FROM (SELECT v, k NOT IN ({wanted}) AS other FROM {_parquet(folder)})"""
    ).fetchall()
    return records.account(met, others, float(value * 1000), met - others)


def flows(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    products: Collection[str],
    codes: Codes,
) -> pd.DataFrame:
    """Flows of these HS products (`080450`), all exporters and years (`upgrading.trade.schema`).

    The same as `formats.baci.read` gives for these rows of the files; sorted by file and line.
    """
    if not years(folder) or not products:
        return schema.empty()
    wanted = ", ".join(literal(product) for product in sorted(products))
    frame = connection.execute(
        f"""SELECT file, line, year AS t, i::VARCHAR AS i, j::VARCHAR AS j, k, v::DOUBLE AS v,
            q::DOUBLE AS q
        FROM {_parquet(folder)} WHERE k IN ({wanted}) ORDER BY file, line"""
    ).df()
    parts = [baci.as_flows(part, str(file), codes) for file, part in frame.groupby("file")]
    return schema.conform(pd.concat(parts)) if parts else schema.empty()
