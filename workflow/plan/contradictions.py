"""Choices of the config that are allowed one by one and cannot stand together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

from upgrading.cases.indices import INDEX_FORMULAS, REPORTED, IndexRule, formula_fault, scale_text
from upgrading.faults import Fault, guess, none_of, shown
from upgrading.numbers import exact_text

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
        (("indices.formula",), _formula),
        (("indices",), _scale),
        (("indices", "multiverse.high_from", "multiverse.low_to"), _levels),
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


def _formula(config: Mapping[str, Any]) -> Problems:
    name = config["indices"]["formula"]
    if name not in INDEX_FORMULAS:
        yield "indices.formula", none_of(name, INDEX_FORMULAS)


def _rule(config: Mapping[str, Any]) -> IndexRule | None:
    """The rule of the index; `None` if its formula or its weights are at fault."""
    indices = config["indices"]
    known = indices["formula"] in INDEX_FORMULAS and any(indices["weights"].values())
    return IndexRule.from_config(indices) if known else None


def _scale(config: Mapping[str, Any]) -> Problems:
    """Thresholds on the scale of the index, and none left from another scale."""
    rule = _rule(config)
    if rule is None:
        return
    if fault := formula_fault(rule):
        yield "indices.formula", fault
        return
    degrees = config["indices"]["degrees"]
    off = {
        "high_from": _above(degrees["high_from"], rule),
        "low_to": _below(degrees["low_to"], rule),
    }
    yield from ((f"indices.degrees.{key}", problem) for key, problem in off.items() if problem)
    usual = rule.with_share(rule.weights.share, total=Fraction(1))
    if any(off.values()):
        return
    if rule.scale != usual.scale and rule.high_from <= min(rule.scale[1], usual.scale[1]):
        yield (
            "indices.weights",
            f"they add to {exact_text(rule.weights.total)}, so that the index runs from "
            f"{scale_text(rule.scale)}, and indices.degrees are for an index from "
            f"{scale_text(usual.scale)}; give weights that add to 1, or for weights that add to "
            f"more a high_from above {usual.scale[1]}",
        )
    elif rule.scale != REPORTED.scale and (rule.high_from, rule.low_to) == (
        REPORTED.high_from,
        REPORTED.low_to,
    ):
        yield (
            "indices.degrees",
            f"{degrees['high_from']} and {degrees['low_to']} are the report's, on a scale of "
            f"{scale_text(REPORTED.scale)}; {rule.formula} runs from {scale_text(rule.scale)}: "
            "give both on that scale",
        )


def _levels(config: Mapping[str, Any]) -> Problems:
    """Thresholds of the multiverse on the scale of the index, if the analysis's own are."""
    rule = _rule(config)
    if rule is None or any(_scale(config)):
        return
    for key in ("high_from", "low_to"):
        for number, level in enumerate(config["multiverse"][key], start=1):
            if off := _above(level, rule) or _below(level, rule):
                yield f"multiverse.{key}, item {number}", off


def _above(threshold: float, rule: IndexRule) -> str:
    if Fraction(str(threshold)) <= rule.scale[1]:
        return ""
    return f"{threshold} is above the largest index that {_allowed(rule)}"


def _below(threshold: float, rule: IndexRule) -> str:
    if Fraction(str(threshold)) >= rule.scale[0]:
        return ""
    return f"{threshold} is below the smallest index that {_allowed(rule)}"


def _allowed(rule: IndexRule) -> str:
    return f"{rule.formula} gives with indices.weights (allowed: {scale_text(rule.scale)})"


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
