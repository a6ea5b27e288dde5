"""The page to explore: any score or index against any other, drawn in the page by Observable Plot.

The page carries the scores of the edition chosen, and the rank correlations that the run computed
(`inference.correlations`). Its script, `explore.js`, chooses, filters and counts clusters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any, Final

import pandas as pd

from upgrading.cases.indices import IndexRule
from upgrading.exhibits.association import signed
from upgrading.inference.correlations import CORRELATED
from upgrading.numbers import exact_text
from upgrading.publish.citation import Citation
from upgrading.publish.site.cluster_pages import country_of, path_of
from upgrading.publish.site.figure import Figure
from upgrading.publish.site.shell import Page
from upgrading.publish.terms import full_name
from upgrading.vocabulary import (
    EXTERNAL_ECONOMIES,
    GROUP_COLOURS,
    HIGHEST_INDEX,
    HIGHEST_SCORE,
    INDICES,
    JOINT_ACTION,
    SECTOR_GROUPS,
    UPGRADING,
)

EXPLORE: Final = "explore.html"

_KINDS: Final[Mapping[str, Mapping[str, str]]] = {
    "Indices": INDICES,
    "Upgrading": UPGRADING,
    "External economies": EXTERNAL_ECONOMIES,
    "Joint action": JOINT_ACTION,
}

_SCOPES: Final = {
    **SECTOR_GROUPS,
    "blocked": "All, compared within sector groups",
    "pooled": "All, compared with each other",
}

_FIRST: Final = {"x": "ce_index", "y": "up_product"}
"""What the page shows first: the report's main question."""

_STILL: Final = "upgrading_against_index"
"""The figure shown where the page cannot draw."""


def explore_page(
    clusters: Sequence[Mapping[str, Any]],
    correlations: pd.DataFrame,
    rule: IndexRule,
    figures: Sequence[Figure],
    citation: Citation,
) -> Page:
    """The page, with the script `explore.js` and the libraries that it draws with.

    `clusters`: with their indices, scores exact; `correlations`:
    `inference.correlations.CORRELATION_COLUMNS`; `rule`: that of the indices; `figures`: all
    of them; `citation`: of the source.
    """
    labels = {name: label for kind in _KINDS.values() for name, label in kind.items()}
    view = {
        "kinds": _KINDS,
        "axes": {"x": "Across", "y": "Up"},
        "groups": SECTOR_GROUPS,
        "scopes": _SCOPES,
        "still": [figure for figure in figures if figure.name == _STILL],
    }
    data = {
        "labels": labels,
        "scales": {name: _scale(name, rule) for name in labels},
        "groups": dict(SECTOR_GROUPS),
        "colours": dict(GROUP_COLOURS),
        "first": _FIRST,
        "clusters": [
            {
                "id": one["cluster_id"],
                "name": full_name(one),
                "country": country_of(one),
                "group": one["group"],
                "page": path_of(one["cluster_id"]),
                "scores": {
                    name: None if one[name] is None else exact_text(one[name])
                    for name in CORRELATED
                },
            }
            for one in clusters
        ],
        "correlations": _told(correlations),
        "source": f"Data: C. Pietrobelli and R. Rabellotti, {citation.report['title']}",
    }
    return Page(
        *(EXPLORE, "Explore", "explore.html.jinja", view),
        scripts=["d3.min.js", "plot.min.js", "explore.js"],
        data={"explore": data},
    )


def _scale(name: str, rule: IndexRule) -> list[float]:
    """The smallest and largest value on the axis."""
    if name == "ce_index":
        return [float(end) for end in rule.scale]
    return [0, HIGHEST_INDEX if name in INDICES else HIGHEST_SCORE]


def _told(correlations: pd.DataFrame) -> dict[str, dict[str, list[str]]]:
    """τ-b and the number of clusters as they are shown, by both names, either first, and scope."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in correlations.to_dict("records"):
        told = [signed(row["tau_b"]), str(row["clusters"])]
        for pair in permutations((row["x"], row["y"])):
            found.setdefault(" ".join(pair), {})[row["scope"]] = told
    return found
