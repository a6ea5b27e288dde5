"""The catalogue of exhibits: the shape of each table, and what is printed around it.

Three files feed it: the project's own layout (shape, sector group, meaning of the columns), the
transcribed captions, headers, legends and notes, and the project's own words around tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from upgrading.config.fields import field_faults, one_of, read_fields
from upgrading.faults import Fault, none_of, raise_if_any, shown
from upgrading.files.codec import Codec, parsed
from upgrading.vocabulary import COMPONENTS, GOVERNANCE, INDICES, SECTOR_GROUPS, UPGRADING

# What the columns of a printed table mean ---------------------------------------------------------


@dataclass(frozen=True)
class Layout:
    """What the columns of one printed table mean.

    `labels` leading columns name the row; the rest carry the names in `columns`. A table of several
    panels, one below the other, has one tuple of columns and of headers per panel, each panel
    starting with a caption row and a header row; any other table has one of each and no caption
    row. `headers` are the header rows as printed.
    """

    exhibit: str
    labels: int
    columns: tuple[tuple[str, ...], ...]
    headers: tuple[tuple[str, ...], ...]

    @property
    def captioned(self) -> bool:
        """Whether each panel starts with a caption row."""
        return len(self.columns) > 1


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

NumberFormat = Literal["0.0", "0.00", "0.#", "0.##"]
"""How numbers are printed, as spreadsheets write it: `#` is a digit that is left out if nought."""

GROUPED: Final = ("components", "index", "governance", "upgrading", "by_degree")
"""Shapes whose rows are, or stand for, the clusters of one sector group."""

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "components": (*COMPONENTS, "eei", "jai"),
    "index": (*INDICES, "ce_degree"),
    "governance": tuple(GOVERNANCE),
    "upgrading": ("ce_degree", *UPGRADING, "up_sum"),
    "by_degree": tuple(UPGRADING),
    "group_averages": (*COMPONENTS, *INDICES, *UPGRADING),
    "profiles": (
        *("country", "created", "firms", "production_2002", "production_1995"),
        *("exports_2002", "exports_1996", "direct_jobs", "indirect_jobs"),
    ),
    "stages": ("initial_learning", "maturing", "globalization"),
}
"""Columns that a table of each shape may have; prose may have any."""


def _check_columns(columns: Sequence[str], shape: str) -> None:
    """Raise `ValueError` for columns that a table of the shape has not, or not twice."""
    allowed = COLUMNS.get(shape)
    problems = [none_of(one, allowed) for one in columns if allowed and one not in allowed]
    problems += [
        f"{shown(column)} appears twice; keep one"
        for number, column in enumerate(columns)
        if column in columns[:number]
    ]
    if problems:
        raise ValueError("\n".join(problems))


class Table(BaseModel):
    """Layout of one table: its shape, the sector group of its rows, its columns.

    `numbers`: how the report prints the numbers of a column. It is written down, not read off the
    printed cells: else a score typed otherwise would change how all others of its column are shown.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    shape: Shape
    labels: int = Field(ge=1)
    group: Annotated[str, one_of(SECTOR_GROUPS)] | None = Field(default=None, validate_default=True)
    columns: tuple[str, ...] | None = Field(default=None, min_length=1)
    panels: tuple[tuple[str, ...], ...] | None = Field(
        default=None, min_length=1, validate_default=True
    )
    numbers: Mapping[str, NumberFormat] = Field(default_factory=dict)

    @field_validator("group")
    @classmethod
    def _group_of_clusters(cls, group: str | None, others: ValidationInfo) -> str | None:
        shape = others.data.get("shape", "")
        if group is None and shape in GROUPED:
            names = ", ".join(SECTOR_GROUPS)
            raise ValueError(f"missing; a table of shape {shape} has one of {names}")
        return group

    @field_validator("columns")
    @classmethod
    def _columns_of_shape(cls, columns: Any, others: ValidationInfo) -> Any:
        _check_columns(columns or (), others.data.get("shape", ""))
        return columns

    @field_validator("panels")
    @classmethod
    def _columns_in_panels(cls, panels: Any, others: ValidationInfo) -> Any:
        if "columns" in others.data and (panels is None) == (others.data["columns"] is None):
            raise ValueError("either columns or panels are expected, one of the two")
        columns = [column for panel in panels or () for column in panel]
        _check_columns(columns, others.data.get("shape", ""))
        return panels

    @field_validator("numbers")
    @classmethod
    def _numbers_of_columns(cls, numbers: Any, others: ValidationInfo) -> Any:
        listed = (others.data.get("columns") or (), *(others.data.get("panels") or ()))
        known = [column for panel in listed for column in panel]
        if problems := [none_of(one, known) for one in numbers if known and one not in known]:
            raise ValueError("\n".join(problems))
        return numbers

    @property
    def column_panels(self) -> tuple[tuple[str, ...], ...]:
        """The columns of each panel; a table without panels has one."""
        return self.panels or (self.columns or (),)

    def number_format(self, column: str) -> NumberFormat:
        """How the report prints the numbers of a column."""
        return self.numbers.get(column, "0.#")


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


class OwnTable(BaseModel):
    """The project's words around a table of its own: caption and notes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    caption: str = Field(min_length=1)
    notes: tuple[str, ...] = ()


class Captions(BaseModel):
    """The project's own words around tables (`config/captions.yaml`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    marks: str = Field(min_length=1)
    marks_in_columns: str = Field(min_length=1)
    place: str
    own_tables: dict[str, OwnTable]

    @field_validator("place")
    @classmethod
    def _holds_the_section(cls, place: str) -> str:
        try:
            names = {name for _, name, _, _ in Formatter().parse(place) if name is not None}
        except ValueError:
            names = {"?"}
        if names - {"section"}:
            raise ValueError(f"{shown(place)} may hold {{section}}, no other braces")
        return place


def tables(entries: Mapping[str, Any], file: str) -> dict[str, Table]:
    """Validate the layouts (`config/exhibits.yaml`, parsed). Raises `DataFaults`."""
    read, faults = read_fields(Table, entries, file)
    raise_if_any(faults)
    return read


def printed_around(entries: Mapping[str, Any], file: str) -> dict[str, Printed]:
    """Validate the captions and notes (`catalogue.yaml`, parsed). Raises `DataFaults`."""
    read, faults = read_fields(Printed, entries, file)
    raise_if_any(faults)
    return read


def word_faults(entries: Mapping[str, Any], file: str, own: Iterable[str]) -> list[Fault]:
    """What is wrong with the project's words (`config/captions.yaml`, parsed).

    `own`: the tables of the project's own, each of which needs its caption.
    """
    faults: list[Fault] = []
    try:
        Captions.model_validate(entries)
    except ValidationError as error:
        faults = field_faults(Captions, error, file)
    given = entries.get("own_tables")
    missing = [name for name in own if isinstance(given, Mapping) and name not in given]
    return faults + [
        Fault(file, "missing; it needs caption and notes", key=f"own_tables.{name}")
        for name in missing
    ]


def layout_faults(
    tables: Mapping[str, Table], around: Mapping[str, Printed], file: str
) -> list[Fault]:
    """Tables whose printed header has another number of columns than the layout.

    `file`: the name of the catalogue, where the headers stand.
    """
    faults = []
    for exhibit, table in tables.items():
        if exhibit not in around:
            continue
        have = [len(header) for header in around[exhibit].header_panels]
        want = [table.labels + len(columns) for columns in table.column_panels]
        if have != want:
            text = (
                f"header of {_joined(have)} columns; config/exhibits.yaml has {_joined(want)} "
                f"({table.labels} of them labels)"
            )
            faults.append(Fault(file, text, key=exhibit))
    return faults


def _joined(counts: Iterable[int]) -> str:
    return " and ".join(map(str, counts))


def layouts(tables: Mapping[str, Table], around: Mapping[str, Printed]) -> dict[str, Layout]:
    """The layout of each table, for `printed.cells`."""
    return {
        exhibit: Layout(exhibit, table.labels, table.column_panels, around[exhibit].header_panels)
        for exhibit, table in tables.items()
    }


LAYOUTS: Final = Codec(lambda content, path, _: tables(parsed(content), path))
"""The layouts of the tables (`config/exhibits.yaml`)."""

PRINTED: Final = Codec(lambda content, path, _: printed_around(parsed(content), path))
"""What the report prints around them."""
