"""What holds in one edition of the scores: relations, and the sets that general sentences are."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from upgrading.cases.indices import IndexRule, collective_efficiency
from upgrading.inference.sets import Drawing, judged
from upgrading.multiverse.relations import Relation
from upgrading.multiverse.summary import shares

TOLD_APART: Final = 2


def edition_relations(
    clusters: pd.DataFrame,
    curves: pd.DataFrame,
    specifications: pd.DataFrame,
    relations: Mapping[str, Relation],
    rule: Mapping[str, Any],
    seed: int,
) -> dict[str, pd.DataFrame]:
    """`sets.RELATION_COLUMNS` and `sets.SET_COLUMNS`.

    `curves`: one row a relation; `specifications`: those of the sets. Both have all editions.
    """
    indices = collective_efficiency(clusters, IndexRule.from_config(rule))
    return judged(clusters, indices, relations, shares(curves, specifications), Drawing(seed))
