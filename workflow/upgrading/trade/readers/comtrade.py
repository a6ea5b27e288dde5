"""What UN Comtrade's legacy and present formats share: countries, directions and units."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

import pandas as pd

from upgrading.cases import countries
from upgrading.trade.readers import codes as code_tables
from upgrading.trade.readers import units
from upgrading.trade.readers.cells import Selection, Sheet, key

ID: Final = "comtrade"
"""The source of both formats: what one has and what the other has is one series."""

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

FLOW_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("m", "import", "imports"), "M"),
    **dict.fromkeys(("x", "export", "exports"), "X"),
    **dict.fromkeys(("rx", "reexport", "reexports"), "RX"),
    **dict.fromkeys(("rm", "reimport", "reimports"), "RM"),
}
"""What the flows are called beside their codes, by `key`, as codes."""

MONTHLY: Final = (
    "{rows} of monthly figures (first: {}): this part compares years; download the annual series"
)

KEY_CAPS: Final = (100_000, 250_000)
"""Records at which the service cuts an answer off that was asked with a key: before, and today."""

CAPS: Final = (500, *KEY_CAPS)
"""The same, with the preview that needs no key."""

_CODE: Final = re.compile("[0-9]+|9999AA|TOTAL|ALL|AG[1-6]", re.IGNORECASE)
"""Codes of goods in the Harmonized System: digits, sums of all goods or of a level, and goods not
specified."""

_CLASSIFICATION: Final = re.compile("[A-Z]{1,4}[0-9]{0,2}[A-Z]?")


def selection(
    names: tuple[str, ...], products: Collection[str] | None, value: tuple[str, ...]
) -> Selection | None:
    """Rows of these products, and those whose code is none, which might be meant for one of them.

    `names`, `products`, `value`: as in `codes.hs_selection`.
    """
    return code_tables.hs_selection(names, products, _CODE, value)


def classified(sheet: Sheet, *names: str) -> pd.Series:
    """The classification of every row. Faults: what is none."""
    found = sheet.codes(*names).str.upper()
    sheet.refuse(
        ~found.str.fullmatch(_CLASSIFICATION.pattern).astype(bool),
        sheet.name(*names),
        '"{}" is not a classification of goods (HS, H0 to H6, S1 to S4, …)',
    )
    return found


def goods(sheet: Sheet, names: tuple[str, ...], classification: pd.Series) -> pd.Series:
    """Codes of goods; those of the Harmonized System with leading zeros.

    Faults: an empty cell, in the Harmonized System letters that UN Comtrade does not use, elsewhere
    what is neither letters nor digits.
    """
    column = sheet.name(*names)
    code = sheet.codes(*names)
    sheet.refuse(code == "", column, 'there is no code of goods (the cell holds "{}")')
    legal = {text for text in set(code) if _CODE.fullmatch(text)}
    other = {text for text in set(code) if text.isascii() and text.isalnum()}
    harmonised = classification.str.upper().str.startswith("H").astype(bool)
    known = code.isin(legal) | (~harmonised & code.isin(other)) | (code == "")
    sheet.refuse(
        ~known, column, '"{}" is not a code of goods (digits; TOTAL, AG2, AG4 or AG6 for sums)'
    )
    return code.mask(harmonised, code_tables.hs(code))


def areas(
    sheet: Sheet, codes: tuple[str, ...], iso3s: tuple[str, ...]
) -> tuple[pd.Series, pd.Series]:
    """Countries by their columns of codes and of alpha-3: (country, whether it is a sum of some).

    Faults: neither of the two, a code that is no number, a code and an alpha-3 of two countries.
    """
    code, iso3 = sheet.codes(*codes), sheet.codes(*iso3s).str.upper()
    column = sheet.name(*codes)
    sheet.refuse((code == "") & (iso3 == ""), column, "the cell is empty")
    digits = code.str.fullmatch("[0-9]*").astype(bool)
    sheet.refuse(~digits, column, '"{}" is not the number of a country')
    pairs = list(zip(code, iso3, strict=True))
    name = {pair: code_tables.comtrade(*pair, {}) for pair in set(pairs)}
    group = {pair: code_tables.comtrade_aggregate(*pair) for pair in name}
    for number, word in sorted(name):
        listed = countries.COMTRADE_ALPHA_3.get(code_tables.number(number), word)
        if word in countries.PRESENT and listed != word:
            sheet.refuse(
                (code == number) & (iso3 == word),
                column,
                f'"{{}}" is the number of {listed}, and the row names {word}; both must be of the '
                "same country",
            )
    return (
        pd.Series([name[pair] for pair in pairs], dtype="str"),
        pd.Series([group[pair] for pair in pairs], dtype="bool"),
    )


def traders(
    sheet: Sheet,
    codes: tuple[str, ...],
    words: tuple[str, ...],
    reporter: pd.Series,
    partner: pd.Series,
) -> pd.DataFrame:
    """Flow, exporter and importer of every row, from the columns of flow codes and of their names.

    Where the code is 0 or missing, the name says which flow it is. An importer's report has the
    partner as the exporter. Faults: a flow that is not known.
    """
    code, column = sheet.codes(*codes).str.upper(), sheet.name(*codes)
    word = sheet.text(*words).map(key).map(FLOW_WORDS).fillna("")
    known = code.mask(code.isin(["0", ""]), word)
    sheet.refuse(
        ~known.isin(list(FLOWS)),
        column,
        '"{}" is not a flow of UN Comtrade (M or 1 import, X or 2 export, RX or 3, RM or 4)',
    )
    flow = pd.Series([FLOWS.get(one, ("", True))[0] for one in known], dtype="str")
    exports = pd.Series([FLOWS.get(one, ("", True))[1] for one in known], dtype="bool")
    return pd.DataFrame(
        {
            "flow": flow,
            "exporter": reporter.where(exports, partner),
            "importer": partner.where(exports, reporter),
            "reporter": reporter,
        }
    )


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


def estimated(sheet: Sheet, *names: str) -> tuple[pd.Series, pd.Series]:
    """From the legacy flag (2 quantity, 4 net weight, 6 both): which of the two is estimated.

    Two nullable series, `NA` where there is no flag. Faults: what is not a whole number.
    """
    flag = sheet.codes(*names)
    good = flag.str.fullmatch("[0-9]*").astype(bool)
    sheet.refuse(~good, sheet.name(*names), '"{}" is not an estimation flag (0, 2, 4 or 6)')
    number = pd.to_numeric(flag.where(good & (flag != "")), errors="coerce").astype("Int64")
    return ((number & 2) > 0).astype("boolean"), ((number & 4) > 0).astype("boolean")


def cut_off(rows: int) -> str:
    """The warning for a file of exactly as many rows as an answer is cut off at, else nothing."""
    if rows not in CAPS:
        return ""
    return f"{rows} records, at which UN Comtrade cuts an answer off: some may be missing"
