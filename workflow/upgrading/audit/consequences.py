"""What would change if a score, an index or a printed figure were another one.

Degrees, means by degree and verdicts on claims as recomputed are held against those of a world in
which something is otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

import pandas as pd

from upgrading import parts
from upgrading.audit import rounding
from upgrading.audit.relations import AUDITED_SHAPES
from upgrading.cases.catalogue import Table
from upgrading.cases.indices import IndexRule, collective_efficiency, degree, index_of
from upgrading.cases.means import MeanRule, group_averages, upgrading_by_degree
from upgrading.cases.profiles import dated, with_rows
from upgrading.claims.evidence import Evidence, Notes
from upgrading.claims.judging import literally
from upgrading.claims.readings import Claim, heard
from upgrading.exhibits.values import Study, values, with_up_sum
from upgrading.numbers import mean, shown
from upgrading.parts import Key, Name, Passage, text_of
from upgrading.trade.evidence import NO_TRADE, TradeEvidence
from upgrading.vocabulary import DEGREES

# What every audited cell should show, recomputed from the scores ----------------------------------


CellValue: TypeAlias = Fraction | str | None
"""A number, a degree, or nothing."""


@dataclass(frozen=True)
class Scenario:
    """The scores and the choices from which cells are recomputed."""

    clusters: pd.DataFrame
    rule: IndexRule
    mean_rule: MeanRule = "skip"


def with_scores(
    clusters: pd.DataFrame, changes: Mapping[tuple[str, str], Fraction]
) -> pd.DataFrame:
    """The clusters with some scores replaced, by (cluster, column)."""
    frame = clusters.copy()
    for (cluster, column), value in changes.items():
        frame.loc[frame["cluster_id"] == cluster, column] = pd.Series(
            [value] * int((frame["cluster_id"] == cluster).sum()),
            index=frame.index[frame["cluster_id"] == cluster],
            dtype=object,
        )
    return frame


def indices_with(
    clusters: pd.DataFrame, rule: IndexRule, given: Mapping[tuple[str, str], Fraction]
) -> pd.DataFrame:
    """Indices of the clusters, some of them given instead of computed, by (cluster, index).

    A given EEI or JAI enters the index, and a given index the degree.
    """
    frame = collective_efficiency(clusters, rule)
    rows = []
    for row in frame.itertuples(index=False):
        eei = given.get((row.cluster_id, "eei"), row.eei)
        jai = given.get((row.cluster_id, "jai"), row.jai)
        index = row.ce_index
        if eei is not None and jai is not None:
            index = index_of(eei, jai, rule)
        index = given.get((row.cluster_id, "ce_index"), index)
        rows.append((row.cluster_id, eei, jai, index, degree(index, rule)))
    return pd.DataFrame(rows, columns=list(frame.columns), dtype=object)


def cell_values(
    scenario: Scenario, tables: Mapping[str, Table], indices: pd.DataFrame | None = None
) -> dict[Key, CellValue]:
    """The value of every cell of the audited tables, by exhibit, row and column."""
    if indices is None:
        indices = collective_efficiency(scenario.clusters, scenario.rule)
    empty = pd.DataFrame()
    study = Study(
        clusters=scenario.clusters,
        indices=indices,
        by_degree=upgrading_by_degree(scenario.clusters, indices, scenario.mean_rule),
        averages=group_averages(scenario.clusters, indices, scenario.mean_rule),
        profiles=empty,
        stages=empty,
        mean_rule=scenario.mean_rule,
    )
    found: dict[Key, CellValue] = {}
    for exhibit, table in tables.items():
        if table.shape in AUDITED_SHAPES:
            for (row, column), entry in values(table, study).items():
                found[exhibit, row, column] = (
                    entry.degree if entry.degree is not None else next(iter(entry.numbers), None)
                )
    return found


def subsets_that_print(
    scores: Sequence[Sequence[Fraction | None]], texts: Sequence[str]
) -> tuple[list[tuple[int, ...]], int]:
    """Which subsets of rows have the means printed, column by column, and how many were tried.

    `scores` has one row per cluster and one column per printed mean, which `texts` gives. A mean
    matches if it is what is printed under some rounding.
    """
    count = len(scores)
    matches: list[tuple[int, ...]] = []
    for code in range(1, 2**count):
        members = tuple(row for row in range(count) if code >> row & 1)
        if all(
            prints([scores[row][column] for row in members], text)
            for column, text in enumerate(texts)
        ):
            matches.append(members)
    return matches, 2**count - 1


def prints(scores: Iterable[Fraction | None], text: str) -> bool:
    """Whether the mean of the scores that there are is printed as `text` under some rounding."""
    value, _ = mean(scores)
    return value is not None and rounding.match(text, value).agrees


def evidence_of(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    profiles: pd.DataFrame,
    stages: pd.DataFrame,
    cells: Mapping[Key, str],
    trade: TradeEvidence = NO_TRADE,
    association: pd.DataFrame | None = None,
) -> Evidence:
    """The evidence for claims: scores with indices, Tables 2 and 20, what is printed, trade, tests.

    `association` must be of the same edition as the scores.
    """
    scores = with_up_sum(clusters.merge(indices, on="cluster_id", validate="one_to_one"))
    table_2 = dated(profiles)
    return Evidence(
        with_rows(scores, table_2).set_index("cluster_id"),
        table_2.set_index("profile_id"),
        stages.set_index("stage"),
        cells,
        trade,
        association,
    )


@dataclass(frozen=True)
class WhatIf:
    """What is otherwise: scores, indices given by (cluster, index), or printed strings."""

    clusters: pd.DataFrame | None = None
    indices: Mapping[tuple[str, str], Fraction] | None = None
    strings: Mapping[Key, str] | None = None


@dataclass(frozen=True)
class Consequences:
    """What changes, in words, and how many degrees, claims and means by degree do."""

    told: Passage
    degrees: int = 0
    claims: int = 0
    means: int = 0

    @property
    def weight(self) -> tuple[int, int, int]:
        """For ranking: a degree matters more than a claim, a claim more than a mean."""
        return self.degrees, self.claims, self.means


@dataclass(frozen=True)
class _Picture:
    """The conclusions of the study under one set of scores, indices and printed strings."""

    degrees: Mapping[str, str | None]
    means: Mapping[tuple[str, str, str], Fraction | None]
    verdicts: Mapping[str, str]


@dataclass(frozen=True)
class Tracer:
    """Follows a change to the conclusions. `usual` is the evidence as recomputed."""

    scenario: Scenario
    usual: Evidence
    claims: Sequence[Claim]

    @cached_property
    def _usual_picture(self) -> _Picture:
        indices = indices_with(self.scenario.clusters, self.scenario.rule, {})
        return self._picture(self.scenario.clusters, indices, self._read[0])

    @cached_property
    def _read(self) -> tuple[dict[str, str], dict[str, frozenset[Key]]]:
        """The usual verdict on each claim, and the printed cells that the claim reads."""
        notes = Notes()
        evidence = self.usual.noting(notes)
        verdicts: dict[str, str] = {}
        asked: dict[str, frozenset[Key]] = {}
        for claim in self.claims:
            notes.begin()
            verdicts[claim.claim_id] = literally(heard(claim, evidence).holding.values())
            asked[claim.claim_id] = frozenset(notes.read)
        return verdicts, asked

    def _picture(
        self, clusters: pd.DataFrame, indices: pd.DataFrame, verdicts: Mapping[str, str]
    ) -> _Picture:
        means = upgrading_by_degree(clusters, indices, self.scenario.mean_rule)
        return _Picture(
            dict(zip(indices["cluster_id"], indices["ce_degree"], strict=True)),
            {(r.group, r.ce_degree, r.upgrading): r.mean for r in means.itertuples()},
            verdicts,
        )

    def follow(self, change: WhatIf) -> Consequences:
        """What is otherwise than usual under a change."""
        verdicts, asked = self._read
        if change.strings is not None:
            touched = [c for c in self.claims if asked[c.claim_id] & set(change.strings)]
            cells = {**self.usual.cells, **change.strings}
            evidence = replace(self.usual, cells=cells, wordless=True)
            new = {
                claim.claim_id: literally(heard(claim, evidence).holding.values())
                for claim in touched
            }
            return self._consequences(replace(self._usual_picture, verdicts={**verdicts, **new}))
        clusters = self.scenario.clusters if change.clusters is None else change.clusters
        indices = indices_with(clusters, self.scenario.rule, change.indices or {})
        evidence = evidence_of(
            clusters,
            indices,
            self.usual.profiles.reset_index(),
            self.usual.stages.reset_index(),
            self.usual.cells,
        )
        evidence = replace(evidence, wordless=True)
        new = {
            claim.claim_id: literally(heard(claim, evidence).holding.values())
            for claim in self.claims
        }
        return self._consequences(self._picture(clusters, indices, new))

    def _consequences(self, other: _Picture) -> Consequences:
        usual = self._usual_picture
        degrees = [
            text_of(
                "degree of ",
                Name(cluster),
                f" {_degree(usual.degrees[cluster])} -> {_degree(degree)}",
            )
            for cluster, degree in other.degrees.items()
            if degree != usual.degrees[cluster]
        ]
        means = [
            text_of(
                Name(group),
                " ",
                Name(kind),
                f" {DEGREES[degree]} "
                f"{shown(usual.means[group, degree, kind], 2)} -> {shown(mean, 2)}",
            )
            for (group, degree, kind), mean in other.means.items()
            if mean != usual.means[group, degree, kind]
        ]
        claims = [
            text_of("claim ", parts.Claim(claim), f" {usual.verdicts[claim]} -> {verdict}")
            for claim, verdict in other.verdicts.items()
            if verdict != usual.verdicts[claim]
        ]
        none = text_of("none: no degree, mean by degree or claim changes")
        return Consequences(
            Passage((*degrees, *means, *claims) or (none,)),
            len(degrees),
            len(claims),
            len(means),
        )


def _degree(degree: str | None) -> str:
    return DEGREES[degree] if degree else "none"
