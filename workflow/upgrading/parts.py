"""Findings in parts: what a page makes a sentence of, and the table the plain text of.

A text is a tuple of parts. Names stay ids, numbers know their cells, references what they refer to,
so that pages put names into words and make links without searching what was written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Self, TypeAlias

import pandas as pd

from upgrading.files.codec import Codec

Key: TypeAlias = tuple[str, str, str]
"""A cell: exhibit, row, column; a whole column has no row."""


@dataclass(frozen=True)
class Name:
    """A variable, cluster, profile, product, sector group or rounding, by its id or name.

    `aside`: only what a finding hangs on, not what it is about.
    """

    name: str
    aside: bool = False

    def __str__(self) -> str:
        """The id as it is."""
        return self.name


@dataclass(frozen=True)
class Cell:
    """A reference to a cell."""

    exhibit: str
    row: str
    column: str

    def __str__(self) -> str:
        """Its ids, with commas between."""
        return ", ".join((self.exhibit, self.row, self.column))


@dataclass(frozen=True)
class Exhibit:
    """A reference to a table, box or diagram."""

    exhibit: str

    def __str__(self) -> str:
        """The id."""
        return self.exhibit


@dataclass(frozen=True)
class Erratum:
    """A reference to a hypothesis of the audit, by its number."""

    erratum: str

    def __str__(self) -> str:
        """The number."""
        return self.erratum


@dataclass(frozen=True)
class Claim:
    """A reference to a statement of the report."""

    claim_id: str

    def __str__(self) -> str:
        """The id."""
        return self.claim_id


@dataclass(frozen=True)
class Number:
    """A number as it is shown, its value, and the cells that it belongs to or was read from.

    `before` and `after`: the words around it that say what it is.
    """

    shown: str
    value: str
    cells: tuple[Key, ...] = ()
    before: Text = ()
    after: Text = ()

    def __str__(self) -> str:
        """What is shown."""
        return self.shown


@dataclass(frozen=True)
class Answer:
    """Whether a reading holds (`None`: the data cannot decide)."""

    holds: bool | None

    def __str__(self) -> str:
        """In a word."""
        return "not estimable" if self.holds is None else "yes" if self.holds else "no"


@dataclass(frozen=True)
class Strength:
    """What stands before an explanation: whether it is a `weak` one, which explains nothing."""

    weak: bool

    def __str__(self) -> str:
        """In a word."""
        return "hint" if self.weak else "hypothesis"


@dataclass(frozen=True)
class From:
    """The cells that a text which tells no number of them rests on; no words of their own."""

    cells: tuple[Key, ...]

    def __str__(self) -> str:
        """Nothing."""
        return ""


Part: TypeAlias = str | Name | Cell | Exhibit | Erratum | Claim | Number | Answer | Strength | From

Text: TypeAlias = tuple[Part, ...]

Words: TypeAlias = Part | Text
"""What is taken as a text: a string is a text of one part."""


def text_of(*pieces: Words) -> Text:
    """One text of parts and texts; neighbouring strings become one, empty ones go."""
    found: list[Part] = []
    for piece in pieces:
        for part in piece if isinstance(piece, tuple) else (piece,):
            if isinstance(part, str) and found and isinstance(found[-1], str):
                found[-1] += part
            elif part != "":
                found.append(part)
    return tuple(found)


def joined(between: str, texts: Iterable[Words]) -> Text:
    """Texts with a string between them, as `str.join`."""
    pieces: list[Words] = []
    for one in texts:
        pieces += [between, one] if pieces else [one]
    return text_of(*pieces)


def plain(found: Words) -> str:
    """The text as tables have it."""
    return "".join(map(str, found)) if isinstance(found, tuple) else str(found)


_ID: Final = re.compile(
    r"\b(?P<cell>(?:annex_)?table_\d+, \w+, \w+)\b"
    r"|\b(?P<exhibit>(?:annex_table|table|box|diagram)_\d+)\b"
    r"|(?<![\w/])(?P<name>[a-z0-9]+(?:_[a-z0-9]+)+|eei|jai)(?![\w/])"
)


def written(text: str) -> Text:
    """What an author wrote into a plain string, its ids as names and references."""
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


class Phrase(str):
    """A string that knows its parts."""

    __slots__ = ("said",)

    said: Text

    def __new__(cls, said: Text) -> Self:
        """The text as plain text, of these parts."""
        phrase = super().__new__(cls, plain(said))
        phrase.said = said
        return phrase


def said(value: object) -> Text:
    """What stands for a value in a text: the parts of a phrase, others as an author writes them."""
    return value.said if isinstance(value, Phrase) else written(str(value))


@dataclass(frozen=True)
class Passage:
    """What a cell of a table tells: texts with a string between them, the errata before them."""

    texts: tuple[Text, ...] = ()
    between: str = "; "
    errata: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The cell as the table has it."""
        errata = f"[{', '.join(self.errata)}] " if self.errata else ""
        return errata + self.between.join(map(plain, self.texts))

    @property
    def named(self) -> set[str]:
        """The ids of what it is about: names, not those aside, and rows of cells."""
        parts = (part for one in self.texts for part in one)
        return {
            part.row if isinstance(part, Cell) else part.name
            for part in parts
            if isinstance(part, Cell) or (isinstance(part, Name) and not part.aside)
        }

    def besides(self, other: Passage) -> list[Text]:
        """The texts of this passage that do not stand in the other."""
        known = set(map(plain, other.texts))
        return [one for one in self.texts if plain(one) not in known]


NOTHING: Final = Passage()

Passages: TypeAlias = Mapping[Key, Passage]
"""What cells of tables tell, by table, row (by what tells rows apart) and column."""


@dataclass(frozen=True)
class PassageTable:
    """A table with passages: the columns that tell its rows apart, and those that hold passages."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]

    def apart(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[Key, Passage]]:
        """The frame with its passages as plain text, and these by themselves."""
        told = {
            (self.name, row, column): found
            for column in self.columns
            for row, found in zip(self._rows(frame), frame[column], strict=True)
            if found.texts or found.errata
        }
        return self._with(frame, lambda column: map(str, frame[column])), told

    def together(self, frame: pd.DataFrame, told: Passages) -> pd.DataFrame:
        """The frame that `apart` took apart."""
        rows = self._rows(frame)
        return self._with(
            frame, lambda column: (told.get((self.name, row, column), NOTHING) for row in rows)
        )

    def _rows(self, frame: pd.DataFrame) -> list[str]:
        # what is empty comes back from a file as `None`
        rows = frame[list(self.key)].itertuples(index=False)
        return ["/".join("" if place is None else str(place) for place in row) for row in rows]

    def _with(self, frame: pd.DataFrame, values: Callable[[str], Iterable[object]]) -> pd.DataFrame:
        columns = {
            column: pd.Series(list(values(column)), dtype=object, index=frame.index)
            for column in self.columns
        }
        return frame.assign(**columns)


TABLES: Final[Mapping[str, PassageTable]] = MappingProxyType(
    {
        name: PassageTable(name, key, columns)
        for name, key, columns in (
            ("cells", ("exhibit", "row", "column"), ("explanation",)),
            ("errata", ("erratum",), ("evidence", "alternatives", "consequences", "believed")),
            ("conventions", ("exhibit", "part"), ("convention",)),
            ("claims", ("claim_id",), ("evidence", "evidence_corrected")),
            ("exports", ("source", "row", "column"), ("explanation",)),
        )
    }
)
"""The tables that tell something: those of the audit, and Table 2's exports beside trade."""


def told(passages: Passages, **tables: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Tables, by their names in `TABLES`, with what they tell in passages."""
    return {name: TABLES[name].together(frame, passages) for name, frame in tables.items()}


# As JSON --------------------------------------------------------------------------------------

_KINDS: Final[Mapping[str, Callable[..., Any]]] = {
    kind.__name__.lower(): kind
    for kind in (*(Name, Cell, Exhibit, Erratum, Claim, Number, Answer, Strength, From, Passage),)
}


def to_json(told: Passages) -> str:
    """Passages as JSON, a line for each, sorted; `from_json` gives the same again."""
    lines = (
        json.dumps([*key, _encoded(found)], ensure_ascii=False)
        for key, found in sorted(told.items())
    )
    return "[\n" + ",\n".join(lines) + "\n]\n"


def from_json(content: str) -> dict[Key, Passage]:
    """The passages that `to_json` wrote."""
    return {
        (table, row, column): _decoded(found) for table, row, column, found in json.loads(content)
    }


FILE: Final = Codec(
    lambda content, *_: from_json(content.decode()),
    lambda passages, *_: to_json(passages).encode(),
)


def _encoded(value: Any) -> Any:
    """Texts as lists, parts as objects with their fields by kind."""
    if isinstance(value, tuple):
        return [_encoded(one) for one in value]
    kind = type(value).__name__.lower()
    return {kind: [_encoded(one) for one in vars(value).values()]} if kind in _KINDS else value


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_decoded, value))
    if isinstance(value, dict):
        ((kind, fields),) = value.items()
        return _KINDS[kind](*map(_decoded, fields))
    return value
