"""Association in one edition of the scores, with the index recomputed: what claims are told by."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from upgrading.cases.indices import IndexRule, collective_efficiency
from upgrading.inference.association import Place, Row, Tested, as_table, rows_of, tested
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.permutation import PermutationChoices

TOLD_APART: Final = 24


def pieces(
    clusters: pd.DataFrame, inference: Mapping[str, Any], rule: Mapping[str, Any]
) -> dict[Place, Tested]:
    """What each row of the table rests on: its sample and how it is tested."""
    return tested(
        clusters,
        collective_efficiency(clusters, IndexRule.from_config(rule)),
        PermutationChoices.from_config(inference),
        BootstrapChoices.from_config(inference),
    )


def make(wanted: Mapping[Place, Tested]) -> dict[Place, Row]:
    """The rows that are wanted, together: relations on the same clusters share their draws."""
    return rows_of(wanted)


def together(made: Mapping[Place, Row]) -> pd.DataFrame:
    """The table of association (`association.ASSOCIATION_COLUMNS`)."""
    return as_table(made)
