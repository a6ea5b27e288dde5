"""Seeded harm to files, as editors, spreadsheets, transfers and typing do it."""

from __future__ import annotations

import gzip
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

CELLS = (
    *("", " ", "0", "-1", "1.5", "NA", "nan", "NaN", "None", "null", "NULL", "#N/A", "#REF!"),
    *("1e400", "1E+09", "1,234", "1.234", "1.234,5", "1 234", "12,5", "99999999999999999999"),
    *("940330.0", "'H0", "'080450", "80450", "940330 ", "=1+1", "@a", "-", "+", "–"),
    *("2002-01-01", "0x1f", "TRUE", "WLD", "W00", "0.0", "52.0", "076", "76.0", "XXX", "ROM"),
    *('"', '""', 'a"b', "a\nb", "a\tb", "a;b", "a,b", "\x00", "\x1b[31m", "\u202eabc", "日本"),
    *("é", "\ufeff", "\u00a0", "$\\alpha", "{file}", "<b>", "x" * 3000, "9" * 400),
)
"""What stands in a cell after something went wrong."""

LONGEST = 60
"""Seconds after which a file is taken to hang the program."""


class Hangs(Exception):
    """A file on which the program did not end."""


@contextmanager
def within(seconds: int = LONGEST) -> Iterator[None]:
    """Raise `Hangs` where the body takes longer."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Hangs(f"not ended after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


Harm = Callable[[bytes, random.Random], bytes]


def _lines(content: bytes) -> list[bytes]:
    return content.split(b"\n")


def _a_line(content: bytes, chance: random.Random) -> tuple[list[bytes], int]:
    lines = _lines(content)
    return lines, chance.randrange(len(lines))


def _separator(content: bytes) -> bytes:
    return max((b",", b";", b"\t"), key=_lines(content)[0].count)


def _in_a_cell(content: bytes, chance: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    lines, place = _a_line(content, chance)
    separator = _separator(content)
    cells = lines[place].split(separator)
    cell = chance.randrange(len(cells))
    cells[cell] = change(cells[cell])
    lines[place] = separator.join(cells)
    return b"\n".join(lines)


def cell(content: bytes, chance: random.Random) -> bytes:
    """A cell holds something else."""
    return _in_a_cell(content, chance, lambda _: chance.choice(CELLS).encode())


def affix(content: bytes, chance: random.Random) -> bytes:
    """A cell holds something more."""
    extra = chance.choice(CELLS).encode()
    return _in_a_cell(
        content, chance, lambda old: old + extra if chance.random() < 0.5 else extra + old
    )


def shifted(content: bytes, chance: random.Random) -> bytes:
    """A row has a cell more or less."""
    lines, place = _a_line(content, chance)
    separator = _separator(content)
    cells = lines[place].split(separator)
    where = chance.randrange(len(cells))
    if chance.random() < 0.5:
        del cells[where]
    else:
        cells.insert(where, chance.choice(CELLS).encode())
    lines[place] = separator.join(cells)
    return b"\n".join(lines)


def swapped(content: bytes, chance: random.Random) -> bytes:
    """Two cells of a row, or two columns of the header, have changed places."""
    lines, place = _a_line(content, chance)
    separator = _separator(content)
    cells = lines[place].split(separator)
    a, b = chance.randrange(len(cells)), chance.randrange(len(cells))
    cells[a], cells[b] = cells[b], cells[a]
    lines[place] = separator.join(cells)
    return b"\n".join(lines)


def line_again(content: bytes, chance: random.Random) -> bytes:
    """A line stands twice."""
    lines, place = _a_line(content, chance)
    lines.insert(chance.randrange(len(lines) + 1), lines[place])
    return b"\n".join(lines)


def line_lost(content: bytes, chance: random.Random) -> bytes:
    """A line is not there."""
    lines, place = _a_line(content, chance)
    del lines[place]
    return b"\n".join(lines)


def lines_in_another_order(content: bytes, chance: random.Random) -> bytes:
    """The file was sorted, header and all."""
    lines = _lines(content)
    chance.shuffle(lines)
    return b"\n".join(lines)


def title(content: bytes, chance: random.Random) -> bytes:
    """Something stands above the header or below the rows."""
    note = chance.choice(
        (b"sep=;\n", b"sep=,\n", b"Exports of the clusters\n", b"\n\n", b"# note\n")
    )
    return note + content if chance.random() < 0.7 else content + note


def cut(content: bytes, chance: random.Random) -> bytes:
    """The transfer broke off."""
    return content[: chance.randrange(len(content) + 1)]


def joined(content: bytes, chance: random.Random) -> bytes:
    """The file was joined to itself."""
    return content + (b"" if chance.random() < 0.5 else b"\n") + content


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Some bytes are other ones."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def separated(content: bytes, chance: random.Random) -> bytes:
    """Saved with another separator, or with decimal commas."""
    new = chance.choice((b";", b"\t", b"|", b","))
    return content.replace(_separator(content), new)


def encoded(content: bytes, chance: random.Random) -> bytes:
    """Saved in another encoding, with other line ends, or packed."""
    text = content.decode("latin-1")
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: text.encode("utf-16"),
        lambda: text.encode("utf-16-le"),
        lambda: text.encode("utf-16-be"),
        lambda: b"\xef\xbb\xbf" + content,
        lambda: text.encode("utf-8"),
        lambda: content.replace(b"\n", b"\r\n"),
        lambda: content.replace(b"\n", b"\r"),
        lambda: gzip.compress(content, mtime=0),
        lambda: gzip.compress(content, mtime=0)[:-9],
        lambda: b"PK\x03\x04" + content,
    )
    return chance.choice(ways)()


HARMS: tuple[Harm, ...] = (
    *(cell, cell, cell, affix, affix, shifted, swapped, line_again, line_lost),
    *(lines_in_another_order, title, cut, joined, flipped, separated, encoded),
)
"""Cells are harmed most often, as they are in life."""


def harmed(content: bytes, seed: str) -> tuple[bytes, str]:
    """The content after one harm, or two, and their names; the same for the same seed."""
    chance = random.Random(seed)
    chosen = [chance.choice(HARMS) for _ in range(1 if chance.random() < 0.7 else 2)]
    for harm in chosen:
        content = harm(content, chance) if content else content
    return content, " + ".join(harm.__name__ for harm in chosen)
