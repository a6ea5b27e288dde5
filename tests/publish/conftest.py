from __future__ import annotations

import pandas as pd
import pytest

from upgrading.inference.association import association
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.permutation import PermutationChoices


@pytest.fixture(scope="session")
def measured(clusters, indices) -> pd.DataFrame:
    """The association of the report's indices, with few resamples."""
    permutation = PermutationChoices(permutations=199, exact_up_to=5000, seed=4)
    return association(clusters, indices, permutation, BootstrapChoices(100, 0.95, 4))
