"""External economies, joint action and collective efficiency: the one statement of the indices.

EEI and JAI are the sums of four components each, the collective efficiency index is their weighted
mean (½ and ½ in the report), and its degree is High from 9.5, Low up to 5, else Medium (report,
chapter 2, footnote 11, and the legends of Tables 3, 7, 11 and 15). How each comes about in words
stands beside it. Whoever computes or tells an index calls this module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, Literal

import pandas as pd

from upgrading.frames import require_exact
from upgrading.numbers import exact_text
from upgrading.vocabulary import EXTERNAL_ECONOMIES, JOINT_ACTION

INDEX_COLUMNS = ("cluster_id", "eei", "jai", "ce_index", "ce_degree")

INDEX_COMPONENTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"eei": tuple(EXTERNAL_ECONOMIES), "jai": tuple(JOINT_ACTION)}
)
"""The components that each of the two indices sums."""

NotAvailable = Literal["zero", "skip", "exclude"]


@dataclass(frozen=True)
class IndexRule:
    """The choices behind the index: weights, thresholds, what to do with a missing component.

    `not_available`: `zero` sums what there is (as the report does), `skip` takes the mean of what
    there is times four, `exclude` leaves the index of such a cluster empty.
    """

    weight_external_economies: Fraction
    weight_joint_action: Fraction
    high_from: Fraction
    low_to: Fraction
    not_available: NotAvailable

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> IndexRule:
        """Read the `indices` section of the config; decimals are taken as written."""
        weights, degrees = config["weights"], config["degrees"]
        return cls(
            Fraction(str(weights["external_economies"])),
            Fraction(str(weights["joint_action"])),
            Fraction(str(degrees["high_from"])),
            Fraction(str(degrees["low_to"])),
            config["not_available"],
        )

    @property
    def share(self) -> Fraction:
        """The part of the two weights that external economies have."""
        return self.weight_external_economies / self._weights

    @property
    def _weights(self) -> Fraction:
        return self.weight_external_economies + self.weight_joint_action

    def with_share(self, share: Fraction) -> IndexRule:
        """The rule with weights that add to the same, `share` of it on external economies."""
        return replace(
            self,
            weight_external_economies=share * self._weights,
            weight_joint_action=(1 - share) * self._weights,
        )


REPORTED: Final = IndexRule(Fraction(1, 2), Fraction(1, 2), Fraction("9.5"), Fraction(5), "zero")
"""The report's own rule (chapter 2, footnote 11); what is n.a. adds nothing in its annex tables."""


def component_sum(
    scores: Sequence[Fraction | None], not_available: NotAvailable
) -> Fraction | None:
    """Sum of the components of one index under the rule for missing ones.

    `None` if every component is missing, or if any is and the rule is `exclude`.
    """
    present = [score for score in scores if score is not None]
    if not present or (not_available == "exclude" and len(present) < len(scores)):
        return None
    total = sum(present, Fraction(0))
    return total * len(scores) / len(present) if not_available == "skip" else total


def index_of(eei: Fraction | None, jai: Fraction | None, rule: IndexRule) -> Fraction | None:
    """The collective efficiency index of both indices; `None` if one of them is."""
    if eei is None or jai is None:
        return None
    return rule.weight_external_economies * eei + rule.weight_joint_action * jai


def pooled_index(
    economies: Sequence[Fraction | None], actions: Sequence[Fraction | None], rule: IndexRule
) -> Fraction | None:
    """The index as one weighted mean of all components that there are.

    Each has the weight of its index. On the scale of `index_of`, which it is where no component is
    missing; `None` if all of one of the two indices are.
    """
    if all(score is None for score in economies) or all(score is None for score in actions):
        return None
    weighted = [(rule.weight_external_economies, score) for score in economies]
    weighted += [(rule.weight_joint_action, score) for score in actions]
    present = [(weight, score) for weight, score in weighted if score is not None]
    total = sum((weight * score for weight, score in present), Fraction(0))
    return total * sum(weight for weight, _ in weighted) / sum(weight for weight, _ in present)


def degree(ce_index: Fraction | None, rule: IndexRule) -> str | None:
    """Degree of collective efficiency of an index: `high`, `medium`, `low`; `None` of none."""
    if ce_index is None:
        return None
    if ce_index >= rule.high_from:
        return "high"
    return "low" if ce_index <= rule.low_to else "medium"


def collective_efficiency(clusters: pd.DataFrame, rule: IndexRule) -> pd.DataFrame:
    """Indices of every cluster: columns `INDEX_COLUMNS`, points on 0–12, exact.

    `clusters` has the component columns as `Fraction` or `None`. An index that the rule leaves
    undefined is `None`. Raises `TypeError` for floats (see `frames.require_exact`).
    """
    require_exact(clusters, (*EXTERNAL_ECONOMIES, *JOINT_ACTION))
    # by columns: as a row, a cluster without any score would be taken for text, and None for NaN
    eei, jai = (
        [
            component_sum(scores, rule.not_available)
            for scores in zip(*(clusters[name] for name in names), strict=True)
        ]
        for names in INDEX_COMPONENTS.values()
    )
    index = [index_of(*both, rule) for both in zip(eei, jai, strict=True)]
    degrees = [degree(value, rule) for value in index]
    rows = zip(clusters["cluster_id"], eei, jai, index, degrees, strict=True)
    return pd.DataFrame(rows, columns=list(INDEX_COLUMNS), dtype=object)


def sum_told(scores: Sequence[Fraction | None], not_available: NotAvailable) -> tuple[str, str]:
    """How EEI or JAI comes about of its components: in words, and as a formula."""
    present = [score for score in scores if score is not None]
    words, terms = "sum of the four components", " + ".join(map(exact_text, present))
    if len(present) == len(scores):
        return words, terms
    how = {
        "zero": "what is not available counts nothing",
        "skip": f"of {len(present)} available, scaled up to four",
        "exclude": "not computed, since a component is not available",
    }[not_available]
    if not_available == "skip":
        terms = f"({terms}) × {len(scores)} / {len(present)}"
    return f"{words}; {how}", terms


def index_told(eei: Fraction | None, jai: Fraction | None, rule: IndexRule) -> tuple[str, str]:
    """How the index comes about of EEI and JAI: in words, and as a formula."""
    terms = [
        f"{exact_text(weight)} × {exact_text(value)}"
        for weight, value in (
            (rule.weight_external_economies, eei),
            (rule.weight_joint_action, jai),
        )
        if value is not None
    ]
    words = "weighted sum of the indices of external economies and of joint action"
    return words, " + ".join(terms)


def degree_told(ce_index: Fraction | None, rule: IndexRule) -> tuple[str, str]:
    """How the degree comes about of the index: in words, and the index."""
    high, low = exact_text(rule.high_from), exact_text(rule.low_to)
    words = f"degree of the index: High from {high}, Low up to {low}, else Medium"
    return words, "" if ce_index is None else exact_text(ce_index)
