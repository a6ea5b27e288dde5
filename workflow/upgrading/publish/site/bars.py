"""How many of something have each verdict, as numbers and as the parts of a bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from upgrading.verdicts import Verdict

_ROOM: Final = 5
"""Hundredths of the longest bar that a verdict's mark needs."""


def counted(counts: Counter[str], verdicts: Sequence[Verdict]) -> list[int]:
    """How many have each verdict, and all of them."""
    return [*(counts[verdict.name] for verdict in verdicts), counts.total()]


def bars(
    counts: Mapping[str, Counter[str]], verdicts: Sequence[Verdict]
) -> dict[str, list[dict[str, Any]]]:
    """The parts of a bar each, for the macro `bar`; the longest is as wide as there is room."""
    longest = max((one.total() for one in counts.values()), default=1)
    return {name: _bar(one, longest, verdicts) for name, one in counts.items()}


def _bar(counts: Counter[str], longest: int, verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    parts, start = [], 0
    for verdict in verdicts:
        if not (count := counts[verdict.name]):
            continue
        left, width = 100 * start / longest, 100 * count / longest
        parts.append(
            {
                "verdict": verdict,
                "count": count,
                "left": f"{left:.2f}%",
                "width": f"{width:.2f}%",
                "marked": width >= _ROOM,
                "middle": f"{left + width / 2:.2f}%",
            }
        )
        start += count
    return parts
