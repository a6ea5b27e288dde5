"""What the study says: numbers, degrees, verdicts and claims, and how two states of it differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

import pandas as pd

from upgrading.numbers import exact_text

Kind = Literal["number", "degree", "verdict", "claim"]

KINDS: Final[tuple[Kind, ...]] = ("number", "degree", "verdict", "claim")


class Place(NamedTuple):
    """Where an outcome stands."""

    kind: Kind
    exhibit: str
    row: str
    column: str


class Shown(NamedTuple):
    """An outcome: its value (a number in full precision, or a word), and what a table shows."""

    value: str
    shown: str


Outcomes: TypeAlias = Mapping[Place, Shown]

_LARGEST_DENOMINATOR: Final = 5000
"""Means are of scores in half steps over a few dozen clusters; twelve digits tell these apart."""

_NOISE: Final = Fraction(1, 10**9)
"""Relative difference that two measured figures may have for the order of their sums alone."""


def exact(text: str) -> Fraction | None:
    """The number that a file gives in twelve digits; `None` of a word or nothing.

    A mean that does not terminate is given back exactly: 1.82142857143 is 51/28.
    """
    try:
        given = Fraction(text)
    except ValueError:
        return None
    near = given.limit_denominator(_LARGEST_DENOMINATOR)
    return near if exact_text(near) == exact_text(given) else given


def negligible(difference: Fraction, *of: Fraction) -> bool:
    """Whether a difference is nothing but the rounding of measured figures."""
    return abs(difference) <= _NOISE * max((abs(value) for value in of), default=Fraction(0))


def same(one: Shown | None, other: Shown | None) -> bool:
    """Whether two outcomes are the same, the last digits of measured figures aside."""
    if one is None or other is None or one.shown != other.shown:
        return one is other
    first, second = exact(one.value), exact(other.value)
    if first is None or second is None:
        return one.value == other.value
    return negligible(first - second, first, second)


@dataclass(frozen=True)
class Change:
    """An outcome that is not what it was; `None` stands for one that is not there."""

    place: Place
    old: Shown | None
    new: Shown | None

    @property
    def what(self) -> Literal["changed", "appeared", "vanished"]:
        """Whether it changed, appeared or vanished."""
        if self.old is None:
            return "appeared"
        return "vanished" if self.new is None else "changed"

    @property
    def difference(self) -> Fraction | None:
        """New less old, of two numbers."""
        return difference(self.old, self.new)

    @property
    def shown_changes(self) -> bool:
        """Whether the printed digits are others."""
        return self.old is None or self.new is None or self.old.shown != self.new.shown


def difference(old: Shown | None, new: Shown | None) -> Fraction | None:
    """New less old, exactly; `None` unless both are numbers."""
    if old is None or new is None:
        return None
    first, second = exact(old.value), exact(new.value)
    return None if first is None or second is None else second - first


def changes(old: Outcomes, new: Outcomes) -> list[Change]:
    """Every outcome that differs, in the order of `KINDS`, exhibits, rows and columns."""
    places = sorted(old.keys() | new.keys(), key=lambda place: (KINDS.index(place.kind), place))
    return [
        Change(place, old.get(place), new.get(place))
        for place in places
        if old.get(place) != new.get(place)
    ]


def numbers(frame: pd.DataFrame) -> dict[Place, Shown]:
    """Outcomes of `build.numbers_shown`."""
    return {
        Place("number", row.exhibit, row.row, row.column): Shown(row.value, row.shown)
        for row in frame.itertuples(index=False)
    }


def _words(
    kind: Kind, frame: pd.DataFrame, keys: Sequence[str], columns: Sequence[str], exhibit: str = ""
) -> dict[Place, Shown]:
    found = {}
    for row in frame.to_dict("records"):
        for column in columns:
            word = row[column] or ""
            place = (exhibit, row[keys[0]], column) if exhibit else tuple(row[key] for key in keys)
            found[Place(kind, *place)] = Shown(word, word)
    return found


def degrees(indices: pd.DataFrame) -> dict[Place, Shown]:
    """Degree of collective efficiency of every cluster (`indices.INDEX_COLUMNS`)."""
    return _words("degree", indices, ["cluster_id"], ["ce_degree"], "indices")


def claims(frame: pd.DataFrame) -> dict[Place, Shown]:
    """Verdict on every claim, in both editions (`claims_table.CLAIM_COLUMNS`)."""
    return _words("claim", frame, ["claim_id"], ["verdict", "verdict_corrected"], "claims")


def verdicts(cells: pd.DataFrame) -> dict[Place, Shown]:
    """Verdict on every printed number (`results/audit/cells.csv`)."""
    return _words("verdict", cells, ["exhibit", "row", "column"], ["verdict"])
