"""The claims files as the rules read them: to claims, with the names of the data at hand."""

import csv
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from upgrading.claims.loader import load
from upgrading.claims.readings import Claim
from upgrading.claims.table import Known, words


def read_claims(files: Any, cells: pd.DataFrame) -> tuple[Claim, ...]:
    """The claims among the named inputs of a rule. Raises `DataFaults`.

    `cells`: the printed cells (`printed.CELL_COLUMNS`).
    """
    places = set(zip(cells["exhibit"], cells["row"], cells["column"], strict=True))
    known = known_of(files.cluster_register, files.profile_register, files.layouts, places)
    return load({path: Path(path).read_bytes() for path in files.claims_files}, words(known))


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
