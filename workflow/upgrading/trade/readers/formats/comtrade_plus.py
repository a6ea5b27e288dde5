"""UN Comtrade Plus: CSV in camelCase or PascalCase, and the JSON that its API answers with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import pandas as pd

from upgrading.trade.readers import cells, comtrade, records
from upgrading.trade.readers.codes import Codes
from upgrading.trade.readers.records import Reading, reading

ID: Final = comtrade.ID
NAME: Final = "UN Comtrade Plus, CSV or JSON"
SHORT_NAME: Final = "UN Comtrade"
ATTRIBUTION: Final = "Source: UN Comtrade database, United Nations."
PLACE = 20
HEADER: Final[cells.Header] = (
    ("refYear",),
    ("reporterCode",),
    ("flowCode",),
    ("partnerCode",),
    ("classificationCode",),
    ("cmdCode",),
    ("qtyUnitCode",),
    ("qty",),
    ("netWgt",),
    ("primaryValue",),
)
_ALSO: Final = (
    "typeCode",
    "freqCode",
    "refMonth",
    "period",
    "reporterISO",
    "partnerISO",
    "flowDesc",
    "partner2Code",
    "customsCode",
    "mosCode",
    "motCode",
    "qtyUnitAbbr",
    "isQtyEstimated",
    "isNetWgtEstimated",
    "legacyEstimationFlag",
)

_TRUTHS: Final = {"true": True, "1": True, "false": False, "0": False}


def matches(header: Sequence[str]) -> bool:
    """Whether a file with this header, or records with these fields, are in this format."""
    return not cells.missing(header, HEADER)


def _truth(sheet: cells.Sheet, column: str, legacy: pd.Series) -> pd.Series:
    text = sheet.codes(column).str.lower()
    sheet.refuse(~text.isin([*_TRUTHS, ""]), column, '"{}" is neither true nor false')
    return text.map(_TRUTHS).astype("boolean").fillna(legacy)


def read(
    content: bytes, file: str, codes: Codes, products: Collection[str] | None = None
) -> Reading:
    """Flows of a CSV file or a JSON answer (`upgrading.trade.schema`); `codes` are not needed.

    Values are US dollars (`primaryValue`), quantities in the row's own unit. Countries go by their
    ISO code, or by their number where the API was asked for no descriptions. A file of exactly as
    many records as an answer is cut off at gets a warning. Faults: services, monthly figures, and
    what cannot be read as in the legacy format. An answer without records is empty, and no fault.
    """
    columns = [*(names[0] for names in HEADER), *_ALSO]
    sheet = records.sheet(
        content, file, columns, comtrade.selection(("cmdCode",), products, ("primaryValue",))
    )
    kind, frequency = sheet.codes("typeCode").str.upper(), sheet.codes("freqCode").str.upper()
    sheet.refuse_together(
        ~kind.isin(["C", ""]), "typeCode", '{rows} not of goods (typeCode "{}", not C)'
    )
    annual = sheet.codes("refMonth").isin(["52", "0", ""])
    sheet.refuse_together(~annual, "refMonth", comtrade.MONTHLY)
    of_month = sheet.codes("period").str.fullmatch("[0-9]{6}").astype(bool)
    sheet.refuse_together(annual & of_month, "period", comtrade.MONTHLY)
    annual &= ~of_month
    sheet.refuse_together(annual & ~frequency.isin(["A", ""]), "freqCode", comtrade.MONTHLY)
    year = sheet.year("refYear")
    value = sheet.number("primaryValue", required=True)
    weight = sheet.number("netWgt")
    quantity, unit = comtrade.quantities(
        sheet.number("qty"), sheet.codes("qtyUnitCode"), sheet.text("qtyUnitAbbr"), value
    )
    reporter, of_reporter = comtrade.areas(sheet, ("reporterCode",), ("reporterISO",))
    partner, of_partner = comtrade.areas(sheet, ("partnerCode",), ("partnerISO",))
    classification = comtrade.classified(sheet, "classificationCode")
    legacy_quantity, legacy_weight = comtrade.estimated(sheet, "legacyEstimationFlag")
    flows = comtrade.traders(sheet, ("flowCode",), ("flowDesc",), reporter, partner).assign(
        source=ID,
        file=file,
        line=sheet.lines,
        classification=classification,
        product=comtrade.goods(sheet, ("cmdCode",), classification),
        year=year,
        value_usd=value,
        quantity=quantity,
        quantity_unit=unit,
        net_weight_kg=weight.where(weight > 0),
        quantity_estimated=_truth(sheet, "isQtyEstimated", legacy_quantity),
        net_weight_estimated=_truth(sheet, "isNetWgtEstimated", legacy_weight),
        customs=sheet.codes("customsCode"),
        transport=sheet.codes("motCode"),
        supply=sheet.codes("mosCode"),
        partner2=sheet.codes("partner2Code"),
        aggregate=of_reporter | of_partner,
        warning=comtrade.cut_off(sheet.rows),
    )
    return reading(sheet, sheet.readable(flows), products)
