"""Tables of second sources: printed figures against them, and they against trade statistics."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from upgrading.exhibits.tabulation import (
    NOTHING,
    Column,
    Formula,
    Number,
    Row,
    Tabulation,
    column_id,
)
from upgrading.exhibits.trade import NATIONAL, exhibit_of, row_of
from upgrading.files.frames import known
from upgrading.numbers import exact, exact_text, shown
from upgrading.trade.second_entries import SecondSources
from upgrading.trade.second_sources import called
from upgrading.trade.sources import ATTRIBUTION, short_name
from upgrading.verdicts import WORDS

PRINTED, PAIRS = "trade_second_sources", "trade_second_pairs"

TABLES: Final = (PRINTED, PAIRS)

_DECIMALS: Final = {"t": 0, "US$ mill.": 1, "%": 1, "US$/kg": 2, "times": 1}

KINDS_APART: Final = (
    "Production is compared with production and exports with exports, never one with the other."
)


def tables(
    comparisons: pd.DataFrame, pairs: pd.DataFrame, listed: SecondSources
) -> list[Tabulation[None]]:
    """Both tables.

    `comparisons`: `audit.second_sources.comparisons`; `pairs`: `trade.second_sources.pairs`.
    """
    return [_printed(comparisons), _pairs(pairs, listed)]


def _sources(frame: pd.DataFrame, column: str) -> tuple[str, ...]:
    """The note that names sources in full, which is what is owed to them."""
    names = [source for source in dict.fromkeys(frame[column]) if source]
    return (f"Second sources: {'; '.join(names)}.",) if names else ()


def _number(value: Any, decimals: int, factor: int | Fraction = 1) -> Number:
    found = value * factor if isinstance(value, Fraction) else exact(value, factor)
    if found is None:
        return NOTHING
    return Number(shown(found, decimals, thousands=","), exact_text(found))


# Printed figures ------------------------------------------------------------------------------


def _printed(comparisons: pd.DataFrame) -> Tabulation[None]:
    columns: list[Column[None]] = [
        Column("printed", "Printed", str, "printed", _printed_there),
        Column("unit", "Unit", str, "unit", "what the figure is counted in"),
        Column("years", "Years", str, "years", "the years that the report gives for the figure"),
        Column("second_low", "Second source", _end, "low unit", _computed, given="low"),
        Column("second_high", "to", _end, "high unit", _computed, given="high"),
        Column(
            *("difference", "Difference (%)", lambda value: _number(value, 1, 100)),
            *("relative_difference", _difference, ("second_low",)),
            given="relative_difference",
        ),
        Column("word", "Verdict", str, "verdict", _judged),
        Column("marks", "Caution", str, "marks"),
    ]
    caption = "Printed figures against second sources"
    notes = (
        "Supported where the second source's figure, rounded or (but for tonnes) cut off, equals "
        "the printed one at its printed precision (final noughts of tonnes, and a .0 shared by all "
        "figures of a row, do not count as precision) or, for a range, where every year lies "
        "within it; contradicted otherwise. Not testable where the source lacks a year that the "
        "figure refers to.",
        "A line with “read as” gives another reading of a figure; it is for information only.",
        "Estimated: the source estimated a figure. Assumed price: the source's value is the "
        "quantity times a round price, a multiple of 5 cents a kilogram, so it says little about "
        "prices.",
        KINDS_APART,
        "Tonnes are printed with points of thousands: 143.000 is 143,000.",
        *_notes_of(comparisons),
        *_sources(comparisons, "source"),
    )
    table = Tabulation(PRINTED, columns, caption, notes, ["Figure"])
    for source, rows in comparisons.groupby("source", sort=False):
        name = called(str(source)) or "No second source"
        table.section(name, column_id(name))
        for row in rows.to_dict("records"):
            # whole, since a reader may sort the lines
            reading = "" if row["decides"] else f", read as {row['products']}"
            table.line(f"{row['label']}{reading}", row=_row_of(row), shows=_shows(row))
    return table


def _notes_of(comparisons: pd.DataFrame) -> Iterable[str]:
    """What is to be minded of single figures, with the figures that it is about."""
    noted = comparisons[comparisons["note"] != ""]
    for note, rows in noted.groupby("note", sort=False):
        yield f"{'; '.join(dict.fromkeys(rows['label']))}: {note}"


def _row_of(row: Row) -> str:
    parts = (row["comparison"], row["products"], called(str(row["source"])))
    return column_id(" ".join(parts))


def _shows(row: Row) -> Row:
    years = dict.fromkeys((row["first_year"], row["last_year"]))
    between = " and " if row["measure"] == "growth" else "–"
    marks = ["estimated"] * bool(row["estimated"]) + ["assumed price"] * bool(row["assumed_price"])
    # of a single figure the second column stays empty
    own = dict(row)
    if row["low"] == row["high"]:
        del own["high"]
    return {
        **own,
        "years": between.join(map(str, years)),
        "verdict": WORDS[row["word"]].word,
        "marks": ", ".join(marks),
    }


def _end(value: Any, unit: str) -> Number:
    return _number(value, _DECIMALS[unit])


def _printed_there(_: None, row: Row) -> Formula:
    cell = str(row["place"])
    if cell.count("/") == 2:
        return Formula("as the report prints it", "", (cell,))
    return Formula(f"as the report says it: {cell}")


def _computed(_: None, row: Row) -> Formula:
    what = f"{row['products']}, {row['area']}, {row['years']}, {row['unit']}"
    told = f"{what}: {row['source']} ({row['lines']})"
    return Formula(told, str(row["formula"]))


def _difference(_: None, __: Row) -> Formula:
    return Formula("the second source's figure over the printed one, less 1, per cent")


def _judged(_: None, row: Row) -> str:
    return str(row["told"])


# Beside trade ---------------------------------------------------------------------------------


def _pairs(pairs: pd.DataFrame, listed: SecondSources) -> Tabulation[None]:
    columns: list[Column[None]] = []
    for what, unit in (("value", "US$ thousand"), ("quantity", "t")):
        columns += [
            _figure(f"{what}_second", f"Second source ({unit})", "second", what),
            _figure(f"{what}_trade", f"Trade statistics ({unit})", "trade", what),
            Column(
                *(f"{what}_ratio", f"Ratio, {what} (%)", lambda value: _number(value, 1, 100)),
                *(f"{what}_ratio", "the second source's figure over that of trade, per cent"),
                *((f"{what}_second", f"{what}_trade"), f"{what}_ratio"),
            ),
        ]
    columns.append(Column("differ", "Differ", str, "differ"))
    caption = "Trade statistics against second sources"
    tolerance = shown(Fraction(str(listed.tolerance)) * 100, 2, trim=True)
    notes = (
        "Ratio: the second source's figure as a share of that in the trade statistics.",
        f"Differ: by more than {tolerance} % of the figure in trade statistics. It is not known "
        "which of the two is right, and neither is changed.",
        *_unequal(pairs, listed),
        NATIONAL,
        *_sources(pairs, "second_source"),
        *dict.fromkeys(ATTRIBUTION[one] for one in pairs["source"] if one in ATTRIBUTION),
    )
    table = Tabulation(PAIRS, columns, caption, notes, ["Year"])
    for (name, second, source), rows in pairs.groupby(
        ["pair", "second_source", "source"], sort=False
    ):
        pair = listed.pairs[str(name)]
        title = f"{pair.label}: {called(str(second))} and {short_name(str(source))}"
        head = column_id(f"{name} {called(str(second))} {source}")
        table.section(title, head)
        for year, both in rows.groupby("year"):
            place = (str(source), pair.exporter, pair.product, int(year))
            shows = {"product": pair.product, "row": row_of(*place), "part": pair.part}
            for one in both.to_dict("records"):
                shows |= _sides(one)
            table.line(str(year), row=f"{head}_{year}", shows=_with_word(shows))
    return table


def _sides(one: Row) -> dict[str, Any]:
    what = str(one["element"]).partition("_")[2]
    ours, theirs = one["second"], one["trade"]
    return {
        f"{what}_second": ours,
        f"{what}_trade": theirs,
        f"{what}_ratio": ours / theirs if theirs else None,
        f"{what}_agrees": one["agrees"],
    }


def _with_word(shows: dict[str, Any]) -> dict[str, Any]:
    differ = [what for what in ("value", "quantity") if shows.get(f"{what}_agrees") is False]
    return {**shows, "differ": " and ".join(differ)}


def _figure(name: str, header: str, side: str, what: str) -> Column[None]:
    inputs = {"value": "value_usd_mill", "quantity": "quantity"}

    def told(_: None, row: Row) -> Formula:
        value = exact_text(row[name])
        if side == "second":
            return Formula(f"{what} in the second source / 1000", f"{value} / 1000")
        place = f"{exhibit_of(row['product'])}/{row['row']}/{inputs[what]}"
        return Formula(f"{what} in trade statistics / 1000", f"{value} / 1000", (place,))

    return Column(
        name, header, lambda value: _number(value, 0, Fraction(1, 1000)), name, told, given=name
    )


def _unequal(pairs: pd.DataFrame, listed: SecondSources) -> Iterable[str]:
    """How many years of each pair agree, and where they part most."""
    held = pairs.loc[[known(agrees) for agrees in pairs["agrees"]]]
    for (name, source), rows in held.groupby(["pair", "source"], sort=False):
        apart = rows.loc[[not agrees for agrees in rows["agrees"]]]
        years, odd = rows["year"].nunique(), apart["year"].nunique()
        text = f"{listed.pairs[str(name)].label}, {short_name(str(source))}: "
        text += f"{years - odd} of {years} years agree"
        if odd:
            worst = max(apart.to_dict("records"), key=lambda row: abs(row["relative_difference"]))
            percent = shown(abs(worst["relative_difference"]) * 100, 0)
            text += f"; they differ most in {worst['year']}, by {percent} %"
        yield f"{text}."
