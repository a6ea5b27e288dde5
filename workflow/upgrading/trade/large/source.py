"""A BACI file as DuckDB is to read it: recognised by its header, and the SQL of its rows."""

from __future__ import annotations

import codecs
import gzip
import io
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import duckdb

from upgrading.faults import Fault, cut
from upgrading.files import delimited
from upgrading.trade.baci_files import is_baci, is_zip
from upgrading.trade.readers import cells, recognise
from upgrading.trade.readers.formats import baci

# A connection to DuckDB that stays within bounds: memory, threads, no network, one folder ---------


def connect(scratch: Path, *, memory_mb: int, threads: int) -> duckdb.DuckDBPyConnection:
    """A connection to an empty database in memory; what does not fit goes to files in `scratch`.

    Nothing is fetched: no extension is installed or loaded that DuckDB does not bring. Results do
    not depend on `threads` or `memory_mb`. Raises `OutOfMemoryException` of DuckDB where even files
    do not help.
    """
    connection = duckdb.connect(
        config={
            "memory_limit": f"{memory_mb}MB",
            "threads": threads,
            "temp_directory": str(scratch),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        }
    )
    connection.execute("SET enable_progress_bar = false")
    return connection


@contextmanager
def database(
    beside: Path, *, memory_mb: int, threads: int
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """A connection (`connect`) and its scratch folder, `beside` an output; both go afterwards.

    What a run that was killed has left there goes first.
    """
    scratch = beside.with_name(f"{beside.name}.scratch")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        with closing(connect(scratch, memory_mb=memory_mb, threads=threads)) as connection:
            yield connection, scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def literal(text: object) -> str:
    """A text or path as SQL has it."""
    return "'" + str(text).replace("'", "''") + "'"


T = TypeVar("T")

_HEAD: Final = 1 << 16
_BLOCK: Final = 1 << 22

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"

LARGEST: Final = 1_000_000_000
"""No flow is above this: 10^12 USD, 10^9 tonnes."""

MILLIONTHS: Final = 1_000_000
"""Values and quantities are taken to the sixth decimal; BACI prints three."""

NOT_READ: Final = (
    duckdb.ConversionException,
    duckdb.InvalidInputException,
    duckdb.OutOfRangeException,
)
"""What DuckDB raises at a cell or row that it cannot read."""

TYPED: Final[Mapping[str, str]] = {
    "t": "USMALLINT",
    "i": "USMALLINT",
    "j": "USMALLINT",
    "k": "UINTEGER",
    "v": "DOUBLE",
    "q": "DOUBLE",
}

PRODUCT: Final = "repeat('0', length(k::VARCHAR) % 2) || k::VARCHAR"
"""SQL of an HS code from its number `k`: with a leading zero where its digits would be odd."""

_MISSING: Final = ("NA", "           NA", "")
"""What CEPII prints for a quantity that is missing; other ways need the slower reading."""


@dataclass(frozen=True)
class BaciFile:
    """A file whose header is BACI's. `columns`: keys in the order of the file, `skipped`: how many
    blank lines stand before the header.
    """

    path: Path
    name: str
    printed: tuple[str, ...]
    columns: tuple[str, ...]
    separator: str
    skipped: int
    packed: bool
    utf_16: bool

    def scan(self, types: Mapping[str, str], *options: str) -> str:
        """The SQL that reads the file with these types of columns, else `VARCHAR`."""
        of = ", ".join(f"{literal(name)}: '{types.get(name, 'VARCHAR')}'" for name in self.columns)
        fixed = [
            literal(self.path),
            "auto_detect = false",
            "header = true",
            f"skip = {self.skipped}",
            f"delim = {literal(self.separator)}",
            "quote = '\"'",
            "escape = '\"'",
            f"compression = '{'gzip' if self.packed else 'none'}'",
            f"encoding = '{'utf-16' if self.utf_16 else 'utf-8'}'",
            f"columns = {{{of}}}",
        ]
        return f"read_csv({', '.join((*fixed, *options))})"


def _open(path: Path) -> gzip.GzipFile | io.BufferedReader:
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    return gzip.open(path, "rb") if packed else path.open("rb")


def recognised(path: Path, name: str | None = None) -> tuple[BaciFile | None, list[Fault]]:
    """What DuckDB needs to know of a file of BACI, plain or `.gz`.

    `name` stands for the file in messages and flows, and says the HS vintage; by default it is that
    of the path. Faults: the file is empty, packed as `.zip` (see `unpacked`), in another format or
    none that is known, a column stands twice.
    """
    name = name or path.name
    with path.open("rb") as file:
        start = file.read(4)
    if start == _ZIP:
        return None, [Fault(name, "a zip archive: unpack it first")]
    try:
        with closing(_open(path)) as file:
            head = file.read(_HEAD)
    except (OSError, EOFError) as error:
        return None, [Fault(name, f"the archive cannot be unpacked (cut off?): {error}")]
    printed = delimited.header(head)
    if not printed:
        return None, [Fault(name, "the file is empty")]
    reader = recognise.recognise(printed)
    if reader is None:
        return None, [recognise.unknown(printed, name)]
    if reader.ID != baci.ID:
        return None, [Fault(name, f"is {reader.NAME}: only {baci.NAME} is read in this way", 1)]
    keys = [cells.key(column) for column in printed]
    if twice := [column for column in TYPED if keys.count(column) > 1]:
        text = "the column appears twice in the header"
        return None, [Fault(name, text, 1, printed[keys.index(column)]) for column in twice]
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16" if wide else "utf-8-sig", errors="ignore")
    lines = text.splitlines()
    skipped = next(number for number, line in enumerate(lines) if line.strip())
    columns = (key if key in TYPED else f"other {n}" for n, key in enumerate(keys))
    separator = delimited.separator(lines[skipped])
    packed = start.startswith(_GZIP)
    return BaciFile(
        path, name, tuple(printed), tuple(columns), separator, skipped, packed, wide
    ), []


def unpacked(archive: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    """Each file in a `.zip`, one after the other, as (name for messages, path in `scratch`).

    It is copied in blocks, and removed when the next is asked for. Raises `BadZipFile`.
    """
    with zipfile.ZipFile(archive) as members:
        for entry in members.infolist():
            if entry.is_dir() or entry.filename.startswith("__MACOSX/"):
                continue
            place = scratch / Path(entry.filename).name
            try:
                with members.open(entry) as packed, place.open("wb") as plain:
                    while block := packed.read(_BLOCK):
                        plain.write(block)
                yield f"{archive.name}/{entry.filename}", place
            finally:
                place.unlink(missing_ok=True)


def baci_in(trade: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    """The file itself, or each BACI file in it if it is a `.zip`, as `unpacked` gives them.

    Tables of codes and notes, which an archive holds too, are passed over.
    """
    if not is_zip(trade):
        yield trade.as_posix(), trade
        return
    for name, member in unpacked(trade, scratch):
        if is_baci(member):
            yield f"{trade.parent.as_posix()}/{name}", member


def blank_lines(file: BaciFile) -> list[int]:
    """Numbers of the lines below the header that are empty: DuckDB does not count them."""
    if not _has_blank_lines(file):
        return []
    with closing(_open(file.path)) as content:
        wide = "utf-16" if file.utf_16 else "latin-1"
        lines = io.TextIOWrapper(content, encoding=wide)
        numbered = enumerate(lines, start=1)
        return [number for number, line in numbered if line == "\n" and number > file.skipped]


def _has_blank_lines(file: BaciFile) -> bool:
    if file.utf_16:
        return True  # not worth a second way of looking
    with closing(_open(file.path)) as content:
        before = b""
        while block := content.read(_BLOCK):
            both = before + block
            if b"\n\n" in both or b"\n\r\n" in both:
                return True
            before = both[-2:]
    return False


def _typed(file: BaciFile) -> str:
    missing = ", ".join(map(literal, _MISSING))
    # read as whole numbers, DuckDB would round 940330.7 to another product
    scan = file.scan(dict.fromkeys(TYPED, "DOUBLE"), f"nullstr = [{missing}]")
    whole = " AND ".join(f"{name} = trunc({name})" for name in "tijk")
    keys = ", ".join(f"{name}::{TYPED[name]} AS {name}" for name in "ijk")
    return f"""(
        SELECT (CASE WHEN {whole} THEN t ELSE error('row') END)::{TYPED["t"]} AS t, {keys}, v, q
        FROM {scan})"""


def is_missing(column: str) -> str:
    """SQL: whether a text stands for a number that is missing, as in `cells.Sheet.number`."""
    words = ", ".join(map(literal, sorted(cells.MISSING_NUMBERS)))
    return f"coalesce(lower(trim({column})), '') IN ({words})"


def _text(file: BaciFile) -> str:
    number = f"CASE WHEN {is_missing('q')} THEN NULL ELSE CAST(trim(q) AS DOUBLE) END"
    plain = ", ".join(f"CAST(trim({name}) AS {TYPED[name]}) AS {name}" for name in "tijkv")
    return f"(SELECT {plain}, {number} AS q FROM {file.scan({})})"


_SOUND: Final = (
    f"v BETWEEN 0 AND {LARGEST} AND coalesce(q, 0) BETWEEN 0 AND {LARGEST}"
    " AND t BETWEEN 1800 AND 2099 AND i > 0 AND j > 0 AND k > 0"
)
"""SQL: whether a row can be what it says; NULL is not."""


def checked(rows: str) -> str:
    """SQL of the rows `t, i, j, k, v, q`, at the first unsound of which DuckDB stops."""
    return f"""(
        SELECT CASE WHEN {_SOUND} THEN t ELSE error('row') END AS t,
            i, j, k, v, q FROM {rows})"""


def millionths(rows: str) -> str:
    """SQL of the rows with `v` and `q` in whole millionths, whose sums are exact up to 2^53.

    Columns: `t, i, k`; `v6, q6`; `uv`, the flow's unit value, NULL unless it has a quantity above
    0. `rows`: those that are sound (`checked`).
    """
    return f"""(
        SELECT t, i, k, v6, q6, CASE WHEN q6 > 0 THEN v / q END AS uv FROM (
            SELECT t, i, k, v, q, round(q * {MILLIONTHS}) AS q6, round(v * {MILLIONTHS}) AS v6
            FROM {rows}))"""


class Unsound(Exception):
    """Rows were read that cannot be what they say, or there are none."""


def with_rows(
    connection: duckdb.DuckDBPyConnection,
    file: BaciFile,
    use: Callable[[str], T],
    faults: Callable[[duckdb.DuckDBPyConnection, BaciFile], list[Fault]],
) -> tuple[T | None, list[Fault]]:
    """What `use` makes of the SQL of a file's rows (`t, i, j, k, v, q`), or the file's faults.

    The quick reading stops at the first cell that it does not understand. Then `faults` look at
    every cell; where they find none (a missing quantity in other words), the slow one reads.
    """
    try:
        return use(_typed(file)), []
    except (*NOT_READ, Unsound):
        if found := faults(connection, file):
            return None, found
    return use(_text(file)), []


# What in a BACI file cannot be read, cell by cell: line, column, text, and what is allowed --------


_NUMBER: Final = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"


def _checks() -> tuple[tuple[str, str, str], ...]:
    """Column, SQL of what is wrong, and words for it; those of the readers where they say it."""
    found = [
        ("t", r"NOT regexp_full_match(t, '(?:1[89]|20)[0-9]{2}(\.0*)?')", '"{}" is not a year')
    ]
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
        number = f"TRY_CAST({name} AS DOUBLE)"
        good = f"{number} = trunc({number}) AND {number} BETWEEN 1 AND {most - 1}"
        found += [
            (name, f"{name} = ''", "the cell is empty"),
            (
                name,
                f"{name} <> '' AND NOT (regexp_full_match({name}, '{_NUMBER}') AND "
                f"coalesce({good}, false))",
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
