"""The specification curves recomputed from given inputs, relation by relation.

Of a curve only what the table of what survives shows is kept: the share of specifications that bear
out what is asserted, and p of the joint test.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias

import pandas as pd

from upgrading.exhibits.build import numbers_shown
from upgrading.frames import measured, to_csv
from upgrading.inference.survives import survives
from upgrading.multiverse.cores import concerning
from upgrading.multiverse.curve import JointTest
from upgrading.multiverse.editions import Editions
from upgrading.multiverse.grid import Grid
from upgrading.multiverse.relations import Relation
from upgrading.multiverse.summary import SUMMARY_COLUMNS, examine
from upgrading.present.survives_table import SURVIVES, row_name, survives_table
from upgrading.refresh import outcomes
from upgrading.refresh.outcomes import Outcomes, Place

SHARE: Final = "specifications_that_agree"
JOINT_P: Final = "joint_p"

BY_CURVE: Final = (SHARE, JOINT_P)
"""Columns of what survives that come from the specification curves."""

FILE: Final = "config/relations.yaml"

NO_CHOICES: Final = pd.DataFrame(columns=["relation", "choice", "explained"])


@dataclass(frozen=True)
class CurveTold:
    """What is kept of a curve; NaN where nothing can be estimated."""

    share_asserted: float
    p_median: float


NOT_COMPUTED: Final = CurveTold(float("nan"), float("nan"))

Told: TypeAlias = Mapping[str, CurveTold]
"""By relation."""


@dataclass(frozen=True)
class Curves:
    """What the curves are made of in one state of the inputs."""

    relations: Mapping[str, Relation]
    editions: Editions
    grid: Grid
    test: JointTest

    @classmethod
    def from_config(
        cls,
        relations: Mapping[str, Relation],
        editions: Editions,
        grid: Grid,
        config: Mapping[str, Any],
    ) -> Curves:
        """With the joint test of the config's section `multiverse`."""
        test = JointTest(config["permutations"], config["seed"], config["negligible"])
        return cls(relations, editions, grid, test)

    def key(self, name: str) -> Hashable:
        """All that a curve rests on: two states with the same key have the same curve."""
        own = concerning(self.relations[name], self.editions)
        return (
            *("curve", name, self.relations[name], self.grid, self.test),
            tuple(own.groups.items()),
            tuple((edition, tuple(given.items())) for edition, given in own.scores.items()),
            tuple(own.printed_indices.items()),
            tuple((figure, tuple(given.items())) for figure, given in own.as_printed.items()),
        )

    def told(self, name: str) -> CurveTold:
        """The curve of a relation, computed."""
        relation = self.relations[name]
        own = concerning(relation, self.editions)
        # as the rules read it: from a file
        summary = measured(to_csv(examine(name, relation, own, self.grid, self.test).summary))
        row = summary.iloc[0]
        return CurveTold(float(row["share_asserted"]), float(row["p_median"]))


def curves_said(found: Outcomes, relations: Mapping[str, Relation]) -> dict[str, CurveTold]:
    """The curves as outcomes tell them; without those that they do not tell."""
    said = {}
    for name in relations:
        share, p = (
            found.get(Place("number", SURVIVES, row_name(name), column)) for column in BY_CURVE
        )
        if share is not None and p is not None:
            said[name] = CurveTold(float(Fraction(share.value) / 100), float(Fraction(p.value)))
    return said


def what_survives(
    relations: Mapping[str, Relation], association: pd.DataFrame, told: Told, negligible: float
) -> pd.DataFrame:
    """`survives.survives`, of curves of which no more than this is known."""
    rows: list[dict[str, object]] = []
    for name in relations:
        curve = told.get(name, NOT_COMPUTED)
        known: dict[str, object] = {"relation": name, "specifications": 0, "not_estimable": 0}
        known |= {"share_asserted": curve.share_asserted, "p_median": curve.p_median}
        rows.append({**dict.fromkeys(SUMMARY_COLUMNS, float("nan")), **known})
    summary = pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS))
    return survives(relations, association, summary, NO_CHOICES, negligible, FILE)


def curve_outcomes(surviving: pd.DataFrame, confidence: Fraction, edition: str) -> Outcomes:
    """The numbers of the curves, as the table of what survives shows them."""
    table, _ = survives_table(surviving, confidence, Fraction(0), edition)
    return outcomes.numbers(numbers_shown(table[table["column"].isin(BY_CURVE)]))
