"""Which clusters a relation is measured on: one sector group, all with groups as blocks, or pooled.

Two scopes take all groups. `blocked` compares clusters of the same group only, and is the one to
read; `pooled` compares every cluster with every other, as if groups did not differ, and stands
beside it to show what that does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from upgrading.files.frames import require_exact
from upgrading.inference.measures import IntArray, informative, levels
from upgrading.vocabulary import LEAST_CASES, SECTOR_GROUPS

Scores: TypeAlias = Mapping[str, Fraction | int | None]
"""Scores by `cluster_id`, `None` where there is none."""

SCOPES: Final = (*SECTOR_GROUPS, "blocked", "pooled")


@dataclass(frozen=True)
class Sample:
    """Clusters with both scores, as levels, in the order of their ids.

    `problem` says why no relation can be measured, empty if one can. `left_out` are the sector
    groups without a say in a blocked relation, one of the scores being constant in them.
    """

    clusters: tuple[str, ...]
    x: IntArray
    y: IntArray
    strata: IntArray | None
    problem: str
    left_out: tuple[str, ...]


def sample(
    x: Scores,
    y: Scores,
    groups: Mapping[str, str],
    scope: str,
) -> Sample:
    """The sample of the relation of y (upgrading) with x; `groups` by `cluster_id`."""
    members = sorted(
        c for c, group in groups.items() if scope not in SECTOR_GROUPS or group == scope
    )
    found = [
        (c, first, second)
        for c in members
        if (first := x[c]) is not None and (second := y[c]) is not None
    ]
    ids = tuple(c for c, _, _ in found)
    level_x, level_y = (
        levels(value for _, value, _ in found),
        levels(value for _, _, value in found),
    )
    order = list(SECTOR_GROUPS)
    strata = np.array([order.index(groups[c]) for c in ids], dtype=np.int64)
    blocked = scope == "blocked"
    problem = _problem(
        any(y[c] is not None for c in members),
        any(x[c] is not None for c in members),
        level_x,
        level_y,
        strata if blocked else np.zeros(len(ids), dtype=np.int64),
    )
    if problem or not blocked:
        return Sample(ids, level_x, level_y, strata if blocked else None, problem, ())
    kept = informative(level_x, level_y, strata)
    return Sample(
        tuple(c for c, keep in zip(ids, kept, strict=True) if keep),
        level_x[kept],
        level_y[kept],
        strata[kept],
        "",
        tuple(order[stratum] for stratum in np.unique(strata[~kept])),
    )


def without_a_say(group: str) -> str:
    """What is said of a sector group without a say in a blocked relation."""
    return f"{group} left out: one of the scores is the same in all of its clusters"


def _problem(scored: bool, described: bool, x: IntArray, y: IntArray, strata: IntArray) -> str:
    """Why a relation is not estimable, in words; empty if it is."""
    if not scored:
        return "this kind of upgrading is not scored here"
    if not described:
        return "the scores it is related to are not known here"
    if len(x) < LEAST_CASES:
        return f"too few clusters have both scores (fewer than {LEAST_CASES})"
    if informative(x, y, strata).any():
        return ""
    within = [strata == stratum for stratum in np.unique(strata)]
    if all(np.ptp(y[members]) == 0 for members in within):
        return "the upgrading scores are all the same"
    if all(np.ptp(x[members]) == 0 for members in within):
        return "the scores it is related to are all the same"
    return "in no sector group do both scores vary"


def by_cluster(frame: pd.DataFrame, column: str) -> Scores:
    """A column of a frame by its `cluster_id`; floats are refused (`frames.require_exact`)."""
    require_exact(frame, [column])
    return dict(zip(frame["cluster_id"], frame[column], strict=True))
