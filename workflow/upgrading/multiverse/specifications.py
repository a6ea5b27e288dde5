"""The grid of specifications of a relation: every defensible choice crossed with every other.

A choice is multiplied out only where it can change the data of the relation's clusters: no n.a.
rule where nothing is n.a., no rounding of half-steps where there are none, no weights on the index
as printed, no thresholds without a degree, one edition where two agree. Only where it has a
meaning: the index as printed on the report's scale, a mean of all components under its formula.
Leaving out a cluster and taking one doubtful EEI or JAI as printed are alternatives to each other,
one cluster or figure at a time. Specifications that come to the same data all count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from upgrading.cases.indices import degree
from upgrading.multiverse.cores import (
    CHOICES,
    MEASURES,
    NONE,
    SECTORS,
    Core,
    Grid,
    Vector,
    below,
    clusters_of,
    codes_of,
    cores,
    without_each,
)
from upgrading.multiverse.relations import Relation
from upgrading.multiverse.variants import Variants
from upgrading.numbers import exact_text

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Design:
    """The specifications of one relation and the distinct data that they come to.

    `table` has one row per specification: `CHOICES` (categories) and `baseline`. `orders` has one
    row per distinct x: how many clusters lie below each (-1 where x is missing or left out);
    `scores` one per distinct y, in steps of one over `steps` points (-1 where missing). `order`,
    `score`, `within` and `measure` say which each specification uses; `sectors` is the sector group
    of each cluster, as a number.
    """

    clusters: tuple[str, ...]
    sectors: Array
    orders: Array
    scores: Array
    steps: int
    table: pd.DataFrame
    order: Array
    score: Array
    within: Array
    measure: Array


def design(relation: Relation, variants: Variants, grid: Grid) -> Design:
    """The grid of a relation: all its specifications.

    Clusters are in the order of their ids, whatever the order of the files; sector groups that do
    not score the kind of upgrading at all are left out.
    """
    clusters = clusters_of(relation, variants)
    made = list(cores(relation, variants, grid, clusters))
    forms = _forms(relation, grid)
    vectors = list(dict.fromkeys(core.x for core in made))
    plain, of_form = _orders(vectors, forms, grid)
    lefts = _left_out(made, len(clusters)) if grid.leave_one_out else []
    pairs = [(form, measure) for form, entry in enumerate(forms) for measure in entry.measures]
    of_groups = len({variants.editions.groups[c] for c in clusters}) > 1
    sectors = SECTORS if of_groups else ("",)

    core, pair, sector, left = _crossed(made, len(pairs), len(sectors), len(lefts))
    place = {vector: number for number, vector in enumerate(vectors)}
    x_of_core = np.array([place[c.x] for c in made], dtype=np.intp)
    form = np.array([f for f, _ in pairs], dtype=np.intp)[pair]
    orders, order = without_each(plain, of_form[x_of_core[core], form], left, lefts)
    steps = lcm(*(value.denominator for c in made for value in c.y if value is not None))
    distinct = list(dict.fromkeys(c.y for c in made))
    scores = [[-1 if v is None else int(v * steps) for v in y] for y in distinct]
    y_of_core = np.array([distinct.index(c.y) for c in made], dtype=np.intp)

    columns: dict[str, tuple[list[str], Array]] = {
        choice: _levels([c.levels.get(choice, "") for c in made], core) for choice in made[0].levels
    }
    for name in ("scale", "high_from", "low_to"):
        columns[name] = _levels([getattr(forms[f], name) for f, _ in pairs], pair)
    columns["measure"] = _levels([measure for _, measure in pairs], pair)
    columns["sectors"] = _levels(list(sectors), sector)
    columns["left_out"] = _levels(
        [NONE if lefts else "", *(clusters[number] for number in lefts)], left
    )
    table = pd.DataFrame(
        {name: pd.Categorical.from_codes(columns[name][1], columns[name][0]) for name in CHOICES}
    )
    groups = [variants.editions.groups[c] for c in clusters]
    return Design(
        clusters,
        np.array([sorted(set(groups)).index(group) for group in groups], dtype=np.intp),
        orders,
        np.array(scores, dtype=np.int64).reshape(len(scores), len(clusters)),
        steps,
        table.assign(baseline=_baseline(table, relation, grid)),
        order,
        y_of_core[core],
        sector == 1,
        np.array([MEASURES.index(measure) for _, measure in pairs], dtype=np.intp)[pair],
    )


@dataclass(frozen=True)
class _Form:
    """What of x enters: the index or its degree under two thresholds; and the measures of it."""

    scale: str
    measures: tuple[str, ...]
    thresholds: tuple[Fraction, Fraction] | None = None

    @property
    def high_from(self) -> str:
        """Lowest index that is High, as text; empty without degrees."""
        return exact_text(self.thresholds[0]) if self.thresholds else ""

    @property
    def low_to(self) -> str:
        """Highest index that is Low, as text; empty without degrees."""
        return exact_text(self.thresholds[1]) if self.thresholds else ""


def _forms(relation: Relation, grid: Grid) -> list[_Form]:
    if relation.governed:
        return [_Form("", MEASURES)]
    if relation.x != "ce_index":
        return [_Form("", ("tau_b", "gamma"))]
    degrees = [_Form("degree", MEASURES, pair) for pair in grid.thresholds]
    return [_Form("index", ("tau_b", "gamma")), *degrees]


def _orders(vectors: list[Vector], forms: list[_Form], grid: Grid) -> tuple[Array, Array]:
    """The distinct orders of clusters, and which one each vector has in each form."""
    rows = []
    for vector in vectors:
        codes, values = codes_of(vector)
        for form in forms:
            if form.thresholds is None:
                rows.append(codes)
                continue
            high, low = form.thresholds
            rule = replace(grid.rule, high_from=high, low_to=low)
            ranks = [("low", "medium", "high").index(degree(v, rule) or "") for v in values]
            rows.append(np.array([*ranks, -1], dtype=np.int16)[codes])
    orders, inverse = np.unique(below(np.array(rows)), axis=0, return_inverse=True)
    return orders, inverse.reshape(len(vectors), len(forms))


def _left_out(cores: Sequence[Core], count: int) -> list[int]:
    """The clusters that have a score and an x in some specification."""
    return [
        number
        for number in range(count)
        if any(core.x[number] is not None for core in cores)
        and any(core.y[number] is not None for core in cores)
    ]


def _crossed(
    cores: Sequence[Core], pairs: int, sectors: int, lefts: int
) -> tuple[Array, Array, Array, Array]:
    """Numbers of the levels of every specification: core, form with measure, sectors, left out."""
    blocks = []
    doubted = [core.levels["as_printed"] not in {"", NONE} for core in cores]
    for chosen, many in ((False, lefts + 1), (True, 1)):
        numbers = np.array([n for n, d in enumerate(doubted) if d is chosen], dtype=np.intp)
        grid = np.indices((len(numbers), pairs, sectors, many)).reshape(4, -1)
        blocks.append([numbers[grid[0]], grid[1], grid[2], grid[3]])
    core, pair, sector, left = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    return core, pair, sector, left


def _levels(labels: list[str], codes: Array) -> tuple[list[str], Array]:
    """Distinct labels, and the code of each specification."""
    distinct = list(dict.fromkeys(labels))
    return distinct, np.array([distinct.index(label) for label in labels], dtype=np.int16)[codes]


def _baseline(table: pd.DataFrame, relation: Relation, grid: Grid) -> Array:
    """The specification that follows the analysis's own choices; High less Low where it can be."""
    own = {
        "as_printed": NONE,
        "left_out": NONE,
        "half_steps": "as_scored",
        "basis": "components",
        "not_available": grid.rule.not_available,
        "aggregation": "sum",
        "weight": exact_text(grid.rule.weights.share),
        "missing_upgrading": grid.mean_rule,
        "chains": relation.chains[0] if relation.chains else "",
        "scale": "degree",
        "high_from": exact_text(grid.rule.high_from),
        "low_to": exact_text(grid.rule.low_to),
        "measure": ("difference" if relation.governed or relation.x == "ce_index" else "tau_b"),
        "sectors": "within",
    }
    chosen = np.ones(len(table), dtype=bool)
    for choice, level in own.items():
        chosen &= table[choice].isin([level, ""]).to_numpy()
    names = [c for c in table["edition"].cat.categories if grid.edition in c.split(" and ")]
    own_edition: Array = table["edition"].isin(names).to_numpy()
    return chosen & own_edition
