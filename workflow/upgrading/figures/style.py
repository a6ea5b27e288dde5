"""What all figures share: size, type, colours that the colour-blind can tell apart, and saving.

Figures are made with `Figure`, never with pyplot: no global state, and half the
import time. Saved files are the same bytes on every run.
"""

from __future__ import annotations

import html
import io
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from upgrading.figures import embedded_fonts
from upgrading.figures.pixels import png
from upgrading.figures.short_svg import in_short
from upgrading.vocabulary import GROUP_COLOURS as GROUP_COLOURS
from upgrading.vocabulary import SECTOR_GROUPS

Format = Literal["svg", "pdf", "png"]

FORMATS: Final[tuple[Format, ...]] = ("svg", "pdf", "png")

WIDTH: Final = 6.9
"""Width in inches of a figure across a printed page (17.5 cm)."""

INK: Final = "#1a1a1a"
MUTED: Final = "#5f5f5f"
RULE: Final = "#c8c8c8"

GROUP_MARKERS: Final[Mapping[str, str]] = MappingProxyType(
    dict(zip(SECTOR_GROUPS, ("o", "s", "^", "D"), strict=True))
)
"""Each group also has its own marker, so that colour is never alone."""

FONTS: Final = ["DejaVu Sans", "Verdana", "sans-serif"]
"""matplotlib brings the first; a reader of an SVG without it has the second, which is as wide."""

RESOLUTION: Final = 300
"""Dots per inch, of the layout too: the width of text depends a little on it."""

_LAYOUT_PASSES: Final = 2

_SETTINGS: Final[dict[Any, Any]] = {
    "font.family": "sans-serif",
    "font.sans-serif": FONTS,
    "font.size": 8.0,
    "axes.titlesize": 8.5,
    "axes.titlelocation": "left",
    "axes.labelsize": 8.0,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "legend.fontsize": 7.5,
    "legend.frameon": False,
    "figure.dpi": RESOLUTION,
    # a name may hold dollar signs; matplotlib would read mathematics between them
    "text.parse_math": False,
    "text.hinting": "none",
    "figure.titlesize": 10.0,
    "figure.titleweight": "bold",
    "svg.fonttype": "none",
    "svg.hashsalt": "upgrading",
    "pdf.fonttype": 42,
}


@dataclass(frozen=True)
class Drawing:
    """A finished figure, its title (what it is about), and the text for who cannot see it.

    The picture itself says what it shows (`page.headed`); so does the text.
    """

    figure: Figure
    title: str
    alt: str

    def _repr_svg_(self) -> str:
        """How a notebook shows it."""
        return render(self, "svg").decode()


def new_figure(height: float, width: float = WIDTH) -> Figure:
    """An empty figure of the given size in inches, laid out without overlaps."""
    _settle()
    return Figure(figsize=(width, height), layout="constrained")


def render(drawing: Drawing, form: Format) -> bytes:
    """The figure as SVG, PDF or PNG (300 dots per inch), with title and alt text inside.

    The same bytes on every run, and none that a reader would not miss.
    """
    _settle()
    _lay_out_once(drawing.figure)
    match form:
        case "svg":
            svg = _saved(drawing.figure, form, {"Date": None, "Creator": None}).decode("utf-8")
            return _described(in_short(svg), drawing).encode()
        case "pdf":
            embedded_fonts.leave_out()
            told = {"Title": drawing.title, "Subject": drawing.alt}
            never = dict.fromkeys(("CreationDate", "ModDate", "Creator", "Producer"))
            return _saved(drawing.figure, form, told | never)
        case "png":
            canvas: Any = FigureCanvasAgg(drawing.figure)
            canvas.draw()
            dots = np.asarray(canvas.buffer_rgba())[..., :3]
            return png(dots, RESOLUTION, {"Title": drawing.title, "Description": drawing.alt})


def _saved(figure: Figure, form: Format, metadata: Mapping[str, str | None]) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=form, metadata=metadata, dpi=RESOLUTION)
    return buffer.getvalue()


def _settle() -> None:
    """Settings are those of matplotlib itself and ours, whatever `matplotlibrc` it found first."""
    matplotlib.rcdefaults()
    matplotlib.rcParams.update(_SETTINGS)


def _lay_out_once(figure: Figure) -> None:
    """Settle the layout and fix it: laying out again at every rendering moves things by a hair.

    Labels move with the ticks that the first pass chooses, so that it takes more than one.
    """
    engine = figure.get_layout_engine()
    if engine is not None:
        for _ in range(_LAYOUT_PASSES if figure.axes else 0):
            engine.execute(figure)  # drawing as well, into nothing, would take twice as long
        # None, not "none": the engine that "none" leaves in its place has every saving draw twice
        figure.set_layout_engine(None)


def _described(svg: str, drawing: Drawing) -> str:
    """The SVG with `title` and `desc` where screen readers look for them."""
    start = svg.index("<svg ")
    end = svg.index(">", start)
    title, alt = html.escape(drawing.title), html.escape(drawing.alt)
    role = ' role="img" aria-labelledby="figure-title figure-description"'
    words = f'<title id="figure-title">{title}</title><desc id="figure-description">{alt}</desc>'
    return f"{svg[:end]}{role}>{words}{svg[end + 1 :]}"
