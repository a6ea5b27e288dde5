"""The forty clusters as printed, with the collective-efficiency index that the report prints."""

from __future__ import annotations

import pandas as pd
import pytest

from upgrading.cases import printed


@pytest.fixture(scope="session")
def printed_clusters(clean_cases) -> pd.DataFrame:
    return clean_cases.printed_clusters


@pytest.fixture(scope="session")
def printed_indices(clean_cases, printed_clusters) -> pd.DataFrame:
    """EEI, JAI, index and degree as Tables 3, 7, 11 and 15 print them, not recomputed."""
    cells = clean_cases.cells
    cells = cells[
        cells["exhibit"].isin(["table_03", "table_07", "table_11", "table_15"])
        & (cells["row_kind"] == "body")
    ]
    rows = cells.pivot(index="row", columns="column", values="printed")
    rows = rows.loc[printed_clusters["cluster_id"]]
    columns = {name: rows[name].map(printed.score) for name in ("eei", "jai", "ce_index")}
    columns["ce_degree"] = rows["ce_degree"].map(printed.degree)
    return pd.DataFrame(columns, dtype=object).rename_axis("cluster_id").reset_index()
