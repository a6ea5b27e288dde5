"""Every relation that the report asserts, under every specification."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from upgrading.cases.catalogue import Table
from upgrading.cases.indices import IndexRule
from upgrading.cases.means import MeanRule
from upgrading.multiverse.cores import Grid, concerning
from upgrading.multiverse.curve import JointTest
from upgrading.multiverse.relations import Relation
from upgrading.multiverse.summary import Examined, examine
from upgrading.multiverse.variants import editions
from upgrading.parts import Passages, told

TOLD_APART: Final = 2


def pieces(
    printed_clusters: pd.DataFrame,
    corrected_clusters: pd.DataFrame,
    cells: pd.DataFrame,
    errata: pd.DataFrame,
    parts: Passages,
    relations: Mapping[str, Relation],
    layouts: Mapping[str, Table],
    multiverse: Mapping[str, Any],
    rule: Mapping[str, Any],
    edition: str,
    mean_rule: MeanRule,
) -> dict[str, tuple[Any, ...]]:
    """What the curve of each relation is made of, the largest first.

    So no worker is left with a large one at the end.
    """
    audited = told(parts, errata=errata)["errata"]
    known = editions(printed_clusters, corrected_clusters, cells, audited, layouts)
    grid = Grid.from_config(multiverse, IndexRule.from_config(rule), edition, mean_rule)
    test = JointTest(multiverse["permutations"], multiverse["seed"], multiverse["negligible"])
    return {
        name: (name, relation, concerning(relation, known), grid, test)
        for name, relation in sorted(relations.items(), key=lambda item: -len(item[1].groups))
    }


piece = examine


def together(made: Mapping[str, Examined], relations: Mapping[str, Relation]) -> dict[str, Any]:
    """The specifications, the curves, and the choices that matter."""
    results = [made[name] for name in relations]
    return {
        "specifications": [one.specifications for one in results],
        "curves": pd.concat([one.summary for one in results], ignore_index=True),
        "choices": pd.concat([one.choices for one in results], ignore_index=True),
    }
