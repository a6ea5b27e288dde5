"""Who governs the value chains: clusters by the four patterns of governance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend_handler import HandlerTuple
from matplotlib.lines import Line2D

from upgrading.figures.page import head_height, headed, listed
from upgrading.figures.shown import NAMED, scored
from upgrading.figures.style import GROUP_COLOURS, MUTED, RULE, Drawing, new_figure
from upgrading.vocabulary import GOVERNANCE, GOVERNANCE_CODES, SECTOR_GROUPS

PLACE = 50


TITLE = "Patterns of value-chain governance, cluster by cluster"

_NOTE = (
    "Bold rows: how many of the described clusters have the pattern, in domestic chains, global "
    "chains or both.\n"
    "Countries by ISO 3166 code. Scored after Pietrobelli and Rabellotti (2004), Tables 4, 8 and 12"
)
_NOT_DESCRIBED = "not described in the report"
_PATTERNS = list(GOVERNANCE)

_ROW: Final = 0.182
_OTHER: Final = 1.25
_PAGE: Final = 9.2
"""Inches: one row, everything around the rows, and the most that one page holds."""

# A global chain surrounds, a domestic one is inside: the two marks put together are both chains.
# The colours are not among those of the sector groups.
_DOMESTIC = Line2D([], [], linestyle="none", marker="o", markersize=4.6, color="#332288")
_GLOBAL = Line2D(
    [],
    [],
    linestyle="none",
    marker="s",
    markersize=8.2,
    markerfacecolor="none",
    markeredgecolor="#C26A00",
    markeredgewidth=1.5,
)
_ABSENT = Line2D([], [], linestyle="none", marker="o", markersize=1.4, color="#9a9a9a")

_MARKS: Final = {0: (_ABSENT,), 1: (_DOMESTIC,), 2: (_GLOBAL,), 3: (_GLOBAL, _DOMESTIC)}
"""Marks of a governance code, the lowest first."""


def data(clusters: pd.DataFrame) -> pd.DataFrame:
    """The patterns of every cluster in the order of the picture, those not described included."""
    members = [clusters[clusters["group"] == group] for group in SECTOR_GROUPS]
    return pd.concat(members)[[*NAMED, *GOVERNANCE]]


def draw(clusters: pd.DataFrame) -> Drawing:
    """Draw the matrix; `clusters` has the columns of `vocabulary.CLUSTER_COLUMNS`.

    A group in which no cluster is described takes one line.
    """
    rows = list(_rows(clusters))
    finding = _finding(clusters)
    figure = new_figure(min(_PAGE, head_height(finding) + _OTHER + _ROW * len(rows)))
    headed(figure, TITLE, finding)
    axes = figure.add_subplot()
    # Where more rows than fit at full height share the page, marks shrink with them.
    scale = min(1.0, (_PAGE - _OTHER) / (_ROW * max(1, len(rows))))
    for y, (group, members, cluster) in enumerate(rows):
        if cluster is None:
            _draw_group(axes, y, group, members)
        else:
            _draw_cluster(axes, y, cluster, scale)
    _set_axes(axes, rows)
    _add_legend(figure)
    return Drawing(figure, TITLE, f"{finding}. {_alt(clusters)}")


def _finding(clusters: pd.DataFrame) -> str:
    """Which patterns most of the described clusters have, and which fewest."""
    described = _described(clusters)
    if described.empty:
        return "No cluster is described"
    present = {pattern: _present(described, pattern)[0] for pattern in GOVERNANCE}
    most, least = max(present.values()), min(present.values())
    commonest, rarest = (
        [GOVERNANCE[pattern].lower() for pattern, own in present.items() if own == number]
        for number in (most, least)
    )
    if most == least:
        return f"Every pattern of governance is found in {most} of {len(described)} clusters"
    several = len(commonest) > 1
    text = f"{listed(commonest)} {'are' if several else 'is'} the commonest"
    return (
        f"{text[0].upper()}{text[1:]} ({most} of {len(described)} clusters{' each' * several}), "
        f"{listed(rarest)} the rarest ({least})"
    )


_Row = tuple[str, pd.DataFrame, Mapping[Any, Any] | None]
"""Sector group, its clusters, and the cluster of the row (`None` for the group's own row)."""


def _rows(clusters: pd.DataFrame) -> Iterator[_Row]:
    for group in SECTOR_GROUPS:
        members = clusters[clusters["group"] == group]
        if members.empty:
            continue
        yield group, members, None
        if not _described(members).empty:
            for cluster in members.to_dict("records"):
                yield group, members, cluster


def _described(clusters: pd.DataFrame) -> pd.DataFrame:
    return clusters[clusters[_PATTERNS].notna().any(axis=1)]


def _label(cluster: Mapping[Any, Any]) -> str:
    return f"{cluster['name']} ({cluster['country']})"


def _present(clusters: pd.DataFrame, pattern: str) -> tuple[int, int]:
    """Clusters with the pattern, and clusters of which it is known."""
    known = [code for code in clusters[pattern] if code is not None]
    return sum(code > 0 for code in known), len(known)


def _draw_group(axes: Axes, y: int, group: str, members: pd.DataFrame) -> None:
    described = not _described(members).empty
    last = y + (len(members) if described else 0)
    axes.plot(
        [-0.5, -0.5],
        [y - 0.38, last + 0.38],
        color=GROUP_COLOURS[group],
        linewidth=4,
        solid_capstyle="butt",
    )
    if not described:
        text = f"{_clusters(len(members))}, {_NOT_DESCRIBED}"
        axes.text(1.5, y, text, ha="center", va="center", fontsize=7, style="italic", color=MUTED)
        return
    for x, pattern in enumerate(_PATTERNS):
        present, known = _present(members, pattern)
        text = f"{present} of {known}"
        axes.text(x, y, text, ha="center", va="center", fontsize=7, fontweight="bold")


def _draw_cluster(axes: Axes, y: int, cluster: Mapping[Any, Any], scale: float) -> None:
    codes = [cluster[pattern] for pattern in _PATTERNS]
    if all(code is None for code in codes):
        axes.text(
            1.5,
            y,
            _NOT_DESCRIBED,
            ha="center",
            va="center",
            fontsize=7,
            style="italic",
            color=MUTED,
        )
        return
    axes.axhline(y, color=RULE, linewidth=0.35, zorder=0)
    for x, code in enumerate(codes):
        if code is None:
            axes.text(
                x,
                y,
                "not described",
                ha="center",
                va="center",
                fontsize=6.5,
                style="italic",
                color=MUTED,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.3},
            )
            continue
        for mark in _MARKS[int(code)]:
            axes.plot(
                x,
                y,
                linestyle="none",
                marker=mark.get_marker(),
                markersize=mark.get_markersize() * scale,
                markerfacecolor=mark.get_markerfacecolor(),
                markeredgecolor=mark.get_markeredgecolor(),
                markeredgewidth=mark.get_markeredgewidth(),
            )


def _set_axes(axes: Axes, rows: list[_Row]) -> None:
    labels = [
        SECTOR_GROUPS[group] if cluster is None else f"{cluster['industry']}, {_label(cluster)}"
        for group, _, cluster in rows
    ]
    axes.set_yticks(range(len(rows)), labels)
    for text, (_, _, cluster) in zip(axes.get_yticklabels(), rows, strict=True):
        text.set(fontsize=7, fontweight="bold" if cluster is None else "normal")
    axes.set_xticks(range(len(_PATTERNS)), list(GOVERNANCE.values()))
    axes.xaxis.set(label_position="top", ticks_position="top")
    axes.set_xlabel("Pattern of governance", labelpad=5)
    axes.set_ylabel("Cluster (industry, place, country)")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set(xlim=(-0.5, len(_PATTERNS) - 0.5), ylim=(len(rows) - 0.5, -0.5))


def _add_legend(figure: Figure) -> None:
    marks: list[Any] = [_MARKS[code] for code in GOVERNANCE_CODES]
    legend = figure.legend(
        marks,
        [name.capitalize() for name in GOVERNANCE_CODES.values()],
        handler_map={tuple: HandlerTuple(ndivide=1)},
        loc="outside lower left",
        ncols=len(GOVERNANCE_CODES),
        handletextpad=0.3,
        title=_NOTE,
        title_fontsize=7,
        alignment="left",
    )
    legend.get_title().set_color(MUTED)


def _clusters(number: int) -> str:
    return f"{number} cluster" if number == 1 else f"{number} clusters"


def _alt(clusters: pd.DataFrame) -> str:
    described = _described(clusters)
    tallies = []
    for pattern, name in GOVERNANCE.items():
        present, _ = _present(described, pattern)
        of_code = [
            f"{(described[pattern] == code).sum()} {chain}"
            for code, chain in GOVERNANCE_CODES.items()
            if code > 0
        ]
        tallies.append(f"{name.lower()} in {present} ({', '.join(of_code)})")
    others = clusters.drop(described.index)
    missing = []
    for group, name in SECTOR_GROUPS.items():
        silent = others[others["group"] == group]
        if len(silent) and len(silent) == (clusters["group"] == group).sum():
            missing.append(f"the {_clusters(len(silent))} of the group {name}")
        else:
            missing += [_label(cluster) for cluster in silent.to_dict("records")]
    return (
        f"Matrix of {_clusters(len(clusters))}, by sector group, against four patterns of "
        f"value-chain governance. Of the {_clusters(len(described))} described, the pattern is "
        f"present as follows: {'; '.join(tallies)}."
        + (f" Not described: {'; '.join(missing)}." if missing else "")
    )


def shows(clusters: pd.DataFrame) -> tuple[pd.DataFrame]:
    """The patterns of governance of every cluster."""
    return (scored(clusters, GOVERNANCE),)
