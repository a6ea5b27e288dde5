"""Tables of the tests between sector groups, of the paired test, and of reliability."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from math import comb
from typing import Final

import pandas as pd

from upgrading.cases.indices import INDEX_COMPONENTS, REPORTED, Scale, scale_text
from upgrading.exhibits.estimates import (
    CHOSEN_CASES,
    bounds,
    interval_column,
    level_text,
    number,
    p_number,
    whole,
)
from upgrading.exhibits.relations import HOLM, adjusted, p_formula
from upgrading.exhibits.tabulation import Column, Formula, Line, Number, Row, Tabulation
from upgrading.exhibits.values import Homes, sum_of
from upgrading.files.frames import known
from upgrading.inference.between_groups import CAVEAT, ROUNDED, scores_by_group
from upgrading.numbers import number_text
from upgrading.vocabulary import HIGHEST_INDEX, INDICES, SECTOR_GROUPS, UPGRADING

OUTCOMES: Final = {**INDICES, **UPGRADING}
GROUPS: Final = {"all": "All clusters", **SECTOR_GROUPS}


@dataclass(frozen=True)
class Cases:
    """What models and comparisons are made on.

    `clusters` and `indices` as in `data/processed`; `homes`: the exhibit in which each variable of
    a sector group is at home (`values.homes`); `seed`: of the random arrangements.
    """

    clusters: pd.DataFrame
    indices: pd.DataFrame
    homes: Homes
    seed: int

    @cached_property
    def scores(self) -> Mapping[str, Mapping[str, list[Fraction]]]:
        """The scores of every outcome, by sector group."""
        joined = self.clusters.merge(self.indices, on="cluster_id", validate="one_to_one")
        return {outcome: scores_by_group(joined, outcome) for outcome in OUTCOMES}

    def inputs(self, group: str, *columns: str) -> tuple[str, ...]:
        """The columns that hold variables of a sector group, or of all."""
        groups = SECTOR_GROUPS if group == "all" else (group,)
        return tuple(
            f"{self.homes[one, column]}//{column}"
            for column in columns
            for one in groups
            if (one, column) in self.homes
        )


def group_differences(
    overall: pd.DataFrame,
    differences: pd.DataFrame,
    confidence: Fraction,
    scale: Scale = REPORTED.scale,
) -> Tabulation[Cases]:
    """Differences between sector groups, outcome by outcome.

    `overall` and `differences` as from `upgrading.inference.between_groups`; `scale`: of the
    collective efficiency index.
    """
    caption, notes = "Differences between sector groups", _differences_notes(differences, scale)
    columns = _differences_columns(confidence)
    table = Tabulation("group_differences", columns, caption, notes)
    for test in overall.to_dict("records"):
        table.panel(OUTCOMES[test["outcome"]])
        if known(test["p"]):
            _overall(table.line("All groups together"), test)
        pairs = differences[differences["outcome"] == test["outcome"]].to_dict("records")
        for at, pair in enumerate(pairs):
            groups = [pair["group"], pair["other_group"]]
            sizes = [int(pair["clusters"]), int(pair["other_clusters"])]
            table.line(
                " – ".join(SECTOR_GROUPS[group] for group in groups),
                shows={
                    **pair,
                    **{"groups": groups, "sizes": sizes, "both": sum(sizes)},
                    **{"family": [one["p"] for one in pairs], "at": at},
                },
            )
    return table


def _overall(line: Line[Cases], test: Row) -> None:
    """The test of all groups together: p, clusters, share between groups."""
    outcome = test["outcome"]

    def inputs(on: Cases) -> tuple[str, ...]:
        return tuple(place for group in on.scores[outcome] for place in on.inputs(group, outcome))

    def p(on: Cases) -> Formula:
        return p_formula(test["p"], "a Kruskal–Wallis H", test, on.seed, inputs(on))

    def clusters(on: Cases) -> Formula:
        return Formula(f"clusters with a score, {OUTCOMES[outcome].lower()}", "", inputs(on))

    share = Formula(
        "share of the variance of ranks that lies between the groups: Kruskal–Wallis H over the "
        "number of clusters less 1",
        f"{number_text(float(test['statistic']))} / ({test['clusters']} − 1)",
    )
    line.cell("p", p_number(test["p"]), p)
    line.cell("clusters", whole(test["clusters"]), clusters)
    line.cell(_SHARE, number(test["epsilon_squared"]), share, [line["clusters"]])


_SHARE: Final = "2_share_between_groups"


def _differences_columns(confidence: Fraction) -> tuple[Column[Cases], ...]:
    """Columns of the comparison of two groups."""
    means, of = ("mean", "mean_of_other"), ("difference",)
    interval = interval_column(confidence)

    def drawn(_: Cases, pair: Row) -> Formula:
        return Formula(
            f"{level_text(confidence)} interval: percentiles of the exact bootstrap distribution "
            "of the difference, {} and {} clusters drawn within their groups".format(*pair["sizes"])
        )

    def clusters(_: Cases, pair: Row) -> Formula:
        return Formula("clusters of the two groups: {} and {}".format(*pair["sizes"]))

    less = "the first mean less the other"
    return (
        Column("mean", "Mean", number, "mean", partial(_mean, 0)),
        Column("mean_of_other", "Mean of other", number, "other_mean", partial(_mean, 1)),
        Column("difference", "Difference", number, "difference", less, means),
        Column(*interval, bounds, "low high", drawn, of),
        Column("p", "p", p_number, "p", _divisions, of),
        Column("p_holm", "p (Holm)", p_number, "p_holm", _holm, ("p",)),
        Column("clusters", "Clusters", whole, "both", clusters, means),
        Column(_SHARE, "ε² (share between groups)"),
    )


def _mean(at: int, on: Cases, pair: Row) -> Formula:
    outcome, group = pair["outcome"], pair["groups"][at]
    scores = on.scores[outcome][group]
    return Formula(
        f"mean {OUTCOMES[outcome].lower()} over the clusters of {SECTOR_GROUPS[group].lower()}",
        f"({sum_of(scores)}) / {len(scores)}",
        on.inputs(group, outcome),
    )


def _divisions(_: Cases, pair: Row) -> Formula:
    size, other = pair["sizes"]
    divisions = comb(size + other, size)
    return Formula(
        "two-sided permutation test of the difference: share of the divisions of all "
        f"{size + other} clusters into groups of {size} and {other} in which the means differ at "
        "least as much; all divisions: exact",
        f"{round(Fraction(str(pair['p'])) * divisions)} / {divisions}",
    )


def _holm(_: Cases, pair: Row) -> Formula:
    formulas, tests = adjusted(pair["family"], "Holm")
    return Formula(
        f"p adjusted after Holm for the {tests} pairs of groups compared in this outcome: {HOLM}",
        formulas[pair["at"]],
    )


def _differences_notes(differences: pd.DataFrame, scale: Scale) -> list[str]:
    constant = differences["note"].astype(str).str.startswith("one group is constant").any()
    indices = f"Indices 0–{HIGHEST_INDEX}"
    if scale != REPORTED.scale:
        indices += f", collective efficiency {scale_text(scale, '–')}"
    notes = [
        f"{indices}, scores 0–3. Difference: mean of the first group less mean of the other. "
        "Intervals: percentiles of the exact bootstrap distribution, resampled within each "
        "group; with a handful of clusters they are too narrow. p: exact permutation test of the "
        "difference; Holm's adjustment is over the pairs of one outcome. All groups together: "
        "permutation test of the Kruskal–Wallis statistic; ε² is the share of the variance of "
        "ranks that lies between groups.",
        CHOSEN_CASES,
    ]
    against = differences[differences["note"].astype(str).str.contains("the interval .* 0, p is ")]
    if len(against):
        notes.insert(
            1,
            f"Because the intervals are too narrow, interval and p disagree in {len(against)} of "
            f"{int(differences['low'].map(known).sum())} rows; rely on p there: "
            + "; ".join(
                f"{OUTCOMES[row['outcome']]}, {GROUPS[row['group']]} and "
                f"{GROUPS[row['other_group']]}"
                for row in against.to_dict("records")
            )
            + ".",
        )
    if differences["note"].astype(str).str.contains(ROUNDED).any():
        notes.insert(1, f"Scores that do not lie on common steps, such as roots: {ROUNDED}.")
    if constant:
        notes.insert(
            1,
            "Where all clusters of a group have one score, the interval reflects the variation of "
            "the other group only.",
        )
    return notes


def economies_against_joint_action(tests: pd.DataFrame, confidence: Fraction) -> Tabulation[Cases]:
    """External economies against joint action.

    `tests` as from `upgrading.inference.between_groups.paired_tests`.
    """
    notes = (
        "EEI: external economies index, JAI: joint action index, both 0–12. p: two-sided sign-flip "
        "test of the differences by cluster, exact; the interval holds the mean differences that "
        "the test does not reject.",
        *(
            f"{GROUPS[test['group']]}: {test['note']}."
            for test in tests.to_dict("records")
            if known(test["note"])
        ),
        CHOSEN_CASES,
    )
    caption = "External economies against joint action, by cluster"
    columns = _paired_columns(confidence)
    table = Tabulation("economies_against_joint_action", columns, caption, notes)
    for test in tests.to_dict("records"):
        table.line(GROUPS[test["group"]], shows=test)
    return table


def _paired_columns(confidence: Fraction) -> tuple[Column[Cases], ...]:
    def told(words: str, *indices: str) -> Callable[[Cases, Row], Formula]:
        return lambda on, test: Formula(
            words.format(of=_of(test["group"])), "", on.inputs(test["group"], *indices)
        )

    def count(words: str) -> Callable[[Cases, Row], Formula]:
        return told(f"{{of}}: {words}", "eei", "jai")

    def kept(_: Cases, test: Row) -> Formula:
        level = level_text(Fraction(str(test["confidence"])))
        return Formula(
            f"{level} interval: the mean differences that the sign-flip test does not reject; "
            f"exact, {test['clusters']} clusters"
        )

    both, of = count("those with both indices"), ("difference",)
    eei = count("external economies index above joint action index")
    jai = count("joint action index above external economies index")
    mean_eei = told("mean external economies index of {of}", "eei")
    mean_jai = told("mean joint action index of {of}", "jai")
    less = "mean external economies index less mean joint action index"
    return (
        Column("clusters", "Clusters", whole, "clusters", both),
        Column("eei_higher", "EEI higher", whole, "external_economies_higher", eei),
        Column("equal", "Equal", whole, "equal", count("both indices equal")),
        Column("jai_higher", "JAI higher", whole, "joint_action_higher", jai),
        Column("mean_eei", "Mean EEI", number, "mean_eei", mean_eei),
        Column("mean_jai", "Mean JAI", number, "mean_jai", mean_jai),
        Column("difference", "Difference", number, "difference", less, ("mean_eei", "mean_jai")),
        Column(*interval_column(confidence), bounds, "low high", kept, of),
        Column("p", "p", p_number, "p", _flips, of),
    )


def _of(group: str) -> str:
    return "all clusters" if group == "all" else f"the clusters of {GROUPS[group].lower()}"


def _flips(_: Cases, test: Row) -> Formula:
    assignments = 2 ** int(test["clusters"])
    return Formula(
        "two-sided sign-flip test: share of the ways to give the differences by cluster a sign "
        f"whose mean is at least as far from 0; all 2^{test['clusters']}: exact",
        f"{round(Fraction(str(test['p'])) * assignments)} / {assignments}",
    )


def reliability(alphas: pd.DataFrame) -> Tabulation[Cases]:
    """Cronbach's alpha of both indices.

    `alphas` as from `upgrading.inference.between_groups.reliability`.
    """
    notes = (
        "In parentheses the number of clusters. Listwise: clusters with all four components; "
        "pairwise: each covariance over the clusters that have both.",
        CAVEAT,
        "The clusters are chosen cases, not a random sample.",
    )
    caption = "Cronbach's alpha of the components of the two indices"
    columns = [
        Column(
            f"{index}_{deletion}".lower().replace(" ", "_"),
            f"{index}, {deletion}",
            _alpha_shown,
            f"{name}_{deletion}",
            partial(_alpha, f"{name}_{deletion}"),
        )
        for name, index in {"eei": "External economies", "jai": "Joint action"}.items()
        for deletion in _DELETIONS
    ]
    table = Tabulation("reliability", columns, caption, notes)
    for group, rows in alphas.groupby("group", sort=False):
        records = rows.to_dict("records")
        shows = {f"{row['index']}_{row['deletion']}": row for row in records}
        table.line(GROUPS[str(group)], shows=shows)
    return table


_DELETIONS: Final = {
    "listwise": "clusters with all components",
    "pairwise": "each covariance over the clusters that have both components",
}


def _alpha_shown(row: Row) -> Number:
    alpha = number(row["alpha"])
    return alpha._replace(clusters=int(row["clusters"])) if alpha.value else alpha


def _alpha(name: str, on: Cases, shows: Row) -> Formula:
    row = shows[name]
    group, components = row["group"], int(row["components"])
    of = "all clusters" if group == "all" else GROUPS[group].lower()
    columns = on.inputs(group, *INDEX_COMPONENTS[row["index"]])
    return Formula(
        f"Cronbach’s alpha of {components} components, {of}: {components} / {components - 1} × (1 "
        "− sum of the components’ variances / variance of their sum); "
        f"{row['clusters']} clusters ({_DELETIONS[row['deletion']]})",
        "",
        tuple(dict.fromkeys(column.split("/")[0] for column in columns)),
    )
