"""External economies, joint action and collective efficiency of each cluster.

EEI and JAI are the sums of four components each, the collective efficiency index is their weighted
mean (½ and ½ in the report), and its degree is High from 9.5, Low up to 5, else Medium (report,
chapter 2, footnote 11, and the legends of Tables 3, 7, 11 and 15).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import pandas as pd

from upgrading.frames import require_exact
from upgrading.vocabulary import EXTERNAL_ECONOMIES, JOINT_ACTION

INDEX_COLUMNS = ("cluster_id", "eei", "jai", "ce_index", "ce_degree")

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
    rows = []
    for _, cluster in clusters.iterrows():
        eei = component_sum([cluster[name] for name in EXTERNAL_ECONOMIES], rule.not_available)
        jai = component_sum([cluster[name] for name in JOINT_ACTION], rule.not_available)
        ce_index = (
            None
            if eei is None or jai is None
            else rule.weight_external_economies * eei + rule.weight_joint_action * jai
        )
        rows.append((cluster["cluster_id"], eei, jai, ce_index, degree(ce_index, rule)))
    return pd.DataFrame(rows, columns=list(INDEX_COLUMNS), dtype=object)
