"""Models against R, against simulated truth, and against their own limits."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from statsmodels.miscmodels.ordinal_model import OrderedModel

from upgrading.inference.models import SPECIFICATIONS, Draws, Estimates, estimate, sample
from upgrading.inference.ordered_logit import ordered_logit
from upgrading.inference.permutation import PermutationChoices
from upgrading.vocabulary import UPGRADING

LEVEL = Fraction(95, 100)
DRAWS = Draws(PermutationChoices(199, 5000, 4), 199)


@pytest.fixture(scope="module")
def estimates(printed_clusters, printed_indices) -> Estimates:
    return estimate(printed_clusters, printed_indices, LEVEL, DRAWS)


@pytest.fixture(scope="module")
def model(estimates):
    frame = estimates.models.set_index(["outcome", "estimator", "specification"])
    return lambda *key: frame.loc[key]


@pytest.fixture(scope="module")
def term(estimates):
    frame = estimates.terms.set_index(["outcome", "estimator", "specification", "term"])
    return lambda *key: frame.loc[key]


def test_product_upgrading_on_the_index_as_in_r(model, term) -> None:
    """R 4.2.2, `ordinal::clm`: 0.4174 (s.e. .151), log-likelihood −51.60269."""
    slope = term("up_product", "ordered_logit", 1, "ce_index")
    assert slope["coefficient"] == pytest.approx(0.4174, abs=5e-5)
    assert slope["standard_error"] == pytest.approx(0.151, abs=5e-4)
    whole = model("up_product", "ordered_logit", 1)
    assert whole["log_likelihood"] == pytest.approx(-51.60269, abs=5e-6)
    assert (whole["clusters"], whole["convergence"]) == (40, "converged")
    assert whole["categories"] == "1: 4; 1.5: 4; 2: 10; 2.5: 4; 3: 18"


def test_with_sector_effects_as_in_r_though_software_is_left_out(model, term) -> None:
    """R 4.2.2, `ordinal::clm` on all 40 clusters: CE 0.2925, log-likelihood −44.98629."""
    assert term("up_product", "ordered_logit", 2, "ce_index")["coefficient"] == pytest.approx(
        0.2925, abs=5e-5
    )
    whole = model("up_product", "ordered_logit", 2)
    assert whole["log_likelihood"] == pytest.approx(-44.98629, abs=5e-6)
    assert whole["clusters"] == 35
    software = "Specialised suppliers (software): all 5 clusters have the highest score, 3"
    assert whole["separated_sectors"] == software
    runaway = term("up_product", "ordered_logit", 2, "specialised_suppliers")
    assert pd.isna(runaway["coefficient"])
    assert runaway["note"] == f"not estimable: {software}"


def test_leaving_software_out_is_the_limit_of_keeping_it(
    printed_clusters, printed_indices, term
) -> None:
    """With software's effect held far out its clusters add nothing, to sum or slope."""
    joined = printed_clusters.merge(printed_indices, on="cluster_id")
    used = sample(joined, "up_product", SPECIFICATIONS[1], without_separated=False)
    scores = sorted(set(used.outcome))
    codes = pd.Categorical(used.outcome, categories=scores, ordered=True)
    others = used.design.drop(columns="specialised_suppliers")
    held = OrderedModel(
        pd.Series(codes, index=others.index),
        others,
        offset=40 * used.design["specialised_suppliers"],
        distr="logit",
    ).fit(method="bfgs", gtol=1e-7, disp=False)
    assert held.llf == pytest.approx(-44.98629, abs=5e-6)
    slope = term("up_product", "ordered_logit", 2, "ce_index")
    assert held.params["ce_index"] == pytest.approx(slope["coefficient"], rel=1e-5)
    assert held.bse["ce_index"] == pytest.approx(slope["standard_error"], rel=1e-4)


def test_least_squares_with_hc3_as_in_r(model, term) -> None:
    """R 4.2.2, `sandwich::vcovHC` (HC3), sector effects: s.e. of CE .04685."""
    slope = term("up_product", "least_squares", 2, "ce_index")
    assert slope["standard_error"] == pytest.approx(0.04685, abs=5e-6)
    assert model("up_product", "least_squares", 2)["clusters"] == 40


def test_hc3_by_its_formula(printed_clusters, printed_indices, term) -> None:
    joined = printed_clusters.merge(printed_indices, on="cluster_id")
    used = sample(joined, "up_process", SPECIFICATIONS[4], without_separated=False)
    x = used.design.assign(constant=1.0).to_numpy()
    y = used.outcome.astype(float).to_numpy()
    bread = np.linalg.inv(x.T @ x)
    slopes = bread @ x.T @ y
    leverage = np.einsum("ij,jk,ik->i", x, bread, x)
    weighted = x * ((y - x @ slopes) / (1 - leverage))[:, None]
    errors = np.sqrt(np.diag(bread @ weighted.T @ weighted @ bread))
    slope = term("up_process", "least_squares", 5, "jai")
    assert slope["coefficient"] == pytest.approx(slopes[1], rel=1e-5)
    assert slope["standard_error"] == pytest.approx(errors[1], rel=1e-5)


def test_governance_of_intersectoral_upgrading_is_refused(model, term, estimates) -> None:
    whole = model("up_intersectoral", "ordered_logit", 3)
    assert not whole["fitted"]
    assert pd.isna(whole["log_likelihood"])
    assert whole["convergence"].startswith("not fitted: quasi-complete separation")
    assert "Hierarchy (it falls without bound)" in whole["convergence"]
    own = estimates.terms.query(
        "outcome == 'up_intersectoral' and estimator == 'ordered_logit' and specification == 3"
    )
    assert own["coefficient"].isna().all()


def test_no_estimate_of_the_study_runs_away(estimates) -> None:
    ordered = estimates.terms[estimates.terms["estimator"] == "ordered_logit"]
    assert ordered["standard_error"].dropna().max() < 20
    fitted = estimates.models[estimates.models["fitted"].astype(bool)]
    assert set(fitted["convergence"]) == {"converged", "closed form"}


def test_every_kind_of_upgrading_has_every_model(estimates) -> None:
    assert len(estimates.models) == len(UPGRADING) * len(SPECIFICATIONS) * 2
    assert not estimates.models.duplicated(["outcome", "estimator", "specification"]).any()


def test_too_few_clusters_are_refused_with_the_reason(printed_clusters, printed_indices) -> None:
    few = printed_clusters.head(4)
    own = printed_indices[printed_indices["cluster_id"].isin(few["cluster_id"])]
    reasons = estimate(few, own, LEVEL, DRAWS).models.set_index(
        ["outcome", "estimator", "specification"]
    )
    assert reasons.loc[("up_product", "least_squares", 6), "convergence"] == (
        "not fitted: 4 clusters for 5 coefficients"
    )
    assert reasons.loc[("up_intersectoral", "ordered_logit", 1), "convergence"] == (
        "not fitted: no two different scores are left"
    )


def test_governance_leaves_out_clusters_without_it(model) -> None:
    whole = model("up_product", "ordered_logit", 3)
    assert (whole["clusters"], whole["left_out"]) == (34, "6 clusters without governance")


@pytest.mark.ci
def test_the_order_of_clusters_changes_no_digit(
    printed_clusters, printed_indices, estimates
) -> None:
    shuffled = printed_indices.sample(frac=1, random_state=1)
    again = estimate(printed_clusters.iloc[::-1], shuffled, LEVEL, DRAWS)
    pd.testing.assert_frame_equal(estimates.models, again.models)
    pd.testing.assert_frame_equal(estimates.terms, again.terms)


def simulated(size: int, slopes: dict[str, float], seed: int) -> tuple[pd.DataFrame, pd.Series]:
    rng = np.random.default_rng(seed)
    design = pd.DataFrame({name: rng.normal(size=size) for name in slopes})
    latent = design.to_numpy() @ np.array(list(slopes.values())) + rng.logistic(size=size)
    steps = np.searchsorted([-1.0, 0.5, 2.0], latent)
    return design, pd.Series([Fraction(int(step), 2) for step in steps])


def test_recovers_known_coefficients_and_thresholds() -> None:
    design, outcome = simulated(4000, {"x": 0.8, "z": -0.5}, seed=20040101)
    fit = ordered_logit(design, outcome, 0.95)
    assert fit.convergence == "converged"
    found = fit.coefficients.set_index("term")
    truth = {"x": 0.8, "z": -0.5, "0|0.5": -1.0, "0.5|1": 0.5, "1|1.5": 2.0}
    for name, value in truth.items():
        row = found.loc[name]
        assert abs(row["coefficient"] - value) < 3 * row["standard_error"]
    assert 0.02 < found.loc["x", "standard_error"] < 0.05


def test_brant_says_which_splits_it_compares(model) -> None:
    assert model("up_product", "ordered_logit", 2)["proportional_odds_splits"] == (
        "2 of 4 splits can be compared: above 2, above 2.5"
    )
    assert model("up_product", "ordered_logit", 3)["proportional_odds_splits"] == (
        "not estimable: only 1 of 4 splits can be compared"
    )
