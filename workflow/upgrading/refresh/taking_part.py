"""Which inputs take part in what several do together.

An input takes part if there is some set of the others beside which exchanging it changes the
outcome. One that has no effect alone may have it beside another, and two may stand in for each
other, so that leaving out either changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from itertools import combinations
from typing import Final, TypeAlias, TypeVar

Chosen: TypeAlias = frozenset[int]
"""Inputs that are as they are now, all others as they were."""

Value = TypeVar("Value")
Result = TypeVar("Result")

Search: TypeAlias = Generator[Sequence[Chosen], Mapping[Chosen, Value], Result]
"""Asks for the outcome under some sets of inputs, is sent it, and so on, to its result."""

ALL_SETS: Final = 4
"""Up to so many inputs every set of them is looked at."""

STAND_INS: Final = 12
"""Up to so many inputs are tried one in place of another."""


def answered(search: Search[Value, Result], under: Callable[[Chosen], Value]) -> Result:
    """The result of a search whose questions `under` answers."""
    try:
        asked = next(search)
        while True:
            asked = search.send({chosen: under(chosen) for chosen in asked})
    except StopIteration as end:
        result: Result = end.value
        return result


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
