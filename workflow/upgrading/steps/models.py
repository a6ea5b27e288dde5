"""Models of upgrading, tests between sector groups, and their tables."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from upgrading.catalogue import Table
from upgrading.exhibits.formulas import formula_frame, homes
from upgrading.indices import IndexRule
from upgrading.inference.between_groups import between_groups, group_differences
from upgrading.inference.models import estimate
from upgrading.inference.paired import paired_tests
from upgrading.inference.permutation import PermutationChoices
from upgrading.inference.reliability import reliability
from upgrading.present import comparison_tables, regression_table
from upgrading.present.comparison_formulas import Comparisons
from upgrading.present.line_formulas import by_exhibit
from upgrading.present.model_formulas import regression_formulas
from upgrading.present.tables import words_around
from upgrading.vocabulary import UPGRADING


def models(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    layouts: Mapping[str, Table],
    permutations: int,
    exact_up_to: int,
    seed: int,
    confidence: float,
    rule: Mapping[str, Any],
) -> dict[str, Any]:
    """Estimates and tests, and the tables that show them; `confidence`: of the intervals."""
    level = Fraction(str(confidence))
    choices = PermutationChoices(permutations, exact_up_to, seed)
    estimates = estimate(clusters, indices, level)
    overall = between_groups(clusters, indices, choices)
    differences = group_differences(clusters, indices, level)
    paired = paired_tests(clusters, indices, level)
    alphas = reliability(clusters)

    tables = [
        (
            regression_table.regression_cells(*estimates, outcome, level),
            regression_table.regression_text(estimates.models, outcome, level),
        )
        for outcome in UPGRADING
    ]
    tables += [
        comparison_tables.group_differences(
            overall, differences, level, IndexRule.from_config(rule).scale
        ),
        comparison_tables.economies_against_joint_action(paired, level),
        comparison_tables.reliability(alphas),
    ]
    exhibits = pd.concat([cells for cells, _ in tables], ignore_index=True)
    own, at_home = by_exhibit(exhibits), homes(layouts)
    compared = Comparisons(clusters, indices, at_home, level, seed)
    formulas = {
        **compared.differences(own["group_differences"], overall, differences),
        **compared.paired(own["economies_against_joint_action"], paired),
        **compared.alphas(own["reliability"], alphas),
    }
    for outcome in UPGRADING:
        table = own[regression_table.table_name(outcome)]
        formulas |= regression_formulas(table, *estimates, outcome, level, at_home)
    return {
        "models": estimates.models,
        "coefficients": estimates.terms,
        "between_groups": overall,
        "group_differences": differences,
        "paired": paired,
        "reliability": alphas,
        "exhibits": exhibits,
        "words": words_around(text for _, text in tables),
        "formulas": formula_frame(formulas),
    }
