"""What recomputation puts into each cell of a table, by the shape of the table.

One function per shape, each returning the computed value of every (row, column) that the study
determines. Text cells (labels, countries, prose) are not computed and have no entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import pandas as pd

from upgrading import printed, profiles
from upgrading.catalogue import Table
from upgrading.correlations import MeanRule, mean_under
from upgrading.frames import require_exact
from upgrading.profiles import TONNES
from upgrading.vocabulary import AMOUNTS, JOBS, UPGRADING

Number: TypeAlias = Fraction | None


@dataclass(frozen=True)
class Precision:
    """How numbers are shown: decimals, trailing zeros dropped or not, mark between thousands."""

    decimals: int
    trim: bool = False
    thousands: str = ""


@dataclass(frozen=True)
class Computed:
    """A computed cell: a degree, one number, or two with `between` them (a range, firms + others).

    `read` reads the printed cell the same way; `precision` is `None` where the printed column
    decides it; `count` is the number of clusters behind a mean.
    """

    numbers: tuple[Number, ...] = ()
    degree: str | None = None
    count: int | None = None
    between: str = ""
    precision: Precision | None = None
    read: Callable[[str], Number | tuple[Number, ...]] = printed.score


@dataclass(frozen=True)
class Study:
    """The processed data that the tables draw on, one frame per file of `data/processed`."""

    clusters: pd.DataFrame
    indices: pd.DataFrame
    by_degree: pd.DataFrame
    averages: pd.DataFrame
    profiles: pd.DataFrame
    stages: pd.DataFrame
    mean_rule: MeanRule


Values: TypeAlias = Mapping[tuple[str, str], Computed]


def values(table: Table, study: Study) -> Values:
    """Computed values of a table, by (row, column)."""
    match table.shape:
        case "components" | "index" | "governance" | "upgrading":
            return _by_cluster(table, study)
        case "by_degree":
            return by_degree(table, study)
        case "group_averages":
            return _group_averages(study)
        case "profiles":
            return _profiles(study)
        case "stages":
            return _stages(study)
        case _:
            return {}


def with_up_sum(clusters: pd.DataFrame) -> pd.DataFrame:
    """Clusters with the sum of their upgrading scores, `up_sum`; `None` if none is scored."""
    require_exact(clusters, UPGRADING)
    sums = [
        sum((score for score in scores if score is not None), Fraction(0))
        if any(score is not None for score in scores)
        else None
        for scores in clusters[list(UPGRADING)].itertuples(index=False)
    ]
    return clusters.assign(up_sum=pd.Series(sums, dtype=object, index=clusters.index))


def _by_cluster(table: Table, study: Study) -> Values:
    frame = with_up_sum(study.clusters.merge(study.indices, on="cluster_id", validate="one_to_one"))
    members = frame[frame["group"] == table.group]
    found: dict[tuple[str, str], Computed] = {}
    for column in (column for panel in table.column_panels for column in panel):
        if column == "ce_degree":
            for cluster, degree in zip(members["cluster_id"], members[column], strict=True):
                found[cluster, column] = Computed(degree=degree)
            continue
        for cluster, number in zip(members["cluster_id"], members[column], strict=True):
            found[cluster, column] = Computed((number,))
        total, _, average = mean_under(study.mean_rule, members[column])
        found["total", column] = Computed((total,))
        found["average", column] = Computed((average,))
    return found


def by_degree(table: Table, study: Study) -> Values:
    """Mean upgrading by degree for the table's sector group, with the count behind each mean."""
    rows = study.by_degree[study.by_degree["group"] == table.group]
    return {
        (row.ce_degree, row.upgrading): Computed((row.mean,), count=row.count_)
        for row in rows.rename(columns={"count": "count_"}).itertuples()
    }


def _group_averages(study: Study) -> Values:
    return {
        (row.group, row.variable): Computed((row.mean,), count=row.count_)
        for row in study.averages.rename(columns={"count": "count_"}).itertuples()
    }


_COUNT = Precision(0, thousands=",")
_AMOUNT = Precision(1, thousands=",")


def _profiles(study: Study) -> Values:
    found: dict[tuple[str, str], Computed] = {}
    for _, row in study.profiles.iterrows():
        profile = row["profile_id"]
        firms = tuple(row[column] for column in ("firms", "additional_firms") if row[column])
        found[profile, "firms"] = Computed(
            firms, between=" + ", precision=_COUNT, read=profiles.firms
        )
        for column in AMOUNTS:
            found[profile, column] = Computed(
                (row[column],), precision=_AMOUNT, read=printed.amount
            )
        for column in JOBS:
            found[profile, column] = Computed((row[column],), precision=_COUNT, read=printed.count)
    return found


def _stages(study: Study) -> Values:
    found: dict[tuple[str, str], Computed] = {}
    for _, row in study.stages.iterrows():
        stage = row["stage"]
        found["years", stage] = Computed(
            (row["from_year"], row["to_year"]),
            between="–",
            precision=Precision(0),
            read=profiles.years,
        )
        found["price_us_kg", stage] = Computed(
            (row["price_low"], row["price_high"]),
            between="–",
            precision=Precision(1, trim=True),
            read=profiles.span,
        )
        for name, column in TONNES.items():
            found[name, stage] = Computed((row[column],), precision=_COUNT, read=printed.count)
    return found
