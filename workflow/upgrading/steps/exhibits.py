"""Every table of the report as cells, printed beside recomputed; how each number comes about."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from upgrading.cases.catalogue import Table
from upgrading.cases.indices import IndexRule
from upgrading.cases.means import MeanRule
from upgrading.exhibits.build import build
from upgrading.exhibits.own import own_tables
from upgrading.exhibits.tabulation import exhibits_of, formulas_of
from upgrading.exhibits.values import Scored, Study


def exhibits(
    cells: pd.DataFrame,
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    by_degree: pd.DataFrame,
    averages: pd.DataFrame,
    governance: pd.DataFrame,
    profiles: pd.DataFrame,
    stages: pd.DataFrame,
    layouts: Mapping[str, Table],
    mean_rule: MeanRule,
    rule: Mapping[str, Any],
) -> dict[str, Any]:
    """The report's tables and the project's own."""
    study = Study(
        clusters=clusters,
        indices=indices,
        by_degree=by_degree,
        averages=averages,
        profiles=profiles,
        stages=stages,
        mean_rule=mean_rule,
    )
    tables = [*build(cells, layouts, study), *own_tables(study, governance)]
    scored = Scored(layouts, study, IndexRule.from_config(rule))
    return {"exhibits": exhibits_of(tables), "formulas": lambda: formulas_of(tables, scored)}
