"""What every verdict is called, looks like and means, wherever it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Verdict:
    """A verdict as files have it, and as it is shown.

    `mark`: what stands beside its colour; `meaning`: on pages; `counted`: what the number of such
    is called among the study's numbers (empty: not counted); `reported`: in the text of the
    reproduction report (empty: not told there).
    """

    name: str
    mark: str
    meaning: str
    counted: str
    reported: str

    @property
    def word(self) -> str:
        """The verdict in words."""
        return self.name.replace("_", " ")


CELL_VERDICTS: Final = (
    Verdict("source", "·", "an input: nothing else in the report determines it", "", ""),
    Verdict(
        *("exact", "=", "the printed figure is the computed one"),
        *("Come out exactly", "exactly as computed"),
    ),
    Verdict(
        *("rounded", "≈", "the printed figure is the computed one, rounded"),
        *("Come out rounded", "computed and rounded"),
    ),
    Verdict(
        *("truncated", "↓", "the printed figure is the computed one with decimals cut off"),
        *("Come out truncated", "computed and truncated"),
    ),
    Verdict(
        *("explained", "!", "it differs, and a hypothesis reproduces the printed figure"),
        *("Differ, explained", "another figure, with a hypothesis that reproduces it"),
    ),
    Verdict(
        *("unexplained", "?", "it differs, and no hypothesis reproduces the printed figure"),
        *("Differ, unexplained", "another figure, unexplained"),
    ),
)

DIFFERING: Final = ("explained", "unexplained")
"""Verdicts on printed figures that are not the computed ones."""

CLAIM_VERDICTS: Final = (
    Verdict(
        *("supported", "✓", "all that was tested holds"),
        *("Hold in every reading", "every reading that can be decided holds"),
    ),
    Verdict(
        *("mixed", "±", "some of what was tested holds, some does not"),
        *("Hold in some readings", "readings part"),
    ),
    Verdict(
        *("contradicted", "✗", "nothing that was tested holds"),
        *("Hold in none", "no reading holds"),
    ),
    Verdict(
        *("not_testable", "–", "the report’s data cannot decide it"),
        *("", "the data cannot decide"),
    ),
)
