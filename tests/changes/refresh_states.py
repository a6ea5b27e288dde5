"""Inputs of the study, and states of them in which cells are others; trade figures made up."""

from __future__ import annotations

from dataclasses import replace

from upgrading.changes.inputs import KEYS, Inputs, InputTable
from upgrading.changes.states import Source

CASES = (Source("exhibits"), Source("indices"))
TRADE = Source("trade_exhibits")
CLAIMS = Source("claims")
VERDICTS = Source("hypotheses")
POOLED = Source("inference_exhibits", "pooled_within")
DEGREES = Source("inference_exhibits", "degrees_tests")
TESTS = tuple(
    Source("inference_exhibits", table)
    for table in ("association_primary", "association_exploratory", "survives")
)

PRODUCTS = {
    "apples": {
        "label": "Apples",
        "clusters": {"apples_santa_catarina": "BRA"},
        "codes": {"FCL": ["515"]},
        "competitors": ["CHL"],
        "profiles": ["apples_santa_catarina"],
    },
    "melons": {
        "label": "Melons",
        "clusters": {"melons_rio_grande_do_norte": "BRA"},
        "codes": {"FCL": ["568"]},
        "competitors": ["CHL"],
    },
}

TOTALS = "source,exporter,product,year,value_usd,value_with_quantity,quantity,quantity_unit,flow"
TOTALS += ",estimated_usd,left_out,warnings\n"
TOTALS += "".join(
    f"made_up,{exporter},{product},{year},{value + year},{value + year},{quantity},kg,export,,,\n"
    for product in PRODUCTS
    for exporter, value, quantity in (("BRA", 1000, 500), ("CHL", 2000, 900), ("ARG", 500, 300))
    for year in range(1995, 2004)
)

Edit = tuple[str, tuple[str, ...], str, str]


def edited(before: Inputs, *edits: Edit) -> Inputs:
    """The inputs with some cells replaced: table, key of the row, column, new text."""
    found = dict(before)
    for name, key, column, text in edits:
        rows = dict(found[name].rows)
        rows[key] = {**rows[key], column: text}
        found[name] = replace(found[name], rows=rows)
    return found


def with_row(before: Inputs, table_name: str, key: tuple[str, ...], **cells: str) -> Inputs:
    """The inputs with a row more; columns that are not given are empty."""
    table = before[table_name]
    row = {column: cells.get(column, "") for column in table.columns}
    row |= dict(zip(KEYS[table_name], key, strict=True))
    return {**before, table_name: InputTable(table.columns, {**table.rows, key: row})}


def score(before: Inputs, cluster: str, column: str, text: str) -> Inputs:
    """The inputs with another score of a cluster, as an edit of its printed table gives it."""
    cell = next(
        key
        for key, row in before["printed_cells"].rows.items()
        if (row["row"], row["column"], row["row_kind"]) == (cluster, column, "body")
        and row["exhibit"].startswith(("annex", "table_05", "table_09", "table_13"))
    )
    return edited(
        before,
        ("clusters_printed", (cluster,), column, text),
        ("clusters_corrected", (cluster,), column, text),
        ("printed_cells", cell, "printed", text),
    )
