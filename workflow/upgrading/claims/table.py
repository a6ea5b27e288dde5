"""The table of names: what every name in the claims files stands for.

The functions are those of `quantities`, `readings`, `special` and `trade_readings`; variables,
sector groups, degrees and chains are the study's; clusters, rows of Table 2, stages and tables are
those of the data at hand (`Known`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, Final

from upgrading.claims import evidence, quantities, readings, special, trade_readings
from upgrading.claims.arguments import Function
from upgrading.claims.evidence import Condition, in_any_chain, in_chain, in_led_chain
from upgrading.claims.kinds import Anything, Cluster, Degree, Exhibit, Number, SectorGroup, Token
from upgrading.claims.language import Words
from upgrading.claims.quantities import Quantity, cell, figure, score, stage_figure
from upgrading.claims.readings import Test
from upgrading.vocabulary import (
    COMPONENTS,
    DEGREES,
    EXTERNAL_ECONOMIES,
    GOVERNANCE,
    INDICES,
    JOINT_ACTION,
    SECTOR_GROUPS,
    UPGRADING,
)

TABLE_2: Final = (
    *("firms", "additional_firms", "production_2002", "production_1995"),
    *("exports_2002", "exports_1996", "direct_jobs", "indirect_jobs", *evidence.DATES),
)
"""Figures of a row of Table 2."""

TABLE_20: Final = (
    *("from_year", "to_year", "tonnes_start", "tonnes_end", "price_low", "price_high"),
)
"""Figures of a stage of Table 20."""

VARIABLES: Final = (
    *(*COMPONENTS, *INDICES, *GOVERNANCE, *UPGRADING, "up_sum"),
    *(*evidence.DATES, evidence.ROWS_OF_TABLE_2),
)

_GROUPS: Final = dict(
    zip(("traditional", "natural", "complex", "software"), SECTOR_GROUPS, strict=True)
)


@dataclass(frozen=True)
class Known:
    """What the data have: ids, codes and printed cells (`None`: not known, and not checked).

    `clusters`: sector group, industry and country by id; `profiles`: cluster by row of Table 2.
    """

    clusters: Mapping[str, tuple[str, str, str]]
    profiles: Mapping[str, str]
    stages: Collection[str]
    exhibits: Collection[str]
    products: Collection[str] | None = None
    cells: Collection[tuple[str, str, str]] | None = None


@dataclass(frozen=True)
class NamedCondition(Condition):
    """A condition that has a name: a degree (`degree`: as tables have it), or a chain with parts."""

    degree: str = ""
    parts: Mapping[str, object] = field(default_factory=dict, compare=False)


def words(known: Known) -> Words:
    """All that expressions can speak of, with these data."""
    names: dict[str, object] = {**_study(), **_data(known)}
    made = {**QUANTITIES, **CONDITIONS, **TESTS, **OF_TESTS, **TEXTS, **_lists(known, names)}
    made |= {name: _of_trade(make) for name, make in OF_TRADE.items()}
    names |= {name: Function(name, make) for name, make in made.items()}
    _, industries, countries = (dict.fromkeys(column) for column in zip(*known.clusters.values()))
    names["industries"], names["countries"] = tuple(industries), tuple(sorted(countries))
    quoted: dict[str, Collection[str]] = {"industry": industries, "country": countries}
    if known.products is not None:
        quoted["product"] = known.products
    return Words(names, quoted, known.cells)


def _study() -> dict[str, object]:
    names: dict[str, object] = {name: Token(name, "variable") for name in VARIABLES}
    names |= {short: Token(group, "group") for short, group in _GROUPS.items()}
    for name, members in (
        ("external_economies", EXTERNAL_ECONOMIES),
        ("joint_actions", JOINT_ACTION),
        ("components", COMPONENTS),
        ("governance", GOVERNANCE),
        ("upgrading", UPGRADING),
        ("groups", _GROUPS),
    ):
        names[name] = tuple(names[member] for member in members)
    for degree, condition in evidence.DEGREE_IS.items():
        names[degree] = NamedCondition(condition.text, condition.holds, degree)
    names["degrees"] = tuple(names[degree] for degree in DEGREES)
    kinds: dict[str, Callable[[evidence.Reach], Condition]] = {
        "chain": in_any_chain,
        "led": in_led_chain,
    }
    for pattern in GOVERNANCE:
        kinds[pattern.removeprefix("gov_")] = lambda reach, name=pattern: in_chain(name, reach)
    for name, of in kinds.items():
        parts = {"domestic": of("domestic"), "abroad": of("global")}
        names[name] = NamedCondition(of("any").text, of("any").holds, parts=parts)
    names["several_patterns"], names["any_cluster"] = evidence.chains(), evidence.ANY
    return names


def _data(known: Known) -> dict[str, object]:
    names: dict[str, object] = {}
    for name in dict.fromkeys((*known.clusters, *known.profiles)):
        kinds, parts = list[str](), dict[str, object]()
        if name in known.clusters:
            kinds.append("cluster")
            parts |= {variable: score(name, variable) for variable in VARIABLES}
        if name in known.profiles:
            kinds.append("profile")
            parts |= {column: figure(name, column) for column in TABLE_2}
            parts["year"] = replace(figure(name, "year"), text=f"year of creation of {name} (Table 2):")
            parts["created"] = cell("table_02", name, "created")
        names[name] = Token(name, *kinds, parts=parts)
    for stage in known.stages:
        figures = {column: stage_figure(stage, column) for column in TABLE_20}
        names[stage] = Token(stage, "stage", parts=figures)
    names["clusters"] = tuple(names[name] for name in known.clusters)
    names["profiles"] = tuple(names[name] for name in known.profiles)
    studied = dict.fromkeys(known.profiles.values())
    names["studied_clusters"] = tuple(names[name] for name in studied)
    return names | {exhibit: Token(exhibit, "exhibit") for exhibit in known.exhibits}


# Functions -----------------------------------------------------------------------------------


def named(
    value: Quantity | Condition, text: str, decimals: Number = 2
) -> Quantity | Condition:
    """The same quantity or condition in other words; of a quantity also how many decimals."""
    if isinstance(value, Quantity):
        return replace(value, text=text, decimals=int(decimals))
    return Condition(text, value.holds)


def label(one: SectorGroup | Degree) -> str:
    """What the report calls a degree, or a sector group in small letters."""
    return DEGREES[one] if one in DEGREES else SECTOR_GROUPS[one].lower()


def without(members: Iterable[Anything], *left_out: Anything) -> tuple[object, ...]:
    """A list without some of its members."""
    return tuple(member for member in members if member not in left_out)


def number_of(members: Iterable[Anything]) -> Quantity:
    """How many members a list has."""
    return quantities.number(len(tuple(members)))


def _lists(known: Known, names: Mapping[str, Any]) -> dict[str, Callable[..., object]]:
    """Functions that give lists of names."""
    printed = {(exhibit, row) for exhibit, row, _ in known.cells or ()}

    def clusters_of(group: SectorGroup) -> tuple[object, ...]:
        """The clusters of a sector group, as a list."""
        return tuple(names[name] for name, (own, _, _) in known.clusters.items() if own == group)

    def clusters_in(exhibit: Exhibit) -> tuple[object, ...]:
        """The clusters whose rows a table prints, as a list."""
        return tuple(names[name] for name in known.clusters if (exhibit, name) in printed)

    def rows_of(cluster: Cluster) -> tuple[object, ...]:
        """The rows of Table 2 that a cluster has, as a list; empty for most."""
        return tuple(names[row] for row, name in known.profiles.items() if name == cluster)

    def others(one: Anything) -> tuple[object, ...]:
        """The other sector groups, external economies, joint actions, or clusters of the group."""
        if str(one) in known.clusters:
            return without(clusters_of(known.clusters[str(one)][0]), one)
        for members in (names["groups"], names["external_economies"], names["joint_actions"]):
            if one in members:
                return without(members, one)
        raise ValueError("a sector group, external economy, joint action or cluster is expected")

    return {
        "clusters_of": clusters_of,
        "clusters_in": clusters_in,
        "rows_of": rows_of,
        "others": others,
        "without": without,
    }


QUANTITIES: Final[Mapping[str, Callable[..., object]]] = {
    "mean": quantities.mean,
    "count": quantities.count,
    "share": quantities.share,
    "total_over": quantities.total_over,
    "lowest": quantities.lowest,
    "highest": quantities.highest,
    "variance": quantities.variance,
    "strength": quantities.strength,
    "score": quantities.score,
    "printed": quantities.printed_in,
    "unit": quantities.unit,
    "stated": quantities.stated,
    "jobs_per_million": special.jobs_per_million,
    "total": quantities.total,
    "total_known": quantities.total_known,
    "average": quantities.average,
    "median": quantities.median,
    "span": quantities.span,
    "distance": quantities.distance,
    "rank_correlation": quantities.rank_correlation,
    "given": quantities.given,
    "root": quantities.root,
    "rounded": quantities.rounded,
    "number_known": quantities.number_known,
    "number_holding": readings.number_holding,
    "number_of": number_of,
    "named": named,
}
CONDITIONS: Final[Mapping[str, Callable[..., object]]] = {
    "industry_is": evidence.industry_is,
    "country_is": evidence.country_is,
    "cluster_is": evidence.cluster_is,
    "group_is": evidence.group_is,
    "sum_exceeds": evidence.sum_exceeds,
    "exceeds_by": evidence.exceeds_by,
    "scored": evidence.scored,
    "at_least": evidence.at_least,
}
TESTS: Final[Mapping[str, Callable[..., object]]] = {
    "every": readings.every,
    "none": readings.none,
    "most": readings.most,
    "few": readings.few,
    "only": readings.only,
    "each_of": readings.each_of,
    "only_among": readings.only_among,
    "higher": readings.higher,
    "lower": readings.lower,
    "ordered": readings.ordered,
    "all_above": readings.all_above,
    "association": readings.association,
    "negative_association": readings.negative_association,
    "no_association": readings.no_association,
    "significant": special.significant,
    "rises_with_degree": readings.rises_with_degree,
    "differs_between_groups": special.differs_between_groups,
    "differs_with": special.differs_with,
    "differ": special.differ,
    "on_scale": special.on_scale,
    "printed_rises_with_degree": readings.printed_rises_with_degree,
    "prints_degree": special.prints_degree,
    "printed_degree_follows": special.printed_degree_follows,
    "prints_the_same": special.prints_the_same,
    "adds_up": special.adds_up,
    "mentions": special.mentions,
}
OF_TESTS: Final[Mapping[str, Callable[..., object]]] = {
    "all": readings.all_hold,
    "jointly": readings.jointly,
    "all_decided": readings.all_decided,
    "any": readings.any_holds,
    "most_hold": readings.most_hold,
    "agree": readings.agree,
    "alone": readings.alone,
    "only_these": readings.only_these,
    "decided": readings.decided,
    "refutable": readings.refutable,
    "told": readings.told,
}
TEXTS: Final[Mapping[str, Callable[..., object]]] = {
    "cell": quantities.cell,
    "joined": quantities.joined,
    "listed": quantities.listed,
    "label": label,
}
OF_TRADE: Final[Mapping[str, Callable[..., trade_readings.OneSource]]] = {
    "shares_below": trade_readings.shares_below,
    "not_among_first": trade_readings.not_among_first,
    "shares_fall": trade_readings.shares_fall,
    "reads_as": trade_readings.reads_as,
    "both_fall": trade_readings.both_fall,
    "unit_values_fall_in_most": trade_readings.unit_values_fall_in_most,
}


def _of_trade(make: Callable[..., trade_readings.OneSource]) -> Callable[..., Test]:
    """The test of one source, asked of every source that has the products."""

    @wraps(make)
    def function(products: Iterable[str], exporter: str, *rest: object, **named: object) -> Test:
        names = tuple(products)
        return special.of_trade(names, exporter, make(names, exporter, *rest, **named))

    return function
