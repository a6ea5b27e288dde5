"""A PDF in a third of its size: its small objects compressed together.

A tagged PDF, which screen readers can follow, has thousands of small objects, which Typst writes
one by one, uncompressed. Nothing of what they say changes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

_TRAILER: Final = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s*(\d+)\s*%%EOF\s*$", re.S)

_OBJECT: Final = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj\s*", re.S)

_TOGETHER: Final = 200
"""Objects that are compressed together: a reader unpacks them all for one."""

_WIDTHS: Final = (1, 4, 2)
"""Bytes of the kind, the place and the number within in each entry of the table of objects."""


def packed(pdf: bytes) -> bytes:
    """The same PDF, with every object that is no stream in a compressed one (PDF 1.5).

    Raises ValueError unless it has one plain table of objects (`xref`) and no updates, as Typst
    writes it.
    """
    trailer = _TRAILER.search(pdf)
    table = _offsets(pdf, int(trailer[2])) if trailer else []
    if trailer is None or not table:
        raise ValueError("a PDF that does not end in a table of its objects")
    end = int(trailer[2])
    whole: list[tuple[int, bytes]] = []
    small: list[tuple[int, bytes]] = []
    for start, stop in pairwise([*sorted(table), end]):
        found = _OBJECT.fullmatch(pdf, start, stop)
        if found is None:
            raise ValueError(f"no object at byte {start} of the PDF")
        kind = whole if found[2].endswith(b"endstream") else small
        kind.append((int(found[1]), found[2]))

    out = bytearray(pdf[: min(table)])
    entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    number = max(name for name, _ in whole + small)
    for start in range(0, len(small), _TOGETHER):
        objects = small[start : start + _TOGETHER]
        number += 1
        entries |= {name: (2, number, place) for place, (name, _) in enumerate(objects)}
        whole.append((number, _of_objects(objects)))
    for name, content in whole:
        entries[name] = (1, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (name, content)
    number += 1
    entries[number] = (1, len(out), 0)
    size = number + 1
    rows = b"".join(
        b"".join(part.to_bytes(width) for part, width in zip(entries[name], _WIDTHS, strict=True))
        if name in entries
        else bytes(sum(_WIDTHS))
        for name in range(size)
    )
    said = re.sub(rb"/Size \d+", b"/Size %d" % size, trailer[1])
    table_of = _stream(b"/Type/XRef/W[%d %d %d]%b" % (*_WIDTHS, said), rows)
    out += b"%d 0 obj\n%b\nendobj\n" % (number, table_of)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % entries[number][1]


def _offsets(pdf: bytes, table: int) -> list[int]:
    """Where the objects in use begin, by the table of objects at this byte."""
    return [int(line[:10]) for line in re.findall(rb"\d{10} \d{5} n", pdf[table:])]


def _of_objects(objects: Sequence[tuple[int, bytes]]) -> bytes:
    """One stream of objects: their numbers and places first, then themselves."""
    heads, bodies, place = [], [], 0
    for name, content in objects:
        heads.append(b"%d %d" % (name, place))
        bodies.append(content)
        place += len(content) + 1
    head = b" ".join(heads) + b"\n"
    said = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
    return _stream(said, head + b"\n".join(bodies))


def _stream(said: bytes, content: bytes) -> bytes:
    small = zlib.compress(content, 9)
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (said, len(small), small)
