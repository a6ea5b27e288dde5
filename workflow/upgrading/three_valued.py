"""Logic with three values: what holds, what does not, and what cannot be decided (`None`)."""

from __future__ import annotations

from collections.abc import Collection


def all_of(held: Collection[bool | None]) -> bool | None:
    """Whether all hold: undecided where one is and no other fails."""
    return False if False in held else None if None in held else True


def any_of(held: Collection[bool | None]) -> bool | None:
    """Whether one holds: undecided where one is and no other holds."""
    return True if True in held else None if None in held else False


def opposite(held: bool | None) -> bool | None:
    """The opposite of what holds; undecided stays undecided."""
    return None if held is None else not held
