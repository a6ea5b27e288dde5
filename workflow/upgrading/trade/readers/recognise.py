"""A trade file as it was downloaded: unpacked, recognised by its header, and read."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from typing import Final, Protocol

import pandas as pd

from upgrading.faults import Fault
from upgrading.trade import schema
from upgrading.trade.readers import (
    baci,
    cells,
    codes,
    comex_stat,
    comtrade_legacy,
    comtrade_plus,
    delimited,
    faostat_bulk,
    faostat_embedded,
    records,
    wits,
)


class Reader(Protocol):
    """What the module of a format offers."""

    @property
    def ID(self) -> str:
        """The format's id, `source` of its flows."""

    @property
    def NAME(self) -> str:
        """The format's name, for messages."""

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
    ) -> tuple[pd.DataFrame, list[Fault]]:
        """The flows of a file in this format, and the faults of the rows that are not there.

        `products`: codes as the flows are to have them. Then rows of other products are passed
        over, with what may be wrong in them; memory grows with the rows kept.
        """


READERS: Final[tuple[Reader, ...]] = (
    comtrade_legacy,
    comtrade_plus,
    baci,
    faostat_bulk,
    faostat_embedded,
    comex_stat,
    wits,
)

_NEAR: Final = 0.5
"""Share of a format's columns from which on a file in an archive is taken for a failed one."""


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
    """The flows of a trade file as downloaded: plain, `.gz` or `.zip`, of any known format.

    `file` is its name, for messages and for what only a name says (BACI's vintage); `tables` are
    the code tables that go with it, by name, packed or not. Tables in the archive itself are used
    too; other papers in it are passed over. `products`: codes as the flows are to have them
    (`080450`, FAO's `571`); rows of others are passed over, and what is wrong in them with them.
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
    frames = []
    for name, member, reader in parts:
        flows, wrong = reader.read(member, name, listed, products)
        frames.append(flows)
        faults += wrong
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return schema.empty(), faults
    return schema.conform(pd.concat(frames, ignore_index=True)), faults


def notes(content: bytes, file: str, flows: pd.DataFrame, products: Collection[str]) -> list[str]:
    """What is to be said of a file without faults, whose `flows` of these `products` are given.

    That it has none; an item that is nearly a product's; an area that is not known; products with
    flows of a quantity alone.
    """
    found = [] if len(flows) else [Fault(file, why_empty(content))]
    for name, member in unpack(content, file)[0]:
        if _identified(member)[1] is faostat_embedded:
            found += faostat_embedded.misspelt(member, name, products)
    found += faostat_embedded.unknown_areas(flows)
    alone = flows[flows["value_usd"].isna() & flows["quantity"].notna()]
    for (name, product), rows in alone.groupby(["file", "product"], sort=False):
        text = (
            f"product {product} has {len(rows)} flow{'s' * (len(rows) > 1)} of a quantity without "
            "a value: no unit value comes of that, and no other flow is replaced"
        )
        found.append(Fault(name, text, rows["line"].min()))
    return list(map(str, found))


def why_empty(content: bytes) -> str:
    """Why a file without faults gives no flows: it has none at all, or none that are wanted."""
    members, _ = unpack(content, "")
    answers = [records.records(member, "")[0] for _, member in members if records.is_json(member)]
    if answers and len(answers) == len(members) and not any(answers):
        return (
            "an answer of UN Comtrade without records: nothing is reported for what was asked, "
            "or the request was another than meant"
        )
    return "no flow of a configured product"


def _table(header: Sequence[str]) -> str | None:
    """Which code table this is; none if it is nearly a trade file, which may name areas, too."""
    return codes.table(list(header)) if nearest(header)[1] < _NEAR else None


def _stranger(file: str, content: bytes, header: Sequence[str]) -> Fault:
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        return Fault(file, "the file is empty")
    if unclosed := delimited.header_fault(content, file):
        return unclosed
    if table := _table(header):
        return Fault(file, f"a code table ({table}), no trade figures: give it as a table", 1)
    return unknown(header, file)
