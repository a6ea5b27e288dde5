"""Which changed input moved which outcome, and by how much: by recomputing with each alone.

An outcome depends on an input if exchanging this input alone, all else as in the baseline, changes
the outcome. What the single effects leave of the whole change is the inputs' acting together; who
takes part in that is searched for (`taking_part`). What the program computes otherwise from the
baseline's own inputs is the program's share.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Final, Literal, TypeAlias, TypeVar

from upgrading.changes.differences import Change, Shown, difference, exact, negligible, same

# Which inputs take part in what several do together -----------------------------------------------
#
# An input takes part if there is some set of the others beside which exchanging it changes the
# outcome. One that has no effect alone may have it beside another, and two may stand in for each
# other, so that leaving out either changes nothing.


Chosen: TypeAlias = frozenset[int]
"""Inputs that are as they are now, all others as they were."""

Asked = TypeVar("Asked")
Value = TypeVar("Value")
Result = TypeVar("Result")

Search: TypeAlias = Generator[Sequence[Chosen], Mapping[Chosen, Value], Result]
"""Asks for the outcome under some sets of inputs, is sent it, and so on, to its result."""

ALL_SETS: Final = 4
"""Up to so many inputs every set of them is looked at."""

STAND_INS: Final = 12
"""Up to so many inputs are tried one in place of another."""


def taking_part(
    causes: Sequence[int],
    known: Mapping[Chosen, Value],
    same: Callable[[Value, Value], bool],
    cheap: bool = True,
) -> Search[Value, tuple[int, ...] | None]:
    """Search for the inputs among `causes` that take part, in their order.

    `known`: the outcome under no input, each alone and all. Of more than `ALL_SETS` inputs, some
    that suffice together, each of which is needed for that or moves the outcome alone, and of up to
    `STAND_INS` those that can stand in for one of them. `None` if that takes more evaluations than
    one that is not `cheap` allows.
    """
    every = frozenset(causes)
    if len(every) <= ALL_SETS:
        sets = [frozenset(s) for n in range(len(causes) + 1) for s in combinations(causes, n)]
        values = {**known, **(yield [chosen for chosen in sets if chosen not in known])}
        return tuple(
            cause
            for cause in causes
            if any(
                not same(values[chosen], values[chosen | {cause}])
                for chosen in sets
                if cause not in chosen
            )
        )
    values = {**known, **(yield [every - {cause} for cause in causes])}
    kept = frozenset(
        cause
        for cause in causes
        if not same(values[frozenset({cause})], values[frozenset()])
        or not same(values[every - {cause}], values[every])
    )
    if kept not in values:
        values |= yield [kept]
    if not same(values[kept], values[every]):
        if not cheap:
            return None
        kept = yield from _sufficient(causes, kept, values[every], same)
    if cheap and len(causes) <= STAND_INS:
        kept |= yield from _standing_in(every - kept, kept, same)
    return tuple(cause for cause in causes if cause in kept)


def _sufficient(
    causes: Sequence[int], needed: Chosen, whole: Value, same: Callable[[Value, Value], bool]
) -> Search[Value, Chosen]:
    """Inputs that suffice for the whole, the needed ones among them: the others one by one left."""
    kept = frozenset(causes)
    for cause in causes:
        fewer = kept - {cause}
        if cause not in needed and same((yield [fewer])[fewer], whole):
            kept = fewer
    return kept


def _standing_in(
    others: Chosen, kept: Chosen, same: Callable[[Value, Value], bool]
) -> Search[Value, Chosen]:
    """Those of the others that have an effect in place of one of the kept."""
    fewer = [kept - {one} for one in sorted(kept)]
    found = set()
    for other in sorted(others):
        values = yield [*fewer, *(chosen | {other} for chosen in fewer)]
        if any(not same(values[chosen], values[chosen | {other}]) for chosen in fewer):
            found.add(other)
    return frozenset(found)


Way = Literal["alone", "together", "program", "not told apart"]


@dataclass(frozen=True)
class Effect:
    """How inputs (their numbers in the list of causes) act on an outcome, and their share.

    `share` is in the units of the outcome; `None` where there is no number on both sides, or where
    the inputs are not told apart.
    """

    way: Way
    causes: tuple[int, ...] = ()
    share: Fraction | None = None


@dataclass(frozen=True)
class Attributed:
    """A change and the effects that make it up; shares add up to the whole difference exactly."""

    change: Change
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class Basis:
    """What the attribution of an outcome rests on.

    `causes`: the changed inputs that it may depend on; `told_apart`: whether it can be recomputed
    with each of them alone; `cheap`: with as many sets of them as it takes.
    """

    causes: Sequence[int]
    told_apart: bool
    cheap: bool = True


def in_rounds(
    searches: Sequence[tuple[Asked, Search[Value, Result]]],
    under: Callable[[Asked, Chosen], Value],
    prepare: Callable[[Sequence[tuple[Asked, Chosen]]], None] = lambda _: None,
) -> list[Result]:
    """The results of searches, each with what it asks of, whose questions `under` answers.

    Questions are asked in rounds, those of all searches together, and `prepare` sees each round
    first.
    """
    results: dict[int, Result] = {}
    questions: dict[int, Sequence[Chosen]] = {}

    def go_on(number: int, answers: Mapping[Chosen, Value] | None) -> None:
        _, search = searches[number]
        try:
            questions[number] = next(search) if answers is None else search.send(answers)
        except StopIteration as end:
            results[number] = end.value

    for number in range(len(searches)):
        go_on(number, None)
    while questions:
        round_, questions = questions, {}
        prepare([(searches[n][0], chosen) for n, own in round_.items() for chosen in own])
        for number, own in round_.items():
            go_on(number, {chosen: under(searches[number][0], chosen) for chosen in own})
    return [results[number] for number in range(len(searches))]


def by_one_input(found: Sequence[Change]) -> list[Attributed]:
    """Every change, where one input differs and the program is the same: that input did it."""
    return [Attributed(one, (Effect("alone", (0,), one.difference),)) for one in found]


def attributing(change: Change, basis: Basis) -> Search[Shown | None, Attributed]:
    """Search for the effects that make up a change."""
    return Attributed(change, tuple((yield from _effects_on(change, basis))))


def _effects_on(change: Change, basis: Basis) -> Search[Shown | None, list[Effect]]:
    if not basis.causes:
        return [Effect("program", (), change.difference)]
    if basis.told_apart:
        return (yield from _effects(change, basis))
    way: Way = "alone" if len(basis.causes) == 1 else "not told apart"
    return [Effect(way, tuple(basis.causes), change.difference)]


def _effects(change: Change, basis: Basis) -> Search[Shown | None, list[Effect]]:
    nothing, every = frozenset[int](), frozenset(basis.causes)
    alone = {cause: frozenset({cause}) for cause in basis.causes} if len(every) > 1 else {}
    known = {**(yield [nothing, *alone.values()]), every: change.new}
    base, new = known[nothing], change.new
    effects = []
    if not same(change.old, base):
        effects.append(Effect("program", (), difference(change.old, base)))
    if len(every) == 1:
        if not same(base, new):
            effects.append(Effect("alone", tuple(every), difference(base, new)))
        return effects or [Effect("program", (), change.difference)]
    moving = {cause: known[own] for cause, own in alone.items() if not same(base, known[own])}
    effects += [Effect("alone", (cause,), difference(base, one)) for cause, one in moving.items()]
    share = _rest(base, new, [*moving.values()])
    if not _settled(base, new, [*moving.values()], share):
        acting = yield from taking_part(basis.causes, known, same, basis.cheap)
        rest = Effect("together", acting, share) if acting else None
        effects.append(rest or Effect("not told apart", tuple(basis.causes), share))
    return effects or [Effect("program", (), change.difference)]


def _rest(
    base: Shown | None, new: Shown | None, singles: Sequence[Shown | None]
) -> Fraction | None:
    """What the single effects leave of the difference; `None` where one of them is no number."""
    whole = difference(base, new)
    parts = [difference(base, one) for one in singles]
    known = [part for part in parts if part is not None]
    if whole is None or len(known) < len(parts):
        return None
    return whole - sum(known, Fraction(0))


def _settled(
    base: Shown | None, new: Shown | None, singles: Sequence[Shown | None], rest: Fraction | None
) -> bool:
    """Whether the single effects tell the whole change."""
    if not singles:
        return same(base, new)
    if rest is None:
        return all(same(one, new) for one in singles)
    values = [exact(one.value) for one in (base, new, *singles) if one is not None]
    return negligible(rest, *(value for value in values if value is not None))
