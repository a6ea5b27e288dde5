"""Scores and indices of clusters under each choice of how to read and add them.

Everything is exact, so that a tie or a threshold never hangs on a float.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Literal, TypeAlias

import pandas as pd

from upgrading.cases import printed
from upgrading.cases.catalogue import Table
from upgrading.cases.indices import (
    INDEX_COMPONENTS,
    IndexRule,
    component_sum,
    index_of,
    pooled_index,
)
from upgrading.multiverse.relations import CODES_OF, Chains
from upgrading.numbers import exact_text
from upgrading.parts import Number, Passage
from upgrading.vocabulary import INDICES, SCORES

# What the scores and indices could be: editions, printed indices, and figures the audit doubts ----
#
# An edition is a set of scores: as printed, corrected, and one for each alternative that the audit
# lists to a correction. Beside them stand the indices that the report prints, and the errata whose
# root is a printed EEI or JAI: each is a reading in which that one figure is right and the
# components beside it are not.


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


Basis = Literal["components", "printed_indices", "printed_index"]
"""What the index is computed from: components, printed EEI and JAI, or nothing (as printed)."""

Aggregation = Literal["sum", "mean"]


@dataclass(frozen=True)
class IndexChoice:
    """How an index is arrived at. A choice that the basis leaves no room for is `None`.

    `rule` says what a missing component counts and how the two indices are weighted;
    `as_printed` names the EEI or JAI in doubt that is taken as printed.
    """

    edition: str
    basis: Basis
    rule: IndexRule | None = None
    aggregation: Aggregation | None = None
    as_printed: str | None = None


Indexed: TypeAlias = Mapping[str, Fraction | None]
"""An index, by cluster."""


class Variants:
    """The clusters' scores and indices, computed once per choice."""

    def __init__(self, editions: Editions) -> None:
        """Keep the editions; nothing is computed yet."""
        self.editions = editions
        self.index = cache(self._index)

    def score(self, edition: str, cluster: str, column: str) -> Fraction | None:
        """A score; `None` if missing, or if the edition does not have the cluster."""
        return self.editions.scores[edition].get((cluster, column))

    def governed(self, edition: str, cluster: str, pattern: str, chains: Chains) -> Fraction | None:
        """1 if chains of the pattern run through the cluster, 0 if none; `None` if not known."""
        code = self.score(edition, cluster, pattern)
        return None if code is None else Fraction(code in CODES_OF[chains])

    def _components(self, cluster: str, index: str, choice: IndexChoice) -> list[Fraction | None]:
        """The components of EEI or JAI; of one taken as printed, equal ones that add to it."""
        columns = INDEX_COMPONENTS[index]
        if choice.as_printed is not None:
            given = self.editions.as_printed[choice.as_printed].get((cluster, index))
            if given is not None:
                return [given / len(columns)] * len(columns)
        return [self.score(choice.edition, cluster, name) for name in columns]

    def _index(self, index: str, choice: IndexChoice) -> Indexed:
        """EEI, JAI or the index of collective efficiency; `None` where the choice leaves none.

        With `skip`, `sum` fills up each of EEI and JAI before they are weighted; `mean` takes one
        weighted mean over all components that there are.
        """
        clusters = self.editions.groups
        if choice.basis == "printed_index" or (
            choice.basis == "printed_indices" and index != "ce_index"
        ):
            return {one: self.editions.printed_indices.get((one, index)) for one in clusters}
        rule = choice.rule
        assert rule is not None
        if index != "ce_index":
            return {
                one: component_sum(self._components(one, index, choice), rule.not_available)
                for one in clusters
            }
        if choice.aggregation == "mean":
            return {
                one: pooled_index(
                    self._components(one, "eei", choice),
                    self._components(one, "jai", choice),
                    rule,
                )
                for one in clusters
            }
        # under even weights, since the two do not depend on them: so they are computed once
        even = replace(choice, aggregation=None, rule=rule.with_share(Fraction(1, 2)))
        eei, jai = self.index("eei", even), self.index("jai", even)
        return {one: index_of(eei[one], jai[one], rule) for one in clusters}
