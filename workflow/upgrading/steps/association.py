"""Association in the edition chosen; tests of upgrading across degrees of collective efficiency."""

import pandas as pd

from upgrading.inference.degrees import across_degrees
from upgrading.inference.permutation import PermutationChoices


def association(
    association: pd.DataFrame,
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    permutations: int,
    exact_up_to: int,
    seed: int,
) -> dict[str, pd.DataFrame]:
    """`association`, that of the edition, and `degrees`."""
    choices = PermutationChoices(permutations, exact_up_to, seed)
    return {
        "association": association,
        "degrees": across_degrees(clusters, indices, choices),
    }
