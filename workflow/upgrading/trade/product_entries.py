"""The entries of `config/trade_products.yaml`, held against what they may say.

Without pandas: every run looks at them before any rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from upgrading.cases.countries import ALPHA_3, code_problem
from upgrading.config.fields import one_of, read_fields
from upgrading.faults import Fault, guess, raise_if_any, shown
from upgrading.files.codec import Codec, parsed

# The window over which changes of trade are measured ----------------------------------------------


@dataclass(frozen=True)
class Window:
    """From `base` to `end`, each end the mean of `years` years inside the window.

    1996 to 2002 with 2 years compares the mean of 1996 and 1997 with that of 2001 and 2002.
    """

    base: int
    end: int
    years: int = 2

    def __post_init__(self) -> None:
        """Refuse ends that share a year."""
        if self.years < 1 or self.base + self.years > self.end - self.years + 1:
            text = f"{self.base} to {self.end} has no two separate ends of {self.years} years"
            raise ValueError(f"window: {text}")

    @property
    def base_years(self) -> range:
        """The years whose mean is the base."""
        return range(self.base, self.base + self.years)

    @property
    def end_years(self) -> range:
        """The years whose mean is the end."""
        return range(self.end - self.years + 1, self.end + 1)


SYSTEMS: Final = ("CPC", "FCL", "HS")
"""Systems of codes: the Central Product Classification as FAO extends it, FAO's commodity list, and
the Harmonized System, of whatever vintage."""

_CPC: Final = re.compile(r"[0-9]{4,5}[a-z]?(\.[0-9]{1,2})?|F[0-9]{4}")

UNITS: Final = (
    *("1000 kWh", "10^9 international units", "carat", "items", "kg", "kg gross", "l", "m", "m2"),
    *("m3", "packs", "pairs"),
)
"""Units of quantity that the sources measure in (`readers.units`)."""

_NAME: Final = re.compile("[a-z][a-z0-9_]*")

_ISO3: Final = frozenset(ALPHA_3.values())


def _country(code: str) -> str:
    if problem := code_problem(code, _ISO3):
        raise ValueError(problem)
    return code


def _id_of(register: str) -> AfterValidator:
    """Part of a field's type: an id of a register, where the context has the register's ids."""

    def check(value: str, info: ValidationInfo) -> str:
        known = (info.context or {}).get(register)
        if known is not None and value not in known:
            text = f"{shown(value)} is not an id of data/raw/{register}.csv"
            raise ValueError(f"{text}{guess(value, known)}")
        return value

    return AfterValidator(check)


_Country = Annotated[str, AfterValidator(_country)]


class WindowEnds(BaseModel):
    """A window of the config: first and last year, years of which each end is the mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base: int
    end: int
    years: int = 2

    @model_validator(mode="after")
    def _two_ends(self) -> WindowEnds:
        try:
            Window(self.base, self.end, self.years)
        except ValueError as error:
            raise ValueError(str(error).removeprefix("window: ")) from None
        return self


class Product(BaseModel):
    """One product; see the head of `config/trade_products.yaml` for the fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str = Field(min_length=1)
    clusters: dict[Annotated[str, _id_of("clusters")], _Country] = Field(default_factory=dict)
    codes: dict[Annotated[str, one_of(SYSTEMS)], tuple[str, ...]]
    unchanged: bool = False
    unit: Annotated[str, one_of(UNITS)] = "kg"
    competitors: tuple[_Country, ...] = ()
    profiles: tuple[Annotated[str, _id_of("profiles")], ...] = ()
    window: WindowEnds | None = None
    note: str = ""

    @field_validator("codes")
    @classmethod
    def _well_formed(cls, codes: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        wrong = [
            f"HS {shown(code)} is not a code of six digits"
            for code in codes.get("HS", ())
            if not (len(code) == 6 and code.isdecimal())
        ]
        wrong += [
            f"CPC {shown(code)} is not a code such as 01316 or 21111.01"
            for code in codes.get("CPC", ())
            if not _CPC.fullmatch(code)
        ]
        wrong += [
            f"{system} has an empty list; codes are expected, or {system} is left out"
            for system, listed in codes.items()
            if not listed
        ]
        if wrong:
            raise ValueError("\n".join(wrong))
        return codes

    @field_validator("competitors")
    @classmethod
    def _others(cls, competitors: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        """An exporter may compete with another one of the product, never with itself alone."""
        exporters = set(info.data.get("clusters", {}).values())
        wrong = [
            f"{shown(code)} appears twice; keep one"
            for number, code in enumerate(competitors)
            if code in competitors[:number]
        ]
        wrong += [
            f"{shown(code)} is the product's only exporter; its competitors are expected"
            for code in dict.fromkeys(competitors)
            if exporters == {code}
        ]
        if wrong:
            raise ValueError("\n".join(wrong))
        return competitors

    @property
    def exporters(self) -> tuple[str, ...]:
        """The exporters that are followed, in the order of the file.

        Those whose figures stand for the clusters; of a product without a cluster, which is there
        for comparison, its competitors.
        """
        return tuple(dict.fromkeys(self.clusters.values() or self.competitors))

    @property
    def wanted(self) -> str:
        """What to look for in trade statistics: `HS 940330, exporter MEX`."""
        codes = "; ".join(f"{system} {', '.join(codes)}" for system, codes in self.codes.items())
        exporters = f"exporter{'s' * (len(self.exporters) > 1)} {', '.join(self.exporters)}"
        return f"{codes}, {exporters}" if codes else "no code of goods"


def _claimed_twice(entries: Mapping[str, Any], file: str) -> list[Fault]:
    """Codes that two products name, or one product twice over: figures would count double."""
    faults: list[Fault] = []
    claimed: dict[tuple[str, str], str] = {}
    for name, entry in entries.items():
        codes = entry.get("codes") if isinstance(entry, Mapping) else None
        for system, listed in codes.items() if isinstance(codes, Mapping) else ():
            for code in listed if isinstance(listed, list | tuple) else ():
                other = claimed.setdefault((str(system), str(code)), name)
                if other != name:
                    faults.append(Fault(file, f"{system} {code} is {other}'s", key=f"{name}.codes"))
    return faults


def _labelled_twice(listed: Mapping[str, Product], file: str) -> list[Fault]:
    """Labels that two products have: tables and figures could not tell them apart."""
    faults: list[Fault] = []
    first: dict[str, str] = {}
    for name, product in listed.items():
        other = first.setdefault(product.label.strip().casefold(), name)
        if other != name:
            text = f"{shown(product.label)} is {other}'s; each product has a label of its own"
            faults.append(Fault(file, text, key=f"{name}.label"))
    return faults


def _without_codes(listed: Mapping[str, Product], file: str) -> list[Fault]:
    """Products without any code that do not say why: no figures would ever be found."""
    text = 'no code of goods; give codes (CPC, FCL, HS), or say in "note" why there are none'
    return [
        Fault(file, text, key=f"{name}.codes")
        for name, product in listed.items()
        if not product.codes and not product.note.strip()
    ]


def _without_exporters(listed: Mapping[str, Product], file: str) -> list[Fault]:
    """Products of which no exporter would be followed."""
    text = "without clusters, competitors are the exporters that are followed; name one at least"
    return [
        Fault(file, text, key=f"{name}.competitors")
        for name, product in listed.items()
        if not product.exporters
    ]


def products(
    entries: Mapping[str, Any],
    file: str,
    clusters: Iterable[str] | None,
    profiles: Iterable[str] | None,
) -> dict[str, Product]:
    """Validate the products (`config/trade_products.yaml`, parsed), in the order of the file.

    `clusters` and `profiles`: ids that may be named; `None` lets any pass. Raises `DataFaults`, all
    at once: a field that is wrong or not known, a name that is no name of a file, a unit that no
    source has, a country that ISO 3166-1 does not have, an HS code not of six digits, a code or a
    label that two products claim, no code and no note why, neither cluster nor competitor, a
    competitor that stands twice or is the only exporter, a cluster or a row of Table 2 that does
    not exist, a window without two separate ends.
    """
    registers = {
        name: None if ids is None else list(ids)
        for name, ids in (("clusters", clusters), ("profiles", profiles))
    }
    read, faults = read_fields(Product, entries, file, registers)
    faults += [
        Fault(file, "a name has small letters, digits and underscores", key=name)
        for name in entries
        if not _NAME.fullmatch(name)
    ]
    faults += [*_labelled_twice(read, file), *_without_codes(read, file)]
    faults += _without_exporters(read, file)
    raise_if_any([*faults, *_claimed_twice(entries, file)])
    return read


FILE: Final = Codec(lambda content, path, _: products(parsed(content), path, None, None))
"""The ids of clusters and profiles are checked before any rule."""
