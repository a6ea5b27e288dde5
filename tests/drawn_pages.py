"""What every figure keeps to on its page, whatever it shows."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest
from matplotlib.text import Text
from reference import ROOT

from upgrading.figures.style import WIDTH, Drawing
from upgrading.files.codec import read
from upgrading.files.frames import to_csv
from upgrading.files.listed import form_of
from upgrading.publish.data_dictionary import dictionary

SMALLEST = 6.0
"""Type size in points that can still be read in print."""

TALLEST = 9.3
"""Inches that leave room for a caption on a page."""


def written(drawing: Drawing) -> list[Text]:
    """Every text of a figure that can be seen: its own, of legends, panels, axes and ticks."""
    figure = drawing.figure
    found = [*figure.texts, *(text for legend in figure.legends for text in legend.get_texts())]
    for axes in figure.axes:
        found += [*axes.texts, axes.title, axes._left_title, axes.xaxis.label, axes.yaxis.label]
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            ticks = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
            found += [label for tick in ticks for label in (tick.label1, tick.label2)]
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def told(drawing: Drawing) -> str:
    """All that is written in a figure, in one line."""
    return " ".join(" ".join(text.get_text().split()) for text in written(drawing))


def check_page(drawing: Drawing) -> None:
    """Printed width, type large enough, nothing off the page, no text on another; the finding in
    the head is the first that the text for those who cannot see says."""
    figure = drawing.figure
    figure.draw_without_rendering()
    width, height = figure.get_size_inches()
    assert width == pytest.approx(WIDTH)
    assert height <= TALLEST
    texts = [(text.get_text(), text, text.get_window_extent()) for text in written(drawing)]
    for words, text, box in texts:
        assert text.get_fontsize() >= SMALLEST, words
        assert box.x0 >= figure.bbox.x0 - 1 and box.x1 <= figure.bbox.x1 + 1, words
        assert box.y0 >= figure.bbox.y0 - 1 and box.y1 <= figure.bbox.y1 + 1, words
    for (words, _, box), (others, _, other) in combinations(texts, 2):
        assert not box.padded(-2).overlaps(other.padded(-2)), (words, others)
    topic, finding = (text.get_text().replace("\n", " ") for text in figure.texts[:2])
    assert topic == drawing.title
    assert drawing.alt.startswith(f"{finding}. ")


def check_data(figure: str, data: pd.DataFrame) -> None:
    """The data of a figure have rows, each of them once, and columns that are described."""
    path, told = f"results/figures/{figure}.csv", "config/columns.csv"
    described = read((ROOT / told).read_bytes(), told, form_of(told))
    text = to_csv(data)
    rows = text.splitlines()[1:]
    assert 0 < len(rows) == len(set(rows))
    no_table = pd.DataFrame(columns=["exhibit"])
    found = dictionary({}, described, no_table, {path: text})
    assert list(found["column"]) == list(data.columns)
    without = found[found[["type", "meaning", "empty"]].eq("").any(axis=1)]
    assert without.empty, list(without["column"])
    for row in found[found["empty"] == "never"].itertuples():
        assert (data[row.column].notna() & (data[row.column] != "")).all(), row.column
    numbers = found.loc[found["type"].isin(["number", "whole number"]), "column"]
    assert data[numbers].astype(float).notna().any().all()
