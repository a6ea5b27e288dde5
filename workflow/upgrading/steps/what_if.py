"""Which conclusions change under other weights, thresholds and rules for the index."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from upgrading.audit.run import Audit
from upgrading.audit.what_if import Levels
from upgrading.audit.what_if import what_if as under_settings
from upgrading.cases.indices import IndexRule
from upgrading.multiverse.relations import Relation
from upgrading.multiverse.summary import shares
from upgrading.steps.claims import judged

APART: Final = {"judged": judged}


def what_if(
    relations_printed: pd.DataFrame,
    relations_corrected: pd.DataFrame,
    sets_printed: pd.DataFrame,
    sets_corrected: pd.DataFrame,
    curves: pd.DataFrame,
    specifications: pd.DataFrame,
    relations: Mapping[str, Relation],
    multiverse: Mapping[str, Any],
    rule: Mapping[str, Any],
    seed: int,
    call: Callable[..., Audit],
) -> pd.DataFrame:
    """The word of each conclusion under each setting (`what_if.WHAT_IF_COLUMNS`).

    `curves`: one row a relation; `specifications`: those of the sets. Both have all editions.
    """
    printed, corrected = (relations_printed, sets_printed), (relations_corrected, sets_corrected)
    audit = call(judged).tested(relations, printed, corrected, seed)
    levels = Levels.from_config(multiverse, IndexRule.from_config(rule))
    return under_settings(audit, levels, shares(curves, specifications))
