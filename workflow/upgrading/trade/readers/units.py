"""Units of quantity: the sources' codes and words to one name each.

What differs by a factor alone becomes one unit (tonnes are kg, thousands and dozens of items are
items); what differs in kind is never converted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

import pandas as pd

Unit: TypeAlias = tuple[str, float]
"""Name of a unit, and what a figure is multiplied by to be in it."""

NONE: Final[Unit] = ("", float("nan"))

COMTRADE: Final[Mapping[str, Unit]] = {
    "": NONE,
    "-1": NONE,
    "0": NONE,
    "1": NONE,
    "2": ("m2", 1),
    "3": ("1000 kWh", 1),
    "4": ("m", 1),
    "5": ("items", 1),
    "6": ("pairs", 1),
    "7": ("l", 1),
    "8": ("kg", 1),
    "9": ("items", 1000),
    "10": ("packs", 1),
    "11": ("items", 12),
    "12": ("m3", 1),
    "13": ("carat", 1),
}
"""`Qty Unit Code`, `qtyUnitCode` of UN Comtrade."""

COMEX: Final[Mapping[str, Unit]] = {
    "10": ("kg", 1),
    "11": ("items", 1),
    "12": ("items", 1000),
    "13": ("pairs", 1),
    "14": ("m", 1),
    "15": ("m2", 1),
    "16": ("m3", 1),
    "17": ("l", 1),
    "18": ("1000 kWh", 1),
    "19": ("carat", 1),
    "20": ("items", 12),
    "21": ("kg", 1000),
    "22": ("kg", 0.001),
    "23": ("10^9 international units", 1),
    "24": ("kg gross", 1),
}
"""`CO_UNID` of Comex Stat, after its table `NCM_UNIDADE`."""

FAOSTAT: Final[Mapping[str, Unit]] = {
    "t": ("kg", 1000),
    "tonnes": ("kg", 1000),
    "an": ("items", 1),
    "head": ("items", 1),
    "no": ("items", 1),
    "1000 an": ("items", 1000),
    "1000 head": ("items", 1000),
    "1000 no": ("items", 1000),
}
"""`Unit` of FAOSTAT's quantities, in lower case; animals are counted."""

WORDS: Final[Mapping[str, Unit]] = {
    "": NONE,
    "n/a": NONE,
    "na": NONE,
    "no quantity": NONE,
    "kg": ("kg", 1),
    "kgm": ("kg", 1),
    "kilogram": ("kg", 1),
    "kilograms": ("kg", 1),
    "weight in kilograms": ("kg", 1),
    "t": ("kg", 1000),
    "tonnes": ("kg", 1000),
    "u": ("items", 1),
    "item": ("items", 1),
    "items": ("items", 1),
    "number of items": ("items", 1),
    "1000u": ("items", 1000),
    "thousands of items": ("items", 1000),
    "12u": ("items", 12),
    "dozen of items": ("items", 12),
    "2u": ("pairs", 1),
    "pairs": ("pairs", 1),
    "number of pairs": ("pairs", 1),
    "l": ("l", 1),
    "litres": ("l", 1),
    "volume in litres": ("l", 1),
    "m": ("m", 1),
    "length in metres": ("m", 1),
    "m2": ("m2", 1),
    "m²": ("m2", 1),
    "area in square metres": ("m2", 1),
    "m3": ("m3", 1),
    "m³": ("m3", 1),
    "volume in cubic meters": ("m3", 1),
    "volume in cubic metres": ("m3", 1),
    "carat": ("carat", 1),
    "weight in carats": ("carat", 1),
    "1000 kwh": ("1000 kWh", 1),
    "electrical energy in thousands of kilowatt-hours": ("1000 kWh", 1),
    "number of packages": ("packs", 1),
    "u (jeu/pack)": ("packs", 1),
}
"""Units in words, in lower case, as UN Comtrade and WITS print them."""


def named(word: str) -> Unit:
    """The unit of a word; a word not known is a unit of its own."""
    return WORDS.get(word.strip().lower(), (word.strip().lower(), 1.0))


def quantities(
    printed: pd.Series, unit: list[Unit], value: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """Quantities as printed in units as printed, to (quantity, name of its unit).

    No unit, no quantity. A quantity of zero against a value (same rows, US dollars) is missing;
    zero of both is nothing traded, and stays. Where the quantity is NaN the unit is empty.
    """
    factor = pd.Series([by for _, by in unit], index=printed.index, dtype="float64")
    names = pd.Series([name for name, _ in unit], index=printed.index, dtype="str")
    quantity = printed * factor
    quantity = quantity.mask((quantity == 0) & (value > 0))
    return quantity, names.where(quantity.notna(), "")
