"""Every way to arrive at the scores of a relation: x, and the kind of upgrading y.

The choices are those that a colleague would defend for the same question, asked within sector
groups of all clusters. A choice is multiplied out only where it can change the data, and where it
has a meaning: no n.a. rule where nothing is n.a., no weights on the index as printed, no thresholds
without a degree, the index as printed on the report's scale alone. All members of a set are under
the same choices at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any, Final, TypeAlias

from upgrading.cases.indices import INDEX_COMPONENTS, REPORTED, IndexRule
from upgrading.multiverse.relations import Chains, Member
from upgrading.multiverse.variants import Editions, IndexChoice, Scores, Variants
from upgrading.numbers import exact_text
from upgrading.vocabulary import INDICES

CHOICES: Final = (
    "edition",
    "as_printed",
    "basis",
    "not_available",
    "aggregation",
    "weight",
    "missing_upgrading",
    "chains",
    "scale",
    "high_from",
    "low_to",
)
"""Columns of choices, in order; an empty cell is a choice that does not apply."""

NONE: Final = "none"
"""Level of `as_printed` where no figure is so taken."""

NEAREST: Final = "nearest"
"""Level of `chains` where each member of a set has the nearest reading of its own."""


@dataclass(frozen=True)
class Grid:
    """The levels of the choices that are numbers, and the analysis's own choices."""

    weights: tuple[Fraction, ...]
    high_from: tuple[Fraction, ...]
    low_to: tuple[Fraction, ...]
    rule: IndexRule
    edition: str

    @classmethod
    def from_config(cls, config: Mapping[str, Any], rule: IndexRule, edition: str) -> Grid:
        """Read the `multiverse` section of the config; the analysis's own levels always belong."""

        def levels(key: str, own: Fraction) -> tuple[Fraction, ...]:
            return tuple(sorted({own, *(Fraction(str(value)) for value in config[key])}))

        return cls(
            levels("weights", rule.weights.share),
            levels("high_from", rule.high_from),
            levels("low_to", rule.low_to),
            rule,
            edition,
        )

    @property
    def thresholds(self) -> list[tuple[Fraction, Fraction]]:
        """Pairs of thresholds with room for Medium between them."""
        return [(high, low) for high in self.high_from for low in self.low_to if low < high]

    def own_levels(self, chains: str) -> dict[str, str]:
        """The analysis's own levels, which the tables of association are measured by.

        `chains`: the nearest reading.
        """
        return {
            "edition": self.edition,
            "as_printed": NONE,
            "basis": "components",
            "not_available": self.rule.not_available,
            "aggregation": "sum",
            "weight": exact_text(self.rule.weights.share),
            "missing_upgrading": "skip",
            "chains": chains,
            "scale": "index",
            "high_from": exact_text(self.rule.high_from),
            "low_to": exact_text(self.rule.low_to),
        }


def departures(levels: Mapping[str, str], own: Mapping[str, str]) -> int:
    """In how many choices these levels are others than the analysis's own (`Grid.own_levels`)."""
    return sum(level not in {"", own[choice]} for choice, level in levels.items())


Vector: TypeAlias = tuple[Fraction | None, ...]
"""One value per cluster."""


@dataclass(frozen=True)
class Core:
    """Levels of the choices that make x and y, and both of every member."""

    levels: Mapping[str, str]
    x: tuple[Vector, ...]
    y: tuple[Vector, ...]


def clusters_of(member: Member, editions: Editions) -> tuple[str, ...]:
    """The member's clusters by id, without sector groups that do not score y at all."""
    groups, scores = editions.groups, editions.scores
    scoring = {
        groups[cluster]
        for edition in scores.values()
        for (cluster, column), value in edition.items()
        if column == member.y and value is not None
    }
    return tuple(c for c, group in groups.items() if group in member.groups and group in scoring)


def concerning(members: Sequence[Member], editions: Editions) -> Editions:
    """The editions as far as members ask: their sector groups, their y, what their x are made of.

    An alternative to a correction is left out if it comes to the corrected scores here.
    """
    asked = {group for member in members for group in member.groups}
    columns = {one for member in members for one in (member.y, *_components(member))}
    indices = INDICES if any(member.x in INDICES for member in members) else ()
    groups = {c: group for c, group in editions.groups.items() if group in asked}

    def mine(figures: Scores, columns: Collection[str]) -> dict[tuple[str, str], Fraction | None]:
        return {
            (cluster, column): value
            for (cluster, column), value in figures.items()
            if cluster in groups and column in columns
        }

    as_printed = {name: mine(given, indices) for name, given in editions.as_printed.items()}
    scores = {edition: mine(given, columns) for edition, given in editions.scores.items()}
    corrected = scores.get("corrected")
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


def _components(member: Member) -> tuple[str, ...]:
    """The columns of scores that the member's x is made of."""
    if member.x == "ce_index":
        return (*INDEX_COMPONENTS["eei"], *INDEX_COMPONENTS["jai"])
    return INDEX_COMPONENTS.get(member.x, (member.x,))


def readings(members: Sequence[Member]) -> tuple[str, ...]:
    """Readings of chains, the nearest first; empty text where no member has one."""
    first = {member.chains[0] for member in members if member.chains}
    every = dict.fromkeys(one for member in members for one in member.chains)
    return (*((NEAREST,) if len(first) > 1 else ()), *every) or ("",)


def cores(members: Sequence[Member], variants: Variants, grid: Grid) -> Iterator[Core]:
    """All combinations of the choices that make x and y, with both of every member."""
    mine = [frozenset(clusters_of(member, variants.editions)) for member in members]
    editions = variants.editions.scores

    def unknown(columns: Mapping[Member, Sequence[str]]) -> bool:
        return any(
            variants.score(edition, cluster, column) is None
            for edition in editions
            for member, clusters in zip(members, mine, strict=True)
            for cluster in clusters
            for column in columns[member]
        )

    indexed = {one: _components(one) if one.x in INDICES else () for one in members}
    missing = unknown(indexed)
    rules = ("skip", "zero") if unknown({one: [one.y] for one in members}) else ("",)

    def vectors(value: Callable[[Member], Callable[[str], Fraction | None]]) -> tuple[Vector, ...]:
        return tuple(
            tuple(of(c) if c in clusters else None for c in variants.editions.groups)
            for member, clusters in zip(members, mine, strict=True)
            for of in [value(member)]
        )

    def y(member: Member, edition: str, rule: str) -> Callable[[str], Fraction | None]:
        nothing = Fraction(0) if rule == "zero" else None

        def of(cluster: str) -> Fraction | None:
            known = variants.score(edition, cluster, member.y)
            return nothing if known is None else known

        return of

    for edition in editions:
        kinds = {rule: vectors(partial(y, edition=edition, rule=rule)) for rule in rules}
        for choice, levels in _index_choices(members, mine, variants, grid, edition, missing):
            for chains in readings(members):
                x = vectors(
                    partial(_x, variants=variants, edition=edition, choice=choice, chains=chains)
                )
                for rule, given in kinds.items():
                    own = {"edition": edition, "missing_upgrading": rule, "chains": chains}
                    yield Core(own | levels, x, given)


def _x(
    member: Member, variants: Variants, edition: str, choice: IndexChoice | None, chains: Any
) -> Callable[[str], Fraction | None]:
    """The x by cluster; a reading of chains that the member has not is its nearest."""
    if member.chains:
        reading: Chains = chains if chains in member.chains else member.chains[0]
        return lambda cluster: variants.governed(edition, cluster, member.x, reading)
    if choice is not None and member.x in INDICES:
        return variants.index(member.x, choice).__getitem__
    return lambda cluster: variants.score(edition, cluster, member.x)


def _index_choices(
    members: Sequence[Member],
    clusters: Sequence[Collection[str]],
    variants: Variants,
    grid: Grid,
    edition: str,
    missing: bool,
) -> Iterator[tuple[IndexChoice | None, dict[str, str]]]:
    """Ways to arrive at indices, with the levels of the choices; `missing`: a component is n.a."""
    nothing = dict.fromkeys(("as_printed", "basis", "not_available", "aggregation", "weight"), "")
    if not any(member.x in INDICES for member in members):
        yield None, nothing
        return
    combined = any(member.x == "ce_index" for member in members)
    doubted = [
        name
        for name, figures in variants.editions.as_printed.items()
        if any(
            cluster in mine and member.x in (index, "ce_index")
            for cluster, index in figures
            for member, mine in zip(members, clusters, strict=True)
        )
    ]
    # of the formulas the report's alone is a mean of the components as well
    pools = combined and grid.rule.formula == REPORTED.formula
    rules: list[tuple[Any, Any]] = [(grid.rule.not_available, "sum")]
    if missing:
        rules = [("zero", "sum"), ("skip", "sum"), ("skip", "mean"), ("exclude", "sum")]
        rules = rules if pools else [rule for rule in rules if rule[1] == "sum"]
    for weight in grid.weights if combined else (None,):
        shown = "" if weight is None else exact_text(weight)
        weighted = grid.rule if weight is None else grid.rule.with_share(weight)
        for not_available, aggregation in rules:
            rule = replace(weighted, not_available=not_available)
            for erratum in (None, *doubted):
                yield (
                    IndexChoice(edition, "components", rule, aggregation, erratum),
                    {
                        "as_printed": (erratum or NONE) if doubted else "",
                        "basis": "components",
                        "not_available": not_available if missing else "",
                        "aggregation": aggregation if missing and pools else "",
                        "weight": shown,
                    },
                )
        yield (
            IndexChoice(edition, "printed_indices", weighted),
            nothing | {"basis": "printed_indices", "weight": shown},
        )
    if combined and grid.rule.scale == REPORTED.scale:
        yield IndexChoice(edition, "printed_index"), nothing | {"basis": "printed_index"}
