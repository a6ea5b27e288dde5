"""CEPII BACI: reconciled bilateral trade, columns `t,i,j,k,v,q`, with its tables of codes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

import pandas as pd

from upgrading.trade.readers import cells, units
from upgrading.trade.readers import codes as code_tables
from upgrading.trade.readers.codes import Codes
from upgrading.trade.readers.records import Reading, reading

ID: Final = "baci"
NAME: Final = "CEPII BACI"
SHORT_NAME: Final = "CEPII BACI"
ATTRIBUTION: Final = "Source: CEPII, BACI (Gaulier and Zignago 2010)."
PLACE = 30
HEADER: Final[cells.Header] = (("t",), ("i",), ("j",), ("k",), ("v",), ("q",))

_CODE: Final = re.compile("[0-9]*")

WARNING: Final = "CEPII: BACI quantities are not well suited to unit values"


def matches(header: Sequence[str]) -> bool:
    """Whether a file with this header is in this format."""
    return not cells.missing(header, HEADER)


def vintage(file: str) -> str:
    """The HS vintage in the name of a file, `HS` where it has none."""
    found = re.search(r"(?<![A-Za-z0-9])HS[0-9]{2}(?![0-9])", file, re.IGNORECASE)
    return found[0].upper() if found else "HS"


def read(
    content: bytes, file: str, codes: Codes, products: Collection[str] | None = None
) -> Reading:
    """Flows of one file of BACI (`upgrading.trade.schema`).

    Values of 1000 USD become US dollars, tonnes become kg: the quantity, which is also the net
    weight. Countries go by the table of countries in `codes`, else by their number
    (`codes.baci`). The HS vintage
    is printed in the file's name alone (`BACI_HS92_Y1996_...`): without it the classification is
    `HS`. Faults: what cannot be read, a value that is missing.
    """
    selection = code_tables.hs_selection(("k",), products, _CODE, ("v",), 1000.0)
    sheet = cells.read(content, file, [names[0] for names in HEADER], selection)
    for name, what in (("i", "a country"), ("j", "a country"), ("k", "a product")):
        empty = sheet.code(name) == ""
        odd = ~empty & ~sheet.codes(name).str.fullmatch("[0-9]+").astype(bool)
        sheet.refuse(odd, name, f'"{{}}" is not the number of {what}')
    rows = pd.DataFrame(
        {
            "line": sheet.lines,
            "t": sheet.year("t"),
            **{name: sheet.codes(name) for name in "ijk"},
            "v": sheet.number("v", required=True),
            "q": sheet.number("q"),
        }
    )
    flows = as_flows(sheet.readable(rows), file, codes)
    return reading(sheet, flows, products)


def as_flows(rows: pd.DataFrame, file: str, codes: Codes) -> pd.DataFrame:
    """Flows (not yet typed) from rows as BACI has them, also those of `upgrading.trade.large`.

    `rows`: `line`; `t`, the year; `i`, `j`, `k`, codes as text; `v`, 1000 USD, and `q`, tonnes, as
    numbers, NaN where missing.
    """
    value = rows["v"] * 1000
    quantity, unit = units.quantities(rows["q"], [("kg", 1000.0)] * len(rows), value)
    exporter, importer = rows["i"], rows["j"]
    name = {
        code: code_tables.baci(code, codes.baci, file) for code in {*exporter, *importer} - {""}
    }
    return pd.DataFrame(
        {
            "source": ID,
            "file": file,
            "line": rows["line"],
            "classification": vintage(file),
            "product": code_tables.hs(rows["k"]),
            "exporter": exporter.map(name),
            "importer": importer.map(name),
            "reporter": exporter.map(name),
            "flow": "export",
            "year": rows["t"],
            "value_usd": value,
            "quantity": quantity,
            "quantity_unit": unit,
            "net_weight_kg": quantity.where(quantity > 0),
            "warning": WARNING,
        }
    )
