"""FAOSTAT, crops and livestock products: trade by item, or item by partner (the trade matrix).

FAO prints a flow's value and its quantity as two rows; they become one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

import pandas as pd

from upgrading.trade import schema
from upgrading.trade.readers import cells, units
from upgrading.trade.readers import codes as code_tables
from upgrading.trade.readers.codes import Codes
from upgrading.trade.readers.records import Reading, reading

ID: Final = "faostat_bulk"
NAME: Final = "FAOSTAT trade, normalized (by item, or trade matrix)"
SHORT_NAME: Final = "FAOSTAT"
ATTRIBUTION: Final = "Source: FAO, FAOSTAT, Crops and livestock products (trade), CC BY 4.0."
PLACE = 40
_AREA: Final = ("Area Code", "Reporter Country Code", "Area Code (FAO)")
_AREA_M49: Final = ("Area Code (M49)", "Reporter Country Code (M49)")
_AREA_NAME: Final = ("Area", "Reporter Countries")
_PARTNER: Final = ("Partner Country Code",)
_PARTNER_M49: Final = ("Partner Country Code (M49)",)
_PARTNER_NAME: Final = ("Partner Countries",)
_FCL: Final = ("Item Code", "Item Code (FAO)")
_CPC: Final = ("Item Code (CPC)",)
HEADER: Final[cells.Header] = (
    (*_AREA, *_AREA_M49),
    (*_FCL, *_CPC),
    ("Element Code",),
    ("Year",),
    ("Unit",),
    ("Value",),
)

ELEMENTS: Final = {
    **dict.fromkeys(("5907", "5908", "5909", "5910"), ("export", "quantity")),
    **dict.fromkeys(("5607", "5608", "5609", "5610"), ("import", "quantity")),
    "5922": ("export", "value"),
    "5622": ("import", "value"),
}
"""Element codes: the flow, and which of its two figures the row holds."""

CURRENCIES: Final = {"1000 usd": 1000.0, "1000 us$": 1000.0, "usd": 1.0, "us$": 1.0}
"""Units of value, in lower case, to US dollars."""

ESTIMATES: Final = frozenset(("E", "I", "F", "IM", "R"))
"""FAO's flags, present and older, of a figure that is estimated or imputed."""

KEY: Final = ("exporter", "importer", "product", "classification", "flow", "year")

_FCL_CODE: Final = re.compile("[0-9]+")
_CPC_CODE: Final = re.compile(r"[0-9]{3,5}[a-z]?(\.[0-9]{1,2})?|F[0-9]{4}", re.IGNORECASE)
_ZERO_LOST: Final = re.compile(r"1[0-9]{2,3}(\.[0-9]{1,2})?")
"""Codes of the CPC without the zero of division 01: ores, section 1, are no items of FAO's."""


def matches(header: Sequence[str]) -> bool:
    """Whether a file with this header is in this format."""
    return not cells.missing(header, HEADER)


def read(
    content: bytes, file: str, codes: Codes, products: Collection[str] | None = None
) -> Reading:
    """Flows of a FAOSTAT file (`upgrading.trade.schema`), one per area, partner, item and year.

    Values become US dollars, tonnes kg (which are the net weight too), heads items. Areas go by
    their M49 code, which the table of areas in `codes` gives where the file does not, or by FAO's
    own; the trade by item has no partners, so that the other side is the world. Items go by FAO's
    list (`FCL`), those that are wanted by the CPC alone, and those of a file without FAO's codes,
    by the CPC. Faults: what cannot be read, an element that is not trade, a unit that is not known,
    a code of another area than the one named, two figures for one cell.
    """
    named = (*_AREA, *_AREA_M49, *_PARTNER, *_PARTNER_M49, *_FCL, *_CPC)
    wanted = None if products is None else frozenset(products)
    selection = None
    if wanted is not None:
        selection = cells.Selection(
            (*_FCL, *_CPC),
            lambda code: _may_be(code, wanted),
            ("Value",),
            _dollars,
            (("Element Code",), ("Unit",)),
        )
    columns = [*named, *_AREA_NAME, *_PARTNER_NAME, "Element Code", "Year", "Unit", "Value", "Flag"]
    sheet = cells.read(content, file, columns, selection)
    element = sheet.codes("Element Code")
    sheet.refuse_together(
        ~element.isin(list(ELEMENTS)),
        "Element Code",
        '{rows} of elements that are not trade (first: "{}"); those known are 5910 and 5922'
        " for exports, 5610 and 5622 for imports",
    )
    flow = element.map({code: flow for code, (flow, _) in ELEMENTS.items()})
    figure = element.map({code: figure for code, (_, figure) in ELEMENTS.items()})
    unit = sheet.text("Unit").str.lower()
    sheet.refuse(
        (figure == "value") & ~unit.isin(list(CURRENCIES)),
        "Unit",
        '"{}" is not a unit of value that is known (1000 USD)',
    )
    sheet.refuse(
        (figure == "quantity") & ~unit.isin(list(units.FAOSTAT)),
        "Unit",
        '"{}" is not a unit of quantity that is known (t, An, 1000 An)',
    )
    area, partner = _areas(sheet, _AREA, _AREA_M49, _AREA_NAME, codes), None
    if sheet.has(*_PARTNER, *_PARTNER_M49):
        partner = _areas(sheet, _PARTNER, _PARTNER_M49, _PARTNER_NAME, codes)
    exports = flow == "export"
    other = partner["name"] if partner is not None else pd.Series(schema.WORLD, index=area.index)
    code, classification = _items(sheet, wanted)
    rows = pd.DataFrame(
        {
            "exporter": area["name"].where(exports, other),
            "importer": other.where(exports, area["name"]),
            "product": code,
            "classification": classification,
            "flow": flow,
            "year": sheet.year("Year"),
            "reporter": area["name"],
            "aggregate": area["group"] | (partner["group"] if partner is not None else False),
            "figure": figure,
            "number": sheet.number("Value"),
            "unit": unit,
            "flag": sheet.text("Flag").str.upper(),
            "line": sheet.lines,
        }
    )
    rows = _once(sheet, rows)
    flows = _joined(rows, flagged=sheet.has("Flag")).assign(source=ID, file=file)
    return reading(sheet, flows, products)


def _may_be(code: str, wanted: frozenset[str]) -> bool:
    """Whether a cell is the code of a wanted item, one without its zero, or no code at all."""
    bare = cells.plain(code)
    if {bare, f"0{bare}", bare.lstrip("0")} & wanted:
        return True
    return not (_FCL_CODE.fullmatch(bare) or _CPC_CODE.fullmatch(bare))


def _items(sheet: cells.Sheet, wanted: frozenset[str] | None) -> tuple[pd.Series, pd.Series]:
    """The code of every row's item, and what it is a code of: `FCL` or `CPC`.

    Faults: what is no code; one of the CPC that may be a wanted one without its zero.
    """
    fcl = sheet.codes(*_FCL).str.lstrip("0")
    cpc = sheet.codes(*_CPC)
    cpc = cpc.mask(cpc.str.fullmatch(_ZERO_LOST.pattern).astype(bool), "0" + cpc)
    by_cpc = fcl == ""
    if wanted is not None:
        by_cpc = by_cpc | (~fcl.isin(list(wanted)) & cpc.isin(list(wanted)))
        short = by_cpc & ~cpc.isin(list(wanted)) & ("0" + cpc).isin(list(wanted))
        sheet.refuse(
            short,
            sheet.name(*_CPC),
            '"{}" may be a code of the CPC that lost its leading zero; write it with the zero',
        )
    for rows, code, names, form in (
        (~by_cpc, fcl, _FCL, _FCL_CODE),
        (by_cpc, cpc, _CPC if sheet.has(*_CPC) else _FCL, _CPC_CODE),
    ):
        good = code.map({one: form.fullmatch(one) is not None for one in set(code)}).astype(bool)
        sheet.refuse(rows & ~good, sheet.name(*names), '"{}" is not the code of an item')
    return fcl.mask(by_cpc, cpc), pd.Series("FCL", index=fcl.index).mask(by_cpc, "CPC")


def _dollars(element: str, unit: str) -> float:
    """What a figure of this element in this unit is multiplied by to be US dollars; 0: no value."""
    _, figure = ELEMENTS.get(cells.plain(element), ("", ""))
    return CURRENCIES.get(unit.lower(), 0.0) if figure == "value" else 0.0


def _areas(
    sheet: cells.Sheet, fao: Sequence[str], m49: Sequence[str], names: Sequence[str], codes: Codes
) -> pd.DataFrame:
    """Columns `name` and `group` (whether it is a sum of countries) of one side's areas.

    `fao`, `m49`, `names`: what the columns of its codes and of its names go by. Faults: an empty
    cell, a code of another area than the one named.
    """
    by = fao if sheet.has(*fao) else m49
    first = sheet.code(*by)
    digits = first.map({code: cells.plain(code).isdecimal() for code in set(first)}).astype(bool)
    sheet.refuse((first != "") & ~digits, sheet.name(*by), '"{}" is not the number of an area')
    own = sheet.codes(*fao) if sheet.has(*fao) else [""] * len(first)
    pairs = list(zip(own, sheet.codes(*m49), strict=True))
    name = {pair: code_tables.fao(*pair, codes.m49) for pair in set(pairs)}
    group = {pair: code_tables.fao_aggregate(*pair) for pair in name}
    code_tables.refuse_other_names(
        sheet, fao, lambda code: code_tables.fao_by_area(code, codes.m49), names
    )
    code_tables.refuse_other_names(sheet, m49, lambda code: code_tables.fao("", code, {}), names)
    return pd.DataFrame(
        {
            "name": pd.Series([name[pair] for pair in pairs], dtype="str"),
            "group": pd.Series([group[pair] for pair in pairs], dtype="bool"),
        }
    )


def _once(sheet: cells.Sheet, rows: pd.DataFrame) -> pd.DataFrame:
    """Readable rows. Faults: two figures for one cell, be they alike or not."""
    kept = sheet.readable(rows)
    twice = kept.duplicated([*KEY, "reporter", "figure"], keep=False)
    refused = pd.Series(False, index=rows.index)
    refused[kept.index[twice]] = True
    sheet.refuse(refused, "Value", '"{}": another row has a figure for the same flow and year, too')
    return kept[~twice]


def _joined(rows: pd.DataFrame, *, flagged: bool) -> pd.DataFrame:
    """Values and quantities of the same flow in one row, which stands where the value does."""
    key = [*KEY, "reporter", "aggregate"]
    value, quantity = (
        rows.loc[rows["figure"] == figure, [*key, "number", "unit", "flag", "line"]]
        for figure in ("value", "quantity")
    )
    both = value.merge(quantity, on=key, how="outer", suffixes=("", "_quantity"), sort=False)
    both["line"] = both["line"].fillna(both["line_quantity"])
    both = both.sort_values("line", ignore_index=True)
    dollars = both["number"] * both["unit"].map(CURRENCIES).astype("float64")
    unit = [units.FAOSTAT.get(word, units.NONE) for word in both["unit_quantity"].fillna("")]
    amount, names = units.quantities(both["number_quantity"], unit, dollars)
    guessed = both["flag_quantity"].isin(ESTIMATES).astype("boolean")
    known = both["flag_quantity"].notna() & flagged
    valued = both["flag"].isin(ESTIMATES)
    return both[[*key, "line"]].assign(
        value_usd=dollars,
        quantity=amount,
        quantity_unit=names,
        net_weight_kg=amount.where((names == "kg") & (amount > 0)),
        quantity_estimated=guessed.where(known),
        net_weight_estimated=guessed.where(known & (names == "kg")),
        warning=pd.Series("", index=both.index).mask(valued, "FAO marks the value as estimated"),
    )
