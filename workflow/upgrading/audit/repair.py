"""The smallest set of changed cells that reconciles the most printed relations.

A small integer program per sector group. Every printed cell may keep its printed number or take
another one on its scale; every relation may hold or be given up. A changed cell costs a little more
than a relation, so that a change is proposed only if it reconciles at least two more relations than
it breaks: one relation alone cannot say which of its cells is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from upgrading.audit import rounding
from upgrading.audit.relations import CellRelation
from upgrading.cases import printed
from upgrading.parts import Key
from upgrading.vocabulary import DEGREES, HIGHEST_SCORE, SCORES, SECTOR_GROUPS

CHANGE_COST: Final = 1.5
"""Cost of changing a cell, a relation that fails costing 1: between one and two relations."""

_NO_CLUSTERS: Final = frozenset({"total", "average", *DEGREES, *SECTOR_GROUPS})
"""Rows of tables that are no clusters."""

_HALF: Final = Fraction(1, 2)
_MARGIN: Final = 1e-6


@dataclass(frozen=True)
class Correction:
    """A printed cell and the number that it should show instead."""

    key: Key
    printed: Fraction
    proposed: Fraction


@dataclass(frozen=True)
class Repair:
    """Changes that belong together, with the relations they reconcile and those they break."""

    changes: tuple[Correction, ...]
    reconciled: tuple[CellRelation, ...]
    broken: tuple[CellRelation, ...]


@dataclass(frozen=True)
class _Problem:
    """The integer program: cells with their step and range, relations with their slack."""

    keys: tuple[Key, ...]
    steps: tuple[Fraction, ...]
    relations: tuple[CellRelation, ...]
    matrix: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    integrality: np.ndarray
    bounds: Bounds
    cost: np.ndarray


def propose(
    relations: Sequence[CellRelation], strings: Mapping[Key, str], most: int = 12
) -> list[list[Repair]]:
    """Repairs of one sector group's relations, all equally good alternatives of each.

    `strings` are the printed strings of the cells. The answer is a list of independent repairs,
    each of changes that need one another; each is the list of alternatives that reconcile as many
    relations at the same cost, `most` at the most. No repair is proposed where nothing is gained.
    """
    numbers = {key: _number(text) for key, text in strings.items()}
    failing = [r for r in relations if not r.holds(strings, numbers)]
    if not failing:
        return []
    found: list[list[Repair]] = []
    for part in _connected(relations, failing):
        problem = _problem(part, strings, numbers)
        first = _solve(problem, strings, [])
        if not first or not first[1]:
            continue
        value, changes = first
        alternatives, cuts = [changes], [changes]
        while len(alternatives) < most:
            following = _solve(problem, strings, cuts)
            if not following or following[0] > value + _MARGIN or not following[1]:
                break
            alternatives.append(following[1])
            cuts.append(following[1])
        found += _independent(part, strings, numbers, alternatives)
    return found


def _independent(
    relations: Sequence[CellRelation],
    strings: Mapping[Key, str],
    numbers: Mapping[Key, Fraction],
    alternatives: Sequence[Sequence[Correction]],
) -> list[list[Repair]]:
    """The repairs that the first of some alternatives falls into, each with its own alternatives.

    What another alternative changes instead of a repair, the rest being the same, is one to it.
    """
    first, *others = (_together(relations, strings, numbers, changes) for changes in alternatives)
    found: list[list[Repair]] = []
    for changes in first:
        instead = [
            tuple(change for group in other if group not in first for change in group)
            for other in others
            if changes not in other
        ]
        found.append(
            [_repair(relations, strings, numbers, each) for each in (changes, *instead) if each]
        )
    return found


def _together(
    relations: Sequence[CellRelation],
    strings: Mapping[Key, str],
    numbers: Mapping[Key, Fraction],
    changes: Sequence[Correction],
) -> list[tuple[Correction, ...]]:
    """The changes in groups that need one another.

    Two do where a relation between their cells holds once both are made, and fails without either:
    a total and the sum of the totals that it enters.
    """

    def holds(relation: CellRelation, made: Sequence[Correction]) -> bool:
        changed, shown = _changed(relations, strings, numbers, made)
        return relation.holds(shown, changed)

    groups: list[tuple[Correction, ...]] = [(change,) for change in changes]
    for relation in relations:
        cells = set(_cells(relation))
        inside = [change for change in changes if change.key in cells]
        if len(inside) < 2 or not holds(relation, changes):
            continue
        bound = {
            change.key
            for change in inside
            if not holds(relation, [other for other in changes if other != change])
        }
        joined = [group for group in groups if bound & {change.key for change in group}]
        if len(joined) > 1:
            merged = {change.key for group in joined for change in group}
            whole = tuple(change for change in changes if change.key in merged)
            groups = [whole if group == joined[0] else group for group in groups]
            groups = [group for group in groups if group not in joined[1:]]
    return groups


def single_changes(
    relations: Sequence[CellRelation], strings: Mapping[Key, str], cells: Iterable[Key]
) -> list[Repair]:
    """What every other number in one of some cells would reconcile and break, one at a time.

    A score takes every half step of its scale; any other figure, at its own precision, the two
    numbers next to each that one of its relations asks for.
    """
    numbers = {key: _number(text) for key, text in strings.items()}
    found: list[Repair] = []
    for key in dict.fromkeys(cells):
        if key not in numbers:
            continue
        own = [relation for relation in relations if key in _cells(relation)]
        for value in _others(key, own, strings, numbers):
            found.append(_repair(own, strings, numbers, [Correction(key, numbers[key], value)]))
    return found


def _others(
    key: Key,
    relations: Sequence[CellRelation],
    strings: Mapping[Key, str],
    numbers: Mapping[Key, Fraction],
) -> list[Fraction]:
    """The other numbers that a cell is tried with."""
    if _is_score(key):
        tried = {_HALF * steps for steps in range(2 * HIGHEST_SCORE + 1)}
    else:
        tried = set()
        step = _step(key, strings[key])
        for relation in relations:
            asked = relation.value(numbers)
            if relation.result != key:
                weight = sum(weight for term, weight in relation.terms if term == key)
                rest = asked - weight * numbers[key]
                asked = (numbers[relation.result] - rest) / weight
            floor = (asked / step).__floor__()
            tried |= {floor * step, (floor + 1) * step} if asked >= 0 else set()
    return sorted(value for value in tried if value != numbers[key])


def _number(text: str) -> Fraction:
    value = printed.score(text)
    assert value is not None
    return value


def _connected(
    relations: Sequence[CellRelation], failing: Sequence[CellRelation]
) -> list[list[CellRelation]]:
    """Groups of relations that share cells with failing ones, each to be solved on its own.

    A change can gain only where relations fail, and costs at most what it breaks next to them:
    relations two steps away from any failing one cannot matter.
    """
    near = {key for relation in failing for key in _cells(relation)}
    candidates = [r for r in relations if near & set(_cells(r))]
    parts: list[tuple[set[Key], list[CellRelation]]] = []
    for relation in candidates:
        keys = set(_cells(relation)) & near
        joined = [part for part in parts if part[0] & keys]
        rest = [part for part in parts if not part[0] & keys]
        merged = (keys.union(*(p[0] for p in joined)), [r for p in joined for r in p[1]])
        parts = [*rest, (merged[0], [*merged[1], relation])]
    order = {id(relation): place for place, relation in enumerate(relations)}
    return [
        sorted(part, key=lambda r: order[id(r)])
        for _, part in parts
        if any(relation in failing for relation in part)
    ]


def _cells(relation: CellRelation) -> list[Key]:
    return [relation.result, *(key for key, _ in relation.terms)]


def _is_score(key: Key) -> bool:
    return key[2] in SCORES and key[1] not in _NO_CLUSTERS


def _step(key: Key, text: str) -> Fraction:
    """The grid on which a cell may change: half steps for scores and sums of scores."""
    if _is_score(key):
        return _HALF
    unit = Fraction(1, 10 ** printed.decimals(text))
    sums = key[1] == "total" or (key[2] in {"eei", "jai", "up_sum"} and key[1] != "average")
    return _HALF if sums and unit >= Fraction(1, 10) else unit


def _problem(
    relations: Sequence[CellRelation], strings: Mapping[Key, str], numbers: Mapping[Key, Fraction]
) -> _Problem:
    keys = tuple(
        dict.fromkeys(k for relation in relations for k in _cells(relation) if k in numbers)
    )
    place = {key: column for column, key in enumerate(keys)}
    cells, count = len(keys), len(relations)
    width = 2 * cells + count  # steps moved, changed or not, relation given up or not
    steps = tuple(_step(key, strings[key]) for key in keys)
    lowest, highest = np.empty(cells), np.empty(cells)
    for column, (key, step) in enumerate(zip(keys, steps, strict=True)):
        scored = _is_score(key)
        value = numbers[key]
        off_scale = scored and (value / step).denominator != 1
        reach = Fraction(0) if off_scale else Fraction(HIGHEST_SCORE) if scored else value + 12
        lowest[column] = 0 if off_scale else float((-value / step).__ceil__())
        highest[column] = 0 if off_scale else float(((reach - value) / step).__floor__())

    rows: list[np.ndarray] = []
    lower: list[float] = []
    upper: list[float] = []

    def add(row: np.ndarray, low: float, high: float) -> None:
        rows.append(row)
        lower.append(low)
        upper.append(high)

    for column in range(cells):
        for sign, reach in ((1.0, highest[column]), (-1.0, -lowest[column])):
            row = np.zeros(width)
            row[column], row[cells + column] = sign, -reach
            add(row, -np.inf, 0.0)

    for number, relation in enumerate(relations):
        low, high = rounding.bounds(strings[relation.result])
        base = relation.value(numbers) - numbers[relation.result]
        scale = lcm(*(w.denominator for _, w in relation.terms), 2)
        row = np.zeros(width)
        for key, weight in relation.terms:
            if key in place:
                row[place[key]] += float(weight * steps[place[key]] * scale)
        row[place[relation.result]] -= float(steps[place[relation.result]] * scale)
        swing = float(np.abs(row[:cells]) @ np.maximum(highest, -lowest))
        swing += abs(float(base * scale)) + float(scale)
        give_up = 2 * cells + number
        margin_low, margin_high = low - numbers[relation.result], high - numbers[relation.result]
        above, below = row.copy(), row.copy()
        above[give_up], below[give_up] = swing, -swing
        add(above, float((margin_low - base) * scale), np.inf)
        add(below, -np.inf, float((margin_high - base) * scale) - _MARGIN * scale)

    cost = np.concatenate([np.zeros(cells), np.full(cells, CHANGE_COST), np.ones(count)])
    integrality = np.ones(width)
    bounds = Bounds(
        np.concatenate([lowest, np.zeros(cells + count)]),
        np.concatenate([highest, np.ones(cells + count)]),
    )
    return _Problem(
        keys,
        steps,
        tuple(relations),
        np.vstack(rows),
        np.array(lower),
        np.array(upper),
        integrality,
        bounds,
        cost,
    )


def _solve(
    problem: _Problem, strings: Mapping[Key, str], cuts: Iterable[Sequence[Correction]]
) -> tuple[float, tuple[Correction, ...]] | None:
    """Least cost and the changes that reach it; `cuts` are sets of cells not to be used again."""
    cells = len(problem.keys)
    place = {key: column for column, key in enumerate(problem.keys)}
    constraints = [LinearConstraint(problem.matrix, problem.lower, problem.upper)]
    for changes in cuts:
        row = np.zeros(problem.matrix.shape[1])
        for change in changes:
            row[cells + place[change.key]] = 1.0
        constraints.append(LinearConstraint(row, -np.inf, len(list(changes)) - 1))
    result = milp(
        problem.cost,
        constraints=constraints,
        integrality=problem.integrality,
        bounds=problem.bounds,
    )
    if not result.success:
        return None
    changes = []
    for column, key in enumerate(problem.keys):
        moved = round(result.x[column])
        if moved:
            value = _number(strings[key])
            changes.append(Correction(key, value, value + moved * problem.steps[column]))
    return float(result.fun), tuple(changes)


def _changed(
    relations: Sequence[CellRelation],
    strings: Mapping[Key, str],
    numbers: Mapping[Key, Fraction],
    changes: Iterable[Correction],
) -> tuple[dict[Key, Fraction], dict[Key, str]]:
    """Numbers and strings once the changes are made."""
    changed, shown = dict(numbers), dict(strings)
    results = {relation.result for relation in relations}
    for change in changes:
        changed[change.key] = change.proposed
        if change.key in results:
            decimals = printed.decimals(strings[change.key])
            shown[change.key] = _text(change.proposed, decimals)
    return changed, shown


def _repair(
    relations: Sequence[CellRelation],
    strings: Mapping[Key, str],
    numbers: Mapping[Key, Fraction],
    changes: Sequence[Correction],
) -> Repair:
    """What the changes reconcile and break, decided exactly."""
    changed, shown = _changed(relations, strings, numbers, changes)
    before = {id(r): r.holds(strings, numbers) for r in relations}
    after = {id(r): r.holds(shown, changed) for r in relations}
    return Repair(
        tuple(changes),
        tuple(r for r in relations if after[id(r)] and not before[id(r)]),
        tuple(r for r in relations if before[id(r)] and not after[id(r)]),
    )


def _text(value: Fraction, decimals: int) -> str:
    while (value * 10**decimals).denominator != 1:
        decimals += 1
    return f"{int(value * 10**decimals) / 10**decimals:.{decimals}f}"
