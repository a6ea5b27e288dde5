"""CEPII BACI: reconciled bilateral trade, columns `t,i,j,k,v,q`, with its tables of codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from upgrading.faults import Fault
from upgrading.trade import schema
from upgrading.trade.readers import cells, units
from upgrading.trade.readers import codes as code_tables
from upgrading.trade.readers.codes import Codes

ID: Final = "baci"
NAME: Final = "CEPII BACI"
HEADER: Final[cells.Header] = (("t",), ("i",), ("j",), ("k",), ("v",), ("q",))

WARNING: Final = "CEPII: BACI quantities are not well suited to unit values"


def matches(header: Sequence[str]) -> bool:
    """Whether a file with this header is in this format."""
    return not cells.missing(header, HEADER)


def read(content: bytes, file: str, codes: Codes) -> tuple[pd.DataFrame, list[Fault]]:
    """Flows of one file of BACI (`upgrading.trade.schema`).

    Values of 1000 USD become US dollars, tonnes become kg: the quantity, which is also the net
    weight. Countries go by the table of countries in `codes`, else by their number. The HS vintage
    is printed in the file's name alone (`BACI_HS92_Y1996_...`): without it the classification is
    `HS`. Faults: what cannot be read, a value that is missing.
    """
    sheet = cells.read(content, file, [names[0] for names in HEADER])
    year = sheet.year("t")
    value = sheet.number("v", required=True) * 1000
    tonnes = sheet.number("q")
    quantity, unit = units.quantities(tonnes, [("kg", 1000.0)] * len(tonnes), value)
    exporter, importer = sheet.code("i"), sheet.code("j")
    name = {
        code: code_tables.comtrade(code, "", codes.baci) for code in {*exporter, *importer} - {""}
    }
    vintage = re.search(r"(?<![A-Za-z0-9])HS[0-9]{2}(?![0-9])", file, re.IGNORECASE)
    flows = pd.DataFrame(
        {
            "source": ID,
            "file": file,
            "line": sheet.lines,
            "classification": vintage[0].upper() if vintage else "HS",
            "product": code_tables.hs(sheet.code("k")),
            "exporter": exporter.map(name),
            "importer": importer.map(name),
            "reporter": exporter.map(name),
            "flow": "export",
            "year": year,
            "value_usd": value,
            "quantity": quantity,
            "quantity_unit": unit,
            "net_weight_kg": quantity.where(quantity > 0),
            "warning": WARNING,
        }
    )
    return schema.conform(sheet.readable(flows)), sheet.faults
