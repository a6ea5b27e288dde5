"""What every figure keeps to on its page, whatever it shows."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.text import Text

from upgrading.figures.style import WIDTH, Drawing

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
