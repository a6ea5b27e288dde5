"""What would change if a score, an index or a printed figure were another one.

Degrees, means by degree and verdicts on claims as recomputed are held against those of a world in
which something is otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import pandas as pd

from upgrading import parts
from upgrading.audit.recompute import Scenario, indices_with
from upgrading.claims.readings import Claim, judge
from upgrading.correlations import upgrading_by_degree
from upgrading.evidence import Evidence, Notes
from upgrading.exhibits.values import with_up_sum
from upgrading.numbers import shown
from upgrading.parts import Key, Name, Passage, text_of
from upgrading.profiles import dated, with_rows
from upgrading.trade.evidence import NO_TRADE, TradeEvidence
from upgrading.vocabulary import DEGREES


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
class Change:
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
            verdicts[claim.claim_id] = judge(claim, evidence)[0]
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

    def follow(self, change: Change) -> Consequences:
        """What is otherwise than usual under a change."""
        verdicts, asked = self._read
        if change.strings is not None:
            touched = [c for c in self.claims if asked[c.claim_id] & set(change.strings)]
            cells = {**self.usual.cells, **change.strings}
            evidence = replace(self.usual, cells=cells, wordless=True)
            new = {claim.claim_id: judge(claim, evidence)[0] for claim in touched}
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
        new = {claim.claim_id: judge(claim, evidence)[0] for claim in self.claims}
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
