"""The numbers of the study as a whole: what the first page, an abstract or a letter would quote.

They are an exhibit like every other, so that each can be followed and has a macro.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from upgrading.exhibits.tabulation import Column, Tabulation
from upgrading.present.study_facts import PARTS, Fact

OVERVIEW: Final = "overview"

NUMBER: Final = "number"
"""The column of the exhibit."""


def counted(found: Mapping[str, Any]) -> dict[str, list[Fact]]:
    """The numbers by the headings of their parts. `found`: the inputs of `summary`, by name."""
    return {heading: part.facts(found) for heading, part in PARTS.items()}


def overview(counted: Mapping[str, Sequence[Fact]]) -> Tabulation[None]:
    """The exhibit, of numbers by the headings of their parts."""
    notes = (
        "Counted from results/audit, results/inference and results/trade; the tables named in the "
        "card of each number tell them one by one.",
        "A hypothesis of the audit accounts for a figure if it reproduces it; it is no proof. A "
        "slip is a figure that contradicts its own row or column and that no single change mends.",
    )
    columns: list[Column[None]] = [Column(NUMBER, "Number")]
    table = Tabulation(OVERVIEW, columns, "The study in numbers", notes)
    for heading, facts in counted.items():
        table.panel(heading)
        for fact in facts:
            table.line(fact.label, row=fact.row).cell(NUMBER, fact.entry, fact.formula)
    return table


def numbers_of(exhibits: pd.DataFrame) -> dict[str, tuple[str, Fraction]]:
    """What each row of the exhibit shows, and its value. `exhibits`: `EXHIBIT_COLUMNS`."""
    own = exhibits[(exhibits["exhibit"] == OVERVIEW) & (exhibits["column"] == NUMBER)]
    filled = own[own["value"] != ""]
    return {
        str(row.row): (str(row.shown), Fraction(row.value))
        for row in filled.itertuples(index=False)
    }
