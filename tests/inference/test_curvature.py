"""Slope and curvature of the likelihood against numerical ones, and on another machine."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import ROOT
from scipy.special import expit
from statsmodels.miscmodels.ordinal_model import OrderedModel
from tiers import few_in_quick

from upgrading.inference.ordered_logit import score_and_information


def log_likelihood(parameters, design, codes) -> float:
    slopes, thresholds = np.split(parameters, [design.shape[1]])
    bounds = np.concatenate([[-np.inf], thresholds, [np.inf]])
    shift = design @ slopes
    share = expit(bounds[codes + 1] - shift) - expit(bounds[codes] - shift)
    return float(np.log(share).sum())


@given(st.integers(0, 1000))
def test_slope_and_curvature_are_those_of_the_likelihood(seed) -> None:
    generator = np.random.default_rng(seed)
    design, codes = generator.normal(size=(20, 2)), generator.integers(0, 4, 20)
    at = np.concatenate([generator.normal(size=2), np.cumsum([-1, 0.8, 1.1])])
    score, information = score_and_information(design, codes, at[:2], at[2:])
    step = 1e-5
    shifts = step * np.eye(5)

    def score_at(place):
        return score_and_information(design, codes, place[:2], place[2:])[0]

    numerical = [
        (log_likelihood(at + h, design, codes) - log_likelihood(at - h, design, codes)) / (2 * step)
        for h in shifts
    ]
    np.testing.assert_allclose(score, numerical, rtol=1e-6, atol=1e-6)
    curved = [-(score_at(at + h) - score_at(at - h)) / (2 * step) for h in shifts]
    np.testing.assert_allclose(information, curved, rtol=1e-6, atol=1e-6)


def test_standard_errors_are_those_of_the_library() -> None:
    """As far as the library's, which it differentiates numerically, can be trusted."""
    generator = np.random.default_rng(1)
    design = pd.DataFrame(generator.normal(size=(60, 2)), columns=["a", "b"])
    codes = pd.Series(pd.Categorical(generator.integers(0, 3, 60), ordered=True))
    fitted = OrderedModel(codes, design, distr="logit").fit(method="bfgs", gtol=1e-8, disp=False)
    slopes, steps = np.split(np.asarray(fitted.params), [2])
    thresholds = np.cumsum([steps[0], *np.exp(steps[1:])])
    _, information = score_and_information(
        design.to_numpy(), codes.cat.codes.to_numpy(dtype=np.intp), slopes, thresholds
    )
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    np.testing.assert_allclose(errors[:2], fitted.bse[:2], rtol=1e-4)


@pytest.mark.parametrize("kernels", few_in_quick(["Prescott", "Nehalem", "Haswell"], ["Prescott"]))
def test_the_digits_do_not_hang_on_how_a_machine_multiplies(kernels) -> None:
    """OpenBLAS picks its kernels by the processor; they round differently."""
    code = (
        "import numpy as np, pandas as pd;"
        "from upgrading.inference.ordered_logit import ordered_logit;"
        "g = np.random.default_rng(4);"
        "x = pd.DataFrame(g.normal(size=(38, 6))).rename(columns=str);"
        "y = pd.Series(np.digitize(x['0'] + g.logistic(size=38), [-1, 0, 1]));"
        "f = ordered_logit(x, y, 0.95).coefficients.drop(columns='term');"
        "print(f.map(lambda v: f'{v:.9g}').to_csv())"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "workflow")}
    environment.pop("OPENBLAS_CORETYPE", None)
    own, other = (
        subprocess.run(
            [sys.executable, "-c", code], env=chosen, capture_output=True, text=True, check=True
        ).stdout
        for chosen in (environment, {**environment, "OPENBLAS_CORETYPE": kernels})
    )
    assert own == other
