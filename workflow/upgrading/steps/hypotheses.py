"""What could explain the printed figures that disagree; what follows from it the audit tells."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from upgrading.audit.consequences import Consequences
from upgrading.audit.run import investigate
from upgrading.audit.verdicts import cells_frame, errata_frame, number_errata
from upgrading.cases.catalogue import Table
from upgrading.cases.indices import IndexRule
from upgrading.parts import TABLES

TOLD_APART: Final = 10


def printed(
    cells: pd.DataFrame,
    printed_clusters: pd.DataFrame,
    layouts: Mapping[str, Table],
    rule: Mapping[str, Any],
) -> dict[str, Any]:
    """`cells` and `errata` of the audit as far as nothing but what is printed tells them.

    Without what trade statistics say of them, and without what follows from errata. `parts`: what
    both tell.
    """
    findings, explanations = investigate(
        cells, printed_clusters, layouts, IndexRule.from_config(rule)
    )
    errata = number_errata(findings, explanations)
    judged, of_cells = TABLES["cells"].apart(cells_frame(cells, findings, explanations, errata))
    told = errata_frame(errata, findings, lambda _: Consequences())
    plain, of_errata = TABLES["errata"].apart(told)
    return {"cells": judged, "errata": plain, "parts": {**of_cells, **of_errata}}


APART: Final = {"printed": printed}


def hypotheses(call: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """`errata`, those of the audit without their consequences, and `parts`: what they tell."""
    found = call(printed)
    own = TABLES["errata"].name
    parts = {key: passage for key, passage in found["parts"].items() if key[0] == own}
    return {"errata": found["errata"], "parts": parts}
