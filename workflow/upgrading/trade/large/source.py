"""A BACI file as DuckDB is to read it: recognised by its header, and the SQL of its rows."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import duckdb

from upgrading.faults import Fault
from upgrading.trade.large.connection import literal
from upgrading.trade.readers import cells, delimited, recognise
from upgrading.trade.readers.formats import baci

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
        text = "the column stands twice in the header"
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

    It is copied in blocks, and removed when the next is asked for. Raises `zipfile.BadZipFile`.
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


_SOUND: Final = f"v BETWEEN 0 AND {LARGEST} AND coalesce(q, 0) BETWEEN 0 AND {LARGEST} AND j > 0"
"""What only a look at the single row can tell; the rest is in `key_is_sound`."""


def key_is_sound(t: str = "t", i: str = "i", k: str = "k") -> str:
    """SQL: whether a year, an exporter and a product can be what they say; NULL is not."""
    return f"coalesce({t} BETWEEN 1800 AND 2099 AND {i} > 0 AND {k} > 0, false)"


def checked(rows: str) -> str:
    """SQL of the rows `t, i, j, k, v, q`, at the first unsound of which DuckDB stops."""
    return f"""(
        SELECT CASE WHEN {_SOUND} AND {key_is_sound()} THEN t ELSE error('row') END AS t,
            i, j, k, v, q FROM {rows})"""


def millionths(rows: str) -> str:
    """SQL of the rows with `v` and `q` in whole millionths, whose sums are exact up to 2^53.

    Columns: `t, i, k`, not checked; `v6, q6`; `uv`, the flow's unit value, NULL unless it has a
    quantity above 0. DuckDB stops at a row of which anything else is unsound.
    """
    return f"""(
        SELECT t, i, k, v6, q6, CASE WHEN q6 > 0 THEN v / q END AS uv FROM (
            SELECT t, i, k, v, q, round(q * {MILLIONTHS}) AS q6,
                CASE WHEN {_SOUND} THEN round(v * {MILLIONTHS}) ELSE error('row') END AS v6
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
