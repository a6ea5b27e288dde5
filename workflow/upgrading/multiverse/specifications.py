"""The specifications of a relation, or of a set of them: the distinct data under all choices.

Many combinations of choices come to the same data: the same clusters with a score in x and y, in
the same order within their sector groups. These are one specification. It stands under the choices
of the combination that is nearest to the analysis's own, which is the first of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from itertools import product
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from upgrading.cases.indices import degree
from upgrading.multiverse.cores import (
    CHOICES,
    Grid,
    Vector,
    concerning,
    cores,
    departures,
    readings,
)
from upgrading.multiverse.relations import Member
from upgrading.multiverse.variants import Editions, Variants
from upgrading.numbers import exact_text
from upgrading.vocabulary import LEAST_CASES

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

_CHUNK: Final = 4096

_MANY: Final = np.iinfo(np.int16).max


@dataclass(frozen=True)
class Design:
    """The specifications of some members, and their data.

    `table` has one row per specification: `baseline`, `CHOICES` (categories), how many
    `combinations` of choices it stands for, and how many `clusters` have a say in it (where none
    has, how many have an x and a y). `x` and `y` (members, specifications, clusters): how
    many clusters of its sector group lie below each, −1 where it has no score; x also where the
    sector group has no say, one of the scores being constant in it. `sectors`: the sector group of
    each cluster, as a number.
    """

    sectors: Array
    table: pd.DataFrame
    x: Array
    y: Array


def design(members: Sequence[Member], editions: Editions, grid: Grid) -> Design:
    """The specifications of members, all of them under the same choices at once.

    Clusters are in the order of their ids, whatever the order of the files.
    """
    variants = Variants(concerning(members, editions))
    groups = list(variants.editions.groups.values())
    sectors = np.array([sorted(set(groups)).index(group) for group in groups], dtype=np.intp)
    forms = _forms(members, grid)
    own = grid.own_levels(readings(members)[0])
    made = [*cores(members, variants, grid)]
    rows = sorted(
        (
            (departures(levels := {**core.levels, **form.levels}, own), levels, place)
            for place, (core, form) in enumerate(product(made, forms))
        ),
        key=lambda row: row[0],
    )
    order = [place for _, _, place in rows]
    codes = cache(partial(_codes, forms=tuple(forms), grid=grid))
    as_it_is = cache(partial(_codes, forms=(_AS_IT_IS,) * len(forms), grid=grid))
    x = np.stack(
        [
            np.concatenate([of(core.x[number]) for core in made])[order]
            for number, one in enumerate(members)
            for of in [codes if one.x == "ce_index" else as_it_is]
        ]
    )
    y = np.stack(
        [
            np.concatenate([as_it_is(core.y[number]) for core in made])[order]
            for number, _ in enumerate(members)
        ]
    )
    known = np.any((x >= 0) & (y >= 0), axis=0)
    x = np.where(_telling(x, y, sectors), x, -1)
    both = (x >= 0) & (y >= 0)
    heard = np.any(both, axis=0)
    clusters = np.where(heard.any(axis=1), heard.sum(axis=1), known.sum(axis=1))
    data = np.concatenate(
        [below(one, sectors) for of in (x, y) for one in np.where(both, of, -1)], axis=1
    )
    _, first, counts = np.unique(data, axis=0, return_index=True, return_counts=True)
    nearest = np.argsort(first)
    first, counts = first[nearest], counts[nearest]
    levels = pd.DataFrame([rows[number][1] for number in first], columns=list(CHOICES))
    return Design(
        sectors,
        levels.astype("category").assign(
            baseline=first == 0, combinations=counts, clusters=clusters[first]
        ),
        *(np.stack([below(one[first], sectors) for one in of]) for of in (x, y)),
    )


@dataclass(frozen=True)
class _Form:
    """What of the index enters: itself, or its degree under two thresholds."""

    scale: str = ""
    thresholds: tuple[Fraction, Fraction] | None = None

    @property
    def levels(self) -> dict[str, str]:
        """Levels of the choices."""
        high, low = map(exact_text, self.thresholds) if self.thresholds else ("", "")
        return {"scale": self.scale, "high_from": high, "low_to": low}


_AS_IT_IS = _Form()


def _forms(members: Sequence[Member], grid: Grid) -> list[_Form]:
    if all(member.x != "ce_index" for member in members):
        return [_AS_IT_IS]
    return [_Form("index"), *(_Form("degree", pair) for pair in grid.thresholds)]


def _codes(vector: Vector, forms: Sequence[_Form], grid: Grid) -> Array:
    """Place of each value among the distinct ones, or of its degree; −1 of none. A row per form."""
    distinct = sorted({value for value in vector if value is not None})
    place = {value: number for number, value in enumerate(distinct)}
    places = np.array([-1 if value is None else place[value] for value in vector], dtype=np.int16)
    return np.array(
        [
            np.array([*_degrees(distinct, form.thresholds, grid), -1], dtype=np.int16)[places]
            if form.thresholds
            else places
            for form in forms
        ]
    )


def _degrees(
    values: Sequence[Fraction], thresholds: tuple[Fraction, Fraction], grid: Grid
) -> list[int]:
    """The degree of each value under two thresholds, from 0."""
    high, low = thresholds
    rule = replace(grid.rule, high_from=high, low_to=low)
    return [("low", "medium", "high").index(degree(value, rule) or "") for value in values]


def _telling(x: Array, y: Array, sectors: Array) -> Array:
    """Whether each cluster's sector group has a say: both scores vary, of clusters that have both.

    No group has one where too few clusters have both scores.
    """
    both = (x >= 0) & (y >= 0)
    found = np.zeros(x.shape, dtype=bool)
    for sector in np.unique(sectors):
        mine = sectors == sector
        found[..., mine] = (_vary(x, both, mine) & _vary(y, both, mine))[..., None]
    found[both.sum(axis=-1) < LEAST_CASES] = False
    return found


def _vary(codes: Array, known: Array, mine: Array) -> Array:
    part, there = codes[..., mine], known[..., mine]
    highest, lowest = np.where(there, part, -1), np.where(there, part, _MANY)
    return np.asarray(highest.max(-1) > lowest.min(-1))


def below(codes: Array, sectors: Array) -> Array:
    """How many clusters of its sector group lie below each, row by row; −1 stays −1 (missing).

    Two rows are equal if, and only if, they order the same clusters of each group in the same way.
    """
    same = sectors[:, None] == sectors
    present = codes >= 0
    parts = []
    for start in range(0, len(codes), _CHUNK):
        part, there = codes[start : start + _CHUNK], present[start : start + _CHUNK]
        lower = (part[:, None, :] < part[:, :, None]) & there[:, None, :] & same
        parts.append(np.where(there, lower.sum(axis=2), -1).astype(np.int16))
    return np.concatenate(parts)
