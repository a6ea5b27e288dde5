"""How the numbers of a relation come about: τ-b, its interval, its p-values, its adjustment.

Everything is told from the sample that the relation is measured on, found again as the tests found
it, and from the numbers of the tests themselves.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from operator import gt, lt
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from upgrading.exhibits.estimates import level_text
from upgrading.exhibits.tabulation import Formula, Row
from upgrading.exhibits.values import Homes
from upgrading.files.frames import known
from upgrading.inference.association import IN_GLOBAL_CHAIN, explanations
from upgrading.inference.counted import reaches
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.measures import pair_signs
from upgrading.inference.permutation import PermutationChoices, possible_arrangements
from upgrading.inference.samples import Sample, Scores, by_cluster, sample
from upgrading.numbers import number_text
from upgrading.vocabulary import (
    DEGREES,
    EXTERNAL_ECONOMIES,
    GOVERNANCE,
    INDICES,
    JOINT_ACTION,
    SECTOR_GROUPS,
    UPGRADING,
)

DEGREE: Final = "ce_degree"

Key: TypeAlias = tuple[str, str, str]
"""A relation: the kind of upgrading, what it is related to, the scope."""

HOLM: Final = (
    "the smallest p times their number, the next times one fewer, and so on, never below the one "
    "before"
)
"""What Holm's adjustment does."""

_METHODS: Final = {"primary": "Holm", "exploratory": "Benjamini–Hochberg"}


def key_of(row: Row) -> Key:
    """The relation that a row is about."""
    return row["upgrading"], row["index"], row["scope"]


def explanation_label(name: str) -> str:
    """What upgrading is related to, as a reader calls it."""
    pattern = name.removesuffix(IN_GLOBAL_CHAIN)
    if pattern in GOVERNANCE:
        place = "global chains" if name.endswith(IN_GLOBAL_CHAIN) else "any chain"
        return f"{GOVERNANCE[pattern]}, {place}"
    return {**INDICES, **EXTERNAL_ECONOMIES, **JOINT_ACTION}[name]


@dataclass(frozen=True)
class Relations:
    """What relations are measured on.

    `clusters` and `indices` as in `data/processed`; `homes`: the exhibit in which each variable of
    a sector group is at home (`values.homes`).
    """

    clusters: pd.DataFrame
    indices: pd.DataFrame
    homes: Homes

    @cached_property
    def _groups(self) -> dict[str, str]:
        return dict(zip(self.clusters["cluster_id"], self.clusters["group"], strict=True))

    @cached_property
    def _related(self) -> dict[str, Scores]:
        # what the printed indices lack is not known
        lacking = [name for name in (*INDICES, DEGREE) if name not in self.indices]
        indices = self.indices.assign(**dict.fromkeys(lacking))
        order: dict[str | None, int] = {name: at for at, name in enumerate(reversed(DEGREES))}
        degrees = zip(indices["cluster_id"], indices[DEGREE], strict=True)
        return {
            **explanations(self.clusters, indices),
            DEGREE: {cluster: order.get(degree) for cluster, degree in degrees},
        }

    def sample(self, row: Row) -> Sample:
        """The clusters of a relation: of the sector `groups` of the row, if it names some."""
        kind, name, scope = key_of(row)
        scores = by_cluster(self.clusters, kind)
        groups = self._groups
        if "groups" in row:
            groups = {c: g for c, g in groups.items() if g in row["groups"].split("; ")}
        return sample(self._related[name], scores, groups, scope)

    def told(self, row: Row, words: str, formula: str = "") -> Formula:
        """A number of a relation, which rests on the columns that hold the scores of its clusters.

        In the words `{pair}` stands for the relation, with the clusters it is measured on.
        """
        kind, name, scope = key_of(row)
        related = "degree of collective efficiency" if name == DEGREE else explanation_label(name)
        case = self.sample(row)
        pair = f"{related} with {UPGRADING[kind].lower()}, {in_words(case, scope)}"
        groups = {self._groups[cluster] for cluster in case.clusters}
        inputs = tuple(
            f"{self.homes[group, column]}//{column}"
            for column in (name.removesuffix(IN_GLOBAL_CHAIN), kind)
            for group in SECTOR_GROUPS
            if group in groups and (group, column) in self.homes
        )
        return Formula(words.format(pair=pair), formula, inputs)

    def pairs(self, row: Row) -> tuple[int, int, int, int]:
        """Pairs of clusters: concordant, discordant, not tied in x, not tied in y."""
        case = self.sample(row)
        x, y = pair_signs(case.x, case.strata), pair_signs(case.y, case.strata)
        product = x * y
        counts = [(product > 0).sum(), (product < 0).sum(), (x != 0).sum(), (y != 0).sum()]
        concordant, discordant, in_x, in_y = map(int, counts)
        return concordant, discordant, in_x, in_y


@dataclass(frozen=True)
class Measured:
    """What the tables of association were measured on.

    `association`: `association.ASSOCIATION_COLUMNS`; `analysed`: what the analysis is measured on,
    `printed`: the printed scores with the printed index, of which rows are that say so; `joint`:
    permutations and seed of the joint tests of the specification curves.
    """

    association: pd.DataFrame
    analysed: Relations
    printed: Relations
    permutation: PermutationChoices
    bootstrap: BootstrapChoices
    joint: tuple[int, int]

    @cached_property
    def _rows(self) -> dict[Key, Row]:
        return {key_of(row): row for row in self.association.to_dict("records")}

    @cached_property
    def _adjusted(self) -> dict[Key, tuple[str, int]]:
        """How each p is adjusted, and for how many tests."""
        told: dict[Key, tuple[str, int]] = {}
        for family, rows in self.association.groupby("family", sort=False):
            formulas, tests = adjusted(rows["p"], _METHODS[str(family)])
            keys = map(key_of, rows.to_dict("records"))
            told |= {key: (text, tests) for key, text in zip(keys, formulas, strict=True)}
        return told

    @cached_property
    def _labels(self) -> dict[str, str]:
        """What each cluster is called."""
        clusters = self.analysed.clusters.to_dict("records")
        return {row["cluster_id"]: f"{row['industry']}, {row['name']}" for row in clusters}

    def relations(self, row: Row) -> Relations:
        """What the relation of a row is measured on."""
        return self.printed if row.get("as_printed") else self.analysed

    def clusters(self, row: Row) -> Formula:
        """The number of clusters."""
        problem = self.relations(row).sample(row).problem
        because = f"; not estimable: {problem}" if problem else ""
        return self.relations(row).told(row, f"clusters with both scores: {{pair}}{because}")

    def surplus(self, row: Row) -> Formula:
        """Concordant less discordant pairs."""
        relations = self.relations(row)
        concordant, discordant, _, _ = relations.pairs(row)
        words = "concordant less discordant pairs: {pair}"
        return relations.told(row, words, f"{concordant} − {discordant}")

    def tau(self, row: Row) -> Formula:
        """Kendall's τ-b, with the numbers of pairs."""
        concordant, discordant, in_x, in_y = self.relations(row).pairs(row)
        return self.relations(row).told(
            row,
            "Kendall’s τ-b of {pair}: concordant less discordant pairs, over the root of pairs not "
            "tied in the one times pairs not tied in the other",
            f"({concordant} − {discordant}) / √({in_x} × {in_y})",
        )

    def interval(self, row: Row) -> Formula:
        """The bootstrap interval of a τ-b."""
        row, bootstrap = self._rows[key_of(row)], self.bootstrap
        within = ", drawn within sector groups" if row["scope"] == "blocked" else ""
        dropped = int(row["resamples_dropped"]) if known(row["resamples_dropped"]) else 0
        lost = f"; {dropped} resamples without a τ-b dropped" if dropped else ""
        return Formula(
            f"{level_text(Fraction(str(bootstrap.confidence)))} bootstrap interval of τ-b, "
            f"{row['tau_b_interval']}: {bootstrap.resamples:,} resamples of the clusters"
            f"{within}, seed {bootstrap.seed}{lost}"
        )

    def p(self, row: Row) -> Formula:
        """The p of a τ-b."""
        return self.p_of(self._rows[key_of(row)], "p", "τ-b")

    def p_of(self, row: Row, name: str, statistic: str) -> Formula:
        """A two-sided permutation p-value of a row that has, or not, how it was arranged."""
        if "arrangements" not in row:
            row = {**row, **self._arrangements(row, name)}
        return p_formula(row[name], statistic, row, self.permutation.seed)

    def _arrangements(self, row: Row, name: str) -> dict[str, int]:
        """Whether all arrangements were taken, and how many; those of τ-b (`p`) can be counted."""
        case = self.relations(row).sample(row)
        possible = possible_arrangements(case.y, case.strata)
        exact = possible <= self.permutation.exact_up_to
        if not exact and name == "p" and (reach := reaches(case.x, case.y, case.strata)):
            return {"exact": True, "arrangements": reach[0]}
        return {
            "exact": exact,
            "arrangements": possible if exact else self.permutation.permutations,
        }

    def without_one(self, row: Row) -> Formula:
        """The range of τ-b when one cluster is left out."""
        ends = [
            f"{end} without {self.named(row[f'without_one_{name}_cluster'])}"
            for end, name in (("least", "low"), ("greatest", "high"))
        ]
        return Formula(
            f"τ-b computed again without each of the {row['clusters']} clusters in turn: "
            f"{', '.join(ends)}"
        )

    def named(self, ids: object) -> str:
        """What clusters are called, of which any one does it; `ids` separated by blanks."""
        names = [self._labels.get(one, one) for one in str(ids).split()] if known(ids) else []
        return " or ".join(names) or "any one"

    def adjustment(self, row: Row, *family: str) -> Formula:
        """The adjusted p of a relation: after Holm in the primary family, else after BH.

        `family`: the inputs that hold the p-values that it is adjusted with.
        """
        formula, tests = self._adjusted[key_of(row)]
        if self._rows[key_of(row)]["family"] == "primary":
            words = (
                f"p adjusted after Holm for the {tests} tests of the primary family that can be "
                f"made: {HOLM}"
            )
        else:
            words = (
                f"p adjusted after Benjamini and Hochberg over all {tests} exploratory tests "
                "(results/inference/association.csv): p times their number over its rank, never "
                "above that of the next larger p"
            )
        return Formula(words, formula, family)


def in_words(case: Sample, scope: str) -> str:
    """How many clusters, of which group, compared how."""
    number = f"{len(case.clusters)} cluster{'' if len(case.clusters) == 1 else 's'}"
    if scope in SECTOR_GROUPS:
        return f"{number} of {SECTOR_GROUPS[scope].lower()}"
    if scope == "pooled":
        return f"{number} of all sector groups, each compared with every other"
    left = [SECTOR_GROUPS[group].lower() for group in case.left_out]
    without = f" (without {' and '.join(left)}, where a score is constant)" if left else ""
    return f"{number}, compared within their sector groups{without}"


_TOLD_IN_FULL: Final = 10**11
"""Arrangements up to which a share of them is told as a fraction."""


def p_formula(p: Any, statistic: str, row: Row, seed: int, inputs: tuple[str, ...] = ()) -> Formula:
    """A two-sided permutation p-value: the share of arrangements at least as far from 0.

    `row` tells the scope, and whether all arrangements were taken (`exact`), and how many.
    """
    share, exact, number = float(p), bool(row["exact"]), int(row["arrangements"])
    within = " within sector groups" if row.get("scope") == "blocked" else ""
    if exact:
        reached = round(share * number)
        which = f"all {number:,} distinct arrangements of the scores{within}: exact"
        # a share of very many has more digits than a file keeps of it
        formula = f"{reached} / {number}" if number < _TOLD_IN_FULL else ""
    else:
        reached = round(share * (number + 1)) - 1
        which = (
            f"{number:,} random arrangements of the scores{within}, seed {seed}; the "
            "observed one counts among them"
        )
        formula = f"({reached} + 1) / ({number} + 1)"
    return Formula(
        f"two-sided permutation test: share of arrangements with {statistic} at least as far from "
        f"0 as observed, of {which}",
        formula,
        inputs,
    )


def adjusted(p: Iterable[Any], method: str) -> tuple[list[str], int]:
    """How each p-value of a family is adjusted, as a formula, and for how many tests.

    The formula is empty where there is no p. `method`: `Holm` (the smallest times the number of
    tests, the next times one fewer, never below the one before) or `Benjamini–Hochberg` (times the
    number of tests over the rank, never above the next).
    """
    values = [float(one) if known(one) else math.nan for one in p]
    order = [at for at in np.argsort(values, kind="stable") if not math.isnan(values[at])]
    count, found = len(order), [""] * len(values)
    factors: list[tuple[str, float]]
    if method == "Holm":
        factors = [(str(count - rank), count - rank) for rank in range(count)]
        ranks, further = range(count), gt
    else:
        factors = [(f"{count} / {rank + 1}", count / (rank + 1)) for rank in range(count)]
        ranks, further = range(count - 1, -1, -1), lt
    products = [factor * values[at] for (_, factor), at in zip(factors, order, strict=True)]
    best = next(iter(ranks), 0)
    for rank in ranks:
        best = rank if further(products[rank], products[best]) else best
        text = f"{factors[best][0]} × {number_text(values[order[best]])}"
        found[order[rank]] = f"min(1, {text})" if products[best] > 1 else text
    return found, count
