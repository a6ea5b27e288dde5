"""What claims are tested on: the clusters of one edition, conditions on them, and choices of them.

The lower half of the language whose upper half, quantities and tests, is the module `readings`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, reduce
from operator import or_
from typing import Any, Final, Literal, TypeAlias, TypeVar

import pandas as pd

from upgrading.claims.followed import (
    PROFILES,
    SCORES,
    STAGES,
    Noted,
    Notes,
    Read,
    WatchedCells,
    WatchedRow,
)
from upgrading.claims.trade_readings import NO_TRADE, TradeEvidence
from upgrading.numbers import exact_text
from upgrading.parts import Name, Number, Text, Words, joined, plain, text_of
from upgrading.vocabulary import DEGREES, GOVERNANCE, SECTOR_GROUPS

T = TypeVar("T")

Operator = Literal[">", ">=", "<", "<=", "=="]

OPERATORS: Final[Mapping[Operator, Callable[[Fraction, Fraction], bool]]] = {
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b,
}

SIGNS: Final[Mapping[Operator, str]] = {">": ">", ">=": "≥", "<": "<", "<=": "≤", "==": "="}
"""How an operator is shown."""

Reach = Literal["any", "domestic", "global"]

Row: TypeAlias = Mapping[str, Any]
"""One cluster: the columns of `Evidence.scores` and `cluster_id`."""

Group: TypeAlias = str | tuple[str, ...] | None
"""A sector group, several, or all of them (`None`)."""


@dataclass(frozen=True)
class Evidence:
    """The data that claims are tested on, in one edition.

    `scores`: one row per cluster, indexed by `cluster_id`: the columns of `clusters.csv` and
    `indices.csv` and the sum of upgrading scores `up_sum`, numbers as `Fraction` or `None`.
    `profiles` (by `profile_id`) and `stages` (by `stage`) as in the module `profiles`. `cells`: the
    printed strings by (exhibit, row, column). `trade`: what the trade files say. `association`: the
    tests of association of this edition (`association.ASSOCIATION_COLUMNS`), if they were made.
    `notes`: what tests read and tell, while someone asks.
    """

    scores: pd.DataFrame
    profiles: pd.DataFrame
    stages: pd.DataFrame
    cells: Mapping[tuple[str, str, str], str]
    trade: TradeEvidence = NO_TRADE
    association: pd.DataFrame | None = None
    notes: Notes | None = None

    def noting(self, notes: Notes) -> Evidence:
        """The same evidence, of which `notes` remember what is read and told."""
        return replace(self, cells=WatchedCells(self.cells, notes), notes=notes)

    def reading(self, compute: Callable[[], T]) -> tuple[T, tuple[Read, ...]]:
        """What `compute` gives, and what it reads of this evidence, if someone asks."""
        return self.notes.reading(compute) if self.notes else (compute(), ())

    def asked(self, test: Callable[[Evidence], T]) -> Noted[T]:
        """What a test gives, and the numbers that it tells and what it reads, if someone asks."""
        if test not in self.answers:
            self.answers[test] = (
                self.notes.during(lambda: test(self)) if self.notes else (test(self), (), ())
            )
        found: Noted[T] = self.answers[test]
        if self.notes:
            self.notes.again(*found[1:])
        return found

    def tell(
        self, words: tuple[Words, Words], shown: str, value: Fraction | None, read: tuple[Read, ...]
    ) -> Text:
        """The words with the number `shown` between them, noted with what it was read from."""
        before, after = words
        if self.notes is None:
            return text_of(before, Number(shown, ""), after)
        around = (
            text_of(*(str(part) if isinstance(part, Number) else part for part in side))
            for side in map(text_of, words)
        )
        number = Number(shown, "" if value is None else exact_text(value), read, *around)
        self.notes.tell(number)
        return text_of(before, number, after)

    def _row(self, frame: str, name: str, values: Mapping[str, Any]) -> Row:
        return WatchedRow(frame, name, values, self.notes) if self.notes else dict(values)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of `scores`: conditions are asked of each, thousands of times."""
        rows = self.scores.reset_index().to_dict("records")
        return [self._row(SCORES, row["cluster_id"], row) for row in rows]

    @cached_property
    def groups(self) -> dict[str, str]:
        """The sector group of each cluster."""
        return dict(zip(self.scores.index, self.scores["group"], strict=True))

    @cached_property
    def by_cluster(self) -> dict[str, Row]:
        """The same rows by `cluster_id`."""
        return {row["cluster_id"]: row for row in self.rows}

    @cached_property
    def by_profile(self) -> dict[str, Row]:
        """The rows of Table 2 by `profile_id`."""
        rows = self.profiles.to_dict("index").items()
        return {str(name): self._row(PROFILES, str(name), row) for name, row in rows}

    @cached_property
    def by_stage(self) -> dict[str, Row]:
        """The rows of Table 20 with figures, by `stage`."""
        rows = self.stages.to_dict("index").items()
        return {str(name): self._row(STAGES, str(name), row) for name, row in rows}

    @cached_property
    def tested(self) -> dict[tuple[str, str, str], Row]:
        """The rows of `association` by kind of upgrading, what it is related to, and scope."""
        rows = [] if self.association is None else self.association.to_dict("records")
        return {(row["upgrading"], row["index"], row["scope"]): dict(row) for row in rows}

    @cached_property
    def answers(self) -> dict[Any, Noted[Any]]:
        """What tests gave that were already asked: many claims share their readings."""
        return {}

    @cached_property
    def selections(self) -> dict[tuple[Group, Condition], tuple[list[Row], tuple[Read, ...]]]:
        """Clusters already chosen, by group and condition, and what was read to choose them.

        Most claims ask for the same few.
        """
        return {}


# Conditions on one cluster -------------------------------------------------------------------


@dataclass(frozen=True)
class Condition:
    """A property of a cluster: `None` where a score that it needs is missing."""

    words: Words
    holds: Callable[[Row], bool | None]

    @property
    def text(self) -> str:
        """The property in plain words."""
        return plain(self.words)

    def __and__(self, other: Condition) -> Condition:
        """Both; undecided where one is and the other does not already fail."""

        def both(row: Row) -> bool | None:
            first, second = self.holds(row), other.holds(row)
            if first is False or second is False:
                return False
            return None if first is None or second is None else True

        return Condition(text_of(self.words, " and ", other.words), both)

    def __or__(self, other: Condition) -> Condition:
        """Either; undecided where one is and the other does not already hold."""

        def either(row: Row) -> bool | None:
            first, second = self.holds(row), other.holds(row)
            if first or second:
                return True
            return None if first is None or second is None else False

        return Condition(text_of(self.words, " or ", other.words), either)

    def __invert__(self) -> Condition:
        """The opposite."""

        def opposite(row: Row) -> bool | None:
            held = self.holds(row)
            return None if held is None else not held

        return Condition(text_of("not ", self.words), opposite)


def named(words: Words, condition: Condition) -> Condition:
    """The same condition in other words."""
    return Condition(words, condition.holds)


def is_(variable: str, operator: Operator, value: float | str) -> Condition:
    """The score or index stands in this relation to a number: `is_("up_product", ">=", 2)`."""
    limit = Fraction(str(value))

    def holds(row: Row) -> bool | None:
        score = row[variable]
        return None if score is None else OPERATORS[operator](score, limit)

    return Condition(text_of(Name(variable), f" {SIGNS[operator]} {value}"), holds)


def exceeds(variable: str, other: str) -> Condition:
    """One score of the cluster is above another of the same cluster."""

    def holds(row: Row) -> bool | None:
        if row[variable] is None or row[other] is None:
            return None
        return bool(row[variable] > row[other])

    return Condition(text_of(Name(variable), " > ", Name(other)), holds)


def sum_exceeds(variables: Iterable[str], others: Iterable[str], words: Words) -> Condition:
    """Some scores of the cluster add up to more than others of the same cluster."""
    above, below = tuple(variables), tuple(others)

    def holds(row: Row) -> bool | None:
        upper, lower = [row[name] for name in above], [row[name] for name in below]
        return None if None in upper or None in lower else bool(sum(upper) > sum(lower))

    return Condition(words, holds)


VERTICAL_PREVAILS = sum_exceeds(
    ("ja_backward", "ja_forward"),
    ("ja_bilateral", "ja_multilateral"),
    "vertical linkages above horizontal ones",
)


def degree_is(degree: str) -> Condition:
    """The cluster's degree of collective efficiency, from its recomputed index."""
    return Condition(
        f"degree {DEGREES[degree]}",
        lambda row: None if row["ce_degree"] is None else row["ce_degree"] == degree,
    )


DEGREE_IS = {degree: degree_is(degree) for degree in DEGREES}


def in_chain(pattern: str, reach: Reach = "any") -> Condition:
    """The cluster is in a chain of this pattern: `in_chain("gov_market", "domestic")`."""
    codes = {"any": {1, 2, 3}, "domestic": {1, 3}, "global": {2, 3}}[reach]

    def holds(row: Row) -> bool | None:
        return None if row[pattern] is None else int(row[pattern]) in codes

    return Condition(text_of(Name(pattern), f" ({reach})"), holds)


def in_any_chain(reach: Reach = "any") -> Condition:
    """The cluster is in a chain of some pattern."""
    found = reduce(or_, (in_chain(pattern, reach) for pattern in GOVERNANCE))
    return named(f"a {'value' if reach == 'any' else reach} chain", found)


def in_led_chain(reach: Reach = "any") -> Condition:
    """The cluster is in a chain that a firm leads: a quasi-hierarchy or a hierarchy."""
    found = in_chain("gov_quasi_hierarchy", reach) | in_chain("gov_hierarchy", reach)
    return named(f"a {'' if reach == 'any' else f'{reach} '}quasi-hierarchy or hierarchy", found)


def chains() -> Condition:
    """The cluster is in chains of more than one pattern."""

    def holds(row: Row) -> bool | None:
        codes = [row[pattern] for pattern in GOVERNANCE]
        if all(code is None for code in codes):
            return None
        return len([code for code in codes if code is not None and code > 0]) > 1

    return Condition("in more than one kind of chain", holds)


def country_is(*countries: str) -> Condition:
    """The cluster lies in one of these countries (ISO 3166-1 alpha-3)."""
    return Condition(f"in {'/'.join(countries)}", lambda row: row["country"] in countries)


def cluster_is(*clusters: str) -> Condition:
    """The cluster is one of these (by `cluster_id`)."""
    words = text_of("one of ", joined(", ", map(Name, clusters)))
    return Condition(words, lambda row: row["cluster_id"] in clusters)


def industry_is(*industries: str) -> Condition:
    """The cluster belongs to one of these industries (as in `clusters.csv`)."""
    return Condition(f"{'/'.join(industries)}", lambda row: row["industry"] in industries)


ANY = Condition("all", lambda row: True)


# Sets of clusters ----------------------------------------------------------------------------


def chosen(evidence: Evidence, group: Group, where: Condition = ANY) -> list[Row]:
    """The clusters of one or more sector groups that meet a condition."""
    known = evidence.selections
    if (group, where) not in known:
        groups = (group,) if isinstance(group, str) else group
        if groups is not None and (unknown := set(groups) - set(SECTOR_GROUPS)):
            raise ValueError(f"no such sector group: {unknown}")
        known[group, where] = evidence.reading(
            lambda: [
                row
                for row in evidence.rows
                if (groups is None or row["group"] in groups) and where.holds(row) is True
            ]
        )
    rows, read = known[group, where]
    if evidence.notes:
        evidence.notes.again((), read)
    return rows


def present(rows: Iterable[Row], variable: str) -> list[Fraction]:
    """The scores of these clusters, missing ones left out."""
    return [row[variable] for row in rows if row[variable] is not None]


def pairs_present(rows: Iterable[Row], x: str, y: str) -> list[tuple[Fraction, Fraction]]:
    """Two scores of each cluster that has both."""
    return [(row[x], row[y]) for row in rows if row[x] is not None and row[y] is not None]


def share_held(rows: Iterable[Row], condition: Condition) -> Fraction | None:
    """Share of clusters that meet a condition, among those for which it can be decided."""
    known = [held for row in rows if (held := condition.holds(row)) is not None]
    return Fraction(sum(known), len(known)) if known else None


def other_groups(group: str) -> tuple[str, ...]:
    """The sector groups besides one."""
    return tuple(name for name in SECTOR_GROUPS if name != group)


def among(group: Group) -> str:
    """In words: which clusters."""
    if group is None:
        return "all clusters"
    groups = (group,) if isinstance(group, str) else group
    return ", ".join(SECTOR_GROUPS[name].lower() for name in groups)


# Years of creation (Table 2) -----------------------------------------------------------------

_CREATION = re.compile(r"(mid )?(\d{4})(s?)")


def creation(evidence: Evidence, profile: str) -> tuple[int, int]:
    """First and last possible year of creation, as Table 2 prints it.

    1987 is that year, the 1980s are ten years, and the middle of a decade its years 4 to 6.
    """
    text = evidence.by_profile[profile]["created"]
    match = _CREATION.fullmatch(text)
    if match is None:
        raise ValueError(f'"{text}" is no date of creation ({profile})')
    year = int(match[2])
    if not match[3]:
        return year, year
    return (year + 4, year + 6) if match[1] else (year, year + 9)


def decade_of_creation(evidence: Evidence, profile: str) -> Fraction:
    """The decade of creation by its first year: 1980 for 1987, the 1980s and the mid 1980s."""
    return Fraction(creation(evidence, profile)[0] // 10 * 10)
