"""The claims files with the names of the data at hand, to be checked before any rule."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from upgrading.cases import catalogue
from upgrading.cases.cleaning import RawCases, clean
from upgrading.claims.loader import load
from upgrading.claims.registers import known_of, places_of
from upgrading.claims.table import words
from upgrading.faults import DataFaults, Fault, raise_if_any
from upgrading.files.codec import RawFile, parsed
from upgrading.trade.second_entries import SECOND

REGISTERS = ("clusters", "labels", "profiles", "off_scale", "errata")


class Unreadable(Exception):
    """The data whose names claims use cannot be read: the check of the raw files tells why."""


def check_claims(
    files: Mapping[str, bytes], project: Path, products: list[str], relations: list[str]
) -> None:
    """Read the claims, and the cells held against second sources, with the raw data of a project.

    Raises `DataFaults` or `Unreadable`.
    """
    data = project / "data/raw"
    try:
        layouts = catalogue.tables(*_yaml(project / "config/exhibits.yaml"))
        second, _ = _yaml(project / SECOND)
        around = catalogue.printed_around(*_yaml(data / "report/catalogue.yaml"))
        raw = RawCases(
            tables={name: _raw(data / "report" / f"{name}.csv") for name in layouts},
            **{name: _raw(data / f"{name}.csv") for name in REGISTERS},
        )
        cells = clean(raw, layouts, around).cells
        known = known_of(
            raw.clusters.content,
            raw.profiles.content,
            layouts,
            places_of(cells),
            products,
            list(second["printed"]),
        )
    except (DataFaults, OSError) as error:
        raise Unreadable from error
    raise_if_any(
        Fault(SECOND, f'"{figure["cell"]}" is not a cell of a printed table', key=f"printed.{name}")
        for name, figure in second["printed"].items()
        if figure.get("cell") and tuple(figure["cell"].split("/")) not in known.cells
    )
    load(files, words(known), relations)


def _raw(path: Path) -> RawFile:
    return RawFile(str(path), path.read_bytes())


def _yaml(path: Path) -> tuple[Any, str]:
    return parsed(path.read_bytes()), str(path)
