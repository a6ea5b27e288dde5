"""Table 2's exports against trade statistics: the figures, and the years printed above them.

The printed year is itself a printed number. Over the whole trade series, every calendar year is
asked whether its figure is the printed one at the printed precision. A figure that fits some year
by chance is likely among many years, so the same is asked of pairs that do not belong together
(one row's printed figure, another row's series); how often these fit is stated beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Final

import pandas as pd

from upgrading.audit import rounding
from upgrading.cases import printed
from upgrading.numbers import rounded, shown
from upgrading.parts import NOTHING, Key, Name, Passage, joined, text_of
from upgrading.trade.classes import NOTHING_SUPPLIED
from upgrading.trade.products import Product
from upgrading.trade.sources import short_name

MILLION: Final = 10**6

EXPORTS_COLUMNS = (
    "source",
    "row",
    "column",
    "printed",
    "printed_year",
    "decimals_meant",
    "exporter",
    "products",
    "value_usd_mill",
    "difference_usd_mill",
    "relative_difference",
    "verdict",
    "years_that_fit",
    "nearest_year",
    "rank_of_printed_year",
    "explanation",
)
"""One row per printed export figure and source: `value_usd_mill` is the trade figure of the printed
year, the differences are trade less printed (relative to printed); `rank_of_printed_year` is 1
where no year is nearer; `nearest_year` the first of those equally near."""

YEAR_COLUMNS = (
    "source",
    "row",
    "column",
    "printed",
    "printed_year",
    "year",
    "value_usd_mill",
    "difference_usd_mill",
    "fits_as_printed",
    "fits_as_meant",
)
"""One row per printed export figure, source and calendar year."""

OFFSET_COLUMNS = (
    "source",
    "printed_year",
    "offset",
    "figures",
    "fitting",
    "median_relative_difference",
)
"""One row per printed year and offset: if all figures were those of `printed_year + offset`, how
many would fit, and how far off the median figure is."""

PLACEBO_COLUMNS = ("source", "held_against", "fitting", "cases")
"""How often a printed export figure fits what it does not belong to (`PLACEBOS`), by source."""

OF_ONE_YEAR: Final = ("one year of another row", "another year of its own row")

PLACEBOS: Final = ("some year of another row", *OF_ONE_YEAR)


@dataclass(frozen=True)
class Figure:
    """One printed export figure: where it stands, its value in US$ million, and its precision.

    `decimals` as printed; `meant` without the nought if all exports of its row print one.
    """

    row: str
    column: str
    text: str
    year: int
    value: Fraction
    decimals: int
    meant: int


def figures(cells: pd.DataFrame) -> list[Figure]:
    """The export figures of Table 2, from the printed cells (`printed.CELL_COLUMNS`).

    The year is read off the printed header. A row whose exports all print `.0` is taken to give
    whole millions: the nought says nothing.
    """
    body = cells[(cells["exhibit"] == "table_02") & (cells["row_kind"] == "body")]
    exports = body[body["column"].str.startswith("exports_")]
    found = []
    for row, line in exports.groupby("row", sort=False):
        whole = in_whole(line["printed"])
        for cell in line.itertuples(index=False):
            year = re.search(r"\b(?:19|20)\d\d\b", cell.header)
            value = printed.amount(cell.printed)
            if value is None or not year:
                continue
            digits = len(cell.printed.strip().partition(".")[2])
            found.append(
                Figure(
                    str(row),
                    cell.column,
                    cell.printed.strip(),
                    int(year[0]),
                    value,
                    digits,
                    0 if whole else digits,
                )
            )
    return found


def in_whole(texts: Iterable[str]) -> bool:
    """Whether figures of one row are whole: those that all print `.0` mean no tenth by it."""
    there = [text.strip() for text in texts if not printed.is_missing(text)]
    return all(re.fullmatch(r"[\d,]+(?:\.0)?", text) for text in there)


@dataclass(frozen=True)
class Series:
    """Exports by year in US$ million, of one row of Table 2 in one source."""

    source: str
    row: str
    exporter: str
    products: tuple[str, ...]
    values: Mapping[int, Fraction]


def series(
    unit_values: pd.DataFrame, listed: Mapping[str, Product], clusters: Mapping[str, str]
) -> list[Series]:
    """The trade series that each row of Table 2 can be held against, one per source.

    `unit_values`: `measures.unit_values`; `clusters`: the cluster of each row of Table 2. The
    products of a row add up; a year counts if the source has it for any of them.
    """
    found = []
    for row, cluster in clusters.items():
        own = {name: entry for name, entry in listed.items() if row in entry.profiles}
        exporters = {entry.clusters[cluster] for entry in own.values() if cluster in entry.clusters}
        for exporter in sorted(exporters):
            chosen = unit_values[
                unit_values["product"].isin(list(own)) & (unit_values["exporter"] == exporter)
            ]
            for source, rows in chosen.groupby("source"):
                values: dict[int, Fraction] = {}
                for year, value in zip(rows["year"], rows["value_usd"], strict=True):
                    dollars = Fraction(value).limit_denominator(1000) / MILLION
                    values[int(year)] = values.get(int(year), Fraction(0)) + dollars
                traded = tuple(name for name in own if name in set(rows["product"]))
                found.append(Series(str(source), row, exporter, traded, values))
    return found


def fit(figure: Figure, value: Fraction, decimals: int) -> str:
    """`exact`, `rounded`, `truncated` or nothing: how `value` prints as the figure."""
    if rounded(figure.value, decimals) != figure.value:
        return ""
    return rounding.fits(figure.value, Fraction(1, 10**decimals), value)


def _years_that_fit(figure: Figure, values: Mapping[int, Fraction]) -> list[int]:
    return [year for year in sorted(values) if fit(figure, values[year], figure.meant)]


def _nearest(figure: Figure, values: Mapping[int, Fraction]) -> list[int]:
    """Years by distance from the printed figure, the nearest first; ties by year."""
    return sorted(values, key=lambda year: (abs(values[year] - figure.value), year))


def _rank(figure: Figure, value: Fraction, values: Mapping[int, Fraction]) -> int:
    """1 and the number of years whose figure is nearer to the printed one than `value`."""
    off = abs(value - figure.value)
    return 1 + sum(abs(other - figure.value) < off for other in values.values())


def chance(printed_figures: Iterable[Figure], trade: Iterable[Series]) -> tuple[int, int]:
    """Pairs of a figure and another row's series in which any year fits, and all such pairs."""
    pairs = [
        bool(_years_that_fit(figure, one.values))
        for figure in printed_figures
        for one in trade
        if one.row != figure.row
    ]
    return sum(pairs), len(pairs)


def placebos(printed_figures: list[Figure], trade: list[Series]) -> pd.DataFrame:
    """How often figures fit by chance, by source: `PLACEBO_COLUMNS`, at the precision meant."""
    rows: list[tuple[object, ...]] = []
    for source in dict.fromkeys(one.source for one in trade):
        series_ = [one for one in trade if one.source == source]
        years = [
            (one.row == figure.row, year == figure.year, bool(fit(figure, value, figure.meant)))
            for figure in printed_figures
            for one in series_
            for year, value in one.values.items()
        ]
        of_others = [fits for own, _, fits in years if not own]
        own_others = [fits for own, as_printed, fits in years if own and not as_printed]
        counted = [
            chance(printed_figures, series_),
            *((sum(cases), len(cases)) for cases in (of_others, own_others)),
        ]
        rows += [(source, name, *pair) for name, pair in zip(PLACEBOS, counted, strict=True)]
    return pd.DataFrame(rows, columns=list(PLACEBO_COLUMNS), dtype=object)


def _explained(figure: Figure, one: Series, fits: list[int], placebo: tuple[int, int]) -> str:
    word = "years that fit" if len(fits) > 1 else "year that fits"
    listed = ", ".join(f"{year} ({shown(one.values[year], 3)})" for year in fits)
    own = one.values.get(figure.year)
    here = f"{figure.year} has {shown(own, 3)}" if own is not None else f"no {figure.year}"
    ends = f"{min(one.values)} to {max(one.values)}"
    return (
        f"the {word} {figure.text} from {ends}: {listed}; {here}. Of pairs of a printed "
        f"figure and another row's series, {placebo[0]} of {placebo[1]} have a year that fits"
    )


def _verdict(figure: Figure, one: Series, placebo: tuple[int, int]) -> tuple[str, str]:
    """Verdict in the audit's words, and why."""
    own = one.values.get(figure.year)
    if own is not None:
        for decimals in dict.fromkeys((figure.decimals, figure.meant)):
            if word := fit(figure, own, decimals):
                where = "whole millions"
                if decimals:
                    where = f"{decimals} decimal{'s' * (decimals > 1)}"
                return word, f"{shown(own, 3)} in {figure.year}, in {where}"
    fits = _years_that_fit(figure, one.values)
    if fits:
        return "explained", _explained(figure, one, fits, placebo)
    nearest = _nearest(figure, one.values)[0]
    here = f"{shown(own, 3)} in {figure.year}" if own is not None else f"no {figure.year}"
    text = f"{here}; no year fits, the nearest is {nearest} ({shown(one.values[nearest], 3)})"
    return "unexplained", text


def against_trade(printed_figures: list[Figure], trade: list[Series]) -> pd.DataFrame:
    """Every printed export figure beside the trade figure of its year: `EXPORTS_COLUMNS`.

    `verdict` in the audit's words: `exact`, `rounded` or `truncated` where the printed year's trade
    figure prints so; `explained` where it does not and another year's does; `unexplained` where no
    year's does; `no data supplied` without a series. An `explanation` is a passage.
    """
    rows: list[tuple[object, ...]] = []
    for figure in printed_figures:
        own = [one for one in trade if one.row == figure.row]
        head = (figure.row, figure.column, figure.text, figure.year, figure.meant)
        if not own:
            rows.append(("", *head, "", "", *[None] * 3, NOTHING_SUPPLIED, "", None, None, NOTHING))
        for one in own:
            others = [other for other in trade if other.source == one.source]
            verdict, why = _verdict(figure, one, chance(printed_figures, others))
            products = joined(", ", map(Name, one.products))
            begins = text_of(f"{short_name(one.source)}, {one.exporter}, ", products)
            value = one.values.get(figure.year)
            nearest = _nearest(figure, one.values)
            difference = None if value is None else value - figure.value
            relative = (
                difference / figure.value if difference is not None and figure.value else None
            )
            rows.append(
                (
                    one.source,
                    *head,
                    one.exporter,
                    " ".join(one.products),
                    value,
                    difference,
                    relative,
                    verdict,
                    " ".join(map(str, _years_that_fit(figure, one.values))),
                    nearest[0],
                    None if value is None else _rank(figure, value, one.values),
                    Passage((text_of(begins, f": {why}"),)),
                )
            )
    return pd.DataFrame(rows, columns=list(EXPORTS_COLUMNS), dtype=object)


def by_year(printed_figures: list[Figure], trade: list[Series]) -> pd.DataFrame:
    """Every printed export figure against every calendar year: `YEAR_COLUMNS`."""
    rows = [
        (
            one.source,
            figure.row,
            figure.column,
            figure.text,
            figure.year,
            year,
            value,
            value - figure.value,
            bool(fit(figure, value, figure.decimals)),
            bool(fit(figure, value, figure.meant)),
        )
        for figure in printed_figures
        for one in trade
        if one.row == figure.row
        for year, value in sorted(one.values.items())
    ]
    return pd.DataFrame(rows, columns=list(YEAR_COLUMNS), dtype=object)


def offsets(years: pd.DataFrame, largest: int = 5) -> pd.DataFrame:
    """How many figures fit if all were those of the printed year and some years: `OFFSET_COLUMNS`.

    `years`: `by_year`. Offsets from −`largest` to `largest` for which every series has the year.
    """
    rows = []
    for (source, printed_year), group in years.groupby(["source", "printed_year"]):
        number = group[["row", "column"]].drop_duplicates().shape[0]
        for offset in range(-largest, largest + 1):
            there = group[group["year"] == printed_year + offset]
            if len(there) < number:
                continue
            off = [
                abs(difference) / (value - difference)
                for difference, value in zip(
                    there["difference_usd_mill"], there["value_usd_mill"], strict=True
                )
                if value != difference  # of a printed 0 nothing is a share
            ]
            middle = median(off) if off else None
            fitting = int(there["fits_as_meant"].sum())
            rows.append((source, printed_year, offset, number, fitting, middle))
    return pd.DataFrame(rows, columns=list(OFFSET_COLUMNS), dtype=object)


def told(exports: pd.DataFrame) -> dict[Key, Passage]:
    """What trade statistics say of each printed export figure, by (exhibit, row, column)."""
    found: dict[Key, Passage] = {}
    for row in exports[exports["verdict"] != NOTHING_SUPPLIED].itertuples(index=False):
        key = ("table_02", str(row.row), str(row.column))
        (why,) = row.explanation.texts
        said = text_of(f"{row.verdict} against trade statistics: ", why)
        before = found.get(key, NOTHING).texts
        found[key] = Passage((joined("; ", [*before, said]),))
    return found
