"""The Chilean salmon cluster over its life cycle: volume and price by stage (Table 20)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from upgrading.numbers import shown
from upgrading.present.figures.style import (
    GROUP_COLOURS,
    GROUP_MARKERS,
    INK,
    MUTED,
    RULE,
    Drawing,
    new_figure,
)

TITLE = "Salmon farming in southern Chile: volume and price over the stages of the cluster"

_GROUP: Final = "natural_resource_based"
_COLOUR: Final = GROUP_COLOURS[_GROUP]
_NOTE = (
    "Dots: production in the first and the last year of a stage; between them the report gives no "
    "figures (dashed). Bars: lowest to\nhighest price in the stage. "
    "Figures of Pietrobelli and Rabellotti (2004), Table 20"
)


def draw(stages: pd.DataFrame) -> Drawing:
    """Draw tonnes above prices, over time; `stages` has the columns of `profiles.STAGE_COLUMNS`.

    A stage without years has no place on the time axis and is left out.
    """
    dated = stages.dropna(subset=["from_year", "to_year"])
    figure = new_figure(4.9)
    figure.suptitle(TITLE, x=0.01, ha="left")
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
    return Drawing(figure, TITLE, _alt(dated))
