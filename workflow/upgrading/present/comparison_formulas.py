"""How the numbers of the tests between sector groups, the paired test and reliability come about.

Beside `comparison_tables`, whose lines they follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

import pandas as pd

from upgrading.exhibits.formulas import Formula, sum_of
from upgrading.indices import INDEX_COMPONENTS
from upgrading.inference.between_groups import scores_by_group
from upgrading.numbers import number_text, shown
from upgrading.present.comparison_tables import ALPHAS, GROUPS, OUTCOMES
from upgrading.present.estimate_tables import known
from upgrading.present.line_formulas import Cell, of_lines, own
from upgrading.present.relation_formulas import adjusted, p_formula
from upgrading.vocabulary import SECTOR_GROUPS

Line = list[Formula | None]


@dataclass(frozen=True)
class Comparisons:
    """What the comparisons are made on.

    `clusters` and `indices` as in `data/processed`; `homes`: the exhibit in which each variable of
    a sector group is at home (`formulas.homes`); `confidence`: of the intervals; `seed`: of
    the random arrangements.
    """

    clusters: pd.DataFrame
    indices: pd.DataFrame
    homes: Mapping[tuple[str, str], str]
    confidence: Fraction
    seed: int

    @property
    def _level(self) -> str:
        return f"{shown(100 * self.confidence, 2, trim=True)} %"

    def _inputs(self, group: str, *columns: str) -> tuple[str, ...]:
        groups = SECTOR_GROUPS if group == "all" else (group,)
        return tuple(
            f"{self.homes[one, column]}//{column}"
            for column in columns
            for one in groups
            if (one, column) in self.homes
        )

    def differences(
        self, table: pd.DataFrame, overall: pd.DataFrame, pairs: pd.DataFrame
    ) -> dict[Cell, Formula]:
        """The formulas of the differences between sector groups.

        `overall` and `pairs`: `between_groups.OVERALL_COLUMNS` and `PAIR_COLUMNS`.
        """
        joined = self.clusters.merge(self.indices, on="cluster_id", validate="one_to_one")
        found: list[Line] = []
        for test in overall.to_dict("records"):
            outcome = str(test["outcome"])
            scores = scores_by_group(joined, outcome)
            if known(test["p"]):
                found.append(self._overall(test, scores))
            own_pairs = pairs[pairs["outcome"] == outcome].to_dict("records")
            p = [float(row["p"]) if known(row["p"]) else float("nan") for row in own_pairs]
            tests = sum(value == value for value in p)
            for row, holm in zip(own_pairs, adjusted(p, "Holm"), strict=True):
                found.append(self._difference(row, scores, holm, tests))
        return of_lines(table, found)

    def _overall(self, test: Mapping[Any, Any], scores: Mapping[str, list[Fraction]]) -> Line:
        """The test of all groups together: p, clusters, share between groups."""
        label = OUTCOMES[test["outcome"]].lower()
        inputs = tuple(place for group in scores for place in self._inputs(group, test["outcome"]))
        how = (bool(test["exact"]), int(test["arrangements"]))
        h = number_text(float(test["statistic"]))
        return [
            *[None] * 4,
            p_formula(float(test["p"]), "a Kruskal–Wallis H", "pooled", how, self.seed, inputs),
            None,
            Formula(f"clusters with a score, {label}", "", inputs),
            Formula(
                "share of the variance of ranks that lies between the groups: Kruskal–Wallis H "
                "over the number of clusters less 1",
                f"{h} / ({test['clusters']} − 1)",
                own(7),
            ),
        ]

    def _difference(
        self, row: Mapping[Any, Any], scores: Mapping[str, list[Fraction]], holm: str, tests: int
    ) -> Line:
        groups = (row["group"], row["other_group"])
        sizes = [len(scores[group]) for group in groups]
        label = OUTCOMES[row["outcome"]].lower()
        means: Line = [
            Formula(
                f"mean {label} over the clusters of {SECTOR_GROUPS[group].lower()}",
                f"({sum_of(scores[group])}) / {size}",
                self._inputs(group, row["outcome"]),
            )
            for group, size in zip(groups, sizes, strict=True)
        ]
        divisions = comb(sum(sizes), sizes[0])
        reached = round(Fraction(str(row["p"])) * divisions) if known(row["p"]) else 0
        return [
            *means,
            Formula("the first mean less the other", "", own(1, 2)),
            Formula(
                f"{self._level} interval: percentiles of the exact bootstrap distribution of the "
                f"difference, {sizes[0]} and {sizes[1]} clusters drawn within their groups",
                "",
                own(3),
            ),
            Formula(
                "two-sided permutation test of the difference: share of the divisions of all "
                f"{sum(sizes)} clusters into groups of {sizes[0]} and {sizes[1]} in which the "
                "means differ at least as much; all divisions: exact",
                f"{reached} / {divisions}",
                own(3),
            ),
            Formula(
                f"p adjusted after Holm for the {tests} pairs of groups compared in this outcome: "
                "the smallest p times their number, the next times one fewer, and so on, never "
                "below the one before",
                holm,
                own(5),
            ),
            Formula(f"clusters of the two groups: {sizes[0]} and {sizes[1]}", "", own(1, 2)),
        ]

    def paired(self, table: pd.DataFrame, tests: pd.DataFrame) -> dict[Cell, Formula]:
        """The formulas of external economies against joint action (`paired.PAIRED_COLUMNS`)."""
        return of_lines(table, [self._paired(row) for row in tests.to_dict("records")])

    def _paired(self, row: Mapping[Any, Any]) -> Line:
        group, number = str(row["group"]), int(row["clusters"])
        of = "all clusters" if group == "all" else f"the clusters of {GROUPS[group].lower()}"
        eei, jai = (self._inputs(group, index) for index in ("eei", "jai"))

        def count(words: str) -> Formula:
            return Formula(f"{of}: {words}", "", (*eei, *jai))

        counts: Line = [
            count("those with both indices"),
            count("external economies index above joint action index"),
            count("both indices equal"),
            count("joint action index above external economies index"),
        ]
        if not number:
            return counts
        assignments = 2**number
        reached = round(Fraction(str(row["p"])) * assignments)
        level = shown(100 * Fraction(str(row["confidence"])), 2, trim=True)
        return [
            *counts,
            Formula(f"mean external economies index of {of}", "", eei),
            Formula(f"mean joint action index of {of}", "", jai),
            Formula("mean external economies index less mean joint action index", "", own(5, 6)),
            Formula(
                f"{level} % interval: the mean differences that the sign-flip test does not "
                f"reject; exact, {number} clusters",
                "",
                own(7),
            ),
            Formula(
                "two-sided sign-flip test: share of the ways to give the differences by cluster a "
                f"sign whose mean is at least as far from 0; all 2^{number}: exact",
                f"{reached} / {assignments}",
                own(7),
            ),
        ]

    def alphas(self, table: pd.DataFrame, alphas: pd.DataFrame) -> dict[Cell, Formula]:
        """The formulas of Cronbach's alpha (`reliability.RELIABILITY_COLUMNS`)."""
        rows = {
            (row["index"], row["group"], row["deletion"]): row for row in alphas.to_dict("records")
        }
        groups: Iterable[str] = dict.fromkeys(alphas["group"])
        return of_lines(table, [[self._alpha(rows[i, g, d]) for i, d in ALPHAS] for g in groups])

    def _alpha(self, row: Mapping[Any, Any]) -> Formula:
        number = int(row["components"])
        how = {
            "listwise": "clusters with all components",
            "pairwise": "each covariance over the clusters that have both components",
        }[row["deletion"]]
        group = str(row["group"])
        of = "all clusters" if group == "all" else GROUPS[group].lower()
        homes = dict.fromkeys(
            place.split("/")[0] for place in self._inputs(group, *INDEX_COMPONENTS[row["index"]])
        )
        return Formula(
            f"Cronbach’s alpha of {number} components, {of}: {number} / {number - 1} × (1 − sum of "
            f"the components’ variances / variance of their sum); {row['clusters']} clusters "
            f"({how})",
            "",
            tuple(homes),
        )
