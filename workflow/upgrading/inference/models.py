"""Models of each kind of upgrading on collective efficiency, with sector effects and governance.

Beside every proportional-odds model stands a linear one with heteroskedasticity-consistent standard
errors (HC3: MacKinnon and White 1985, J. Econometrics 29:305-325), which treats scores as numbers
and is there to be read. Six specifications: on the collective efficiency index, or on the external
economies and joint action indices together; alone, with sector effects, with sector effects and
governance patterns.

Separation is looked for before anything is fitted. A sector group all of whose clusters have the
highest (or lowest) score has no finite effect in a proportional-odds model: its clusters are left
out of the fit, which says so. That changes nothing else: in the limit these clusters are predicted
with certainty, add 0 to the log-likelihood and nothing to the other coefficients. Any other
separation refuses the model. The linear model has no such trouble and keeps every cluster, so that
its coefficients rest on more clusters than those beside it.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import chi2
from scipy.stats import t as student
from statsmodels.discrete.discrete_model import Logit
from statsmodels.regression.linear_model import OLS

from upgrading.inference.ordered_logit import (
    COEFFICIENT_COLUMNS,
    ConstantSector,
    constant_sectors,
    ordered_logit,
    separated,
    separation,
    wald,
)
from upgrading.numbers import shown
from upgrading.vocabulary import GOVERNANCE, INDICES, SECTOR_GROUPS, UPGRADING

# Are odds proportional? Brant's comparison of the binary logits behind an ordered one -------------
#
# The proportional-odds model has one slope for all splits of the scores (above or not above each
# category). Brant (1990, Biometrics 46:1171-1178) fits a binary logit at each split and tests by
# Wald whether their slopes agree; the covariance between splits follows from the fitted
# probabilities. A split at which the binary logit is separated has no finite slope and cannot be
# compared: with some forty clusters that is common, so that the splits compared are named beside
# the result, and fewer than two make the test "not estimable". The χ² distribution is a rough
# guide with so few clusters.


@dataclass(frozen=True)
class Brant:
    """The test of all terms together and of each term.

    `statistic`, `degrees_of_freedom` and `p` are `None`, and `by_term` empty, where the test is not
    estimable; `splits` says which splits were compared, or why the test fails.
    """

    statistic: float | None
    degrees_of_freedom: int | None
    p: float | None
    by_term: dict[str, float]
    splits: str


def brant(design: pd.DataFrame, outcome: pd.Series) -> Brant:
    """Test proportional odds of `outcome` on the columns of `design`.

    `outcome` holds exact scores, at least two different ones; `design` has no constant.
    """
    categories = sorted(set(outcome))
    lower = [category for category in categories[:-1] if _comparable(design, outcome, category)]
    of_all = f"{len(lower)} of {len(categories) - 1} splits can be compared"
    if len(lower) < 2:
        why = "two categories leave one split" if len(categories) == 2 else f"only {of_all}"
        return Brant(None, None, None, {}, f"not estimable: {why}")
    terms = np.column_stack([np.ones(len(design)), design.astype(float).to_numpy()])
    slopes, covariance = _binary_logits(terms, outcome, lower)
    count = design.shape[1]
    tested = _wald(slopes, covariance, list(range(count)), count)
    if tested is None:
        why = "the covariance of the slopes is not positive definite"
        return Brant(None, None, None, {}, f"not estimable: {why} ({of_all})")
    by_term = {}
    for position, term in enumerate(design.columns):
        alone = _wald(slopes, covariance, [position], count)
        if alone is not None:
            by_term[str(term)] = float(chi2.sf(*alone))
    names = ", ".join(f"above {shown(Fraction(category), 2, trim=True)}" for category in lower)
    return Brant(*tested, float(chi2.sf(*tested)), by_term, f"{of_all}: {names}")


def _comparable(design: pd.DataFrame, outcome: pd.Series, category: Fraction) -> bool:
    above = (outcome > category).astype(float)
    return not separated(design, above)


def _binary_logits(
    terms: NDArray[np.float64], outcome: pd.Series, lower: list[Fraction]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Slopes of the binary logit at each split, one after another, and their joint covariance."""
    fitted, slopes, bread = [], [], []
    for category in lower:
        above = (outcome > category).astype(float).to_numpy()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # separation was excluded before
            result = Logit(above, terms).fit(method="newton", maxiter=100, disp=False)
        chance = np.asarray(result.predict())
        fitted.append(chance)
        slopes.append(np.asarray(result.params)[1:])
        bread.append(np.linalg.inv(terms.T @ (terms * (chance * (1 - chance))[:, None])))
    count = terms.shape[1] - 1
    covariance = np.empty((len(lower) * count, len(lower) * count))
    for m in range(len(lower)):
        for k in range(m, len(lower)):
            # being above the higher category entails being above the lower one
            weights = fitted[k] * (1 - fitted[m])
            block = bread[m] @ (terms.T @ (terms * weights[:, None])) @ bread[k]
            rows, columns = slice(m * count, (m + 1) * count), slice(k * count, (k + 1) * count)
            covariance[rows, columns] = block[1:, 1:]
            covariance[columns, rows] = block[1:, 1:].T
    return np.concatenate(slopes), covariance


def _wald(
    slopes: NDArray[np.float64],
    covariance: NDArray[np.float64],
    positions: list[int],
    count: int,
) -> tuple[float, int] | None:
    """Wald statistic that these slopes are the same at all splits, and its degrees of freedom."""
    splits = len(slopes) // count
    chosen = [split * count + position for split in range(splits) for position in positions]
    width = len(positions)
    contrast = np.hstack([np.tile(np.eye(width), (splits - 1, 1)), -np.eye(width * (splits - 1))])
    differences = contrast @ slopes[chosen]
    spread = contrast @ covariance[np.ix_(chosen, chosen)] @ contrast.T
    least, most = np.linalg.eigvalsh(spread)[[0, -1]]
    if least <= 1e-10 * most:
        return None
    return float(differences @ np.linalg.solve(spread, differences)), len(differences)


MODEL_COLUMNS: Final = (
    "outcome",
    "estimator",
    "specification",
    "indices",
    "sector_effects",
    "governance",
    "fitted",
    "clusters",
    "left_out",
    "separated_sectors",
    "separation",
    "categories",
    "log_likelihood",
    "r_squared",
    "convergence",
    "proportional_odds_statistic",
    "proportional_odds_df",
    "proportional_odds_p",
    "proportional_odds_splits",
)
TERM_COLUMNS: Final = (
    "outcome",
    "estimator",
    "specification",
    *COEFFICIENT_COLUMNS,
    "odds_ratio",
    "odds_ratio_low",
    "odds_ratio_high",
    "proportional_odds_p",
    "note",
)

LABELS: Final[Mapping[str, str]] = {**INDICES, **SECTOR_GROUPS, **GOVERNANCE}
"""What a reader calls the terms of a model."""

_DIGITS: Final = 6
"""Significant digits that the optimiser's tolerance vouches for."""


@dataclass(frozen=True)
class Specification:
    """What a model explains upgrading by."""

    number: int
    indices: tuple[str, ...]
    sectors: bool
    governance: bool


SPECIFICATIONS: Final = tuple(
    Specification(3 * block + step + 1, indices, step >= 1, step >= 2)
    for block, indices in enumerate((("ce_index",), ("eei", "jai")))
    for step in range(3)
)


@dataclass(frozen=True)
class Sample:
    """The clusters that enter a model, in a fixed order, and what was left out and why."""

    outcome: pd.Series
    design: pd.DataFrame
    separated: tuple[ConstantSector, ...]
    left_out: tuple[str, ...]


class Estimates(NamedTuple):
    """All models: one row a model (`MODEL_COLUMNS`), and one row a term (`TERM_COLUMNS`)."""

    models: pd.DataFrame
    terms: pd.DataFrame


def sample(
    joined: pd.DataFrame, outcome: str, specification: Specification, *, without_separated: bool
) -> Sample:
    """The clusters with all that the model needs; sectors and governance as indicators.

    The first sector group present is the reference; a governance pattern counts as present from
    code 1, and one that all or none of the clusters have is left out. With `without_separated`,
    sector groups with a runaway effect are left out too.
    """
    ordered = joined.sort_values("cluster_id").set_index("cluster_id")
    members = ordered[ordered[[outcome, *specification.indices]].notna().all(axis=1)]
    left_out = []
    if specification.governance:
        described = members[list(GOVERNANCE)].notna().all(axis=1)
        if not described.all():
            left_out.append(f"{int((~described).sum())} clusters without governance")
        members = members[described]
    separated: list[ConstantSector] = []
    while without_separated and specification.sectors:
        constant = constant_sectors(members[outcome], members["group"])
        if not constant:
            break
        separated += constant
        members = members[~members["group"].isin([sector.sector for sector in constant])]
    left_out += filter(None, [_in_words(separated)])
    design = {name: members[name] for name in specification.indices}
    if specification.sectors:
        present = [group for group in SECTOR_GROUPS if (members["group"] == group).any()]
        design.update({group: members["group"] == group for group in present[1:]})
    if specification.governance:
        for pattern in GOVERNANCE:
            found = members[pattern] > 0
            if found.nunique() == 2:
                design[pattern] = found
            else:
                every = "every" if found.any() else "no"
                left_out.append(f"{LABELS[pattern]}: {every} cluster has it")
    frame = pd.DataFrame(design, index=members.index).astype(float)
    return Sample(members[outcome], frame, tuple(separated), tuple(left_out))


def estimate(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    confidence: Fraction,
    outcomes: Sequence[str] = tuple(UPGRADING),
) -> Estimates:
    """All models of all kinds of upgrading, or of the `outcomes` that are wanted.

    `clusters` and `indices` are exact frames, one row a cluster. Coefficients are log-odds
    (proportional odds) or points of the score (linear); estimates are given to six significant
    digits; `r_squared` is McFadden's for the proportional-odds models. What is not estimable is
    missing, and `separation`, `convergence` or `note` say why in words.
    """
    joined = clusters.merge(indices, on="cluster_id", validate="one_to_one")
    models: list[dict[str, object]] = []
    terms: list[pd.DataFrame] = []
    for outcome in outcomes:
        for specification in SPECIFICATIONS:
            for estimator in (_ordered, _linear):
                row, found = estimator(joined, outcome, specification, float(confidence))
                models.append(row)
                terms.append(found)
    frame = pd.DataFrame(models, columns=list(MODEL_COLUMNS), dtype=object)
    return Estimates(_rounded(frame), _rounded(pd.concat(terms, ignore_index=True)))


def _ordered(
    joined: pd.DataFrame, outcome: str, specification: Specification, confidence: float
) -> tuple[dict[str, object], pd.DataFrame]:
    used = sample(joined, outcome, specification, without_separated=True)
    key = (outcome, "ordered_logit", specification.number)
    row = _about(key, specification, used)
    runaway = _runaway(used)
    why = _not_identified(used)
    if not why:
        found = separation(used.design, used.outcome)
        row["separation"] = found.in_words(LABELS)
        if found.degree != "none":
            why = found.in_words(LABELS)
    if why:
        return {**row, "fitted": False, "convergence": f"not fitted: {why}"}, _terms(key, runaway)
    fit = ordered_logit(used.design, used.outcome, confidence)
    test = brant(used.design, used.outcome)
    coefficients = fit.coefficients.assign(
        odds_ratio=np.exp(fit.coefficients["coefficient"]),
        odds_ratio_low=np.exp(fit.coefficients["low"]),
        odds_ratio_high=np.exp(fit.coefficients["high"]),
        proportional_odds_p=fit.coefficients["term"].map(test.by_term),
        note="",
    )
    thresholds = ~coefficients["term"].isin(used.design.columns)
    coefficients.loc[thresholds, ["odds_ratio", "odds_ratio_low", "odds_ratio_high"]] = np.nan
    row |= {
        "log_likelihood": fit.log_likelihood,
        "r_squared": 1 - fit.log_likelihood / fit.null_log_likelihood,
        "convergence": fit.convergence,
        "proportional_odds_statistic": test.statistic,
        "proportional_odds_df": test.degrees_of_freedom,
        "proportional_odds_p": test.p,
        "proportional_odds_splits": test.splits,
    }
    return row, _terms(key, pd.concat([coefficients, runaway], ignore_index=True))


def _linear(
    joined: pd.DataFrame, outcome: str, specification: Specification, confidence: float
) -> tuple[dict[str, object], pd.DataFrame]:
    used = sample(joined, outcome, specification, without_separated=False)
    key = (outcome, "least_squares", specification.number)
    row = _about(key, specification, used)
    if why := _not_identified(used):
        refused = {**row, "fitted": False, "convergence": f"not fitted: {why}"}
        return refused, _terms(key, _runaway(used))
    design = used.design.assign(constant=1.0)
    fit = OLS(used.outcome.astype(float).to_numpy(), design.to_numpy()).fit()
    # a cluster that alone decides a coefficient has leverage 1, which HC3 divides by
    decided = bool((fit.get_influence().hat_matrix_diag > 1 - 1e-9).any())
    errors = np.full(design.shape[1], np.nan) if decided else np.asarray(fit.HC3_se)
    coefficients = wald(
        list(design.columns),
        np.asarray(fit.params),
        errors,
        student(fit.df_resid),
        confidence,
    )
    row |= {
        "log_likelihood": float(fit.llf),
        "r_squared": float(fit.rsquared),
        "convergence": "standard errors not estimable: one cluster alone decides a coefficient"
        if decided
        else "closed form",
    }
    return row, _terms(key, coefficients.assign(note=""))


def _not_identified(used: Sample) -> str:
    """Why the design allows no estimates whatever the scores; empty if it does."""
    if used.outcome.nunique() < 2:
        return "no two different scores are left"
    with_constant = used.design.assign(constant=1.0)
    if len(with_constant) <= with_constant.shape[1]:
        return f"{len(with_constant)} clusters for {with_constant.shape[1]} coefficients"
    if np.linalg.matrix_rank(with_constant.to_numpy()) < with_constant.shape[1]:
        return "the terms determine one another"
    return ""


def _runaway(used: Sample) -> pd.DataFrame:
    """A row without estimates for each sector left out because of separation."""
    rows = [
        (sector.sector, *[np.nan] * 5, f"not estimable: {sector.in_words(LABELS[sector.sector])}")
        for sector in used.separated
    ]
    return pd.DataFrame(rows, columns=[*COEFFICIENT_COLUMNS, "note"])


def _about(
    key: tuple[str, str, int], specification: Specification, used: Sample
) -> dict[str, object]:
    """The row of a fitted model without its results."""
    counts = used.outcome.value_counts()
    categories = (
        f"{shown(score, 2, trim=True)}: {counts[score]}" for score in sorted(counts.index)
    )
    known = {
        "outcome": key[0],
        "estimator": key[1],
        "specification": key[2],
        "indices": " ".join(specification.indices),
        "sector_effects": specification.sectors,
        "governance": specification.governance,
        "fitted": True,
        "clusters": len(used.outcome),
        "left_out": "; ".join(used.left_out),
        "separated_sectors": _in_words(used.separated) or "none",
        "categories": "; ".join(categories),
    }
    return dict.fromkeys(MODEL_COLUMNS) | known


def _in_words(separated: Sequence[ConstantSector]) -> str:
    return "; ".join(sector.in_words(LABELS[sector.sector]) for sector in separated)


def _terms(key: tuple[str, str, int], coefficients: pd.DataFrame) -> pd.DataFrame:
    outcome, estimator, number = key
    keyed = coefficients.assign(outcome=outcome, estimator=estimator, specification=number)
    return keyed.reindex(columns=list(TERM_COLUMNS))


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with floats to six significant digits, log-likelihoods to five decimals."""
    columns = {
        name: [
            value
            if not isinstance(value, float)
            else round(value, 5)
            if name == "log_likelihood"
            else float(f"{value:.{_DIGITS}g}")
            for value in frame[name]
        ]
        for name in frame.columns
    }
    return pd.DataFrame(columns, columns=frame.columns, dtype=object)
