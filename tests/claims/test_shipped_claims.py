"""The claims as they ship: each has what its basis needs, and they fit one another."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest

from upgrading.claims.judging import verdict
from upgrading.claims.readings import Basis, Tier, ask
from upgrading.inference.sets import efficiency_steps
from upgrading.parts import plain
from upgrading.vocabulary import EFFICIENCY_SETS

FILE = "config/relations.yaml"


@pytest.fixture(scope="module")
def distinct(claims):
    return [claim for claim in claims if not claim.repeats]


def test_every_claim_has_a_basis_and_a_tier(claims) -> None:
    assert {claim.basis for claim in claims} == {*get_args(Basis)}
    assert {claim.tier for claim in claims} == {*get_args(Tier)}


def test_every_conflict_points_back(claims) -> None:
    by_id = {claim.claim_id: claim for claim in claims}
    for claim in (claim for claim in claims if not claim.repeats):
        for name in claim.conflicts_with:
            assert claim.claim_id in by_id[name].conflicts_with, (claim.claim_id, name)


def test_both_sides_of_a_conflict_that_nothing_decides_have_the_word(distinct) -> None:
    """Whatever else speaks against them: where scores or cells decide, they come first."""
    words = {claim.claim_id: claim.basis for claim in distinct}
    for claim in distinct:
        if claim.basis == "conflicting":
            assert "conflicting" in {words[name] for name in claim.conflicts_with}, claim.claim_id


def test_headlines_are_some_twenty_five_to_forty_statements(distinct) -> None:
    assert 25 <= Counter(claim.tier for claim in distinct)["headline"] <= 40


def entries_of(claim, listed) -> set[str]:
    """The entries of `config/relations.yaml` that a claim names, or that its sets are made of."""
    of_sets = {name: members for step in efficiency_steps() for name, members in step.sets.items()}
    found = {name for name in claim.relation if name in listed}
    for member in (one for name in claim.relation if name in of_sets for one in of_sets[name]):
        same = (member.x, member.y, member.groups)
        found |= {name for name, one in listed.items() if (one.x, one.y, one.groups) == same}
    return found


def test_claims_and_relations_are_one(distinct, listed) -> None:
    """Every relation is a claim's; what asserts none names those of no sign, and no other does."""
    named = {name for claim in distinct for name in entries_of(claim, listed)}
    assert named == {*listed}
    for claim in distinct:
        for name in claim.relation:
            if name in EFFICIENCY_SETS:
                continue
            none = listed[name].sign == "none"
            assert none == (claim.basis == "absence"), (claim.claim_id, name)


def test_where_scores_decide_every_claim_has_a_word(distinct, evidence) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    for claim in distinct:
        if claim.basis in {"arithmetic", "count", "case", "outside"}:
            holding = {plain(one.meaning): ask(one, evidence)[0].holds for one in claim.readings}
            counted[claim.basis, verdict(claim, holding, {})] += 1
    assert counted["count", "not_testable"] == counted["arithmetic", "not_testable"] == 0
    assert {word for basis, word in counted if basis == "case"} == {
        *("consistent", "open", "contradicted"),
    }
