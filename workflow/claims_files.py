"""The claims files as the rules read them: to claims, with the names of the data at hand."""

import csv
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import yaml

from sources import clean_raw_cases
from upgrading.claims.loader import load
from upgrading.claims.readings import Claim
from upgrading.claims.table import Known, words
from upgrading.faults import DataFaults

REGISTERS = ("clusters", "labels", "profiles", "off_scale", "errata")


class Unreadable(Exception):
    """The data whose names claims use cannot be read: the check of the raw files tells why."""


def read_claims(files: Any, cells: pd.DataFrame) -> tuple[Claim, ...]:
    """The claims among the named inputs of a rule. Raises `DataFaults`.

    `cells`: the printed cells (`printed.CELL_COLUMNS`).
    """
    places = set(zip(cells["exhibit"], cells["row"], cells["column"], strict=True))
    known = known_of(files.cluster_register, files.profile_register, files.layouts, places)
    return load({path: Path(path).read_bytes() for path in files.claims_files}, words(known))


def check_claims(files: Mapping[str, bytes], project: Path, products: list[str]) -> None:
    """Read the claims with the raw data of a project. Raises `DataFaults` or `Unreadable`."""
    data, layouts = project / "data/raw", project / "config/exhibits.yaml"
    registers = {name: str(data / f"{name}.csv") for name in REGISTERS}
    listed = yaml.safe_load(layouts.read_text(encoding="utf-8"))
    tables = [str(data / "report" / f"{name}.csv") for name in listed]
    around = SimpleNamespace(layouts=layouts, catalogue=data / "report/catalogue.yaml")
    try:
        cells = clean_raw_cases(
            SimpleNamespace(tables=tables, updates=[], **registers, **vars(around))
        ).cells
        places = set(zip(cells["exhibit"], cells["row"], cells["column"], strict=True))
        known = known_of(
            registers["clusters"], registers["profiles"], str(layouts), places, products
        )
    except (DataFaults, OSError) as error:
        raise Unreadable from error
    load(files, words(known))


def known_of(
    clusters: str,
    profiles: str,
    layouts: str,
    cells: set[tuple[str, str, str]] | None,
    products: list[str] | None = None,
) -> Known:
    """What expressions can speak of, from the two registers and the layouts of the tables."""
    tables = yaml.safe_load(Path(layouts).read_text(encoding="utf-8"))
    return Known(
        {
            row["cluster_id"]: (row["group"], row["industry"], row["country"])
            for row in _rows(clusters)
        },
        {
            row["profile_id"]: (row["cluster_id"], row["jobs_counted_with"])
            for row in _rows(profiles)
        },
        [
            stage
            for table in tables.values()
            if table["shape"] == "stages"
            for stage in table["columns"]
        ],
        list(tables),
        products,
        cells,
    )


def _rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
