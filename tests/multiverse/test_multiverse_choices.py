import numpy as np
import pandas as pd
import pytest

from upgrading.multiverse.cores import CHOICES
from upgrading.multiverse.summary import bears_out, share_explained, what_matters


def test_share_explained_by_hand() -> None:
    """Means 1 and 3 around 2, spread 1 within each level: 4 of 8 squares lie between levels."""
    effects, codes = np.array([0.0, 2.0, 2.0, 4.0]), np.array([0, 0, 1, 1])
    assert share_explained(effects, codes) == pytest.approx(4 / 8)
    assert share_explained(np.ones(4), codes) is None


def test_a_sign_is_borne_out_strictly_and_an_absence_up_to_the_limit() -> None:
    effects = np.array([-0.2, -0.1, 0.0, 0.1, 0.2])
    assert bears_out(effects, "positive", 0.1).tolist() == [False, False, False, True, True]
    assert bears_out(effects, "negative", 0.1).tolist() == [True, True, False, False, False]
    assert bears_out(effects, "none", 0.1).tolist() == [False, True, True, True, False]


def test_the_choice_that_matters_most_comes_first() -> None:
    table = pd.DataFrame({choice: pd.Categorical([""] * 5) for choice in CHOICES})
    table["scale"] = pd.Categorical(["index", "index", "degree", "degree", "degree"])
    table["weight"] = pd.Categorical(["0.3", "0.5", "0.3", "0.5", ""])
    table["baseline"] = [False, True, False, False, False]
    effects = np.array([0.1, 0.2, 0.6, 0.7, np.nan])
    found = what_matters("x", table, effects, "positive", 0.1)
    assert found["choice"].tolist() == ["scale", "scale", "weight", "weight"]
    by_level = found.set_index("level")
    assert by_level.loc["degree", "median"] == pytest.approx(0.65)
    assert by_level.loc["degree", "change"] == pytest.approx(0.65 - 0.15)
    assert by_level.loc["degree", ["specifications", "estimable"]].tolist() == [3, 2]
    assert by_level.loc["0.5", "baseline"] and by_level.loc["0.5", "change"] == 0
    assert by_level.loc["0.3", "share_asserted"] == 1
    assert by_level["explained"].iloc[0] == pytest.approx(0.25 / 0.26)
