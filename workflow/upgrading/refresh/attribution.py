"""Which changed input moved which outcome, and by how much: by recomputing with each alone.

An outcome depends on an input if exchanging this input alone, all else as in the baseline, changes
the outcome. What the single effects leave of the whole change is the inputs' acting together; for
those outcomes each input is also left at the baseline while all others change, to see who takes
part. What the program computes otherwise from the baseline's own inputs is the program's share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from upgrading.refresh.outcomes import (
    Change,
    Outcomes,
    Place,
    Shown,
    difference,
    exact,
    negligible,
    same,
)

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
    """A change and the effects that make it up."""

    change: Change
    effects: tuple[Effect, ...]


Recompute: TypeAlias = Callable[[frozenset[int]], Outcomes]
"""The outcomes with these causes as they are now, all others as in the baseline."""


def attribute(
    found: Sequence[Change],
    causes: int,
    recompute: Recompute,
    recomputed: Callable[[Place], bool],
    reads: Callable[[Place, int], bool],
) -> list[Attributed]:
    """Attribute every change to the causes 0 … `causes` − 1.

    `recomputed`: whether an outcome is among those that `recompute` gives; of the others only what
    their stage `reads` is known. Shares add up to the whole difference exactly.
    """
    every = range(causes)
    remembered: dict[frozenset[int], Outcomes] = {}

    def under(chosen: Iterable[int]) -> Outcomes:
        key = frozenset(chosen)
        if key not in remembered:
            remembered[key] = recompute(key)
        return remembered[key]

    attributed = []
    for change in found:
        if not causes:
            effects = [Effect("program", (), change.difference)]
        elif recomputed(change.place):
            effects = _effects(change, every, under)
        else:
            effects = _read(change, [cause for cause in every if reads(change.place, cause)])
        attributed.append(Attributed(change, tuple(effects)))
    return attributed


def _read(change: Change, causes: Sequence[int]) -> list[Effect]:
    if not causes:
        return [Effect("program", (), change.difference)]
    if len(causes) == 1:
        return [Effect("alone", tuple(causes), change.difference)]
    return [Effect("not told apart", tuple(causes), change.difference)]


def _effects(
    change: Change, every: range, under: Callable[[Iterable[int]], Outcomes]
) -> list[Effect]:
    place, new = change.place, change.new
    base = under(()).get(place)
    effects = []
    if not same(change.old, base):
        effects.append(Effect("program", (), difference(change.old, base)))
    if len(every) == 1:
        if not same(base, new):
            effects.append(Effect("alone", (0,), difference(base, new)))
        return effects or [Effect("program", (), change.difference)]
    single = {cause: under((cause,)).get(place) for cause in every}
    moving = [cause for cause in every if not same(base, single[cause])]
    effects += [Effect("alone", (cause,), difference(base, single[cause])) for cause in moving]
    share = _rest(base, new, [single[cause] for cause in moving])
    if not _settled(base, new, [single[cause] for cause in moving], share):
        without = [
            cause for cause in every if not same(under(set(every) - {cause}).get(place), new)
        ]
        acting = tuple(sorted({*moving, *without}))
        effects.append(Effect("together", acting or tuple(every), share))
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
