"""From the bytes of a delimited file to its rows of text, each with the line that it starts on.

Comma, semicolon and tab separate; a byte-order mark is dropped; what is not UTF-8 is read as
latin-1.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from upgrading.faults import Fault

SEPARATORS: Final = ",;\t"

NOT_CLOSED: Final = (
    "a quotation mark that is not closed opens here; close it, or write it twice where it is part "
    "of the text"
)

_BLOCK: Final = 1 << 20


class Broken(Exception):
    """The text cannot be told into rows from the one that starts on `line`."""

    def __init__(self, line: int, problem: str) -> None:
        """Keep the line; the message is the problem."""
        super().__init__(problem)
        self.line = line


def _encoding(content: bytes) -> str:
    """UTF-8 where the content can be that, UTF-16 where it is marked so, else latin-1."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _BLOCK):
            decoder.decode(content[start : start + _BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def separator(line: str) -> str:
    """Which of `SEPARATORS` makes the most cells of a header."""
    return max(SEPARATORS, key=lambda mark: len(next(csv.reader([line], delimiter=mark))))


def _closes(lines: Sequence[str], mark: str) -> bool:
    """Whether every quotation mark in the lines of one row closes where its cell ends."""
    try:
        list(csv.reader(lines, delimiter=mark, skipinitialspace=True, strict=True))
    except csv.Error:
        return False
    return True


def rows(content: bytes, encoding: str | None = None) -> Iterator[tuple[int, list[str], bool]]:
    """Every row that is not blank, the header first: its line, its cells, whether it is sound.

    A row over several lines is unsound if a quotation mark does not close: the next lines were
    drawn into its cell, and it may have the right width all the same. Raises `Broken`.
    """
    if content.startswith(codecs.BOM_UTF8):
        content = content[len(codecs.BOM_UTF8) :]  # also where the rest turns out to be latin-1
    encoding = encoding or _encoding(content)
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    before = 0
    for first in text:
        if first.strip():
            break
        before += 1
    else:
        return
    mark = separator(first)
    taken: list[str] = []
    past_the_end = False

    def lines() -> Iterator[str]:
        nonlocal past_the_end
        # The header again, then what follows it: a stream cannot be wound back.
        for part in ([first], text):
            for one in part:
                taken.append(one)
                yield one
        past_the_end = True

    reader = csv.reader(lines(), delimiter=mark, skipinitialspace=True)
    line = before + 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # A cell beyond all measure holds the rest of the file.
            closes = len(taken) == 1 or _closes(taken, mark)
            raise Broken(line, str(error) if closes else NOT_CLOSED) from None
        sound = not past_the_end and (len(taken) == 1 or _closes(taken, mark))
        if any(map(str.strip, row)):
            yield line, row, sound
        line = reader.line_num + before + 1
        taken.clear()


def header(content: bytes) -> list[str]:
    """The names in the first row that is not blank, without empty ones at its end; `[]` if none."""
    try:
        names = [name.strip() for name in _first_row(content)[1]]
    except (Broken, UnicodeError):
        return []
    while names and not names[-1]:
        names.pop()
    return names


def header_fault(content: bytes, file: str) -> Fault | None:
    """The fault of a header in which a quotation mark is not closed."""
    try:
        line, _, sound = _first_row(content)
    except Broken as broken:
        return Fault(file, str(broken), broken.line)
    except UnicodeError:
        return None
    return None if sound else Fault(file, NOT_CLOSED, line)


def _first_row(content: bytes) -> tuple[int, list[str], bool]:
    # Beyond the first line the encoding does not matter here: a header is ASCII.
    encoding = "utf-16" if _encoding(content[:2]) == "utf-16" else "latin-1"
    return next(rows(content, encoding), (0, [], True))
