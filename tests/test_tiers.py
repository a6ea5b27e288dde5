"""Every kind of check is in each tier."""

from __future__ import annotations

import pytest
from reference import ROOT
from tiers import EVERY, Tier, few_in_quick, few_rows_in_quick, tier_of


def test_every_file_of_tests_has_some_in_the_quick_tier(request: pytest.FixtureRequest) -> None:
    """Of the files that this run has collected."""
    every = request.config.stash[EVERY]
    in_quick = {item.path for item in every if tier_of(item) == Tier.quick}
    assert sorted({item.path for item in every} - in_quick) == []


def test_a_run_takes_no_test_of_a_higher_tier(request: pytest.FixtureRequest, tier: Tier) -> None:
    assert all(tier_of(item) <= tier for item in request.session.items)


def test_of_some_values_the_quick_tier_takes_few() -> None:
    first, second = few_in_quick(["a", "b"], ["b"])
    assert ([mark.name for mark in first.marks], list(second.marks)) == (["ci"], [])
    first, second = few_rows_in_quick([("a", 1), ("b", 2)], [("b", 2)])
    assert ([mark.name for mark in first.marks], list(second.marks)) == (["ci"], [])
    assert (first.values, second.values) == (("a", 1), ("b", 2))


def test_longer_tiers_take_more() -> None:
    assert [tier.of(1, 2, 3) for tier in Tier] == [1, 2, 3]


def test_the_commands_take_their_tiers() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "TIER := quick\n" in makefile
    assert "test-all: TIER := full\n" in makefile
    assert "make test TIER=ci\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
