"""Files of other products change nothing of a product's. Every figure here is synthetic."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tiers import Tier

from trade.run_steps import MEASURES, PRODUCTS, config, of_flows
from trade.synthetic import flows, pair
from upgrading.files.frames import to_csv

CODES = {
    "furniture_office": ("940330",),
    "wine": ("220410", "220421"),
    "mangoes": ("080450",),
    "melons": ("080710", "080719"),
}
OWN = ("furniture_office", "wine")
"""Products whose results are looked at; files of the others come and go."""

OF_A_PRODUCT = set(MEASURES) - {
    *("advantage", "intra_industry_totals", "market_share_parts", "unit_value_indices")
}
"""What is measured of each product by itself; the rest is of several together."""

SHIPPED = config()
CHOICES = SHIPPED | {
    # a limit that few rows can reach
    "cleaning": SHIPPED["cleaning"] | {"outliers": {"rules": ["z_score"], "z": 1.5}},
    "robustness": {
        "comparators": ["world_excluding", "median_exporter", "named"],
        "tolerances": [0.05],
        "years": [1, 2],
        "shortest": 3,
    },
}


@dataclass(frozen=True)
class Series:
    """What an exporter sells of a code, by year, and in what rows it stands.

    `growth`, `dearer`: value and unit value of a year over those of the year before.
    """

    source: str
    exporter: str
    code: str
    flow: str
    years: range
    partners: tuple[str, ...]
    measured: tuple[str, ...]
    estimated: tuple[str, ...]
    growth: float
    dearer: float
    level: int
    spike: int
    price: float = 4

    @property
    def key(self) -> tuple[str, ...]:
        return self.source, self.exporter, self.code, self.flow


EXPORTERS = ("MEX", "BRA", "CHL", "ITA", "CHN", "ARG")
PARTNERS = (
    *(("WLD",), ("USA",), ("USA", "DEU"), ("WLD", "USA"), ("WLD", "USA", "DEU")),
    ("WLD", "USA", "DEU", "FRA", "ESP", "GBR", "JPN"),
    ("USA", "DEU", "FRA", "ESP", "GBR", "JPN"),
)


@st.composite
def series(draw: st.DrawFn, codes: tuple[str, ...], span: tuple[int, int]) -> Series:
    partners = draw(st.sampled_from(PARTNERS))
    first = draw(st.integers(*span))
    return Series(
        source=draw(st.sampled_from(("comtrade", "comtrade", "wits", "baci"))),
        exporter=draw(st.sampled_from(EXPORTERS)),
        code=draw(st.sampled_from(codes)),
        flow=draw(st.sampled_from(("export", "export", "export", "import"))),
        years=range(first, first + draw(st.integers(1, 9))),
        partners=partners,
        measured=draw(st.sampled_from((partners, partners, partners[:1], partners[1:]))),
        estimated=draw(st.sampled_from(((), (), partners, partners[:1], partners[1:]))),
        growth=draw(st.sampled_from((0.8, 1.0, 1.3))),
        dearer=draw(st.sampled_from((0.9, 1.0, 1.2))),
        level=draw(st.integers(1, 10**6)),
        spike=draw(st.sampled_from((1, 1, 1, 50))),
    )


def rows(one: Series, file: str) -> list[dict[str, object]]:
    """The rows of a series: World's value is its partners' or, if it has one alone, twice that."""
    found = []
    alone = len(one.partners) == 2
    for number, year in enumerate(one.years):
        each = round(1000 * one.level * one.growth**number)
        several = max(len(one.partners) - 1, 1)
        for partner in one.partners:
            value = each * several * (1 + alone) if partner == "WLD" else each
            price = one.price * one.dearer**number * (one.spike if number == 1 else 1)
            quantity = round(value / price) if partner in one.measured else None
            row = pair(one.exporter, value, quantity, importer=partner, year=year)
            row |= {"source": one.source, "product": one.code, "file": file, "flow": one.flow}
            if one.flow == "import":
                row |= {"exporter": partner, "importer": one.exporter}
            found.append(row | {"quantity_estimated": partner in one.estimated})
    return found


def files(codes: tuple[str, ...], span: tuple[int, int], *names: str) -> st.SearchStrategy:
    """Some series, each but once, over the files."""
    return st.lists(
        st.tuples(series(codes, span), st.sampled_from(names)),
        min_size=8,
        max_size=16,
        unique_by=lambda pair: pair[0].key,
    )


def codes_of(own: bool) -> tuple[str, ...]:
    return tuple(code for name in CODES if (name in OWN) == own for code in CODES[name])


def measured(folder: Path, frames: list[pd.DataFrame]) -> dict[str, list[list[str]]]:
    """Every line of every table on the products looked at, as text."""
    folder.mkdir()
    listed = yaml.safe_load(PRODUCTS.read_text(encoding="utf-8"))
    products = folder / "trade_products.yaml"
    products.write_text(
        yaml.safe_dump({name: listed[name] | {"unchanged": True} for name in CODES}), "utf-8"
    )
    paths = []
    for number, frame in enumerate(frames):
        paths.append(str(folder / f"flows_{number}.csv"))
        Path(paths[-1]).write_text(to_csv(frame), "utf-8")
    given = {"flows": paths, "updates": [], "accounts": []}
    world = of_flows(folder, given, CHOICES, products)
    tables = {}
    for name in sorted(OF_A_PRODUCT):
        header, *lines = csv.reader(Path(world.path(name)).read_text("utf-8").splitlines())
        product = header.index("product")
        tables[name] = [header, *(line for line in lines if line[product] in OWN)]
    return tables


SERIES = {
    "source": "comtrade",
    "flow": "export",
    "years": range(1995, 2004),
    "partners": ("WLD",),
    "measured": ("WLD",),
    "estimated": (),
    "spike": 1,
}
ALWAYS = [
    (Series(**SERIES, exporter="MEX", code="940330", growth=0.9, dearer=0.9, level=5), "one.csv"),
    (Series(**SERIES, exporter="CHN", code="940330", growth=1.1, dearer=1.1, level=50), "one.csv"),
]
"""So that there is a class in every example."""

BESIDE = [
    (
        Series(
            **SERIES | {"years": range(1985, 2011), "partners": PARTNERS[-1], "measured": ("USA",)},
            exporter=exporter,
            code="080450",
            growth=1.0,
            dearer=1.0,
            level=level,
            price=price,
        ),
        "three.csv",
    )
    for exporter, level, price in (("MEX", 10**6, 0.01), ("ITA", 9, 1000))
]
"""Other years, many partners, and unit values far from those of any other."""


def together(always: list[tuple[Series, str]], drawn: list[tuple[Series, str]]) -> pd.DataFrame:
    """The flows of these series, each once, with the file that it stands in."""
    keys = [one.key for one, _ in always]
    every = always + [(one, file) for one, file in drawn if one.key not in keys]
    return flows(*(row for one, file in every for row in rows(one, file)))


def test_files_of_other_products_change_nothing_of_a_product(tier: Tier) -> None:
    # an example takes seconds, and so would every step of making a smaller one
    @settings(
        max_examples=tier.of(1, 2, 100),
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(
        files(codes_of(own=True), (1994, 1998), "one.csv", "two.csv"),
        files(codes_of(own=False), (1985, 2010), "a.csv", "three.csv"),
    )
    def holds(own: list[tuple[Series, str]], others: list[tuple[Series, str]]) -> None:
        own_flows, more = together(ALWAYS, own), together(BESIDE, others)
        with TemporaryDirectory() as folder:
            alone = measured(Path(folder) / "alone", [own_flows])
            beside = measured(Path(folder) / "beside", [more, own_flows])
        assert len(alone["verdicts"]) > 1
        for table, lines in alone.items():
            assert beside[table] == lines, table

    holds()
