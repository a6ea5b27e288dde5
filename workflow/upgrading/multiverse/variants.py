"""Scores and indices of clusters under each choice of how to read and add them.

Everything is exact, so that a tie or a threshold never hangs on a float.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Literal

from upgrading.indices import NotAvailable, component_sum
from upgrading.multiverse.editions import Editions
from upgrading.multiverse.relations import CODES_OF, Chains
from upgrading.vocabulary import EXTERNAL_ECONOMIES, JOINT_ACTION

HalfSteps = Literal["as_scored", "up", "down"]
"""A score between two of the legend's degrees: as it is, or rounded to the next one."""

Basis = Literal["components", "printed_indices", "printed_index"]
"""What the index is computed from: components, printed EEI and JAI, or nothing (as printed)."""

Aggregation = Literal["sum", "mean"]

INDEX_COMPONENTS = {"eei": tuple(EXTERNAL_ECONOMIES), "jai": tuple(JOINT_ACTION)}


@dataclass(frozen=True)
class IndexChoice:
    """How an index is arrived at. A choice that the basis leaves no room for is `None`.

    `weight` is the share of external economies in the index, `scale` what the two weights add to;
    `as_printed` names the EEI or JAI in doubt that is taken as printed.
    """

    edition: str
    half_steps: HalfSteps
    basis: Basis
    not_available: NotAvailable | None = None
    aggregation: Aggregation | None = None
    weight: Fraction | None = None
    scale: Fraction = Fraction(1)
    as_printed: str | None = None


class Variants:
    """The clusters' scores and indices, computed once per choice."""

    def __init__(self, editions: Editions) -> None:
        """Keep the editions; nothing is computed yet."""
        self.editions = editions
        self.score = cache(self._score)
        self._part = cache(self._component_part)
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

    def _component_part(
        self, cluster: str, index: str, choice: IndexChoice
    ) -> tuple[Fraction, int] | None:
        """Sum of the components that there are, and how many; of an index as printed, 4."""
        if choice.as_printed is not None:
            given = self.editions.as_printed[choice.as_printed].get((cluster, index))
            if given is not None:
                return given, len(INDEX_COMPONENTS[index])
        scores = [
            self.score(choice.edition, choice.half_steps, cluster, column)
            for column in INDEX_COMPONENTS[index]
        ]
        assert choice.not_available is not None
        if component_sum(scores, choice.not_available) is None:
            return None
        present = [score for score in scores if score is not None]
        count = len(scores) if choice.not_available == "zero" else len(present)
        return sum(present, Fraction(0)), count

    def _index(self, cluster: str, index: str, choice: IndexChoice) -> Fraction | None:
        """EEI, JAI or the index of collective efficiency; `None` where the choice leaves none.

        With `skip`, `sum` fills up each of EEI and JAI before they are weighted (as
        `indices.component_sum`); `mean` takes one weighted mean over all components that there are,
        on the same scale.
        """
        if choice.basis == "printed_index" or (
            choice.basis == "printed_indices" and index != "ce_index"
        ):
            return self.editions.printed_indices.get((cluster, index))
        if index != "ce_index":
            part = self._part(cluster, index, choice)
            return None if part is None else part[0] * len(INDEX_COMPONENTS[index]) / part[1]
        assert choice.weight is not None
        if choice.aggregation == "mean":
            parts = [self._part(cluster, name, choice) for name in ("eei", "jai")]
            if parts[0] is None or parts[1] is None:
                return None
            (economies, many), (action, some) = parts[0], parts[1]
            shares = choice.weight * many + (1 - choice.weight) * some
            if not shares:
                return None
            total = choice.weight * economies + (1 - choice.weight) * action
            return choice.scale * len(EXTERNAL_ECONOMIES) * total / shares
        eei, jai = (self.index(cluster, name, _unweighted(choice)) for name in ("eei", "jai"))
        if eei is None or jai is None:
            return None
        return choice.scale * (choice.weight * eei + (1 - choice.weight) * jai)


def _unweighted(choice: IndexChoice) -> IndexChoice:
    """The choice as far as EEI and JAI depend on it, so that they are computed once."""
    return replace(choice, aggregation=None, weight=None, scale=Fraction(1))
