"""Every way to arrive at the two scores of a relation: x, and the kind of upgrading y.

A choice is multiplied out only where it can change the data of the relation's clusters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final, TypeAlias

import numpy as np

from upgrading.cases.indices import INDEX_COMPONENTS, REPORTED, IndexRule
from upgrading.cases.means import MeanRule
from upgrading.multiverse.relations import Relation
from upgrading.multiverse.variants import Editions, HalfSteps, IndexChoice, Scores, Variants
from upgrading.numbers import exact_text
from upgrading.vocabulary import INDICES

# The choices that are crossed, and the levels of those that are numbers ---------------------------


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

        def levels(key: str, own: Fraction) -> tuple[Fraction, ...]:
            return tuple(sorted({own, *(Fraction(str(value)) for value in config[key])}))

        return cls(
            levels("weights", rule.weights.share),
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


# Orders of clusters by a score, as numbers: all that a rank measure or a degree needs to know -----


_CHUNK = 4096


def codes_of(values: Sequence[Fraction | None]) -> tuple[np.ndarray[Any, Any], list[Fraction]]:
    """Place of each value among the distinct ones, which come sorted; -1 of none."""
    distinct = sorted({value for value in values if value is not None})
    place = {value: number for number, value in enumerate(distinct)}
    codes = [-1 if value is None else place[value] for value in values]
    return np.array(codes, dtype=np.int16), distinct


def below(codes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """How many clusters lie below each, row by row; -1 stays -1 (missing).

    Two rows are equal if, and only if, they order the same clusters in the same way.
    """
    present = codes >= 0
    parts = []
    for start in range(0, len(codes), _CHUNK):
        part, there = codes[start : start + _CHUNK], present[start : start + _CHUNK]
        lower = (part[:, None, :] < part[:, :, None]) & there[:, None, :]
        parts.append(np.where(there, lower.sum(axis=2), -1).astype(np.int16))
    return np.concatenate(parts) if parts else codes.astype(np.int16)


def without_each(
    orders: np.ndarray[Any, Any],
    order: np.ndarray[Any, Any],
    left: np.ndarray[Any, Any],
    lefts: Sequence[int],
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Orders with one cluster left out, and which one each specification uses.

    `order` is the row of `orders` that a specification starts from, `left` 0 where it leaves out
    none, else one more than the place in `lefts` of the cluster that it does.
    """
    keys, inverse = np.unique(order * (len(lefts) + 1) + left, return_inverse=True)
    started, without = np.divmod(keys, len(lefts) + 1)
    rows = orders[started].copy()
    omitted = np.flatnonzero(without)
    rows[omitted, np.array([-1, *lefts])[without[omitted]]] = -1
    distinct, place = np.unique(below(rows), axis=0, return_inverse=True)
    return distinct, place.reshape(-1)[inverse.reshape(-1)]


Vector: TypeAlias = tuple[Fraction | None, ...]
"""One value per cluster."""


@dataclass(frozen=True)
class Core:
    """Levels of the choices that make x and y, with the vectors that they give."""

    levels: Mapping[str, str]
    x: Vector
    y: Vector


def clusters_of(relation: Relation, variants: Variants) -> tuple[str, ...]:
    """The relation's clusters by id, without sector groups that do not score y at all."""
    groups, scores = variants.editions.groups, variants.editions.scores
    scoring = {
        groups[cluster]
        for edition in scores.values()
        for (cluster, column), value in edition.items()
        if column == relation.y and value is not None
    }
    return tuple(c for c, group in groups.items() if group in relation.groups and group in scoring)


def concerning(relation: Relation, editions: Editions) -> Editions:
    """The editions as far as a relation asks: its sector groups, its y, what its x is made of.

    An alternative to a correction is left out if it comes to the corrected scores here.
    """

    def mine(figures: Scores, columns: Collection[str]) -> dict[tuple[str, str], Fraction | None]:
        return {
            (cluster, column): value
            for (cluster, column), value in figures.items()
            if cluster in groups and column in columns
        }

    groups = {c: group for c, group in editions.groups.items() if group in relation.groups}
    columns = (relation.y, *_components(relation))
    indices = INDICES if relation.x in INDICES else ()
    as_printed = {name: mine(given, indices) for name, given in editions.as_printed.items()}
    scores = {edition: mine(given, columns) for edition, given in editions.scores.items()}
    corrected = scores["corrected"]
    return Editions(
        groups,
        {
            edition: given
            for edition, given in scores.items()
            if edition in {"printed", "corrected"} or given != corrected
        },
        mine(editions.printed_indices, indices),
        {name: given for name, given in as_printed.items() if given},
    )


def _components(relation: Relation) -> tuple[str, ...]:
    """The columns of scores that the relation's x is made of."""
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


def cores(
    relation: Relation, variants: Variants, grid: Grid, clusters: Sequence[str]
) -> Iterator[Core]:
    """All combinations of the choices that make x and y, with the two scores of each."""
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
                    yield Core(
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
    doubted = [
        name
        for name, figures in variants.editions.as_printed.items()
        if any(
            cluster in clusters and relation.x in (index, "ce_index") for cluster, index in figures
        )
    ]
    # of the formulas the report's alone is a mean of the components as well
    pools = combined and grid.rule.formula == REPORTED.formula
    rules: list[tuple[Any, Any]] = [(grid.rule.not_available, "sum")]
    if missing:
        rules = [("zero", "sum"), ("skip", "sum"), ("skip", "mean"), ("exclude", "sum")]
        rules = rules if pools else [rule for rule in rules if rule[1] == "sum"]
    for weight in weights:
        shown = "" if weight is None else exact_text(weight)
        weighted = grid.rule if weight is None else grid.rule.with_share(weight)
        for not_available, aggregation in rules:
            rule = replace(weighted, not_available=not_available)
            for erratum in (None, *doubted):
                yield (
                    IndexChoice(
                        edition,
                        "as_scored",
                        "components",
                        rule,
                        aggregation,
                        erratum,
                    ),
                    nothing
                    | {
                        "basis": "components",
                        "as_printed": (erratum or NONE) if doubted else "",
                        "not_available": not_available if missing else "",
                        "aggregation": aggregation if missing and pools else "",
                        "weight": shown,
                    },
                )
        yield (
            IndexChoice(edition, "as_scored", "printed_indices", weighted),
            nothing | {"basis": "printed_indices", "weight": shown},
        )
    if combined and grid.rule.scale == REPORTED.scale:
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
) -> Vector:
    if choice is not None:
        if choice.basis == "components":
            choice = replace(choice, half_steps=half)
        return tuple(variants.index(cluster, relation.x, choice) for cluster in clusters)
    if relation.governed:
        return tuple(variants.governed(edition, c, relation.x, chains) for c in clusters)
    return tuple(variants.score(edition, half, c, relation.x) for c in clusters)
