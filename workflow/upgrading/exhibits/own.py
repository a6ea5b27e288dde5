"""Tables that the report leaves out: software by degree, and governance by sector group."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from upgrading.catalogue import Table
from upgrading.exhibits.assemble import Column, Line, number, table
from upgrading.exhibits.values import Computed, Precision, Study, Values, by_degree
from upgrading.vocabulary import DEGREES, GOVERNANCE, SECTOR_GROUPS, UPGRADING

SOFTWARE_BY_DEGREE = "software_by_degree"
GOVERNANCE_BY_GROUP = "governance_by_group"

SOFTWARE = Table(
    shape="by_degree",
    labels=1,
    group="specialised_suppliers",
    columns=tuple(kind for kind in UPGRADING if kind != "up_intersectoral"),
)
"""The layout of `SOFTWARE_BY_DEGREE`, that of Tables 6, 10 and 14."""


def own_tables(study: Study, governance: pd.DataFrame) -> pd.DataFrame:
    """Both tables, cell by cell. `governance` is `correlations.governance_counts`."""
    return pd.concat(
        [_software_by_degree(study), _governance_by_group(governance)], ignore_index=True
    )


def _software_by_degree(study: Study) -> pd.DataFrame:
    (columns,), means = SOFTWARE.column_panels, by_degree(SOFTWARE, study)
    return table(
        SOFTWARE_BY_DEGREE,
        ["Collective efficiency"],
        {column: Column(UPGRADING[column], Precision(2)) for column in columns},
        _lines(DEGREES, columns, means),
    )


def _governance_by_group(governance: pd.DataFrame) -> pd.DataFrame:
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
        _lines(SECTOR_GROUPS, columns, counts),
    )


def _lines(
    rows: Mapping[str, str], columns: Mapping[str, str] | tuple[str, ...], values: Values
) -> list[Line]:
    """A line per entry of `rows` (name and label); what is not computed is a mean of nothing."""
    return [
        Line(row, (label,), {column: values.get((row, column), Computed()) for column in columns})
        for row, label in rows.items()
    ]
