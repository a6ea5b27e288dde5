"""Whether a table of means by degree is that of some of its clusters, chosen by a rule.

Every rule is tried: a score above zero or at least at a level, a governance code, the degree as
printed or recomputed, and what is done with a score that is not available. How well the best one
does says little by itself, since many are tried; so the same is asked of all subsets of as many
clusters, by counting them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb, lcm
from operator import eq, ge, gt
from typing import Final, Literal

import numpy as np
import pandas as pd

from upgrading.audit import rounding
from upgrading.cases import printed
from upgrading.numbers import exact_text
from upgrading.parts import Name, Text, text_of
from upgrading.vocabulary import GOVERNANCE, GOVERNANCE_CODES, SCORES

Missing = Literal["skip", "zero", "leave out"]
"""A score that is not available: left out of its mean, counted as 0, or with it the cluster."""

CHANCE_BELOW: Final = Fraction(1, 20)
"""A selection is evidence if a search among random subsets does as well less often than this."""

LARGEST_CLASS: Final = 16
"""Most clusters of one degree whose subsets are counted; where there are more, nothing is said."""

Place = tuple[str, str]
"""A cell of the table of means: degree and column."""


@dataclass(frozen=True)
class Means:
    """A printed table of means by degree, and the clusters that it may be made of.

    `texts`: the printed means; `clusters`: of the sector group, as in `vocabulary.CLUSTER_COLUMNS`,
    by `cluster_id`; `degrees`: one or more ways to know the degree of each, by name.
    """

    texts: Mapping[Place, str]
    clusters: pd.DataFrame
    degrees: Mapping[str, Mapping[str, str | None]]


@dataclass(frozen=True)
class Selection:
    """The clusters that a rule selects, with the degrees and the missing scores it goes by."""

    told: Text
    members: tuple[str, ...]
    degrees: str
    missing: Missing


@dataclass(frozen=True)
class Search:
    """What was found: the selections that reproduce most cells, all the same ones.

    `without`: the cells that all clusters reproduce. `tried`: selections; `distinct`: those that
    differ in their clusters, degrees or in what is not available. Of `subsets` of as many clusters
    as the first has, `as_good` reproduce as many cells; `chance`: how often a search among random
    subsets, one for each distinct selection and of its size, finds one that does.
    """

    best: tuple[Selection, ...]
    cells: frozenset[Place]
    without: frozenset[Place]
    tried: int
    distinct: int
    as_good: int
    subsets: int
    chance: Fraction

    @property
    def by_chance(self) -> bool:
        """Whether random subsets do as well too often to call it evidence."""
        return self.chance >= CHANCE_BELOW


def search(means: Means) -> Search | None:
    """The selections that reproduce more of the printed means than all clusters do, if any do."""
    classes = (Counter(degrees.values()) for degrees in means.degrees.values())
    if any(max(one.values(), default=0) > LARGEST_CLASS for one in classes):
        return None
    counted = {name: _Counted.of(means, name) for name in means.degrees}
    listed = list(_selections(means))
    fits = [counted[one.degrees].cells(one.members, one.missing) for one in listed]
    without, most = fits[0], max(map(len, fits))
    if most <= len(without):
        return None
    first = next(place for place, cells in enumerate(fits) if len(cells) == most)
    best: dict[tuple[object, ...], Selection] = {}
    distinct: dict[tuple[object, ...], Selection] = {}
    for one, cells in zip(listed, fits, strict=True):
        same = counted[one.degrees].signature(one.members, one.missing)
        distinct.setdefault(same, one)
        if cells == fits[first]:
            best.setdefault(same, one)
    as_good, subsets = counted[listed[first].degrees].as_good(listed[first], most)
    none_as_good = Fraction(1)
    for one in distinct.values():
        none_as_good *= 1 - Fraction(*counted[one.degrees].as_good(one, most))
    return Search(
        tuple(best.values()),
        fits[first],
        without,
        len(listed),
        len(distinct),
        as_good,
        subsets,
        1 - none_as_good,
    )


def _selections(means: Means) -> Iterator[Selection]:
    """Every selection, that of all clusters first; each missing rule and kind of degrees."""
    columns = list(dict.fromkeys(column for _, column in means.texts))
    whole = means.clusters[columns].notna().all(axis=1)
    for words, chosen in _rules(means.clusters):
        for degrees in means.degrees:
            for missing in ("skip", "zero", "leave out"):
                kept = chosen & whole if missing == "leave out" else chosen
                told = text_of(words, _degrees_told(means, degrees), _MISSING_TOLD[missing])
                members = tuple(means.clusters.index[kept])
                yield Selection(told, members, degrees, missing)


_MISSING_TOLD: Final[Mapping[Missing, str]] = {
    "skip": "",
    "zero": ", what is not available counted as 0",
    "leave out": ", without those that lack a score of the table",
}


def _degrees_told(means: Means, degrees: str) -> str:
    return f", degrees {degrees}" if degrees != next(iter(means.degrees)) else ""


def _rules(clusters: pd.DataFrame) -> Iterator[tuple[Text, pd.Series]]:
    """Rules in words, and whether each cluster meets them."""
    yield text_of("all clusters"), pd.Series(True, index=clusters.index)
    for column in (*SCORES, *GOVERNANCE):
        values = sorted(set(clusters[column].dropna()))
        if not values:
            continue
        yield _rule(clusters, column, "above 0", gt, Fraction(0))
        for value in values:
            if column in GOVERNANCE:
                yield _rule(clusters, column, GOVERNANCE_CODES[int(value)], eq, value)
            else:
                yield _rule(clusters, column, f"of at least {exact_text(value)}", ge, value)


def _rule(
    clusters: pd.DataFrame,
    column: str,
    words: str,
    compared: Callable[[Fraction, Fraction], bool],
    with_: Fraction,
) -> tuple[Text, pd.Series]:
    chosen = [value is not None and compared(value, with_) for value in clusters[column]]
    told = text_of("clusters with ", Name(column), f" {words}")
    return told, pd.Series(chosen, index=clusters.index, dtype=bool)


@dataclass(frozen=True)
class _Counted:
    """The scores as whole numbers, so that many subsets are compared exactly at once.

    The whole numbers are floats, which multiply fast and are exact up to 2^53.
    """

    places: tuple[Place, ...]
    order: Mapping[str, int]
    ranks: tuple[str | None, ...]
    weights: np.ndarray  # place by cluster: the score times `unit`, 0 where there is none
    scored: np.ndarray  # place by cluster: whether there is a score
    within: np.ndarray  # place by cluster: whether the cluster has the degree
    low: np.ndarray  # place: a mean m fits if low <= 2 * scale * m < high
    high: np.ndarray
    scale: np.ndarray
    unit: int
    _tallies: dict[Missing, Counter[tuple[int, int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, means: Means, degrees: str) -> _Counted:
        clusters, places = means.clusters, tuple(means.texts)
        ranks = tuple(means.degrees[degrees].get(cluster) for cluster in clusters.index)
        columns = {column: list(clusters[column]) for _, column in places}
        present = [s for scores in columns.values() for s in scores if s is not None]
        unit = lcm(*(score.denominator for score in present)) if present else 1
        scores = [[columns[column][n] for n in range(len(ranks))] for _, column in places]
        scale = [10 ** printed.decimals(text) for text in means.texts.values()]
        bounds = [rounding.bounds(text) for text in means.texts.values()]
        return cls(
            places,
            {cluster: n for n, cluster in enumerate(clusters.index)},
            ranks,
            np.array([[int((s or 0) * unit) for s in row] for row in scores], dtype=float),
            np.array([[s is not None for s in row] for row in scores], dtype=float),
            np.array([[rank == degree for rank in ranks] for degree, _ in places], dtype=float),
            np.array(
                [int(2 * t * low) for t, (low, _) in zip(scale, bounds, strict=True)], dtype=float
            ),
            np.array(
                [int(2 * t * high) for t, (_, high) in zip(scale, bounds, strict=True)], dtype=float
            ),
            np.array(scale, dtype=float),
            unit,
        )

    def chosen(self, members: Sequence[str]) -> np.ndarray:
        """A row of 0 and 1, by cluster."""
        row = np.zeros((1, len(self.ranks)), dtype=float)
        row[0, [self.order[member] for member in members]] = 1
        return row

    def fitting(self, chosen: np.ndarray, missing: Missing) -> np.ndarray:
        """Which cells each row of `chosen` reproduces: by row and place."""
        sums = chosen @ (self.weights * self.within).T
        counts = chosen @ (self.within if missing == "zero" else self.scored * self.within).T
        twice = 2 * sums * self.scale
        fits: np.ndarray = (
            (counts > 0)
            & (twice >= self.low * counts * self.unit)
            & (twice < self.high * counts * self.unit)
        )
        return fits

    def cells(self, members: Sequence[str], missing: Missing) -> frozenset[Place]:
        """The cells that these clusters reproduce."""
        fits = self.fitting(self.chosen(members), missing)[0]
        return frozenset(place for place, fit in zip(self.places, fits, strict=True) if fit)

    def signature(self, members: Sequence[str], missing: Missing) -> tuple[object, ...]:
        """What makes a selection another one: who is in which degree, and what counts as 0."""
        rows = [self.order[member] for member in members]
        lacking = not self.scored[:, rows].all() and missing == "zero"
        return tuple((row, self.ranks[row]) for row in rows), lacking

    def as_good(self, one: Selection, most: int) -> tuple[int, int]:
        """Of the subsets of as many clusters, how many reproduce `most` cells; and all of them."""
        size = len(one.members)
        tally = self._tally(one.missing)
        good = sum(n for (of, cells), n in tally.items() if of == size and cells >= most)
        return good, comb(len(self.ranks), size)

    def _tally(self, missing: Missing) -> Counter[tuple[int, int]]:
        """How many subsets have so many clusters and reproduce so many cells.

        Cells of one degree hang on its clusters alone, so that degrees are counted one by one.
        """
        rule: Missing = "zero" if missing == "zero" else "skip"
        if rule not in self._tallies:
            whole = Counter({(0, 0): 1})
            for rank in dict.fromkeys(self.ranks):
                own = [n for n, other in enumerate(self.ranks) if other == rank]
                chosen = np.zeros((2 ** len(own), len(self.ranks)))
                chosen[:, own] = np.arange(2 ** len(own))[:, None] >> np.arange(len(own)) & 1
                cells = self.fitting(chosen, rule).sum(axis=1)
                sizes = chosen.sum(axis=1)
                part = Counter(zip(sizes.astype(int).tolist(), cells.tolist(), strict=True))
                before, whole = whole, Counter()
                for (size, fit), times in before.items():
                    for (more, others), number in part.items():
                        whole[size + more, fit + others] += times * number
            self._tallies[rule] = whole
        return self._tallies[rule]
