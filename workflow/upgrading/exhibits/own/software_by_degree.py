"""Software clusters: mean upgrading by degree, as Tables 6, 10 and 14 have it for the others."""

from __future__ import annotations

import pandas as pd

from upgrading.cases.catalogue import Table
from upgrading.exhibits.build import computed
from upgrading.exhibits.tabulation import Column, Tabulation
from upgrading.exhibits.values import Computed, Precision, Scored, Study, values
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


def table(study: Study, governance: pd.DataFrame) -> Tabulation[Scored]:
    """Degrees by kind of upgrading."""
    means, (kinds,) = values(SOFTWARE, study), SOFTWARE.column_panels
    columns: list[Column[Scored]] = [Column(kind, UPGRADING[kind]) for kind in kinds]
    found = Tabulation(SOFTWARE_BY_DEGREE, columns, labels=["Collective efficiency"])
    for degree, label in DEGREES.items():
        line = found.line(label, row=degree)
        for kind in kinds:
            mean = means.get((degree, kind), Computed())
            line.cell(kind, computed(mean, Precision(2)), mean.how)
    return found
