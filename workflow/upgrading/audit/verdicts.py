"""Every printed number with its verdict, and every explanation with the cells it accounts for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Final

import pandas as pd

from upgrading.audit import rounding
from upgrading.audit.consequences import Consequences, WhatIf, with_scores
from upgrading.audit.explanations import Explanation, Findings
from upgrading.audit.relations import AUDITED_SHAPES
from upgrading.cases import printed
from upgrading.cases.catalogue import Table
from upgrading.cases.indices import REPORTED, degree
from upgrading.numbers import exact_text, shown
from upgrading.parts import NOTHING, Exhibit, Key, Passage, joined, text_of
from upgrading.vocabulary import DEGREES, INDICES

CELL_COLUMNS: Final = (
    "exhibit",
    "row",
    "column",
    "printed",
    "computed",
    "kind",
    "verdict",
    "convention",
    "explanation",
)
ERRATA_COLUMNS: Final = (
    "erratum",
    "class",
    "root",
    "cells",
    "count",
    "evidence",
    "alternatives",
    "consequences",
    "rank",
)
CONVENTION_COLUMNS: Final = ("exhibit", "part", "convention", "telling", "fitting")

SLIP: Final = "slip"
"""Class of a cell that contradicts its own row or column and that others are computed from."""

_HALF_STEP: Final = Fraction(1, 2)

_TABLES_OF_MEANS: Final = ("by_degree", "group_averages")


@dataclass(frozen=True)
class Erratum:
    """A row of the errata: a hypothesis with its number."""

    erratum: str
    kind: str
    root: tuple[Key, ...]
    cells: tuple[Key, ...]
    evidence: Passage
    alternatives: Passage = NOTHING
    proposed: Mapping[Key, Fraction] = field(default_factory=dict)


def number_errata(findings: Findings, explanations: Sequence[Explanation]) -> list[Erratum]:
    """Explanations merged by where they start, slips included, and numbered.

    What is carried forward is traced to the first cells of the chain that are wrong of themselves.
    """
    first: dict[Key, Explanation] = {}
    for explanation in explanations:
        for key in explanation.cells:
            if not explanation.weak:
                first.setdefault(key, explanation)

    def roots(key: Key, seen: frozenset[Key] = frozenset()) -> frozenset[Key]:
        """The cells from which a wrong number is carried to `key`."""
        explanation = first.get(key)
        if explanation is None or explanation.kind != "carried forward" or key in seen:
            return frozenset([key])
        return frozenset().union(*(roots(k, seen | {key}) for k in explanation.root))

    merged: dict[tuple[str, tuple[Key, ...]], list[Explanation]] = defaultdict(list)
    carried: dict[Key, list[Key]] = defaultdict(list)
    for explanation in explanations:
        if explanation.kind == "carried forward":
            if first.get(explanation.cells[0]) is explanation:
                for root in roots(explanation.cells[0]):
                    carried[root].append(explanation.cells[0])
        elif explanation.kind == "rounded before use":
            place = tuple((k[0], "", "") for k in explanation.root[:1])
            merged[explanation.kind, place].append(explanation)
        else:
            merged[explanation.kind, explanation.root].append(explanation)

    found: list[Erratum] = []
    for (kind, _), group in merged.items():
        found.append(
            Erratum(
                "",
                kind,
                _unique(k for e in group for k in e.root),
                _unique(k for e in group for k in e.cells),
                Passage(tuple(dict.fromkeys(e.evidence for e in group)), " // "),
                group[0].alternatives,
                group[0].proposed,
            )
        )
    for root, keys in carried.items():
        cells = _unique(keys)
        if root not in first:
            found.append(
                Erratum("", SLIP, (root,), (root, *cells), _slip(findings, root, len(cells)))
            )
            continue
        found = [
            replace(e, cells=_unique([*e.cells, *cells]))
            if root in e.cells and e.kind == first[root].kind
            else e
            for e in found
        ]
    return [replace(e, erratum=f"E{number:02}") for number, e in enumerate(found, start=1)]


def _unique(keys: Iterable[Key]) -> tuple[Key, ...]:
    return tuple(dict.fromkeys(keys))


def _place(key: Key) -> str:
    return "/".join(key)


def _slip(findings: Findings, key: Key, carried: int) -> Passage:
    """Which relations a wrong cell breaks, and how many others rest on it as printed."""
    strings, numbers = findings.given.strings, findings.given.numbers
    own = [r for r in findings.relations if r.result == key and not r.holds(strings, numbers)]
    broken = (text_of(r.told(strings), f" gives {exact_text(r.value(numbers))}") for r in own)
    rest = (
        ". No single change reconciles at least two more relations than it breaks; "
        f"{carried} printed figures are computed from {strings[key]}"
    )
    return Passage((text_of(joined("; ", broken), rest),))


def change_of(erratum: Erratum, findings: Findings) -> WhatIf:
    """What an erratum changes against the study as recomputed from the printed scores.

    A misprinted score is mended; an index that is printed otherwise than its components give is
    taken as printed; any other printed figure is read as it should be.
    """
    clusters = set(findings.scenario.clusters["cluster_id"])
    for key, proposed in erratum.proposed.items():
        if findings.is_input(key):
            return WhatIf(clusters=with_scores(findings.scenario.clusters, {key[1:]: proposed}))
    accounted = (*erratum.root, *erratum.cells)
    given = {
        key[1:]: findings.given.numbers[key]
        for key in accounted
        if key[1] in clusters and key[2] in INDICES
    }
    for cluster, index in list(given):
        if index == "ce_index" and ((cluster, "eei") in given or (cluster, "jai") in given):
            del given[cluster, index]
    if given:
        return WhatIf(indices=given)
    strings: dict[Key, str] = {}
    for key in accounted:
        value = findings.computed.get(key)
        if isinstance(value, Fraction):
            strings[key] = shown(value, printed.decimals(findings.given.strings[key]))
    return WhatIf(strings=strings)


def errata_frame(
    errata: Sequence[Erratum], findings: Findings, follow: Callable[[WhatIf], Consequences]
) -> pd.DataFrame:
    """The errata as a frame, columns `ERRATA_COLUMNS`; `rank` 1 matters most for conclusions.

    `evidence`, `alternatives` and `consequences` are passages.
    """
    consequences = [follow(change_of(erratum, findings)) for erratum in errata]
    order = sorted(
        range(len(errata)),
        key=lambda n: (consequences[n].weight, len(errata[n].cells)),
        reverse=True,
    )
    rank = {number: place for place, number in enumerate(order, start=1)}
    rows = [
        (
            erratum.erratum,
            erratum.kind,
            "; ".join(map(_place, erratum.root)),
            "; ".join(map(_place, erratum.cells)),
            len(erratum.cells),
            erratum.evidence,
            erratum.alternatives,
            consequences[number].told,
            rank[number],
        )
        for number, erratum in enumerate(errata)
    ]
    return pd.DataFrame(rows, columns=list(ERRATA_COLUMNS), dtype=object)


# Conventions ---------------------------------------------------------------------------------


def part_of(key: Key, tables: Mapping[str, Table]) -> str:
    """Tables of averages by group were put together from the groups' tables: a part per row."""
    return key[1] if tables[key[0]].shape == "group_averages" else ""


def conventions(findings: Findings) -> dict[tuple[str, str], rounding.TableConvention]:
    """The rounding convention of every table (or row of a table of averages), from its cells.

    A cell that what is printed gives exactly tells nothing about how the computed one was rounded.
    """
    cells: dict[tuple[str, str], list[tuple[str, Fraction]]] = defaultdict(list)
    for key, text in findings.given.strings.items():
        value = findings.computed.get(key)
        told = not findings.is_input(key) and key not in findings.exact_otherwise
        if told and isinstance(value, Fraction):
            cells[key[0], part_of(key, findings.tables)].append((text, value))
    return {place: rounding.infer(found) for place, found in cells.items()}


def conventions_frame(findings: Findings) -> pd.DataFrame:
    """The conventions as a frame, columns `CONVENTION_COLUMNS`, with the decimals of the means.

    A `convention` is a passage.
    """
    found = conventions(findings)
    decimals: dict[tuple[str, str], str] = {}
    for place in found:
        shown = {
            printed.decimals(text)
            for key, text in findings.given.strings.items()
            if (key[0], part_of(key, findings.tables)) == place
            and (key[1] == "average" or findings.tables[key[0]].shape in _TABLES_OF_MEANS)
        }
        counts = " or ".join(map(str, sorted(shown)))
        decimals[place] = f"means with {counts} decimals" if shown else "no means"
    rows = [
        (*place, Passage((c.told, text_of(decimals[place]))), c.telling, c.fitting)
        for place, c in found.items()
    ]
    return pd.DataFrame(rows, columns=list(CONVENTION_COLUMNS), dtype=object)


# Cells ---------------------------------------------------------------------------------------


def cells_frame(
    cells: pd.DataFrame,
    findings: Findings,
    explanations: Sequence[Explanation],
    errata: Sequence[Erratum],
    outside: Mapping[Key, Passage] = MappingProxyType({}),
) -> pd.DataFrame:
    """One row per printed numeric or degree cell of Tables 2-19 and Annex Tables 1-8.

    `cells` are the printed cells (`printed.CELL_COLUMNS`). `outside`: what other sources say of a
    figure of Table 2, which nothing in the report determines. Columns `CELL_COLUMNS`; an
    `explanation` is a `Passage`.
    """
    tables = findings.tables
    habits = conventions(findings)
    numbered: dict[Key, list[str]] = defaultdict(list)
    for erratum in errata:
        for key in erratum.cells:
            numbered[key].append(erratum.erratum)
    by_cell: dict[Key, list[Explanation]] = defaultdict(list)
    for explanation in explanations:
        for key in explanation.cells:
            by_cell[key].append(explanation)
    rows = []
    for cell in cells.itertuples(index=False):
        shape = tables[cell.exhibit].shape
        audited = shape in AUDITED_SHAPES or shape == "profiles"
        figure = cell.row_kind in {"body", "total", "average"}
        if not audited or not figure or cell.column.startswith("label_"):
            continue
        key, text = (cell.exhibit, cell.row, cell.column), cell.printed.strip()
        if shape == "profiles":
            if any(character.isdigit() for character in text):
                said = outside.get(key, NOTHING)
                rows.append((*key, cell.printed, "", "input", "source", "", said))
        elif cell.column == "ce_degree":
            if not printed.is_missing(text):
                rows.append((*key, cell.printed, *_degree_verdict(key, text, findings, numbered)))
        elif key in findings.given.numbers:
            verdict = _number_verdict(key, findings, habits, by_cell[key], numbered[key])
            rows.append((*key, cell.printed, *verdict))
    return pd.DataFrame(rows, columns=list(CELL_COLUMNS), dtype=object)


def kind_of(key: Key, findings: Findings) -> str:
    """`input`, `repeated` (the same fact is printed elsewhere too) or `derived`."""
    if findings.is_input(key):
        return "input"
    shape = findings.tables[key[0]].shape
    twice = any(r.kind == "printed twice" and r.result == key for r in findings.relations)
    repeated = twice or (shape == "upgrading" and key[2] == "ce_degree")
    return "repeated" if repeated else "derived"


def _number_verdict(
    key: Key,
    findings: Findings,
    habits: Mapping[tuple[str, str], rounding.TableConvention],
    explanations: Sequence[Explanation],
    errata: Sequence[str],
) -> tuple[str, str, str, str, Passage]:
    """Computed value, kind, verdict, convention and explanation of a printed number."""
    kind, text = kind_of(key, findings), findings.given.strings[key]
    told = _told(explanations, errata)
    if kind == "input":
        return exact_text(findings.given.numbers[key]), kind, "source", "", told
    value = findings.computed.get(key)
    computed = exact_text(value) if isinstance(value, Fraction) else ""
    if not isinstance(value, Fraction) or not findings.agrees(key):
        explained = any(not explanation.weak for explanation in explanations)
        verdict = "explained" if explained else "unexplained"
        return computed, kind, verdict, "", _with_remark(told, _grim(key, findings))
    match = rounding.match(text, value)
    if match.exact:
        return computed, kind, "exact", "", told
    verdict = "rounded" if match.conventions & {"half_up", "half_even"} else "truncated"
    habit = habits[key[0], part_of(key, findings.tables)].conventions
    convention = rounding.named(match.conventions)
    if habit and not habit & match.conventions:
        convention += f" (its table is {rounding.named(habit)})"
    return computed, kind, verdict, convention, told


def _told(explanations: Sequence[Explanation], errata: Sequence[str]) -> Passage:
    texts = (
        text_of(f"{'hint' if e.weak else 'hypothesis'}: {e.kind}: ", e.evidence)
        for e in explanations
    )
    return Passage(tuple(texts), " | ", tuple(errata))


def _with_remark(told: Passage, remark: str) -> Passage:
    """What is told, the remark at its end."""
    if not remark:
        return told
    *before, last = told.texts or ((),)
    return replace(told, texts=(*before, joined("; ", filter(None, [last, text_of(remark)]))))


def _grim(key: Key, findings: Findings) -> str:
    """A remark where no set of scores can have the printed mean."""
    exhibit, row, column = key
    table = findings.tables[exhibit]
    if row == "average":
        group = table.group
    elif table.shape == "group_averages":
        group = row
    else:
        return ""
    frame = findings.scenario.clusters
    members = frame[frame["group"] == group]
    step = Fraction(1, 4) if column == "ce_index" else _HALF_STEP
    off = _off_step(members, column)
    shift = sum((score % _HALF_STEP for _, score in off), Fraction(0))
    if column == "ce_index":
        shift *= REPORTED.weight_joint_action
    text = findings.given.strings[key]
    if rounding.possible(text, len(members), step, shift):
        return ""
    steps = "quarter" if column == "ce_index" else "half"
    scores = ", ".join(f"the {exact_text(score)} of {name}" for name, score in off)
    return f"GRIM: no {len(members)} figures in {steps} steps have a mean printed {text}" + (
        f" ({scores} taken into account)" if shift else ""
    )


def _off_step(members: pd.DataFrame, column: str) -> list[tuple[str, Fraction]]:
    """The scores behind a column that are off the half-step scale, with their clusters' names."""
    parts = [c for c in members.columns if c.startswith("ja_")]
    used = parts if column in {"jai", "ce_index"} else [column] if column in parts else []
    return [
        (name, score)
        for part in used
        for name, score in zip(members["name"], members[part], strict=True)
        if score is not None and score % _HALF_STEP
    ]


def _degree_verdict(
    key: Key, text: str, findings: Findings, numbered: Mapping[Key, Sequence[str]]
) -> tuple[str, str, str, str, Passage]:
    """The same for a printed degree."""
    exhibit, row, _ = key
    computed = findings.computed.get(key)
    kind, given = kind_of(key, findings), printed.degree(text)
    assert given is not None
    if not isinstance(computed, str):
        why = "no degree: the rule for what is not available leaves the cluster without an index"
        return "", kind, "unexplained", "", Passage((text_of(why),))
    if given == computed:
        return computed, kind, "exact", "", NOTHING
    for name, table in findings.tables.items():
        same = table.shape == "index" and table.group == findings.tables[exhibit].group
        index = findings.given.numbers.get((name, row, "ce_index")) if same else None
        if index is not None and degree(index, findings.scenario.rule) == given:
            shown = findings.given.strings[name, row, "ce_index"]
            explanation = text_of(
                "hypothesis: carried forward: the index printed in ",
                Exhibit(name),
                f" is {shown}, which is {DEGREES[given]}; recomputed it is {DEGREES[computed]}",
            )
            told = Passage((explanation,), " | ", tuple(numbered[name, row, "ce_index"]))
            return computed, kind, "explained", "", told
    return computed, kind, "unexplained", "", NOTHING
