"""A user's own tables beside the trade files: concordances and standard unit values."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from upgrading.faults import Fault
from upgrading.trade.outliers import BOUNDS_COLUMNS
from upgrading.trade.product_codes import CONCORDANCE_COLUMNS, concordance_faults
from upgrading.trade.readers import cells


def _lacking(sheet: cells.Sheet, columns: tuple[str, ...], what: str) -> list[Fault]:
    missing = [name for name in columns if not sheet.has(name)]
    if not missing or sheet.faults:
        return []
    text = f"no column {', '.join(missing)}: {what} has {', '.join(columns)}"
    return [Fault(sheet.file, text, 1)]


def concordance_table(content: bytes, file: str) -> tuple[pd.DataFrame, list[Fault]]:
    """A concordance `from, to, weight` (a share; empty cells are faults), and its faults."""
    sheet = cells.read(content, file, CONCORDANCE_COLUMNS)
    faults = _lacking(sheet, CONCORDANCE_COLUMNS, "a concordance")
    if faults or sheet.faults:
        return pd.DataFrame(columns=list(CONCORDANCE_COLUMNS)), [*sheet.faults, *faults]
    table = pd.DataFrame(
        {
            "from": sheet.code("from"),
            "to": sheet.code("to"),
            "weight": sheet.number("weight", required=True),
        }
    )
    faults = sheet.faults or concordance_faults(table, file)
    # blank lines are no rows of the table, but lines of the file
    lines = dict(enumerate(sheet.lines.tolist(), start=2))
    return table, faults if sheet.faults else [
        replace(fault, line=lines.get(fault.line or 0)) for fault in faults
    ]


def bounds_table(content: bytes, file: str) -> tuple[pd.DataFrame, list[Fault]]:
    """Standard unit values `product, uv_min, uv_max` (US dollars per unit), and their faults."""
    sheet = cells.read(content, file, BOUNDS_COLUMNS)
    faults = _lacking(sheet, BOUNDS_COLUMNS, "a table of standard unit values")
    if faults or sheet.faults:
        return pd.DataFrame(columns=list(BOUNDS_COLUMNS)), [*sheet.faults, *faults]
    table = pd.DataFrame(
        {
            "product": sheet.code("product"),
            "uv_min": sheet.number("uv_min", required=True),
            "uv_max": sheet.number("uv_max", required=True),
        }
    )
    sheet.refuse(table["uv_min"] > table["uv_max"], "uv_min", '"{}" is above uv_max')
    sheet.refuse(table.duplicated("product"), "product", '"{}" stands on a line above')
    return table, sheet.faults
