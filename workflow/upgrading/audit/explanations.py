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
from upgrading.audit.selections import Means, search
from upgrading.cases.catalogue import Table
from upgrading.cases.indices import degree
from upgrading.cases.printed import in_short
from upgrading.numbers import exact_text, rounded
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

MOST_ALTERNATIVES: Final = 10
"""So many other subsets are named."""


@dataclass(frozen=True)
class Explanation:
    """A hypothesis: its class, where it starts, the cells it accounts for, and why.

    `proposed` is what cells should read, where the hypothesis says so; `alternatives` lists what
    serves equally well for the same cells. A `weak` hypothesis is a hint and explains nothing.
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

    def source_of(self, key: Key) -> Key:
        """Where a figure that is printed twice comes from; else the cell itself."""
        twins = (r for r in self.relations if r.result == key and r.kind == "printed twice")
        twin = next(twins, None)
        return key if twin is None else self.source_of(twin.terms[0][0])

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
        *carried_degrees(findings),
    ]


def misprints(findings: Findings, repairs: Iterable[Sequence[Repair]]) -> list[Explanation]:
    """One explanation for each repair of the integer program: for cells that need one another."""
    found: list[Explanation] = []
    strings = findings.given.strings
    for alternatives in repairs:
        first = alternatives[0]
        changes = {change.key: change.proposed for change in first.changes}
        should = joined(
            " and ",
            (f"{strings[key]} should read {exact_text(value)}" for key, value in changes.items()),
        )
        evidence = text_of(
            should,
            ": this" if len(changes) == 1 else ": together this",
            f" reconciles {len(first.reconciled)} printed relations and breaks "
            f"{len(first.broken)}: ",
            joined("; ", (r.told(strings) for r in first.reconciled)),
        )
        found.append(
            Explanation(
                "misprinted cell",
                _first_of(findings, tuple(changes)),
                _accounted(findings, changes),
                evidence,
                changes,
                _alternatives(alternatives[1:]),
            )
        )
    return found


def _first_of(findings: Findings, changed: tuple[Key, ...]) -> tuple[Key, ...]:
    """The changed cells without those that are printed as others of them, as printed, give."""
    given = findings.given
    follow = {
        relation.result
        for relation in findings.relations
        if relation.result in changed
        and any(key in changed for key, _ in relation.terms)
        and relation.holds(given.strings, given.numbers)
    }
    return tuple(key for key in changed if key not in follow) or changed


def _accounted(findings: Findings, changes: Mapping[Key, Fraction]) -> tuple[Key, ...]:
    """The changed cells, and those that agree once changed scores are taken into account."""
    scores = {key[1:]: value for key, value in changes.items() if findings.is_input(key)}
    if not scores:
        return tuple(changes)
    clusters = with_scores(findings.scenario.clusters, scores)
    recomputed = cell_values(replace(findings.scenario, clusters=clusters), findings.tables)
    mended = [k for k in findings.disagreeing if findings.agrees(k, recomputed)]
    return tuple(dict.fromkeys([*changes, *mended]))


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

    Of averages that agree otherwise, those that come out exactly so. A figure printed twice is
    explained by where it is computed.
    """
    zero = cell_values(replace(findings.scenario, mean_rule="zero"), findings.tables)
    found: list[Explanation] = []
    exactly = [k for k in findings.exact_otherwise if zero.get(k) == findings.given.numbers[k]]
    explained = [k for k in [*findings.disagreeing, *exactly] if findings.agrees(k, zero)]
    for key in explained:
        value, usual = zero[key], findings.computed.get(key)
        assert isinstance(value, Fraction)
        text = findings.given.strings[key]
        beside = in_short(usual, text) if isinstance(usual, Fraction) else "nothing"
        evidence = text_of(
            f"counting what is not available as 0 gives {in_short(value, text)}, printed "
            f"{text}; leaving it out gives {beside}"
        )
        root = findings.source_of(key)
        first = root if root in explained else key
        found.append(Explanation("missing treated as zero", (first,), (key,), evidence))
    for key in findings.disagreeing:
        if findings.computed.get(key) is None and findings.given.numbers[key] == 0:
            evidence = text_of("the group's table does not score this at all; printed 0")
            found.append(Explanation("missing treated as zero", (key,), (key,), evidence))
    return found


def other_rows(findings: Findings) -> list[Explanation]:
    """Means by degree that are the means of some of the clusters with that degree.

    By a rule that selects clusters for the whole table, and by subsets degree by degree.
    """
    found: list[Explanation] = []
    for exhibit, table in findings.tables.items():
        if table.shape != "by_degree":
            continue
        source = next(
            name
            for name, other in findings.tables.items()
            if other.shape == "upgrading" and other.group == table.group
        )
        if any(key[0] == exhibit for key in findings.disagreeing):
            found += _selected(findings, exhibit, source)
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


def _selected(findings: Findings, exhibit: str, source: str) -> list[Explanation]:
    """A rule by which clusters were left out of a table of means, and how well chance does."""
    given, table = findings.given, findings.tables[exhibit]
    clusters = findings.scenario.clusters
    own = clusters[clusters["group"] == table.group].set_index("cluster_id")
    as_printed = {cluster: given.degrees.get((source, cluster)) for cluster in own.index}
    recomputed = {
        cluster: value if isinstance(value, str) else None
        for cluster in own.index
        for value in [findings.computed.get((source, cluster, "ce_degree"))]
    }
    texts = {key[1:]: text for key, text in given.strings.items() if key[0] == exhibit}
    made = search(Means(texts, own, {"as printed": as_printed, "recomputed": recomputed}))
    if made is None:
        return []
    first, *others = made.best
    cells = tuple((exhibit, *place) for place in texts if place in made.cells)
    wrong = tuple(key for key in cells if not findings.agrees(key))
    if not wrong:
        return []
    share = exact_text(rounded(100 * made.chance, 1))
    missed = [Cell(exhibit, *place) for place in texts if place not in made.cells]
    evidence = text_of(
        f"of {made.tried} selections tried ({made.distinct} of them different), that of the "
        f"{len(first.members)} ",
        first.told,
        f" among {len(own)} reproduces most: {len(made.cells)} of the {len(texts)} printed means",
        text_of(", all but ", joined(" and ", missed)) if missed else "",
        f"; all clusters reproduce {len(made.without)}. {made.as_good} of all {made.subsets} "
        f"subsets of {len(first.members)} clusters do as well; a search among {made.distinct} "
        f"random subsets of the same sizes finds one that does in {share} % of cases "
        f"({'a hint only' if made.by_chance else 'evidence'})",
    )
    return [
        Explanation(
            "other rows averaged",
            wrong,
            wrong,
            evidence,
            alternatives=Passage(tuple(one.told for one in others)),
            weak=made.by_chance,
        )
    ]


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
    first, *others = (_together([members[row] for row in match]) for match in matches)
    name = DEGREES[keys[0][1]]
    weak = tried >= EVIDENCE_BELOW
    strength = "a hint only" if weak else "evidence"
    evidence = text_of(
        f"{len(matches)} of {tried} subsets of the {len(members)} clusters have all "
        f"{len(keys)} printed means ({strength}), {'one of them ' if others else ''}that of ",
        first,
    )
    rest = len(others) - MOST_ALTERNATIVES
    listed = [
        text_of(f"the means of other {name} clusters, ", other)
        for other in others[:MOST_ALTERNATIVES]
    ]
    if rest > 0:
        listed.append(text_of(f"those of {rest} more subsets of {name} clusters"))
    return [
        Explanation(
            "other rows averaged",
            tuple(wrong),
            tuple(wrong),
            evidence,
            alternatives=Passage(tuple(listed)),
            weak=weak,
        )
    ]


def _together(clusters: Sequence[str]) -> Text:
    """A subset of clusters as one: `a, b and c`."""
    *before, last = map(Name, clusters)
    return text_of(joined(", ", before), " and ", last) if before else (last,)


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
    Where several relations give a number, the first is told and the others are alternatives.
    """
    found: list[Explanation] = []
    strings, numbers = findings.given.strings, findings.given.numbers
    exact = findings.exact_otherwise
    for key in [*findings.disagreeing, *exact]:
        giving = [exact[key]] if key in exact else findings.relations
        own = [
            explanation
            for relation in giving
            if relation.result == key and relation.holds(strings, numbers)
            for explanation in _from(findings, relation, key in exact)
        ]
        if own:
            others = (e.evidence for e in own[1:] if e.kind == own[0].kind)
            found.append(replace(own[0], alternatives=Passage(tuple(others))))
    return found


def _from(findings: Findings, relation: CellRelation, exactly: bool) -> list[Explanation]:
    """How a relation that holds as printed explains its result, if it does."""
    strings, numbers, key = findings.given.strings, findings.given.numbers, relation.result
    used = [k for k, _ in relation.terms if k in numbers and not findings.is_input(k)]
    wrong = tuple(k for k in used if not findings.agrees(k) or _carried(findings, k))
    inexact = tuple(k for k in used if k not in wrong and not _exact(findings, k))
    evidence = text_of("follows from what is printed: ", relation.told(strings))
    if wrong:
        if exactly:
            cut = f", exactly; {_shown(findings, key)} would have to be truncated"
            evidence = text_of(evidence, cut)
        return [Explanation("carried forward", wrong, (key,), evidence)]
    if inexact and not exactly:
        before = ", ".join(f"{strings[k]} for {_shown(findings, k)}" for k in inexact[:5])
        evidence = text_of(evidence, f"; rounded before use: {before}")
        return [Explanation("rounded before use", inexact, (key,), evidence)]
    return []


def carried_degrees(findings: Findings) -> list[Explanation]:
    """Printed degrees that the scores do not give, and the printed index does."""
    found: list[Explanation] = []
    for (exhibit, row), given in findings.given.degrees.items():
        computed = findings.computed.get((exhibit, row, "ce_degree"))
        if not isinstance(computed, str) or computed == given:
            continue
        for name, table in findings.tables.items():
            same = table.shape == "index" and table.group == findings.tables[exhibit].group
            key = (name, row, "ce_index")
            index = findings.given.numbers.get(key) if same else None
            if index is not None and degree(index, findings.scenario.rule) == given:
                evidence = text_of(
                    "the index printed in ",
                    Exhibit(name),
                    f" is {findings.given.strings[key]}, which is {DEGREES[given]}; "
                    f"recomputed it is {DEGREES[computed]}",
                )
                found.append(
                    Explanation("carried forward", (key,), ((exhibit, row, "ce_degree"),), evidence)
                )
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
    return (
        in_short(value, findings.given.strings[key]) if isinstance(value, Fraction) else "nothing"
    )
