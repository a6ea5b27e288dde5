"""Tables of the tests between sector groups, of the paired test, and of reliability."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pandas as pd

from upgrading.indices import REPORTED, Scale, scale_text
from upgrading.inference.reliability import CAVEAT
from upgrading.inference.subsets import ROUNDED
from upgrading.numbers import shown
from upgrading.present.estimate_tables import (
    CHOSEN_CASES,
    Entry,
    Number,
    Row,
    bounds,
    cells,
    known,
    number,
    p_number,
    whole,
)
from upgrading.present.tables import Text
from upgrading.vocabulary import HIGHEST_INDEX, INDICES, SECTOR_GROUPS, UPGRADING

OUTCOMES = {**INDICES, **UPGRADING}
GROUPS = {"all": "All clusters", **SECTOR_GROUPS}
ALL_GROUPS = "All groups together"
ALPHAS = tuple(
    (index, deletion) for index in ("eei", "jai") for deletion in ("listwise", "pairwise")
)
"""Index and deletion of each column of the table of reliability."""


def _level(confidence: Fraction) -> str:
    return shown(100 * confidence, 2, trim=True)


def _notes_of(frame: pd.DataFrame, label: Callable[[pd.Series], str]) -> list[str]:
    """What the rows have to say for themselves, each with the row's own name."""
    return [f"{label(row)}: {row['note']}." for _, row in frame.iterrows() if known(row["note"])]


def group_differences(
    overall: pd.DataFrame,
    differences: pd.DataFrame,
    confidence: Fraction,
    scale: Scale = REPORTED.scale,
) -> tuple[pd.DataFrame, Text]:
    """Differences between sector groups, outcome by outcome, as cells and words.

    `overall` and `differences` as from `upgrading.inference.between_groups`; `scale`: of the
    collective efficiency index.
    """
    header = ["", "Mean", "Mean of other", "Difference", f"{_level(confidence)} % interval"]
    header += ["p", "p (Holm)", "Clusters", "ε² (share between groups)"]
    rows: list[Row] = [("header", header)]
    for _, test in overall.iterrows():
        rows.append(("panel", [OUTCOMES[test["outcome"]]]))
        if known(test["p"]):
            share = number(test["epsilon_squared"])
            numbers = [p_number(test["p"]), "", whole(test["clusters"]), share]
            rows.append(("body", [ALL_GROUPS, *[""] * 4, *numbers]))
        for _, pair in differences[differences["outcome"] == test["outcome"]].iterrows():
            rows.append(("body", [_pair(pair), *_difference(pair)]))
    constant = differences["note"].astype(str).str.startswith("one group is constant").any()
    indices = f"Indices 0–{HIGHEST_INDEX}"
    if scale != REPORTED.scale:
        indices += f", collective efficiency {scale_text(scale, '–')}"
    notes = [
        f"{indices}, scores 0–3. Difference: mean of the first group less mean of the other. "
        "Intervals: percentiles of the exact bootstrap distribution, resampled within each group; "
        "with a handful of clusters they are too short. p: exact permutation test of the "
        "difference; Holm's adjustment is over the pairs of one outcome. All groups together: "
        "permutation test of the Kruskal–Wallis statistic; ε² is the share of the variance of "
        "ranks that lies between groups.",
        CHOSEN_CASES,
    ]
    if differences["note"].astype(str).str.contains(ROUNDED).any():
        notes.insert(1, f"Scores that are no common steps, such as roots: {ROUNDED}.")
    if constant:
        notes.insert(
            1,
            "Where all clusters of a group have one score, the interval reflects the variation of "
            "the other group only.",
        )
    caption = "Differences between sector groups"
    return cells("group_differences", rows), Text("group_differences", "", caption, tuple(notes))


def _pair(pair: pd.Series) -> str:
    return f"{SECTOR_GROUPS[pair['group']]} – {SECTOR_GROUPS[pair['other_group']]}"


def _difference(pair: pd.Series) -> list[Entry]:
    return [
        number(pair["mean"]),
        number(pair["other_mean"]),
        number(pair["difference"]),
        bounds(pair["low"], pair["high"]),
        p_number(pair["p"]),
        p_number(pair["p_holm"]),
        whole(int(pair["clusters"]) + int(pair["other_clusters"])),
    ]


def economies_against_joint_action(
    tests: pd.DataFrame, confidence: Fraction
) -> tuple[pd.DataFrame, Text]:
    """External economies against joint action, as cells and words.

    `tests` as from `upgrading.inference.paired.paired_tests`.
    """
    header = ["", "Clusters", "EEI higher", "Equal", "JAI higher", "Mean EEI", "Mean JAI"]
    header += ["Difference", f"{_level(confidence)} % interval", "p"]
    rows: list[Row] = [("header", header)]
    for _, test in tests.iterrows():
        counts = ("clusters", "external_economies_higher", "equal", "joint_action_higher")
        rows.append(
            (
                "body",
                [
                    GROUPS[test["group"]],
                    *(whole(test[name]) for name in counts),
                    *(number(test[name]) for name in ("mean_eei", "mean_jai", "difference")),
                    bounds(test["low"], test["high"]),
                    p_number(test["p"]),
                ],
            )
        )
    notes = (
        "EEI: external economies index, JAI: joint action index, both 0–12. p: two-sided sign-flip "
        "test of the differences by cluster, exact; the interval holds the mean differences that "
        "the test does not reject.",
        *_notes_of(tests, lambda row: GROUPS[row["group"]]),
        CHOSEN_CASES,
    )
    caption = "External economies against joint action, by cluster"
    return cells("economies_against_joint_action", rows), Text(
        "economies_against_joint_action", "", caption, notes
    )


def reliability(alphas: pd.DataFrame) -> tuple[pd.DataFrame, Text]:
    """Cronbach's alpha of both indices, as cells and words.

    `alphas` as from `upgrading.inference.reliability.reliability`.
    """
    names = {"eei": "External economies", "jai": "Joint action"}
    header = ["", *(f"{names[index]}, {deletion}" for index, deletion in ALPHAS)]
    rows: list[Row] = [("header", header)]
    found = alphas.set_index(["index", "group", "deletion"])
    for group in dict.fromkeys(alphas["group"]):
        entries: list[Entry] = []
        for index, deletion in ALPHAS:
            alpha = found.loc[(index, group, deletion)]
            entry = number(alpha["alpha"])
            if isinstance(entry, Number):
                entry = entry._replace(clusters=int(alpha["clusters"]))
            entries.append(entry)
        rows.append(("body", [GROUPS[group], *entries]))
    notes = (
        "In parentheses the number of clusters. Listwise: clusters with all four components; "
        "pairwise: each covariance over the clusters that have both.",
        CAVEAT,
        "The clusters are chosen cases, not a sample.",
    )
    caption = "Cronbach's alpha of the components of the two indices"
    return cells("reliability", rows), Text("reliability", "", caption, notes)
