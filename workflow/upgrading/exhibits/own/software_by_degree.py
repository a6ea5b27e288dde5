"""Software clusters: mean upgrading by degree, as Tables 6, 10 and 14 have it for the others."""

from __future__ import annotations

import pandas as pd

from upgrading.catalogue import Table
from upgrading.exhibits.assemble import Column, lines, table
from upgrading.exhibits.values import Precision, Study, by_degree
from upgrading.vocabulary import DEGREES, UPGRADING

PLACE = 10

SOFTWARE_BY_DEGREE = "software_by_degree"

SOFTWARE = Table(
    shape="by_degree",
    labels=1,
    group="specialised_suppliers",
    columns=tuple(kind for kind in UPGRADING if kind != "up_intersectoral"),
)
"""The layout, that of Tables 6, 10 and 14."""


def cells(study: Study, governance: pd.DataFrame) -> pd.DataFrame:
    """The table, cell by cell."""
    (columns,), means = SOFTWARE.column_panels, by_degree(SOFTWARE, study)
    return table(
        SOFTWARE_BY_DEGREE,
        ["Collective efficiency"],
        {column: Column(UPGRADING[column], Precision(2)) for column in columns},
        lines(DEGREES, columns, means),
    )
