"""Numbers for a manuscript: a LaTeX macro for each, so that the text refreshes with the data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from upgrading.faults import DataFaults, Fault
from upgrading.publish.latex import latex
from upgrading.publish.tables import with_minus

QUOTABLE_COLUMNS = ("name", "shown", "value", "where")

_WORDS: Final = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@dataclass(frozen=True)
class Quotable:
    """A number that a text would quote: its macro's name, what is shown, the value, its place."""

    name: str
    shown: str
    value: str
    where: str


def macro(*parts: str) -> str:
    """A macro's name of letters: `table_06, medium, up_process` is `TableSixMediumUpProcess`.

    TeX allows no digits in the name of a macro: they become words, a leading nought is dropped.
    """
    name = ""
    for word in re.findall(r"[^\W\d_]+|\d+", " ".join(parts).replace("_", " ")):
        if word.isdecimal():
            name += "".join(_WORDS[int(digit)] for digit in str(int(word)))
        else:
            ascii_only = word.encode("ascii", "ignore").decode()
            name += ascii_only[:1].upper() + ascii_only[1:]
    return name


def of_exhibits(numbers: pd.DataFrame) -> list[Quotable]:
    """Every number that a table shows (`build.NUMBER_COLUMNS`)."""
    return [
        Quotable(
            macro(cell.exhibit, cell.row, cell.column),
            cell.shown,
            cell.value,
            f"{cell.exhibit}/{cell.row}/{cell.column}",
        )
        for cell in numbers.itertuples(index=False)
    ]


def frame(quotables: Iterable[Quotable]) -> pd.DataFrame:
    """The numbers as a frame, sorted by name: columns `QUOTABLE_COLUMNS`.

    Raises `DataFaults` if two numbers would have one macro.
    """
    named: dict[str, Quotable] = {}
    faults = []
    for one in quotables:
        other = named.setdefault(one.name, one)
        if other != one:
            text = f"{other.where} and {one.where} would both be the macro {one.name}"
            faults.append(Fault("numbers.tex", text))
    if faults:
        raise DataFaults(faults)
    rows = [(q.name, q.shown, q.value, q.where) for _, q in sorted(named.items())]
    return pd.DataFrame(rows, columns=list(QUOTABLE_COLUMNS), dtype=object)


def to_latex(quotables: pd.DataFrame, header: Mapping[str, str]) -> str:
    r"""The macros as a LaTeX file, one a line: `\newcommand{\TableSix…}{2.0}% place`.

    `header`: names and values for the comment at the top.
    """
    told = "".join(f"% {name}: {value}\n" for name, value in header.items())
    macros = "".join(
        f"\\newcommand{{\\{row.name}}}{{{_anywhere(row.shown)}}}% {row.where}\n"
        for row in quotables.itertuples(index=False)
    )
    return f"{told}{macros}"


def _anywhere(shown: str) -> str:
    """A number for text and formulas alike, with a true minus."""
    return latex(with_minus(shown), maths=r"\ensuremath{{{}}}")
