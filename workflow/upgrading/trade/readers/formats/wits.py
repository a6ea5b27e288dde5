"""World Bank WITS: trade by reporter and partner, countries by alpha-3, values in 1000 USD."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

import pandas as pd

from upgrading.trade.readers import cells, units
from upgrading.trade.readers import codes as code_tables
from upgrading.trade.readers.codes import Codes
from upgrading.trade.readers.records import Reading, reading

ID: Final = "wits"
NAME: Final = "World Bank WITS"
SHORT_NAME: Final = "World Bank WITS"
ATTRIBUTION: Final = "Source: World Bank, WITS."
PLACE = 70
HEADER: Final[cells.Header] = (
    ("ReporterISO3",),
    ("PartnerISO3",),
    ("Year",),
    ("ProductCode",),
    ("TradeFlowName",),
    ("TradeValue in 1000 USD",),
)
_ALSO: Final = (
    "Nomenclature",
    "ReporterName",
    "PartnerName",
    "NetWeight in KGM",
    "Quantity",
    "QtyUnit",
    "Qty Unit",
    "QtyToken",
)

FLOWS: Final = {
    **dict.fromkeys(("import", "imports", "grossimport", "grossimports", "grossimp"), "import"),
    **dict.fromkeys(("export", "exports", "grossexport", "grossexports", "grossexp"), "export"),
    **dict.fromkeys(("reexport", "reexports"), "re_export"),
    **dict.fromkeys(("reimport", "reimports"), "re_import"),
}
"""Names of the flows, letters only and in lower case."""

SIDES: Final = ("Reporter", "Partner")

_CODE: Final = re.compile("[0-9]*|TOTAL|ALL|[0-9]{2}-[0-9]{2}_.*", re.IGNORECASE)
"""Codes of goods: digits, and sums of all goods or of sections (`84-85_MachElec`)."""


def matches(header: Sequence[str]) -> bool:
    """Whether a file with this header is in this format."""
    return not cells.missing(header, HEADER)


def read(
    content: bytes, file: str, codes: Codes, products: Collection[str] | None = None
) -> Reading:
    """Flows of a WITS file (`upgrading.trade.schema`); `codes` are not needed.

    Values of 1000 USD become US dollars; quantities are in the row's own unit. WITS downloads
    values alone as well: then there are no quantities. Without a column `Nomenclature` the
    classification is `HS`. The World Bank's codes of countries become those of ISO; its groups, and
    what else is not alpha-3, stand as `wits:` and the code. Faults: a flow that is not known, what
    cannot be read, a value that is missing.
    """
    selection = code_tables.hs_selection(
        ("ProductCode",), products, _CODE, ("TradeValue in 1000 USD",), 1000.0
    )
    sheet = cells.read(content, file, [*(names[0] for names in HEADER), *_ALSO], selection)
    flow = sheet.text("TradeFlowName").map(cells.key).map(FLOWS)
    sheet.refuse(
        flow.isna(), "TradeFlowName", '"{}" is not a flow (Import, Export, Re-Import, Re-Export)'
    )
    year = sheet.year("Year")
    value = sheet.number("TradeValue in 1000 USD", required=True) * 1000
    weight = sheet.number("NetWeight in KGM")
    words = zip(sheet.text("QtyUnit", "Qty Unit"), sheet.text("QtyToken"), strict=True)
    unit = [
        units.named(word) if word else units.COMTRADE.get(token, units.NONE)
        for word, token in words
    ]
    quantity, names = units.quantities(sheet.number("Quantity"), unit, value)
    exports = flow.isin(["export", "re_export"])
    (reporter, reporters), (partner, partners) = (_areas(sheet, side) for side in SIDES)
    system = sheet.text("Nomenclature")
    harmonised = ~system.str.upper().str.startswith("S").astype(bool)  # SITC counts otherwise
    product = sheet.code("ProductCode")
    sheet.refuse(
        harmonised & ~product.str.fullmatch(_CODE.pattern, case=False).astype(bool),
        "ProductCode",
        '"{}" is not a code of goods (digits, or Total)',
    )
    flows = pd.DataFrame(
        {
            "source": ID,
            "file": file,
            "line": sheet.lines,
            "classification": system.mask(system == "", "HS"),
            "product": product.mask(harmonised, code_tables.hs(product)),
            "exporter": reporter.where(exports, partner),
            "importer": partner.where(exports, reporter),
            "reporter": reporter,
            "flow": flow,
            "year": year,
            "value_usd": value,
            "quantity": quantity,
            "quantity_unit": names,
            "net_weight_kg": weight.where(weight > 0),
            "aggregate": reporters | partners,
        }
    )
    return reading(sheet, sheet.readable(flows), products)


def _areas(sheet: cells.Sheet, side: str) -> tuple[pd.Series, pd.Series]:
    """The countries of a side of the rows, and whether each is a sum of countries."""
    code, name = sheet.code(f"{side}ISO3"), sheet.text(f"{side}Name")
    known = {pair: code_tables.wits(*pair) for pair in set(zip(code, name, strict=True))}
    found = [known[pair] for pair in zip(code, name, strict=True)]
    return (
        pd.Series([area for area, _ in found], dtype="str"),
        pd.Series([group for _, group in found], dtype="bool"),
    )
