"""What the scores and indices could be: editions, printed indices, and figures the audit doubts.

An edition is a set of scores: as printed, corrected, and one for each alternative that the audit
lists to a correction. Beside them stand the indices that the report prints, and the errata whose
root is a printed EEI or JAI: each is a reading in which that one figure is right and the components
beside it are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import pandas as pd

from upgrading import printed
from upgrading.catalogue import Table
from upgrading.numbers import exact_text
from upgrading.parts import Number, Passage
from upgrading.vocabulary import INDICES, SCORES

Scores: TypeAlias = Mapping[tuple[str, str], Fraction | None]
"""Scores or indices by cluster and column."""


@dataclass(frozen=True)
class Editions:
    """All that is known about the clusters, in every version.

    `groups`: sector group of each cluster, by id; `scores`: by edition, what the columns of
    `clusters.csv` hold; `printed_indices`: EEI, JAI and index as the report prints them;
    `as_printed`: by name of the figure, an EEI or JAI in doubt as the report prints it.
    """

    groups: Mapping[str, str]
    scores: Mapping[str, Scores]
    printed_indices: Scores
    as_printed: Mapping[str, Scores]


def editions(
    printed_clusters: pd.DataFrame,
    corrected_clusters: pd.DataFrame,
    cells: pd.DataFrame,
    errata: pd.DataFrame,
    tables: Mapping[str, Table],
) -> Editions:
    """Collect the editions.

    `printed_clusters` and `corrected_clusters` have `vocabulary.CLUSTER_COLUMNS`; `cells` are the
    printed cells (`exhibit, row, row_kind, column, printed`), `errata` the audit's (`erratum, root,
    alternatives`).
    """
    errata = errata.sort_values("erratum", kind="stable")
    groups: dict[str, str] = {}
    for frame in (printed_clusters, corrected_clusters):
        groups |= dict(zip(frame["cluster_id"], frame["group"], strict=True))
    scores: dict[str, Scores] = {
        "printed": _scores(printed_clusters),
        "corrected": _scores(corrected_clusters),
    }
    for erratum in errata.itertuples(index=False):
        for changes in alternatives(erratum.alternatives):
            mine = {key: value for key, value in changes.items() if key in scores["printed"]}
            if mine:
                # not by the erratum's number, which another erratum would move
                name = " and ".join(
                    f"{column} of {cluster} {exact_text(value)}"
                    for (cluster, column), value in mine.items()
                )
                scores[name] = {**scores["corrected"], **mine}
    return Editions(
        dict(sorted(groups.items())),
        scores,
        _printed_indices(cells, tables),
        _as_printed(cells, errata, frozenset(groups)),
    )


def _scores(clusters: pd.DataFrame) -> dict[tuple[str, str], Fraction | None]:
    columns = [c for c in clusters.columns if c in SCORES or c.startswith("gov_")]
    return {
        (row["cluster_id"], column): row[column]
        for _, row in clusters.iterrows()
        for column in columns
    }


def alternatives(told: Passage) -> list[dict[tuple[str, str], Fraction]]:
    """Changes of scores, by cluster and column, in each alternative that the audit lists.

    Changes of figures other than scores are left out.
    """
    return [
        {
            (row, column): Fraction(part.value)
            for part in alternative
            if isinstance(part, Number)
            for _, row, column in part.cells
            if column in SCORES
        }
        for alternative in told.texts
    ]


def _printed_indices(cells: pd.DataFrame, tables: Mapping[str, Table]) -> Scores:
    listed = [exhibit for exhibit, table in tables.items() if table.shape == "index"]
    rows = cells[
        cells["exhibit"].isin(listed)
        & (cells["row_kind"] == "body")
        & cells["column"].isin(list(INDICES))
    ]
    return {(cell.row, cell.column): printed.score(cell.printed) for cell in rows.itertuples()}


def _as_printed(
    cells: pd.DataFrame, errata: pd.DataFrame, clusters: frozenset[str]
) -> dict[str, Scores]:
    strings = cells.set_index(["exhibit", "row", "column"])["printed"].to_dict()
    found: dict[str, Scores] = {}
    for erratum in errata.itertuples(index=False):
        roots = [tuple(root.split("/")) for root in (erratum.root or "").split("; ") if root]
        if roots and all(row in clusters and column in {"eei", "jai"} for _, row, column in roots):
            rows = {column: [r for _, r, c in roots if c == column] for _, _, column in roots}
            name = " and ".join(f"{column} of {', '.join(of)}" for column, of in rows.items())
            found[name] = {key[1:]: printed.score(strings[key]) for key in roots}
    return found
