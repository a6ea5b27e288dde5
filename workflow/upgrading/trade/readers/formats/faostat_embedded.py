"""The FAOSTAT figures that the project ships: `data/raw/trade/faostat_exports.csv`.

Exports by item, without partners and without FAO's flags.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from typing import Final

import pandas as pd

from upgrading.faults import Fault
from upgrading.trade import schema
from upgrading.trade.readers import cells, units
from upgrading.trade.readers import codes as code_tables
from upgrading.trade.readers.codes import Codes
from upgrading.trade.readers.records import Reading, reading

ID: Final = "faostat_embedded"
NAME: Final = "the FAOSTAT figures that the project ships"
SHORT_NAME: Final = "FAOSTAT"
ATTRIBUTION: Final = "Source: FAO, FAOSTAT, Crops and livestock products (trade), CC BY 4.0."
PLACE = 50
HEADER: Final[cells.Header] = (
    ("item_slug",),
    ("area_code_fao",),
    ("element",),
    ("unit",),
    ("year",),
    ("value",),
)

ITEMS: Final = {
    "mangoes_mangosteens_guavas": "571",
    "melons_other_inc_cantaloupes": "568",
    "apples": "515",
    "grapes": "560",
    "wine": "564",
    "tobacco_unmanufactured": "826",
    "sugar_raw_centrifugal": "162",
    "sugar_refined": "164",
    "cheese_whole_cow_milk": "901",
    "milk_whole_fresh_cow": "882",
}
"""Items to their codes in FAO's commodity list, as `faostat_bulk` has them."""

_NEAR: Final = 0.8
"""From here on an item that is not known is taken for one misspelt: `aples`, not `pineapples`."""

_ELEMENTS: Final = ("export_value", "export_quantity")
_UNITS: Final = {"export_value": "1000 usd", "export_quantity": "tonnes"}


def matches(header: Sequence[str]) -> bool:
    """Whether a file with this header is in this format."""
    return not cells.missing(header, HEADER)


def read(
    content: bytes, file: str, codes: Codes, products: Collection[str] | None = None
) -> Reading:
    """Flows of the file (`upgrading.trade.schema`), one per area, item and year.

    US dollars and kg, from 1000 USD and tonnes. `codes` may hold FAO's table of areas, for other
    countries than those of `countries.FAO_ALPHA_3`. Faults: what cannot be read, an item, element
    or unit that is not known, a code of another area than the one named, two figures for one cell.
    """
    selection = None
    if products is not None:
        items = frozenset(item for item, code in ITEMS.items() if code in products)
        selection = cells.Selection(
            ("item_slug",),
            items.__contains__,
            ("value",),
            lambda element: 1000.0 * (element == "export_value"),
            (("element",),),
        )
    sheet = cells.read(content, file, [*(names[0] for names in HEADER), "area"], selection)
    item, area = sheet.text("item_slug"), sheet.code("area_code_fao")
    element, unit = sheet.text("element"), sheet.text("unit").str.lower()
    sheet.refuse(
        ~item.isin(list(ITEMS)), "item_slug", f'"{{}}" is not an item of {", ".join(ITEMS)}'
    )
    sheet.refuse(
        ~element.isin(_ELEMENTS), "element", f'"{{}}" is not one of {", ".join(_ELEMENTS)}'
    )
    sheet.refuse(
        element.isin(_ELEMENTS) & (unit != element.map(_UNITS)),
        "unit",
        '"{}" is not the unit: 1000 USD for values, tonnes for quantities',
    )
    name = {code: code_tables.fao_by_area(code, codes.m49) for code in set(area)}
    code_tables.refuse_other_names(
        sheet,
        ("area_code_fao",),
        lambda code: code_tables.fao_by_area(code, codes.m49),
        ("area",),
    )
    rows = pd.DataFrame(
        {
            "product": item.map(ITEMS),
            "area": area,
            "year": sheet.year("year"),
            "element": element,
            "number": sheet.number("value", required=True),
            "line": sheet.lines,
        }
    )
    key = ["product", "area", "year"]
    sheet.refuse(
        rows.duplicated([*key, "element"], keep=False) & ~sheet.unreadable,
        "value",
        '"{}": the file has two figures for this item, area, year and element',
    )
    rows = sheet.readable(rows)
    value, quantity = (
        rows.loc[rows["element"] == name, [*key, "number", "line"]] for name in _ELEMENTS
    )
    both = value.merge(quantity, on=key, how="outer", suffixes=("", "_quantity"), sort=False)
    dollars = both["number"] * 1000
    amount, names = units.quantities(both["number_quantity"], [("kg", 1000.0)] * len(both), dollars)
    flows = pd.DataFrame(
        {
            "source": ID,
            "file": file,
            "line": both["line"].fillna(both["line_quantity"]).astype("Int64"),
            "classification": "FCL",
            "product": both["product"],
            "exporter": both["area"].map(name),
            "importer": schema.WORLD,
            "reporter": both["area"].map(name),
            "flow": "export",
            "year": both["year"],
            "value_usd": dollars,
            "quantity": amount,
            "quantity_unit": names,
            "net_weight_kg": amount.where(amount > 0),
            "aggregate": [code_tables.fao_aggregate(code, "") for code in both["area"]],
        }
    )
    return reading(sheet, flows.sort_values("line"), products)


def misspelt(content: bytes, file: str, products: Collection[str]) -> list[Fault]:
    """Items that are not known and nearly one of `products`, each at its first row.

    No faults: a selection of products passes over these rows, as over those of any other item.
    """
    wanted = [item for item, code in ITEMS.items() if code in products]
    sheet = cells.read(content, file, ["item_slug"])
    first = sheet.text("item_slug").drop_duplicates()
    return [
        Fault(
            file,
            f'"{item}" is not an item of a configured product, and its rows are passed over; did '
            f'you mean "{near}"?',
            int(sheet.lines[row]),
            sheet.names[cells.key("item_slug")],
        )
        for row, item in first[~first.isin(list(ITEMS))].items()
        for near in get_close_matches(item.lower(), wanted, n=1, cutoff=_NEAR)
    ]
