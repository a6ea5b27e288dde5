"""How the numbers of a relation come about: τ-b, its interval, its p-values, its adjustment.

Everything is told from the sample that the relation is measured on, found again as the tests found
it, and from the numbers of the tests themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from upgrading.exhibits.formulas import Formula
from upgrading.inference.association import explanations
from upgrading.inference.degrees import ORDER
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.measures import pair_signs
from upgrading.inference.permutation import PermutationChoices, possible_arrangements
from upgrading.inference.samples import Sample, Scores, by_cluster, sample
from upgrading.numbers import number_text
from upgrading.present.association_tables import explanation_label
from upgrading.present.estimate_tables import known
from upgrading.present.line_formulas import own
from upgrading.vocabulary import INDICES, SECTOR_GROUPS, UPGRADING

DEGREE: Final = "ce_degree"

_GLOBAL: Final = "_global"


@dataclass(frozen=True)
class Choices:
    """How the tests were made: permutations, bootstrap with its confidence, the seed of both."""

    permutation: PermutationChoices
    bootstrap: BootstrapChoices


@dataclass(frozen=True)
class Relations:
    """What relations are measured on.

    `clusters` and `indices` as in `data/processed`; `homes`: the exhibit in which each variable of
    a sector group is at home (`formulas.homes`).
    """

    clusters: pd.DataFrame
    indices: pd.DataFrame
    homes: Mapping[tuple[str, str], str]
    choices: Choices

    @cached_property
    def _groups(self) -> dict[str, str]:
        return dict(zip(self.clusters["cluster_id"], self.clusters["group"], strict=True))

    @cached_property
    def _related(self) -> dict[str, Scores]:
        degrees: Scores = {}
        if DEGREE in self.indices:
            degrees = {
                cluster: None if degree is None else ORDER.index(degree)
                for cluster, degree in zip(
                    self.indices["cluster_id"], self.indices[DEGREE], strict=True
                )
            }
        return {**explanations(self.clusters, self._all_indices), DEGREE: degrees}

    @cached_property
    def _all_indices(self) -> pd.DataFrame:
        """The indices; what the printed ones lack is not known."""
        lacking = [name for name in (*INDICES, DEGREE) if name not in self.indices]
        nothing = pd.Series([None] * len(self.indices), self.indices.index, dtype=object)
        return self.indices.assign(**dict.fromkeys(lacking, nothing))

    @cached_property
    def labels(self) -> dict[str, str]:
        """What each cluster is called."""
        return {
            row.cluster_id: f"{row.industry}, {row.name_}"
            for row in self.clusters.rename(columns={"name": "name_"}).itertuples()
        }

    def sample(self, kind: str, name: str, scope: str) -> Sample:
        """The clusters of one relation."""
        scores = by_cluster(self.clusters, kind)
        return sample(self._related[name], scores, self._groups, scope)

    def inputs(self, kind: str, name: str, scope: str) -> tuple[str, ...]:
        """The columns that hold the scores of the relation's clusters."""
        groups = {self._groups[cluster] for cluster in self.sample(kind, name, scope).clusters}
        variable = name.removesuffix(_GLOBAL)
        return tuple(
            f"{self.homes[group, column]}//{column}"
            for column in (variable, kind)
            for group in SECTOR_GROUPS
            if group in groups and (group, column) in self.homes
        )

    def pair(self, kind: str, name: str, scope: str) -> str:
        """The relation in words, with the clusters it is measured on."""
        related = "degree of collective efficiency" if name == DEGREE else explanation_label(name)
        case = self.sample(kind, name, scope)
        return f"{related} with {UPGRADING[kind].lower()}, {in_words(case, scope)}"

    def clusters_of(self, kind: str, name: str, scope: str) -> Formula:
        """The number of clusters."""
        case = self.sample(kind, name, scope)
        words = f"clusters with both scores: {self.pair(kind, name, scope)}"
        if case.problem:
            words += f"; not estimable: {case.problem}"
        return Formula(words, "", self.inputs(kind, name, scope))

    def pairs(self, kind: str, name: str, scope: str) -> tuple[int, int, int, int]:
        """Pairs of clusters: concordant, discordant, not tied in x, not tied in y."""
        case = self.sample(kind, name, scope)
        x, y = pair_signs(case.x, case.strata), pair_signs(case.y, case.strata)
        product = x * y
        counts = [(product > 0).sum(), (product < 0).sum(), (x != 0).sum(), (y != 0).sum()]
        concordant, discordant, in_x, in_y = map(int, counts)
        return concordant, discordant, in_x, in_y

    def surplus(self, kind: str, name: str, scope: str) -> Formula:
        """Concordant less discordant pairs."""
        concordant, discordant, _, _ = self.pairs(kind, name, scope)
        return Formula(
            f"concordant less discordant pairs: {self.pair(kind, name, scope)}",
            f"{concordant} − {discordant}",
            self.inputs(kind, name, scope),
        )

    def tau(self, kind: str, name: str, scope: str) -> Formula:
        """Kendall's τ-b, with the numbers of pairs."""
        concordant, discordant, in_x, in_y = self.pairs(kind, name, scope)
        return Formula(
            f"Kendall’s τ-b of {self.pair(kind, name, scope)}: concordant less discordant pairs, "
            "over the root of pairs not tied in the one times pairs not tied in the other",
            f"({concordant} − {discordant}) / √({in_x} × {in_y})",
            self.inputs(kind, name, scope),
        )

    def interval(self, row: Mapping[Any, Any], scope: str, place: int) -> Formula:
        """The bootstrap interval of the τ-b of a row of association, which stands at `place`."""
        bootstrap = self.choices.bootstrap
        within = ", drawn within sector groups" if scope == "blocked" else ""
        dropped = int(row["resamples_dropped"]) if known(row["resamples_dropped"]) else 0
        lost = f"; {dropped} resamples without a τ-b dropped" if dropped else ""
        return Formula(
            f"{per_cent(bootstrap.confidence)} % bootstrap interval of τ-b, "
            f"{row['tau_b_interval']}: {bootstrap.resamples:,} resamples of the clusters"
            f"{within}, seed {bootstrap.seed}{lost}",
            "",
            own(place),
        )

    def p(self, p: float, statistic: str, scope: str, how: tuple[bool, int], place: int) -> Formula:
        """A two-sided permutation p-value; `how`: if exact, over how many arrangements."""
        return p_formula(p, statistic, scope, how, self.choices.permutation.seed, own(place))

    def arrangements(self, kind: str, name: str, scope: str) -> tuple[bool, int]:
        """Whether all arrangements were taken, and how many."""
        case = self.sample(kind, name, scope)
        if case.problem:
            return False, 0
        possible = possible_arrangements(case.y, case.strata)
        permutation = self.choices.permutation
        exact = possible <= permutation.exact_up_to
        return exact, possible if exact else permutation.permutations

    def without_one(self, row: Mapping[Any, Any], place: int) -> Formula:
        """The range of τ-b when one cluster is left out."""
        ends = [
            f"{end} without {self._named(row[f'without_one_{key}_cluster'])}"
            for end, key in (("least", "low"), ("greatest", "high"))
        ]
        return Formula(
            f"τ-b computed again without each of the {row['clusters']} clusters in turn: "
            f"{', '.join(ends)}",
            "",
            own(place),
        )

    def _named(self, ids: object) -> str:
        names = [self.labels.get(one, one) for one in str(ids).split()] if known(ids) else []
        return " or ".join(f"{name}" for name in names) or "any one"


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


def per_cent(share: float) -> str:
    """0.95 as `95`."""
    return number_text(round(100 * share, 10))


def p_formula(
    p: float,
    statistic: str,
    scope: str,
    how: tuple[bool, int],
    seed: int,
    inputs: tuple[str, ...],
) -> Formula:
    """A two-sided permutation p-value: the share of arrangements at least as far from 0."""
    exact, number = how
    within = " within sector groups" if scope == "blocked" else ""
    if exact:
        reached = round(p * number)
        which = f"all {number:,} distinct arrangements of the scores{within}: exact"
        formula = f"{reached} / {number}"
    else:
        reached = round(p * (number + 1)) - 1
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


def adjusted(p: Sequence[float], method: str) -> list[str]:
    """How each p-value of a family is adjusted, as a formula; empty where there is no p.

    `method`: `Holm` (the smallest times the number of tests, the next times one fewer, never below
    the one before) or `Benjamini–Hochberg` (times the number of tests over the rank, never above
    the next).
    """
    values = np.array(p, dtype=np.float64)
    tested = np.flatnonzero(~np.isnan(values))
    order = tested[np.argsort(values[tested], kind="stable")]
    count = len(order)
    found = [""] * len(values)
    if method == "Holm":
        products = [(count - rank) * values[at] for rank, at in enumerate(order)]
        best = 0
        for rank, at in enumerate(order):
            best = rank if products[rank] > products[best] else best
            text = f"{count - best} × {number_text(float(values[order[best]]))}"
            found[at] = f"min(1, {text})" if products[best] > 1 else text
        return found
    products = [count / (rank + 1) * values[at] for rank, at in enumerate(order)]
    best = count - 1
    for rank in range(count - 1, -1, -1):
        best = rank if products[rank] < products[best] else best
        text = f"{count} / {best + 1} × {number_text(float(values[order[best]]))}"
        found[order[rank]] = f"min(1, {text})" if products[best] > 1 else text
    return found


def adjustment(family: str, tests: int, formula: str, inputs: tuple[str, ...]) -> Formula:
    """The adjusted p of a relation: after Holm in the primary family, else after BH."""
    if family == "primary":
        words = (
            f"p adjusted after Holm for the {tests} tests of the primary family that can be made: "
            "the smallest p times their number, the next times one fewer, and so on, never below "
            "the one before"
        )
    else:
        words = (
            f"p adjusted after Benjamini and Hochberg over all {tests} exploratory tests "
            "(results/inference/association.csv): p times their number over its rank, never above "
            "that of the next larger p"
        )
    return Formula(words, formula, inputs)
