"""The report's products as trade statistics know them: codes, exporters, comparators, windows.

A product may be several codes in one system and others in another (FAO's commodity list, the
Harmonized System). `config/trade_products.yaml` lists them; nothing here knows a product.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from upgrading.faults import Fault, raise_if_any
from upgrading.trade.classes import Window
from upgrading.trade.comparative_advantage import ALL_PRODUCTS
from upgrading.trade.readers.units import COMEX, COMTRADE
from upgrading.trade.steps import Step, without

SYSTEMS: Final = ("FCL", "HS")
"""Systems of codes: FAO's commodity list and the Harmonized System, of whatever vintage."""


UNITS: Final = tuple(sorted({name for name, _ in (*COMTRADE.values(), *COMEX.values()) if name}))
"""Units of quantity that the sources measure in."""

_NAME: Final = re.compile("[a-z][a-z0-9_]*")


class WindowEnds(BaseModel):
    """A window of the config: first and last year, years of which each end is the mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base: int
    end: int
    years: int = 2


class Product(BaseModel):
    """One product; see the head of `config/trade_products.yaml` for the fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str = Field(min_length=1)
    clusters: dict[str, str] = Field(min_length=1)
    codes: dict[str, tuple[str, ...]]
    unchanged: bool = False
    unit: str = "kg"
    competitors: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    window: WindowEnds | None = None
    note: str = ""

    @property
    def exporters(self) -> tuple[str, ...]:
        """The exporters whose figures stand for the clusters, in the order of the file."""
        return tuple(dict.fromkeys(self.clusters.values()))

    @property
    def wanted(self) -> str:
        """What to look for in trade statistics: `HS 940330, exporter MEX`."""
        codes = "; ".join(f"{system} {', '.join(codes)}" for system, codes in self.codes.items())
        exporters = f"exporter{'s' * (len(self.exporters) > 1)} {', '.join(self.exporters)}"
        return f"{codes}, {exporters}" if codes else "no code of goods"


@dataclass(frozen=True)
class Place:
    """A cluster in trade statistics: its product and the exporter that stands for it."""

    product: str
    cluster: str
    exporter: str


def _code_faults(product: Product) -> list[str]:
    problems = []
    for system, codes in product.codes.items():
        if system not in SYSTEMS:
            problems.append(f'codes: "{system}" is not one of {", ".join(SYSTEMS)}')
        problems += [
            f'codes.HS: "{code}" is not a code of six digits'
            for code in codes
            if system == "HS" and not (len(code) == 6 and code.isdecimal())
        ]
    return problems


def _field_faults(name: str, error: ValidationError, file: str) -> list[Fault]:
    """What pydantic found, in words for who wrote the file."""
    found = []
    for detail in error.errors():
        place, text = ".".join(map(str, (name, *detail["loc"]))), detail["msg"]
        if detail["type"] == "extra_forbidden":
            fields = WindowEnds if "window" in detail["loc"] else Product
            text = f"no such field ({', '.join(fields.model_fields)})"
        elif detail["type"] == "string_type":
            # YAML takes 940330 for a number, 030212 for an octal one and NO for false
            text = f"read as {detail['input']!r}: put what stands there in quotation marks"
        elif detail["type"] == "model_type":
            text = f"fields are expected ({', '.join(Product.model_fields)})"
        found.append(Fault(file, f"{place}: {text}"))
    return found


def products(
    entries: Mapping[str, Any], file: str, clusters: Iterable[str], profiles: Iterable[str]
) -> dict[str, Product]:
    """Validate the products (`config/trade_products.yaml`, parsed), in the order of the file.

    `clusters` and `profiles`: ids that may be named. Raises `DataFaults`, all at once: a field that
    is wrong or not known, a name that is no name of a file, a unit that no source has, an HS code
    not of six digits, a code that two products claim, a cluster or a row of Table 2 that does not
    exist, a window without two separate ends.
    """
    known = {"clusters": set(clusters), "profiles": set(profiles)}
    faults: list[Fault] = []
    read: dict[str, Product] = {}
    claimed: dict[tuple[str, str], str] = {}
    for name, entry in entries.items():
        try:
            product = Product.model_validate(entry)
        except ValidationError as error:
            faults += _field_faults(name, error, file)
            continue
        read[name] = product
        if not _NAME.fullmatch(str(name)):
            text = f"{name}: a name has small letters, digits and underscores"
            faults.append(Fault(file, text))
        if product.unit not in UNITS:
            text = f'{name}.unit: "{product.unit}" is not one of {", ".join(UNITS)}'
            faults.append(Fault(file, text))
        faults += [Fault(file, f"{name}.{problem}") for problem in _code_faults(product)]
        for system, codes in product.codes.items():
            for code in codes:
                other = claimed.setdefault((system, code), name)
                if other != name:
                    faults.append(Fault(file, f"{name}.codes: {system} {code} is {other}'s"))
        for kind, ids in (("clusters", product.clusters), ("profiles", product.profiles)):
            faults += [
                Fault(file, f'{name}.{kind}: "{one}" is not an id of data/raw/{kind}.csv')
                for one in ids
                if one not in known[kind]
            ]
        faults += [
            Fault(file, f'{name}.{field}: "{country}" is not a code of ISO 3166-1 alpha-3')
            for field, countries in (
                ("clusters", product.exporters),
                ("competitors", product.competitors),
            )
            for country in countries
            if not (len(country) == 3 and country.isalpha() and country.isupper())
        ]
        if product.window:
            try:
                window_of(product, Window(0, 9))
            except ValueError as error:
                faults.append(Fault(file, f"{name}.{error}"))
    raise_if_any(faults)
    return read


def window_of(product: Product, usual: Window) -> Window:
    """The product's own window, else the `usual` one. Raises `ValueError` as `Window`."""
    own = product.window
    return Window(own.base, own.end, own.years) if own else usual


def places(listed: Mapping[str, Product]) -> list[Place]:
    """Every cluster of every product, in the order of the file."""
    return [
        Place(name, cluster, exporter)
        for name, product in listed.items()
        for cluster, exporter in product.clusters.items()
    ]


def codes_of(listed: Mapping[str, Product]) -> frozenset[str]:
    """All codes of all products, whatever their system, and all goods together (`TOTAL`).

    This is what a reader is to look for: revealed advantage needs all goods.
    """
    return frozenset(
        code for product in listed.values() for codes in product.codes.values() for code in codes
    ) | {ALL_PRODUCTS}


def unchanged_codes(listed: Mapping[str, Product]) -> tuple[str, ...]:
    """HS codes that mean the same in all vintages, sorted."""
    return tuple(
        sorted(code for p in listed.values() if p.unchanged for code in p.codes.get("HS", ()))
    )


def units(listed: Mapping[str, Product]) -> dict[str, str]:
    """The unit of every code whose product is not measured in kg."""
    return {
        code: product.unit
        for product in listed.values()
        if product.unit != "kg"
        for codes in product.codes.values()
        for code in codes
    }


def competitors(listed: Mapping[str, Product]) -> dict[str, tuple[str, ...]]:
    """The named competitors of every product that has any."""
    return {name: p.competitors for name, p in listed.items() if p.competitors}


def by_own_exporters(frame: pd.DataFrame, listed: Mapping[str, Product]) -> pd.DataFrame:
    """The rows of `frame` (`exporter`, `product`) whose exporter stands for a cluster of theirs."""
    pairs = zip(frame["exporter"], frame["product"], strict=True)
    own = [exporter in listed[product].exporters for exporter, product in pairs]
    return frame[pd.Series(own, index=frame.index, dtype=bool)]


def system_of(classification: pd.Series) -> pd.Series:
    """The system of codes that a classification belongs to: `FCL`, `HS`, or empty.

    Brazil's NCM counts as HS: cleaning has cut its codes to six digits.
    """
    upper = classification.str.upper()
    harmonised = (upper.str.startswith("H") | (upper == "NCM")).astype(bool)
    system = pd.Series("", index=classification.index, dtype="str").mask(harmonised, "HS")
    return system.mask((upper == "FCL").astype(bool), "FCL")


def name_products(flows: pd.DataFrame, listed: Mapping[str, Product]) -> tuple[pd.DataFrame, Step]:
    """Flows of the products alone, `product` being the product's name in place of its code.

    `flows`: cleaned. Codes of one product add up from here on; all goods together (`TOTAL`) stay
    as they are. A code that no product has leaves the frame, and is counted.
    """
    named = {
        (system, code): name
        for name, product in listed.items()
        for system, codes in product.codes.items()
        for code in codes
    }
    keys = zip(system_of(flows["classification"]), flows["product"], strict=True)
    product = pd.Series([named.get(key, "") for key in keys], index=flows.index, dtype="str")
    product = product.mask((flows["product"] == ALL_PRODUCTS).astype(bool), ALL_PRODUCTS)
    return without("name_products", "configured", flows.assign(product=product), product == "")
