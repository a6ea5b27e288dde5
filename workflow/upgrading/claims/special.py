"""Tests and quantities with an algorithm of their own, called by name in the claims files.

Each serves few claims; what many can use is in `readings` and `quantities`. Nothing here knows what
the outcome should be: clusters, limits and words come from the claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from upgrading import printed
from upgrading.claims.association_evidence import interval_and_p
from upgrading.claims.evidence import Condition, Evidence, Row, chosen, pairs_present, present
from upgrading.claims.kinds import (
    Cluster,
    ColumnName,
    Degree,
    Exhibit,
    Group,
    Number,
    Profile,
    RowName,
    Variable,
)
from upgrading.claims.quantities import Quantity, Wording, printed_number, text_of, unit_of
from upgrading.claims.readings import Outcome, Test, a_test
from upgrading.numbers import rounded, shown
from upgrading.vocabulary import COMPONENTS, HIGHEST_SCORE, SECTOR_GROUPS

_LEVEL: Final = 0.05


# Statistics ----------------------------------------------------------------------------------


def kruskal_wallis(samples: Sequence[Sequence[float]]) -> tuple[float, float] | None:
    """Kruskal and Wallis's H and its p value.

    `None` if there are fewer than two samples (none of them empty) or all values are the same.
    """
    if len(samples) < 2 or len({value for sample in samples for value in sample}) < 2:
        return None
    from scipy.stats import kruskal  # a second of imports, of which who only reads is spared

    statistic, p = kruskal(*samples)
    return float(statistic), float(p)


def _values(rows: Iterable[Row], value: Variable | Condition) -> list[float]:
    if isinstance(value, str):
        return [float(one) for one in present(rows, value)]
    return [float(held) for row in rows if (held := value.holds(row)) is not None]


def differs_between_groups(value: Variable | Condition) -> Test:
    """A score, or the share with a condition, differs between groups (Kruskal–Wallis, 5 %)."""
    text = f"{value if isinstance(value, str) else value.text} between sector groups"
    return _differs(
        value, text, [(label.lower(), group, None) for group, label in SECTOR_GROUPS.items()]
    )


def differs_with(variable: Variable, condition: Condition) -> Test:
    """A score differs between clusters with and without a condition (Kruskal–Wallis, 5 %)."""
    parts = [(part.text, None, part) for part in (condition, ~condition)]
    return _differs(variable, f"{variable} by {condition.text}", parts)


def _differs(
    value: Variable | Condition, text: str, parts: Sequence[tuple[str, Group, Condition | None]]
) -> Test:
    def test(evidence: Evidence) -> Outcome:
        samples = {
            name: found
            for name, group, part in parts
            if (found := _values(chosen(evidence, group, *([part] if part else [])), value))
        }
        sizes = ", ".join(f"{name} {len(found)}" for name, found in samples.items())
        result = kruskal_wallis(list(samples.values()))
        if result is None:
            return Outcome(None, f"{text} cannot be compared: {sizes}")
        statistic, p = result
        told = f"{text}: Kruskal–Wallis H = {statistic:.2f}, p = {p:.3f} ({sizes})"
        return Outcome(p < _LEVEL, told)

    return test


@a_test
def significant(evidence: Evidence, x: Variable, y: Variable, group: Group = None) -> Outcome:
    """Two scores go together across clusters: τ-b above zero, p below 5 %."""
    from scipy.stats import kendalltau

    pairs = pairs_present(chosen(evidence, group), x, y)
    first, second = ([float(pair[side]) for pair in pairs] for side in (0, 1))
    if len(set(first)) < 2 or len(set(second)) < 2:
        return Outcome(None, f"a constant score: {x} with {y}")
    tau, p = kendalltau(first, second)
    text = f"{x} with {y}: τ-b = {tau:+.2f}, p = {p:.3f}, n = {len(pairs)}"
    text += interval_and_p(evidence, x, y, group, float(tau), len(pairs))
    return Outcome(bool(tau > 0 and p < _LEVEL), text)


def differ(variables: Iterable[Variable], clusters: Iterable[Cluster]) -> Test:
    """The clusters do not all have the same scores or codes; one that is missing is another."""
    columns, names = tuple(variables), tuple(clusters)

    def test(evidence: Evidence) -> Outcome:
        codes = {name: [evidence.by_cluster[name][one] for one in columns] for name in names}
        text = ", ".join(
            f"{name} {'/'.join(shown(code, 1, trim=True) for code in found)}"
            for name, found in codes.items()
        )
        return Outcome(len(set(map(tuple, codes.values()))) > 1, f"{', '.join(columns)}: {text}")

    return test


@a_test
def on_scale(evidence: Evidence, step: Number = 0) -> Outcome:
    """Every component lies from 0 to 3, in steps of so much if a step is given."""
    off = [
        f"{row['cluster_id']} {name} {shown(value, 2)}"
        for name in COMPONENTS
        for row in evidence.rows
        if (value := row[name]) is not None
        and (not 0 <= value <= HIGHEST_SCORE or (step and value % Fraction(str(step)) != 0))
    ]
    named = f": {', '.join(off)}" if 0 < len(off) <= 5 else ""
    return Outcome(not off, f"scores off the scale: {len(off)}{named}")


def jobs_per_million(profile: Profile) -> Quantity:
    """Direct jobs per million dollars produced in 2002 of a row of Table 2.

    With the production of the rows whose jobs are counted with it.
    """

    def value(evidence: Evidence) -> Fraction | None:
        table = evidence.by_profile
        outputs = [table[profile]["production_2002"]]
        outputs += [
            row["production_2002"] for row in table.values() if row["jobs_counted_with"] == profile
        ]
        jobs = table[profile]["direct_jobs"]
        return None if jobs is None or None in outputs else Fraction(jobs) / sum(outputs)

    return Quantity(f"direct jobs per US$ million produced in 2002 of {profile} (Table 2):", value)


# What tables print ---------------------------------------------------------------------------


@a_test
def mentions(evidence: Evidence, text: str | Wording, *words: str) -> Outcome:
    """A text has each of these words in it, in whatever letters."""
    found = text_of(text, evidence)
    return Outcome(all(word.lower() in found.lower() for word in words), found)


@a_test
def prints_degree(
    evidence: Evidence, exhibit: Exhibit, cluster: Cluster, *degrees: Degree
) -> Outcome:
    """A table prints one of these degrees of a cluster."""
    text = evidence.printed(exhibit, cluster, "ce_degree")
    return Outcome(printed.degree(text) in degrees, f"{cluster} {text}")


@a_test
def prints_the_same(
    evidence: Evidence,
    column: ColumnName,
    exhibit: Exhibit,
    row: RowName,
    other: Exhibit,
    other_row: RowName,
) -> Outcome:
    """Two tables print one figure in a column, at the coarser of their precisions."""
    first = evidence.printed(exhibit, row, column)
    second = evidence.printed(other, other_row, column)
    return Outcome(_same(first, second), f"{column} {first} in {exhibit}, {second} in {other}")


def _same(first: str, second: str) -> bool:
    coarse, fine = sorted((first, second), key=printed.decimals)
    short, long = printed_number(coarse), printed_number(fine)
    if short is None or long is None:
        return short == long
    places = printed.decimals(coarse)
    cut = Fraction((long * 10**places).__floor__(), 10**places)
    return short in {rounded(long, places), cut}


def adds_up(
    exhibit: Exhibit,
    row: RowName,
    parts: Iterable[ColumnName],
    total: ColumnName,
    divisor: Number = 1,
) -> Test:
    """Printed parts give the printed total, as far as rounding or truncation can account for it."""
    names, by = tuple(parts), Fraction(str(divisor))

    def test(evidence: Evidence) -> Outcome:
        texts = [evidence.printed(exhibit, row, name) for name in names]
        values = [value for text in texts if (value := printed_number(text)) is not None]
        whole = evidence.printed(exhibit, row, total)
        stated = printed_number(whole)
        if stated is None or len(values) < len(names):
            return Outcome(None, f"{exhibit}, {row}: a figure is missing")
        result = sum(values, Fraction(0)) / by
        unit = min(unit_of(text) for text in (*texts, whole))
        loss = unit * len(names) / by
        is_rounded = abs(stated - result) <= (loss + unit) / 2
        is_cut = -unit < stated - result < loss
        sign = "+" if by == 1 else "and"
        text = f"{f' {sign} '.join(texts)} give {shown(result, 3, trim=True)}, printed {whole}"
        return Outcome(is_rounded or is_cut, text)

    return test
