"""Tables of association: the primary family, the rest, pooled against within, across degrees."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import pandas as pd

from upgrading.inference.association import IN_GLOBAL_CHAIN
from upgrading.numbers import MISSING, shown
from upgrading.present.estimate_tables import (
    CHOSEN_CASES,
    NOT_ESTIMABLE,
    Entry,
    Row,
    bounds,
    cells,
    figure,
    known,
    number,
    p_number,
    p_value,
    whole,
)
from upgrading.present.tables import Text
from upgrading.vocabulary import (
    EXTERNAL_ECONOMIES,
    GOVERNANCE,
    INDICES,
    JOINT_ACTION,
    SECTOR_GROUPS,
    UPGRADING,
)

SCOPE_LABELS: Final = {
    **SECTOR_GROUPS,
    "blocked": "All groups, within each",
    "pooled": "All clusters, pooled",
}

PRIMARY: Final = "association_primary"
EXPLORATORY: Final = "association_exploratory"
POOLED_WITHIN: Final = "pooled_within"
DEGREES_TESTS: Final = "degrees_tests"

_NOT_ESTIMABLE_BECAUSE: Final = f"{NOT_ESTIMABLE}: "

_LEVEL: Final = 0.05


def level_text(confidence: Fraction) -> str:
    """The confidence of an interval in per cent: `95 %`."""
    return f"{shown(100 * confidence, 2, trim=True)} %"


def remark(note: object) -> str:
    """The note of a row of association as a reader takes it: groups by name, no prefix."""
    text = str(note) if known(note) else ""
    for group, label in SECTOR_GROUPS.items():
        text = text.replace(group, label)
    text = text.removeprefix(_NOT_ESTIMABLE_BECAUSE)
    return text[:1].upper() + text[1:]


def or_dash(value: object, entry: Entry) -> Entry:
    """The entry, or a dash where the value is missing: the row says elsewhere why."""
    return entry if known(value) else MISSING


def primary(association: pd.DataFrame, confidence: Fraction) -> tuple[pd.DataFrame, Text]:
    """The declared family: the index with each kind of upgrading, as cells and words.

    `association` as from `upgrading.inference.association.association`.
    """
    header = ["", "Clusters", "Kendall’s τ-b", f"{level_text(confidence)} interval", "p"]
    rows: list[Row] = [("header", [*header, "p (Holm)", "Without one cluster", "Remark"])]
    chosen = association[association["family"] == "primary"]
    for kind, label in UPGRADING.items():
        rows.append(("panel", [label]))
        for _, row in chosen[chosen["upgrading"] == kind].iterrows():
            tau = row["tau_b"]
            rows.append(
                (
                    "body",
                    [
                        SCOPE_LABELS[row["scope"]],
                        whole(row["clusters"]),
                        number(tau),
                        or_dash(tau, bounds(row["tau_b_low"], row["tau_b_high"])),
                        or_dash(tau, p_number(row["p"])),
                        or_dash(tau, p_number(row["p_adjusted"])),
                        or_dash(tau, bounds(row["without_one_low"], row["without_one_high"])),
                        remark(row["note"]),
                    ],
                )
            )
    tests = int(chosen["p"].map(known).sum())
    clear = int((chosen["p_adjusted"].astype(float) <= _LEVEL).sum())
    notes = (
        "The family was named before the tests were run: the collective efficiency index with four "
        "kinds of upgrading, in each sector group and in all with the groups as blocks (only "
        "clusters of one group are compared).",
        "τ-b: from −1 to 1. Interval: bootstrap of the clusters (BCa, percentile where that is "
        "undefined), within groups where they are blocks. p: two-sided permutation test, within "
        "groups where they are blocks, over all arrangements where they are few enough. Holm: "
        f"adjusted for the {tests} tests that can be made; {_count(clear)} of them at most 0.05. "
        "Without one cluster: least and greatest τ-b when any one cluster is left out.",
        CHOSEN_CASES,
    )
    caption = "Collective efficiency and upgrading: the relations declared in advance"
    return cells(PRIMARY, rows), Text(PRIMARY, "", caption, notes)


def _count(number: int) -> str:
    return "none" if number == 0 else str(number)


def explanation_label(name: str) -> str:
    """What upgrading is related to, as a reader calls it."""
    pattern = name.removesuffix(IN_GLOBAL_CHAIN)
    if pattern in GOVERNANCE:
        place = "global chains" if name.endswith(IN_GLOBAL_CHAIN) else "any chain"
        return f"{GOVERNANCE[pattern]}, {place}"
    return {**INDICES, **EXTERNAL_ECONOMIES, **JOINT_ACTION}[name]


_PANELS: Final[tuple[tuple[str, Sequence[str]], ...]] = (
    ("Indices", tuple(INDICES)),
    ("External economies", tuple(EXTERNAL_ECONOMIES)),
    ("Joint action", tuple(JOINT_ACTION)),
    (
        "Governance: the cluster is in such a chain",
        tuple(p + end for p in GOVERNANCE for end in ("", IN_GLOBAL_CHAIN)),
    ),
)


def exploratory_names(association: pd.DataFrame) -> list[str]:
    """What upgrading is related to in the exploratory table, line by line."""
    rest = association[association["family"] == "exploratory"]
    tested = set(rest.loc[rest["scope"] == "blocked", "index"])
    return [name for _, names in _PANELS for name in names if name in tested]


def exploratory(association: pd.DataFrame) -> tuple[pd.DataFrame, Text]:
    """Everything else within sector groups: what upgrading goes with, as cells and words.

    `association` as from `upgrading.inference.association.association`. Nothing is picked by its
    size: all explanations are shown.
    """
    header = [""]
    for kind in UPGRADING.values():
        name = kind.split(" ", maxsplit=1)[0]
        header += [f"{name}: τ-b", f"{name}: p (BH)"]
    rows: list[Row] = [("header", header)]
    rest = association[association["family"] == "exploratory"]
    within = rest[rest["scope"] == "blocked"].set_index(["index", "upgrading"])
    tested = exploratory_names(association)
    for heading, names in _PANELS:
        rows.append(("panel", [heading]))
        for name in filter(tested.__contains__, names):
            entries: list[Entry] = [explanation_label(name)]
            for kind in UPGRADING:
                row = within.loc[(name, kind)]
                entries += [
                    number(row["tau_b"]),
                    or_dash(row["tau_b"], p_number(row["p_adjusted"])),
                ]
            rows.append(("body", entries))
    p, adjusted = rest["p"].astype(float), rest["p_adjusted"].astype(float)
    tests = int(p.notna().sum())
    notes = (
        "Clusters are compared with those of the same sector group only. The collective "
        "efficiency index itself is in the primary family. A chain counts as any if domestic or "
        "global; domestic, global and both are no order, so that the codes are not ranked.",
        f"p: adjusted after Benjamini and Hochberg over all {tests} exploratory tests, in every "
        f"sector group and pooled too. {int((p <= _LEVEL).sum())} of them have an unadjusted p of "
        f"at most 0.05, where {shown(Fraction(tests, 20), 0)} would by chance if nothing were "
        f"related and the tests were independent; {_count(int((adjusted <= _LEVEL).sum()))} after "
        "adjustment. Looked at without a hypothesis, such figures suggest; they show nothing.",
        CHOSEN_CASES,
    )
    caption = "What upgrading goes with, within sector groups (exploratory)"
    return cells(EXPLORATORY, rows), Text(EXPLORATORY, "", caption, notes)


def pooled_within(
    analysed: pd.DataFrame, as_printed: pd.DataFrame, edition: str
) -> tuple[pd.DataFrame, Text]:
    """One kind of upgrading, pooled against within sector groups, as cells and words.

    Both frames as from `upgrading.inference.pooling.pooled_and_within` of the same kind:
    `analysed` on the analysis's edition, `as_printed` on the printed scores and printed index.
    """
    kind = UPGRADING[str(analysed["upgrading"].iloc[0])]
    header = ["", "Clusters", "Concordant less discordant pairs", "Kendall’s τ-b", "p"]
    rows: list[Row] = [("header", [*header, "Spearman’s ρ", "p of ρ", "Remark"])]
    panels = (
        (f"As analysed ({edition} edition, index recomputed)", analysed),
        ("As printed (scores and index of the report’s tables)", as_printed),
    )
    for heading, frame in panels:
        by_scope = frame.set_index("scope")
        rows.append(("panel", [heading]))
        pooled, within = by_scope.loc["pooled"], by_scope.loc["blocked"]
        between = _surplus(pooled) - _surplus(within)
        rows.append(("body", _pooling(SCOPE_LABELS["pooled"], pooled)))
        rows.append(
            (
                "body",
                ["of these pairs, of different groups", "", whole(between), *[""] * 5],
            )
        )
        rows.append(("body", _pooling(SCOPE_LABELS["blocked"], within)))
        rows += [
            ("body", _pooling(label, by_scope.loc[group])) for group, label in SECTOR_GROUPS.items()
        ]
    notes = (
        *(_pooling_told(kind, heading, frame) for heading, frame in panels),
        "Pooled, clusters of different sector groups are compared with each other, and scores are "
        "rearranged over all clusters; where groups with a higher index also have higher scores, "
        "the difference between groups passes for a relation between clusters. Within, only "
        "clusters of one group are compared, and scores rearranged within groups. p: two-sided, "
        "by permutation. Concordant pairs less discordant ones are the numerator of τ-b.",
        CHOSEN_CASES,
    )
    caption = f"{kind} and collective efficiency: pooled against within sector groups"
    return cells(POOLED_WITHIN, rows), Text(POOLED_WITHIN, "", caption, notes)


def _surplus(row: pd.Series) -> int:
    return int(row["surplus"]) if known(row["surplus"]) else 0


def _pooling(label: str, row: pd.Series) -> list[Entry]:
    tau = row["tau_b"]
    return [
        label,
        whole(row["clusters"]),
        or_dash(tau, whole(_surplus(row))),
        number(tau),
        or_dash(tau, p_number(row["p"])),
        or_dash(tau, number(row["rho"])),
        or_dash(tau, p_number(row["rho_p"])),
        remark(row["note"]),
    ]


def _pooling_told(kind: str, heading: str, frame: pd.DataFrame) -> str:
    by_scope = frame.set_index("scope")
    pooled, within = by_scope.loc["pooled"], by_scope.loc["blocked"]
    groups = [
        f"{label.lower()} {signed(by_scope.loc[group, 'rho'])}"
        for group, label in SECTOR_GROUPS.items()
    ]
    between = _surplus(pooled) - _surplus(within)
    return (
        f"{heading}: pooled, {kind.lower()} goes with the index with p = {p_value(pooled['p'])} "
        f"(of ρ: {p_value(pooled['rho_p'])}); within sector groups with p = "
        f"{p_value(within['p'])} (of ρ: {p_value(within['rho_p'])}). Concordant less discordant "
        f"pairs: {_surplus(pooled)}, of which {between} between clusters of different groups. "
        f"ρ by group: {', '.join(groups)}."
    )


def signed(value: object) -> str:
    """A measure with its sign, `+0.44` or `−0.58`, or why there is none."""
    text = figure(value)
    if text == NOT_ESTIMABLE or not text.strip("-0."):
        return text.lstrip("-")
    return text.replace("-", "−") if text.startswith("-") else f"+{text}"


def across_degrees(degrees: pd.DataFrame) -> tuple[pd.DataFrame, Text]:
    """Kruskal–Wallis and Jonckheere–Terpstra across degrees, as cells and words.

    `degrees` as from `upgrading.inference.degrees.across_degrees`.
    """
    header = ["", "Low", "Medium", "High", "Kruskal–Wallis H", "df", "p of H"]
    header += ["Jonckheere–Terpstra z", "p of z", "Remark"]
    rows: list[Row] = [("header", header)]
    for kind, label in UPGRADING.items():
        rows.append(("panel", [label]))
        for _, row in degrees[degrees["upgrading"] == kind].iterrows():
            h, z = row["kruskal_wallis"], row["jonckheere_terpstra_z"]
            rows.append(
                (
                    "body",
                    [
                        SCOPE_LABELS[row["scope"]],
                        *(whole(row[degree]) for degree in ("low", "medium", "high")),
                        number(h),
                        or_dash(h, number(row["degrees_of_freedom"], 0)),
                        or_dash(h, p_number(row["kruskal_wallis_p"])),
                        or_dash(h, number(z)),
                        or_dash(h, p_number(row["jonckheere_terpstra_p"])),
                        remark(row["note"]),
                    ],
                )
            )
    notes = (
        "Low, medium, high: clusters of each degree. Kruskal–Wallis asks whether upgrading differs "
        "between the degrees at all, Jonckheere–Terpstra whether it rises or falls with them; its "
        "z is standardised and positive if upgrading rises. Within each: both computed within "
        "sector groups and added up. p: by permutation, within groups where they are blocks; a "
        "degree may hold one cluster, so that the textbook p-values (results/inference/degrees.csv)"
        " are not to be trusted. Not adjusted for the number of tests.",
        CHOSEN_CASES,
    )
    caption = "Upgrading across degrees of collective efficiency"
    return cells(DEGREES_TESTS, rows), Text(DEGREES_TESTS, "", caption, notes)
