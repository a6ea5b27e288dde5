"""Tests of upgrading across degrees of collective efficiency."""

from typing import Final

import pandas as pd

from upgrading.inference.degrees import across_degrees
from upgrading.inference.permutation import PermutationChoices

TOLD_APART: Final = 24


def degrees(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    permutations: int,
    exact_up_to: int,
    seed: int,
) -> pd.DataFrame:
    """`degrees.DEGREE_COLUMNS`."""
    choices = PermutationChoices(permutations, exact_up_to, seed)
    return across_degrees(clusters, indices, choices)
