"""What claims can speak of: the clusters and profiles of the registers, the tables, their cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from upgrading.cases.catalogue import Table
from upgrading.claims.loader import load
from upgrading.claims.readings import Claim
from upgrading.claims.table import Known, words
from upgrading.files.codec import RawFile


def read_claims(
    files: Mapping[str, RawFile],
    cells: pd.DataFrame,
    clusters: RawFile,
    profiles: RawFile,
    layouts: Mapping[str, Table],
) -> tuple[Claim, ...]:
    """The claims of the claims files, by path. Raises `DataFaults`.

    `cells`: the printed cells (`printed.CELL_COLUMNS`); `clusters`, `profiles`: the registers. That
    every cell of which claims speak is printed is checked before any rule runs, and not here: a
    baseline may lack one.
    """
    known = known_of(clusters.content, profiles.content, layouts, places_of(cells))
    unchecked = replace(words(known), cells=None)
    return load({path: file.content for path, file in files.items()}, unchecked)


def places_of(cells: pd.DataFrame) -> set[tuple[str, str, str]]:
    """Exhibit, row and column of every printed cell."""
    return set(zip(cells["exhibit"], cells["row"], cells["column"], strict=True))


def known_of(
    clusters: bytes,
    profiles: bytes,
    layouts: Mapping[str, Table],
    cells: Collection[tuple[str, str, str]] | None,
    products: Sequence[str] | None = None,
    figures: Collection[str] | None = None,
) -> Known:
    """What expressions can speak of, from the contents of the two registers and the layouts."""
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
            for table in layouts.values()
            if table.shape == "stages"
            for stage in table.columns or ()
        ],
        list(layouts),
        products,
        cells,
        figures,
    )


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
