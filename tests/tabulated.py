"""What a table of the project gives: its cells, the words around it, how its numbers come about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from upgrading.exhibits.tabulation import Formula, Tabulation, exhibits_of, formulas_of
from upgrading.publish.tables import Text, lines


def cells_and_text(table: Tabulation[Any]) -> tuple[pd.DataFrame, Text]:
    """The cells of a table, and the words around it."""
    return exhibits_of([table]), Text(table.exhibit, "", table.caption, table.notes)


def shown_lines(cells: pd.DataFrame) -> list[list[str]]:
    """What a table shows, line by line, after the line's name."""
    return [[line.row, *(cell.shown for cell in line.cells)] for line in lines(cells)]


def formulas_by_cell(
    tables: Iterable[Tabulation[Any]], on: Any
) -> dict[tuple[str, str, str], Formula]:
    """How the cells of tables come about, by exhibit, row and column."""
    return {
        (row.exhibit, row.row, row.column): Formula(
            row.words, row.formula, tuple(filter(None, row.inputs.split("; ")))
        )
        for row in formulas_of(tables, on).itertuples()
    }
