"""The entries of `config/second_sources.yaml`, held against what they may say.

Without pandas: every run looks at them before any rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo, model_validator

from upgrading.config.fields import EachOnce, Number, Section, Whole, field_faults
from upgrading.faults import Fault, none_of, raise_if_any, shown
from upgrading.files.codec import Codec, parsed

SECOND: Final = "config/second_sources.yaml"

Kind: TypeAlias = Literal["production", "exports"]
"""What a figure counts. The two are never added, divided or held against each other."""

KINDS: Final[tuple[Kind, ...]] = ("production", "exports")

Measure: TypeAlias = Literal["quantity", "value", "share", "unit_value", "growth"]
"""What is made of a source's figures: tonnes, US$ million, per cent of the world's tonnes, US$ per
kilogram, and how many times the tonnes of the first year those of the last are."""

UNITS: Final[Mapping[Measure, str]] = {
    "quantity": "t",
    "value": "US$ mill.",
    "share": "%",
    "unit_value": "US$/kg",
    "growth": "times",
}


def _group(name: str, info: ValidationInfo) -> str:
    known = (info.context or {}).get("products")
    if known is not None and name not in known:
        raise ValueError(none_of(name, known))
    return name


Group = Annotated[str, AfterValidator(_group)]
"""A name of the section `products`, where the context has these."""

Years = Annotated[tuple[Whole, ...], Field(min_length=1, max_length=2)]


class Stated(Section):
    """A figure of the report's prose."""

    text: str = Field(min_length=1)
    at: str = Field(min_length=1)


class PrintedFigure(Section):
    """One printed figure and its series; see the head of `config/second_sources.yaml`."""

    label: str = Field(min_length=1)
    cell: str = ""
    stated: Stated | None = None
    of: Kind
    measure: Measure
    years: Years
    area: str = Field(min_length=1)
    products: Group
    beside: Annotated[tuple[Group, ...], EachOnce] = ()
    least: Number | None = Field(default=None, gt=0)
    note: str = ""

    @model_validator(mode="after")
    def _one_figure(self) -> PrintedFigure:
        wrong = []
        if bool(self.cell) == bool(self.stated):
            wrong.append('either "cell" or "stated" is expected, and not both')
        if self.cell and self.cell.count("/") != 2:
            wrong.append(f"cell: {shown(self.cell)} is not of the form table/row/column")
        other = next((one for one in KINDS if one != self.of and self._prints(one)), "")
        if other:
            wrong.append(
                f"of: {shown(self.cell)} prints {other}, which are never compared with {self.of}"
            )
        if self.years[0] > self.years[-1]:
            wrong.append(f"years: {self.years[-1]} is before {self.years[0]}")
        if (self.measure == "growth") != (self.least is not None):
            wrong.append('least: "growth" needs it, and no other measure has it')
        if self.measure == "growth" and len(set(self.years)) < 2:
            wrong.append("years: growth has a first and a last year")
        if self.products in self.beside:
            wrong.append(f"beside: {shown(self.products)} is the reading that decides")
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

    def _prints(self, kind: Kind) -> bool:
        """Whether a part of the cell's name says that it prints this kind."""
        return any(part.startswith(kind) for part in self.cell.split("/"))

    @property
    def place(self) -> tuple[str, str, str] | None:
        """Exhibit, row and column of the cell; `None` of prose."""
        if not self.cell:
            return None
        exhibit, row, column = self.cell.split("/")
        return exhibit, row, column

    @property
    def span(self) -> range:
        """All years that the figure is of; of growth both ends alone count."""
        return range(self.years[0], self.years[-1] + 1)


class Pair(Section):
    """One series that a second source and the trade statistics both have."""

    label: str = Field(min_length=1)
    area: str = Field(min_length=1)
    products: Group
    product: str = Field(min_length=1)
    exporter: str = Field(min_length=1)
    part: bool = False
    note: str = ""


class SecondSources(Section):
    """The file as a whole."""

    tolerance: Number = Field(ge=0)
    products: dict[str, Annotated[tuple[str, ...], Field(min_length=1), EachOnce]]
    printed: dict[str, PrintedFigure]
    pairs: dict[str, Pair]

    def members(self, group: str) -> tuple[str, ...]:
        """The products, as the sources call them, that a name of the file stands for."""
        return self.products[group]


def second_sources(
    entries: Mapping[str, Any], file: str, products: tuple[str, ...] | None = None
) -> SecondSources:
    """Validate `config/second_sources.yaml`, parsed.

    `products`: the names of `config/trade_products.yaml`; `None` lets any pass. Raises
    `DataFaults`, all at once: a field that is wrong or not known, a group of products that the file
    does not have, a figure without or with two places, one of exports that is to be held against
    production, or the other way round.
    """
    groups = entries.get("products")
    context = {"products": list(groups)} if isinstance(groups, Mapping) else {}
    try:
        read = SecondSources.model_validate(entries, context=context)
    except ValidationError as error:
        raise_if_any(field_faults(SecondSources, error, file))
        raise
    raise_if_any(
        Fault(file, none_of(pair.product, products), key=f"pairs.{name}.product")
        for name, pair in read.pairs.items()
        if products is not None and pair.product not in products
    )
    return read


FILE: Final = Codec(lambda content, path, _: second_sources(parsed(content), path))
"""The names of products are checked before any rule."""
