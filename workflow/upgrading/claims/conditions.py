"""What an expression can name: kinds of things, conditions on one cluster, choices of clusters."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial, reduce
from typing import Annotated, Final, Literal, TypeAlias

from upgrading.claims.evidence import Evidence, Row
from upgrading.parts import Name, Phrase, Text, Words, joined, said, text_of, written
from upgrading.vocabulary import DEGREES, GOVERNANCE, SECTOR_GROUPS

# What a name or an argument in the claims files can be, and how faults and docs call it -----------
#
# To the type checker the names of variables, clusters, tables and the like are plain strings; the
# annotations say which of them a function takes, and the language (`language`) holds them apart.


Variable: TypeAlias = Annotated[str, "variable"]
Cluster: TypeAlias = Annotated[str, "cluster"]
Profile: TypeAlias = Annotated[str, "profile"]
SectorGroup: TypeAlias = Annotated[str, "group"]
Group: TypeAlias = Annotated[str | tuple[str, ...] | None, "groups"]
"""A sector group, several, or all of them (`None`)."""
Degree: TypeAlias = Annotated[str, "degree"]
Exhibit: TypeAlias = Annotated[str, "exhibit"]
RowName: TypeAlias = Annotated[str, "row"]
ColumnName: TypeAlias = Annotated[str, "column"]
Country: TypeAlias = Annotated[str, "country"]
Industry: TypeAlias = Annotated[str, "industry"]
Product: TypeAlias = Annotated[str, "product"]
SecondFigure: TypeAlias = Annotated[str, "figure"]
Anything: TypeAlias = Annotated[object, "anything"]
Number: TypeAlias = Annotated[int | float | Fraction, "number"]

CALLED: Final[Mapping[str, str]] = {
    "variable": "a score or index, such as ee_inputs",
    "cluster": "a cluster, such as footwear_leon",
    "profile": "a row of Table 2, such as salmon_austral_region",
    "group": "a sector group, such as natural",
    "groups": "a sector group or a list of them",
    "degree": "a degree: low, medium or high",
    "stage": "a stage of Table 20, such as maturing",
    "exhibit": "a table of the report, such as table_17",
    "row": "a row of the table: a cluster, a sector group, a degree, a stage or a text",
    "column": "a column of the table: a score, an index or a text",
    "country": "the code of a country in quotation marks",
    "industry": "an industry in quotation marks",
    "product": "a product in quotation marks",
    "figure": "a figure of config/second_sources.yaml in quotation marks",
    "number": "a number",
    "text": "a text in quotation marks",
    "wording": 'a text, also one with numbers in it, such as f"n = {count(market):0}"',
    "quantity": "a quantity or a number",
    "condition": "a condition on clusters, such as ee_inputs >= 2",
    "test": "a test, such as a comparison",
    "switch": "True or False",
    "list": "a list",
    "anything": "a value of any kind",
    "function": "a function",
}
"""What stands for each kind, as faults and the documentation say it."""

IN_QUOTES: Final = ("country", "figure", "industry", "product")
"""Kinds that are written in quotation marks; which there are, the data say."""

STANDS_FOR: Final[Mapping[str, frozenset[str]]] = {
    "row": frozenset({"cluster", "profile", "group", "stage", "degree"}),
    "column": frozenset({"variable", "stage"}),
}
"""What may stand where a row or a column of a table is expected, besides a text."""


class Token(Phrase):
    """A name of the claims files that stands for itself: a variable, a cluster, a table.

    `kinds`: what it is; `parts`: what can follow it after a point, by name.
    """

    __slots__ = ("kinds", "parts")

    kinds: frozenset[str]
    parts: Mapping[str, object]

    def __new__(cls, text: str, *kinds: str, parts: Mapping[str, object] | None = None) -> Token:
        """The name `text`, which is of these `kinds`."""
        token = super().__new__(cls, written(text) if "exhibit" in kinds else (Name(text),))
        token.kinds, token.parts = frozenset(kinds), parts or {}
        return token


# Logic with three values: what holds, what does not, and what cannot be decided (`None`) ----------


def all_of(held: Collection[bool | None]) -> bool | None:
    """Whether all hold: undecided where one is and no other fails."""
    return False if False in held else None if None in held else True


def any_of(held: Collection[bool | None]) -> bool | None:
    """Whether one holds: undecided where one is and no other holds."""
    return True if True in held else None if None in held else False


def opposite(held: bool | None) -> bool | None:
    """The opposite of what holds; undecided stays undecided."""
    return None if held is None else not held


Operator = Literal[">", ">=", "<", "<=", "=="]

OPERATORS: Final[Mapping[Operator, Callable[[Fraction, Fraction], bool]]] = {
    **{">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "==": operator.eq}
}

SIGNS: Final[Mapping[Operator, str]] = {">": ">", ">=": "≥", "<": "<", "<=": "≤", "==": "="}
"""How an operator is shown."""

Reach = Literal["any", "domestic", "global"]


# Conditions on one cluster -------------------------------------------------------------------


@dataclass(frozen=True)
class Condition:
    """A property of a cluster: `None` where a score that it needs is missing."""

    words: Words
    holds: Callable[[Row], bool | None]

    def __and__(self, other: Condition) -> Condition:
        """Both; undecided where one is and the other does not already fail."""
        return Condition(
            text_of(self.words, " and ", other.words),
            lambda row: all_of((self.holds(row), other.holds(row))),
        )

    def __or__(self, other: Condition) -> Condition:
        """Either; undecided where one is and the other does not already hold."""
        return Condition(
            text_of(self.words, " or ", other.words),
            lambda row: any_of((self.holds(row), other.holds(row))),
        )

    def __invert__(self) -> Condition:
        """The opposite."""
        return Condition(text_of("not ", self.words), lambda row: opposite(self.holds(row)))


def names_of(ids: Iterable[str], between: str = ", ") -> Text:
    """Some ids as names, with a string between them."""
    return joined(between, map(Name, ids))


def _of_scores(words: Words, columns: Sequence[str], holds: Callable[..., bool]) -> Condition:
    """What scores of the cluster decide; undecided where one of them is missing."""

    def held(row: Row) -> bool | None:
        values = [row[column] for column in columns]
        return None if any(value is None for value in values) else holds(*values)

    return Condition(words, held)


@lru_cache(maxsize=None, typed=True)
def is_(variable: Variable, sign: Operator, value: Number | str) -> Condition:
    """The score or index stands in this relation to a number: `is_("up_product", ">=", 2)`."""
    words, limit = text_of(Name(variable), f" {SIGNS[sign]} {value}"), Fraction(str(value))
    return _of_scores(words, [variable], lambda score: OPERATORS[sign](score, limit))


def exceeds(variable: Variable, other: Variable) -> Condition:
    """One score of the cluster is above another of the same cluster."""
    words = text_of(Name(variable), " > ", Name(other))
    return _of_scores(words, [variable, other], operator.gt)


def sum_exceeds(variables: Iterable[Variable], others: Iterable[Variable], text: str) -> Condition:
    """Some scores of the cluster add up to more than others of the same cluster."""
    above, below = tuple(variables), tuple(others)
    return _of_scores(
        said(text),
        [*above, *below],
        lambda *scores: sum(scores[: len(above)]) > sum(scores[len(above) :]),
    )


def exceeds_by(variable: Variable, other: Variable, points: Number) -> Condition:
    """One score of the cluster is at least so many points above another."""
    words, by = text_of(Name(variable), " ≥ ", Name(other), f" + {points}"), Fraction(str(points))
    return _of_scores(words, [variable, other], lambda one, two: one >= two + by)


def scored(variables: Iterable[Variable]) -> Condition:
    """The cluster has each of these scores."""
    names = tuple(variables)
    words = text_of("a score for ", names_of(names))
    return Condition(words, lambda row: all(row[name] is not None for name in names))


def at_least(number: Number, conditions: Iterable[Condition], text: str) -> Condition:
    """So many of the conditions or more hold; undecided where one of them is."""
    parts = tuple(conditions)

    def holds(row: Row) -> bool | None:
        held = [condition.holds(row) for condition in parts]
        return None if None in held else sum(map(bool, held)) >= number

    return Condition(said(text), holds)


DEGREE_IS: Final = {
    degree: _of_scores(f"degree {label}", ["ce_degree"], partial(operator.eq, degree))
    for degree, label in DEGREES.items()
}
"""The cluster's degree of collective efficiency, from its recomputed index."""


def in_chain(pattern: str, reach: Reach = "any") -> Condition:
    """The cluster is in a chain of this pattern: `in_chain("gov_market", "domestic")`."""
    codes = {"any": {1, 2, 3}, "domestic": {1, 3}, "global": {2, 3}}[reach]
    words = text_of(Name(pattern), f" ({reach})")
    return _of_scores(words, [pattern], lambda code: int(code) in codes)


def in_any_chain(reach: Reach = "any") -> Condition:
    """The cluster is in a chain of some pattern."""
    found = reduce(operator.or_, (in_chain(pattern, reach) for pattern in GOVERNANCE))
    return Condition(f"a {'value' if reach == 'any' else reach} chain", found.holds)


def in_led_chain(reach: Reach = "any") -> Condition:
    """The cluster is in a chain that a firm leads: a quasi-hierarchy or a hierarchy."""
    found = in_chain("gov_quasi_hierarchy", reach) | in_chain("gov_hierarchy", reach)
    which = "" if reach == "any" else f"{reach} "
    return Condition(f"a {which}quasi-hierarchy or hierarchy", found.holds)


def chains() -> Condition:
    """The cluster is in chains of more than one pattern."""

    def holds(row: Row) -> bool | None:
        codes = [row[pattern] for pattern in GOVERNANCE if row[pattern] is not None]
        return sum(code > 0 for code in codes) > 1 if codes else None

    return Condition("in more than one kind of chain", holds)


def country_is(*countries: Country) -> Condition:
    """The cluster lies in one of these countries (ISO 3166-1 alpha-3)."""
    return Condition(f"in {'/'.join(countries)}", lambda row: row["country"] in countries)


def cluster_is(*clusters: Cluster) -> Condition:
    """The cluster is one of these."""
    words = text_of("one of ", names_of(clusters))
    return Condition(words, lambda row: row["cluster_id"] in clusters)


def industry_is(*industries: Industry) -> Condition:
    """The cluster belongs to one of these industries."""
    return Condition(f"{'/'.join(industries)}", lambda row: row["industry"] in industries)


def group_is(*groups: SectorGroup) -> Condition:
    """The cluster belongs to one of these sector groups."""
    return Condition(names_of(groups, " or "), lambda row: row["group"] in groups)


ANY: Final = Condition("all", lambda row: True)


# Sets of clusters ----------------------------------------------------------------------------


def chosen(evidence: Evidence, group: Group, where: Condition = ANY) -> list[Row]:
    """The clusters of one or more sector groups that meet a condition."""
    groups = (group,) if isinstance(group, str) else group

    def those() -> list[Row]:
        return [
            row
            for row in evidence.rows
            if (groups is None or row["group"] in groups) and where.holds(row)
        ]

    return evidence.asked((group, where), those)[0]


def share_held(rows: Iterable[Row], condition: Condition) -> Fraction | None:
    """Share of clusters that meet a condition, among those for which it can be decided."""
    known = [held for row in rows if (held := condition.holds(row)) is not None]
    return (Fraction(0) + sum(known)) / len(known) if known else None


def among(group: Group) -> str:
    """In words: which clusters."""
    if group is None:
        return "all clusters"
    groups = (group,) if isinstance(group, str) else group
    return ", ".join(SECTOR_GROUPS[name].lower() for name in groups)
