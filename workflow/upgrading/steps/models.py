"""Models of upgrading, tests between sector groups, and their tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, Final

import pandas as pd

from upgrading.catalogue import Table
from upgrading.exhibits.formulas import formula_frame, homes
from upgrading.indices import IndexRule
from upgrading.inference.between_groups import between_groups, group_differences
from upgrading.inference.models import estimate
from upgrading.inference.paired import paired_tests
from upgrading.inference.permutation import PermutationChoices
from upgrading.inference.reliability import reliability
from upgrading.present import comparison_tables
from upgrading.present.comparison_formulas import Comparisons
from upgrading.present.line_formulas import by_exhibit
from upgrading.present.model_formulas import regression_formulas
from upgrading.present.regression_table import regression_cells, regression_text, table_name
from upgrading.present.tables import Text, words_around
from upgrading.vocabulary import COMPONENTS, GOVERNANCE, INDICES, UPGRADING

TOLD_APART: Final = 10


@dataclass(frozen=True)
class Tabled:
    """A table of the report on models, and the estimates and tests that it shows, by output."""

    found: Mapping[str, pd.DataFrame]
    cells: pd.DataFrame
    text: Text


def _regression(
    outcome: str, clusters: pd.DataFrame, indices: pd.DataFrame, level: Fraction
) -> Tabled:
    models, terms = estimate(clusters, indices, level, [outcome])
    return Tabled(
        {"models": models, "coefficients": terms},
        regression_cells(models, terms, outcome, level),
        regression_text(models, outcome, level),
    )


def _differences(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    level: Fraction,
    choices: PermutationChoices,
    scale: Any,
) -> Tabled:
    overall = between_groups(clusters, indices, choices)
    pairs = group_differences(clusters, indices, level)
    return Tabled(
        {"between_groups": overall, "group_differences": pairs},
        *comparison_tables.group_differences(overall, pairs, level, scale),
    )


def _paired(clusters: pd.DataFrame, indices: pd.DataFrame, level: Fraction) -> Tabled:
    tests = paired_tests(clusters, indices, level)
    return Tabled(
        {"paired": tests}, *comparison_tables.economies_against_joint_action(tests, level)
    )


def _reliability(clusters: pd.DataFrame) -> Tabled:
    alphas = reliability(clusters)
    return Tabled({"reliability": alphas}, *comparison_tables.reliability(alphas))


APART: Final[Mapping[str, Callable[..., Tabled]]] = {
    **{table_name(outcome): partial(_regression, outcome) for outcome in UPGRADING},
    "group_differences": _differences,
    "economies_against_joint_action": _paired,
    "reliability": _reliability,
}


def pieces(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    permutations: int,
    exact_up_to: int,
    seed: int,
    confidence: float,
    rule: Mapping[str, Any],
) -> dict[str, tuple[Any, ...]]:
    """What each table rests on; `confidence`: of the intervals."""
    level = Fraction(str(confidence))
    choices = PermutationChoices(permutations, exact_up_to, seed)

    def of(*columns: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        scores = clusters[["cluster_id", "group", *(c for c in columns if c in clusters)]]
        return scores, indices[["cluster_id", *(c for c in columns if c in indices)]]

    own = {
        **{
            table_name(outcome): (*of(*INDICES, *GOVERNANCE, outcome), level)
            for outcome in UPGRADING
        },
        "group_differences": (
            *(*of(*INDICES, *UPGRADING), level, choices),
            IndexRule.from_config(rule).scale,
        ),
        "economies_against_joint_action": (*of("eei", "jai"), level),
        "reliability": of(*COMPONENTS)[:1],
    }
    return {table: (table, *own[table]) for table in APART}


def piece(table: str, *data: Any) -> Tabled:
    """A table with what it shows."""
    return APART[table](*data)


def together(
    made: Mapping[str, Tabled],
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    layouts: Mapping[str, Table],
    seed: int,
    confidence: float,
) -> dict[str, Any]:
    """Estimates and tests, and the tables that show them."""
    level = Fraction(str(confidence))
    frames: dict[str, list[pd.DataFrame]] = {}
    for table in made.values():
        for name, frame in table.found.items():
            frames.setdefault(name, []).append(frame)
    found = {name: pd.concat(own, ignore_index=True) for name, own in frames.items()}
    exhibits = pd.concat([table.cells for table in made.values()], ignore_index=True)

    def formulas() -> pd.DataFrame:
        own, at_home = by_exhibit(exhibits), homes(layouts)
        compared = Comparisons(clusters, indices, at_home, level, seed)
        told = {
            **compared.differences(
                own["group_differences"], found["between_groups"], found["group_differences"]
            ),
            **compared.paired(own["economies_against_joint_action"], found["paired"]),
            **compared.alphas(own["reliability"], found["reliability"]),
        }
        for outcome in UPGRADING:
            table = own[table_name(outcome)]
            estimates = (found["models"], found["coefficients"])
            told |= regression_formulas(table, *estimates, outcome, level, at_home)
        return formula_frame(told)

    return {
        **found,
        "exhibits": exhibits,
        "words": words_around(table.text for table in made.values()),
        "formulas": formulas,
    }
