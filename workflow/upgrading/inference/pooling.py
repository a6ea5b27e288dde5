"""What pooling sector groups does to a relation: all pairs of clusters against pairs of one group.

A rank correlation over all clusters compares clusters of different sector groups too. Where groups
with more collective efficiency also upgrade more, for whatever reason, these pairs agree, and the
pooled figure takes the difference between groups for a relation between clusters. The surplus of
concordant over discordant pairs, the numerator of τ-b, can be split into the two kinds of pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from upgrading import printed
from upgrading.catalogue import Table
from upgrading.inference.measures import concordance, measures, rank_product
from upgrading.inference.permutation import PermutationChoices, arrangements, p_values
from upgrading.inference.samples import SCOPES, by_cluster, sample

POOLING_COLUMNS: Final = (
    "upgrading",
    "scope",
    "clusters",
    "surplus",
    "tau_b",
    "p",
    "rho",
    "rho_p",
    "note",
)


def printed_index(cells: pd.DataFrame, tables: Mapping[str, Table]) -> pd.DataFrame:
    """The collective efficiency index as Tables 3, 7, 11 and 15 print it: `cluster_id, ce_index`.

    `cells`: the printed cells (`printed.CELL_COLUMNS`); `tables`: their layouts.
    """
    listed = [exhibit for exhibit, table in tables.items() if table.shape == "index"]
    rows = cells[
        cells["exhibit"].isin(listed)
        & (cells["row_kind"] == "body")
        & (cells["column"] == "ce_index")
    ]
    index = pd.Series(list(map(printed.score, rows["printed"])), dtype=object)
    return pd.DataFrame({"cluster_id": list(rows["row"]), "ce_index": index})


def pooled_and_within(
    clusters: pd.DataFrame, indices: pd.DataFrame, kind: str, choices: PermutationChoices
) -> pd.DataFrame:
    """The collective efficiency index with one kind of upgrading in every scope.

    `clusters` and `indices` (`cluster_id, ce_index`) as in `data/processed`; `kind` is a column of
    upgrading. Columns `POOLING_COLUMNS`: `surplus` is the number of concordant less that of
    discordant pairs, the p-values are two-sided permutation tests of τ-b and ρ, drawn as in
    `association`. What is not estimable is NaN, and `note` says why.
    """
    groups = dict(zip(clusters["cluster_id"], clusters["group"], strict=True))
    index, scores = by_cluster(indices, "ce_index"), by_cluster(clusters, kind)
    rows = []
    for scope in SCOPES:
        case = sample(index, scores, groups, scope)
        row: dict[str, object] = {
            "upgrading": kind,
            "scope": scope,
            "clusters": len(case.clusters),
            "note": "; ".join(f"a score is constant in {g}, left out" for g in case.left_out),
        }
        if case.problem:
            rows.append(row | {"note": f"not estimable: {case.problem}"})
            continue
        drawn = arrangements(case.y, case.strata, f"{kind}/{scope}", choices)
        found = measures(case.x, case.y, case.strata)
        for name, p, statistic in (("tau_b", "p", concordance), ("rho", "rho_p", rank_product)):
            observed = statistic(case.x, case.y[np.newaxis], case.strata)[0]
            among = statistic(case.x, drawn.values, case.strata)
            row |= {
                name: float(getattr(found, name)[0]),
                p: float(p_values(observed, among, drawn.exact)[0]),
            }
        row["surplus"] = int(concordance(case.x, case.y[np.newaxis], case.strata)[0, 0])
        rows.append(row)
    return pd.DataFrame(rows, columns=list(POOLING_COLUMNS))
