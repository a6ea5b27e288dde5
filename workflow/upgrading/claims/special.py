"""Tests and quantities with an algorithm of their own, called by name in the claims files.

Each serves few claims; what many can use is in `readings` and `quantities`. Nothing here knows what
the outcome should be: clusters, limits and words come from the claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from upgrading import parts
from upgrading.cases import printed
from upgrading.claims.conditions import (
    Cluster,
    ColumnName,
    Condition,
    Degree,
    Exhibit,
    Group,
    Number,
    RowName,
    Variable,
    chosen,
    names_of,
)
from upgrading.claims.evidence import Absent, Evidence, Row, pairs_present, present
from upgrading.claims.quantities import Wording, worded
from upgrading.claims.readings import Outcome, Test, a_test
from upgrading.numbers import shown
from upgrading.parts import Name, joined, plain, said, text_of
from upgrading.vocabulary import COMPONENTS, HIGHEST_SCORE, LEVEL

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


@dataclass(frozen=True, eq=False)
class Difference:
    """A score, or the share with a condition, differs between parts of the clusters (`differs`)."""

    value: Variable | Condition
    parts: tuple[Condition, ...]
    text: str

    def __call__(self, evidence: Evidence) -> Outcome:
        """What the evidence says, by the test of Kruskal and Wallis."""
        samples = {
            text_of(part.words): found
            for part in self.parts
            if (found := _values(chosen(evidence, None, part), self.value))
        }
        sizes = joined(", ", (text_of(part, f" {len(found)}") for part, found in samples.items()))
        result = kruskal_wallis(list(samples.values()))
        if result is None:
            return Outcome(None, text_of(said(self.text), " cannot be compared: ", sizes))
        statistic, p = result
        result_told = f": Kruskal–Wallis H = {statistic:.2f}, p = {p:.3f} ("
        return Outcome(p < LEVEL, text_of(said(self.text), result_told, sizes, ")"))


def differs(value: Variable | Condition, parts: Iterable[Condition], text: str) -> Test:
    """A score, or the share with a condition, differs between parts of the clusters.

    By the test of Kruskal and Wallis, at 5 %.
    """
    return Difference(value, tuple(parts), text)


@a_test
def significant(evidence: Evidence, x: Variable, y: Variable, group: Group = None) -> Outcome:
    """Two scores go together across clusters: τ-b above zero, p below 5 %."""
    from scipy.stats import kendalltau

    pairs = pairs_present(chosen(evidence, group), x, y)
    first, second = ([float(pair[side]) for pair in pairs] for side in (0, 1))
    both = text_of(Name(x), " with ", Name(y))
    if len(set(first)) < 2 or len(set(second)) < 2:
        return Outcome(None, text_of("a constant score: ", both))
    tau, p = kendalltau(first, second)
    text = f": τ-b = {tau:+.2f}, p = {p:.3f}, n = {len(pairs)}"
    return Outcome(bool(tau > 0 and p < LEVEL), text_of(both, text))


@a_test
def differ(
    evidence: Evidence, variables: Iterable[Variable], clusters: Iterable[Cluster]
) -> Outcome:
    """The clusters do not all have the same scores or codes; one that is missing is another."""
    columns, names = tuple(variables), tuple(clusters)
    codes = {
        name: [evidence.by_cluster.get(name, Absent())[one] for one in columns] for name in names
    }
    each = (
        text_of(Name(name), f" {'/'.join(shown(code, 1, trim=True) for code in found)}")
        for name, found in codes.items()
    )
    told = text_of(names_of(columns), ": ", joined(", ", each))
    return Outcome(len(set(map(tuple, codes.values()))) > 1, told)


@a_test
def on_scale(evidence: Evidence, step: Number = 0) -> Outcome:
    """Every component lies from 0 to 3, in steps of so much if a step is given."""
    off = [
        text_of(Name(row["cluster_id"]), " ", Name(name), f" {shown(value, 2)}")
        for name in COMPONENTS
        for row in evidence.rows
        if (value := row[name]) is not None
        and (not 0 <= value <= HIGHEST_SCORE or (step and value % Fraction(str(step)) != 0))
    ]
    named = text_of(": ", joined(", ", off)) if 0 < len(off) <= 5 else ""
    return Outcome(not off, text_of(f"scores off the scale: {len(off)}", named))


# What tables print ---------------------------------------------------------------------------


@a_test
def mentions(evidence: Evidence, text: str | Wording, *words: str) -> Outcome:
    """A text has each of these words in it, in whatever letters."""
    found = worded(text, evidence)
    return Outcome(all(word.lower() in plain(found).lower() for word in words), found)


@a_test
def prints_degree(
    evidence: Evidence, exhibit: Exhibit, cluster: Cluster, *degrees: Degree
) -> Outcome:
    """A table prints one of these degrees of a cluster."""
    text = evidence.printed(exhibit, cluster, "ce_degree")
    return Outcome(printed.degree(text) in degrees, text_of(Name(cluster), f" {text}"))


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
    places = f" {first} in ", parts.Exhibit(exhibit), f", {second} in ", parts.Exhibit(other)
    return Outcome(printed.same_figure(first, second), text_of(Name(column), *places))
