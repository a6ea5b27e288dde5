"""A trade file as it was downloaded: unpacked, recognised by its header, and read."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Final, Protocol

import pandas as pd

from upgrading.faults import Fault
from upgrading.files import delimited
from upgrading.trade import schema
from upgrading.trade.double_counting import unknown_areas
from upgrading.trade.readers import cells, codes, records
from upgrading.trade.readers.formats import comtrade_plus, faostat_embedded, formats


class Reader(Protocol):
    """What the module of a format offers."""

    @property
    def ID(self) -> str:
        """The format's id, `source` of its flows."""

    @property
    def NAME(self) -> str:
        """The format's name, for messages."""

    @property
    def SHORT_NAME(self) -> str:
        """What tables and figures call the source."""

    @property
    def ATTRIBUTION(self) -> str:
        """What is owed to it."""

    @property
    def HEADER(self) -> cells.Header:
        """The columns that a file must have."""

    def matches(self, header: Sequence[str]) -> bool:
        """Whether a file with this header is in this format."""

    def read(
        self,
        content: bytes,
        file: str,
        codes: codes.Codes,
        products: Collection[str] | None = None,
    ) -> records.Reading:
        """The flows of a file in this format, the faults of the rows that are not there, the rest.

        `products`: codes as the flows are to have them. Then rows of other products are passed
        over and counted; memory grows with the rows kept.
        """


READERS: Final[Sequence[Reader]] = formats()

_NEAR: Final = 0.5
"""Share of a format's columns from which on a file in an archive is taken for a failed one."""

_SHIFTED: Final = 4
"""Cells of a row that are at fault from which on the row is, and not each of them."""

_GOODS: Final = ("Commodity Code", "cmdCode", "k", "ProductCode")
"""Columns of codes of the Harmonized System."""

_OTHER_KINDS: Final = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"<": "a web page or XML",
    b"%PDF": "a PDF",
    b"PAR1": "a Parquet file",
    b"SQLite": "a database of SQLite",
}
"""How files of other kinds begin."""


def recognise(header: Sequence[str]) -> Reader | None:
    """The reader of a file with this header, in any order and case; `None` if there is none."""
    return next((reader for reader in READERS if reader.matches(header)), None)


def nearest(header: Sequence[str]) -> tuple[Reader, float, list[str]]:
    """The format nearest to a header: its reader, share of its columns found, columns missing."""
    lacking = [(reader, cells.missing(header, reader.HEADER)) for reader in READERS]
    reader, missing = min(lacking, key=lambda pair: len(pair[1]) / len(pair[0].HEADER))
    return reader, 1 - len(missing) / len(reader.HEADER), missing


def unknown(header: Sequence[str], file: str) -> Fault:
    """The fault of a file that no reader knows: its header, the nearest format, all formats."""
    known = "; ".join(reader.NAME for reader in READERS)
    reader, share, missing = nearest(header)
    text = f"no known format has this header: {', '.join(header)[:200]}. "
    if share > 0:
        text += f"Nearest is {reader.NAME}, of which it lacks {_quoted(missing)}. "
    return Fault(file, f"{text}Formats: {known}", 1)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _identified(content: bytes) -> tuple[list[str], Reader | None]:
    """The header, or the fields of the first record of JSON, and the reader of the file."""
    if not records.is_json(content):
        header = delimited.header(content)
        return header, recognise(header)
    found, _ = records.records(content, "")
    header = list(dict.fromkeys(name for record in found for name in record))
    # JSON without records is the API's "nothing traded", or its error, which the reader words.
    return header, recognise(header) if found else comtrade_plus


def unpack(content: bytes, file: str) -> tuple[list[tuple[str, bytes]], list[Fault]]:
    """The files in `.gz` and `.zip`, told by their first bytes; a plain file is itself.

    Faults: an archive that cannot be read, an Excel workbook (which is a zip, too).
    """
    try:
        if content.startswith(b"\x1f\x8b"):
            return unpack(gzip.decompress(content), file)
        if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return _members(content, file)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        return [], [Fault(file, f"the archive cannot be unpacked (cut off?): {error}")]
    return [(file, content)], []


def _members(content: bytes, file: str) -> tuple[list[tuple[str, bytes]], list[Fault]]:
    found: list[tuple[str, bytes]] = []
    faults: list[Fault] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        if "[Content_Types].xml" in names:
            return [], [Fault(file, "an Excel workbook; save its sheet as CSV UTF-8")]
        for name in names:
            if not name.startswith("__MACOSX/"):
                inside, wrong = unpack(archive.read(name), f"{file}/{name}")
                found += inside
                faults += wrong
    if not found and not faults:
        faults.append(Fault(file, "the archive is empty"))
    return found, faults


def read_any(
    content: bytes,
    file: str,
    tables: Mapping[str, bytes] | None = None,
    products: Collection[str] | None = None,
) -> tuple[pd.DataFrame, list[Fault]]:
    """The flows of a trade file, and its faults: those of `read_and_count`."""
    found = read_and_count(content, file, tables, products)
    return found.flows, found.faults


def read_and_count(
    content: bytes,
    file: str,
    tables: Mapping[str, bytes] | None = None,
    products: Collection[str] | None = None,
) -> records.Reading:
    """The flows of a trade file as downloaded: plain, `.gz` or `.zip`, of any known format.

    `file` is its name, for messages and for what only a name says (BACI's vintage); `tables` are
    the code tables that go with it, by name, packed or not. Tables in the archive itself are used
    too; other papers in it are passed over. `products`: codes as the flows are to have them
    (`080450`, FAO's `571`); rows of others are passed over and counted (`account`).
    Faults: a file that no reader knows, and those of the
    reader, all at once; the flows are those that could be read.
    """
    members, faults = unpack(content, file)
    given: dict[str, bytes] = {}
    for name, packed in (tables or {}).items():
        inside, wrong = unpack(packed, name)
        given |= dict(inside)
        faults += wrong
    archive = [name for name, _ in members] != [file]
    parts: list[tuple[str, bytes, Reader]] = []
    strangers: list[tuple[Fault, float]] = []
    for name, member in members:
        header, reader = _identified(member)
        if reader:
            parts.append((name, member, reader))
        elif archive and _table(header):
            given[name] = member
        else:
            strangers.append((_stranger(name, member, header), nearest(header)[1]))
    listed, wrong = codes.read(given)
    faults += wrong
    faults += [fault for fault, share in strangers if share >= _NEAR or not parts]
    read = [reader.read(member, name, listed, products) for name, member, reader in parts]
    for part, (name, member, _) in zip(read, parts, strict=True):
        # what follows another header is wrong row for row
        faults += (_joined(member, name) if part.faults else []) or by_row(part.faults)
    frames = [part.flows for part in read if len(part.flows)]
    flows = schema.conform(pd.concat(frames, ignore_index=True)) if frames else schema.empty()
    return records.Reading(flows, faults, records.added(part.account for part in read))


def by_row(faults: Sequence[Fault]) -> list[Fault]:
    """The faults, those of a row of which several cells are at fault as one: a shifted row."""
    rows = Counter((fault.file, fault.line) for fault in faults if fault.column)
    found: dict[object, Fault] = {}
    for fault in faults:
        row = (fault.file, fault.line)
        if fault.line is None or not fault.column or rows[row] < _SHIFTED:
            found[fault] = fault
        elif row not in found:
            text = f'{rows[row]} cells do not fit their columns, first "{fault.column}": '
            text += f"{fault.problem}; has the row a cell too many or too few?"
            found[row] = Fault(fault.file, text, fault.line)
    return list(found.values())


def notes(content: bytes, file: str, flows: pd.DataFrame, products: Collection[str]) -> list[str]:
    """What is to be said of a file without faults, whose `flows` of these `products` are given.

    That it has none; an item that is nearly a product's; `unknown_countries`; products with flows
    of a quantity alone.
    """
    found = [] if len(flows) else [Fault(file, why_empty(content))]
    for name, member in unpack(content, file)[0]:
        if _identified(member)[1] is faostat_embedded:
            found += faostat_embedded.misspelt(member, name, products)
    found += unknown_countries(flows)
    alone = flows[flows["value_usd"].isna() & flows["quantity"].notna()]
    for (name, product), rows in alone.groupby(["file", "product"], sort=False):
        text = (
            f"product {product} has {len(rows)} flow{'s' * (len(rows) > 1)} of a quantity without "
            "a value: no unit value comes of that, and no other flow is replaced"
        )
        found.append(Fault(name, text, rows["line"].min()))
    return list(map(str, found))


def unknown_countries(flows: pd.DataFrame) -> list[Fault]:
    """Exporters and importers that no table knows, each once, at its first row.

    No faults: the code may be right. But its flows are those of a country of its own.
    """
    found = []
    for area, theirs in unknown_areas(flows).items():
        rows = flows[theirs].sort_values(["file", "line"])
        count, value = f"{len(rows)} flow{'s' * (len(rows) > 1)}", rows["value_usd"].sum()
        text = (
            f'"{area.rpartition(":")[2]}" is not a known country; its {count} ({value:,.0f} '
            f"USD) are those of {area}, and of no other country (trade.code_tables takes tables of "
            "countries)"
        )
        found.append(Fault(str(rows["file"].iloc[0]), text, int(rows["line"].iloc[0])))
    if (more := len(found) - cells.LISTED) > 0:
        text = f"and {more} more that are not known: results/trade/cleaning.csv counts them"
        found[cells.LISTED :] = [Fault(found[0].file, text)]
    return found


def why_empty(content: bytes) -> str:
    """Why a file without faults gives no flows: it has none at all, or none that are wanted."""
    members, _ = unpack(content, "")
    answers = [records.records(member, "")[0] for _, member in members if records.is_json(member)]
    if answers and len(answers) == len(members) and not any(answers):
        return (
            "an answer of UN Comtrade without records: nothing is reported for what was asked, "
            "or the request was another than meant"
        )
    sheets = [records.sheet(member, "", _GOODS, None) for _, member in members]
    found = [code for sheet in sheets for code in codes.hs(sheet.codes(*_GOODS).drop_duplicates())]
    most = max(map(len, found), default=0)
    if all(map(str.isdecimal, found)) and 0 < most < 6:
        return (
            f"no flow of a configured product: its codes of goods have no more than {most} digits "
            f"({found[0]}, …), and the products are of six; download these"
        )
    return "no flow of a configured product"


def _joined(content: bytes, file: str) -> list[Fault]:
    """The first header of another format, or within a line, of files joined end to end; a fault."""
    if records.is_json(content):
        return []
    own: list[str] = []
    with suppress(delimited.Broken, UnicodeError):
        for line, row, _ in delimited.rows(content):
            names = [cells.key(cell) for cell in row]
            if not own:
                own = names
            elif len(names) > len(own) and names[1 - len(own) :] == own[1:]:
                text = "the header is repeated within this line: two files were joined without a"
                return [Fault(file, f"{text} line break between them; give each separately", line)]
            elif names[0].isalpha() and (other := recognise(row)) and names != own:
                text = f"there is another header here ({other.NAME}): files were joined end to end"
                return [Fault(file, f"{text}; give each separately", line)]
    return []


def _table(header: Sequence[str]) -> str | None:
    """Which code table this is; none if it is nearly a trade file, which may name areas, too."""
    return codes.table(list(header)) if nearest(header)[1] < _NEAR else None


def _stranger(file: str, content: bytes, header: Sequence[str]) -> Fault:
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        return Fault(file, "the file is empty")
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if kind := next((kind for mark, kind in _OTHER_KINDS.items() if start.startswith(mark)), ""):
        return Fault(file, f"{kind}, no delimited text; save the table in it as CSV UTF-8")
    if unclosed := delimited.header_fault(content, file):
        return unclosed
    if table := _table(header):
        return Fault(file, f"a code table ({table}), no trade figures: give it as a table", 1)
    return unknown(header, file)
