"""Models of upgrading, tests between sector groups, and their tables."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any, Final, TypeAlias

import pandas as pd

from upgrading.cases.catalogue import Table
from upgrading.cases.indices import IndexRule
from upgrading.exhibits import comparisons
from upgrading.exhibits.comparisons import Cases
from upgrading.exhibits.regression import regression_table, table_name
from upgrading.exhibits.tabulation import Tabulation, exhibits_of, formulas_of, words_around
from upgrading.exhibits.values import homes
from upgrading.inference.between_groups import (
    between_groups,
    group_differences,
    paired_tests,
    reliability,
)
from upgrading.inference.models import Draws, estimate
from upgrading.inference.permutation import PermutationChoices
from upgrading.vocabulary import COMPONENTS, GOVERNANCE, INDICES, UPGRADING

TOLD_APART: Final = 10

Found: TypeAlias = Mapping[str, pd.DataFrame]
"""The estimates and tests that a table shows, by output."""


def _regression(
    outcome: str, clusters: pd.DataFrame, indices: pd.DataFrame, level: Fraction, draws: Draws
) -> Found:
    models, terms = estimate(clusters, indices, level, draws, [outcome])
    return {"models": models, "coefficients": terms}


def _differences(
    clusters: pd.DataFrame, indices: pd.DataFrame, level: Fraction, choices: PermutationChoices
) -> Found:
    return {
        "between_groups": between_groups(clusters, indices, choices),
        "group_differences": group_differences(clusters, indices, level),
    }


def _paired(clusters: pd.DataFrame, indices: pd.DataFrame, level: Fraction) -> Found:
    return {"paired": paired_tests(clusters, indices, level)}


def _reliability(clusters: pd.DataFrame) -> Found:
    return {"reliability": reliability(clusters)}


APART: Final[Mapping[str, Callable[..., Found]]] = {
    **{table_name(outcome): partial(_regression, outcome) for outcome in UPGRADING},
    "group_differences": _differences,
    "economies_against_joint_action": _paired,
    "reliability": _reliability,
}


def laid_out(
    confidence: float, rule: Mapping[str, Any]
) -> Callable[[str, Found], Tabulation[Cases]]:
    """What lays out a table, of its name and of what it shows."""
    level, scale = Fraction(str(confidence)), IndexRule.from_config(rule).scale

    def table(name: str, found: Found) -> Tabulation[Cases]:
        match name:
            case "group_differences":
                tests = (found["between_groups"], found["group_differences"])
                return comparisons.group_differences(*tests, level, scale)
            case "economies_against_joint_action":
                return comparisons.economies_against_joint_action(found["paired"], level)
            case "reliability":
                return comparisons.reliability(found["reliability"])
        (outcome,) = (one for one in UPGRADING if table_name(one) == name)
        return regression_table(found["models"], found["coefficients"], outcome, level)

    return table


def pieces(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    permutations: int,
    exact_up_to: int,
    bootstrap: int,
    seed: int,
    confidence: float,
) -> dict[str, tuple[Any, ...]]:
    """What each table rests on; `confidence`: of the intervals; `bootstrap`: scores simulated."""
    level = Fraction(str(confidence))
    choices = PermutationChoices(permutations, exact_up_to, seed)
    draws = Draws(choices, bootstrap)

    def of(*columns: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        scores = clusters[["cluster_id", "group", *(c for c in columns if c in clusters)]]
        return scores, indices[["cluster_id", *(c for c in columns if c in indices)]]

    own = {
        **{
            table_name(outcome): (*of(*INDICES, *GOVERNANCE, outcome), level, draws)
            for outcome in UPGRADING
        },
        "group_differences": (*of(*INDICES, *UPGRADING), level, choices),
        "economies_against_joint_action": (*of("eei", "jai"), level),
        "reliability": of(*COMPONENTS)[:1],
    }
    return {table: (table, *own[table]) for table in APART}


def piece(table: str, *data: Any) -> Found:
    """What a table shows."""
    return APART[table](*data)


def together(
    made: Mapping[str, Found],
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    layouts: Mapping[str, Table],
    seed: int,
    confidence: float,
    rule: Mapping[str, Any],
) -> dict[str, Any]:
    """Estimates and tests, and the tables that show them; `confidence`: of the intervals."""
    frames: dict[str, list[pd.DataFrame]] = {}
    for shown in made.values():
        for name, frame in shown.items():
            frames.setdefault(name, []).append(frame)
    lay_out = laid_out(confidence, rule)
    tables = {name: lay_out(name, shown) for name, shown in made.items()}
    tests_first = sorted(tables.values(), key=lambda one: one.exhibit.startswith("regression"))
    return {
        **{name: pd.concat(own, ignore_index=True) for name, own in frames.items()},
        "exhibits": exhibits_of(tables.values()),
        "words": words_around(tables.values()),
        "formulas": lambda: formulas_of(
            tests_first, Cases(clusters, indices, homes(layouts), seed)
        ),
    }
