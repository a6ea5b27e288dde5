"""Hypotheses about why a printed number is not the recomputed one, each with its evidence.

Every search runs over the printed numbers themselves; none knows where to look. A hypothesis is
kept only if it reproduces the printed figure under some rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Final, Literal

from upgrading.audit import rounding
from upgrading.audit.consequences import (
    CellValue,
    Scenario,
    cell_values,
    subsets_that_print,
    with_scores,
)
from upgrading.audit.relations import CellRelation, PrintedNumbers
from upgrading.audit.repair import Correction, Repair
from upgrading.cases.catalogue import Table
from upgrading.numbers import exact_text
from upgrading.parts import (
    NOTHING,
    Cell,
    Exhibit,
    Key,
    Name,
    Number,
    Passage,
    Text,
    joined,
    text_of,
)
from upgrading.vocabulary import DEGREES, SCORES

Class = Literal[
    "misprinted cell",
    "copied from another table",
    "missing treated as zero",
    "other rows averaged",
    "rounded before use",
    "carried forward",
]

EVIDENCE_BELOW: Final = 100
"""A subset of clusters that matches is evidence only among fewer than so many tried: one of 7 is
hard to come by, one of a thousand is not."""


@dataclass(frozen=True)
class Explanation:
    """A hypothesis: its class, where it starts, the cells it accounts for, and why.

    `proposed` is what the root cells should read, where the hypothesis says so; `alternatives`
    lists others that serve equally well. A `weak` hypothesis is a hint and explains nothing.
    """

    kind: Class
    root: tuple[Key, ...]
    cells: tuple[Key, ...]
    evidence: Text
    proposed: Mapping[Key, Fraction] = field(default_factory=dict)
    alternatives: Passage = NOTHING
    weak: bool = False


@dataclass(frozen=True)
class Findings:
    """What the audit works on: printed, recomputed, related, and the cells that disagree."""

    given: PrintedNumbers
    computed: Mapping[Key, CellValue]
    relations: Sequence[CellRelation]
    tables: Mapping[str, Table]
    scenario: Scenario

    def agrees(self, key: Key, computed: Mapping[Key, CellValue] | None = None) -> bool:
        """Whether a printed number is the computed one under some rounding."""
        value = (self.computed if computed is None else computed).get(key)
        if not isinstance(value, Fraction):
            return False
        return rounding.match(self.given.strings[key], value).agrees

    def is_input(self, key: Key) -> bool:
        """Whether the cell is a score, which nothing else determines."""
        shape = self.tables[key[0]].shape
        scored = shape == "governance" or (
            key[2] in SCORES and shape in {"components", "upgrading"}
        )
        return scored and key[1] not in {"total", "average"}

    @cached_property
    def disagreeing(self) -> list[Key]:
        """Printed numbers that are not inputs and do not agree, in the order of the tables."""
        return [k for k in self.given.numbers if not self.is_input(k) and not self.agrees(k)]

    @cached_property
    def exact_otherwise(self) -> Mapping[Key, CellRelation]:
        """Numbers that are the computed ones only if these were not rounded half up, and the
        relation that gives them exactly from what is printed. A copy of such a number is one, too.
        """
        numbers = self.given.numbers
        doubtful = {key for key in numbers if not self.is_input(key) and self._not_as_usual(key)}
        exact = [
            r
            for r in self.relations
            if r.result in doubtful and r.value(numbers) == numbers[r.result]
        ]
        found: dict[Key, CellRelation] = {}
        for relation in exact:
            if relation.kind != "printed twice":
                found.setdefault(relation.result, relation)
        copies = [r for r in exact if r.kind == "printed twice" and r.result not in found]
        while more := [r for r in copies if r.result not in found and r.terms[0][0] in found]:
            found |= {relation.result: relation for relation in more}
        return found

    def _not_as_usual(self, key: Key) -> bool:
        value = self.computed.get(key)
        if not isinstance(value, Fraction):
            return False
        match = rounding.match(self.given.strings[key], value)
        return match.agrees and "half_up" not in match.conventions


def explain(findings: Findings, repairs: Iterable[Sequence[Repair]]) -> list[Explanation]:
    """All explanations found, the most specific first; a cell may have several."""
    return [
        *copied(findings),
        *misprints(findings, repairs),
        *missing_as_zero(findings),
        *other_rows(findings),
        *from_printed(findings),
    ]


def misprints(findings: Findings, repairs: Iterable[Sequence[Repair]]) -> list[Explanation]:
    """One explanation for each cell that the integer program proposes to change."""
    found: list[Explanation] = []
    for alternatives in repairs:
        first = alternatives[0]
        others = _alternatives(alternatives[1:])
        for change in first.changes:
            reconciled = [
                r for r in first.reconciled if change.key in {r.result, *(k for k, _ in r.terms)}
            ]
            cells = _accounted(findings, change)
            evidence = text_of(
                f"{findings.given.strings[change.key]} should read "
                f"{exact_text(change.proposed)}: this reconciles {len(reconciled)} printed "
                f"relations and breaks {len(first.broken)}: ",
                joined("; ", (r.told(findings.given.strings) for r in reconciled)),
            )
            found.append(
                Explanation(
                    "misprinted cell",
                    (change.key,),
                    cells,
                    evidence,
                    {change.key: change.proposed},
                    others,
                )
            )
    return found


def _accounted(findings: Findings, change: Correction) -> tuple[Key, ...]:
    """The changed cell, and those that agree once a changed score is taken into account."""
    if not findings.is_input(change.key):
        return (change.key,)
    clusters = with_scores(findings.scenario.clusters, {change.key[1:]: change.proposed})
    recomputed = cell_values(replace(findings.scenario, clusters=clusters), findings.tables)
    mended = [k for k in findings.disagreeing if findings.agrees(k, recomputed)]
    return (change.key, *mended)


def _alternatives(repairs: Sequence[Repair]) -> Passage:
    """Other changes that serve as well, each figure with the cell that it is proposed for."""
    if not repairs:
        return NOTHING
    texts = [joined(" and ", map(_change, repair.changes)) for repair in repairs]
    texts[0] = text_of(f"{len(texts)} more serve equally well: ", texts[0])
    return Passage(tuple(texts))


def _change(change: Correction) -> Text:
    proposed = exact_text(change.proposed)
    return text_of(Cell(*change.key), " to ", Number(proposed, proposed, (change.key,)))


def missing_as_zero(findings: Findings) -> list[Explanation]:
    """Averages that come out if a score that is not available counts as 0.

    Of averages that agree otherwise, those that come out exactly so.
    """
    zero = cell_values(replace(findings.scenario, mean_rule="zero"), findings.tables)
    found: list[Explanation] = []
    exactly = [k for k in findings.exact_otherwise if zero.get(k) == findings.given.numbers[k]]
    for key in [*findings.disagreeing, *exactly]:
        value, usual = zero.get(key), findings.computed.get(key)
        if isinstance(value, Fraction) and findings.agrees(key, zero):
            beside = exact_text(usual) if isinstance(usual, Fraction) else "nothing"
            evidence = text_of(
                f"counting what is not available as 0 gives {exact_text(value)}, printed "
                f"{findings.given.strings[key]}; leaving it out gives {beside}"
            )
            found.append(Explanation("missing treated as zero", (key,), (key,), evidence))
        elif usual is None and findings.given.numbers[key] == 0:
            evidence = text_of("the group's table does not score this at all; printed 0")
            found.append(Explanation("missing treated as zero", (key,), (key,), evidence))
    return found


def other_rows(findings: Findings) -> list[Explanation]:
    """Means by degree that are the means of a subset of the clusters with that degree."""
    found: list[Explanation] = []
    for exhibit, table in findings.tables.items():
        if table.shape != "by_degree":
            continue
        source = next(
            name
            for name, other in findings.tables.items()
            if other.shape == "upgrading" and other.group == table.group
        )
        for name in DEGREES:
            keys = [
                (exhibit, name, column)
                for column in table.column_panels[0]
                if (exhibit, name, column) in findings.given.numbers
            ]
            wrong = [key for key in keys if not findings.agrees(key)]
            members = [
                c for (e, c), d in findings.given.degrees.items() if e == source and d == name
            ]
            if not wrong or not 1 < len(members) <= 12:
                continue
            found += _subsets(findings, source, keys, wrong, members)
    return found


def _subsets(
    findings: Findings,
    source: str,
    keys: Sequence[Key],
    wrong: Sequence[Key],
    members: Sequence[str],
) -> list[Explanation]:
    scores = [[findings.given.numbers.get((source, c, key[2])) for key in keys] for c in members]
    matches, tried = subsets_that_print(scores, [findings.given.strings[key] for key in keys])
    if not matches:
        return []
    sets = [joined(", ", (Name(members[row]) for row in match)) for match in matches]
    weak = tried >= EVIDENCE_BELOW
    strength = "a hint only" if weak else "evidence"
    evidence = text_of(
        f"{len(matches)} of {tried} subsets of the {len(members)} clusters have all "
        f"{len(keys)} printed means ({strength}): ",
        joined(" | ", sets),
    )
    return [Explanation("other rows averaged", tuple(wrong), tuple(wrong), evidence, weak=weak)]


def copied(findings: Findings) -> list[Explanation]:
    """Two or more summary cells of a row that stand, string for string, in another table."""
    found: list[Explanation] = []
    strings = findings.given.strings
    for exhibit, table in findings.tables.items():
        for row in ("total", "average"):
            wrong = [k for k in findings.disagreeing if k[:2] == (exhibit, row)]
            for other, twin in findings.tables.items():
                if other == exhibit or twin.shape != table.shape:
                    continue
                same = [k for k in wrong if strings.get((other, row, k[2])) == strings[k]]
                rightful = [k for k in same if findings.agrees((other, row, k[2]))]
                if len(rightful) >= 2:
                    figures = " and ".join(strings[key] for key in rightful)
                    evidence = text_of(
                        f"{figures} are the {row} of ",
                        Exhibit(other),
                        " in the same columns, where they agree with its rows",
                    )
                    found.append(
                        Explanation(
                            "copied from another table", tuple(rightful), tuple(rightful), evidence
                        )
                    )
    return found


def from_printed(findings: Findings) -> list[Explanation]:
    """Numbers that are right given the printed numbers they are made of.

    Of numbers that agree with the computed ones if these were truncated, those that are exactly so.
    """
    found: list[Explanation] = []
    strings, numbers = findings.given.strings, findings.given.numbers
    exact = findings.exact_otherwise
    for key in [*findings.disagreeing, *exact]:
        for relation in [exact[key]] if key in exact else findings.relations:
            if relation.result != key or not relation.holds(strings, numbers):
                continue
            used = [k for k, _ in relation.terms if k in numbers and not findings.is_input(k)]
            wrong = tuple(k for k in used if not findings.agrees(k) or _carried(findings, k))
            inexact = tuple(k for k in used if k not in wrong and not _exact(findings, k))
            evidence = text_of("right from what is printed: ", relation.told(strings))
            if wrong:
                if key in exact:
                    cut = f", exactly; {_shown(findings, key)} would have to be truncated"
                    evidence = text_of(evidence, cut)
                found.append(Explanation("carried forward", wrong, (key,), evidence))
            elif inexact and key not in exact:
                rounded = ", ".join(f"{strings[k]} for {_shown(findings, k)}" for k in inexact[:5])
                evidence = text_of(evidence, f"; rounded before use: {rounded}")
                found.append(Explanation("rounded before use", inexact, (key,), evidence))
            else:
                continue
            break
    return found


def _carried(findings: Findings, key: Key) -> bool:
    """Whether a number that agrees if it was cut off is exactly what wrong printed numbers give."""
    relation = findings.exact_otherwise.get(key)
    return relation is not None and any(
        k in findings.given.numbers
        and not findings.is_input(k)
        and (not findings.agrees(k) or _carried(findings, k))
        for k, _ in relation.terms
    )


def _exact(findings: Findings, key: Key) -> bool:
    return findings.given.numbers[key] == findings.computed.get(key)


def _shown(findings: Findings, key: Key) -> str:
    value = findings.computed.get(key)
    return exact_text(value) if isinstance(value, Fraction) else "nothing"
