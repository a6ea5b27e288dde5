"""Separation: which coefficients of a model of ordered scores have no finite estimate.

Where a sector (or any combination of the explanatory variables) predicts the scores perfectly, the
likelihood rises for ever along some direction; an optimiser stops somewhere on the way and calls
that an estimate. This is found out before anything is fitted, in two ways: by cross-tabulating
scores by sector, and by a linear programme over the cumulative splits (score above or not above
each category), which settles the question for any design (Albert and Anderson 1984, Biometrika
71:1-10; Konis 2007, DPhil thesis, Oxford, for the programme; here with one slope over all splits,
as in the proportional-odds model).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linprog

from upgrading.numbers import shown

Degree = Literal["none", "quasi-complete", "complete"]
End = Literal["lowest", "highest"]

_TOLERANCE = 1e-6
"""Below this a slack of the linear programme, whose variables lie between −1 and 1, is nought."""

_WAYS = {
    (1,): "it grows without bound",
    (-1,): "it falls without bound",
    (-1, 1): "nothing holds it anywhere",
}


@dataclass(frozen=True)
class ConstantSector:
    """A sector group all of whose clusters have the highest, or the lowest, score observed."""

    sector: str
    clusters: int
    score: Fraction
    end: End

    def in_words(self, label: str) -> str:
        """Plain words: `Software: all 5 clusters have the highest score, 3`."""
        score = shown(self.score, 2, trim=True)
        if self.clusters == 1:
            return f"{label}: its only cluster has the {self.end} score, {score}"
        return f"{label}: all {self.clusters} clusters have the {self.end} score, {score}"


@dataclass(frozen=True)
class Separation:
    """What the linear programme found: how complete, and which terms run away in which direction.

    `diverging` holds pairs of a term's name and the signs in which it may grow without the
    likelihood falling; a term that is absent has a finite estimate.
    """

    degree: Degree
    diverging: tuple[tuple[str, tuple[int, ...]], ...]

    def in_words(self, labels: Mapping[str, str]) -> str:
        """Plain words that name the terms; `labels` gives what a reader calls them."""
        if self.degree == "none":
            return "none"
        terms = "; ".join(
            f"{labels.get(term, term)} ({_WAYS[ways]})" for term, ways in self.diverging
        )
        where = f"no finite estimate for {terms}" if terms else "no finite thresholds"
        return f"{self.degree} separation: {where}"


def cross_tabulation(outcome: pd.Series, sectors: pd.Series) -> pd.DataFrame:
    """Number of clusters with each score (columns, ascending) in each sector group (rows).

    Rows stand in the order in which the groups first appear; missing scores are left out.
    """
    known = outcome.notna()
    scores = sorted(set(outcome[known]))
    rows = {
        sector: [int(((sectors == sector) & known & (outcome == score)).sum()) for score in scores]
        for sector in dict.fromkeys(sectors)
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=pd.Index(scores, dtype=object))


def constant_sectors(outcome: pd.Series, sectors: pd.Series) -> list[ConstantSector]:
    """Sector groups whose effect runs away: constant at the highest or the lowest score observed.

    A group that is constant at a score in between keeps a finite effect. Where all groups together
    have one score only, every one of them is returned: there is nothing to explain.
    """
    table = cross_tabulation(outcome, sectors)
    found = []
    for sector, counts in table.iterrows():
        scores = [score for score in table.columns if counts[score]]
        if len(scores) == 1 and scores[0] in {table.columns[0], table.columns[-1]}:
            end: End = "highest" if scores[0] == table.columns[-1] else "lowest"
            found.append(ConstantSector(str(sector), int(counts.sum()), Fraction(scores[0]), end))
    return found


def separation(design: pd.DataFrame, outcome: pd.Series) -> Separation:
    """Whether a proportional-odds model (or a binary logit) of `outcome` on `design` is separated.

    `design` has one numeric column per term, no constant; `outcome` is ordered, without missing
    values, with at least two values (`ValueError` otherwise). A direction of thresholds and slopes
    that every cluster either favours or does not mind makes the separation quasi-complete, one that
    every cluster favours at every split makes it complete.
    """
    slacks = _slacks(design, outcome)
    size = slacks.shape[1]
    if not _any_direction(slacks):
        return Separation("none", ())
    with_margin = np.hstack([slacks, -np.ones((len(slacks), 1))])
    margin = -_minimum(-np.eye(size + 1)[size], with_margin)
    diverging = []
    for position, term in enumerate(design.columns):
        ways = tuple(
            sign
            for sign in (-1, 1)
            if -_minimum(-sign * np.eye(size)[position], slacks) > _TOLERANCE
        )
        if ways:
            diverging.append((str(term), ways))
    return Separation("complete" if margin > _TOLERANCE else "quasi-complete", tuple(diverging))


def separated(design: pd.DataFrame, outcome: pd.Series) -> bool:
    """Whether there is any separation; `separation` also says which terms run away."""
    return _any_direction(_slacks(design, outcome))


def _any_direction(slacks: NDArray[np.float64]) -> bool:
    return -_minimum(-slacks.sum(axis=0), slacks) > _TOLERANCE


def _slacks(design: pd.DataFrame, outcome: pd.Series) -> NDArray[np.float64]:
    """One row per cluster and split: how much a direction of slopes and thresholds favours it.

    Terms are centred and scaled to a range of one, so that one tolerance serves them all; neither
    changes the answer.
    """
    values = outcome.astype(float).to_numpy()
    categories = np.unique(values)
    if len(categories) < 2:
        raise ValueError("the outcome has fewer than two values")
    terms = design.astype(float).to_numpy()
    spread = np.ptp(terms, axis=0)
    terms = (terms - terms.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    rows = []
    for split, category in enumerate(categories[:-1]):
        thresholds = np.zeros((len(values), len(categories) - 1))
        thresholds[:, split] = 1.0
        side = np.where(values <= category, 1.0, -1.0)[:, None]
        rows.append(side * np.hstack([-terms, thresholds]))
    return np.vstack(rows)


def _minimum(objective: NDArray[np.float64], slacks: NDArray[np.float64]) -> float:
    """Least value of the objective over the directions that no cluster minds, in the unit box."""
    solved = linprog(
        objective,
        A_ub=-slacks,
        b_ub=np.zeros(len(slacks)),
        bounds=(-1, 1),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9},
    )
    return float(solved.fun)
