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
        "clusters": "clusters of the sector group",
        "described": "clusters whose governance the report gives",
        "several": "clusters that are in more than one kind of chain (codes above 0)",
    }
    columns = [
        Column("clusters", "Clusters", whole, "clusters", _of(told["clusters"], "ce_index")),
        Column(
            "described",
            "With governance described",
            whole,
            "described",
            _of(told["described"], *GOVERNANCE),
        ),
        *(
            Column(
                pattern,
                label,
                whole,
                pattern,
                _of(f"clusters in such a chain: {label}, code above 0", pattern),
                given=pattern,
            )
            for pattern, label in GOVERNANCE.items()
        ),
        Column(
            "several",
            "In more than one kind of chain",
            whole,
            "several",
            _of(told["several"], *GOVERNANCE),
            given="several",
        ),
    ]
    found = Tabulation("governance_by_group", columns, labels=["Sector group"])
    counts = {row["group"]: row for row in governance.to_dict("records")}
    for group, label in SECTOR_GROUPS.items():
        found.line(label, row=group, shows=counts[group])
    return found


def _of(words: str, *columns: str) -> Callable[[Scored, Row], Formula]:
    """What tells a number of clusters, which rests on columns of tables."""
    return lambda scored, row: Formula(words, "", scored.columns_of(row["group"], *columns))
