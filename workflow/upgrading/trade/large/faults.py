"""What in a BACI file cannot be read, cell by cell: line, column, text, and what is allowed."""

from __future__ import annotations

from typing import Final

import duckdb

from upgrading.fault_words import cut
from upgrading.faults import Fault
from upgrading.trade.large.source import (
    LARGEST,
    NOT_READ,
    TYPED,
    BaciFile,
    blank_lines,
    is_missing,
)
from upgrading.trade.readers import cells, delimited

_NUMBER: Final = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"


def _checks() -> tuple[tuple[str, str, str], ...]:
    """Column, SQL of what is wrong, and words for it; those of the readers where they say it."""
    found = [("t", "NOT regexp_full_match(t, '(?:1[89]|20)[0-9]{2}')", '"{}" is not a year')]
    for name in ("v", "q"):
        absent = is_missing(name)
        plain = f"NOT {absent} AND regexp_full_match({name}, '{_NUMBER}')"
        value = f"TRY_CAST({name} AS DOUBLE)"
        found += [
            (
                name,
                f"NOT {absent} AND NOT ({plain} AND isfinite({value}))",
                '"{}" is not a number such as 1234.5',
            ),
            (name, f"{plain} AND {value} < 0", '"{}" is negative'),
            (
                name,
                f"{plain} AND {value} > {LARGEST}",
                f'"{{}}" is too large: at most {LARGEST} (1000 USD, or tonnes)',
            ),
        ]
    found.append(("v", is_missing("v"), 'there is no figure (the cell holds "{}")'))
    for name in ("i", "j", "k"):
        most, what = (2**16, "a country") if name != "k" else (2**32, "a product")
        good = f"TRY_CAST({name} AS UBIGINT) BETWEEN 1 AND {most - 1}"
        found += [
            (name, f"{name} = ''", "the cell is empty"),
            (
                name,
                f"{name} <> '' AND NOT (regexp_full_match({name}, '[0-9]+') AND coalesce({good}, "
                "false))",
                f'"{{}}" is not the number of {what}',
            ),
        ]
    return tuple(found)


def cell_faults(connection: duckdb.DuckDBPyConnection, file: BaciFile) -> list[Fault]:
    """Faults of every row of another width and every cell that cannot be read, in that order.

    Of each kind the first `cells.LISTED` are listed, the rest counted, as the readers do it. Lines
    that are blank or of another width are numbered, too. A file without rows is a fault.
    """
    names = ", ".join(f"coalesce(trim({name}), '') AS {name}" for name in TYPED)
    scan = file.scan({}, "store_rejects = true", "rejects_limit = 0")
    checks = _checks()
    # a bit for each check, so that one pass finds the rows of all
    bits = " + ".join(
        f"CASE WHEN {wrong} THEN {1 << n} ELSE 0 END" for n, (_, wrong, _) in enumerate(checks)
    )
    _forget(connection)
    try:
        connection.execute(
            f"""CREATE TEMP TABLE unreadable AS
            SELECT * FROM (
                SELECT *, {bits} AS wrong
                FROM (SELECT {names}, row_number() OVER () AS row FROM {scan}))
            WHERE wrong > 0"""
        )
    except NOT_READ as error:
        first = str(error).splitlines()[0]
        return [Fault(file.name, f"cannot be read as delimited text: {first}")]
    found, gaps = _widths(connection, file)
    gaps = sorted({*gaps, *blank_lines(file)})
    for number, (column, _, problem) in enumerate(checks):
        found += _listed(connection, file, gaps, column, 1 << number, problem)
    _forget(connection)
    if not found and not connection.execute(f"SELECT 1 FROM {file.scan({})} LIMIT 1").fetchall():
        found = [Fault(file.name, "there is a header and no rows below it")]
    return found


def _forget(connection: duckdb.DuckDBPyConnection) -> None:
    for table in ("unreadable", "reject_errors", "reject_scans"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def line_of(row: int, header: int, gaps: list[int]) -> int:
    """The line of the `row`th row below the header; `gaps`: lines below it that hold no row."""
    line = header + row
    for gap in gaps:
        if gap > line:
            break
        line += 1
    return line


def _widths(connection: duckdb.DuckDBPyConnection, file: BaciFile) -> tuple[list[Fault], list[int]]:
    """Faults of rows that have too many or too few cells, and all their lines."""
    rejected = connection.execute(
        "SELECT line, any_value(csv_line), any_value(error_type::VARCHAR) FROM reject_errors"
        " GROUP BY line ORDER BY line"
    ).fetchall()
    found = []
    for line, text, kind in rejected[: cells.LISTED]:
        row = str(text).splitlines()[0].strip()
        cell = row.split(file.separator)
        words = f"{len(cell)} cells where the header has {len(file.columns)}"
        if "QUOTE" in kind:
            words = delimited.NOT_CLOSED
        elif "SIZE" in kind:
            words = f'the line is too long to be a row of BACI ("{cut(row)}")'
        elif len(cell) > len(file.columns):
            words += f' (over: "{cut(", ".join(cell[len(file.columns) :]))}")'
        else:
            words += f' (the row: "{", ".join(cell)[:80]}")'
        found.append(Fault(file.name, words, int(line)))
    if (more := len(rejected) - cells.LISTED) > 0:
        text = f"and {more} more such faults, down to line {rejected[-1][0]}"
        found.append(Fault(file.name, text))
    return found, [int(line) for line, _, _ in rejected]


def _listed(
    connection: duckdb.DuckDBPyConnection,
    file: BaciFile,
    gaps: list[int],
    column: str,
    bit: int,
    problem: str,
) -> list[Fault]:
    """The faults of one check: the first by line, and how many more."""
    rows = connection.execute(
        f"SELECT row, {column} FROM unreadable WHERE wrong & {bit} > 0"
        f" ORDER BY row LIMIT {cells.LISTED}"
    ).fetchall()
    printed = file.printed[file.columns.index(column)]
    header = file.skipped + 1
    found = [
        Fault(file.name, problem.replace("{}", cut(text)), line_of(row, header, gaps), printed)
        for row, text in rows
    ]
    if len(rows) < cells.LISTED:
        return found
    count, last = connection.execute(
        f"SELECT count(*), max(row) FROM unreadable WHERE wrong & {bit} > 0"
    ).fetchall()[0]
    if more := count - cells.LISTED:
        text = f"and {more} more row{'s' * (more > 1)} with such a fault, down to line "
        text += str(line_of(last, header, gaps))
        found.append(Fault(file.name, text, None, printed))
    return found
