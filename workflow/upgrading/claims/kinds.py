"""What a name or an argument in the claims files can be, and how faults and docs call it.

To the type checker the names of variables, clusters, tables and the like are plain strings; the
annotations say which of them a function takes, and the language (`language`) holds them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Final, TypeAlias

from upgrading.parts import Name, Phrase, written

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

IN_QUOTES: Final = ("country", "industry", "product")
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
