"""From the bytes of a delimited file to its rows of text, each with the line that it starts on.

Comma, semicolon and tab separate, or what a first line such as `sep=;` says; a byte-order mark is
dropped; what is neither UTF-8 nor UTF-16 is read as latin-1.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

from upgrading.faults import Fault

SEPARATORS: Final = ",;\t"

NOT_CLOSED: Final = (
    "a quotation mark that is not closed opens here; close it, or write it twice where it is part "
    "of the text"
)

LONGEST: Final = 100_000
"""Characters that a row may have. No table of figures comes near; Python's `csv` fails beyond
131,072 in one cell, whatever the file is."""

TOO_LONG: Final = (
    f"a row of more than {LONGEST:,} characters, which no table of trade figures has; is this "
    "another kind of file, or did it lose its line breaks?"
)

_BLOCK: Final = 1 << 20

_HEAD: Final = 1000

_SEPARATOR_TOLD: Final = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)
"""The first line by which Excel is told what separates."""


class Broken(Exception):
    """The text cannot be told into rows from the one that starts on `line`."""

    def __init__(self, line: int, problem: str) -> None:
        """Keep the line; the message is the problem."""
        super().__init__(problem)
        self.line = line


def encoding(content: bytes) -> str:
    """UTF-16 where it is marked or every other byte is 0, UTF-8 where it can be, else latin-1."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    pairs = max(1, len(content[:_HEAD]) // 2)
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = (content[start:_HEAD:2].count(0) for start in (first, 1 - first))
        if zeros > 0.75 * pairs and not others:
            return name
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _BLOCK):
            decoder.decode(content[start : start + _BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def decoded(content: bytes) -> str:
    """The whole text without its byte-order mark. Raises `UnicodeError`."""
    return content.decode(encoding(content)).removeprefix("\ufeff")


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


def _opened(content: bytes, of: str | None = None) -> tuple[io.TextIOWrapper, str, str, int]:
    """What follows the header's first line, that line, what separates, how many lines stand before.

    The line is empty if there is none. `of`: the encoding, if it is known. Raises `Broken`.
    """
    if content.startswith(codecs.BOM_UTF8):
        content = content[len(codecs.BOM_UTF8) :]  # also where the rest turns out to be latin-1
    text = io.TextIOWrapper(io.BytesIO(content), encoding=of or encoding(content), newline="")
    before, mark = 0, ""
    for first in text:
        if len(first) > LONGEST:
            raise Broken(before + 1, TOO_LONG)
        if told := _SEPARATOR_TOLD.fullmatch(first):
            mark = told[1]
        elif first.strip():
            return text, first, mark or separator(first), before
        before += 1
    return text, "", ",", before


def separator_of(content: bytes) -> str:
    """What separates the cells of the file; a comma where that cannot be told."""
    try:
        return _opened(content, _of_header(content))[2]
    except (Broken, UnicodeError):
        return ","


def rows(content: bytes, of: str | None = None) -> Iterator[tuple[int, list[str], bool]]:
    """Every row that is not blank, the header first: its line, its cells, whether it is sound.

    A row over several lines is unsound if a quotation mark does not close: the next lines were
    drawn into its cell, and it may have the right width all the same. `of`: the encoding, if it is
    known. Raises `Broken`, also for a row of more than `LONGEST` characters.
    """
    text, first, mark, before = _opened(content, of)
    if not first:
        return
    taken: list[str] = []
    length = 0
    past_the_end = False

    def lines() -> Iterator[str]:
        nonlocal past_the_end, length
        # The header again, then what follows it: a stream cannot be wound back.
        for part in ([first], text):
            for one in part:
                taken.append(one)
                length += len(one)
                if length > LONGEST:
                    # A quotation mark that is not closed draws in the rest of the file.
                    raise Broken(line, TOO_LONG if len(taken) == 1 else NOT_CLOSED)
                yield one
        past_the_end = True

    line = before + 1
    reader = csv.reader(lines(), delimiter=mark, skipinitialspace=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Broken(line, str(error)) from None
        sound = not past_the_end and (len(taken) == 1 or _closes(taken, mark))
        if any(map(str.strip, row)):
            yield line, row, sound
        line = reader.line_num + before + 1
        taken.clear()
        length = 0


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


def _of_header(content: bytes) -> str:
    """The encoding in which the header can be read: it is ASCII, whatever follows it."""
    found = encoding(content[:_HEAD])
    return found if found.startswith("utf-16") else "latin-1"


def _first_row(content: bytes) -> tuple[int, list[str], bool]:
    return next(rows(content, _of_header(content)), (0, [], True))
