"""UN Comtrade, the format of the old site: 22 columns, or 35 with customs and transport."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from upgrading.trade.readers import cells, comtrade
from upgrading.trade.readers.account import Reading, reading
from upgrading.trade.readers.codes import Codes

ID: Final = "comtrade_legacy"
NAME: Final = "UN Comtrade, legacy CSV"
HEADER: Final[cells.Header] = (
    ("Classification",),
    ("Year",),
    ("Trade Flow Code",),
    ("Reporter Code",),
    ("Partner Code",),
    ("Commodity Code",),
    ("Qty Unit Code",),
    ("Qty",),
    ("Netweight (kg)",),
    ("Trade Value (US$)",),
    ("Flag",),
)
_ALSO: Final = (
    "Period",
    "Reporter ISO",
    "Partner ISO",
    "2nd Partner Code",
    "Customs Proc. Code",
    "Mode of Transport Code",
    "Qty Unit",
)


def matches(header: Sequence[str]) -> bool:
    """Whether a file with this header is in this format."""
    return not cells.missing(header, HEADER)


def read(
    content: bytes, file: str, codes: Codes, products: Collection[str] | None = None
) -> Reading:
    """Flows of a legacy file (`upgrading.trade.schema`); `codes` are not needed.

    Values are US dollars, quantities in the row's own unit. Faults: monthly figures, a flow, year,
    country, product or number that cannot be read, a value that is missing.
    """
    selection = comtrade.selection("Commodity Code", products, "Trade Value (US$)")
    sheet = cells.read(content, file, [*(names[0] for names in HEADER), *_ALSO], selection)
    period = sheet.text("Period")
    monthly = period.str.fullmatch("[0-9]{6}").astype(bool)
    sheet.refuse_together(monthly, "Period", comtrade.MONTHLY)
    year = sheet.year("Year")
    value = sheet.number("Trade Value (US$)", required=True)
    weight = sheet.number("Netweight (kg)")
    quantity, unit = comtrade.quantities(
        sheet.number("Qty"), sheet.text("Qty Unit Code"), sheet.text("Qty Unit"), value
    )
    who = {}
    for side in ("Reporter", "Partner"):
        code, iso3 = sheet.text(f"{side} Code"), sheet.text(f"{side} ISO")
        comtrade.refuse_nobody(sheet, code, iso3, f"{side} Code")
        who[side] = comtrade.areas(code, iso3)
    classification = sheet.text("Classification")
    quantity_estimated, weight_estimated = comtrade.estimated(sheet, "Flag")
    traders = comtrade.traders(
        sheet,
        sheet.text("Trade Flow Code"),
        "Trade Flow Code",
        who["Reporter"][0],
        who["Partner"][0],
    )
    flows = traders.assign(
        source=ID,
        file=file,
        line=sheet.lines,
        classification=classification,
        product=comtrade.goods(sheet, "Commodity Code", classification),
        year=year,
        value_usd=value,
        quantity=quantity,
        quantity_unit=unit,
        net_weight_kg=weight.where(weight > 0),
        quantity_estimated=quantity_estimated,
        net_weight_estimated=weight_estimated,
        customs=sheet.text("Customs Proc. Code"),
        transport=sheet.text("Mode of Transport Code"),
        partner2=sheet.text("2nd Partner Code"),
        aggregate=who["Reporter"][1] | who["Partner"][1],
    )
    return reading(sheet, sheet.readable(flows), products)
