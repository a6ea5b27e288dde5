"""Formulas set beside the lines of a table, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

import pandas as pd

from upgrading.exhibits.formulas import Formula
from upgrading.present.tables import lines

Cell: TypeAlias = tuple[str, str, str]
"""Exhibit, row, column."""

OWN: Final = "own line: "
"""Begins an input that is a cell of the same line, by its place after the label (`own line: 2`)."""

ALL: Final = "all lines: "
"""Begins an input that is a column of the same table, by its place (`all lines: 4`)."""


def own(*places: int) -> tuple[str, ...]:
    """Inputs that stand in the same line, by their places after the label, from 1."""
    return tuple(f"{OWN}{place}" for place in places)


def column(place: int) -> tuple[str, ...]:
    """The input that is a whole column of the same table, by its place after the label."""
    return (f"{ALL}{place}",)


def of_lines(
    table: pd.DataFrame, formulas: Sequence[Sequence[Formula | None]]
) -> dict[Cell, Formula]:
    """The formula of every number of one table (`build.EXHIBIT_COLUMNS`), by cell.

    `formulas`: for each line of the table's body, from top to bottom, one for each cell after the
    label, `None` where a cell can hold words only. Raises `ValueError` if the lines are not as
    many, and where a number has no formula.
    """
    found: dict[Cell, Formula] = {}
    body = [line for line in lines(table) if line.kind == "body"]
    for line, told in zip(body, formulas, strict=True):
        names = [cell.column for cell in line.cells]
        exhibit = line.cells[0].exhibit
        for place, cell in enumerate(line.cells):
            if not cell.value:
                continue
            formula = told[place - 1] if place <= len(told) else None
            if formula is None:
                raise ValueError(f"{exhibit}/{line.row}/{cell.column}: a number without a formula")
            inputs = tuple(_resolved(name, exhibit, line.row, names) for name in formula.inputs)
            found[exhibit, line.row, names[place]] = replace(formula, inputs=inputs)
    return found


def _resolved(name: str, exhibit: str, row: str, columns: Sequence[str]) -> str:
    for mark, of in ((OWN, row), (ALL, "")):
        if name.startswith(mark):
            return f"{exhibit}/{of}/{columns[int(name.removeprefix(mark))]}"
    return name


def rows_of(table: pd.DataFrame) -> list[str]:
    """The names of the rows of one table's body, from top to bottom."""
    return [line.row for line in lines(table) if line.kind == "body"]


def by_exhibit(exhibits: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    """The cells of each exhibit."""
    return {str(name): table for name, table in exhibits.groupby("exhibit", sort=False)}
