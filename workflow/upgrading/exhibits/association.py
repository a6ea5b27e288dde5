"""Tables of association: the primary family, the rest, pooled against within, across degrees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import Final

import pandas as pd

from upgrading.exhibits.estimates import (
    CHOSEN_CASES,
    NOT_ESTIMABLE,
    bounds,
    figure,
    interval_column,
    number,
    p_number,
    p_value,
    whole,
)
from upgrading.exhibits.relations import DEGREE, Measured, explanation_label
from upgrading.exhibits.tabulation import (
    NOTHING,
    Column,
    Formula,
    Line,
    Number,
    Row,
    Tabulation,
)
from upgrading.files.frames import known
from upgrading.inference.association import IN_GLOBAL_CHAIN, TOLD
from upgrading.inference.intervals import NO_INTERVAL
from upgrading.numbers import shown
from upgrading.vocabulary import (
    DEGREES,
    EXTERNAL_ECONOMIES,
    GOVERNANCE,
    INDICES,
    JOINT_ACTION,
    LEVEL,
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

SURPLUS: Final = "concordant_less_discordant_pairs"
"""The column of the numerators of τ-b."""

_ORDER: Final = tuple(reversed(DEGREES))

_NOT_ESTIMABLE_BECAUSE: Final = f"{NOT_ESTIMABLE}: "


def remark(note: object) -> str:
    """The note of a row of association as a reader takes it: groups by name, no prefix."""
    text = str(note) if known(note) else ""
    for group, label in SECTOR_GROUPS.items():
        text = text.replace(group, label)
    text = text.removeprefix(_NOT_ESTIMABLE_BECAUSE)
    return text[:1].upper() + text[1:]


def _told(words: str) -> Callable[[Measured, Row], Formula]:
    """What tells a statistic of a relation."""
    return lambda on, row: on.relations(row).told(row, words.replace("{added}", _added(row)))


def _added(row: Row) -> str:
    return ", added up over the groups" if row["scope"] == "blocked" else ""


def _p(name: str, statistic: str) -> Callable[[Measured, Row], Formula]:
    """What tells a permutation p-value."""
    return lambda on, row: on.p_of(row, name, statistic)


_REMARK: Final[Column[Measured]] = Column("remark", "Remark", remark, "note")


def primary(association: pd.DataFrame, confidence: Fraction) -> Tabulation[Measured]:
    """The family fixed by rule: the index with each kind of upgrading.

    `association` as from `upgrading.inference.association.association`.
    """
    chosen = association[association["family"] == "primary"]

    def holm(on: Measured, row: Row) -> Formula:
        return on.adjustment(row, f"{PRIMARY}//p")

    tau, ends = ("kendalls_b",), "without_one_low without_one_high"
    interval = interval_column(confidence)
    bootstrapped = "tau_b_low tau_b_high tau_b_interval"
    columns: tuple[Column[Measured], ...] = (
        Column("clusters", "Clusters", whole, "clusters", Measured.clusters),
        Column("kendalls_b", "Kendall’s τ-b", number, "tau_b", Measured.tau),
        Column(*interval, _interval, bootstrapped, Measured.interval, tau, "tau_b"),
        Column("p", "p", p_number, "p", Measured.p, tau, "tau_b"),
        Column("p_holm", "p (Holm)", p_number, "p_adjusted", holm, (), "tau_b"),
        Column(
            *("without_one_cluster", "Without one cluster", bounds, ends),
            *(Measured.without_one, tau, "tau_b"),
        ),
        Column("remark", "Remark", _of_tau, "note"),
    )
    caption = "Collective efficiency and upgrading: the relations fixed by rule"
    tests = int(chosen["p"].map(known).sum())
    clear = int((chosen["p_adjusted"].astype(float) <= LEVEL).sum())
    notes = (
        "The family of tests was fixed by rule, with the scores in view, and not registered in "
        "advance: the collective efficiency index with four kinds of upgrading, in each sector "
        "group and in all of them with the groups as blocks (clusters are compared within their "
        "group only).",
        "τ-b: from −1 to 1. Interval: bootstrap of the clusters (BCa, percentile where that is "
        "undefined), within groups where they are blocks; none where a score has fewer than "
        "three levels or more than 5 % of the resamples have no τ-b. p: two-sided permutation "
        "test, within groups where they are blocks, over all arrangements that can be counted. "
        f"Holm: adjusted for the {tests} tests that can be made; adjusted p at most 0.05: "
        f"{_count(clear)}. Without one cluster: lowest and highest τ-b when any one cluster is "
        "left out.",
        CHOSEN_CASES,
    )
    table = Tabulation(PRIMARY, columns, caption, notes)
    for kind, label in UPGRADING.items():
        table.panel(label)
        for row in chosen[chosen["upgrading"] == kind].to_dict("records"):
            table.line(SCOPE_LABELS[row["scope"]], shows=row)
    return table


def _interval(low: object, high: object, method: object) -> Number:
    """The interval as a cell, or why there is none."""
    if known(method) and str(method).startswith(NO_INTERVAL):
        return Number(str(method), "")
    return bounds(low, high)


def _of_tau(note: object) -> str:
    """The remark without what is said of intervals that the table does not show."""
    others = [f"the interval of {TOLD[name]} " for name in TOLD if name != "tau_b"]
    parts = str(note).split("; ") if known(note) else []
    return remark("; ".join(one for one in parts if not one.startswith(tuple(others))))


def _count(number: int) -> str:
    return "none" if number == 0 else str(number)


_PANELS: Final[tuple[tuple[str, Sequence[str]], ...]] = (
    ("Indices", tuple(INDICES)),
    ("External economies", tuple(EXTERNAL_ECONOMIES)),
    ("Joint action", tuple(JOINT_ACTION)),
    (
        "Governance: the cluster is in such a chain",
        tuple(p + end for p in GOVERNANCE for end in ("", IN_GLOBAL_CHAIN)),
    ),
)


def exploratory(association: pd.DataFrame) -> Tabulation[Measured]:
    """Everything else within sector groups: what upgrading goes with.

    `association` as from `upgrading.inference.association.association`. Nothing is picked by its
    size: all explanations are shown.
    """
    rest = association[association["family"] == "exploratory"]
    columns = [column for kind in UPGRADING for column in _explored(kind)]
    caption = "What upgrading goes with, within sector groups (exploratory)"
    p, adjusted = rest["p"].astype(float), rest["p_adjusted"].astype(float)
    tests = int(p.notna().sum())
    notes = (
        "Clusters are compared with those of the same sector group only. The collective "
        "efficiency index itself is in the primary family. “Any chain” means domestic or global; "
        "the codes for domestic, global and both have no natural order, so they are not ranked.",
        f"p: adjusted after Benjamini and Hochberg over all {tests} exploratory tests, including "
        f"those in every sector group and pooled. {int((p <= LEVEL).sum())} of them have an "
        f"unadjusted p of at most 0.05, where {shown(Fraction(tests, 20), 0)} would be expected "
        "by chance if nothing were related and the tests were independent; "
        f"{_count(int((adjusted <= LEVEL).sum()))} after adjustment. Such figures, examined "
        "without a hypothesis, can suggest something but show nothing.",
        CHOSEN_CASES,
    )
    table = Tabulation(EXPLORATORY, columns, caption, notes)
    within: dict[str, dict[str, Row]] = {}
    for row in rest[rest["scope"] == "blocked"].to_dict("records"):
        within.setdefault(row["index"], {})[row["upgrading"]] = row
    for heading, names in _PANELS:
        table.panel(heading)
        for name in filter(within.__contains__, names):
            table.line(explanation_label(name), shows=within[name])
    return table


def _explored(kind: str) -> tuple[Column[Measured], Column[Measured]]:
    """τ-b and adjusted p of a kind of upgrading; a line shows the row of each kind."""
    name, label = kind.removeprefix("up_"), UPGRADING[kind].split(" ", maxsplit=1)[0]

    def tau(row: Row) -> Number:
        return number(row["tau_b"])

    def p(row: Row) -> Number:
        return p_number(row["p_adjusted"]) if known(row["tau_b"]) else NOTHING

    def adjusted(on: Measured, shows: Row) -> Formula:
        return on.adjustment(shows[kind])

    return (
        Column(f"{name}_b", f"{label}: τ-b", tau, kind, lambda on, shows: on.tau(shows[kind])),
        Column(f"{name}_p_bh", f"{label}: p (BH)", p, kind, adjusted, (f"{name}_b",)),
    )


_RHO: Final = (
    "Spearman’s ρ of {pair}: correlation of mid-ranks, taken within groups where only clusters of "
    "one group are compared"
)

_POOLED_COLUMNS: Final[tuple[Column[Measured], ...]] = (
    Column("clusters", "Clusters", whole, "clusters", Measured.clusters),
    Column(
        *(SURPLUS, "Concordant less discordant pairs", whole, "surplus"),
        *(Measured.surplus, (), "tau_b"),
    ),
    Column("kendalls_b", "Kendall’s τ-b", number, "tau_b", Measured.tau),
    Column("p", "p", p_number, "p", _p("p", "τ-b"), ("kendalls_b",), "tau_b"),
    Column("spearmans", "Spearman’s ρ", number, "rho", _told(_RHO), (), "tau_b"),
    Column("p_of", "p of ρ", p_number, "rho_p", _p("rho_p", "ρ"), ("spearmans",), "tau_b"),
    _REMARK,
)


def pooled_within(
    analysed: pd.DataFrame, as_printed: pd.DataFrame, edition: str
) -> Tabulation[Measured]:
    """One kind of upgrading, pooled against within sector groups.

    Both frames as from `upgrading.inference.association.pooled_and_within` of the same kind:
    `analysed` on the analysis's edition, `as_printed` on the printed scores and printed index.
    """
    kind = UPGRADING[str(analysed["upgrading"].iloc[0])]
    panels = (
        (f"As analysed ({edition} edition, index recomputed)", analysed),
        ("As printed (scores and index of the report’s tables)", as_printed),
    )
    caption = f"{kind} and collective efficiency: pooled against within sector groups"
    notes = (
        *(_pooling_told(kind, heading, frame) for heading, frame in panels),
        "Pooled, clusters of different sector groups are compared with each other, and scores "
        "are rearranged over all clusters; where groups with a higher index also have higher "
        "scores, the difference between groups is mistaken for a relation between clusters. "
        "Within, clusters are compared, and scores rearranged, within their group only. p: "
        "two-sided, by permutation. Concordant less discordant pairs are the numerator of τ-b.",
        CHOSEN_CASES,
    )
    table = Tabulation(POOLED_WITHIN, _POOLED_COLUMNS, caption, notes)
    for heading, frame in panels:
        table.panel(heading)
        _pooled_panel(table, frame, frame is as_printed)
    return table


def _pooled_panel(table: Tabulation[Measured], frame: pd.DataFrame, as_printed: bool) -> None:
    rows = {
        row["scope"]: {
            **row,
            **{"index": "ce_index", "as_printed": as_printed, "surplus": _surplus(row)},
        }
        for row in frame.to_dict("records")
    }

    def line(scope: str) -> Line[Measured]:
        return table.line(SCOPE_LABELS[scope], shows=rows[scope])

    def told(_: Measured) -> Formula:
        words = (
            "concordant less discordant pairs of clusters of different sector groups: those of all "
            "clusters less those within groups"
        )
        return Formula(words, f"{every} − {same}", (pooled[SURPLUS], within[SURPLUS]))

    every, same = (rows[scope]["surplus"] for scope in ("pooled", "blocked"))
    pooled, between = line("pooled"), table.line("of these pairs, of different groups")
    between.cell(SURPLUS, whole(every - same), told)
    within = line("blocked")
    for group in SECTOR_GROUPS:
        line(group)


def _surplus(row: Row) -> int:
    return int(row["surplus"]) if known(row["surplus"]) else 0


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


_DEGREES_NOTES: Final = (
    "Low, medium, high: clusters of each degree. Kruskal–Wallis asks whether upgrading differs "
    "between the degrees at all, Jonckheere–Terpstra whether it rises or falls with them; its z "
    "is standardised and positive if upgrading rises. Within each: both computed within sector "
    "groups and added up. p: by permutation, within groups where they are blocks; a degree may "
    "hold one cluster, so the textbook p-values (results/inference/degrees.csv) are not "
    "reliable. Not adjusted for the number of tests.",
    CHOSEN_CASES,
)


_TREND: Final = (
    "Jonckheere–Terpstra statistic less what is expected of it without a trend, over its standard "
    "deviation{added}: {pair}"
)


def _counted(degree: str) -> Callable[[Measured, Row], Formula]:
    label = DEGREES[degree]
    return _told(f"clusters of {label} degree, among those with both scores: {{pair}}")


_DEGREES_COLUMNS: Final[tuple[Column[Measured], ...]] = (
    *(Column(degree, DEGREES[degree], whole, degree, _counted(degree)) for degree in _ORDER),
    Column(
        *("kruskalwallis_h", "Kruskal–Wallis H", number, "kruskal_wallis"),
        _told("Kruskal–Wallis H, corrected for ties{added}: {pair}"),
    ),
    Column(
        *("df", "df", partial(number, decimals=0), "degrees_of_freedom"),
        lambda _, row: Formula(f"degrees of collective efficiency that occur, less 1{_added(row)}"),
        *(_ORDER, "kruskal_wallis"),
    ),
    Column(
        *("p_of_h", "p of H", p_number, "kruskal_wallis_p"),
        *(_p("kruskal_wallis_p", "an H"), ("kruskalwallis_h",), "kruskal_wallis"),
    ),
    Column(
        *("jonckheereterpstra_z", "Jonckheere–Terpstra z", number, "jonckheere_terpstra_z"),
        *(_told(_TREND), (), "kruskal_wallis"),
    ),
    Column(
        *("p_of_z", "p of z", p_number, "jonckheere_terpstra_p"),
        _p("jonckheere_terpstra_p", "a statistic (less what is expected)"),
        *(("jonckheereterpstra_z",), "kruskal_wallis"),
    ),
    _REMARK,
)


def across_degrees(degrees: pd.DataFrame) -> Tabulation[Measured]:
    """Kruskal–Wallis and Jonckheere–Terpstra across degrees.

    `degrees` as from `upgrading.inference.degrees.across_degrees`.
    """
    caption = "Upgrading across degrees of collective efficiency"
    table = Tabulation(DEGREES_TESTS, _DEGREES_COLUMNS, caption, _DEGREES_NOTES)
    for kind, label in UPGRADING.items():
        table.panel(label)
        for row in degrees[degrees["upgrading"] == kind].to_dict("records"):
            table.line(SCOPE_LABELS[row["scope"]], shows={**row, "index": DEGREE})
    return table
