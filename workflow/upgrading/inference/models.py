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

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import t as student
from statsmodels.regression.linear_model import OLS

from upgrading.inference.ordered_logit import (
    COEFFICIENT_COLUMNS,
    ConstantSector,
    constant_sectors,
    ordered_logit,
    separation,
    wald,
)
from upgrading.inference.permutation import PermutationChoices, PermutationTest, clear, generator
from upgrading.inference.permuted_terms import (
    Null,
    Rearranged,
    linear_null,
    ordered_null,
    permutation_tests,
)
from upgrading.inference.proportional_odds import brant
from upgrading.numbers import shown
from upgrading.vocabulary import GOVERNANCE, INDICES, LEVEL, SECTOR_GROUPS, UPGRADING

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
    "proportional_odds_simulated",
    "permutation_p",
    "permutation_exact",
    "arrangements",
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
    "permutation_p",
    "permutation_exact",
    "arrangements",
)

LABELS: Final[Mapping[str, str]] = {**INDICES, **SECTOR_GROUPS, **GOVERNANCE}
"""What a reader calls the terms of a model."""

MOST_DRAWS: Final = 10
"""How many times the configured number of arrangements is drawn at most for a p near its level."""

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
    groups: pd.Series


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
    left = tuple(left_out)
    return Sample(members[outcome], frame, tuple(separated), left, members["group"])


@dataclass(frozen=True)
class Draws:
    """How arrangements are drawn, and how many scores are simulated from a fitted model."""

    permutation: PermutationChoices
    simulated: int


class _Model(NamedTuple):
    """A model, its terms, and what without some of its terms is tested by permutation."""

    row: dict[str, object]
    terms: pd.DataFrame
    tested: dict[tuple[str, ...], Rearranged]


def estimate(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    confidence: Fraction,
    draws: Draws,
    outcomes: Sequence[str] = tuple(UPGRADING),
) -> Estimates:
    """All models of all kinds of upgrading, or of the `outcomes` that are wanted.

    `clusters` and `indices` are exact frames, one row a cluster. Coefficients are log-odds
    (proportional odds) or points of the score (linear); estimates are given to six significant
    digits; `r_squared` is McFadden's for the proportional-odds models. `permutation_p` of a term is
    that of its variable, of a model that of its indices together, two-sided, over `arrangements`.
    What is not estimable is missing, and `separation`, `convergence` or `note` say why in words.
    """
    joined = clusters.merge(indices, on="cluster_id", validate="one_to_one")
    models: list[dict[str, object]] = []
    terms: list[pd.DataFrame] = []
    for outcome in outcomes:
        found = [
            fit(joined, outcome, specification, float(confidence), draws)
            for specification in SPECIFICATIONS
            for fit in (_ordered, _linear)
        ]
        wanted = [one for model in found for one in model.tested.values()]
        tests = iter(permutation_tests(wanted, outcome, draws.permutation, MOST_DRAWS))
        for model in found:
            own = dict(zip(model.tested, tests, strict=False))
            together = tuple(str(model.row["indices"]).split())
            models.append(model.row | _permuted(own.get(together)))
            terms.append(_with_permutation(model.terms, own))
    frame = pd.DataFrame(models, columns=list(MODEL_COLUMNS), dtype=object)
    return Estimates(_rounded(frame), _rounded(pd.concat(terms, ignore_index=True)))


def _permuted(test: PermutationTest | None) -> dict[str, object]:
    if test is None:
        return {}
    return {
        "permutation_p": test.p,
        "permutation_exact": test.exact,
        "arrangements": test.arrangements,
    }


def _with_permutation(
    terms: pd.DataFrame, tests: Mapping[tuple[str, ...], PermutationTest]
) -> pd.DataFrame:
    """The terms with the p of each that was tested, and a note where the interval contradicts."""
    rows = []
    for row in terms.to_dict("records"):
        test = tests.get((str(row["term"]),))
        if test is not None:
            row |= _permuted(test)
            row["note"] = _disagreement(row["low"], row["high"], test)
        rows.append(row)
    return pd.DataFrame(rows, columns=list(TERM_COLUMNS), dtype=object)


def _disagreement(low: float, high: float, test: PermutationTest) -> str:
    """What is said where an interval and the p by permutation beside it do not agree."""
    if np.isnan([low, high, test.p]).any():
        return ""
    outside = not low <= 0 <= high
    holds = "leaves out" if outside else "holds"
    if not (test.exact or clear(np.array([test.p]), test.arrangements).all()):
        return f"the interval {holds} 0, the p by permutation cannot be told from {LEVEL}"
    if outside == (test.p <= LEVEL):
        return ""
    side = "above" if outside else "at most"
    return f"the interval {holds} 0, the p by permutation is {side} {LEVEL}"


def _tested(
    used: Sample, null: Callable[[pd.DataFrame], Null]
) -> dict[tuple[str, ...], Rearranged]:
    """Each variable of a model, and its indices together, against the model without them."""
    variables = [name for name in used.design if name in INDICES or name in GOVERNANCE]
    indices = tuple(name for name in variables if name in INDICES)
    return {
        names: Rearranged(
            used.design[list(names)], used.groups, null(used.design.drop(columns=list(names)))
        )
        for names in dict.fromkeys([*((name,) for name in variables), indices])
    }


def _ordered(
    joined: pd.DataFrame,
    outcome: str,
    specification: Specification,
    confidence: float,
    draws: Draws,
) -> _Model:
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
        refused = {**row, "fitted": False, "convergence": f"not fitted: {why}"}
        return _Model(refused, _terms(key, runaway), {})
    fit = ordered_logit(used.design, used.outcome, confidence)
    source = generator(draws.permutation.seed, f"proportional odds/{outcome}/{key[2]}")
    test = brant(used.design, used.outcome, fit, draws.simulated, source)
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
        "proportional_odds_simulated": test.simulated,
    }
    codes = np.unique(used.outcome.astype(float), return_inverse=True)[1]
    tested = _tested(used, lambda others: ordered_null(others.to_numpy(float), codes))
    terms = _terms(key, pd.concat([coefficients, runaway], ignore_index=True))
    return _Model(row, terms, tested)


def _linear(
    joined: pd.DataFrame, outcome: str, specification: Specification, confidence: float, _: Draws
) -> _Model:
    used = sample(joined, outcome, specification, without_separated=False)
    key = (outcome, "least_squares", specification.number)
    row = _about(key, specification, used)
    if why := _not_identified(used):
        refused = {**row, "fitted": False, "convergence": f"not fitted: {why}"}
        return _Model(refused, _terms(key, _runaway(used)), {})
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
    scores = used.outcome.astype(float).to_numpy()
    tested = _tested(used, lambda others: linear_null(others.to_numpy(float), scores))
    return _Model(row, _terms(key, coefficients.assign(note="")), tested)


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


_SHARES: Final = ("proportional_odds_p", "permutation_p")
"""Columns of shares of what was drawn, which hang on no optimiser."""


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with floats to six significant digits, log-likelihoods to five decimals.

    Shares of what was drawn stay as they are.
    """
    columns = {
        name: [
            value
            if not isinstance(value, float) or name in _SHARES
            else round(value, 5)
            if name == "log_likelihood"
            else float(f"{value:.{_DIGITS}g}")
            for value in frame[name]
        ]
        for name in frame.columns
    }
    return pd.DataFrame(columns, columns=frame.columns, dtype=object)
