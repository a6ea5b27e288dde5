"""The one relation that the config chooses, and which choices matter to it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from upgrading.figures.specification_intervals import data_of_choices as data
from upgrading.figures.specification_intervals import draw_choices as draw
from upgrading.multiverse.relations import Relation

__all__ = ["data", "draw"]

PLACE = 190


def shows(
    specifications: pd.DataFrame,
    curves: pd.DataFrame,
    choices: pd.DataFrame,
    clusters: pd.DataFrame,
    relation: str,
) -> tuple[Any, ...]:
    """The specifications of the relation, its curve, the choices, and what clusters are called."""
    return (
        specifications[specifications["relation"] == relation],
        curves[curves["relation"] == relation],
        choices[choices["relation"] == relation],
        clusters[["cluster_id", "name", "industry"]],
        relation,
    )


def rests_on(
    relations: Mapping[str, Relation],
    multiverse_made_of: Mapping[str, bytes],
    clusters: pd.DataFrame,
    relation: str,
) -> tuple[Any, ...]:
    """What the curve rests on: it need not be computed to tell whether it is another."""
    curve = multiverse_made_of[relation] if relation in relations else b""
    return relation, curve, clusters[["cluster_id", "name", "industry"]]
