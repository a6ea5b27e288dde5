"""Evidence as its readings tell it, and what of it was written as a plain string, taken apart.

The authors of claims write ids into texts, and a special test may tell its numbers in a string of
its own. Both are read here once, where the text is made; nothing after it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from upgrading.claims.followed import Read, with_all_cells
from upgrading.parts import Cell, Exhibit, Name, Number, Part, Text, plain, text_of

_ID: Final = re.compile(
    r"\b(?P<cell>(?:annex_)?table_\d+, \w+, \w+)\b"
    r"|\b(?P<exhibit>(?:annex_table|table|box|diagram)_\d+)\b"
    r"|(?<![\w/])(?P<name>[a-z0-9]+(?:_[a-z0-9]+)+|eei|jai)(?![\w/])"
)


def named(text: Text) -> Text:
    """A text with the ids that an author wrote into it as names and references."""
    return text_of(*(_named(part) if isinstance(part, str) else part for part in text))


def _named(text: str) -> Text:
    pieces: list[Part] = []
    end = 0
    for found in _ID.finditer(text):
        pieces.append(text[end : found.start()])
        if cell := found["cell"]:
            pieces.append(Cell(*cell.split(", ")))
        else:
            pieces.append(Exhibit(found["exhibit"]) if found["exhibit"] else Name(found["name"]))
        end = found.end()
    return text_of(*pieces, text[end:])


def settled(told: Text, numbers: Iterable[Number]) -> Text:
    """Evidence in which each number knows all its cells, and every id is a name.

    `numbers`: those told while the text was made, with their cells.
    """
    known = with_all_cells(numbers)
    placed = {_bare(part) for part in told if isinstance(part, Number)}
    unplaced = {number: cells for number, cells in known.items() if number not in placed}
    pieces: list[Part | Text] = []
    for part in told:
        if isinstance(part, Number):
            pieces.append(_with_cells(part, known.get(_bare(part), ())))
        elif isinstance(part, str):
            pieces.append(_with_numbers(part, unplaced))
        else:
            pieces.append(part)
    return text_of(*pieces)


def _with_cells(number: Number, cells: tuple[Read, ...]) -> Number:
    before, after = named(number.before), named(number.after)
    return replace(number, cells=cells, before=before, after=after)


def _bare(number: Number) -> Number:
    return replace(number, cells=())


def _with_numbers(text: str, numbers: Mapping[Number, tuple[Read, ...]]) -> Text:
    """A plain string with the numbers in it that were told in the same words, and its names."""
    places: dict[int, tuple[int, Number]] = {}
    for number, cells in numbers.items():
        before, shown, after = (
            re.escape(part) for part in (plain(number.before), number.shown, plain(number.after))
        )
        for found in re.finditer(rf"{before}({shown})(?![\d.]*\d){after}", text):
            places.setdefault(found.start(1), (found.end(1), _with_cells(number, cells)))
    pieces: list[Part | Text] = []
    end = 0
    for start, (stop, number) in sorted(places.items()):
        pieces += [_named(text[end:start]), number]
        end = stop
    return text_of(*pieces, _named(text[end:]))
