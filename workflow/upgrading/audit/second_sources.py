"""Printed figures against second sources: which of them a source has, and what that says.

A figure is supported where the source's, rounded or cut off, is the printed one at the precision
that the print has: trailing noughts of a whole number of tonnes say nothing, nor does a `.0` where
all figures of the row have one. Of a range every year has to lie in it. The words are those of
statements (basis `outside`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import pandas as pd

from upgrading.audit import rounding
from upgrading.audit.printed_exports import in_whole
from upgrading.cases import printed
from upgrading.exhibits.trade import raw_lines
from upgrading.faults import DataFaults, Fault
from upgrading.numbers import shown
from upgrading.trade.second_entries import SECOND, UNITS, Measure, PrintedFigure, SecondSources
from upgrading.trade.second_sources import Figures, Measured
from upgrading.verdicts import Word

COMPARISON_COLUMNS: Final = (
    "comparison",
    "label",
    "place",
    "printed",
    "measure",
    "unit",
    "first_year",
    "last_year",
    "area",
    "products",
    "decides",
    "source",
    "low",
    "high",
    "years_known",
    "relative_difference",
    "estimated",
    "assumed_price",
    "word",
    "told",
    "formula",
    "lines",
    "note",
)
"""One row per printed figure, reading and source. `low` and `high`: the source's figure, of several
years the lowest and the highest."""

YEAR_COLUMNS: Final = (
    "source",
    "kind",
    "measure",
    "unit",
    "area",
    "products",
    "year",
    "value",
    "estimated",
    "assumed_price",
)
"""One row per measure that a figure is held against, source and year."""

DECIMALS: Final[Mapping[Measure, int]] = {
    "quantity": 0,
    "value": 1,
    "share": 1,
    "unit_value": 2,
    "growth": 1,
}
"""How our own figures are shown."""


@dataclass(frozen=True)
class Print:
    """What is printed: the text, the lowest and highest figure that it names, and its precision."""

    text: str
    place: str
    low: Fraction
    high: Fraction
    step: Fraction


def round_step(value: Fraction) -> Fraction:
    """What the last digit but noughts of a whole number stands for: 1000 in 143,000, 10 in 50."""
    step = Fraction(1)
    while value and (value / (10 * step)).denominator == 1:
        step *= 10
    return step


def _ends(text: str, measure: Measure) -> tuple[list[Fraction], Fraction]:
    """The figures of a text, one or two, and the step of its last digit. Raises `ValueError`."""
    read = printed.count if measure == "quantity" else printed.amount
    found = [read(part) for part in text.split("-")]
    ends = [one for one in found if one is not None]
    if len(ends) != len(found) or len(ends) > 2:
        raise ValueError(f'"{text}" is not a figure, or a range such as 2.8-4.5')
    step = min(printed.last_digit(part.replace(",", "")) for part in text.split("-"))
    return ends, min(map(round_step, ends)) if measure == "quantity" else step


def prints(listed: SecondSources, cells: pd.DataFrame) -> dict[str, Print | None]:
    """What is printed of each figure, by name; of growth, told in words, only its text counts.

    `cells`: `printed.CELL_COLUMNS`. `None` where nothing is printed: that every cell is there is
    checked before any rule runs, and not here, since a baseline may lack one. Raises `DataFaults`
    for a text that is no figure.
    """
    keys = zip(cells["exhibit"], cells["row"], cells["column"], strict=True)
    texts = dict(zip(keys, cells["printed"], strict=True))
    found: dict[str, Print | None] = {}
    faults: list[Fault] = []
    for name, figure in listed.printed.items():
        place, stated = figure.place, figure.stated
        text = stated.text if stated else texts.get(place or ("", "", ""), "").strip()
        if printed.is_missing(text):
            found[name] = None
            continue
        where = stated.at if stated else figure.cell
        if figure.measure == "growth":
            least = Fraction(str(figure.least))
            found[name] = Print(text, where, least, least, Fraction(1))
            continue
        try:
            ends, step = _ends(text, figure.measure)
        except ValueError as error:
            faults.append(Fault(SECOND, str(error), key=f"printed.{name}"))
            continue
        if place is not None and place[0] == "table_02":
            row = cells[(cells["exhibit"] == place[0]) & (cells["row"] == place[1])]
            alike = row[row["column"].str.startswith(figure.of)]
            step = Fraction(1) if in_whole(alike["printed"]) else step
        found[name] = Print(text, where, ends[0], ends[-1], step)
    if faults:
        raise DataFaults(faults)
    return found


def _agrees(figure: PrintedFigure, print_: Print, values: Sequence[Fraction]) -> bool:
    if figure.measure == "growth":
        return all(value >= print_.low for value in values)
    if print_.low != print_.high:
        return all(rounding.within(print_.low, print_.high, print_.step, value) for value in values)
    # decimals may be cut off; nobody prints 488,231 tonnes as 400,000
    accepted = {"exact", "rounded"} | ({"truncated"} if figure.measure != "quantity" else set())
    return all(rounding.fits(print_.low, print_.step, value) in accepted for value in values)


def word_of(figure: PrintedFigure, print_: Print, known: Mapping[int, Fraction]) -> Word:
    """What a source's figures, by year, say of the printed one.

    Where all known years agree and others are missing, the source does not decide.
    """
    if not known:
        return "not_testable"
    if not _agrees(figure, print_, list(known.values())):
        return "contradicted"
    asked = 1 if figure.measure == "growth" else len(figure.span)
    return "supported" if len(known) == asked else "not_testable"


def in_unit(value: Fraction, measure: Measure) -> str:
    """`370,711 t`, `30.4 %`, `7.8 times`."""
    return f"{shown(value, DECIMALS[measure], thousands=',')} {UNITS[measure]}"


def comparisons(series: pd.DataFrame, cells: pd.DataFrame, listed: SecondSources) -> pd.DataFrame:
    """Every printed figure against every source that has its series: `COMPARISON_COLUMNS`.

    `series`: `second_sources.SERIES_COLUMNS`; `cells`: `printed.CELL_COLUMNS`. A figure that no
    source can be asked about has one row, without a source. Raises `DataFaults` as `prints`.
    """
    known, texts = Figures(series), prints(listed, cells)
    rows = [
        _about(name, figure, texts[name], group) | said
        for name, figure in listed.printed.items()
        for group in (figure.products, *figure.beside)
        for said in _readings(figure, texts[name], group, known, listed)
    ]
    return pd.DataFrame(rows, columns=list(COMPARISON_COLUMNS), dtype=object)


def _about(name: str, figure: PrintedFigure, print_: Print | None, group: str) -> dict[str, object]:
    """The columns that do not depend on a source."""
    return {
        **{"comparison": name, "label": figure.label},
        "place": print_.place if print_ else figure.cell,
        **{
            "printed": print_.text if print_ else "",
            "measure": figure.measure,
            "unit": UNITS[figure.measure],
        },
        **{"first_year": figure.years[0], "last_year": figure.years[-1], "area": figure.area},
        **{"products": group, "decides": group == figure.products, "note": figure.note},
    }


_NO_SOURCE: Final = {
    **{"source": "", "low": None, "high": None, "years_known": 0, "relative_difference": None},
    **{"estimated": False, "assumed_price": False, "word": "not_testable"},
    **{"formula": "", "lines": ""},
}
"""The columns of a figure that no source can be asked about."""


def _readings(
    figure: PrintedFigure, print_: Print | None, group: str, known: Figures, listed: SecondSources
) -> Iterator[dict[str, object]]:
    """What each source says of a figure, in the reading of one group of products."""
    members = listed.members(group)
    if print_ is None:
        yield {**_NO_SOURCE, "told": "the report prints no figure"}
        return
    sources = known.sources(figure.of, figure.area, members)
    if not sources and group == figure.products:
        told = f"no second source has {figure.of} of {group}, {figure.area}"
        yield {**_NO_SOURCE, "told": told}
    for source in sources:
        yield {"source": source} | _said(figure, print_, members, source, known)


def _said(
    figure: PrintedFigure, print_: Print, members: Sequence[str], source: str, known: Figures
) -> dict[str, object]:
    def of(year: int) -> Measured | None:
        return known.measured(source, figure.of, figure.measure, figure.area, members, year)

    asked = [*figure.years] if figure.measure == "growth" else [*figure.span]
    found = {year: one for year in asked if (one := of(year)) is not None}
    values = {year: one.value for year, one in found.items()}
    formula = found[max(found)].formula if len(asked) == 1 and found else ""
    if figure.measure == "growth":
        first, last = (found.get(year) for year in figure.years)
        values = {}
        if first and last and first.value:
            values = {figure.years[-1]: last.value / first.value}
            formula = f"{last.formula} / {first.formula}"
    word = word_of(figure, print_, values)
    single = len(values) == 1 and print_.low == print_.high and figure.measure != "growth"
    entries = [entry for one in found.values() for entry in one.entries]
    marks = {
        "estimated": any(one.estimated for one in found.values()),
        "assumed_price": any(one.assumed for one in found.values()),
    }
    told = _told(figure, found, values) if values else _nearest(figure, source, members, known)
    return {
        **{"low": min(values.values(), default=None), "high": max(values.values(), default=None)},
        **{"years_known": len(found), "word": word, "formula": formula, **marks},
        "relative_difference": next(iter(values.values())) / print_.low - 1 if single else None,
        "told": "; ".join([told, *marked(**marks)]),
        "lines": raw_lines(
            pd.DataFrame([(one.file, one.line) for one in entries], columns=["file", "line"])
        ),
    }


def marked(estimated: bool, assumed_price: bool) -> list[str]:
    """What is said of figures that were not measured."""
    return ["estimated by the source"] * estimated + ["at an assumed price"] * assumed_price


def _told(
    figure: PrintedFigure, found: Mapping[int, Measured], values: Mapping[int, Fraction]
) -> str:
    first, last = min(found), max(found)
    if figure.measure == "growth":
        ends = " and ".join(f"{in_unit(found[y].value, 'quantity')} in {y}" for y in (first, last))
        return f"{in_unit(values[last], 'growth')}: {ends}"
    if len(figure.span) == 1:
        return f"{in_unit(values[last], figure.measure)} in {last}"
    low, high = (shown(end(values.values()), DECIMALS[figure.measure]) for end in (min, max))
    ends = low if low == high else f"{low} to {high}"
    text = f"{ends} {UNITS[figure.measure]} from {first} to {last}"
    if len(found) < len(figure.span):
        text += f", {len(found)} of {len(figure.span)} years"
    return text


def _nearest(figure: PrintedFigure, source: str, members: Sequence[str], known: Figures) -> str:
    """That the source has nothing for the years, and what it has for the nearest one."""
    years = known.years(source, figure.of, figure.area, members)
    near = sorted(years, key=lambda year: (abs(year - figure.years[0]), year))
    measured = (
        (year, known.measured(source, figure.of, figure.measure, figure.area, members, year))
        for year in near
    )
    when = " to ".join(map(str, dict.fromkeys(figure.years)))
    text = f"no figure of {when}"
    for year, one in measured:
        if one is not None and figure.measure != "growth":
            return f"{text}; {in_unit(one.value, figure.measure)} in {year}, the nearest year"
    return text


def years(series: pd.DataFrame, listed: SecondSources) -> pd.DataFrame:
    """What printed figures are held against, for every year that a source has: `YEAR_COLUMNS`."""
    known = Figures(series)
    asked = dict.fromkeys(
        (
            figure.of,
            "quantity" if figure.measure == "growth" else figure.measure,
            figure.area,
            group,
        )
        for figure in listed.printed.values()
        for group in (figure.products, *figure.beside)
    )
    rows = []
    for kind, measure, area, group in asked:
        members = listed.members(group)
        for source in known.sources(kind, area, members):
            for year in known.years(source, kind, area, members):
                one = known.measured(source, kind, measure, area, members, year)
                if one is not None:
                    head = (source, kind, measure, UNITS[measure], area, group, year)
                    rows.append((*head, one.value, one.estimated, one.assumed))
    return pd.DataFrame(rows, columns=list(YEAR_COLUMNS), dtype=object)
