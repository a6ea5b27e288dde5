"""The numbers of the study as a whole: what the first page, an abstract or a letter would quote.

They are an exhibit like every other, so that each can be followed and has a macro.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import pandas as pd

from upgrading.exhibits.formulas import Formula
from upgrading.present.estimate_tables import Row, cells
from upgrading.present.line_formulas import Cell, of_lines
from upgrading.present.study_facts import Answers, Fact, parts
from upgrading.present.tables import Text

OVERVIEW: Final = "overview"

NUMBER: Final = "number"
"""The column of the exhibit."""


def overview_table(found: Answers) -> tuple[pd.DataFrame, Text, dict[Cell, Formula]]:
    """The exhibit: its cells (`build.EXHIBIT_COLUMNS`), the words around it, its formulas."""
    rows: list[Row] = [("header", ["", "Number"])]
    facts: list[Fact] = []
    for heading, part in parts(found).items():
        rows.append(("panel", [heading]))
        for fact in part:
            rows.append(("body", [fact.label, fact.entry]))
            facts.append(fact)
    table = cells(OVERVIEW, rows)
    body = table["row_kind"] == "body"
    table.loc[body, "row"] = [fact.row for fact in facts for _ in range(2)]
    formulas = of_lines(table, [[fact.formula] for fact in facts])
    notes = (
        "Counted from results/audit, results/inference and results/trade; the tables named in the "
        "card of each number tell them one by one.",
        "A hypothesis of the audit accounts for a figure if it reproduces it; it is no proof. A "
        "slip is a figure that contradicts its own row or column and that no single change mends.",
    )
    return table, Text(OVERVIEW, "", "The study in numbers", notes), formulas


def numbers_of(exhibits: pd.DataFrame) -> dict[str, tuple[str, Fraction]]:
    """What each row of the exhibit shows, and its value. `exhibits`: `build.EXHIBIT_COLUMNS`."""
    own = exhibits[(exhibits["exhibit"] == OVERVIEW) & (exhibits["column"] == NUMBER)]
    filled = own[own["value"] != ""]
    return {
        str(row.row): (str(row.shown), Fraction(row.value))
        for row in filled.itertuples(index=False)
    }
