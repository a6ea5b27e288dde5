"""Tests of claims on trade: market shares and relative unit values of products over the window.

Nothing here knows what the outcome should be. Where the trade files hold no figures of a product
the data cannot decide; where several sources part, they cannot either, and both are told.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, Final, TypeAlias

from upgrading.claims.conditions import Country, Number, Product, SecondFigure, names_of
from upgrading.claims.evidence import Evidence
from upgrading.claims.quantities import Quantity
from upgrading.claims.readings import Outcome, Test
from upgrading.numbers import rounded, shown
from upgrading.parts import Name, joined, text_of
from upgrading.trade.classes import NO_DATA, ClassChoices, reading
from upgrading.trade.evidence import TradeEvidence, changes, per_cent
from upgrading.trade.second_sources import called
from upgrading.trade.sources import short_name

_Row: TypeAlias = Mapping[str, Any]


def _over_sources(
    products: Sequence[str],
    exporter: str,
    judge: Callable[[TradeEvidence, str, Sequence[_Row]], Outcome],
) -> Test:
    """What the sources that have every product say; undecided where none decides or they part.

    `judge`: what one source says, with its changes of the products.
    """

    def test(evidence: Evidence) -> Outcome:
        trade, outcomes = evidence.trade, dict[str, Outcome]()
        for source in trade.sources(products, exporter):
            rows = [trade.row(source, product, exporter) for product in products]
            for change in (one for row in rows for one in changes(row)):
                if evidence.notes:
                    evidence.notes.tell(change)
            outcomes[source] = judge(trade, source, rows)
        if not outcomes:
            missing = text_of("no data supplied on ", names_of(products), f" of {exporter}")
            return Outcome(None, missing)
        told = joined(
            "; ", (text_of(f"{short_name(name)}: ", one.told) for name, one in outcomes.items())
        )
        answers = {one.holds for one in outcomes.values() if one.holds is not None}
        return Outcome(answers.pop() if len(answers) == 1 else None, told)

    return test


def _by_change(
    products: Sequence[str],
    exporter: str,
    judge: Callable[[Sequence[_Row], ClassChoices], tuple[bool | None, str]],
) -> Test:
    """A test of the changes of some products; they are told after what `judge` says of them."""

    def one_source(trade: TradeEvidence, _: str, rows: Sequence[_Row]) -> Outcome:
        holds, text = judge(rows, trade.choices)
        moves = (
            text_of(share.before, share, ", relative unit value ", value, value.after)
            for share, value in map(changes, rows)
        )
        return Outcome(holds, text if holds is None else text_of(text, joined(", ", moves)))

    return _over_sources(products, exporter, one_source)


def shares_below(products: Sequence[Product], exporter: Country, limit: Number) -> Test:
    """Every product's market share is below a limit in the first and the last year."""

    def one_source(trade: TradeEvidence, source: str, rows: Sequence[_Row]) -> Outcome:
        texts, holds = [], True
        for product, row in zip(products, rows, strict=True):
            for year in (row["base"], row["end"]):
                share = trade.shares(source, product, year).get(exporter, math.nan)
                if math.isnan(share):
                    return Outcome(None, text_of("no share of ", Name(product), f" in {year}"))
                holds &= bool(share < limit)
                texts.append(text_of(Name(product), f" {per_cent(share)} in {year}"))
        return Outcome(holds, joined(", ", texts))

    return _over_sources(products, exporter, one_source)


def not_among_first(products: Sequence[Product], exporter: Country, places: Number) -> Test:
    """In no product is the exporter one of so many largest in the last year.

    `None` if a product has no more exporters than that: their order says nothing.
    """

    def one_source(trade: TradeEvidence, source: str, rows: Sequence[_Row]) -> Outcome:
        texts, holds = [], True
        for product, row in zip(products, rows, strict=True):
            year = row["end"]
            shares = trade.shares(source, product, year).dropna()
            if exporter not in shares.index or len(shares) <= places:
                few = text_of(f"{len(shares)} exporters of ", Name(product), f" in {year}")
                return Outcome(None, few)
            place = 1 + int((shares > shares[exporter]).sum())
            holds &= place > places
            texts.append(text_of(Name(product), f": place {place} of {len(shares)} in {year}"))
        return Outcome(holds, joined(", ", texts))

    return _over_sources(products, exporter, one_source)


def shares_fall(
    products: Sequence[Product],
    exporter: Country,
    number: Number,
    *,
    beyond_tolerance: bool = False,
) -> Test:
    """The market share falls in exactly so many of the products.

    `beyond_tolerance`: only a fall beyond the tolerance of the configuration counts.
    """

    def judge(rows: Sequence[_Row], choices: ClassChoices) -> tuple[bool | None, str]:
        least = choices.share_tolerance if beyond_tolerance else 0.0
        falling = len([row for row in rows if row["share_change"] < -least])
        return falling == number, f"falls in {falling} of {len(rows)}: "

    return _by_change(products, exporter, judge)


def reads_as(products: Sequence[Product], exporter: Country, word: str) -> Test:
    """Every product's changes read as `word` (`classes.reading`): downgrading or withdrawing."""

    def judge(rows: Sequence[_Row], choices: ClassChoices) -> tuple[bool | None, str]:
        found = [
            reading(row["share_change"], row["relative_unit_value_change"], choices) for row in rows
        ]
        if NO_DATA in found:
            return None, "a change is missing"
        slight, sharp = per_cent(choices.slight), per_cent(choices.sharp)
        words = f"slight up to {slight}, sharp from {sharp}"
        return all(one == word for one in found), f"{', '.join(found)} ({words}); "

    return _by_change(products, exporter, judge)


def both_fall(
    products: Sequence[Product], exporter: Country, *, where_share_falls: bool = False
) -> Test:
    """Share and relative unit value both fall in every product.

    `where_share_falls`: only of the products whose share falls, of which there must be one.
    """

    def judge(rows: Sequence[_Row], _: ClassChoices) -> tuple[bool | None, str]:
        asked = [row for row in rows if row["share_change"] < 0 or not where_share_falls]
        fall = [row["share_change"] < 0 and row["relative_unit_value_change"] < 0 for row in asked]
        return bool(asked) and all(fall), ""

    return _by_change(products, exporter, judge)


def unit_values_fall_in_most(products: Sequence[Product], exporter: Country) -> Test:
    """The relative unit value falls in more than half of the products."""

    def judge(rows: Sequence[_Row], _: ClassChoices) -> tuple[bool | None, str]:
        falling = sum(bool(row["relative_unit_value_change"] < 0) for row in rows)
        return 2 * falling > len(rows), f"falls in {falling} of {len(rows)}: "

    return _by_change(products, exporter, judge)


# What a country exported, from a second source ----------------------------------------------------


def exports_rise(products: Sequence[Product], exporter: Country, base: Number, end: Number) -> Test:
    """The country's exports of the products together are higher in one year than in another."""

    def judge(before: Fraction, after: Fraction) -> bool:
        return after > before

    return _of_exports(products, exporter, (base, end), judge)


def exports_are(
    products: Sequence[Product], exporter: Country, year: Number, stated: Quantity, decimals: Number
) -> Test:
    """The country's exports of the products are what is stated, in US$ million, so many decimals.

    Cut off or rounded: a figure is what is printed either way.
    """

    def judge(figure: Fraction, exported: Fraction) -> bool:
        places = 10 ** int(decimals)
        cut = Fraction(int(exported * places), places)
        return figure in {cut, rounded(exported, int(decimals))}

    return _beside_exports(products, exporter, year, stated, judge)


def exports_reach(
    products: Sequence[Product], exporter: Country, year: Number, stated: Quantity
) -> Test:
    """The country exported at least what is stated of a part of it, in US$ million."""
    return _beside_exports(products, exporter, year, stated, lambda figure, all_: all_ >= figure)


def _beside_exports(
    products: Sequence[str],
    exporter: str,
    year: Number,
    stated: Quantity,
    judge: Callable[[Fraction, Fraction], bool],
) -> Test:
    def test(evidence: Evidence) -> Outcome:
        figure = stated.value(evidence)
        if figure is None:
            return Outcome(None, stated.told(evidence))
        outcome = _of_exports(products, exporter, (year,), partial(judge, figure))(evidence)
        return Outcome(outcome.holds, text_of(stated.told(evidence), "; ", outcome.told))

    return test


def _of_exports(
    products: Sequence[str],
    exporter: str,
    years: Sequence[Number],
    judge: Callable[..., bool],
) -> Test:
    """A test of a country's exports in some years.

    Undecided where no source has all of them, or two part. They are the country's: of a cluster
    they
    say no more than what part of its country's exports it has.
    """

    def test(evidence: Evidence) -> Outcome:
        by_year = [evidence.trade.exports(products, exporter, int(year)) for year in years]
        sources = sorted(set.intersection(*map(set, by_year)))
        if not sources:
            missing = text_of("no data supplied on ", names_of(products), f" of {exporter}")
            return Outcome(None, missing)
        told, answers = [], set()
        for source in sources:
            values = [one[source] for one in by_year]
            answers.add(judge(*values))
            figures = (
                f"{shown(value, 1)} in {year}" for value, year in zip(values, years, strict=True)
            )
            told.append(f"{short_name(source)}: {', '.join(figures)}")
        text = text_of(
            names_of(products),
            f", all of {exporter}, US$ million: {'; '.join(told)}",
        )
        return Outcome(answers.pop() if len(answers) == 1 else None, text)

    return test


def second_source_agrees(figure: SecondFigure) -> Test:
    """The second sources have the printed figure, at the precision of the print.

    The figures are those of `config/second_sources.yaml`. Undecided where no source has it for all
    its years, or two part.
    """

    def test(evidence: Evidence) -> Outcome:
        rows = evidence.trade.compared(figure)
        if not rows:
            return Outcome(None, "no second source is asked about the figure")
        # a source that has other years takes nothing from one that decides
        answers = {_ANSWERS[row["word"]] for row in rows if row["word"] in _ANSWERS}
        said = [
            f"{called(row['source'])}: {row['told']}" if row["source"] else row["told"]
            for row in rows
        ]
        told = "; ".join([f"printed: {rows[0]['printed']}", *said])
        return Outcome(answers.pop() if len(answers) == 1 else None, told)

    return test


_ANSWERS: Final = {"supported": True, "contradicted": False}
"""What the word of a comparison says; any other decides nothing."""
