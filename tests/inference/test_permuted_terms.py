"""Permutation p-values of the terms of a model: the statistic by other programs, the p by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.regression.linear_model import OLS

from upgrading.inference.models import SPECIFICATIONS, Draws, estimate, sample
from upgrading.inference.ordered_logit import derivatives
from upgrading.inference.permutation import LEVEL, PermutationChoices, clear, drawn_until_clear
from upgrading.inference.permuted_terms import (
    Rearranged,
    linear_null,
    ordered_null,
    permutation_tests,
    score_statistics,
)

ALL = PermutationChoices(permutations=99, exact_up_to=50_000, seed=1)


def data(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Other terms (a sector among them), the variable, codes of the outcome, strata."""
    rng = np.random.default_rng(seed)
    strata = np.repeat([0, 1], [n // 2, n - n // 2])
    x = rng.integers(0, 4, n).astype(float)
    others = np.column_stack([rng.normal(size=n) + x / 2, strata])
    codes = np.digitize(x / 2 + others[:, 0] + rng.logistic(size=n), [0.0, 1.5])
    return others, x, codes, strata


def test_the_null_model_is_that_of_statsmodels() -> None:
    others, _, codes, _ = data(60, 1)
    fit = OrderedModel(codes, others, distr="logit").fit(method="bfgs", gtol=1e-8, disp=False)
    thresholds = np.cumsum([fit.params[2], *np.exp(fit.params[3:])])
    theirs = derivatives(others, codes, fit.params[:2], thresholds)
    found = ordered_null(others, codes)
    assert found.slope == pytest.approx(-(theirs.first + theirs.second), abs=1e-5)


def test_the_statistic_is_raos_score_from_the_whole_information() -> None:
    others, x, codes, strata = data(60, 2)
    fit = OrderedModel(codes, others, distr="logit").fit(method="bfgs", gtol=1e-8, disp=False)
    thresholds = np.cumsum([fit.params[2], *np.exp(fit.params[3:])])
    design = np.column_stack([x, others])
    at = derivatives(design, codes, np.array([0.0, *fit.params[:2]]), thresholds)
    score, information = at.score(), at.information()
    expected = score @ np.linalg.solve(information, score)
    found = score_statistics(ordered_null(others, codes), x[np.newaxis, :, np.newaxis], strata)
    assert found[0] == pytest.approx(expected, rel=1e-4)


def test_of_a_linear_model_it_is_the_partial_correlation() -> None:
    others, x, codes, strata = data(40, 3)
    y = codes.astype(float)
    constant = np.ones(40)
    t = OLS(y, np.column_stack([x, others, constant])).fit().tvalues[0]
    freedom = 40 - 4
    correlation = t**2 / (t**2 + freedom)
    found = score_statistics(linear_null(others, y), x[np.newaxis, :, np.newaxis], strata)
    assert found[0] == pytest.approx(correlation * (freedom + 1))


def test_two_terms_together_are_tested_by_their_joint_statistic() -> None:
    others, x, codes, strata = data(40, 4)
    y = codes.astype(float)
    both = np.column_stack([x, np.random.default_rng(4).normal(size=40)])
    terms = np.column_stack([others, np.ones(40)])
    full, less = OLS(y, np.column_stack([both, terms])).fit(), OLS(y, terms).fit()
    found = score_statistics(linear_null(others, y), both[np.newaxis], strata)
    assert found[0] == pytest.approx((less.ssr - full.ssr) / less.ssr * (40 - 3))


def test_what_the_model_determines_is_no_evidence() -> None:
    others, _, codes, strata = data(20, 5)
    null = linear_null(others, codes.astype(float))
    assert np.isinf(score_statistics(null, strata[np.newaxis, :, np.newaxis] * 2.0, strata)[0])


def test_p_is_the_share_of_all_orders_within_groups_by_hand() -> None:
    """Seven clusters in two groups: 4! times 3! orders, each fitted anew by least squares."""
    y = np.array([1.0, 2, 2, 3, 0, 1, 3])
    x = np.array([0.0, 1, 2, 2, 1, 0, 3])
    strata = np.repeat([0, 1], [4, 3])
    sector = (strata == 1).astype(float)

    def distance(order: np.ndarray) -> float:
        design = np.column_stack([order, sector, np.ones(7)])
        return abs(OLS(y, design).fit().tvalues[0])

    orders = [
        np.array([*x[list(first)], *x[list(second)]])
        for first in permutations(range(4))
        for second in permutations(range(4, 7))
    ]
    reached = [distance(order) >= distance(x) - 1e-9 for order in orders]
    names = [f"c{place}" for place in range(7)]
    one = Rearranged(
        pd.DataFrame({"x": x}, index=names),
        pd.Series(strata, index=names),
        linear_null(sector[:, np.newaxis], y),
    )
    (test,) = permutation_tests([one], "own", ALL, 1)
    assert test.exact
    assert test.p == pytest.approx(np.mean(reached))


def test_differences_between_groups_are_no_evidence_in_a_model_without_sector_effects() -> None:
    """Groups differ in both; within them nothing is related. Wald's p is deceived, this is not."""
    rng, wald, permuted = np.random.default_rng(6), [], []
    strata = np.repeat([0, 1, 2], 8)
    names = [f"c{place:02}" for place in range(24)]
    choices = PermutationChoices(permutations=199, exact_up_to=0, seed=1)
    for _ in range(120):
        x, y = strata + rng.integers(0, 3, 24), strata + rng.integers(0, 3, 24)
        wald.append(OLS(y, np.column_stack([x, np.ones(24)])).fit().pvalues[0])
        null = linear_null(np.empty((24, 0)), y.astype(float))
        frame = pd.DataFrame({"x": x.astype(float)}, index=names)
        one = Rearranged(frame, pd.Series(strata, index=names), null)
        permuted.append(permutation_tests([one], "own", choices, 1)[0].p)
    assert np.mean(np.array(wald) <= 0.05) > 0.5
    assert np.mean(np.array(permuted) <= 0.05) <= 0.11


def test_every_wald_p_of_an_index_or_a_pattern_has_one_beside_it(
    printed_clusters, printed_indices
) -> None:
    draws = Draws(PermutationChoices(199, 5000, 4), 99)
    found = estimate(printed_clusters, printed_indices, Fraction(95, 100), draws, ["up_product"])
    variables = found.terms["term"].str.match("ce_index|eei|jai|gov_")
    tested = found.terms["permutation_p"].notna()
    assert (tested == (variables & found.terms["p"].notna())).all()
    single = found.models.set_index(["estimator", "specification"])["permutation_p"]
    own = found.terms.set_index(["estimator", "specification", "term"])["permutation_p"]
    for estimator in ("ordered_logit", "least_squares"):
        for specification in (1, 2, 3):
            assert single[estimator, specification] == own[estimator, specification, "ce_index"]
    assert found.models["permutation_p"].notna().all()


@pytest.mark.ci
def test_a_note_says_where_interval_and_p_disagree(printed_clusters, printed_indices) -> None:
    draws = Draws(PermutationChoices(1999, 5000, 4), 99)
    terms = estimate(printed_clusters, printed_indices, Fraction(95, 100), draws).terms
    tested = terms[terms["permutation_p"].notna()]
    noted = 0
    for row in tested.to_dict("records"):
        outside, found = not row["low"] <= 0 <= row["high"], row["permutation_p"] <= LEVEL
        told = row["note"] != ""
        assert told or outside == found
        noted += told
    assert 0 < noted < len(tested) / 4


def test_it_is_drawn_until_every_p_is_clear_of_its_level_or_often_enough() -> None:
    source = np.random.default_rng(1)
    values = np.arange(12)
    near, far = source.permutation(12), np.arange(12)
    choices = PermutationChoices(permutations=200, exact_up_to=0, seed=1)

    def statistic(weights):
        return lambda rows: np.column_stack([(rows - 5.5) @ (one - 5.5) for one in weights])

    (alone,) = drawn_until_clear(values, statistic([far]), None, "own", choices, 40)
    assert (alone.arrangements, alone.p) == (200, 1 / 201)
    both = drawn_until_clear(values, statistic([far, near]), None, "own", choices, 40)
    drawn = both[0].arrangements
    assert drawn == both[1].arrangements
    assert all(clear(np.array([test.p]), drawn).all() for test in both) or drawn == 8000
    assert not clear(np.array([0.049]), 9999).any()
    assert clear(np.array([0.03, 0.07, np.nan]), 9999).all()


def test_the_strata_are_the_sector_groups(printed_clusters, printed_indices) -> None:
    joined = printed_clusters.merge(printed_indices, on="cluster_id")
    used = sample(joined, "up_product", SPECIFICATIONS[0], without_separated=True)
    groups = printed_clusters.set_index("cluster_id")["group"]
    assert (used.groups == groups.loc[used.groups.index]).all()
