"""How much of the tests a run takes: every kind of check in each tier, of what is costly more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import IntEnum
from typing import Any

import pytest


class Tier(IntEnum):
    """Each runs what those before it run."""

    quick = 0
    ci = 1
    full = 2

    def of(self, quick: Any, ci: Any, full: Any) -> Any:
        """What a test takes in this tier, such as the number of its repetitions."""
        return (quick, ci, full)[self]


COMMANDS = {
    Tier.quick: "make test",
    Tier.ci: ".ci/run (pytest --tier ci)",
    Tier.full: "make test-all (pytest --tier full)",
}


def tier_of(item: pytest.Item) -> Tier:
    """The first tier that runs a test: it has the tier's name as a mark, or runs in all."""
    return max((tier for tier in Tier if item.get_closest_marker(tier.name)), default=Tier.quick)


EVERY = pytest.StashKey[list[pytest.Item]]()
"""All tests that a run has collected, those of higher tiers among them."""


def left_to_each(config: pytest.Config) -> dict[str, int]:
    """How many tests a run leaves to each higher tier, by its name."""
    taken = Tier[config.getoption("--tier")]
    tiers = [tier_of(item) for item in config.stash.get(EVERY, [])]
    return {tier.name: tiers.count(tier) for tier in Tier if tier > taken and tier in tiers}


def few_in_quick(values: Iterable[Any], few: Collection[Any]) -> list[Any]:
    """Values of a parametrised test, of which the quick tier takes a few."""
    return [pytest.param(value, marks=() if value in few else pytest.mark.ci) for value in values]


def few_rows_in_quick(rows: Iterable[Sequence[Any]], few: Collection[Any]) -> list[Any]:
    """The same of a test with several parameters, a row of values each time."""
    return [pytest.param(*row, marks=() if row in few else pytest.mark.ci) for row in rows]
