"""Brazil's Comex Stat: monthly rows by eight-digit NCM, state, transport and customs office.

The reader sums them to what every other source gives: one flow per year, six-digit product and
country. A month, a state or an office is nothing that this part looks at, and a file of a whole
year holds nothing but these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import PurePath
from typing import Final

import numpy as np
import pandas as pd

from upgrading.faults import Fault
from upgrading.trade.readers import cells, units
from upgrading.trade.readers import codes as code_tables
from upgrading.trade.readers.codes import Codes
from upgrading.trade.readers.records import Reading, reading

ID: Final = "comex_stat"
NAME: Final = "Comex Stat of Brazil"
SHORT_NAME: Final = "Comex Stat"
ATTRIBUTION: Final = "Source: Comex Stat, Brazil's ministry of development, industry and trade."
PLACE = 60
HEADER: Final[cells.Header] = (
    ("CO_ANO",),
    ("CO_MES",),
    ("CO_NCM",),
    ("CO_UNID",),
    ("CO_PAIS",),
    ("QT_ESTAT",),
    ("KG_LIQUIDO",),
    ("VL_FOB",),
)
_PARTS: Final = ("SG_UF_NCM", "CO_VIA", "CO_URF")
"""What a row of Comex Stat is parted by, besides month, product, unit and country."""

_FIGURES: Final = ("QT_ESTAT", "KG_LIQUIDO", "VL_FOB")
_IMPORTS_ONLY: Final = ("VL_FRETE", "VL_SEGURO")

MIXED: Final = "quantities in {} units are not added; net weight is complete"
PART_YEAR: Final = "the file has {} of the year's 12 months"

_NCM: Final = re.compile("[0-9]{8}")
_MONTH: Final = re.compile("0?[1-9]|1[0-2]")


def _eight(code: str) -> str:
    """An NCM code with the leading zero that a careless program took off: none has seven digits."""
    return "0" + code if len(code) == 7 else code


def matches(header: Sequence[str]) -> bool:
    """Whether a file with this header is in this format."""
    return not cells.missing(header, HEADER)


def read(
    content: bytes, file: str, codes: Codes, products: Collection[str] | None = None
) -> Reading:
    """Flows of a file of Comex Stat (`upgrading.trade.schema`), summed to year, HS6 and country.

    Values are US dollars FOB, weights kg; quantities in the product's statistical unit, missing
    where the six digits hold several (a warning says so). Countries go by the table `PAIS.csv` in
    `codes`, else by Brazil's own number. Imports are told by their columns of freight and
    insurance, or by a file name that starts with IMP, as Comex Stat names them. A year of which the
    file lacks months gets a warning. Faults: what cannot be read.
    """
    selection = None
    if products is not None:
        wanted = frozenset(products)
        selection = cells.Selection(
            ("CO_NCM",),
            # what is no code might be meant for one of the products
            lambda code: _eight(code)[:6] in wanted or not _NCM.fullmatch(_eight(code)),
            ("VL_FOB",),
        )
    columns = [*(names[0] for names in HEADER), *_PARTS, *_IMPORTS_ONLY]
    sheet = cells.read(content, file, columns, selection, watched=("CO_ANO", "CO_MES"))
    ncm = sheet.text("CO_NCM").map(_eight)
    sheet.refuse(
        ~ncm.str.fullmatch(_NCM.pattern).astype(bool),
        "CO_NCM",
        '"{}" is not an NCM code of 8 digits',
    )
    month = sheet.text("CO_MES")
    sheet.refuse(~month.str.fullmatch(_MONTH.pattern).astype(bool), "CO_MES", '"{}" is not a month')
    unit_code = sheet.text("CO_UNID").map(code_tables.number)
    sheet.refuse(
        ~unit_code.isin(list(units.COMEX)), "CO_UNID", '"{}" is not a unit of Comex Stat\'s list'
    )
    unit = [units.COMEX.get(code, units.NONE) for code in unit_code]
    country = sheet.codes("CO_PAIS")
    sheet.refuse(
        ~country.str.fullmatch("[0-9]+").astype(bool),
        "CO_PAIS",
        '"{}" is not the number of a country',
    )
    rows = pd.DataFrame(
        {
            "product": ncm.str[:6],
            "country": country,
            "year": sheet.year("CO_ANO"),
            "value_usd": sheet.number("VL_FOB", required=True),
            "unit": pd.Series([name for name, _ in unit], dtype="str"),
            "quantity": sheet.number("QT_ESTAT") * pd.Series([by for _, by in unit], dtype=float),
            "net_weight_kg": sheet.number("KG_LIQUIDO"),
            "line": sheet.lines,
        }
    )
    _refuse_twice(sheet)
    rows = sheet.readable(rows)
    in_file = {(year, month.zfill(2)) for year, month in sheet.seen if _MONTH.fullmatch(month)}
    months = Counter(year for year, _ in in_file)
    grouped = rows.groupby(["product", "country", "year"], sort=False)
    flows = grouped.agg(
        value_usd=("value_usd", "sum"),
        quantity=("quantity", "sum"),
        net_weight_kg=("net_weight_kg", "sum"),
        unit=("unit", "first"),
        units=("unit", "nunique"),
        line=("line", "first"),
    ).reset_index()
    several = flows["units"] > 1
    quantity = flows["quantity"].mask(several)
    quantity = quantity.mask((quantity == 0) & (flows["value_usd"] > 0))
    mixed = flows["units"].map(lambda count: MIXED.format(count) if count > 1 else "")
    part = flows["year"].map(
        lambda year: PART_YEAR.format(n) if (n := months[str(year)]) < 12 else ""
    )
    country = flows["country"].map(
        {code: code_tables.comex(code, codes.comex) for code in set(flows["country"])}
    )
    imports = sheet.has(*_IMPORTS_ONLY) or PurePath(file).name.upper().startswith("IMP")
    flows = flows.assign(
        source=ID,
        file=file,
        classification="NCM",
        exporter=country if imports else "BRA",
        importer="BRA" if imports else country,
        reporter="BRA",
        flow="import" if imports else "export",
        quantity=quantity,
        quantity_unit=flows["unit"].where(quantity.notna(), ""),
        net_weight_kg=flows["net_weight_kg"].where(flows["net_weight_kg"] > 0),
        warning=["; ".join(filter(None, both)) for both in zip(mixed, part, strict=True)],
    )
    return reading(sheet, flows.drop(columns=["country", "unit", "units"]), products)


def _refuse_twice(sheet: cells.Sheet) -> None:
    """Faults: a row of the same month, product, country, state, transport and office as another.

    Where the file lacks a column of these, rows may differ in it: then, a row that is a copy.
    """
    columns = [names[0] for names in HEADER] + [name for name in _PARTS if sheet.has(name)]
    if all(map(sheet.has, _PARTS)):
        columns = [name for name in columns if name not in _FIGURES]
    key = [sheet.text(name).map(code_tables.number) for name in columns]
    first = pd.Series(sheet.lines).groupby(key, sort=False).transform("first")
    twice = np.flatnonzero(first.to_numpy() != sheet.lines)
    same = "the same month, product, country and parts ({}) as on line {}: it would count twice"
    for row in twice[: cells.LISTED]:
        text = same.format(", ".join(_PARTS), first.iloc[row])
        sheet.faults.append(Fault(sheet.file, text, int(sheet.lines[row])))
    if (more := len(twice) - cells.LISTED) > 0:
        text = f"and {more} more such rows, down to line {sheet.lines[twice[-1]]}"
        sheet.faults.append(Fault(sheet.file, text))
    sheet.unreadable[twice] = True
