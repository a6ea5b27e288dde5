"""What a referee asks of forty scored cases: power, ceilings, twins, pairs, single cells.

Everything is counted on the clusters as they are, without a model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import Final, NamedTuple

import pandas as pd

from upgrading.inference.samples import by_cluster
from upgrading.multiverse.relations import Relation
from upgrading.vocabulary import (
    COMPONENTS,
    GOVERNANCE,
    HIGHEST_SCORE,
    SECTOR_GROUPS,
    UPGRADING,
)

PAIRED: Final = (
    ("eei", "jai"),
    ("up_product", "up_functional"),
    ("up_process", "up_functional"),
)
"""What the report finds more common than what, in the same clusters."""


class Ceiling(NamedTuple):
    """How many of the clusters scored have the highest score."""

    column: str
    scored: int
    highest: int


def ceilings(clusters: pd.DataFrame) -> list[Ceiling]:
    """By kind of upgrading."""
    found = []
    for column in UPGRADING:
        scores = [score for score in by_cluster(clusters, column).values() if score is not None]
        highest = sum(score == HIGHEST_SCORE for score in scores)
        found.append(Ceiling(column, len(scores), highest))
    return found


class Twins(NamedTuple):
    """Clusters of a sector group with the same upgrading scores and the same index."""

    clusters: tuple[str, str]
    efficiency: Fraction
    upgrading: tuple[Fraction | None, ...]


def twins(clusters: pd.DataFrame, indices: pd.DataFrame) -> list[Twins]:
    """Every pair of them, by their ids."""
    index = by_cluster(indices, "ce_index")
    upgrading = [by_cluster(clusters, column) for column in UPGRADING]
    groups = dict(sorted(zip(clusters["cluster_id"], clusters["group"], strict=True)))
    rows = {
        cluster: (group, _exact(index[cluster]), tuple(_exact(of[cluster]) for of in upgrading))
        for cluster, group in groups.items()
    }
    return [
        Twins((one, other), efficiency, scores)
        for one, other in combinations(rows, 2)
        for _, efficiency, scores in [rows[one]]
        if rows[one] == rows[other] and efficiency is not None
    ]


class Pairing(NamedTuple):
    """In how many clusters the one is above the other, equal, below.

    `p`: two-sided exact sign test over those that differ.
    """

    upper: str
    lower: str
    above: int
    equal: int
    below: int
    p: Fraction


def pairings(clusters: pd.DataFrame, indices: pd.DataFrame) -> list[Pairing]:
    """`PAIRED`, over the clusters that have both scores."""
    scored = clusters.merge(indices, on="cluster_id", validate="one_to_one")
    found = []
    for upper, lower in PAIRED:
        columns = by_cluster(scored, upper), by_cluster(scored, lower)
        both = [
            (one, other)
            for one, other in zip(*(column.values() for column in columns), strict=True)
            if one is not None and other is not None
        ]
        above, below = sum(a > b for a, b in both), sum(a < b for a, b in both)
        equal = len(both) - above - below
        found.append(Pairing(upper, lower, above, equal, below, sign_test(above, below)))
    return found


def sign_test(above: int, below: int) -> Fraction:
    """The two-sided p of so many differences of either sign, each as likely as the other."""
    number = above + below
    tail = sum(comb(number, count) for count in range(max(above, below), number + 1))
    return min(Fraction(1), Fraction(2 * tail, 2**number))


class Power(NamedTuple):
    """What relations of the same sector groups would have taken, each among all.

    `groups`: a sector group, or several; `clusters`: fewest and most; `needed`: the least and the
    greatest |τ-b| that would have been found, `None` of none; `impossible`: relations of which no
    arrangement of the scores would have been.
    """

    groups: str
    relations: int
    clusters: tuple[int, int]
    needed: tuple[float, float] | None
    impossible: int


SEVERAL: Final = "several"


def power(tested: pd.DataFrame, relations: Mapping[str, Relation]) -> list[Power]:
    """Of the relations with a sign that can be measured. `tested`: `sets.RELATION_COLUMNS`."""
    tested = tested[tested["tau_b"].notna() & (tested["sign"] != "none")]
    of = {
        name: one.groups[0] if len(one.groups) == 1 else SEVERAL for name, one in relations.items()
    }
    places = tested["relation"].map(of)
    found = []
    for groups in (*SECTOR_GROUPS, SEVERAL):
        own = tested[places == groups]
        if len(own):
            needed = own["needed"].dropna().astype(float)
            sizes = own["clusters"].astype(int)
            ends = (float(needed.min()), float(needed.max())) if len(needed) else None
            impossible = int((own["possible"].astype(str).str.lower() == "false").sum())
            found.append(
                Power(groups, len(own), (int(sizes.min()), int(sizes.max())), ends, impossible)
            )
    return found


class Corrected(NamedTuple):
    """A score or code that the corrected edition has otherwise, of a cluster of a sector group."""

    cluster: str
    group: str
    column: str
    printed: Fraction | None
    corrected: Fraction | None


def corrected_cells(printed: pd.DataFrame, corrected: pd.DataFrame) -> Iterator[Corrected]:
    """The scores and codes, of clusters of both editions, that differ between them."""
    groups = dict(sorted(zip(printed["cluster_id"], printed["group"], strict=True)))
    for column in (*COMPONENTS, *GOVERNANCE, *UPGRADING):
        before, after = by_cluster(printed, column), by_cluster(corrected, column)
        for cluster, group in groups.items():
            if cluster in after and before[cluster] != after[cluster]:
                scores = _exact(before[cluster]), _exact(after[cluster])
                yield Corrected(cluster, group, column, *scores)


def added_clusters(printed: pd.DataFrame, corrected: pd.DataFrame) -> list[str]:
    """The sector groups of clusters that the corrected edition alone has."""
    known = set(printed["cluster_id"])
    both = zip(corrected["cluster_id"], corrected["group"], strict=True)
    return [group for cluster, group in both if cluster not in known]


def _exact(score: Fraction | int | None) -> Fraction | None:
    return None if score is None else Fraction(score)
