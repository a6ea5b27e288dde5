"""How the claims files are read: what they can speak of, and what is wrong with them."""

import csv
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from upgrading.claims.loader import load
from upgrading.claims.readings import Claim
from upgrading.claims.table import Known, words


def read_claims(files: Any, cells: pd.DataFrame) -> tuple[Claim, ...]:
    """The claims among the named inputs of a rule. `cells`: the printed cells."""
    known = known_of(files, list(zip(cells["exhibit"], cells["row"], cells["column"], strict=True)))
    return load({path: Path(path).read_bytes() for path in files.claims_files}, words(known))


def known_of(files: Any, cells: list[tuple[str, str, str]] | None) -> Known:
    """What expressions can speak of."""
    layouts = yaml.safe_load(Path(files.layouts).read_text(encoding="utf-8"))
    return Known(
        {
            row["cluster_id"]: (row["group"], row["industry"], row["country"])
            for row in _rows(files.cluster_register)
        },
        {row["profile_id"]: row["cluster_id"] for row in _rows(files.profile_register)},
        layouts["table_20"]["columns"],
        list(layouts),
        cells=cells,
    )


def _rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
