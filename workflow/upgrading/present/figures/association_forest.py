"""Forest plot of the primary family: collective efficiency and upgrading, by sector group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from upgrading.present.association_tables import SCOPE_LABELS, remark, signed
from upgrading.present.estimate_tables import NOT_ESTIMABLE, known, p_value
from upgrading.present.figures.style import (
    GROUP_COLOURS,
    GROUP_MARKERS,
    INK,
    MUTED,
    RULE,
    Drawing,
    new_figure,
)
from upgrading.vocabulary import INDICES, SECTOR_GROUPS, UPGRADING

TITLE = "Collective efficiency and upgrading: the relations declared in advance"

_SCOPES: Final = (*SECTOR_GROUPS, "blocked")

_COLUMNS: Final = (
    (1.035, "n", "right"),
    (1.145, "τ-b", "right"),
    (1.20, "95 % interval", "left"),
    (1.475, "p", "right"),
    (1.60, "p (Holm)", "right"),
)
"""Columns of figures beside the plot: place in widths of the axes, header, alignment."""


def draw(association: pd.DataFrame, confidence: float = 0.95) -> Drawing:
    """Draw τ-b with its interval for every kind of upgrading and sector group.

    `association` has `association.ASSOCIATION_COLUMNS`; only the primary family is drawn. The thin
    line is the bootstrap interval, the thick one the range of τ-b without one cluster. What is not
    estimable has its reason in the place of the line. `confidence` is that of the intervals.
    """
    chosen = association[association["family"] == "primary"]
    rows = chosen.set_index(["upgrading", "scope"])
    figure = new_figure(6.9)
    figure.suptitle(TITLE, x=0.01, ha="left")
    panels = figure.subplots(len(UPGRADING), 1, sharex=True, squeeze=False)[:, 0]
    figure.get_layout_engine().set(rect=(0.0, 0.055, 0.615, 0.94))  # type: ignore[union-attr]
    for number, (axes, (kind, label)) in enumerate(zip(panels, UPGRADING.items(), strict=True)):
        axes.set_title(label, fontweight="bold")
        _draw_panel(axes, [rows.loc[(kind, scope)] for scope in _SCOPES])
        if number == 0:
            for place, header, align in _COLUMNS:
                header = header.replace("95", f"{100 * confidence:g}")
                axes.annotate(
                    header,
                    (place, 1.02),
                    xycoords="axes fraction",
                    ha=align,
                    va="bottom",
                    fontsize=7,
                    color=MUTED,
                    annotation_clip=False,
                ).set_in_layout(False)
    panels[-1].set_xlabel(f"Kendall’s τ-b of the {INDICES['ce_index'].lower()} with upgrading")
    figure.legend(
        handles=[
            Line2D([], [], color=MUTED, linewidth=1.0, label="bootstrap interval"),
            Line2D([], [], color=MUTED, linewidth=3.4, label="range without one cluster"),
        ],
        loc="lower left",
        bbox_to_anchor=(0.0, 0.02),
        ncols=2,
    ).set_in_layout(False)
    figure.text(
        0.01,
        0.008,
        "p: two-sided permutation test. Forty chosen cases, no sample: intervals and p-values "
        "describe them and do not generalise.",
        fontsize=6.8,
        color=MUTED,
    ).set_in_layout(False)
    return Drawing(figure, TITLE, _alt(rows, confidence))


def _draw_panel(axes: Axes, rows: list[pd.Series]) -> None:
    axes.set_xlim(-1.05, 1.05)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.axvline(0, color=MUTED, linewidth=0.7)
    axes.set_yticks(range(len(rows)), [SCOPE_LABELS[scope] for scope in _SCOPES])
    axes.grid(axis="x", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.axhline(len(rows) - 1.5, color=RULE, linewidth=0.5)
    for place, (scope, row) in enumerate(zip(_SCOPES, rows, strict=True)):
        if not known(row["tau_b"]):
            axes.text(
                0,
                place,
                f"{NOT_ESTIMABLE}: {_lowered(remark(row['note']))}",
                ha="center",
                va="center",
                fontsize=6.8,
                color=MUTED,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
            )
            _write(axes, place, [str(row["clusters"])])
            continue
        colour = GROUP_COLOURS.get(scope, INK)
        if known(row["tau_b_low"]):
            axes.plot([row["tau_b_low"], row["tau_b_high"]], [place] * 2, color=colour, lw=1.0)
        if known(row["without_one_low"]):
            span = [row["without_one_low"], row["without_one_high"]]
            axes.plot(span, [place] * 2, color=colour, lw=3.4, alpha=0.45, solid_capstyle="butt")
        axes.plot(
            row["tau_b"],
            place,
            marker=GROUP_MARKERS.get(scope, "P"),
            markersize=6.0,
            color=colour,
            markeredgecolor="white",
            markeredgewidth=0.6,
            linestyle="none",
        )
        _write(axes, place, _figures(row))


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _figures(row: pd.Series) -> list[str]:
    """What stands beside the line: n, τ-b, interval, p, adjusted p."""
    return [str(row["clusters"]), signed(row["tau_b"]), _interval(row), *_p(row)]


def _interval(row: pd.Series) -> str:
    if not known(row["tau_b_low"]):
        return NOT_ESTIMABLE
    return f"{signed(row['tau_b_low'])} to {signed(row['tau_b_high'])}"


def _p(row: pd.Series) -> list[str]:
    return [p_value(row["p"]), p_value(row["p_adjusted"])]


def _write(axes: Axes, place: int, texts: Iterable[str]) -> None:
    for (x, _, align), text in zip(_COLUMNS, texts, strict=False):
        axes.text(
            x,
            place,
            text,
            transform=axes.get_yaxis_transform(),
            ha=align,
            va="center",
            fontsize=7.2,
            clip_on=False,
        ).set_in_layout(False)


def _alt(rows: pd.DataFrame, confidence: float) -> str:
    sentences = [
        "Forest plot: Kendall’s τ-b of the collective efficiency index with each kind of "
        f"upgrading, with {100 * confidence:g} % intervals and the range when one cluster is left "
        "out."
    ]
    for kind, label in UPGRADING.items():
        parts, reasons = [], []
        for scope in _SCOPES:
            row = rows.loc[(kind, scope)]
            name = _lowered(SCOPE_LABELS[scope])
            if known(row["tau_b"]):
                parts.append(
                    f"{name} {signed(row['tau_b'])} ({_interval(row)}; p {p_value(row['p'])}, "
                    f"Holm {p_value(row['p_adjusted'])}; n {row['clusters']})"
                )
            else:
                reasons.append(f"{name} ({_lowered(remark(row['note']))})")
        text = f"{label}: {'; '.join(parts) or NOT_ESTIMABLE}"
        if reasons and parts:
            text += f"; {NOT_ESTIMABLE}: {', '.join(reasons)}"
        sentences.append(f"{text}.")
    return " ".join(sentences)
