"""Numbers to be had from the evidence, each with the words that say what it is.

Over clusters (`mean`, `count`, `share` …), in tables, or computed from other quantities. A quantity
is `None` where what it needs is missing.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias

from upgrading import numbers, parts
from upgrading.cases import printed
from upgrading.claims.conditions import (
    ANY,
    Anything,
    Cluster,
    ColumnName,
    Condition,
    Exhibit,
    Group,
    Number,
    RowName,
    Variable,
    among,
    chosen,
    share_held,
)
from upgrading.claims.evidence import Absent, Evidence, Row, pairs_present, present
from upgrading.numbers import exact_text, shown
from upgrading.parts import Cell, Name, Phrase, Text, Words, said, text_of


class Size(NamedTuple):
    """Over how many clusters something is, and how many of those asked have no score."""

    scored: int
    missing: int

    def __str__(self) -> str:
        """As it stands beside a number: `n = 9, 2 without a score`."""
        return f"n = {self.scored}" + (f", {self.missing} without a score" * bool(self.missing))


@dataclass(frozen=True)
class Quantity:
    """A number to be had from the evidence (`None` if not), and what it is.

    `size`: over how many clusters it is, and how many of those asked have no score.
    """

    words: Words
    value: Callable[[Evidence], Fraction | None]
    decimals: int = 2
    size: Callable[[Evidence], Size] | None = None

    def told(self, evidence: Evidence) -> Text:
        """What it is and how much, over how many clusters."""
        if evidence.wordless:
            return ()
        value, read = evidence.reading(lambda: self.value(evidence))
        text = shown(value, self.decimals, trim=True)
        after = "" if self.size is None or value is None else f" ({self.size(evidence)})"
        return evidence.tell((text_of(self.words, " "), after), text, value, read)


@dataclass(frozen=True)
class Wording:
    """A text with numbers in it that the evidence gives: the text, and whether it has them all."""

    told: Callable[[Evidence], tuple[Text, bool]]


def worded(text: str | Wording, evidence: Evidence) -> Text:
    """A text, with the numbers that are in it."""
    return said(text) if isinstance(text, str) else text.told(evidence)[0]


@dataclass(frozen=True)
class _Constant(Quantity):
    """A number as such, which needs no words beside it."""

    exact: Fraction = Fraction(0)


def number(value: Number | str) -> Quantity:
    """A number as such."""
    exact = Fraction(str(value))
    return _Constant("", lambda _: exact, exact=exact)


def stated(value: Number, place: str) -> Quantity:
    """A number that the prose of the report gives, and where."""
    return replace(number(value), words=text_of(said(place), ":"))


# Over clusters -------------------------------------------------------------------------------


_Value: TypeAlias = Callable[[Sequence[Row]], Fraction | None]


class Over(NamedTuple):
    """What is asked of the evidence over a set of clusters.

    `of`: the condition that the quantity is about, if any.
    """

    words: Text
    group: Group
    where: Condition
    of: Condition


def _over(
    words: Text,
    group: Group,
    where: Condition,
    value: _Value,
    of: Condition = ANY,
    asked: Callable[[Row], Any] | None = None,
) -> Quantity:
    """What is computed over the clusters chosen.

    `asked`: what of each enters, `None` where it has nothing.
    """

    def over(evidence: Evidence) -> Fraction | None:
        key = Over(words, group, where, of)
        return evidence.asked(key, lambda: value(chosen(evidence, group, where)))[0]

    def size(evidence: Evidence) -> Size:
        entering = [asked(row) is not None for row in chosen(evidence, group, where)]  # type: ignore[misc]
        return Size(entering.count(True), entering.count(False))

    return Quantity(words, over, size=size if asked else None)


def _where(condition: Condition) -> Text:
    return () if condition is ANY else text_of(" where ", condition.words)


@dataclass(frozen=True)
class Mean(Quantity):
    """The mean of a score over the clusters of a group that meet a condition."""

    variable: Variable = ""
    group: Group = None
    where: Condition = ANY


def mean(variable: Variable, group: Group = None, where: Condition = ANY) -> Quantity:
    """Mean of a score or index over clusters, missing ones left out."""
    words = text_of("mean ", Name(variable), f", {among(group)}", _where(where), ":")
    over = _over(
        words,
        group,
        where,
        lambda rows: numbers.mean(row[variable] for row in rows)[0],
        asked=itemgetter(variable),
    )
    return Mean(words, over.value, over.decimals, over.size, variable, group, where)


def total_over(variable: Variable, group: Group = None, where: Condition = ANY) -> Quantity:
    """Sum of a score over clusters, missing ones left out."""
    words = text_of("sum of ", Name(variable), f", {among(group)}", _where(where), ":")
    return _over(
        words,
        group,
        where,
        lambda rows: sum(present(rows, variable), Fraction(0)),
        asked=itemgetter(variable),
    )


def variance(variable: Variable, group: Group = None) -> Quantity:
    """The variance of a score over the clusters of a group."""

    def value(rows: Sequence[Row]) -> Fraction | None:
        scores = present(rows, variable)
        centre = numbers.mean(scores)[0]
        return None if centre is None else numbers.mean((one - centre) ** 2 for one in scores)[0]

    return _over(text_of("variance of ", Name(variable), ":"), group, ANY, value)


def deviation(variable: Variable, group: Group = None) -> Quantity:
    """The standard deviation of a score over the clusters of a group."""
    squared = variance(variable, group)

    def value(evidence: Evidence) -> Fraction | None:
        square = squared.value(evidence)
        return None if square is None else Fraction(float(square) ** 0.5)

    words = text_of("standard deviation of ", Name(variable), " in the group:")
    return Quantity(words, value)


def count(condition: Condition, group: Group = None) -> Quantity:
    """How many clusters meet a condition."""
    words = text_of("clusters with ", condition.words, f", {among(group)}:")
    counted = _over(words, group, condition, lambda rows: Fraction(len(rows)))
    if condition is ANY:
        return counted
    return replace(
        counted, size=_over(words, group, ANY, lambda _: None, asked=condition.holds).size
    )


def share(condition: Condition, group: Group = None, where: Condition = ANY) -> Quantity:
    """Share of clusters that meet a condition, among those for which it can be decided."""
    place = (f", {among(group)}",) if where is ANY else (" among clusters with ", where.words)
    words = text_of("share with ", condition.words, *place, ":")
    return _over(
        words,
        group,
        where,
        lambda rows: share_held(rows, condition),
        condition,
        asked=condition.holds,
    )


def strength(x: Variable, y: Variable, group: Group = None, where: Condition = ANY) -> Quantity:
    """Kendall's τ-b of two scores across clusters."""
    words = text_of("τ-b of ", Name(x), " with ", Name(y), _where(where), ":")

    def value(evidence: Evidence) -> Fraction | None:
        def tau() -> Fraction | None:
            return evidence.tau(pairs_present(chosen(evidence, group, where), x, y))

        return evidence.asked(Over(words, group, where, ANY), tau)[0]

    def size(evidence: Evidence) -> Size:
        asked = chosen(evidence, group, where)
        both = pairs_present(asked, x, y)
        return Size(len(both), len(asked) - len(both))

    return Quantity(words, value, size=size)


# In tables -----------------------------------------------------------------------------------


def score(cluster: Cluster, variable: Variable) -> Quantity:
    """A score or index of one cluster: `score(footwear_leon, jai)` is `footwear_leon.jai`."""
    words = text_of(Name(variable), " of ", Name(cluster), ":")
    return Quantity(words, lambda evidence: evidence.by_cluster.get(cluster, Absent())[variable])


def figure(profile: str, column: str) -> Quantity:
    """A figure of Table 2: firms, production, exports or jobs of a field-study cluster."""
    words = text_of(Name(column), " of ", Name(profile), " (Table 2):")
    return Quantity(words, lambda evidence: evidence.by_profile.get(profile, Absent())[column])


def stage_figure(stage: str, column: str) -> Quantity:
    """A figure of Table 20: years, tonnes or prices of a stage of the salmon cluster."""
    words = text_of(Name(column), " of ", Name(stage), " (Table 20):")
    return Quantity(words, lambda evidence: evidence.by_stage[stage][column])


def printed_(exhibit: Exhibit, row: RowName, column: ColumnName) -> Quantity:
    """A figure as a table prints it."""
    return Quantity(
        text_of("printed in ", Cell(exhibit, row, column), ":"),
        lambda evidence: printed.number(evidence.printed(exhibit, row, column)),
    )


def cell(exhibit: Exhibit, row: RowName, column: ColumnName) -> Wording:
    """The text of a printed cell."""
    return Wording(lambda evidence: (text_of(evidence.printed(exhibit, row, column)), True))


def unit(exhibit: Exhibit, row: RowName, column: ColumnName) -> Quantity:
    """What the last printed digit of a figure stands for: 0.01 where the table prints 2.67."""
    return Quantity(
        text_of("last digit in ", Cell(exhibit, row, column), ":"),
        lambda evidence: printed.last_digit(evidence.printed(exhibit, row, column)),
        _DIGITS_OF_A_UNIT,
    )


_DIGITS_OF_A_UNIT: Final = 4
"""Decimals that half of 0.01 is told with, and half of 0.001."""


# Computed from others ------------------------------------------------------------------------


_APART: Final = "from"
"""How far two quantities lie apart, among the operators."""

_COMPUTED: Final[Mapping[str, Callable[[Fraction, Fraction], Fraction | None]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else None,
    _APART: lambda a, b: abs(a - b),
}

_SIGNS: Final = {"+": "+", "-": "−", "*": "×", "/": "÷"}
"""How an operator is shown."""


def computed(left: Quantity, operator: str, right: Quantity) -> Quantity:
    """Two quantities added, subtracted, multiplied or divided, in the words of the two."""

    def value(evidence: Evidence) -> Fraction | None:
        first, second = left.value(evidence), right.value(evidence)
        if first is None or second is None:
            return None
        return _COMPUTED[operator](first, second)

    one, other = _operand(left), _operand(right)
    if operator == _APART:
        words = text_of("difference between ", one, " and ", other, ":")
    else:
        words = text_of("(", one, f" {_SIGNS[operator]} ", other, "):")
    return Quantity(words, value, max(left.decimals, right.decimals))


def _operand(quantity: Quantity) -> Text:
    """What a quantity is, within the words of another: without the colon before its number."""
    if isinstance(quantity, _Constant):
        return (exact_text(quantity.exact),)
    words = text_of(quantity.words)
    if words and isinstance(words[-1], str):
        words = text_of(*words[:-1], words[-1].removesuffix(":"))
    return words


def distance(one: Quantity, other: Quantity) -> Quantity:
    """How far two quantities lie apart, whichever is higher."""
    return computed(one, _APART, other)


def _of_all(
    text: str, quantities: Iterable[Quantity], value: Callable[[list[Fraction]], Fraction]
) -> Quantity:
    """What is computed from those of some quantities that are not missing, if there are any."""
    several = tuple(quantities)

    def of(evidence: Evidence) -> Fraction | None:
        known = [one for part in several if (one := part.value(evidence)) is not None]
        return value(known) if known else None

    return Quantity(text, of)


def total(quantities: Iterable[Quantity]) -> Quantity:
    """The sum of some quantities; missing if one of them is."""
    several = tuple(quantities)

    def value(evidence: Evidence) -> Fraction | None:
        values = [part.value(evidence) for part in several]
        known = [item for item in values if item is not None]
        return sum(known, Fraction(0)) if len(known) == len(values) else None

    return Quantity("sum:", value)


def total_known(quantities: Iterable[Quantity]) -> Quantity:
    """The sum of some quantities, missing ones left out."""
    return _of_all("sum:", quantities, lambda known: sum(known, Fraction(0)))


def average(quantities: Iterable[Quantity]) -> Quantity:
    """The mean of some quantities, missing ones left out."""
    return _of_all("average:", quantities, lambda known: sum(known, Fraction(0)) / len(known))


def median(quantities: Iterable[Quantity]) -> Quantity:
    """The median of some quantities, missing ones left out."""
    return _of_all("median:", quantities, statistics.median)


def least_of(quantities: Iterable[Quantity]) -> Quantity:
    """The lowest of some quantities, missing ones left out."""
    return _of_all("lowest:", quantities, min)


def greatest_of(quantities: Iterable[Quantity]) -> Quantity:
    """The highest of some quantities, missing ones left out."""
    return _of_all("highest:", quantities, max)


def span(quantities: Iterable[Quantity]) -> Quantity:
    """The highest of some quantities less the lowest, missing ones left out."""
    return _of_all("range:", quantities, lambda known: max(known) - min(known))


def rank_correlation(x: Iterable[Quantity], y: Iterable[Quantity]) -> Quantity:
    """Kendall's τ-b of two lists of quantities; missing if one of them is."""
    first, second = tuple(x), tuple(y)
    if len(first) != len(second):
        raise ValueError(f"{len(first)} quantities are compared with {len(second)}")

    def value(evidence: Evidence) -> Fraction | None:
        both = zip(first, second, strict=True)
        values = [(a.value(evidence), b.value(evidence)) for a, b in both]
        known = [(a, b) for a, b in values if a is not None and b is not None]
        return evidence.tau(known) if len(known) == len(values) else None

    return Quantity("τ-b:", value)


def rounded(quantity: Quantity, decimals: Number) -> Quantity:
    """A quantity rounded to so many decimals, half away from zero."""

    def value(evidence: Evidence) -> Fraction | None:
        exact = quantity.value(evidence)
        return None if exact is None else numbers.rounded(exact, int(decimals))

    return replace(quantity, value=value)


# Texts ---------------------------------------------------------------------------------------


def signed(value: Fraction | None) -> str:
    """A rank correlation with its sign: +0.25, −0.25, +0.00."""
    return "–" if value is None else f"{float(value):+.2f}".replace("-0.", "−0.")


def joined(
    texts: Iterable[Anything], separator: str = ", ", whole_only: bool = False
) -> str | Wording:
    """Texts put together; with `whole_only` without those that lack a number of their own."""
    pieces = [one if isinstance(one, Wording) else said(one) for one in texts]
    fixed = [one for one in pieces if not isinstance(one, Wording)]
    if len(fixed) == len(pieces):
        return Phrase(parts.joined(separator, fixed))

    def told(evidence: Evidence) -> tuple[Text, bool]:
        found = [one.told(evidence) if isinstance(one, Wording) else (one, True) for one in pieces]
        kept = [text for text, whole in found if whole or not whole_only]
        return parts.joined(separator, kept), whole_only or all(whole for _, whole in found)

    return Wording(told)
