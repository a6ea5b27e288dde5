"""Tables of association and of what survives, as cells, and the words around them."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

import pandas as pd

from upgrading.cases.catalogue import Table
from upgrading.cases.indices import IndexRule
from upgrading.claims.tested import effects_under_error
from upgrading.exhibits import association as association_tables
from upgrading.exhibits.referee import REFEREE, Asked, referee_table
from upgrading.exhibits.relations import Measured, Relations
from upgrading.exhibits.survives import SETS, SURVIVES, sets_table, survives_table
from upgrading.exhibits.tabulation import Tabulation, exhibits_of, formulas_of, words_around
from upgrading.exhibits.values import homes
from upgrading.files.frames import measured, to_csv
from upgrading.inference import referee
from upgrading.inference.association import pooled_and_within, printed_index
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.permutation import PermutationChoices
from upgrading.inference.sets import Cases, general
from upgrading.inference.survives import NO_CHOICES, not_computed, not_judged, survives
from upgrading.multiverse.relations import Relation
from upgrading.multiverse.summary import Examined

RELATIONS: Final = "config/relations.yaml"

TOLD_APART: Final = 10

HALF_STEP_DRAWS: Final = 2_000
"""Draws of the raters' error of which the range of each set's τ-b is told."""

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
    relations_printed: pd.DataFrame,
    relations_corrected: pd.DataFrame,
    curves: pd.DataFrame,
    choices: pd.DataFrame,
    relations: Mapping[str, Relation],
    multiverse: Mapping[str, Any],
    edition: str,
) -> Tabled:
    """What survives; `curves`: one row a relation."""
    judged = {"printed": relations_printed, "corrected": relations_corrected}
    found = survives(relations, judged, edition, curves, choices, RELATIONS)
    return survives_table(found, _negligible(multiverse), edition)


def survives_one(
    multiverse: Mapping[str, Any], edition: str
) -> Callable[[str, Relation, Examined], Tabled]:
    """What gives the row of one relation of its curve, without its test."""

    def row(name: str, relation: Relation, curve: Examined) -> Tabled:
        only, curves = {name: relation}, measured(to_csv(curve.summary))
        found = survives(only, not_judged(only), edition, curves, curve.choices, RELATIONS)
        return survives_table(found, _negligible(multiverse), edition)

    return row


def survives_tests(
    relations_printed: pd.DataFrame,
    relations_corrected: pd.DataFrame,
    relations: Mapping[str, Relation],
    multiverse: Mapping[str, Any],
    edition: str,
) -> Tabled:
    """What survives, without what the specification curves alone give."""
    judged = relations_printed, relations_corrected
    curves = not_computed(relations)
    return survives_at_all(*judged, curves, NO_CHOICES, relations, multiverse, edition)


def sets_at_all(sets_printed: pd.DataFrame, sets_corrected: pd.DataFrame) -> Tabled:
    """The sets."""
    return sets_table({"printed": sets_printed, "corrected": sets_corrected})


def referee_at_all(
    relations_printed: pd.DataFrame,
    relations_corrected: pd.DataFrame,
    sets_printed: pd.DataFrame,
    sets_corrected: pd.DataFrame,
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    printed_clusters: pd.DataFrame,
    corrected_clusters: pd.DataFrame,
    relations: Mapping[str, Relation],
    inference: Mapping[str, Any],
    rule: Mapping[str, Any],
    edition: str,
) -> Tabled:
    """What a referee asks."""
    tested = {"printed": relations_printed, "corrected": relations_corrected}[edition]
    cases = Cases.of(clusters, indices)
    members = {
        name: [one for one in listed if not cases.sample(one).problem]
        for name, listed in general(relations).items()
    }
    drawn = effects_under_error(
        {name: listed for name, listed in members.items() if listed},
        *(clusters, indices, IndexRule.from_config(rule), inference["seed"], HALF_STEP_DRAWS),
    )
    return referee_table(
        Asked(
            sets={"printed": sets_printed, "corrected": sets_corrected},
            edition=edition,
            power=referee.power(tested, relations),
            ceilings=referee.ceilings(clusters),
            twins=referee.twins(clusters, indices),
            under_error=drawn,
            seed=inference["seed"],
            corrected=[*referee.corrected_cells(printed_clusters, corrected_clusters)],
            added=referee.added_clusters(printed_clusters, corrected_clusters),
            pairings=referee.pairings(clusters, indices),
            clusters=clusters,
        )
    )


APART: Final[Mapping[str, Callable[..., Tabled]]] = {
    association_tables.PRIMARY: primary,
    association_tables.EXPLORATORY: association_tables.exploratory,
    association_tables.POOLED_WITHIN: pooled_within,
    association_tables.DEGREES_TESTS: association_tables.across_degrees,
    SETS: sets_at_all,
    REFEREE: referee_at_all,
    SURVIVES: survives_at_all,
}


def inference_exhibits(
    relations_printed: pd.DataFrame,
    relations_corrected: pd.DataFrame,
    association: pd.DataFrame,
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
    edition: str,
    call: Callable[[Callable[..., Tabled]], Tabled],
) -> dict[str, Any]:
    """`survives` (`survives.SURVIVES_COLUMNS`), and the tables; `curves`: one row a relation."""
    judged = {"printed": relations_printed, "corrected": relations_corrected}
    found = survives(relations, judged, edition, curves, choices, RELATIONS)
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


def _negligible(multiverse: Mapping[str, Any]) -> Fraction:
    return Fraction(str(multiverse["negligible"]))


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
