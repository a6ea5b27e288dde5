"""What UN Comtrade's legacy and present formats share: countries, directions and units."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

import pandas as pd

from upgrading.trade.readers import codes as code_tables
from upgrading.trade.readers import units
from upgrading.trade.readers.cells import Selection, Sheet

FLOWS: Final[Mapping[str, tuple[str, bool]]] = {
    "1": ("import", False),
    "2": ("export", True),
    "3": ("re_export", True),
    "4": ("re_import", False),
    "M": ("import", False),
    "X": ("export", True),
    "RX": ("re_export", True),
    "RM": ("re_import", False),
    # Parts of the four above; kept apart so that nobody adds them.
    "DX": ("comtrade:DX", True),
    "XIP": ("comtrade:XIP", True),
    "XOP": ("comtrade:XOP", True),
    "FM": ("comtrade:FM", False),
    "MIP": ("comtrade:MIP", False),
    "MOP": ("comtrade:MOP", False),
}
"""Flow codes of both formats: the flow, and whether the reporter is the exporter."""

MONTHLY: Final = (
    "{rows} of monthly figures (first: {}): this part compares years; download the annual series"
)


_CODE: Final = re.compile("[0-9]*|9999AA|TOTAL|ALL|AG[1-6]", re.IGNORECASE)
"""Codes of goods in the Harmonized System: digits, sums of all goods or of a level, and goods not
specified. An empty cell is told in other words."""


def selection(column: str, products: Collection[str] | None, value: str) -> Selection | None:
    """Rows of these products, and those whose code is none, which might be meant for one of them.

    `products`, `column`, `value`: as in `codes.hs_selection`.
    """
    return code_tables.hs_selection(column, products, _CODE, value)


def goods(sheet: Sheet, column: str, classification: pd.Series) -> pd.Series:
    """Codes of goods; those of the Harmonized System with leading zeros.

    Faults: an empty cell, in the Harmonized System letters that UN Comtrade does not use.
    """
    code = sheet.code(column)
    legal = {text for text in set(code) if _CODE.fullmatch(text)}
    harmonised = classification.str.upper().str.startswith("H").astype(bool)
    sheet.refuse(
        harmonised & ~code.isin(legal),
        column,
        '"{}" is not a code of goods (digits; TOTAL, AG2, AG4 or AG6 for sums)',
    )
    return code.mask(harmonised, code_tables.hs(code))


def areas(code: pd.Series, iso3: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Countries by code and alpha-3 as printed: (country, whether it is a sum of countries)."""
    pairs = list(zip(code, iso3.str.upper(), strict=True))
    name = {pair: code_tables.comtrade(*pair, {}) for pair in set(pairs)}
    group = {pair: code_tables.comtrade_aggregate(*pair) for pair in name}
    return (
        pd.Series([name[pair] for pair in pairs], dtype="str"),
        pd.Series([group[pair] for pair in pairs], dtype="bool"),
    )


def traders(
    sheet: Sheet, flow: pd.Series, column: str, reporter: pd.Series, partner: pd.Series
) -> pd.DataFrame:
    """Flow, exporter and importer of every row, from the flow code printed in `column`.

    An importer's report has the partner as the exporter. Faults: a flow code that is not known.
    """
    known = flow.str.upper()
    sheet.refuse(
        ~known.isin(list(FLOWS)),
        column,
        '"{}" is not a flow of UN Comtrade (M or 1 import, X or 2 export, RX or 3, RM or 4)',
    )
    exports = pd.Series([FLOWS.get(code, ("", True))[1] for code in known], dtype="bool")
    return pd.DataFrame(
        {
            "flow": pd.Series([FLOWS.get(code, ("", True))[0] for code in known], dtype="str"),
            "exporter": reporter.where(exports, partner),
            "importer": partner.where(exports, reporter),
            "reporter": reporter,
        }
    )


def refuse_nobody(sheet: Sheet, code: pd.Series, iso3: pd.Series, column: str) -> None:
    """Faults: a row that names a country neither by code nor by alpha-3."""
    sheet.refuse((code == "") & (iso3 == ""), column, "the cell is empty")


def quantities(
    quantity: pd.Series, unit_code: pd.Series, unit_word: pd.Series, value: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """Quantities and the names of their units; a unit whose code is not known goes by its word."""
    pairs = list(zip(unit_code, unit_word, strict=True))
    unit = {
        (code, word): units.COMTRADE.get(code) or units.named(word or f"comtrade {code}")
        for code, word in set(pairs)
    }
    return units.quantities(quantity, [unit[pair] for pair in pairs], value)


def estimated(sheet: Sheet, column: str) -> tuple[pd.Series, pd.Series]:
    """From the legacy flag (2 quantity, 4 net weight, 6 both): which of the two is estimated.

    Two nullable series, `NA` where there is no flag. Faults: what is not a whole number.
    """
    flag = sheet.text(column)
    good = flag.str.fullmatch("[0-9]*").astype(bool)
    sheet.refuse(~good, column, '"{}" is not an estimation flag (0, 2, 4 or 6)')
    number = pd.to_numeric(flag.where(good & (flag != "")), errors="coerce").astype("Int64")
    return ((number & 2) > 0).astype("boolean"), ((number & 4) > 0).astype("boolean")
