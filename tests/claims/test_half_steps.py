"""Every half-step of every score, made in the data and read again, against the fragility told.

What a half-step turns is the literal truth of a count, of a case and of what a reading relates, the
direction of a comparison, the sign of the mean τ-b of the relations that a claim names.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from reference import REPORT_RULE

from upgrading.audit.consequences import evidence_of, with_scores
from upgrading.cases.indices import collective_efficiency
from upgrading.claims.draws import HalfStep, comparison_of
from upgrading.claims.evidence import Evidence
from upgrading.claims.readings import Claim
from upgrading.claims.tested import EditionVerdicts
from upgrading.inference.sets import Cases, effects, efficiency_steps
from upgrading.multiverse.relations import SIGNS, Member, Relation
from upgrading.vocabulary import SCORES

BASES = ("count", "comparison", "relation", "case")


class Data:
    """The scores of an edition, its indices, and what readings are asked of."""

    def __init__(self, clusters: pd.DataFrame, clean_cases: Any, cells: Any) -> None:
        indices = collective_efficiency(clusters, REPORT_RULE)
        self.cases = Cases.of(clusters, indices)
        self.evidence: Evidence = evidence_of(
            clusters, indices, clean_cases.profiles, clean_cases.stages, cells
        )


def as_it_is(claim: Claim, listed: dict[str, Relation], data: Data) -> Any:
    """What of a claim a half-step may turn, by its definition."""
    if claim.basis == "comparison":
        return common(sign_of(comparison_of(reading), data.evidence) for reading in claim.readings)
    if claim.basis == "relation" and claim.relation:
        return together(mean_tau(name, listed, data.cases) for name in claim.relation)
    return together(reading.test(data.evidence).holds for reading in claim.readings)


def sign_of(comparison: Any, evidence: Evidence) -> int | None:
    """1 as stated, -1 the opposite, 0 neither; a tie is as stated where not below is said."""
    left, right = comparison.left.value(evidence), comparison.right.value(evidence)
    if left is None or right is None:
        return None
    difference = left - right if comparison.operator[0] == ">" else right - left
    if difference == 0 and comparison.operator in {">=", "<="}:
        return 1
    return int(np.sign(difference))


def common(signs: Iterator[int | None]) -> int | None:
    """The direction of all parts, 0 if they differ."""
    found = set(signs)
    return found.pop() if len(found) == 1 else 0


def together(holding: Iterator[bool | None]) -> bool | None:
    found = set(holding)
    return False if False in found else None if None in found else True


def mean_tau(name: str, listed: dict[str, Relation], cases: Cases) -> bool | None:
    """Whether the mean τ-b within sector groups has the sign asserted."""
    of_sets = {name: members for step in efficiency_steps() for name, members in step.sets.items()}
    members = of_sets.get(name) or [Member.of(listed[name], SIGNS[listed[name].sign] or 1)]
    known = [effects(one, cases)[0] for one in members if not cases.sample(one).problem]
    return bool(sum(known) > 1e-9) if known else None


@pytest.fixture(scope="module")
def told(claims, listed, evidence, relations_tested) -> dict[str, tuple[Claim, Any]]:
    """The claims that half-steps are asked of, with their fragility."""
    verdicts = EditionVerdicts(
        *(claims, evidence, REPORT_RULE, listed, *relations_tested["printed"], 2004)
    )
    asked = [claim for claim in claims if claim.basis in BASES and not claim.repeats]
    return {claim.claim_id: (claim, verdicts.fragility(claim)) for claim in asked}


@pytest.fixture(scope="module")
def moved(clean_cases, evidence) -> Callable[[HalfStep | None], Data]:
    """The data as printed, with one score half a step otherwise."""
    clusters = clean_cases.printed_clusters

    def data(step: HalfStep | None) -> Data:
        changes = {(step.cluster, step.column): step.after} if step else {}
        return Data(with_scores(clusters, changes), clean_cases, evidence.cells)

    return data


def half_steps(clusters: pd.DataFrame) -> list[HalfStep]:
    """Every one within the scale, in the order of clusters and columns, lower first."""
    steps = []
    for row in clusters.to_dict("records"):
        for column in SCORES:
            for by in (Fraction(-1, 2), Fraction(1, 2)):
                if (score := row[column]) is not None:
                    after = min(max(score + by, Fraction(0)), Fraction(3))
                    if after != score:
                        steps.append(HalfStep(row["cluster_id"], column, score, after))
    return steps


def test_a_half_step_that_turns_a_claim_is_told_and_no_other(
    told, moved, clean_cases, listed, tier
) -> None:
    """In the full tier every half-step; else those told to turn something, and some others."""
    steps = half_steps(clean_cases.printed_clusters)
    named = {fragility.turned_by for _, fragility in told.values()}
    assert named - {None} <= set(steps)
    others = random.Random(1).sample(steps, tier.of(10, 100, len(steps)))
    some = random.Random(2).sample(sorted(named - {None}), tier.of(8, len(named) - 1, 0))
    usual = moved(None)
    before = {name: as_it_is(claim, listed, usual) for name, (claim, _) in told.items()}
    turning: dict[str, list[HalfStep]] = {name: [] for name in told}
    tried = sorted({*others, *some}, key=steps.index)
    for step in tried:
        data = moved(step)
        for name, (claim, _) in told.items():
            if as_it_is(claim, listed, data) != before[name]:
                turning[name].append(step)
    for name, (_, fragility) in told.items():
        found, first = turning[name], fragility.turned_by
        assert (fragility.half_steps == "1") == (first is not None), name
        assert not found or first is not None, (name, found[0])
        # the first that turns it, of all that were tried
        assert first not in tried or found[0] == first, (name, found, first)
        assert all(steps.index(step) >= steps.index(first) for step in found), (name, found)
    assert any(turning.values())
