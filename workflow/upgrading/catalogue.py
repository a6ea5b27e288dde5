"""The catalogue of exhibits: the shape of each table, and what the report prints around it.

Two files feed it: the project's own layout (shape, sector group, meaning of the columns) and the
transcribed captions, headers, legends and notes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from upgrading.faults import DataFaults, Fault
from upgrading.printed import Layout
from upgrading.vocabulary import SECTOR_GROUPS

Shape = Literal[
    "components",
    "index",
    "governance",
    "upgrading",
    "by_degree",
    "group_averages",
    "profiles",
    "stages",
    "prose",
]


_Model = TypeVar("_Model", bound=BaseModel)


class Table(BaseModel):
    """Layout of one table: its shape, the sector group of its rows, its columns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    shape: Shape
    labels: int
    group: str | None = None
    columns: tuple[str, ...] | None = None
    panels: tuple[tuple[str, ...], ...] | None = None

    @model_validator(mode="after")
    def _complete(self) -> Table:
        if (self.columns is None) == (self.panels is None):
            raise ValueError("give either columns or panels")
        if self.group is not None and self.group not in SECTOR_GROUPS:
            raise ValueError(f'"{self.group}" is not a sector group')
        return self

    @property
    def column_panels(self) -> tuple[tuple[str, ...], ...]:
        """The columns of each panel; a table without panels has one."""
        return self.panels or (self.columns or (),)


class Printed(BaseModel):
    """What stands around a table or diagram: caption, headers, place, legend, notes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    caption: str
    section: str
    header: tuple[str, ...] | None = None
    headers: tuple[tuple[str, ...], ...] | None = None
    legend: str = ""
    notes: tuple[str, ...] = ()
    conversion: str = ""

    @property
    def header_panels(self) -> tuple[tuple[str, ...], ...]:
        """The header row of each panel; a table without panels has one."""
        return self.headers or (self.header or (),)


def _read(model: type[_Model], entries: Mapping[str, Any], file: str) -> dict[str, _Model]:
    faults: list[Fault] = []
    read: dict[str, _Model] = {}
    for name, entry in entries.items():
        try:
            read[name] = model.model_validate(entry)
        except ValidationError as error:
            for detail in error.errors():
                place = ".".join(str(part) for part in (name, *detail["loc"]))
                faults.append(Fault(file, f"{place}: {detail['msg']}"))
    if faults:
        raise DataFaults(faults)
    return read


def tables(entries: Mapping[str, Any], file: str) -> dict[str, Table]:
    """Validate the layouts (`config/exhibits.yaml`, parsed). Raises `DataFaults`."""
    return _read(Table, entries, file)


def printed_around(entries: Mapping[str, Any], file: str) -> dict[str, Printed]:
    """Validate the captions and notes (`catalogue.yaml`, parsed). Raises `DataFaults`."""
    return _read(Printed, entries, file)


def layouts(tables: Mapping[str, Table], around: Mapping[str, Printed]) -> dict[str, Layout]:
    """The layout of each table, for `printed.cells`."""
    return {
        exhibit: Layout(exhibit, table.labels, table.column_panels, around[exhibit].header_panels)
        for exhibit, table in tables.items()
    }
