"""The table of names: what every name in the claims files stands for.

The functions are those of `quantities`, `readings`, `special` and `trade_readings`; variables,
sector groups, degrees and chains are the study's; clusters, rows of Table 2, stages and tables are
those of the data at hand (`Known`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import ModuleType
from typing import Any, Final

from upgrading import vocabulary
from upgrading.cases.profiles import DATES, ROWS_OF_TABLE_2
from upgrading.claims import conditions, quantities, readings, special, trade_readings
from upgrading.claims.arguments import Function
from upgrading.claims.conditions import (
    Anything,
    Cluster,
    Condition,
    Degree,
    Exhibit,
    Number,
    Profile,
    Token,
    in_any_chain,
    in_chain,
    in_led_chain,
)
from upgrading.claims.conditions import SectorGroup as Sector
from upgrading.claims.language import Language
from upgrading.claims.quantities import Quantity, cell, figure, score, stage_figure
from upgrading.parts import Name, said, text_of

TABLE_2: Final = (
    *("firms", "additional_firms", "production_2002", "production_1995"),
    *("exports_2002", "exports_1996", "direct_jobs", "indirect_jobs", *DATES),
)
"""Figures of a row of Table 2."""

TABLE_20: Final = ["from_year", "to_year", "tonnes_start", "tonnes_end", "price_low", "price_high"]
"""Figures of a stage of Table 20."""

VARIABLES: Final = (
    *(
        *vocabulary.COMPONENTS,
        *vocabulary.INDICES,
        *vocabulary.GOVERNANCE,
        *vocabulary.UPGRADING,
        "up_sum",
    ),
    *(*DATES, ROWS_OF_TABLE_2),
)

_GROUPS: Final = dict(
    zip(("traditional", "natural", "complex", "software"), vocabulary.SECTOR_GROUPS, strict=True)
)


@dataclass(frozen=True)
class Known:
    """What the data have: ids, codes and printed cells (`None`: not known, and not checked).

    `clusters`: sector group, industry and country by id; by row of
    Table 2, `profiles`: its cluster, and the row with which its jobs are counted, if any;
    `figures`: the names of those that second sources are asked about.
    """

    clusters: Mapping[str, tuple[str, str, str]]
    profiles: Mapping[str, tuple[str, str]]
    stages: Collection[str]
    exhibits: Collection[str]
    products: Collection[str] | None = None
    cells: Collection[tuple[str, str, str]] | None = None
    figures: Collection[str] | None = None


@dataclass(frozen=True)
class NamedCondition(Condition):
    """A condition with a name: a degree (`degree`: as tables have it), or a chain with parts."""

    degree: str = ""
    parts: Mapping[str, object] = field(default_factory=dict, compare=False)


def words(known: Known) -> Language:
    """All that expressions can speak of, with these data."""
    names: dict[str, object] = {**_study(), **_data(known)}
    names |= {name: Function(name, make) for name, make in _functions(known, names).items()}
    industries = dict.fromkeys(industry for _, industry, _ in known.clusters.values())
    countries = dict.fromkeys(country for _, _, country in known.clusters.values())
    names["industries"], names["countries"] = tuple(industries), tuple(sorted(countries))
    quoted: dict[str, Collection[str]] = {"industry": industries, "country": countries}
    if known.products is not None:
        quoted["product"] = known.products
    if known.figures is not None:
        quoted["figure"] = known.figures
    return Language(names, quoted, known.cells)


def _study() -> dict[str, object]:
    names: dict[str, object] = {name: Token(name, "variable") for name in VARIABLES}
    names |= {short: Token(group, "group") for short, group in _GROUPS.items()}
    for name, members in (
        ("external_economies", vocabulary.EXTERNAL_ECONOMIES),
        ("joint_actions", vocabulary.JOINT_ACTION),
        ("components", vocabulary.COMPONENTS),
        ("governance", vocabulary.GOVERNANCE),
        ("upgrading", vocabulary.UPGRADING),
        ("groups", _GROUPS),
    ):
        names[name] = tuple(names[member] for member in members)
    for degree, condition in conditions.DEGREE_IS.items():
        names[degree] = NamedCondition(condition.words, condition.holds, degree)
    names["degrees"] = tuple(names[degree] for degree in vocabulary.DEGREES)
    kinds: dict[str, Callable[[conditions.Reach], Condition]] = {
        "chain": in_any_chain,
        "led": in_led_chain,
        **{one.removeprefix("gov_"): partial(in_chain, one) for one in vocabulary.GOVERNANCE},
    }
    for name, of in kinds.items():
        parts = {"domestic": of("domestic"), "abroad": of("global")}
        names[name] = NamedCondition(of("any").words, of("any").holds, parts=parts)
    names["several_patterns"], names["any_cluster"] = conditions.chains(), conditions.ANY
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
            words = text_of("year of creation of ", Name(name), " (Table 2):")
            parts["year"] = replace(figure(name, "year"), words=words)
            parts["created"] = cell("table_02", name, "created")
        names[name] = Token(name, *kinds, parts=parts)
    for stage in known.stages:
        figures = {column: stage_figure(stage, column) for column in TABLE_20}
        names[stage] = Token(stage, "stage", parts=figures)
    names["clusters"] = tuple(names[name] for name in known.clusters)
    names["profiles"] = tuple(names[name] for name in sorted(known.profiles))
    studied = dict.fromkeys(cluster for cluster, _ in known.profiles.values())
    names["studied_clusters"] = tuple(names[name] for name in studied)
    return names | {exhibit: Token(exhibit, "exhibit") for exhibit in known.exhibits}


# Functions -----------------------------------------------------------------------------------


def named(value: Quantity | Condition, text: str, decimals: Number = 2) -> Quantity | Condition:
    """The same quantity or condition in other words; of a quantity also how many decimals."""
    if isinstance(value, Quantity):
        return replace(value, words=said(text), decimals=int(decimals))
    return Condition(said(text), value.holds)


def label(one: Sector | Degree) -> str:
    """What the report calls a degree, or a sector group in small letters."""
    return (
        vocabulary.DEGREES[one]
        if one in vocabulary.DEGREES
        else vocabulary.SECTOR_GROUPS[one].lower()
    )


def without(members: Iterable[Anything], *left_out: Anything) -> tuple[object, ...]:
    """A list without some of its members."""
    return tuple(member for member in members if member not in left_out)


def number_of(members: Iterable[Anything]) -> Quantity:
    """How many members a list has."""
    return quantities.number(len(tuple(members)))


def _lists(known: Known, names: Mapping[str, Any]) -> dict[str, Callable[..., object]]:
    """Functions that give lists of names."""
    printed = {(exhibit, row) for exhibit, row, _ in known.cells or ()}

    def clusters_of(group: Sector) -> tuple[object, ...]:
        """The clusters of a sector group, as a list."""
        return tuple(names[name] for name, (own, _, _) in known.clusters.items() if own == group)

    def clusters_in(exhibit: Exhibit) -> tuple[object, ...]:
        """The clusters whose rows a table prints, as a list."""
        return tuple(names[name] for name in known.clusters if (exhibit, name) in printed)

    def rows_of(cluster: Cluster) -> tuple[object, ...]:
        """The rows of Table 2 that a cluster has, as a list; empty for most."""
        return tuple(names[row] for row, (name, _) in known.profiles.items() if name == cluster)

    def counted_with(profile: Profile) -> tuple[object, ...]:
        """The rows of Table 2 whose jobs are counted with those of a row, as a list."""
        return tuple(names[row] for row, (_, other) in known.profiles.items() if other == profile)

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
        "counted_with": counted_with,
        "others": others,
    }


_WORDS: Final[Mapping[ModuleType, str]] = {
    quantities: """mean count share total_over variance deviation strength score
    printed unit stated total total_known average median least_of greatest_of span distance rounded
    rank_correlation cell joined""",
    conditions: "industry_is country_is cluster_is group_is sum_exceeds exceeds_by scored at_least",
    readings: """every none most few only each_of higher lower ordered all_above association
    rises_with_degree printed_rises_with_degree all jointly all_decided any most_hold agree alone
    only_these decided refutable told given number_holding""",
    special: "significant differ differs on_scale prints_degree prints_the_same mentions",
    trade_readings: """shares_below not_among_first shares_fall reads_as both_fall
    unit_values_fall_in_most exports_rise exports_are exports_reach second_source_agrees""",
}
"""The functions of each module that are words of the language; Python's own names end in `_`."""


def _functions(known: Known, names: Mapping[str, Any]) -> dict[str, Callable[..., object]]:
    made: dict[str, Callable[..., object]] = {
        name: vars(module).get(f"{name}_") or vars(module)[name]
        for module, listed in _WORDS.items()
        for name in listed.split()
    }
    made |= {"named": named, "label": label, "without": without, "number_of": number_of}
    return made | _lists(known, names)
