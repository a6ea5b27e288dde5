"""Which changed input moved which outcome, and by how much: by recomputing with each alone.

An outcome depends on an input if exchanging this input alone, all else as in the baseline, changes
the outcome. What the single effects leave of the whole change is the inputs' acting together; for
those outcomes each input is also left at the baseline while all others change, to see who takes
part. What the program computes otherwise from the baseline's own inputs is the program's share.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from upgrading.refresh.outcomes import (
    Change,
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


@dataclass(frozen=True)
class Basis:
    """What the attribution of an outcome rests on.

    `causes`: the changed inputs that it may depend on; `told_apart`: whether it can be recomputed
    with each of them alone.
    """

    causes: Sequence[int]
    told_apart: bool


Under: TypeAlias = Callable[[Place, frozenset[int]], Shown | None]
"""An outcome with these causes as they are now, all others as in the baseline."""


def attribute(
    found: Sequence[Change], basis: Callable[[Place], Basis], under: Under
) -> list[Attributed]:
    """Attribute every change to the causes that its outcome may depend on.

    Shares add up to the whole difference exactly.
    """
    return [
        Attributed(change, tuple(_effects_on(change, basis(change.place), under)))
        for change in found
    ]


def by_one_input(found: Sequence[Change]) -> list[Attributed]:
    """Every change, where one input differs and the program is the same: that input did it."""
    return [Attributed(one, (Effect("alone", (0,), one.difference),)) for one in found]


def _effects_on(change: Change, basis: Basis, under: Under) -> list[Effect]:
    if not basis.causes:
        return [Effect("program", (), change.difference)]
    if basis.told_apart:
        return _effects(change, basis.causes, under)
    way: Way = "alone" if len(basis.causes) == 1 else "not told apart"
    return [Effect(way, tuple(basis.causes), change.difference)]


def _effects(change: Change, causes: Sequence[int], under: Under) -> list[Effect]:
    place, new = change.place, change.new
    base = under(place, frozenset())
    effects = []
    if not same(change.old, base):
        effects.append(Effect("program", (), difference(change.old, base)))
    if len(causes) == 1:
        if not same(base, new):
            effects.append(Effect("alone", tuple(causes), difference(base, new)))
        return effects or [Effect("program", (), change.difference)]
    single = {cause: under(place, frozenset({cause})) for cause in causes}
    moving = [cause for cause in causes if not same(base, single[cause])]
    effects += [Effect("alone", (cause,), difference(base, single[cause])) for cause in moving]
    share = _rest(base, new, [single[cause] for cause in moving])
    if not _settled(base, new, [single[cause] for cause in moving], share):
        every = frozenset(causes)
        without = [cause for cause in causes if not same(under(place, every - {cause}), new)]
        acting = tuple(sorted({*moving, *without}))
        effects.append(Effect("together", acting or tuple(causes), share))
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
