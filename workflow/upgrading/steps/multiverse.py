"""Every relation that the report asserts, and every set of them, under every specification."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from upgrading.cases.catalogue import Table
from upgrading.cases.indices import IndexRule
from upgrading.inference.sets import general
from upgrading.multiverse.cores import Grid, concerning
from upgrading.multiverse.curve import JointTest
from upgrading.multiverse.relations import Member, Relation
from upgrading.multiverse.summary import Examined, examine, set_specifications
from upgrading.multiverse.variants import Editions, editions
from upgrading.parts import Passages, told

TOLD_APART: Final = 4


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
) -> dict[str, tuple[Any, ...]]:
    """What the curve of each relation and the specifications of each set are made of."""
    audited = told(parts, errata=errata)["errata"]
    known = editions(printed_clusters, corrected_clusters, cells, audited, layouts)
    grid = Grid.from_config(multiverse, IndexRule.from_config(rule), edition)
    test = JointTest(multiverse["permutations"], multiverse["seed"], multiverse["negligible"])
    singly = {
        name: (name, relation, concerning([Member.of(relation, 1)], known), grid, test)
        for name, relation in relations.items()
    }
    return singly | {
        name: (name, members, concerning(members, known), grid)
        for name, members in general(relations).items()
    }


def piece(
    name: str, of: Relation | Sequence[Member], editions: Editions, grid: Grid, *test: JointTest
) -> Examined | pd.DataFrame:
    """A relation with its curve, or the specifications of a set."""
    if isinstance(of, Relation):
        return examine(name, of, editions, grid, *test)
    return set_specifications(name, of, editions, grid)


def together(made: Mapping[str, Any], relations: Mapping[str, Relation]) -> dict[str, Any]:
    """The specifications, the curves, the choices that matter, and the specifications of sets."""
    results = [made[name] for name in relations]
    return {
        "specifications": pd.concat([one.specifications for one in results], ignore_index=True),
        "curves": pd.concat([one.summary for one in results], ignore_index=True),
        "choices": pd.concat([one.choices for one in results], ignore_index=True),
        "sets": pd.concat([made[name] for name in general(relations)], ignore_index=True),
    }
