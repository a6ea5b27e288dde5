"""Where things go on the page of a figure: its head, what is placed in inches, the note."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any, Final

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from upgrading.figures.style import MUTED, new_figure

_EDGE: Final = 0.07
_TOPIC: Final = 0.17
_LINE: Final = 0.175
_UNDER: Final = 0.1
"""Inches: to the left of all texts, of the topic, of a line of the finding, under both."""

_LETTERS: Final = 80
"""Of the finding in a line across the page."""

_TIE: Final = "\N{NO-BREAK SPACE}"
"""Between words that stay on one line."""

HEAD: Final = _EDGE + _TOPIC + _LINE + _UNDER
"""Inches that a topic and a finding of one line take up."""

_NOTE_LINE: Final = 0.135
"""Inches."""


def head_height(finding: str) -> float:
    """Inches from the upper edge of a figure to what stands under its topic and its finding."""
    return HEAD + _LINE * _finding_lines(finding).count("\n")


def headed(figure: Figure, topic: str, finding: str) -> None:
    """Write what a figure is about and, larger, what it shows; a layout keeps clear of both.

    `finding` is a sentence without its full stop.
    """
    write(figure, _EDGE, _EDGE, topic, fontsize=8, color=MUTED)
    write(
        figure,
        _EDGE,
        _EDGE + _TOPIC,
        _finding_lines(finding),
        fontsize=10,
        fontweight="bold",
        linespacing=1.25,
    )
    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):
        kept = head_height(finding) / figure.get_size_inches()[1]
        engine.set(rect=(0, 0, 1, 1 - kept))


def _finding_lines(finding: str) -> str:
    """The finding in as few lines as it takes, which are about as long as each other."""
    together = re.sub(r"(\d) of (\d)", rf"\1{_TIE}of{_TIE}\2", finding)
    tried = [
        textwrap.wrap(together, width, break_on_hyphens=False)
        for width in range(_LETTERS // 2, _LETTERS + 1)
    ]
    lines = next(lines for lines in tried if len(lines) == len(tried[-1]))
    return "\n".join(lines).replace(_TIE, " ")


def placed_figure(height: float, topic: str, finding: str) -> Figure:
    """A figure whose parts are put in place by hand, so that any number of panels is quick.

    `height`: inches under the head.
    """
    figure = new_figure(head_height(finding) + height)
    figure.set_layout_engine(None)
    headed(figure, topic, finding)
    return figure


def place(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes at a place given in inches from the figure's upper left corner."""
    across, down = figure.get_size_inches()
    return figure.add_axes(
        (left / across, 1 - (top + height) / down, width / across, height / down)
    )


def write(figure: Figure, left: float, top: float, text: str, **looks: Any) -> None:
    """Text of the figure at a place given in inches from its upper left corner."""
    across, down = figure.get_size_inches()
    figure.text(left / across, 1 - top / down, text, **{"va": "top", **looks})


def add_legend(figure: Figure, top: float, handles: Sequence[Artist], **looks: Any) -> None:
    """The legend of the figure, in one line, its upper edge so many inches below the figure's."""
    at = (0.0, 1 - top / figure.get_size_inches()[1])
    usual = {"ncols": len(handles), "borderaxespad": 0.2, "columnspacing": 1.4}
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=at, **{**usual, **looks})


def apart(wanted: list[float], least: float, room: float) -> list[float]:
    """Heights of two labels, at least so far from each other, within `room`; of one as it is."""
    if len(wanted) != 2 or abs(wanted[0] - wanted[1]) >= least:
        return wanted
    middle = min(max((wanted[0] + wanted[1]) / 2, least / 2), room - least / 2)
    half = least / 2 if wanted[0] >= wanted[1] else -least / 2
    return [middle + half, middle - half]


def wrapped(text: str) -> str:
    """A note in lines across the page."""
    return "\n".join(textwrap.fill(part, 126) for part in text.split("\n"))


def note_height(note: str) -> float:
    """Inches that a note takes up, with the room under it."""
    return _NOTE_LINE * (note.count("\n") + 1) + 0.06


def write_note(figure: Figure, top: float, note: str) -> None:
    """The note under a figure, at a place given in inches from its upper edge."""
    write(figure, _EDGE, top, note, fontsize=7, color=MUTED, linespacing=1.3)


def listed(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)
