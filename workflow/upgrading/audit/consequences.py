"""What would change if a score or an index were another one: degrees, means by degree, claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from upgrading.audit.evidence import Evidence
from upgrading.audit.readings import Claim, judge
from upgrading.audit.recompute import Scenario, indices_with
from upgrading.correlations import upgrading_by_degree
from upgrading.exhibits.values import with_up_sum
from upgrading.numbers import shown
from upgrading.vocabulary import DEGREES


@dataclass(frozen=True)
class Picture:
    """The conclusions of the study under one set of scores and indices."""

    degrees: Mapping[str, str | None]
    means: Mapping[tuple[str, str, str], Fraction | None]
    verdicts: Mapping[str, str]


def evidence_of(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    profiles: pd.DataFrame,
    stages: pd.DataFrame,
    cells: Mapping[tuple[str, str, str], str],
) -> Evidence:
    """The evidence for claims: scores with indices, Table 2, Table 20, and what is printed."""
    scores = with_up_sum(clusters.merge(indices, on="cluster_id", validate="one_to_one"))
    return Evidence(
        scores.set_index("cluster_id"),
        profiles.set_index("profile_id"),
        stages.set_index("stage"),
        cells,
    )


@dataclass(frozen=True)
class Tracer:
    """Compares the picture as recomputed with one in which something is otherwise."""

    scenario: Scenario
    claims: Sequence[Claim]
    profiles: pd.DataFrame
    stages: pd.DataFrame
    cells: Mapping[tuple[str, str, str], str]

    def picture(
        self, clusters: pd.DataFrame | None, given: Mapping[tuple[str, str], Fraction]
    ) -> Picture:
        """Conclusions with other scores (`None`: the scenario's) and some indices given."""
        frame = self.scenario.clusters if clusters is None else clusters
        indices = indices_with(frame, self.scenario.rule, given)
        means = upgrading_by_degree(frame, indices, self.scenario.mean_rule)
        evidence = evidence_of(frame, indices, self.profiles, self.stages, self.cells)
        return Picture(
            dict(zip(indices["cluster_id"], indices["ce_degree"], strict=True)),
            {(r.group, r.ce_degree, r.upgrading): r.mean for r in means.itertuples()},
            {claim.claim_id: judge(claim, evidence)[0] for claim in self.claims},
        )

    def differences(
        self,
        usual: Picture,
        clusters: pd.DataFrame | None,
        given: Mapping[tuple[str, str], Fraction],
    ) -> str:
        """In words: what is otherwise than in the `usual` picture."""
        other = self.picture(clusters, given)
        parts = [
            f"degree of {cluster} {_degree(usual.degrees[cluster])} -> {_degree(degree)}"
            for cluster, degree in other.degrees.items()
            if degree != usual.degrees[cluster]
        ]
        parts += [
            f"{group} {kind} {DEGREES[degree]} {shown(usual.means[key], 2)} -> {shown(mean, 2)}"
            for key, mean in other.means.items()
            for group, degree, kind in [key]
            if mean != usual.means[key]
        ]
        parts += [
            f"claim {claim} {usual.verdicts[claim]} -> {verdict}"
            for claim, verdict in other.verdicts.items()
            if verdict != usual.verdicts[claim]
        ]
        return "; ".join(parts) or "none: no degree, mean by degree or claim changes"


def _degree(degree: str | None) -> str:
    return DEGREES[degree] if degree else "none"
