"""Brant's test: its statistic by another program, its p by simulation."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from statsmodels.discrete.discrete_model import Logit

from upgrading.inference.ordered_logit import ordered_logit, separated
from upgrading.inference.permutation import generator
from upgrading.inference.proportional_odds import (
    Brant,
    brant,
    brant_statistics,
    simulated_above,
)


def simulated(size: int, slopes: dict[str, float], seed: int) -> tuple[pd.DataFrame, pd.Series]:
    rng = np.random.default_rng(seed)
    design = pd.DataFrame({name: rng.normal(size=size) for name in slopes})
    latent = design.to_numpy() @ np.array(list(slopes.values())) + rng.logistic(size=size)
    steps = np.searchsorted([-1.0, 0.5, 2.0], latent)
    return design, pd.Series([Fraction(int(step), 2) for step in steps])


def brant_of(design: pd.DataFrame, outcome: pd.Series, draws: int = 199, seed: int = 1) -> Brant:
    fit = ordered_logit(design, outcome, 0.95)
    return brant(design, outcome, fit, draws, generator(seed, "own"))


def test_the_statistic_is_that_of_logits_fitted_by_statsmodels() -> None:
    """Two splits, one term: the squared difference of slopes over its variance, by hand."""
    design, outcome = simulated(60, {"x": 0.8}, seed=3)
    outcome = outcome.map(lambda score: min(score, Fraction(1)))
    terms = np.column_stack([np.ones(60), design["x"]])
    above = [(outcome > split).to_numpy(dtype=float) for split in (0, Fraction(1, 2))]
    fits = [Logit(one, terms).fit(disp=False) for one in above]
    low, high = (fit.predict() for fit in fits)
    bread = [np.linalg.inv(terms.T @ (terms * (p * (1 - p))[:, None])) for p in (low, high)]
    between = bread[0] @ (terms.T @ (terms * (high * (1 - low))[:, None])) @ bread[1]
    variance = bread[0][1, 1] + bread[1][1, 1] - 2 * between[1, 1]
    expected = (fits[0].params[1] - fits[1].params[1]) ** 2 / variance
    test = brant_of(design, outcome)
    assert test.statistic == pytest.approx(expected)
    assert test.degrees_of_freedom == 1
    assert test.by_term == {"x": test.p}


def test_many_outcomes_at_once_are_one_at_a_time_and_separated_ones_are_found() -> None:
    design, outcome = simulated(25, {"x": 1.5, "z": 0.0}, seed=5)
    terms = np.column_stack([np.ones(25), design])
    fit = ordered_logit(design, outcome, 0.95)
    above = simulated_above(design, fit, [0, 2], 60, np.random.default_rng(1))
    found = brant_statistics(terms, above)
    apart = [
        any(len(set(side)) < 2 or separated(design, pd.Series(side.astype(float))) for side in one)
        for one in above.transpose(1, 0, 2)
    ]
    assert 0 < sum(apart) < 60
    assert np.isnan(found[:, 0]).tolist() == apart
    for place in np.flatnonzero(~np.array(apart))[:5]:
        assert brant_statistics(terms, above[:, [place]])[0] == pytest.approx(found[place])


def test_scores_are_simulated_from_the_fitted_model() -> None:
    """Each cluster is above a split as often as the model says."""
    design, outcome = simulated(30, {"x": 0.8}, seed=2)
    fit = ordered_logit(design, outcome, 0.95)
    estimates = fit.coefficients.set_index("term")["coefficient"]
    shares = simulated_above(design, fit, [1], 20_000, np.random.default_rng(1)).mean(axis=1)[0]
    chance = 1 / (1 + np.exp(estimates["0.5|1"] - estimates["x"] * design["x"]))
    assert shares == pytest.approx(chance.to_numpy(), abs=0.015)


@pytest.mark.ci
def test_p_is_uniform_where_odds_are_proportional_though_clusters_are_few() -> None:
    """Of forty clusters the χ² distribution rejects two to four times as often as it should."""
    p = []
    for seed in range(150):
        test = brant_of(*simulated(40, {"x": 0.6, "z": -0.4}, seed), draws=99)
        p += [test.p] if test.p is not None else []
    assert len(p) > 50
    assert np.mean(np.array(p) <= 0.05) <= 0.11
    assert 0.42 < np.mean(p) < 0.58


def test_slopes_that_differ_are_seen() -> None:
    rng = np.random.default_rng(7)
    x = rng.normal(size=400)
    low = (0.2 + 2.0 * x + rng.logistic(size=400)) > 0
    high = low & ((-0.5 + rng.logistic(size=400)) > 0)
    outcome = pd.Series([Fraction(int(a) + int(b)) for a, b in zip(low, high, strict=True)])
    test = brant_of(pd.DataFrame({"x": x}), outcome)
    assert (test.p, test.simulated) == (1 / 200, 199)


def test_where_a_split_leaves_few_clusters_on_a_side_there_is_no_p() -> None:
    design, outcome = simulated(60, {"x": 0.2}, seed=3)
    for few, word in ((4, "4 clusters"), (5, None)):
        scores = pd.Series([Fraction(0)] * few + [Fraction(1 + i % 2) for i in range(60 - few)])
        test = brant_of(design, scores)
        assert test.statistic is not None
        assert (test.p is None) == (word is not None)
        assert test.splits.endswith(
            f"not reliable: above 0 leaves {word} on a side" if word else "above 0, above 1"
        )
    assert brant_of(design, outcome).p is not None


def test_the_seed_alone_decides_what_is_drawn() -> None:
    data = simulated(60, {"x": 0.2}, seed=3)
    assert brant_of(*data) == brant_of(*data)
    assert brant_of(*data, seed=2).p != brant_of(*data).p
