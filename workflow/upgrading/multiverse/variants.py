"""Scores and indices of clusters under each choice of how to read and add them.

Everything is exact, so that a tie or a threshold never hangs on a float.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Literal

from upgrading.indices import (
    INDEX_COMPONENTS,
    IndexRule,
    component_sum,
    index_of,
    pooled_index,
)
from upgrading.multiverse.editions import Editions
from upgrading.multiverse.relations import CODES_OF, Chains

HalfSteps = Literal["as_scored", "up", "down"]
"""A score between two of the legend's degrees: as it is, or rounded to the next one."""

Basis = Literal["components", "printed_indices", "printed_index"]
"""What the index is computed from: components, printed EEI and JAI, or nothing (as printed)."""

Aggregation = Literal["sum", "mean"]


@dataclass(frozen=True)
class IndexChoice:
    """How an index is arrived at. A choice that the basis leaves no room for is `None`.

    `rule` says what a missing component counts and how the two indices are weighted;
    `as_printed` names the EEI or JAI in doubt that is taken as printed.
    """

    edition: str
    half_steps: HalfSteps
    basis: Basis
    rule: IndexRule | None = None
    aggregation: Aggregation | None = None
    as_printed: str | None = None


class Variants:
    """The clusters' scores and indices, computed once per choice."""

    def __init__(self, editions: Editions) -> None:
        """Keep the editions; nothing is computed yet."""
        self.editions = editions
        self.score = cache(self._score)
        self.index = cache(self._index)

    def _score(
        self, edition: str, half_steps: HalfSteps, cluster: str, column: str
    ) -> Fraction | None:
        """A score; `None` if missing, or if the edition does not have the cluster."""
        value = self.editions.scores[edition].get((cluster, column))
        if value is None or half_steps == "as_scored":
            return value
        return Fraction(value.__ceil__() if half_steps == "up" else value.__floor__())

    def governed(self, edition: str, cluster: str, pattern: str, chains: Chains) -> Fraction | None:
        """1 if chains of the pattern run through the cluster, 0 if none; `None` if not known."""
        code = self.editions.scores[edition].get((cluster, pattern))
        return None if code is None else Fraction(code in CODES_OF[chains])

    def _components(self, cluster: str, index: str, choice: IndexChoice) -> list[Fraction | None]:
        """The components of EEI or JAI; of one taken as printed, equal ones that add to it."""
        columns = INDEX_COMPONENTS[index]
        if choice.as_printed is not None:
            given = self.editions.as_printed[choice.as_printed].get((cluster, index))
            if given is not None:
                return [given / len(columns)] * len(columns)
        return [self.score(choice.edition, choice.half_steps, cluster, name) for name in columns]

    def _index(self, cluster: str, index: str, choice: IndexChoice) -> Fraction | None:
        """EEI, JAI or the index of collective efficiency; `None` where the choice leaves none.

        With `skip`, `sum` fills up each of EEI and JAI before they are weighted; `mean` takes one
        weighted mean over all components that there are.
        """
        if choice.basis == "printed_index" or (
            choice.basis == "printed_indices" and index != "ce_index"
        ):
            return self.editions.printed_indices.get((cluster, index))
        assert choice.rule is not None
        if index != "ce_index":
            scores = self._components(cluster, index, choice)
            return component_sum(scores, choice.rule.not_available)
        if choice.aggregation == "mean":
            economies, actions = (
                self._components(cluster, name, choice) for name in INDEX_COMPONENTS
            )
            return pooled_index(economies, actions, choice.rule)
        # under even weights, since the two do not depend on them: so they are computed once
        parts = replace(choice, aggregation=None, rule=choice.rule.with_share(Fraction(1, 2)))
        eei, jai = (self.index(cluster, name, parts) for name in INDEX_COMPONENTS)
        return index_of(eei, jai, choice.rule)
