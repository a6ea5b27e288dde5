"""Choices of the config that are allowed one by one and cannot stand together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

from upgrading.fault_words import guess, shown
from upgrading.faults import Fault
from upgrading.numbers import exact_text
from upgrading.vocabulary import HIGHEST_INDEX

WINDOW: Final = ("trade.window.base", "trade.window.end", "trade.window.years")

OUTLIERS: Final = "trade.cleaning.outliers"

Problems = Iterable[tuple[str, str]]
"""Key and problem of each."""


def contradictions(
    config: Mapping[str, Any],
    file: str,
    wrong: Collection[str],
    relations: Collection[str],
    products: Collection[str],
) -> list[Fault]:
    """Every contradiction among the choices of a config.

    `wrong`: keys that are at fault by themselves; what rests on them is left alone. `relations`,
    `products`: names that the config may name; empty if they could not be read.
    """
    checks: list[tuple[tuple[str, ...], Callable[[Mapping[str, Any]], Problems]]] = [
        (("indices.weights",), _weights),
        (("indices.degrees.low_to", "indices.degrees.high_from"), _degrees),
        (("indices.weights", "indices.degrees.high_from"), _same_scale),
        (("indices.degrees.low_to",), _low_in_reach),
        (("multiverse.shown",), lambda config: _shown(config, relations)),
        (WINDOW, _window),
        ((f"{OUTLIERS}.rules", "trade.standard_unit_values"), _bounds),
        ((f"{OUTLIERS}.rules", f"{OUTLIERS}.excluded"), _excluded),
        ((f"{OUTLIERS}.low_percentile", f"{OUTLIERS}.high_percentile"), _percentiles),
        (("trade.classes.slight", "trade.classes.sharp"), _falls),
        ((*WINDOW, "trade.robustness.shortest"), _shortest),
        ((*WINDOW, "trade.robustness.years"), _years),
        (("trade.download.first_year", "trade.download.last_year"), _download_years),
        (("trade.download.products",), lambda config: _download_products(config, products)),
    ]
    return [
        Fault(file, problem, key=key)
        for keys, check in checks
        if not any(_touch(key, bad) for key in keys for bad in wrong)
        for key, problem in check(config)
    ]


def _touch(one: str, other: str) -> bool:
    """Whether two keys are the same or one stands under the other."""
    short, long = sorted((one, other), key=len)
    return long == short or long.startswith((f"{short}.", f"{short},"))


def _weights(config: Mapping[str, Any]) -> Problems:
    if not any(config["indices"]["weights"].values()):
        yield "indices.weights", "all are 0; one must be above 0"


def _degrees(config: Mapping[str, Any]) -> Problems:
    degrees = config["indices"]["degrees"]
    if degrees["low_to"] >= degrees["high_from"]:
        low, high = degrees["low_to"], degrees["high_from"]
        yield "indices.degrees", f"low_to ({low}) must be below high_from ({high})"


def _same_scale(config: Mapping[str, Any]) -> Problems:
    weights, high = config["indices"]["weights"], config["indices"]["degrees"]["high_from"]
    largest = HIGHEST_INDEX * sum(map(Fraction, map(str, weights.values())), Fraction(0))
    if 0 < largest < Fraction(str(high)):
        text = f"{high} is above the largest index that indices.weights give"
        yield "indices.degrees.high_from", f"{text} (allowed: up to {exact_text(largest)})"
    elif largest not in (0, HIGHEST_INDEX) and high <= HIGHEST_INDEX:
        yield (
            "indices.weights",
            f"they add to {exact_text(largest / HIGHEST_INDEX)}, so that the index runs from 0 to "
            f"{exact_text(largest)}, and indices.degrees are for an index from 0 to "
            f"{HIGHEST_INDEX}; give weights that add to 1, or for weights that add to more a "
            f"high_from above {HIGHEST_INDEX}",
        )


def _low_in_reach(config: Mapping[str, Any]) -> Problems:
    low = config["indices"]["degrees"]["low_to"]
    if low < 0:
        yield "indices.degrees.low_to", f"{low} is below the smallest index (allowed: from 0)"


def _shown(config: Mapping[str, Any], relations: Collection[str]) -> Problems:
    name = config["multiverse"]["shown"]
    if relations and name not in relations:
        text = f"{shown(name)} is not a relation of config/relations.yaml"
        yield "multiverse.shown", f"{text}{guess(name, relations)}"


def _window(config: Mapping[str, Any]) -> Problems:
    window = config["trade"]["window"]
    if window["base"] + 2 * window["years"] - 1 > window["end"]:
        ends = f"{window['base']} to {window['end']}"
        yield "trade.window", f"{ends} has no two separate ends of {window['years']} years"


def _outliers(config: Mapping[str, Any]) -> Mapping[str, Any]:
    outliers: Mapping[str, Any] = config["trade"]["cleaning"]["outliers"]
    return outliers


def _bounds(config: Mapping[str, Any]) -> Problems:
    if "bounds" in _outliers(config)["rules"] and not config["trade"]["standard_unit_values"]:
        yield (
            f"{OUTLIERS}.rules",
            '"bounds" needs the table of bounds that trade.standard_unit_values names; it names '
            "none",
        )


def _excluded(config: Mapping[str, Any]) -> Problems:
    outliers = _outliers(config)
    rules = outliers["rules"]
    for rule in outliers["excluded"]:
        if rule not in rules:
            allowed = ", ".join(rules) or "none"
            text = f"{shown(rule)} is not among outliers.rules (allowed: {allowed})"
            yield f"{OUTLIERS}.excluded", text


def _percentiles(config: Mapping[str, Any]) -> Problems:
    outliers = _outliers(config)
    low, high = outliers["low_percentile"], outliers["high_percentile"]
    if low >= high:
        text = f"low_percentile ({low}) must be below high_percentile ({high})"
        yield OUTLIERS, text


def _falls(config: Mapping[str, Any]) -> Problems:
    classes = config["trade"]["classes"]
    slight, sharp = classes["slight"], classes["sharp"]
    if slight > sharp:
        yield "trade.classes", f"slight ({slight}) must not be above sharp ({sharp})"


def _shortest(config: Mapping[str, Any]) -> Problems:
    window, shortest = config["trade"]["window"], config["trade"]["robustness"]["shortest"]
    span = window["end"] - window["base"]
    if 0 < span < shortest:
        text = f"{shortest} is more than the {span} years of trade.window"
        yield (
            "trade.robustness.shortest",
            f"{text} ({window['base']} to {window['end']}): the window itself would be left out "
            f"(allowed: 1 to {span})",
        )


def _years(config: Mapping[str, Any]) -> Problems:
    window, years = config["trade"]["window"], config["trade"]["robustness"]["years"]
    longest = (window["end"] - window["base"] + 1) // 2
    if longest >= 1 and min(years) > longest:
        text = f"no end of {' or '.join(map(str, years))} years fits twice into trade.window"
        yield (
            "trade.robustness.years",
            f"{text} ({window['base']} to {window['end']}; one of 1 to {longest} is expected)",
        )


def _download_years(config: Mapping[str, Any]) -> Problems:
    choices = config["trade"]["download"]
    if choices["first_year"] > choices["last_year"]:
        first, last = choices["first_year"], choices["last_year"]
        yield "trade.download", f"first_year ({first}) is after last_year ({last})"


def _download_products(config: Mapping[str, Any], products: Collection[str]) -> Problems:
    wanted = config["trade"]["download"]["products"]
    for name in wanted if isinstance(wanted, list) else ():
        if products and name not in products:
            text = f"{shown(name)} is not a product of config/trade_products.yaml"
            yield "trade.download.products", f"{text}{guess(name, products)}"
