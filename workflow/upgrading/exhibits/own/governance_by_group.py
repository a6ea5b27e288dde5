"""Clusters in each kind of value chain, by sector group."""

from __future__ import annotations

import pandas as pd

from upgrading.exhibits.assemble import Column, lines, number, table
from upgrading.exhibits.values import Precision, Study
from upgrading.vocabulary import GOVERNANCE, SECTOR_GROUPS

PLACE = 20

GOVERNANCE_BY_GROUP = "governance_by_group"


def cells(study: Study, governance: pd.DataFrame) -> pd.DataFrame:
    """The table, cell by cell."""
    columns = {
        "clusters": "Clusters",
        "described": "With governance described",
        **GOVERNANCE,
        "several": "In more than one kind of chain",
    }
    counts = {
        (row["group"], column): number(row[column])
        for _, row in governance.iterrows()
        for column in columns
    }
    return table(
        GOVERNANCE_BY_GROUP,
        ["Sector group"],
        {column: Column(header, Precision(0)) for column, header in columns.items()},
        lines(SECTOR_GROUPS, columns, counts),
    )
