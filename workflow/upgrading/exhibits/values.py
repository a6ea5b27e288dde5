"""What recomputation puts into each cell of a table, by its shape, and how that comes about.

One function per shape, each returning the computed value of every (row, column) that the study
determines. Text cells (labels, countries, prose) are not computed and have no entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from typing import Any, Final, TypeAlias

import pandas as pd

from upgrading.cases import printed, profiles
from upgrading.cases.catalogue import Table
from upgrading.cases.indices import INDEX_COMPONENTS, IndexRule, degree_told, index_told, sum_told
from upgrading.cases.means import MeanRule, mean_under
from upgrading.cases.profiles import TONNES
from upgrading.exhibits.tabulation import Formula, How
from upgrading.files.frames import require_exact
from upgrading.numbers import exact_text
from upgrading.vocabulary import (
    AMOUNTS,
    COMPONENTS,
    DEGREES,
    GOVERNANCE,
    JOBS,
    SECTOR_GROUPS,
    UPGRADING,
)

Number: TypeAlias = Fraction | None

Homes: TypeAlias = Mapping[tuple[str, str], str]
"""The exhibit in which each variable of a sector group is at home, by group and variable."""

_SHAPE_OF: Final[Mapping[str, str]] = {
    **dict.fromkeys(COMPONENTS, "components"),
    **dict.fromkeys(("eei", "jai", "ce_index", "ce_degree"), "index"),
    **dict.fromkeys(UPGRADING, "upgrading"),
    "up_sum": "upgrading",
    **dict.fromkeys(GOVERNANCE, "governance"),
}
"""The shape of the table in which a variable of a cluster is at home."""

_LONGEST: Final = 16
"""Terms from which on a sum is written with its first and last terms only."""


@dataclass(frozen=True)
class Precision:
    """How numbers are shown: decimals, trailing zeros dropped or not, mark between thousands."""

    decimals: int
    trim: bool = False
    thousands: str = ""


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


def homes(tables: Mapping[str, Table]) -> Homes:
    """Where each variable of a sector group is at home."""
    found: dict[tuple[str, str], str] = {}
    for exhibit, table in tables.items():
        for column in (column for panel in table.column_panels for column in panel):
            if table.group and _SHAPE_OF.get(column) == table.shape:
                found[table.group, column] = exhibit
    return found


@dataclass(frozen=True)
class Scored:
    """What the report's tables were computed from, which tells how their numbers come about.

    `tables`: those of the report; `rule`: the index rule that `study` was computed under.
    """

    tables: Mapping[str, Table]
    study: Study
    rule: IndexRule

    @cached_property
    def _homes(self) -> Homes:
        return homes(self.tables)

    @cached_property
    def _clusters(self) -> dict[str, dict[Any, Any]]:
        clusters, indices = self.study.clusters, self.study.indices
        joined = clusters.merge(indices, on="cluster_id", validate="one_to_one")
        return {row["cluster_id"]: row for row in with_up_sum(joined).to_dict("records")}

    def _members(self, group: str | None, degree: str = "") -> list[dict[Any, Any]]:
        return [
            cluster
            for cluster in self._clusters.values()
            if cluster["group"] == group and degree in {"", cluster["ce_degree"]}
        ]

    def _place(self, cluster: Mapping[Any, Any], variable: str, exhibit: str = "") -> str:
        """The input that is a variable of a cluster, in an exhibit or where it is at home."""
        home = exhibit or self._homes.get((cluster["group"], variable), "")
        return f"{home}/{cluster['cluster_id']}/{variable}"

    def _exhibit(self, table: Table) -> str:
        return next(exhibit for exhibit, one in self.tables.items() if one == table)

    def mean(
        self, group: str | None, column: str, words: str, degree: str = "", exhibit: str = ""
    ) -> Formula:
        """A mean over the clusters of a group, or of one degree in it, in an exhibit or at home."""
        listed = self._members(group, degree)
        present = [member for member in listed if member[column] is not None]
        missing = len(listed) - len(present)
        count = len(listed) if self.study.mean_rule == "zero" else len(present)
        if not count:
            return Formula(f"{words}: there are none")
        if missing:
            verb = "counted as 0" if self.study.mean_rule == "zero" else "left out"
            words += f" ({missing} not available, {verb})"
        return Formula(
            words,
            f"({sum_of([member[column] for member in present])}) / {count}",
            tuple(self._place(member, column, exhibit) for member in present),
        )

    def average(self, table: Table, column: str) -> Formula:
        """A mean over the clusters of a table."""
        words, exhibit = "mean over the clusters of the table", self._exhibit(table)
        return self.mean(table.group, column, words, exhibit=exhibit)

    def total(self, table: Table, column: str) -> Formula:
        """A sum over the clusters of a table."""
        present = [member for member in self._members(table.group) if member[column] is not None]
        terms, exhibit = sum_of([member[column] for member in present]), self._exhibit(table)
        places = tuple(self._place(member, column, exhibit) for member in present)
        return Formula("sum over the clusters of the table", terms, places)

    def of_cluster(self, name: str, column: str) -> Formula:
        """A score, an index or the degree of a cluster."""
        cluster = self._clusters[name]
        place = partial(self._place, cluster)
        if column in {*INDEX_COMPONENTS, "up_sum"}:
            own = INDEX_COMPONENTS.get(column, UPGRADING)
            parts = [part for part in own if (cluster["group"], part) in self._homes]
            inputs = tuple(place(part) for part in parts if cluster[part] is not None)
            scores = [cluster[part] for part in parts]
            if column in INDEX_COMPONENTS:
                return Formula(*sum_told(scores, self.rule.not_available), inputs)
            terms = sum_of([score for score in scores if score is not None])
            return Formula("sum of the scores", terms, inputs)
        if column == "ce_index":
            told = index_told(cluster["eei"], cluster["jai"], self.rule)
            return Formula(*told, (place("eei"), place("jai")))
        if column == "ce_degree":
            return Formula(*degree_told(cluster["ce_index"], self.rule), (place("ce_index"),))
        if column in COMPONENTS or column in UPGRADING:
            return Formula("score, by expert judgement")
        return Formula("code of the kind of chain, by expert judgement")

    def columns_of(self, group: str, *columns: str) -> tuple[str, ...]:
        """The inputs that are columns of a group's tables."""
        return tuple(f"{self._homes[group, c]}//{c}" for c in columns if (group, c) in self._homes)


_PRINTED: Final = Formula("figure of the report")


@dataclass(frozen=True)
class Computed:
    """A computed cell: a degree, one number, or two with `between` them (a range, firms + others).

    `read` reads the printed cell the same way; `precision` is `None` where the printed column
    decides it; `count` is the number of clusters behind a mean; `how` tells how it comes about.
    """

    numbers: tuple[Number, ...] = ()
    how: How[Scored] = _PRINTED
    degree: str | None = None
    count: int | None = None
    between: str = ""
    precision: Precision | None = None
    read: Callable[[str], Number | tuple[Number, ...]] = printed.score

    @property
    def known(self) -> list[Fraction]:
        """The numbers that there are."""
        return [number for number in self.numbers if number is not None]


Values: TypeAlias = Mapping[tuple[str, str], Computed]


def values(table: Table, study: Study) -> Values:
    """Computed values of a table, by (row, column)."""
    match table.shape:
        case "components" | "index" | "governance" | "upgrading":
            return _by_cluster(table, study)
        case "by_degree":
            return _by_degree(table, study)
        case "group_averages":
            return _group_averages(study)
        case "profiles":
            return _profiles(study)
        case "stages":
            return _stages(study)
        case _:
            return {}


def sum_of(terms: Sequence[Fraction]) -> str:
    """`3 + 2 + 1.5`; a long one with its middle left out."""
    texts = [exact_text(term) for term in terms]
    if len(texts) > _LONGEST:
        texts = [*texts[: _LONGEST // 2], "…", *texts[-_LONGEST // 2 :]]
    return " + ".join(texts)


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
                how = partial(Scored.of_cluster, name=cluster, column=column)
                found[cluster, column] = Computed(how=how, degree=degree)
            continue
        for cluster, number in zip(members["cluster_id"], members[column], strict=True):
            how = partial(Scored.of_cluster, name=cluster, column=column)
            found[cluster, column] = Computed((number,), how)
        total, _, average = mean_under(study.mean_rule, members[column])
        for row, value, told in (
            ("total", total, Scored.total),
            ("average", average, Scored.average),
        ):
            found[row, column] = Computed((value,), partial(told, table=table, column=column))
    return found


def _by_degree(table: Table, study: Study) -> Values:
    """Mean upgrading by degree for the table's sector group, with the count behind each mean."""
    found = {}
    for row in study.by_degree[study.by_degree["group"] == table.group].to_dict("records"):
        degree, kind = row["ce_degree"], row["upgrading"]
        words = f"mean {UPGRADING[kind].lower()} of the clusters of {DEGREES[degree]} degree"
        how = partial(Scored.mean, group=row["group"], column=kind, words=words, degree=degree)
        found[degree, kind] = Computed((row["mean"],), how, count=row["count"])
    return found


def _group_averages(study: Study) -> Values:
    found = {}
    for row in study.averages.to_dict("records"):
        group, variable = row["group"], row["variable"]
        words = f"mean over the clusters of {SECTOR_GROUPS[group].lower()}"
        how = partial(Scored.mean, group=group, column=variable, words=words)
        found[group, variable] = Computed((row["mean"],), how, count=row["count"])
    return found


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
