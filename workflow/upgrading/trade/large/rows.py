"""The rows of one BACI file in a temporary table: which stand twice, which are of a product.

The table is DuckDB's: what memory does not hold lies in the connection's scratch folder, and goes
with it. It has the columns `t, i, j, k, v, q` in the order of the file; its `rowid` is that order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

import duckdb
import numpy as np
import pandas as pd

from upgrading.faults import Fault
from upgrading.trade import schema
from upgrading.trade.large.source import (
    MILLIONTHS,
    PRODUCT,
    BaciFile,
    Unsound,
    blank_lines,
    cell_faults,
    checked,
    with_rows,
)
from upgrading.trade.readers import cells, records
from upgrading.trade.readers.codes import Codes
from upgrading.trade.readers.formats import baci

TABLE: Final = "file_rows"

_PART: Final = 1_500_000
"""Rows whose keys are held at once where repeated ones are looked for."""

_VECTORS: Final = 100
"""Of 2,048 rows each: as many flows of the products are in memory at once."""


def load(connection: duckdb.DuckDBPyConnection, file: BaciFile) -> list[Fault]:
    """Read a file (`source.recognised`) into the table `TABLE`, in the place of the one before.

    Faults: all that cannot be read, a file without rows; then there is no table.
    """
    forget(connection)

    def use(rows: str) -> None:
        read = connection.execute(f"CREATE TEMP TABLE {TABLE} AS SELECT * FROM {checked(rows)}")
        if read.fetchall() == [(0,)]:
            raise Unsound

    try:
        faults = with_rows(connection, file, use, cell_faults)[1]
    except BaseException:
        forget(connection)
        raise
    if faults:
        forget(connection)
    return faults


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the table, if there is one."""
    connection.execute(f"DROP TABLE IF EXISTS {TABLE}")


def years(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """The years of the rows, in order."""
    found = connection.execute(f"SELECT DISTINCT t FROM {TABLE} ORDER BY t").fetchall()
    return [year for (year,) in found]


def of_year(year: int) -> str:
    """SQL of the rows of one year, as `source.millionths` takes them."""
    return f"(SELECT * FROM {TABLE} WHERE t = {year})"


def repeated(connection: duckdb.DuckDBPyConnection, file: BaciFile) -> list[Fault]:
    """Faults of flows that stand twice: same year, exporter, importer and product.

    CEPII sorts its files by these four; where each row is above the last, none stands twice.
    """
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {TABLE}").fetchall()
    ((unsorted,),) = connection.execute(
        f"""SELECT count(*) FROM (
            SELECT pair, k, lag(pair) OVER () AS before, lag(k) OVER () AS k_before FROM (
                SELECT (t::UBIGINT << 32) | (i::UBIGINT << 16) | j AS pair, k FROM {TABLE}))
        WHERE NOT (pair > before OR pair = before AND k > k_before)"""
    ).fetchall()
    if not unsorted:
        return []
    parts = rows // _PART + 1
    found: list[tuple[int, int]] = []
    for part in range(parts):
        found += connection.execute(
            f"""SELECT max(rowid), min(rowid) FROM {TABLE}
            WHERE hash(t, i, j, k) % {parts} = {part}
            GROUP BY t, i, j, k HAVING count(*) > 1"""
        ).fetchall()
    found.sort(key=lambda pair: pair[::-1])
    lines = _lines(file, np.array(found[: cells.LISTED], dtype=np.int64).reshape(-1, 2))
    same = "the same year, exporter, importer and product as on line {}"
    faults = [Fault(file.name, same.format(first), last) for last, first in lines.tolist()]
    if (more := len(found) - cells.LISTED) > 0:
        faults.append(Fault(file.name, f"and {more} more flows that appear twice"))
    return faults


def _lines(file: BaciFile, rows: np.ndarray) -> np.ndarray:
    """The lines of the file on which rows stand, by their `rowid`."""
    lines = rows + file.skipped + 2
    # the nth blank line moves the rows below it by n; of neighbouring ones the last counts
    starts = [gap - before for before, gap in enumerate(blank_lines(file))]
    return lines + np.searchsorted(starts, lines, side="right") if starts else lines


def _wanted(products: Collection[str]) -> str:
    """SQL: whether a row is of one of these HS codes (`080450`), which have an even length."""
    even = (code for code in products if code.isascii() and code.isdecimal() and not len(code) % 2)
    # what is longer with its zeros than `PRODUCT` has it is no code of a row
    numbers = sorted(int(code) for code in even if len(code) - len(str(int(code))) < 2)
    return f"k IN ({', '.join(map(str, numbers))})" if numbers else "false"


class Counted(NamedTuple):
    """Rows of a file, those that are not of a product, and their value in millionths of 1000 USD.

    Of several files: the sums.
    """

    met: int = 0
    others: int = 0
    value: int = 0

    def and_of(self, other: Counted) -> Counted:
        """Both together."""
        return Counted(*(a + b for a, b in zip(self, other, strict=True)))

    def account(self) -> pd.DataFrame:
        """The account of reading, as the readers give it."""
        dollars = self.value / (MILLIONTHS // 1000)
        return records.account(self.met, self.others, dollars, self.met - self.others)


def counted(connection: duckdb.DuckDBPyConnection, products: Collection[str]) -> Counted:
    """How many rows there are, and what is not of the products."""
    ((met, others, value),) = connection.execute(
        f"""SELECT count(*), count(*) FILTER (NOT wanted),
            coalesce(sum(v6) FILTER (NOT wanted), 0)
        FROM (SELECT round(v * {MILLIONTHS})::BIGINT AS v6, {_wanted(products)} AS wanted
            FROM {TABLE})"""
    ).fetchall()
    return Counted(met, others, int(value))


def flows(
    connection: duckdb.DuckDBPyConnection,
    file: BaciFile,
    products: Collection[str],
    codes: Codes,
) -> Iterator[pd.DataFrame]:
    """Flows of these HS products (`080450`), in parts that fit in memory (`trade.schema`).

    Together the same as `formats.baci.read` gives for the file; sorted by line.
    """
    found = connection.execute(
        f"""SELECT rowid AS line, t, i::VARCHAR AS i, j::VARCHAR AS j, ({PRODUCT}) AS k, v, q
        FROM {TABLE} WHERE {_wanted(products)} ORDER BY line"""
    )
    while len(part := found.fetch_df_chunk(_VECTORS)):
        part["line"] = _lines(file, part["line"].to_numpy())
        yield schema.conform(baci.as_flows(part, file.name, codes))
