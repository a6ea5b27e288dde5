"""The numbers of the study as a whole: what the first page, an abstract or a letter would quote.

They are an exhibit like every other, so that each can be followed and has a macro.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from upgrading.exhibits.formulas import Formula
from upgrading.present.estimate_tables import Row, cells
from upgrading.present.line_formulas import Cell, of_lines
from upgrading.present.study_facts import PARTS, Fact
from upgrading.present.tables import Text

OVERVIEW: Final = "overview"

NUMBER: Final = "number"
"""The column of the exhibit."""


def overview_table(
    found: Mapping[str, Any],
) -> tuple[pd.DataFrame, Text, dict[Cell, Formula]]:
    """The exhibit: its cells (`build.EXHIBIT_COLUMNS`), the words around it, its formulas.

    `found`: the inputs of the rule `summary`, by name.
    """
    counted = {heading: part.facts(found) for heading, part in PARTS.items()}
    table = as_cells(counted)
    formulas = of_lines(table, [[fact.formula] for facts in counted.values() for fact in facts])
    notes = (
        "Counted from results/audit, results/inference and results/trade; the tables named in the "
        "card of each number tell them one by one.",
        "A hypothesis of the audit accounts for a figure if it reproduces it; it is no proof. A "
        "slip is a figure that contradicts its own row or column and that no single change mends.",
    )
    return table, Text(OVERVIEW, "", "The study in numbers", notes), formulas


def as_cells(counted: Mapping[str, Sequence[Fact]]) -> pd.DataFrame:
    """Numbers by the headings of their parts, as cells of the exhibit (`build.EXHIBIT_COLUMNS`)."""
    rows: list[Row] = [("header", ["", "Number"])]
    names = []
    for heading, facts in counted.items():
        rows.append(("panel", [heading]))
        rows += [("body", [fact.label, fact.entry]) for fact in facts]
        names += [fact.row for fact in facts]
    table = cells(OVERVIEW, rows)
    table.loc[table["row_kind"] == "body", "row"] = [name for name in names for _ in range(2)]
    return table


def numbers_of(exhibits: pd.DataFrame) -> dict[str, tuple[str, Fraction]]:
    """What each row of the exhibit shows, and its value. `exhibits`: `build.EXHIBIT_COLUMNS`."""
    own = exhibits[(exhibits["exhibit"] == OVERVIEW) & (exhibits["column"] == NUMBER)]
    filled = own[own["value"] != ""]
    return {
        str(row.row): (str(row.shown), Fraction(row.value))
        for row in filled.itertuples(index=False)
    }
