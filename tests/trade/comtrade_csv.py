"""Trade files of furniture as text. Every figure is invented; no such trade took place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEGACY_HEADER = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,"
    "Trade Flow,Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,"
    "Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,Netweight (kg),Trade Value (US$),Flag"
)

CODES = {
    "furniture_office": "940330",
    "furniture_kitchen": "940340",
    "furniture_bedroom": "940350",
    "furniture_other": "940360",
}
MEXICO = ("484", "MEX")
OTHERS = (("156", "CHN"), ("124", "CAN"), ("381", "ITA"), ("276", "DEU"))
YEARS = range(1996, 2003)
OTHERS_VALUE, OTHERS_UNIT_VALUE = 9_000_000.0, 10.0
"""Per year and product: US dollars of the others together, in equal parts, and dollars per kg."""


@dataclass(frozen=True)
class Path:
    """Mexico's share of the market and unit value (US$/kg), to 1998 and from 1999 on."""

    shares: tuple[float, float]
    unit_values: tuple[float, float]

    def figures(self, year: int) -> tuple[float, float]:
        """Value in dollars and weight in kg that give this share and unit value."""
        late = year > 1998
        share = self.shares[late]
        value = OTHERS_VALUE * share / (1 - share)
        return value, value / self.unit_values[late]


def rows(paths: Mapping[str, Path]) -> list[tuple[int, tuple[str, str], str, float, float]]:
    """Year, exporter (code, ISO), product code, dollars and kg, of Mexico and the others."""
    found = []
    for year in YEARS:
        for product, path in paths.items():
            found.append((year, MEXICO, CODES[product], *path.figures(year)))
            each = OTHERS_VALUE / len(OTHERS)
            for other in OTHERS:
                found.append((year, other, CODES[product], each, each / OTHERS_UNIT_VALUE))
    return found


def legacy(paths: Mapping[str, Path], mexican_flag: str = "0") -> bytes:
    """UN Comtrade's old format; exports to World; one row in three does not fill in the flag.

    `mexican_flag`: 6 where Mexico's quantities and net weights are estimated.
    """
    lines = [LEGACY_HEADER]
    for number, (year, (code, iso), product, value, kg) in enumerate(rows(paths)):
        flag = mexican_flag if iso == "MEX" else "" if number % 3 else "0"
        lines.append(
            f"H0,{year},{year},{year},6,1,2,Export,{code},{iso},{iso},0,World,WLD,{product},"
            f"Invented,8,Weight in kilograms,{kg:.6f},{kg:.6f},{value:.6f},{flag}"
        )
    return ("\n".join(lines) + "\n").encode()


def baci(paths: Mapping[str, Path]) -> bytes:
    """CEPII BACI: the same figures as exports to the USA, in 1000 dollars and tonnes."""
    lines = ["t,i,j,k,v,q"]
    for year, (code, _), product, value, kg in rows(paths):
        lines.append(f"{year},{code},842,{product},{value / 1000:.9f},{kg / 1000:.9f}")
    return ("\n".join(lines) + "\n").encode()
