"""UN Comtrade, the format of the old site: 22 columns, or 35 with customs and transport."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from upgrading.trade.readers import cells, comtrade, records
from upgrading.trade.readers.codes import Codes
from upgrading.trade.readers.records import Reading, reading

ID: Final = comtrade.ID
NAME: Final = "UN Comtrade, legacy CSV or JSON"
SHORT_NAME: Final = "UN Comtrade"
ATTRIBUTION: Final = "Source: UN Comtrade database, United Nations."
PLACE = 10
_CLASSIFICATION: Final = ("Classification", "pfCode")
_YEAR: Final = ("Year", "yr")
_FLOW: Final = ("Trade Flow Code", "rgCode")
_REPORTER: Final = ("Reporter Code", "rtCode")
_PARTNER: Final = ("Partner Code", "ptCode")
_GOODS: Final = ("Commodity Code", "cmdCode")
_UNIT: Final = ("Qty Unit Code", "qtCode")
_QUANTITY: Final = ("Qty", "TradeQuantity")
_WEIGHT: Final = ("Netweight (kg)", "NetWeight")
_VALUE: Final = ("Trade Value (US$)", "TradeValue")
_FLAG: Final = ("Flag", "estCode")
HEADER: Final[cells.Header] = (
    *(_CLASSIFICATION, _YEAR, _FLOW, _REPORTER, _PARTNER, _GOODS, _UNIT, _QUANTITY, _WEIGHT),
    *(_VALUE, _FLAG),
)
_PERIOD: Final = ("Period",)
_FLOW_NAME: Final = ("Trade Flow", "rgDesc")
_REPORTER_ISO: Final = ("Reporter ISO", "rt3ISO")
_PARTNER_ISO: Final = ("Partner ISO", "pt3ISO")
_UNIT_NAME: Final = ("Qty Unit", "qtDesc")
_CUSTOMS: Final = ("Customs Proc. Code", "cstCode")
_TRANSPORT: Final = ("Mode of Transport Code", "motCode")
_SECOND: Final = ("2nd Partner Code", "ptCode2")
_ALSO: Final = (
    *(*_PERIOD, *_FLOW_NAME, *_REPORTER_ISO, *_PARTNER_ISO, *_UNIT_NAME, *_CUSTOMS, *_TRANSPORT),
    *_SECOND,
)


def matches(header: Sequence[str]) -> bool:
    """Whether a file with this header is in this format."""
    return not cells.missing(header, HEADER)


def read(
    content: bytes, file: str, codes: Codes, products: Collection[str] | None = None
) -> Reading:
    """Flows of a legacy file (`upgrading.trade.schema`); `codes` are not needed.

    Columns go by the names of the old site or by those of its service, in CSV as in JSON. Values
    are US dollars, quantities in the row's own unit. As many rows as an answer is cut off at give a
    warning. Faults: monthly figures, a flow, year, country, product or number that cannot be read,
    a value that is missing.
    """
    columns = [name for names in HEADER for name in names]
    selection = comtrade.selection(_GOODS, products, _VALUE)
    sheet = records.sheet(content, file, [*columns, *_ALSO], selection)
    monthly = sheet.codes(*_PERIOD).str.fullmatch("[0-9]{6}").astype(bool)
    sheet.refuse_together(monthly, sheet.name(*_PERIOD), comtrade.MONTHLY)
    year = sheet.year(*_YEAR)
    value = sheet.number(*_VALUE, required=True)
    weight = sheet.number(*_WEIGHT)
    quantity, unit = comtrade.quantities(
        sheet.number(*_QUANTITY), sheet.codes(*_UNIT), sheet.text(*_UNIT_NAME), value
    )
    reporter, of_reporter = comtrade.areas(sheet, _REPORTER, _REPORTER_ISO)
    partner, of_partner = comtrade.areas(sheet, _PARTNER, _PARTNER_ISO)
    classification = comtrade.classified(sheet, *_CLASSIFICATION)
    quantity_estimated, weight_estimated = comtrade.estimated(sheet, *_FLAG)
    flows = comtrade.traders(sheet, _FLOW, _FLOW_NAME, reporter, partner).assign(
        source=ID,
        file=file,
        line=sheet.lines,
        classification=classification,
        product=comtrade.goods(sheet, _GOODS, classification),
        year=year,
        value_usd=value,
        quantity=quantity,
        quantity_unit=unit,
        net_weight_kg=weight.where(weight > 0),
        quantity_estimated=quantity_estimated,
        net_weight_estimated=weight_estimated,
        customs=sheet.codes(*_CUSTOMS),
        transport=sheet.codes(*_TRANSPORT),
        partner2=sheet.codes(*_SECOND),
        aggregate=of_reporter | of_partner,
        warning=comtrade.cut_off(sheet.rows),
    )
    return reading(sheet, sheet.readable(flows), products)
