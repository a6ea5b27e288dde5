"""Forest plot of the primary family: collective efficiency and upgrading, by sector group."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MultipleLocator

from upgrading.exhibits.association import SCOPE_LABELS, remark, signed
from upgrading.exhibits.estimates import NOT_ESTIMABLE, p_value
from upgrading.figures.page import (
    head_height,
    note_height,
    place,
    placed_figure,
    wrapped,
    write,
    write_note,
)
from upgrading.figures.style import (
    GROUP_COLOURS,
    GROUP_MARKERS,
    INK,
    MUTED,
    RULE,
    Drawing,
)
from upgrading.files.frames import known
from upgrading.inference.intervals import NO_INTERVAL
from upgrading.numbers import shown
from upgrading.vocabulary import INDICES, LEVEL, SECTOR_GROUPS, UPGRADING

PLACE = 140


TITLE = "Collective efficiency and upgrading: the relations fixed by rule"

_SCOPES: Final = (*SECTOR_GROUPS, "blocked")

# Inches.
_COLUMN_HEADS: Final = 0.06
_PITCH: Final = 1.3
_TALL: Final = 1.0
_TITLE: Final = 0.17
_LEFT: Final = 1.87
_WIDE: Final = 2.25
_BELOW: Final = 0.36
_LEGEND: Final = 0.24

_COLUMNS: Final = (
    (4.4, "n", "right"),
    (4.85, "τ-b", "right"),
    (4.97, "{} % interval", "left"),
    (6.3, "p", "right"),
    (6.83, "p (Holm)", "right"),
)
"""Columns of figures beside the plot: inches from the left, header, alignment."""

_MARKED: Final = [
    *("clusters", "tau_b", "tau_b_low", "tau_b_high", "tau_b_interval"),
    *("without_one_low", "without_one_high", "p", "p_adjusted", "note"),
]
"""What is drawn or written of a relation."""

_NOTE: Final = (
    "Only clusters of the same sector group are compared, also in the last line of each panel. "
    "p: two-sided permutation test; Holm: adjusted for all tests shown. No interval where a "
    "score has two levels. Chosen cases, not a random sample: intervals and p-values describe "
    "them and do not generalise."
)


def data(association: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """A line of the picture each: τ-b, both its ranges, both p, or why there are none."""
    rows = association[association["family"] == "primary"].set_index(["upgrading", "scope"])
    lines = [(kind, scope) for kind in UPGRADING for scope in _SCOPES]
    return rows.loc[lines, _MARKED].reset_index()


def draw(association: pd.DataFrame, confidence: float) -> Drawing:
    """Draw τ-b with its interval for every kind of upgrading and sector group.

    `association` has `association.ASSOCIATION_COLUMNS`; only the primary family is drawn. The thin
    line is the bootstrap interval at `confidence` (0.95), the thick one the range of τ-b without
    one cluster. What is not estimable has its reason in the place of the figures.
    """
    chosen = association[association["family"] == "primary"]
    rows = chosen.set_index(["upgrading", "scope"])
    note = wrapped(_NOTE)
    finding = _finding(chosen)
    head = head_height(finding) + _COLUMN_HEADS
    below = head + _PITCH * len(UPGRADING)
    rest = _COLUMN_HEADS + _PITCH * len(UPGRADING) + _BELOW + _LEGEND + note_height(note)
    figure = placed_figure(rest, TITLE, finding)
    for x, header, align in _COLUMNS:
        text = header.format(f"{100 * confidence:g}")
        write(figure, x, head, text, ha=align, fontsize=7, color=MUTED)
    for number, (kind, label) in enumerate(UPGRADING.items()):
        top = head + number * _PITCH
        write(figure, 0.07, top - 0.02, label, fontsize=8.5, fontweight="bold")
        axes = place(figure, _LEFT, top + _TITLE, _WIDE, _TALL)
        _prepare(axes, last=kind == list(UPGRADING)[-1])
        for line, scope in enumerate(_SCOPES):
            row = rows.loc[(kind, scope)]
            _draw_line(axes, line, scope, row)
            middle = top + _TITLE + _TALL * (line + 0.5) / len(_SCOPES)
            write(figure, 0.17, middle, SCOPE_LABELS[scope], va="center", fontsize=7.5)
            _write_figures(figure, middle, row)
    figure.legend(
        handles=[
            Line2D([], [], color=MUTED, linewidth=1.0, label="bootstrap interval"),
            Line2D([], [], color=MUTED, linewidth=3.4, alpha=0.45, label="without one cluster"),
        ],
        loc="upper left",
        bbox_to_anchor=(0.01, 1 - (below + _BELOW) / figure.get_size_inches()[1]),
        borderaxespad=0.0,
        ncols=2,
    )
    write_note(figure, below + _BELOW + _LEGEND, note)
    return Drawing(figure, TITLE, f"{finding}. {_alt(rows, confidence)}")


def _finding(rows: pd.DataFrame) -> str:
    estimable = rows[rows["tau_b"].notna()]
    if estimable.empty:
        return "No relation can be estimated"
    below = int((estimable["p_adjusted"] < LEVEL).sum())
    level = shown(Fraction(str(LEVEL)), 2)
    return (
        f"{below or 'None'} of the {len(estimable)} relations that can be estimated "
        f"{'have' if below > 1 else 'has'} p < {level} once adjusted for their number"
    )


def _prepare(axes: Axes, *, last: bool) -> None:
    axes.set_xlim(-1.05, 1.05)
    axes.set_ylim(len(_SCOPES) - 0.5, -0.5)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MultipleLocator(0.5))
    axes.xaxis.set_major_formatter(lambda x, _: shown(Fraction(x), 1, trim=True).replace("-", "−"))
    axes.tick_params(axis="x", length=2, pad=1.5, labelbottom=last)
    axes.axvline(0, color=MUTED, linewidth=0.7)
    axes.grid(axis="x", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.axhline(len(_SCOPES) - 1.5, color=RULE, linewidth=0.5)
    if last:
        label = f"Kendall’s τ-b of the {INDICES['ce_index'].lower()} with upgrading"
        axes.set_xlabel(label, fontsize=7.5)


def _draw_line(axes: Axes, line: int, scope: str, row: pd.Series) -> None:
    if not known(row["tau_b"]):
        axes.text(
            0,
            line,
            NOT_ESTIMABLE,
            ha="center",
            va="center",
            fontsize=7,
            color=MUTED,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        )
        return
    colour = GROUP_COLOURS.get(scope, INK)
    if known(row["tau_b_low"]):
        ends = [row["tau_b_low"], row["tau_b_high"]]
        axes.plot(ends, [line, line], color=colour, linewidth=1.0)
    if known(row["without_one_low"]):
        ends = [row["without_one_low"], row["without_one_high"]]
        axes.plot(
            ends, [line, line], color=colour, linewidth=3.4, alpha=0.45, solid_capstyle="butt"
        )
    axes.plot(
        row["tau_b"],
        line,
        marker=GROUP_MARKERS.get(scope, "P"),
        markersize=5.5 if scope in GROUP_MARKERS else 6.5,
        color=colour,
        markeredgecolor="white",
        markeredgewidth=0.5,
        linestyle="none",
    )


def _write_figures(figure: Figure, middle: float, row: pd.Series) -> None:
    """What stands beside the line: n, and the figures or why there are none."""
    texts = [str(row["clusters"])]
    if known(row["tau_b"]):
        texts += [
            signed(row["tau_b"]),
            _interval(row),
            p_value(row["p"]),
            p_value(row["p_adjusted"]),
        ]
    else:
        reason = _lowered(remark(row["note"]))
        write(figure, 4.55, middle, reason, va="center", fontsize=7, color=MUTED)
    for (x, _, align), text in zip(_COLUMNS, texts, strict=False):
        write(figure, x, middle, text, ha=align, va="center", fontsize=7.2)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _interval(row: pd.Series) -> str:
    if not known(row["tau_b_low"]):
        return "none" if str(row["tau_b_interval"]).startswith(NO_INTERVAL) else NOT_ESTIMABLE
    return f"{signed(row['tau_b_low'])} to {signed(row['tau_b_high'])}"


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


def shows(association: pd.DataFrame, confidence: float) -> tuple[pd.DataFrame, float]:
    """The relations fixed by rule."""
    return association[association["family"] == "primary"], confidence
