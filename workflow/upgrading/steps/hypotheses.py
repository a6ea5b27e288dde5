"""What could explain the printed figures that disagree; what follows from it the audit tells."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from upgrading.audit.consequences import Consequences
from upgrading.audit.run import investigate
from upgrading.audit.verdicts import errata_frame, number_errata
from upgrading.catalogue import Table
from upgrading.indices import IndexRule
from upgrading.parts import NOTHING, TABLES

TOLD_APART: Final = 10


def hypotheses(
    cells: pd.DataFrame,
    printed_clusters: pd.DataFrame,
    layouts: Mapping[str, Table],
    rule: Mapping[str, Any],
) -> dict[str, Any]:
    """`errata`, those of the audit without their consequences, and `parts`: what they tell."""
    findings, explanations = investigate(
        cells, printed_clusters, layouts, IndexRule.from_config(rule)
    )
    errata = number_errata(findings, explanations)
    told = errata_frame(errata, findings, lambda _: Consequences(NOTHING))
    plain, passages = TABLES["errata"].apart(told)
    return {"errata": plain, "parts": passages}
