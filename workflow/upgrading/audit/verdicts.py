"""Every printed number with its verdict, and every explanation with the cells it accounts for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple

import pandas as pd

from upgrading.audit import rounding
from upgrading.audit.consequences import (
    HOLDS,
    CellValue,
    Change,
    Consequences,
    MovedClaim,
    WhatIf,
    cell_values,
    with_scores,
)
from upgrading.audit.explanations import Explanation, Findings
from upgrading.audit.relations import AUDITED_SHAPES, CellRelation
from upgrading.audit.repair import single_changes
from upgrading.cases import printed
from upgrading.cases.catalogue import Table
from upgrading.cases.indices import REPORTED
from upgrading.numbers import MISSING, exact_text, rounded, shown
from upgrading.parts import NOTHING, Cell, Key, Passage, Strength, Text, joined, text_of
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
    "believed",
)
CONVENTION_COLUMNS: Final = ("exhibit", "part", "convention", "telling", "fitting")

SLIP: Final = "slip"
"""Class of a cell that contradicts its own row or column and that others are computed from."""

ENOUGH: Final = 2
"""More relations reconciled than broken that a change must have to be proposed."""

_BETWEEN: Final = " // "

_FIGURES_TOLD: Final = 2

_BEST_TOLD: Final = 4

_HALF_STEP: Final = Fraction(1, 2)

_TABLES_OF_MEANS: Final = ("by_degree", "group_averages")


@dataclass(frozen=True)
class Erratum:
    """A row of the errata: a hypothesis with its number.

    `proposed`: what misprinted cells should read. A `weak` one is a hint and explains nothing.
    """

    erratum: str
    kind: str
    root: tuple[Key, ...]
    cells: tuple[Key, ...]
    evidence: Passage
    alternatives: Passage = NOTHING
    proposed: Mapping[Key, Fraction] = field(default_factory=dict)
    weak: bool = False


def number_errata(findings: Findings, explanations: Sequence[Explanation]) -> list[Erratum]:
    """Explanations merged by where they start and by their cells, slips included, and numbered.

    What is carried forward is traced to the first cells of the chain that are wrong of themselves.
    """
    first: dict[Key, Explanation] = {}
    for explanation in explanations:
        for key in explanation.cells:
            if not explanation.weak:
                first.setdefault(key, explanation)

    def roots(key: Key, seen: frozenset[Key] = frozenset()) -> tuple[Key, ...]:
        """The cells from which a wrong number is carried to `key`."""
        explanation = first.get(key)
        if explanation is None or explanation.kind != "carried forward" or key in seen:
            return (key,)
        return _unique(root for k in explanation.root for root in roots(k, seen | {key}))

    merged: dict[tuple[str, tuple[Key, ...]], list[Explanation]] = defaultdict(list)
    carried: dict[Key, list[Key]] = defaultdict(list)
    other_ways: dict[Key, list[Text]] = defaultdict(list)
    for explanation in explanations:
        if explanation.kind == "carried forward":
            if first.get(explanation.cells[0]) is explanation:
                for root in roots(explanation.cells[0]):
                    carried[root].append(explanation.cells[0])
                    other_ways[root] += explanation.alternatives.texts
        elif explanation.kind == "rounded before use":
            place = tuple((k[0], "", "") for k in explanation.root[:1])
            merged[explanation.kind, place].append(explanation)
        else:
            merged[explanation.kind, explanation.root].append(explanation)

    found = [_of(kind, group) for (kind, _), group in merged.items()]
    slips: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for root, keys in carried.items():
        if root not in first:
            slips[root[0], root[2]].append(root)
            continue
        found = [
            _with_ways(replace(e, cells=_unique([*e.cells, *keys])), other_ways[root])
            if root in e.cells and e.kind == first[root].kind
            else e
            for e in found
        ]
    for own in slips.values():
        found += [
            _with_ways(
                _slip(findings, group, [k for root in group for k in carried[root]]),
                [text for root in group for text in other_ways[root]],
            )
            for group in _sharing(own, carried)
        ]
    found = [_rounded_as_well(e, findings) for e in _same_cells_once(found)]
    return [replace(e, erratum=f"E{number:02}") for number, e in enumerate(found, start=1)]


def _with_ways(erratum: Erratum, others: Iterable[Text]) -> Erratum:
    """The erratum, with other ways in which what is carried forward from it comes about."""
    texts = dict.fromkeys([*erratum.alternatives.texts, *others])
    return replace(erratum, alternatives=Passage(tuple(texts)))


def _of(kind: str, group: Sequence[Explanation]) -> Erratum:
    """Explanations of one kind that start at the same place."""
    return Erratum(
        "",
        kind,
        _unique(k for e in group for k in e.root),
        _unique(k for e in group for k in e.cells),
        Passage(tuple(dict.fromkeys(e.evidence for e in group)), _BETWEEN),
        Passage(tuple(dict.fromkeys(text for e in group for text in e.alternatives.texts))),
        {key: value for e in group for key, value in e.proposed.items()},
        all(e.weak for e in group),
    )


def _sharing(roots: Sequence[Key], carried: Mapping[Key, Sequence[Key]]) -> list[list[Key]]:
    """Wrong cells of one column, those together that are carried to the same figures.

    Such a figure is right only with all of them, as a total with two wrong sums in its column.
    """
    groups: list[list[Key]] = []
    for root in roots:
        own = set(carried[root])
        near = [g for g in groups if any(own & set(carried[other]) for other in g)]
        rest = [g for g in groups if g not in near]
        groups = [*rest, [*(k for g in near for k in g), root]]
    return groups


def _same_cells_once(errata: Sequence[Erratum]) -> list[Erratum]:
    """Errata for cells that another one accounts for join it: one erratum for the same cells.

    Of two for just the same cells the first, which is the more specific, keeps its class. A hint
    joins where it has a cell in common with what is more than that, and its cells are in
    doubt with the others, but what only it would reproduce is not accounted for.
    """
    found = dict(enumerate(errata))
    for place in range(len(errata)):
        one = found[place]
        hosts = (
            other
            for other, wider in found.items()
            if other != place and _within(one, wider) and (other < place or not _within(wider, one))
        )
        if (host := next(hosts, None)) is None:
            continue
        other = found[host]
        found[host] = replace(
            other,
            root=_unique([*other.root, *one.root]),
            cells=_unique([*other.cells, *(one.cells if other.weak or not one.weak else ())]),
            evidence=Passage((*other.evidence.texts, *one.evidence.texts), _BETWEEN),
            alternatives=Passage((*other.alternatives.texts, *one.alternatives.texts)),
        )
        del found[place]
    return list(found.values())


def _within(one: Erratum, other: Erratum) -> bool:
    if one.weak and not other.weak:
        return bool(set(one.cells) & set(other.cells))
    return one.weak >= other.weak and set(one.cells) <= set(other.cells)


def _rounded_as_well(erratum: Erratum, findings: Findings) -> Erratum:
    """The erratum, with those of its figures that are the recomputed ones under some rounding."""
    texts = []
    for key in erratum.cells:
        value = findings.computed.get(key)
        if key not in findings.given.strings or findings.is_input(key):
            continue
        if isinstance(value, Fraction) and findings.agrees(key):
            text = findings.given.strings[key]
            how = rounding.named(rounding.match(text, value).conventions)
            texts.append(text_of(Cell(*key), f" is {printed.in_short(value, text)} {how}, too"))
    alternatives = Passage((*erratum.alternatives.texts, *texts))
    return replace(erratum, alternatives=alternatives)


def _unique(keys: Iterable[Key]) -> tuple[Key, ...]:
    return tuple(dict.fromkeys(keys))


def _place(key: Key) -> str:
    return "/".join(key)


def _slip(findings: Findings, roots: Sequence[Key], carried: Iterable[Key]) -> Erratum:
    """Which relations wrong cells break, what was tried to mend them, and what rests on them."""
    cells = _unique(carried)
    strings, numbers = findings.given.strings, findings.given.numbers
    texts = []
    for root in roots:
        own = [r for r in findings.relations if r.result == root and not r.holds(strings, numbers)]
        broken = (
            text_of(r.told(strings), f" gives {printed.in_short(r.value(numbers), strings[root])}")
            for r in own
        )
        texts.append(text_of(joined("; ", broken), _tried(findings, own)))
    figures = " and ".join(strings[root] for root in roots)
    rest = f"{len(cells)} printed figures are computed from {figures}"
    texts[-1] = text_of(texts[-1], ". ", rest)
    return Erratum(
        "", SLIP, tuple(roots), _unique([*roots, *cells]), Passage(tuple(texts), _BETWEEN)
    )


def _tried(findings: Findings, broken: Sequence[CellRelation]) -> Text:
    """What single changes in the cells of broken relations do; nothing where none was tried."""
    cells = _unique(k for r in broken for k in (r.result, *(term for term, _ in r.terms)))
    changes = single_changes(findings.relations, findings.given.strings, cells)
    gains = [len(change.reconciled) - len(change.broken) for change in changes]
    if not gains or max(gains) >= ENOUGH:
        return ()
    said = (
        f". Of {len(changes)} single changes tried in its cells, none reconciles at least {ENOUGH} "
        "more relations than it breaks"
    )
    best = [c.changes[0] for c, gain in zip(changes, gains, strict=True) if gain == max(gains)]
    if max(gains) < 1:
        return text_of(said)
    listed = [text_of(Cell(*c.key), f" to {exact_text(c.proposed)}") for c in best[:_BEST_TOLD]]
    rest = len(best) - len(listed)
    more = f" or one of {rest} others" if rest else ""
    how = f"; {max(gains)} more than broken {'is' if max(gains) == 1 else 'are'} reconciled by "
    return text_of(said, how, joined(" or ", listed), more)


def change_of(erratum: Erratum, findings: Findings) -> Change:
    """What follows from an erratum: its figures as printed, and as recomputed from the scores.

    A misprinted score is as printed, and as it should read. A printed index from which figures
    follow is taken at its word; so is a mean by degree.
    """
    scores = {k: v for k, v in erratum.proposed.items() if findings.is_input(k)}
    clusters = None
    computed = findings.computed
    if scores:
        by_place = {key[1:]: value for key, value in scores.items()}
        clusters = with_scores(findings.scenario.clusters, by_place)
        computed = cell_values(replace(findings.scenario, clusters=clusters), findings.tables)
    figures = dict(_figures(erratum, findings, computed))
    strings = {key: figure.at_precision for key, figure in figures.items()}
    numbers = findings.given.numbers
    return Change(
        WhatIf(
            indices={} if scores else _indices_in_doubt(erratum, findings),
            means={
                (findings.tables[key[0]].group or "", *key[1:]): numbers[key]
                for key in strings
                if findings.tables[key[0]].shape == "by_degree"
            },
        ),
        WhatIf(clusters=clusters, strings=strings),
        tuple((key, figure.printed, figure.recomputed) for key, figure in figures.items()),
    )


class _Figure(NamedTuple):
    """A figure as printed, recomputed at the printed precision, and with two decimals at least."""

    printed: str
    at_precision: str
    recomputed: str


def _figures(
    erratum: Erratum, findings: Findings, computed: Mapping[Key, CellValue]
) -> Iterator[tuple[Key, _Figure]]:
    """Figures that an erratum starts at or accounts for and that read otherwise, recomputed."""
    for key in _unique([*erratum.root, *erratum.cells]):
        right = erratum.proposed.get(key, computed.get(key))
        if isinstance(right, str):
            own = findings.given.degrees[key[:2]]
            if right != own:
                yield key, _Figure(DEGREES[own], *[DEGREES[right]] * 2)
            continue
        text = findings.given.strings[key]
        decimals = printed.decimals(text)
        differs = right is None or printed.score(text) != rounded(right, decimals)
        doubted = key in erratum.cells or right is None or not rounding.match(text, right).agrees
        if differs and doubted:
            at_precision = shown(right, decimals)
            fine = right is not None and rounded(right, decimals) != right
            exact = shown(right, max(decimals, 2)) if fine else at_precision
            yield key, _Figure(text, at_precision, exact)


def _indices_in_doubt(erratum: Erratum, findings: Findings) -> dict[tuple[str, str], Fraction]:
    """The printed indices of clusters in an erratum, without those that follow from others."""
    clusters = set(findings.scenario.clusters["cluster_id"])
    given = {
        key[1:]: findings.given.numbers[key]
        for key in (*erratum.root, *erratum.cells)
        if key[1] in clusters and key[2] in INDICES
    }
    for cluster, index in list(given):
        if index == "ce_index" and ((cluster, "eei") in given or (cluster, "jai") in given):
            del given[cluster, index]
    return given


def errata_frame(
    errata: Sequence[Erratum], findings: Findings, follow: Callable[[Change], Consequences]
) -> pd.DataFrame:
    """The errata as a frame, columns `ERRATA_COLUMNS`.

    `rank` 1 matters most for the report's conclusions (`Consequences.weight`, then by figures).
    `evidence`, `alternatives`, `consequences` and `believed` are passages. Consequences are told
    printed → recomputed: with the figures as printed, and with those that the scores give, of a
    misprinted score as it should read; `believed` says so in a sentence.
    """
    changes = [change_of(erratum, findings) for erratum in errata]
    consequences = [follow(change) for change in changes]
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
            Passage((_believed(erratum, findings, changes[number], consequences[number]),)),
        )
        for number, erratum in enumerate(errata)
    ]
    return pd.DataFrame(rows, columns=list(ERRATA_COLUMNS), dtype=object)


def _believed(
    erratum: Erratum, findings: Findings, change: Change, consequences: Consequences
) -> Text:
    """What the printed figures make a reader believe, and what the scores give; in one sentence.

    The figures that the erratum starts at, or else that it accounts for, those first that are most
    off; degrees; and of the conclusions the one that counts most.
    """
    by = "the report's other figures" if erratum.proposed else "the scores"
    own_figures = [one for one in change.figures if one[0] in erratum.cells] or change.figures
    at_root = [figure for figure in own_figures if figure[0] in erratum.root] or own_figures
    at_root = sorted(at_root, key=lambda figure: (figure[0][1] in _SUMMARIES, -_off(figure)))
    listed = [
        text_of(Cell(*key), f" is {own} as printed, {_or_none(recomputed)} from {by}")
        for key, own, recomputed in at_root[:_FIGURES_TOLD]
    ]
    if rest := len(own_figures) - len(listed):
        listed.append(
            text_of(f"{rest} more figure{'s differ' if rest > 1 else ' differs'} with it")
        )
    read = {row: DEGREES[value] for (_, row), value in findings.given.degrees.items()}
    moved = []
    for one in consequences.degrees[:_FIGURES_TOLD]:
        given = read.get(one.cluster, one.printed)
        note = "" if given == one.printed else f" (the report prints {given})"
        moved.append(
            text_of(
                "with the figures as printed the ",
                one.of,
                f" is {one.printed}{note}, from {by} {one.recomputed}",
            )
        )
    moved += [_claim_told(one, by) for one in consequences.conclusions[:1]]
    told = {figure[1:] for figure in at_root[:_FIGURES_TOLD]}
    means = [one for one in consequences.means if (one.printed, one.recomputed) not in told]
    if not moved:
        moved = [
            text_of(
                "the ",
                one.of,
                f" is {one.printed} as printed, {_or_none(one.recomputed)} from {by}",
            )
            for one in means[:_FIGURES_TOLD]
        ]
    return joined("; ", [joined("; ", listed), *moved])


def _off(figure: tuple[Key, str, str]) -> Fraction:
    """By how much a figure is off; a word is off by nothing."""
    own, recomputed = map(printed.number, figure[1:])
    return Fraction(0) if own is None or recomputed is None else abs(own - recomputed)


def _or_none(recomputed: str) -> str:
    return "no figure" if recomputed == MISSING else recomputed


_SUMMARIES: Final = frozenset({"total", "average"})


def _claim_told(moved: MovedClaim, by: str) -> Text:
    """A claim in its own words, as printed and as recomputed."""
    words = moved.claim.claim.rstrip(".")
    if moved.shown:
        shown_by = [HOLDS.get(one, one) for one in (moved.printed, moved.recomputed)]
        before, after = f"{shown_by[0]} as printed", f"{shown_by[1]} from {by}"
        return text_of(f"by the report's tables, \u201c{words}\u201d: {before}, {after}")
    before, after = (HOLDS.get(one, f"is {one}") for one in (moved.printed, moved.recomputed))
    return text_of(
        f"\u201c{words}\u201d {before} with the figures as printed, {after} when recomputed"
    )


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
        *before, last = map(str, sorted(shown)) if shown else ("",)
        counts = f"{', '.join(before)} or {last}" if before else last
        plural = "" if counts == "1" else "s"
        decimals[place] = f"means with {counts} decimal{plural}" if shown else "no means"
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
                verdict = _degree_verdict(key, text, findings, by_cell[key], numbered[key])
                rows.append((*key, cell.printed, *verdict))
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
    as_zero = any(e.kind == "missing treated as zero" for e in explanations)
    if not isinstance(value, Fraction) or not findings.agrees(key) or as_zero:
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
    texts = (text_of(Strength(e.weak), f": {e.kind}: ", e.evidence) for e in explanations)
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
    key: Key,
    text: str,
    findings: Findings,
    explanations: Sequence[Explanation],
    errata: Sequence[str],
) -> tuple[str, str, str, str, Passage]:
    """The same for a printed degree."""
    computed = findings.computed.get(key)
    kind, given = kind_of(key, findings), printed.degree(text)
    assert given is not None
    if not isinstance(computed, str):
        why = "no degree: the rule for what is not available leaves the cluster without an index"
        return "", kind, "unexplained", "", Passage((text_of(why),))
    if given == computed:
        return computed, kind, "exact", "", NOTHING
    if explanations:
        return computed, kind, "explained", "", _told(explanations, errata)
    return computed, kind, "unexplained", "", NOTHING
