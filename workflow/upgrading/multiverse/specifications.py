"""The grid of specifications of a relation: every defensible choice crossed with every other.

A choice is multiplied out only where it can change the data of the relation's clusters: no n.a.
rule where nothing is n.a., no rounding of half-steps where there are none, no weights on the index
as printed, no thresholds without a degree, one edition where two agree. Leaving out a cluster and
taking one doubtful EEI or JAI as printed are alternatives to each other, one cluster or figure at a
time. Specifications that come to the same data all count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from upgrading.correlations import MeanRule
from upgrading.indices import IndexRule, degree
from upgrading.multiverse.orders import below, codes_of, without_each
from upgrading.multiverse.relations import Relation
from upgrading.multiverse.variants import INDEX_COMPONENTS, HalfSteps, IndexChoice, Variants
from upgrading.numbers import exact_text

CHOICES: Final = (
    "edition",
    "as_printed",
    "left_out",
    "half_steps",
    "basis",
    "not_available",
    "aggregation",
    "weight",
    "missing_upgrading",
    "chains",
    "scale",
    "high_from",
    "low_to",
    "measure",
    "sectors",
)
"""Columns of choices, in order; an empty cell is a choice that does not apply."""

MEASURES: Final = ("tau_b", "gamma", "difference")

SECTORS: Final = ("pooled", "within")

NONE: Final = "none"
"""Level of `left_out` and `as_printed` where no cluster is left out, no figure so taken."""

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Grid:
    """The levels of the choices that are numbers, and the analysis's own choices (the baseline)."""

    weights: tuple[Fraction, ...]
    high_from: tuple[Fraction, ...]
    low_to: tuple[Fraction, ...]
    leave_one_out: bool
    rule: IndexRule
    edition: str
    mean_rule: MeanRule

    @classmethod
    def from_config(
        cls, config: Mapping[str, Any], rule: IndexRule, edition: str, mean_rule: MeanRule
    ) -> Grid:
        """Read the `multiverse` section of the config; the analysis's own levels always belong."""
        own_weight = rule.weight_external_economies / _weights_add_to(rule)

        def levels(key: str, own: Fraction) -> tuple[Fraction, ...]:
            return tuple(sorted({own, *(Fraction(str(value)) for value in config[key])}))

        return cls(
            levels("weights", own_weight),
            levels("high_from", rule.high_from),
            levels("low_to", rule.low_to),
            config["leave_one_out"],
            rule,
            edition,
            mean_rule,
        )

    @property
    def thresholds(self) -> list[tuple[Fraction, Fraction]]:
        """Pairs of thresholds with room for Medium between them."""
        return [(high, low) for high in self.high_from for low in self.low_to if low < high]


def _weights_add_to(rule: IndexRule) -> Fraction:
    return rule.weight_external_economies + rule.weight_joint_action


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


_Vector: TypeAlias = tuple[Fraction | None, ...]


@dataclass(frozen=True)
class _Core:
    """Levels of the choices that make x and y, with the vectors that they give."""

    levels: Mapping[str, str]
    x: _Vector
    y: _Vector


def design(relation: Relation, variants: Variants, grid: Grid) -> Design:
    """The grid of a relation: all its specifications.

    Clusters are in the order of their ids, whatever the order of the files; sector groups that do
    not score the kind of upgrading at all are left out.
    """
    clusters = _clusters(relation, variants)
    cores = list(_cores(relation, variants, grid, clusters))
    forms = _forms(relation, grid)
    vectors = list(dict.fromkeys(core.x for core in cores))
    plain, of_form = _orders(vectors, forms, grid)
    lefts = _left_out(cores, len(clusters)) if grid.leave_one_out else []
    pairs = [(form, measure) for form, entry in enumerate(forms) for measure in entry.measures]
    of_groups = len({variants.editions.groups[c] for c in clusters}) > 1
    sectors = SECTORS if of_groups else ("",)

    core, pair, sector, left = _crossed(cores, len(pairs), len(sectors), len(lefts))
    place = {vector: number for number, vector in enumerate(vectors)}
    x_of_core = np.array([place[c.x] for c in cores], dtype=np.intp)
    form = np.array([f for f, _ in pairs], dtype=np.intp)[pair]
    orders, order = without_each(plain, of_form[x_of_core[core], form], left, lefts)
    steps = lcm(*(value.denominator for c in cores for value in c.y if value is not None))
    distinct = list(dict.fromkeys(c.y for c in cores))
    scores = [[-1 if v is None else int(v * steps) for v in y] for y in distinct]
    y_of_core = np.array([distinct.index(c.y) for c in cores], dtype=np.intp)

    columns: dict[str, tuple[list[str], Array]] = {
        choice: _levels([c.levels.get(choice, "") for c in cores], core)
        for choice in cores[0].levels
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


def _clusters(relation: Relation, variants: Variants) -> tuple[str, ...]:
    groups, scores = variants.editions.groups, variants.editions.scores
    scoring = {
        groups[cluster]
        for edition in scores.values()
        for (cluster, column), value in edition.items()
        if column == relation.y and value is not None
    }
    return tuple(c for c, group in groups.items() if group in relation.groups and group in scoring)


def _components(relation: Relation) -> tuple[str, ...]:
    """The columns of scores that x is made of."""
    if relation.x == "ce_index":
        return (*INDEX_COMPONENTS["eei"], *INDEX_COMPONENTS["jai"])
    return INDEX_COMPONENTS.get(relation.x, (relation.x,))


def _editions(relation: Relation, variants: Variants, clusters: Sequence[str]) -> dict[str, str]:
    """An edition of each distinct set of data, to the label of all that have it."""
    labels: dict[tuple[object, ...], list[str]] = {}
    for edition in variants.editions.scores:
        data = tuple(
            variants.score(edition, "as_scored", cluster, column)
            for cluster in clusters
            for column in (relation.y, *_components(relation))
        )
        labels.setdefault(data, []).append(edition)
    return {names[0]: " and ".join(names) for names in labels.values()}


def _cores(
    relation: Relation, variants: Variants, grid: Grid, clusters: Sequence[str]
) -> Iterator[_Core]:
    names = _editions(relation, variants, clusters)
    components = () if relation.governed else _components(relation)

    def any_score(columns: Sequence[str], test: Any) -> bool:
        return any(
            test(variants.score(edition, "as_scored", cluster, column))
            for edition in names
            for cluster in clusters
            for column in columns
        )

    def halved(value: Fraction | None) -> bool:
        return value is not None and value.denominator > 1

    y_halved = any_score([relation.y], halved)
    x_halved = any_score(components, halved)
    missing = any_score(components, lambda value: value is None)
    unscored = any_score([relation.y], lambda value: value is None)
    for edition, label in names.items():
        for choice, levels in _x_choices(relation, variants, grid, clusters, edition, missing):
            rounded = y_halved or (x_halved and levels["basis"] in {"", "components"})
            half: HalfSteps
            for half in ("as_scored", "up", "down") if rounded else ("as_scored",):
                x = _x(relation, variants, clusters, edition, half, choice, levels["chains"])
                for rule in ("skip", "zero") if unscored else ("",):
                    scores = (variants.score(edition, half, c, relation.y) for c in clusters)
                    y = tuple(
                        Fraction(0) if score is None and rule == "zero" else score
                        for score in scores
                    )
                    yield _Core(
                        {
                            "edition": label,
                            "half_steps": half if rounded else "",
                            "missing_upgrading": rule,
                            **levels,
                        },
                        x,
                        y,
                    )


def _x_choices(
    relation: Relation,
    variants: Variants,
    grid: Grid,
    clusters: Sequence[str],
    edition: str,
    missing: bool,
) -> Iterator[tuple[IndexChoice | None, dict[str, str]]]:
    """Ways to arrive at x, with the levels of the choices; `missing`: some component is n.a."""
    nothing = dict.fromkeys(
        ("as_printed", "basis", "not_available", "aggregation", "weight", "chains"), ""
    )
    if relation.x not in {"eei", "jai", "ce_index"}:
        for chains in relation.chains or ("",):
            yield None, nothing | {"chains": chains}
        return
    combined = relation.x == "ce_index"
    weights = grid.weights if combined else (None,)
    scale = _weights_add_to(grid.rule)
    doubted = [
        name
        for name, figures in variants.editions.as_printed.items()
        if any(
            cluster in clusters and relation.x in (index, "ce_index") for cluster, index in figures
        )
    ]
    rules: list[tuple[Any, Any]] = [(grid.rule.not_available, "sum")]
    if missing:
        rules = [("zero", "sum"), ("skip", "sum"), ("skip", "mean"), ("exclude", "sum")]
        rules = rules if combined else [rule for rule in rules if rule[1] == "sum"]
    for weight in weights:
        shown = "" if weight is None else exact_text(weight)
        for rule, aggregation in rules:
            for erratum in (None, *doubted):
                yield (
                    IndexChoice(
                        edition,
                        "as_scored",
                        "components",
                        rule,
                        aggregation,
                        weight,
                        scale,
                        erratum,
                    ),
                    nothing
                    | {
                        "basis": "components",
                        "as_printed": (erratum or NONE) if doubted else "",
                        "not_available": rule if missing else "",
                        "aggregation": aggregation if missing and combined else "",
                        "weight": shown,
                    },
                )
        yield (
            IndexChoice(edition, "as_scored", "printed_indices", weight=weight, scale=scale),
            nothing | {"basis": "printed_indices", "weight": shown},
        )
    if combined:
        yield (
            IndexChoice(edition, "as_scored", "printed_index"),
            nothing | {"basis": "printed_index"},
        )


def _x(
    relation: Relation,
    variants: Variants,
    clusters: Sequence[str],
    edition: str,
    half: HalfSteps,
    choice: IndexChoice | None,
    chains: Any,
) -> _Vector:
    if choice is not None:
        rounded = half if choice.basis == "components" else "as_scored"
        choice = IndexChoice(**{**vars(choice), "half_steps": rounded})
        return tuple(variants.index(cluster, relation.x, choice) for cluster in clusters)
    if relation.governed:
        return tuple(variants.governed(edition, c, relation.x, chains) for c in clusters)
    return tuple(variants.score(edition, half, c, relation.x) for c in clusters)


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


def _orders(vectors: list[_Vector], forms: list[_Form], grid: Grid) -> tuple[Array, Array]:
    """The distinct orders of clusters, and which one each vector has in each form."""
    rows = []
    for vector in vectors:
        codes, values = codes_of(vector)
        for form in forms:
            if form.thresholds is None:
                rows.append(codes)
                continue
            rule = IndexRule(Fraction(1), Fraction(0), *form.thresholds, grid.rule.not_available)
            ranks = [("low", "medium", "high").index(degree(v, rule) or "") for v in values]
            rows.append(np.array([*ranks, -1], dtype=np.int16)[codes])
    orders, inverse = np.unique(below(np.array(rows)), axis=0, return_inverse=True)
    return orders, inverse.reshape(len(vectors), len(forms))


def _left_out(cores: Sequence[_Core], count: int) -> list[int]:
    """The clusters that have a score and an x in some specification."""
    return [
        number
        for number in range(count)
        if any(core.x[number] is not None for core in cores)
        and any(core.y[number] is not None for core in cores)
    ]


def _crossed(
    cores: Sequence[_Core], pairs: int, sectors: int, lefts: int
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
        "weight": exact_text(grid.rule.weight_external_economies / _weights_add_to(grid.rule)),
        "missing_upgrading": grid.mean_rule,
        "chains": relation.chains[0] if relation.chains else "",
        "scale": "degree",
        "high_from": exact_text(grid.rule.high_from),
        "low_to": exact_text(grid.rule.low_to),
        "measure": ("difference" if relation.governed or relation.x == "ce_index" else "tau_b"),
        "sectors": "pooled",
    }
    chosen = np.ones(len(table), dtype=bool)
    for choice, level in own.items():
        chosen &= table[choice].isin([level, ""]).to_numpy()
    names = [c for c in table["edition"].cat.categories if grid.edition in c.split(" and ")]
    return chosen & table["edition"].isin(names).to_numpy()
