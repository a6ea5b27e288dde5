"""Readings of statements that the report makes of several groups, or as part of another statement.

The report says nearly the same of one sector group and of all clusters. Such statements may get
different verdicts, but only for the clusters they speak of, not for how they are read.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from upgrading.claims.evidence import (
    Condition,
    Evidence,
    Group,
    chosen,
    in_any_chain,
    in_chain,
    in_led_chain,
    industry_is,
    named,
    present,
)
from upgrading.claims.readings import (
    Quantity,
    Reading,
    average,
    compare,
    higher_where,
    negated,
    number,
    number_of,
    ratio,
    share_within,
)
from upgrading.vocabulary import GOVERNANCE

_KINDS: Final = (("up_product", "product"), ("up_process", "process"))
_LED_FROM_ABROAD: Final = in_led_chain("global")
_FARM_PRODUCTS: Final = named(
    "farm products",
    industry_is(
        "Tobacco", "Wine", "Sugar", "Milk and dairy", "Mangoes and grapes", "Melons", "Apples"
    ),
)


def leaders_do_not_foster(group: str, place: str) -> tuple[Reading, ...]:
    """Leaders of chains do little for the upgrading of the clusters of a group."""
    return tuple(
        Reading(
            f"{label} upgrading no higher in chains led from abroad, {place}",
            negated(higher_where(variable, _LED_FROM_ABROAD, group)),
        )
        for variable, label in _KINDS
    )


def _farm_average(variable: str, chain: Condition) -> Quantity:
    return average(variable, "natural_resource_based", chain & _FARM_PRODUCTS)


FARM_LEADERS_DO_NOT_FOSTER: Final = tuple(
    Reading(
        f"{label} upgrading no higher where leaders abroad command the chain, farm products",
        compare(
            _farm_average(variable, _LED_FROM_ABROAD),
            "<=",
            _farm_average(variable, ~_LED_FROM_ABROAD),
        ),
    )
    for variable, label in _KINDS
)
"""Foreign buyers of farm products do little for the upgrading of those who grow them."""


def _global_chains(patterns: Iterable[str], group: Group, text: str) -> Quantity:
    names = tuple(patterns)

    def value(evidence: Evidence) -> Fraction:
        rows = chosen(evidence, group)
        return Fraction(sum(code in {2, 3} for name in names for code in present(rows, name)))

    return Quantity(text, value)


def global_chains_mostly_quasi_hierarchies(group: Group) -> tuple[Reading, ...]:
    """In most cases the global chains of the clusters of a group are quasi-hierarchies."""
    quasi_hierarchy = in_chain("gov_quasi_hierarchy", "global")
    half = number("0.5")
    return (
        Reading(
            "most clusters with a global chain are in a global quasi-hierarchy",
            compare(share_within(quasi_hierarchy, in_any_chain("global"), group), ">", half),
        ),
        Reading(
            "most global chains are quasi-hierarchies",
            compare(
                ratio(
                    _global_chains(["gov_quasi_hierarchy"], group, "global quasi-hierarchies"),
                    _global_chains(GOVERNANCE, group, "global chains"),
                ),
                ">",
                half,
            ),
        ),
        Reading(
            "more clusters are in global quasi-hierarchies than in global market chains",
            compare(
                number_of(quasi_hierarchy, group),
                ">",
                number_of(in_chain("gov_market", "global"), group),
            ),
        ),
    )
