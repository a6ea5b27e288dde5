"""Tables of estimates: a label at the left, figures in every other column.

The cells are those of every other exhibit (`build.EXHIBIT_COLUMNS`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

import pandas as pd

from upgrading.exhibits.build import EXHIBIT_COLUMNS
from upgrading.numbers import exact_text, shown

NOT_ESTIMABLE: Final = "not estimable"

CHOSEN_CASES: Final = (
    "The clusters are chosen cases, not a sample: intervals and p-values describe them and do not "
    "generalise to other clusters."
)


class Number(NamedTuple):
    """A number of a cell: as it is shown, in full precision, and the clusters behind it.

    Two numbers (an interval) are separated by a blank.
    """

    shown: str
    value: str
    clusters: int | None = None


Entry: TypeAlias = str | Number
"""What a cell holds: a number, or words."""

Row: TypeAlias = tuple[Literal["header", "panel", "body"], Sequence[Entry]]
"""Kind of a line, and its cells from left to right: the label first."""


def _slug(text: str) -> str:
    """A label as an id: in lower case, words joined by `_`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "_".join(re.findall(r"[a-z0-9]+", plain.lower()))


def _row_slug(text: str) -> str:
    """The id of a row or a panel: what stands in a bracket, figures mostly, is left out."""
    return _slug(text.split(" (")[0])


def _column_slug(text: str, position: int) -> str:
    """The id of a column; `(1)` heads a model."""
    slug = _slug(text)
    return f"model_{slug}" if slug.isdecimal() else slug or f"column_{position}"


def cells(exhibit: str, rows: Sequence[Row]) -> pd.DataFrame:
    """The rows as cells of an exhibit (`build.EXHIBIT_COLUMNS`); a panel has its label only.

    A row is named after its panel and its label, a line below it (a standard error, an interval)
    likewise with a number.
    """
    width = max(len(entries) for _, entries in rows)
    headers = next([_text(e) for e in entries] for kind, entries in rows if kind == "header")
    columns = ["label_1", *(_column_slug(text, n) for n, text in enumerate(headers[1:], 1))]
    found: list[tuple[object, ...]] = []
    panel, label, taken = "", "", Counter[str]()
    for line, (kind, entries) in enumerate(rows, start=1):
        texts = [_text(entry) for entry in entries]
        if kind == "panel":
            panel = _row_slug(texts[0])
        below = texts[0].startswith(("(", "["))
        own = _slug(texts[0]) if below else _row_slug(texts[0])
        label = label if below else own or label
        parts = (panel, label, own if below else "") if kind == "body" else (kind, own)
        name = "_".join(filter(None, parts))
        taken[name] += 1
        row = f"{name}_{taken[name]}" if taken[name] > 1 else name
        for position, column in enumerate(columns, start=1):
            entry = entries[position - 1] if position <= len(entries) else ""
            told = entry if isinstance(entry, Number) else Number(entry, "")
            place = (exhibit, line, position, row, kind, column, headers[position - 1])
            found.append((*place, "", told.value, told.shown, False, told.clusters))
        if width > len(columns):
            raise ValueError(f"{exhibit}: line {line} has {width} cells, the header {len(columns)}")
    return pd.DataFrame(found, columns=list(EXHIBIT_COLUMNS), dtype=object)


def _text(entry: Entry) -> str:
    return entry.shown if isinstance(entry, Number) else entry


def _fraction(value: object) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(str(value))


def number(value: object, decimals: int = 2, *, between: str = "{}") -> Entry:
    """A number as a cell; `between` what stands around it (`({})`). Words where it is missing."""
    text = figure(value, decimals)
    if text == NOT_ESTIMABLE:
        return text
    return Number(between.format(text), exact_text(_fraction(value)))


def whole(value: object) -> Number:
    """A count as a cell."""
    return Number(str(value), str(value))


def bounds(low: object, high: object) -> Entry:
    """Two numbers in brackets as a cell."""
    text = interval(low, high)
    if text == NOT_ESTIMABLE:
        return text
    return Number(text, f"{exact_text(_fraction(low))} {exact_text(_fraction(high))}")


def p_number(p: object) -> Entry:
    """A p-value as a cell."""
    text = p_value(p)
    return text if text == NOT_ESTIMABLE else Number(text, exact_text(_fraction(p)))


def figure(value: object, decimals: int = 2) -> str:
    """A number, exact, float or text, as it is shown; "not estimable" where it is missing."""
    if not known(value):
        return NOT_ESTIMABLE
    return shown(_fraction(value), decimals)


def known(value: object) -> bool:
    """Whether a cell of a frame, new or read back from CSV, holds anything."""
    return bool(pd.notna(value)) and value != ""


def interval(low: object, high: object) -> str:
    """An interval in brackets: `[-0.12, 0.73]`."""
    if not known(low) or not known(high):
        return NOT_ESTIMABLE
    return f"[{figure(low)}, {figure(high)}]"


def p_value(p: object) -> str:
    """A p-value to three decimals; one that would show as nought is `<0.001`."""
    if not known(p):
        return NOT_ESTIMABLE
    exact = _fraction(p)
    return "<0.001" if exact < Fraction(1, 1000) else shown(exact, 3)
