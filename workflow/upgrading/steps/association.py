"""Association in the edition chosen; tests of upgrading across degrees of collective efficiency."""

from typing import Literal

import pandas as pd

from upgrading.inference.degrees import across_degrees
from upgrading.inference.permutation import PermutationChoices


def association(
    printed: pd.DataFrame,
    corrected: pd.DataFrame,
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    permutations: int,
    exact_up_to: int,
    seed: int,
    edition: Literal["printed", "corrected"],
) -> dict[str, pd.DataFrame]:
    """`association`, that of the edition, and `degrees`."""
    of_edition = {"printed": printed, "corrected": corrected}
    choices = PermutationChoices(permutations, exact_up_to, seed)
    return {
        "association": of_edition[edition],
        "degrees": across_degrees(clusters, indices, choices),
    }
