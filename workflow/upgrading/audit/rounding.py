"""Which exact values a printed number can stand for, and how a table was rounded.

Everything is decided by intervals of exact fractions, never by a tolerance: a printed string with
`d` decimals stands for the values that one of three conventions turns into it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from upgrading.cases import printed
from upgrading.parts import Name, Text, text_of

Convention = Literal["half_up", "half_even", "truncation"]

CONVENTIONS: Final[tuple[Convention, ...]] = ("half_up", "half_even", "truncation")

NAMES: Final = {
    "half_up": "rounded half up",
    "half_even": "rounded half to even",
    "truncation": "truncated",
}

EITHER_WAY: Final = "rounded (half up or half to even)"
"""Where no half decides between the two."""


def convert(value: Fraction, decimals: int, convention: Convention) -> Fraction:
    """The value at `decimals` decimals under a convention. Values are not negative here."""
    scaled = value * 10**decimals
    whole = scaled.__floor__()
    rest = scaled - whole
    up = {
        "half_up": rest >= Fraction(1, 2),
        "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1),
        "truncation": False,
    }[convention]
    return Fraction(whole + up, 10**decimals)


@dataclass(frozen=True)
class Match:
    """How a printed number relates to a computed one: exact, or under which conventions."""

    exact: bool
    conventions: frozenset[Convention]

    @property
    def agrees(self) -> bool:
        """Whether the printed number is the computed one under some convention."""
        return bool(self.conventions)


def match(text: str, value: Fraction) -> Match:
    """Compare a printed string with an exact value."""
    shown = printed.score(text)
    decimals = printed.decimals(text)
    fits = frozenset(c for c in CONVENTIONS if convert(value, decimals, c) == shown)
    return Match(shown == value, fits)


def fits(figure: Fraction, step: Fraction, value: Fraction) -> str:
    """`exact`, `rounded`, `truncated` or nothing: how `value` becomes `figure`.

    `step`: what the last digit that says something stands for: 1000 in 143,000 tonnes.
    """
    if value == figure:
        return "exact"
    found = {c for c in CONVENTIONS if convert(value / step, 0, c) * step == figure}
    if found & {"half_up", "half_even"}:
        return "rounded"
    return "truncated" if found else ""


def within(low: Fraction, high: Fraction, step: Fraction, value: Fraction) -> bool:
    """Whether `value`, rounded or cut off to steps, lies in a printed range."""
    return any(low <= convert(value / step, 0, c) * step <= high for c in CONVENTIONS)


def bounds(text: str) -> tuple[Fraction, Fraction]:
    """Lowest value, and the value below which all lie, that some convention prints as `text`."""
    value = printed.score(text)
    if value is None:
        raise ValueError(f'"{text}" is not a number')
    unit = Fraction(1, 10 ** printed.decimals(text))
    return value - unit / 2, value + unit


def possible(text: str, count: int, step: Fraction, shift: Fraction = Fraction(0)) -> bool:
    """Whether a mean of `count` scores can be printed as `text` at all.

    The scores are multiples of `step`; `shift` is the known part of their sum that is not. The
    test is known as GRIM (Brown and Heathers 2017).
    """
    low, high = bounds(text)
    steps = ((low * count - shift) / step).__ceil__()
    while (mean := (steps * step + shift) / count) < high:
        if match(text, mean).agrees:
            return True
        steps += 1
    return False


def named(conventions: Iterable[Convention]) -> str:
    """Conventions in words; half up and half to even alone only where the other is excluded."""
    found = set(conventions)
    words = [NAMES[c] for c in CONVENTIONS if c in found]
    if {"half_up", "half_even"} <= found:
        words = [EITHER_WAY, *words[2:]]
    return " or ".join(words)


@dataclass(frozen=True)
class TableConvention:
    """The convention of a table or of part of one, read off its cells.

    `conventions`: those that most of the cells follow, several where no cell decides between them;
    `telling`: cells whose computed value the conventions print differently; `fitting`: how many of
    these follow each of `conventions`, which are none if no cell tells.
    """

    conventions: frozenset[Convention]
    telling: int
    fitting: int

    @property
    def told(self) -> Text:
        """The finding in words."""
        if not self.conventions:
            return text_of("no figure shows whether it was rounded or truncated")
        share = f"{self.fitting} of {self.telling} figures that show it"
        if self.fitting == self.telling:
            share = f"{'both' if self.telling == 2 else f'all {self.telling}'} figures that show it"
        if self.telling == 1:
            share = "the one figure that shows it"
        return text_of(Name(named(self.conventions)), f" ({share})")


def infer(cells: Iterable[tuple[str, Fraction]]) -> TableConvention:
    """Infer a convention from printed strings and the values they agree with.

    Only cells that the conventions would print differently tell anything. The conventions that most
    of them follow are taken: half up alone only where a cell excludes half to even.
    """
    votes: dict[Convention, int] = dict.fromkeys(CONVENTIONS, 0)
    telling = 0
    for text, value in cells:
        found = match(text, value)
        if found.agrees and len(found.conventions) < len(CONVENTIONS):
            telling += 1
            for convention in found.conventions:
                votes[convention] += 1
    most = max(votes.values())
    best = frozenset(c for c in CONVENTIONS if votes[c] == most) if telling else frozenset()
    return TableConvention(best, telling, most)
