"""Diagram 1: cluster development policies as the intersection of two policy areas."""

from __future__ import annotations

from matplotlib.patches import Ellipse

from upgrading.figures.page import head_height, headed
from upgrading.figures.style import INK, MUTED, Drawing, new_figure

PLACE = 90


TITLE = "Diagram 1. Cluster development policies"

_FINDING = "Cluster development policies lie where two policy areas meet"

_AREAS = (
    (
        3.1,
        "#0072B2",
        "Territorial policies",
        "local competitive factors:\ninfrastructure,\nlocal know-how",
        1.55,
    ),
    (
        6.3,
        "#D55E00",
        "Linkage policies",
        "links among economic actors:\nsubcontractors, consortia,\nbusiness associations",
        7.85,
    ),
)


def draw() -> Drawing:
    """Draw the two areas and their overlap (report, chapter 4, Diagram 1 and the text after it)."""
    figure = new_figure(3.0 + head_height(_FINDING))
    headed(figure, TITLE, _FINDING)
    axes = figure.add_subplot()
    for centre, colour, name, content, place in _AREAS:
        area = Ellipse((centre, 2.2), 6.0, 4.0, facecolor=colour, alpha=0.16, edgecolor="none")
        rim = Ellipse((centre, 2.2), 6.0, 4.0, facecolor="none", edgecolor=colour, linewidth=1.2)
        axes.add_patch(area)
        axes.add_patch(rim)
        axes.text(place, 2.72, name, ha="center", va="center", fontweight="bold", color=INK)
        axes.text(place, 1.95, content, ha="center", va="center", fontsize=7.5, color=INK)
    axes.text(
        4.7, 2.62, "Cluster\ndevelopment\npolicies", ha="center", va="center", fontweight="bold"
    )
    axes.text(4.7, 1.68, "aimed at collective\nefficiency", ha="center", va="center", fontsize=7.5)
    axes.text(
        4.7,
        -0.12,
        "After Pietrobelli and Rabellotti (2004), Diagram 1",
        ha="center",
        fontsize=7,
        color=MUTED,
    )
    axes.set(xlim=(-0.2, 9.6), ylim=(-0.3, 4.4), aspect="equal")
    axes.axis("off")
    alt = (
        "Two overlapping ellipses. Left: territorial policies, for local competitive factors such "
        "as infrastructure and local know-how. Right: linkage policies, for links among economic "
        "actors such as subcontractors, consortia and business associations. Their intersection: "
        "cluster development policies, aimed at collective efficiency."
    )
    return Drawing(figure, TITLE, f"{_FINDING}. {alt}")


def shows() -> tuple[()]:
    """Nothing that could change."""
    return ()
