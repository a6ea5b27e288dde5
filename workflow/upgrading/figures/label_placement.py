"""Where to write the labels of a scatter of bubbles so that nothing covers anything.

Plain geometry in points (1/72 inch), y upwards: no drawing here, and the same answer every time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_GAPS: Final = (2.5, 9.0, 18.0, 30.0, 45.0, 65.0, 90.0)
"""How far from its bubble a label may be, the nearest tried first."""

_DIRECTIONS: Final = 16
_PASSES: Final = 3
_APART: Final = 1.5
"""Room kept around every label."""

_PER_POINT: Final = 1.0
_OVERLAP: Final = 50.0
_CROSSING: Final = 60.0
_OUTSIDE: Final = 1e6
"""Costs: of a point of distance, of a square point covered, of a leader through a label or another
leader, of leaving the frame."""


@dataclass(frozen=True)
class Box:
    """An upright rectangle by its left and lower edge, its width and its height."""

    left: float
    bottom: float
    width: float
    height: float

    def grown(self, by: float) -> Box:
        """The box with a margin all around."""
        return Box(self.left - by, self.bottom - by, self.width + 2 * by, self.height + 2 * by)

    def overlap(self, other: Box) -> float:
        """The area that two boxes share."""
        across = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        up = min(self.bottom + self.height, other.bottom + other.height) - max(
            self.bottom, other.bottom
        )
        return max(across, 0.0) * max(up, 0.0)

    def inside(self, frame: Box) -> bool:
        """Whether the box lies within the frame."""
        return (
            self.left >= frame.left
            and self.bottom >= frame.bottom
            and self.left + self.width <= frame.left + frame.width
            and self.bottom + self.height <= frame.bottom + frame.height
        )

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """The point of the box that is nearest to a point."""
        return (
            min(max(x, self.left), self.left + self.width),
            min(max(y, self.bottom), self.bottom + self.height),
        )


@dataclass(frozen=True)
class Bubble:
    """A circle of the scatter and the size of its label."""

    x: float
    y: float
    radius: float
    width: float
    height: float

    @property
    def box(self) -> Box:
        """The square around the circle."""
        return Box(self.x - self.radius, self.y - self.radius, 2 * self.radius, 2 * self.radius)


def leader(bubble: Bubble, label: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """The line from the rim of a bubble to its label."""
    end_x, end_y = label.nearest(bubble.x, bubble.y)
    distance = math.hypot(end_x - bubble.x, end_y - bubble.y) or 1.0
    part = min(bubble.radius / distance, 1.0)
    start = (bubble.x + part * (end_x - bubble.x), bubble.y + part * (end_y - bubble.y))
    return start, (end_x, end_y)


def far(bubble: Bubble, label: Box) -> bool:
    """Whether a label is so far from its bubble that it needs a leader."""
    (x, y), (end_x, end_y) = leader(bubble, label)
    return math.hypot(end_x - x, end_y - y) > _GAPS[0] + _APART


def _candidates(bubble: Bubble) -> list[tuple[float, Box]]:
    """Places for a label with their distance, to the right of the bubble first."""
    found = []
    for gap in _GAPS:
        for step in range(_DIRECTIONS):
            angle = 2 * math.pi * step / _DIRECTIONS
            across, up = math.cos(angle), math.sin(angle)
            reach = bubble.radius + gap
            # the label's edge or corner that faces the bubble is what lies `reach` away
            left = bubble.x + reach * across - bubble.width * (1 - across) / 2
            bottom = bubble.y + reach * up - bubble.height * (1 - up) / 2
            found.append((gap, Box(left, bottom, bubble.width, bubble.height)))
    return found


def _crosses(a: tuple[float, float], b: tuple[float, float], box: Box) -> bool:
    """Whether the line from a to b passes through a box: clipped to it, something is left."""
    start, end = 0.0, 1.0
    for from_, to, low, size in (
        (a[0], b[0], box.left, box.width),
        (a[1], b[1], box.bottom, box.height),
    ):
        if from_ == to:
            if not low < from_ < low + size:
                return False
            continue
        enters, leaves = sorted(((low - from_) / (to - from_), (low + size - from_) / (to - from_)))
        start, end = max(start, enters), min(end, leaves)
    return start < end


def _cost(label: Box, number: int, bubbles: Sequence[Bubble], placed: dict[int, Box]) -> float:
    """What a label costs by what it covers and crosses, given those that are placed."""
    roomy, own = label.grown(_APART), bubbles[number]
    cost = _OVERLAP * math.fsum(roomy.overlap(bubble.box) for bubble in bubbles)
    for other, box in placed.items():
        if other == number:
            continue
        cost += _OVERLAP * roomy.overlap(box)
        cost += _CROSSING * _crosses(*leader(own, label), box)
        cost += _CROSSING * _crosses(*leader(bubbles[other], box), label)
    for other, bubble in enumerate(bubbles):
        if other != number:
            cost += _CROSSING * _crosses(*leader(own, label), bubble.box)
    return cost


def place_labels(bubbles: Sequence[Bubble], frame: Box, kept: Sequence[Box] = ()) -> list[Box]:
    """A box for the label of every bubble, inside `frame`, off bubbles, labels and `kept` boxes.

    Labels are put one by one where they cost least, then moved again given all others. Where there
    is no room the least overlap remains.
    """
    placed: dict[int, Box] = {}
    for _ in range(_PASSES):
        for number, bubble in enumerate(bubbles):
            best, least = None, math.inf
            for gap, label in _candidates(bubble):
                cost = _PER_POINT * gap + _OUTSIDE * (not label.inside(frame))
                cost += _OVERLAP * math.fsum(label.grown(_APART).overlap(box) for box in kept)
                if cost < least:
                    cost += _cost(label, number, bubbles, placed)
                if cost < least:
                    best, least = label, cost
            placed[number] = best or _candidates(bubble)[0][1]
    return [placed[number] for number in range(len(bubbles))]
