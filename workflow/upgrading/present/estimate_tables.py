"""Tables of estimates: a label at the left, figures in every other column.

The cells are those of `upgrading.present.tables`, which sets them as CSV and HTML. LaTeX is simpler
than there, for want of prose columns, and keeps an interval on one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, Literal, TypeAlias

import pandas as pd

from upgrading.numbers import shown
from upgrading.present.tables import Text, latex, lines

NOT_ESTIMABLE: Final = "not estimable"

CHOSEN_CASES: Final = (
    "The clusters are chosen cases, not a sample: intervals and p-values describe them and do not "
    "generalise to other clusters."
)

Row: TypeAlias = tuple[Literal["header", "panel", "body"], Sequence[str]]
"""Kind of a line, and its texts from left to right: the label first."""

_CELL_COLUMNS = (
    "line",
    "position",
    "row",
    "row_kind",
    "column",
    "shown",
    "printed",
    "differs",
    "count",
    "value",
)


def cells(rows: Sequence[Row]) -> pd.DataFrame:
    """The rows as cells for `upgrading.present.tables`; a panel has its label only."""
    width = max(len(texts) for _, texts in rows)
    found = []
    for line, (kind, texts) in enumerate(rows, start=1):
        padded = [*texts, *[""] * (width - len(texts))]
        for position, text in enumerate(padded, start=1):
            column = "label_1" if position == 1 else f"column_{position - 1}"
            value = text if position > 1 and kind == "body" else ""
            found.append(
                (line, position, f"row_{line}", kind, column, text, "", False, None, value)
            )
    return pd.DataFrame(found, columns=list(_CELL_COLUMNS), dtype=object)


def figure(value: object, decimals: int = 2) -> str:
    """A number, exact, float or text, as it is shown; "not estimable" where it is missing."""
    if not known(value):
        return NOT_ESTIMABLE
    return shown(value if isinstance(value, Fraction) else Fraction(str(value)), decimals)


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
    exact = p if isinstance(p, Fraction) else Fraction(str(p))
    return "<0.001" if exact < Fraction(1, 1000) else shown(exact, 3)


def to_latex(table: pd.DataFrame, text: Text) -> str:
    """The table as a LaTeX float for the package `booktabs`; notes below it."""
    width = int(table["position"].max())
    out = [
        r"\begin{table}[htbp]",
        r"\centering\scriptsize\setlength{\tabcolsep}{4pt}",
        rf"\caption{{{latex(text.title)}}}",
        rf"\label{{tab:{text.exhibit}}}",
        rf"\begin{{tabular}}{{@{{}}l{'r' * (width - 1)}@{{}}}}",
        r"\toprule",
    ]
    for line in lines(table):
        texts = [latex(cell) for cell in line.cells["shown"]]
        if line.kind == "panel":
            out.append(r"\midrule")
            out.append(rf"\multicolumn{{{width}}}{{@{{}}l}}{{\textit{{{texts[0]}}}}} \\")
            continue
        # a bracket at the start of a row would be read as an argument of the line break before it
        guarded = (f"{{{cell}}}" if cell.startswith("[") else cell for cell in texts)
        out.append(" & ".join(guarded) + r" \\")
        if line.kind == "header":
            out.append(r"\midrule")
    notes = r"\par ".join(latex(note) for note in text.notes)
    out += [
        r"\bottomrule",
        r"\end{tabular}",
        rf"\par\medskip\begin{{minipage}}{{\linewidth}}\scriptsize {notes}\end{{minipage}}",
        r"\end{table}",
    ]
    # the rule below the header and the one above a panel that follows it are one
    return "\n".join(out).replace("\\midrule\n\\midrule", "\\midrule") + "\n"
