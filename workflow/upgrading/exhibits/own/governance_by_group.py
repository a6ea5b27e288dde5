"""Clusters in each kind of value chain, by sector group."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from upgrading.exhibits.estimates import whole
from upgrading.exhibits.tabulation import Column, Formula, Row, Tabulation
from upgrading.exhibits.values import Scored, Study
from upgrading.vocabulary import GOVERNANCE, SECTOR_GROUPS

PLACE = 20


def table(study: Study, governance: pd.DataFrame) -> Tabulation[Scored]:
    """Sector groups by kind of chain."""
    told = {
        "clusters": ("Clusters", "clusters of the sector group"),
        "described": (
            "With governance described",
            "clusters whose governance the report gives",
        ),
        **{
            pattern: (label, f"clusters in such a chain: {label}, code above 0")
            for pattern, label in GOVERNANCE.items()
        },
        "several": (
            "In more than one kind of chain",
            "clusters that are in more than one kind of chain (codes above 0)",
        ),
    }
    columns = [
        Column(name, header, whole, name, _of(name, words))
        for name, (header, words) in told.items()
    ]
    found = Tabulation("governance_by_group", columns, labels=["Sector group"])
    counts = {row["group"]: row for row in governance.to_dict("records")}
    for group, label in SECTOR_GROUPS.items():
        found.line(label, row=group, shows=counts[group])
    return found


def _of(name: str, words: str) -> Callable[[Scored, Row], Formula]:
    """What tells a number of clusters, which rests on columns of tables."""
    every = ("ce_index",) if name == "clusters" else tuple(GOVERNANCE)
    columns = (name,) if name in GOVERNANCE else every
    return lambda scored, row: Formula(words, "", scored.columns_of(row["group"], *columns))
