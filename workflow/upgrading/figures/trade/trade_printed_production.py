"""Printed volumes and prices of Table 20 on the production of a second source, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import cycle
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from upgrading.figures.page import head_height, headed, wrapped
from upgrading.figures.style import INK, MUTED, RULE, Drawing, new_figure
from upgrading.figures.trade_series import without_data
from upgrading.numbers import shown
from upgrading.trade.second_sources import called
from upgrading.verdicts import WORDS

PLACE = 140


TITLE = "Printed volumes and prices of salmon beside FAO’s figures"

_TABLE: Final = "table_20/"

_MEASURES: Final = ("quantity", "unit_value")
"""Of the upper and of the lower panel."""

_MARKED: Final = [
    *("source", "products", "place", "measure", "unit", "first_year", "last_year", "low", "high"),
    *("estimated", "assumed_price", "word"),
]

_LOOKS: Final = (("#332288", "-"), ("#B35900", (0, (4, 2))))
"""Colour and line of the readings, in their order; the colours stand for no sector group."""

_MARKS: Final[Mapping[str, str]] = {"supported": "s", "contradicted": "X", "not_testable": "D"}


def data(second: pd.DataFrame, second_years: pd.DataFrame) -> pd.DataFrame:
    """A mark each: a year of the second source, or a figure that the report prints."""
    held, own = _drawn(second, second_years)
    series = own.rename(columns={"year": "first_year", "value": "low"}).assign(
        last_year=own["year"], high=own["value"]
    )
    deciding = held[held["decides"] & held["measure"].isin(_MEASURES)]
    ends = [_printed(row) for row in deciding.to_dict("records")]
    printed = deciding.assign(
        source="", low=[float(min(end)) for end in ends], high=[float(max(end)) for end in ends]
    )
    printed = printed.drop(columns=["products", "estimated", "assumed_price"])
    return pd.concat([series, printed]).reindex(columns=_MARKED)


def _drawn(second: pd.DataFrame, second_years: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The printed figures that a source is held against, and its series over the same years."""
    held = second[second["place"].str.startswith(_TABLE) & (second["source"] != "")]
    volumes = held[held["measure"] == "quantity"]
    own = second_years[
        (second_years["kind"] == "production")
        & second_years["area"].isin(volumes["area"])
        & second_years["source"].isin(volumes["source"])
        & second_years["products"].isin(volumes["products"])
        & second_years["measure"].isin(_MEASURES)
    ]
    return held, own[own["year"].between(volumes["first_year"].min(), volumes["last_year"].max())]


def draw(second: pd.DataFrame, second_years: pd.DataFrame) -> Drawing:
    """Draw tonnes above prices, over time.

    `second`: `audit.second_sources.comparisons`; `second_years`: `audit.second_sources.years`.
    """
    held, own = _drawn(second, second_years)
    volumes = held[held["measure"] == "quantity"]
    if volumes.empty:
        return without_data(TITLE, "Printed volumes with a second source")
    finding = _finding(volumes)
    note = _note(volumes)
    figure = new_figure(5.2 + head_height(finding))
    headed(figure, TITLE, finding)
    volume, price = figure.subplots(2, sharex=True, height_ratios=[3, 2])
    looks = dict(zip(dict.fromkeys(volumes["products"]), cycle(_LOOKS), strict=False))
    for measure, axes in zip(_MEASURES, (volume, price), strict=True):
        _draw_lines(axes, own[own["measure"] == measure], looks)
    _draw_points(volume, volumes[volumes["decides"]])
    _draw_ranges(price, held[(held["measure"] == "unit_value") & held["decides"]])
    _set_axes(volume, price)
    _add_legend(volume, volumes, looks)
    figure.supxlabel(note, x=0.01, ha="left", fontsize=7, color=MUTED)
    return Drawing(figure, TITLE, f"{finding}. {_alt(held)}")


def _finding(volumes: pd.DataFrame) -> str:
    """How many printed volumes a source supports and contradicts, as the words say."""
    deciding = volumes[volumes["decides"]]
    words = deciding["word"].value_counts()
    return (
        f"Of {len(deciding)} printed volumes FAO’s figures support {words.get('supported', 0)} and "
        f"contradict {words.get('contradicted', 0)}"
    )


def _draw_lines(axes: Axes, own: pd.DataFrame, looks: Mapping[str, tuple[str, Any]]) -> None:
    for products, (colour, line) in looks.items():
        rows = own[own["products"] == products].sort_values("year")
        axes.plot(
            rows["year"], rows["value"].astype(float), color=colour, linestyle=line, linewidth=1.2
        )
        for mark, there in (("estimated", rows["estimated"]), ("assumed", rows["assumed_price"])):
            axes.plot(
                rows.loc[there, "year"],
                rows.loc[there, "value"].astype(float),
                linestyle="none",
                marker="o",
                markersize=3.6 if mark == "estimated" else 2.6,
                markerfacecolor="white",
                markeredgecolor=colour,
                markeredgewidth=0.8,
            )


def _printed(row: Mapping[str, Any]) -> list[Fraction]:
    """The ends of what is printed: a figure in tonnes, with points of thousands, or a range."""
    text = str(row["printed"])
    parts = [text.replace(".", "")] if row["measure"] == "quantity" else text.split("-")
    return [Fraction(part) for part in parts]


def _draw_points(axes: Axes, volumes: pd.DataFrame) -> None:
    for place, row in enumerate(volumes.to_dict("records")):
        (tonnes,) = _printed(row)
        at = (int(row["first_year"]), float(tonnes))
        axes.plot(*at, marker=_MARKS[row["word"]], markersize=6, color=INK, linestyle="none")
        start = place % 2 == 0
        axes.annotate(
            f"{shown(tonnes, 0, thousands=',')} t",
            at,
            xytext=(7 if start else -7, -3 if start else 3),
            textcoords="offset points",
            ha="left" if start else "right",
            va="top" if start else "bottom",
            fontsize=7.5,
        )


def _draw_ranges(axes: Axes, prices: pd.DataFrame) -> None:
    for row in prices.to_dict("records"):
        low, high = _printed(row)
        start, end = int(row["first_year"]), int(row["last_year"])
        axes.add_patch(
            Rectangle(
                (start - 0.4, float(low)),
                end - start + 0.8,
                float(high - low),
                facecolor="#e4e4ee",
                edgecolor=RULE,
                linewidth=0.6,
                zorder=0,
            )
        )
        axes.annotate(
            f"printed: US$ {row['printed'].replace('-', '–')} per kg",
            ((start + end) / 2, float(low)),
            xytext=(0, -2),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=7,
        )


def _set_axes(volume: Axes, price: Axes) -> None:
    volume.set_yscale("log")
    volume.set_ylim(0.7, 2_000_000)
    volume.yaxis.set_major_formatter(lambda y, _: shown(Fraction(y), 0, thousands=","))
    volume.set_ylabel("Production\n(tonnes, logarithmic scale)")
    price.set_ylim(0, 12)
    price.set_ylabel("Value of a kilogram\n(US dollars)")
    price.set_xlabel("Year")
    price.xaxis.set_major_locator(MaxNLocator(integer=True, steps=(1, 2, 5, 10)))
    for axes in (volume, price):
        axes.minorticks_off()
        axes.grid(axis="y", color=RULE, linewidth=0.4)
        axes.set_axisbelow(True)


def _add_legend(axes: Axes, volumes: pd.DataFrame, looks: Mapping[str, tuple[str, Any]]) -> None:
    area = volumes["area"].iloc[0]
    keys = [
        Line2D([], [], color=colour, linestyle=line, linewidth=1.2, label=f"FAO: {name}, {area}")
        for name, (colour, line) in looks.items()
    ]
    keys += [
        Line2D(
            [],
            [],
            color=INK,
            marker=_MARKS[word],
            linestyle="none",
            markersize=6,
            label=f"printed: {WORDS[word].word.lower()}",
        )
        for word in dict.fromkeys(volumes.loc[volumes["decides"], "word"])
    ]
    axes.legend(handles=keys, loc="upper left", fontsize=7, frameon=False)


def _note(volumes: pd.DataFrame) -> str:
    names = "; ".join(dict.fromkeys(volumes["source"]))
    return wrapped(
        "Verdicts are those of the reading as salmon alone. Open circles: estimated by FAO "
        "(volumes), or a value at an assumed, round price. Lower panel: FAO’s value over its "
        "tonnes, and the prices that Table 20 prints for each stage. Second source: "
        f"{names}. Figures of Pietrobelli and Rabellotti (2004), Table 20."
    )


def _alt(held: pd.DataFrame) -> str:
    told = [
        f"{row['label']}, {row['printed']} {row['unit']}: {row['told']} ({row['products']}, "
        f"{WORDS[row['word']].word.lower()})"
        for row in held.to_dict("records")
    ]
    names = " and ".join(dict.fromkeys(called(source) for source in held["source"]))
    return (
        "Two panels over the same years: above, production in tonnes on a logarithmic scale, by "
        f"{names}, with the volumes that the report prints; below, the value of a kilogram, with "
        f"the ranges of prices that it prints. {'; '.join(told)}."
    )


def shows(second: pd.DataFrame, second_years: pd.DataFrame) -> tuple[Any, ...]:
    """The comparisons of Table 20's figures, and the series behind them."""
    return second, second_years
