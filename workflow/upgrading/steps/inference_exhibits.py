"""Tables of association and of what survives, as cells, and the words around them."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

import pandas as pd

from upgrading.cases.catalogue import Table
from upgrading.exhibits import association as association_tables
from upgrading.exhibits.relations import Measured, Relations
from upgrading.exhibits.survives import SURVIVES, survives_table
from upgrading.exhibits.tabulation import Tabulation, exhibits_of, formulas_of, words_around
from upgrading.exhibits.values import homes
from upgrading.files.frames import measured, to_csv
from upgrading.inference.association import pooled_and_within, printed_index
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.permutation import PermutationChoices
from upgrading.inference.survives import NO_CHOICES, not_computed, not_tested, survives
from upgrading.multiverse.relations import Relation
from upgrading.multiverse.summary import Examined

RELATIONS: Final = "config/relations.yaml"

TOLD_APART: Final = 10

Tabled: TypeAlias = Tabulation[Measured]


def primary(association: pd.DataFrame, inference: Mapping[str, Any]) -> Tabled:
    """The primary family."""
    return association_tables.primary(association, _confidence(inference))


def pooled_within(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    printed_clusters: pd.DataFrame,
    cells: pd.DataFrame,
    layouts: Mapping[str, Table],
    inference: Mapping[str, Any],
    edition: str,
) -> Tabled:
    """All clusters pooled against within sector groups, as analysed and as printed."""
    compared = _compared(clusters, indices, printed_clusters, cells, layouts)
    return association_tables.pooled_within(*_pooled(compared, inference), edition)


def survives_at_all(
    association: pd.DataFrame,
    curves: pd.DataFrame,
    choices: pd.DataFrame,
    relations: Mapping[str, Relation],
    inference: Mapping[str, Any],
    multiverse: Mapping[str, Any],
    edition: str,
) -> Tabled:
    """What survives; `curves`: one row a relation."""
    negligible = multiverse["negligible"]
    found = survives(relations, association, curves, choices, negligible, RELATIONS)
    return survives_table(found, _confidence(inference), Fraction(str(negligible)), edition)


def survives_one(
    inference: Mapping[str, Any], multiverse: Mapping[str, Any], edition: str
) -> Callable[[str, Relation, Examined], Tabled]:
    """What gives the row of one relation of its curve, without its test."""

    def row(name: str, relation: Relation, curve: Examined) -> Tabled:
        only = {name: relation}
        return survives_at_all(
            *(not_tested(only), measured(to_csv(curve.summary)), curve.choices, only),
            *(inference, multiverse, edition),
        )

    return row


def survives_tests(
    association: pd.DataFrame,
    relations: Mapping[str, Relation],
    inference: Mapping[str, Any],
    multiverse: Mapping[str, Any],
    edition: str,
) -> Tabled:
    """What survives, without the specification curves."""
    return survives_at_all(
        association,
        *(not_computed(relations), NO_CHOICES, relations, inference, multiverse, edition),
    )


APART: Final[Mapping[str, Callable[..., Tabled]]] = {
    association_tables.PRIMARY: primary,
    association_tables.EXPLORATORY: association_tables.exploratory,
    association_tables.POOLED_WITHIN: pooled_within,
    association_tables.DEGREES_TESTS: association_tables.across_degrees,
    SURVIVES: survives_at_all,
}


def inference_exhibits(
    association: pd.DataFrame,
    degrees: pd.DataFrame,
    curves: pd.DataFrame,
    choices: pd.DataFrame,
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    printed_clusters: pd.DataFrame,
    cells: pd.DataFrame,
    relations: Mapping[str, Relation],
    layouts: Mapping[str, Table],
    inference: Mapping[str, Any],
    multiverse: Mapping[str, Any],
    call: Callable[[Callable[..., Tabled]], Tabled],
) -> dict[str, Any]:
    """`survives` (`survives.SURVIVES_COLUMNS`), and the tables; `curves`: one row a relation."""
    negligible = multiverse["negligible"]
    found = survives(relations, association, curves, choices, negligible, RELATIONS)
    tables = [call(table) for table in APART.values()]

    def formulas() -> pd.DataFrame:
        compared = _compared(clusters, indices, printed_clusters, cells, layouts)
        analysed, printed = (Relations(*data, homes(layouts)) for data in compared)
        drawn = (PermutationChoices.from_config(inference), BootstrapChoices.from_config(inference))
        joint = (multiverse["permutations"], multiverse["seed"])
        return formulas_of(tables, Measured(association, analysed, printed, *drawn, joint))

    return {
        "survives": found,
        "exhibits": exhibits_of(tables),
        "words": words_around(tables),
        "formulas": formulas,
    }


def _confidence(inference: Mapping[str, Any]) -> Fraction:
    return Fraction(str(inference["confidence"]))


def _compared(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    printed_clusters: pd.DataFrame,
    cells: pd.DataFrame,
    layouts: Mapping[str, Table],
) -> tuple[tuple[pd.DataFrame, pd.DataFrame], tuple[pd.DataFrame, pd.DataFrame]]:
    """What the analysis is measured on, and the printed scores with the printed index."""
    return (clusters, indices), (printed_clusters, printed_index(cells, layouts))


def _pooled(
    compared: Sequence[tuple[pd.DataFrame, pd.DataFrame]], inference: Mapping[str, Any]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    choices = PermutationChoices.from_config(inference)
    analysed, as_printed = (pooled_and_within(*data, "up_product", choices) for data in compared)
    return analysed, as_printed
