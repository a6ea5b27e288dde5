"""World Bank WITS: trade by reporter and partner, countries by alpha-3, values in 1000 USD."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import pandas as pd

from upgrading.faults import Fault
from upgrading.trade import schema
from upgrading.trade.readers import cells, units
from upgrading.trade.readers import codes as code_tables
from upgrading.trade.readers.codes import Codes

ID: Final = "wits"
NAME: Final = "World Bank WITS"
HEADER: Final[cells.Header] = (
    ("ReporterISO3",),
    ("PartnerISO3",),
    ("Year",),
    ("ProductCode",),
    ("TradeFlowName",),
    ("TradeValue in 1000 USD",),
    ("NetWeight in KGM",),
    ("Quantity",),
    ("QtyUnit", "Qty Unit"),
)

FLOWS: Final = {
    **dict.fromkeys(("import", "imports", "grossimport", "grossimports", "grossimp"), "import"),
    **dict.fromkeys(("export", "exports", "grossexport", "grossexports", "grossexp"), "export"),
    **dict.fromkeys(("reexport", "reexports"), "re_export"),
    **dict.fromkeys(("reimport", "reimports"), "re_import"),
}
"""Names of the flows, letters only and in lower case."""

_GROUPS: Final = frozenset(("WLD", "EUN", "ALL"))


def matches(header: Sequence[str]) -> bool:
    """Whether a file with this header is in this format."""
    return not cells.missing(header, HEADER)


def read(
    content: bytes, file: str, codes: Codes, products: Collection[str] | None = None
) -> tuple[pd.DataFrame, list[Fault]]:
    """Flows of a WITS file (`upgrading.trade.schema`); `codes` are not needed.

    Values of 1000 USD become US dollars; quantities are in the row's own unit. Without a column
    `Nomenclature` the classification is `HS`. A partner whose code is not alpha-3 stands as
    `wits:` and the code. Faults: a flow that is not known, what cannot be read, a value that is
    missing.
    """
    wanted = [name for names in HEADER for name in names]
    selection = code_tables.hs_selection(("ProductCode",), products)
    sheet = cells.read(content, file, [*wanted, "Nomenclature"], selection)
    flow = sheet.text("TradeFlowName").map(cells.key).map(FLOWS)
    sheet.refuse(
        flow.isna(), "TradeFlowName", '"{}" is not a flow (Import, Export, Re-Import, Re-Export)'
    )
    year = sheet.year("Year")
    value = sheet.number("TradeValue in 1000 USD", required=True) * 1000
    weight = sheet.number("NetWeight in KGM")
    unit = [units.named(word) for word in sheet.text("QtyUnit", "Qty Unit")]
    quantity, names = units.quantities(sheet.number("Quantity"), unit, value)
    reporter, partner = sheet.code("ReporterISO3"), sheet.code("PartnerISO3")
    exports = flow.isin(["export", "re_export"])
    who = {
        code: schema.WORLD
        if code in ("WLD", "ALL")
        else (code if code_tables.is_iso3(code) else f"wits:{code}")
        for code in {*reporter, *partner}
    }
    system = sheet.text("Nomenclature")
    harmonised = ~system.str.upper().str.startswith("S").astype(bool)  # SITC counts otherwise
    product = sheet.code("ProductCode")
    flows = pd.DataFrame(
        {
            "source": ID,
            "file": file,
            "line": sheet.lines,
            "classification": system.mask(system == "", "HS"),
            "product": product.mask(harmonised, code_tables.hs(product)),
            "exporter": reporter.where(exports, partner).map(who),
            "importer": partner.where(exports, reporter).map(who),
            "reporter": reporter.map(who),
            "flow": flow,
            "year": year,
            "value_usd": value,
            "quantity": quantity,
            "quantity_unit": names,
            "net_weight_kg": weight.where(weight > 0),
            "aggregate": reporter.isin(_GROUPS) | partner.isin(_GROUPS),
        }
    )
    return schema.conform(schema.selected(sheet.readable(flows), products)), sheet.faults
