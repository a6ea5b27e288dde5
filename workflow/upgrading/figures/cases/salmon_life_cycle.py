"""The Chilean salmon cluster over its life cycle: volume and price by stage (Table 20)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from upgrading.figures.page import head_height, headed
from upgrading.figures.style import (
    GROUP_COLOURS,
    GROUP_MARKERS,
    INK,
    MUTED,
    Drawing,
    new_figure,
)
from upgrading.numbers import shown

PLACE = 70


TITLE = "Volume and price of Chilean farmed salmon over the stages of the cluster"

_GROUP: Final = "natural_resource_based"
_COLOUR: Final = GROUP_COLOURS[_GROUP]
_STEPS: Final = (1, 2, 5, 10)
"""Ticks at round years and prices."""

_NOTE = (
    "Squares: production in the first and the last year of a stage (dashed: the report gives none "
    "between them).\nBars: lowest to highest price in the stage. "
    "Figures of Pietrobelli and Rabellotti (2004), Table 20"
)


def data(stages: pd.DataFrame) -> pd.DataFrame:
    """The stages that have a place on the time axis, with the volumes and prices marked."""
    return stages.dropna(subset=["from_year", "to_year"])


def draw(stages: pd.DataFrame) -> Drawing:
    """Draw tonnes above prices, over time; `stages` has the columns of `vocabulary.STAGE_COLUMNS`.

    A stage without years has no place on the time axis and is left out.
    """
    dated = data(stages)
    finding = _finding(dated)
    figure = new_figure(4.6 + head_height(finding))
    headed(figure, TITLE, finding)
    volume, price = figure.subplots(2, sharex=True, height_ratios=[3, 2])
    for number, (_, stage) in enumerate(dated.iterrows()):
        for axes in (volume, price):
            # Alternating shades part the stages, in greyscale too.
            axes.axvspan(*_span(stage), color="#f2f2f2" if number % 2 else "#e4e4e4", zorder=0)
        _draw_name(volume, stage)
        _draw_volume(volume, stage)
        _draw_price(price, stage)
    _set_axes(volume, price, dated)
    figure.supxlabel(_NOTE, x=0.01, ha="left", fontsize=7, color=MUTED)
    return Drawing(figure, TITLE, f"{finding}. {_alt(dated)}")


def _finding(stages: pd.DataFrame) -> str:
    """How far volume and price went, from the first stage to the last that have both."""
    known = stages.dropna(subset=["tonnes_start", "tonnes_end", "price_low", "price_high"])
    if known.empty:
        return "No stage has both volumes and prices"
    first, last = known.iloc[0], known.iloc[-1]
    return (
        f"Output went from {_tonnes(first['tonnes_start'])} to {_tonnes(last['tonnes_end'])}, "
        f"the price from US$ {_price(first)} to {_price(last)} per kilogram"
    )


def _span(stage: pd.Series) -> tuple[float, float]:
    """Both ends of a stage on the time axis: whole years, so that stages meet."""
    return float(stage["from_year"]) - 0.5, float(stage["to_year"]) + 0.5


def _years(stage: pd.Series) -> str:
    return f"{shown(stage['from_year'], 0)}–{shown(stage['to_year'], 0)}"


def _name(stage: pd.Series) -> str:
    return str(stage["stage"]).replace("_", " ").capitalize()


def _draw_name(axes: Axes, stage: pd.Series) -> None:
    start, end = _span(stage)
    for text, height, weight in ((_name(stage), 13, "bold"), (_years(stage), 3, "normal")):
        axes.annotate(
            text,
            ((start + end) / 2, 1),
            xycoords=axes.get_xaxis_transform(),
            xytext=(0, height),
            textcoords="offset points",
            ha="center",
            fontweight=weight,
        )


def _draw_volume(axes: Axes, stage: pd.Series) -> None:
    years = (stage["from_year"], stage["to_year"])
    tonnes = (stage["tonnes_start"], stage["tonnes_end"])
    points = [(float(x), float(y)) for x, y in zip(years, tonnes, strict=True) if y]
    axes.plot(
        [x for x, _ in points],
        [y for _, y in points],
        linestyle=(0, (4, 2)),
        linewidth=1.2,
        color=_COLOUR,
        marker=GROUP_MARKERS[_GROUP],
        markersize=5.5,
    )
    # Below right of the start and above left of the end, where a rising line leaves room.
    for x, y, side in zip(years, tonnes, (1, -1), strict=True):
        if y:
            axes.annotate(
                _tonnes(y),
                (float(x), float(y)),
                xytext=(side * 6, side * -3),
                textcoords="offset points",
                ha="left" if side > 0 else "right",
                va="top" if side > 0 else "bottom",
                fontsize=7.5,
            )
    # A logarithmic scale has no place for nought: it is told in words.
    absent = [
        f"{end}: {'volume not available' if y is None else _tonnes(y)}"
        for end, y in zip(("start", "end"), tonnes, strict=True)
        if not y
    ]
    _write_absence(axes, stage, "\n".join(absent))


def _draw_price(axes: Axes, stage: pd.Series) -> None:
    low, high = stage["price_low"], stage["price_high"]
    if low is None or high is None:
        _write_absence(axes, stage, "price not available")
        return
    start, end = _span(stage)
    bar = Rectangle(
        (start + 0.3, float(low)),
        end - start - 0.6,
        float(high - low),
        facecolor=_COLOUR,
        edgecolor=INK,
        linewidth=0.6,
    )
    axes.add_patch(bar)
    axes.annotate(
        f"US$ {_price(stage)} per kg",
        ((start + end) / 2, float(high)),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        fontsize=7.5,
    )


def _write_absence(axes: Axes, stage: pd.Series, text: str) -> None:
    start, end = _span(stage)
    axes.text(
        (start + end) / 2,
        0.06,
        text,
        transform=axes.get_xaxis_transform(),
        ha="center",
        fontsize=7,
        style="italic",
        color=MUTED,
    )


def _set_axes(volume: Axes, price: Axes, stages: pd.DataFrame) -> None:
    tonnes = [float(y) for y in _present(stages, "tonnes_start", "tonnes_end") if y]
    prices = [float(y) for y in _present(stages, "price_low", "price_high")]
    volume.set_yscale("log")
    # Room for the figures beside the lowest and the highest mark.
    volume.set_ylim(min(tonnes, default=1) / 3, max(tonnes, default=1000) * 3)
    volume.yaxis.set_major_formatter(lambda y, _: shown(Fraction(y), 0, thousands=","))
    volume.set_ylabel("Salmon produced\n(tonnes, logarithmic scale)")
    price.set_ylim(0, max(prices, default=1) * 1.25)
    price.set_ylabel("Price\n(US dollars per kg)")
    price.set_xlabel("Year")
    price.xaxis.set_major_locator(MaxNLocator(integer=True, steps=_STEPS))
    price.yaxis.set_major_locator(MaxNLocator(7, integer=True, steps=_STEPS))
    price.yaxis.set_major_formatter(lambda y, _: shown(Fraction(y), 0))
    for axes in (volume, price):
        axes.minorticks_off()
    if len(stages):
        price.set_xlim(float(min(stages["from_year"])) - 0.5, float(max(stages["to_year"])) + 0.5)


def _present(stages: pd.DataFrame, *columns: str) -> Iterator[Fraction]:
    return (value for column in columns for value in stages[column] if value is not None)


def _tonnes(value: Fraction | None) -> str:
    return f"{shown(value, 0, thousands=',')} tonnes"


def _price(stage: pd.Series) -> str:
    return "–".join(shown(stage[end], 1, trim=True) for end in ("price_low", "price_high"))


def _alt(stages: pd.DataFrame) -> str:
    told = []
    for _, stage in stages.iterrows():
        start, end = (
            "an unknown volume" if stage[column] is None else _tonnes(stage[column])
            for column in ("tonnes_start", "tonnes_end")
        )
        known = stage["price_low"] is not None and stage["price_high"] is not None
        price = f"US$ {_price(stage)} per kilogram" if known else "price unknown"
        told.append(f"{_name(stage)} ({_years(stage)}): from {start} to {end}, {price}")
    return (
        "Two panels over the same years, divided into the stages of the cluster: above, tonnes of "
        "salmon produced at the start and the end of each stage, on a logarithmic scale; below, "
        f"the range of prices in each stage. {'; '.join(told)}."
    )


def shows(stages: pd.DataFrame) -> tuple[pd.DataFrame]:
    """The stages of the salmon cluster."""
    return (stages,)
