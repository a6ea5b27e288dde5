"""Code tables that come with trade files, recognised by their header like the files themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from upgrading.cases import countries
from upgrading.faults import Fault
from upgrading.files import delimited
from upgrading.trade.readers import cells
from upgrading.trade.schema import WORLD

BACI_COUNTRIES: Final = "BACI countries"
BACI_PRODUCTS: Final = "BACI products"
COMEX_COUNTRIES: Final = "Comex Stat countries"
FAOSTAT_AREAS: Final = "FAOSTAT areas"

_ISO3: Final = ("country_iso3", "iso_3digit_alpha")
_ISO2: Final = ("country_iso2", "iso_2digit_alpha")
_NAME: Final = ("country_name", "country_name_full", "country_name_abbreviation")
_M49: Final = ("M49 Code", "Area Code (M49)")

_AREAS: Final = frozenset((WORLD, *countries.ALPHA_3.values()))

TABLES: Final[Mapping[str, cells.Header]] = {
    BACI_COUNTRIES: (("country_code",), _ISO3),
    BACI_PRODUCTS: (("code",), ("description",)),
    COMEX_COUNTRIES: (("CO_PAIS",), ("CO_PAIS_ISOA3",)),
    FAOSTAT_AREAS: (("Area Code",), _M49, ("Area",)),
}
"""The tables known, with the columns that each must have (BACI's by new and older names)."""


@dataclass(frozen=True)
class Country:
    """One row of a table of countries, as printed; `iso2` of Namibia is `NA`."""

    iso3: str
    iso2: str = ""
    name: str = ""


@dataclass(frozen=True)
class Codes:
    """What the code tables say. Numeric country codes stand without leading zeros."""

    baci: Mapping[str, Country] = field(default_factory=dict)
    comex: Mapping[str, Country] = field(default_factory=dict)
    m49: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)


def number(code: str) -> str:
    """A numeric code without the apostrophe and the leading zeros that files put before it."""
    bare = code.lstrip("'’` ")
    return bare.lstrip("0") or ("0" if bare else "")


def table(header: list[str]) -> str | None:
    """Which table has this header, if it is one."""
    return next((name for name, want in TABLES.items() if not cells.missing(header, want)), None)


def read(tables: Mapping[str, bytes]) -> tuple[Codes, list[Fault]]:
    """The code tables, by the names of their files.

    Faults: a file that is none of the tables known, and those of `cells.read`.
    """
    baci: dict[str, Country] = {}
    comex: dict[str, Country] = {}
    m49: dict[str, str] = {}
    products: dict[str, str] = {}
    faults: list[Fault] = []
    for file, content in tables.items():
        kind = table(delimited.header(content))
        if kind is None:
            known = "; ".join(f"{name} ({_columns(want)})" for name, want in TABLES.items())
            faults.append(Fault(file, f"not a code table that is known here: {known}"))
            continue
        wanted = [name for names in TABLES[kind] for name in names]
        sheet = cells.read(content, file, [*wanted, *_ISO2, *_NAME, "NO_PAIS"])
        if kind == BACI_COUNTRIES:
            keys = sheet.code("country_code").map(number)
            values = zip(sheet.text(*_ISO3), sheet.text(*_ISO2), sheet.text(*_NAME), strict=True)
            baci |= dict(zip(keys, (Country(*value) for value in values), strict=True))
        elif kind == COMEX_COUNTRIES:
            keys = sheet.code("CO_PAIS").map(number)
            iso3 = zip(sheet.text("CO_PAIS_ISOA3"), sheet.text("NO_PAIS"), strict=True)
            comex |= dict(zip(keys, (Country(a, "", b) for a, b in iso3), strict=True))
        elif kind == FAOSTAT_AREAS:
            keys = sheet.code("Area Code").map(number)
            m49 |= dict(zip(keys, sheet.text(*_M49).map(number), strict=True))
        else:
            products |= dict(zip(hs(sheet.code("code")), sheet.text("description"), strict=True))
        faults += sheet.faults
    return Codes(baci, comex, m49, products), faults


def _columns(want: cells.Header) -> str:
    return ", ".join(names[0] for names in want)


def hs(code: pd.Series) -> pd.Series:
    """Codes of the Harmonized System with the leading zero that a careless program took off.

    HS codes have 2, 4 or 6 digits: one of 1, 3 or 5 has lost a zero.
    """
    lost = code.str.fullmatch("[0-9]|[0-9]{3}|[0-9]{5}").astype(bool)
    return code.mask(lost, "0" + code)


def hs_selection(
    names: tuple[str, ...],
    products: Collection[str] | None,
    code: re.Pattern[str],
    value: tuple[str, ...],
    dollars: float = 1.0,
) -> cells.Selection | None:
    """Rows of these products, by HS codes that may have lost their leading zero; `None`: all rows.

    `names`: the column of product codes, as in `cells.Selection`; `code`: what a code looks like. A
    row whose cell does not look so might be meant for one of the products, and is kept for a look.
    `value`: the column of values, in units of so many `dollars`.
    """
    if products is None:
        return None
    bare = {text[1:] for text in products if text.startswith("0") and len(text) in (2, 4, 6)}
    wanted = frozenset((*products, *bare))
    return cells.Selection(
        names, lambda text: text in wanted or not code.fullmatch(text), value, lambda: dollars
    )


def is_iso3(code: str) -> bool:
    """Whether this looks like an alpha-3 code: `S19`, `W00`, `_X`, `N/A` do not."""
    return len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()


def comtrade(code: str, iso3: str, table: Mapping[str, Country]) -> str:
    """A country of UN Comtrade's list, which is also BACI's: alpha-3, or `comtrade:` and its code.

    `iso3` is what the row prints beside the code, `table` a table of BACI's countries.
    """
    bare = number(code)
    if bare == "0" or iso3 in ("WLD", "W00"):
        return WORLD
    listed = table[bare].iso3 if bare in table else ""
    # BACI's table says that 490 is Taiwan, and to the rest it gives no code of three letters
    other = bare in countries.COMTRADE_NOT_COUNTRIES and listed not in countries.PRESENT
    if other or bare in countries.COMTRADE_GROUPS:
        return f"comtrade:{bare}"
    for candidate in (iso3, listed, countries.COMTRADE_ALPHA_3.get(bare, "")):
        if is_iso3(candidate):
            return candidate
    return f"comtrade:{bare or iso3}"


def baci(code: str, table: Mapping[str, Country], file: str) -> str:
    """A country of BACI by its number: as `comtrade`; 490 is Taiwan where the source says so.

    Either its table of countries says it, or the version in the name of the `file`.
    """
    version = re.search(r"_V(20[0-9]{4})", file, re.IGNORECASE)
    late = version is not None and int(version[1]) >= countries.BACI_TAIWAN_SINCE
    if number(code) == "490" and "490" not in table and late:
        return "TWN"
    return comtrade(code, "", table)


def wits(code: str, name: str) -> tuple[str, bool]:
    """A country of WITS, alpha-3 or `wits:` and the code, and whether it is a sum of countries.

    `name` is what the row prints beside the code: where it says so, `OAS` is Other Asia, not
    elsewhere specified (which is mostly Taiwan), and no sum.
    """
    if code in countries.WITS_WORLD:
        return WORLD, True
    if code == "OAS" and "nes" in cells.key(name):
        return "wits:490", False
    if code in countries.WITS_NOT_COUNTRIES:
        return f"wits:{countries.WITS_NOT_COUNTRIES[code]}", False
    if code in countries.WITS_GROUPS:
        return f"wits:{code}", True
    usual = countries.WITS_ALPHA_3.get(code, code)
    return (usual if is_iso3(usual) else f"wits:{code}"), False


def comtrade_aggregate(code: str, iso3: str) -> bool:
    """Whether a code of UN Comtrade's list is a sum of countries."""
    return number(code) in countries.COMTRADE_GROUPS or iso3 in ("WLD", "W00")


def comex(code: str, table: Mapping[str, Country]) -> str:
    """A country of Brazil's own list: alpha-3 by its table, else `comex:` and the code."""
    bare = number(code)
    listed = table[bare].iso3 if bare in table else ""
    return listed if is_iso3(listed) and listed != "ZZZ" else f"comex:{bare}"


def fao(area: str, m49: str, table: Mapping[str, str]) -> str:
    """An area of FAOSTAT: alpha-3 by its M49 code or FAO's own, else `fao:` or `m49:` and the code.

    Either code may be empty; `table` gives M49 codes of areas where the file does not, and goes
    before FAO's codes as they are known here.
    """
    bare = number(area)
    if bare == str(countries.FAO_WORLD) or (not bare and number(m49) == countries.M49_WORLD):
        return WORLD
    code = number(m49) or table.get(bare, "")
    found = countries.ALPHA_3.get(code) or countries.FAO_ALPHA_3.get(bare)
    if found and not fao_aggregate(area, m49):
        return found
    return f"fao:{bare}" if bare else f"m49:{code}"


def fao_by_area(area: str, table: Mapping[str, str]) -> str:
    """An area of FAOSTAT by FAO's own code alone: alpha-3 where that is known, else as `fao`."""
    return countries.FAO_ALPHA_3.get(number(area)) or fao(area, "", table)


def refuse_other_names(
    sheet: cells.Sheet, column: Sequence[str], of: Callable[[str], str], names: Sequence[str]
) -> None:
    """Faults: a code of FAOSTAT beside the name of another area (`countries.BY_NAME`).

    `column`, `names`: what the columns of codes and of names go by; `of` gives an area by its code.
    A code or a name that is not known contradicts nothing.
    """
    if not sheet.has(*column):
        return
    code, name = sheet.text(*column), sheet.text(*names)
    for pair in sorted(set(zip(code, name, strict=True))):
        area, named = of(cells.plain(pair[0])), countries.BY_NAME.get(pair[1].casefold(), "")
        if named and area != named and area in _AREAS:
            title = f"{countries.NAMES[area]} ({area})" if area in countries.NAMES else area
            sheet.refuse(
                (code == pair[0]) & (name == pair[1]),
                next(filter(sheet.has, column)),
                f'"{{}}" is the code of {title}, and the row names "{pair[1]}"; code and name must '
                "be of the same area",
            )


def fao_aggregate(area: str, m49: str) -> bool:
    """Whether an area of FAOSTAT is a sum of countries."""
    bare = number(area)
    if bare:
        number_ = int(bare) if bare.isdecimal() else 0
        return number_ >= countries.FAO_GROUPS_FROM or number_ == countries.FAO_CHINA
    return number(m49) in countries.M49_GROUPS
