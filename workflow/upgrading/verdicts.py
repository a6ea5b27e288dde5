"""What every verdict is called, looks like and means, wherever it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Word: TypeAlias = Literal[
    "supported",
    "leaning",
    "open",
    "leaning_against",
    "contradicted",
    "part_holds",
    "consistent",
    "conflicting",
    "not_testable",
]
"""What is said of a statement of the report, in files."""


@dataclass(frozen=True)
class Verdict:
    """A verdict: its `name` in files, its `word` wherever people read it.

    `mark`: what stands beside its colour; `meaning`: on pages; `counted`: what the number of such
    is called among the study's numbers (empty: not counted); `reported`: in the text of the
    reproduction report (empty: not told there).
    """

    name: str
    word: str
    mark: str
    meaning: str
    counted: str
    reported: str


CELL_VERDICTS: Final = (
    Verdict("source", "source", "·", "an input: nothing else in the report determines it", "", ""),
    Verdict(
        *("exact", "exact", "="),
        "the printed figure is the computed one",
        *("Come out exactly", "exactly as computed"),
    ),
    Verdict(
        *("rounded", "rounded", "≈"),
        "the printed figure is the computed one, rounded",
        *("Come out rounded", "computed and rounded"),
    ),
    Verdict(
        *("truncated", "truncated", "↓"),
        "the printed figure is the computed one with decimals cut off",
        *("Come out truncated", "computed and truncated"),
    ),
    Verdict(
        *("explained", "explained", "!"),
        "it differs, and a hypothesis reproduces the printed figure",
        *("Differ, explained", "another figure, with a hypothesis that reproduces it"),
    ),
    Verdict(
        *("unexplained", "unexplained", "?"),
        "it differs, and no hypothesis reproduces the printed figure",
        *("Differ, unexplained", "another figure, unexplained"),
    ),
)

AGREEING: Final = ("exact", "rounded", "truncated")
"""Verdicts on printed figures that are the computed ones."""

DIFFERING: Final = ("explained", "unexplained")
"""Verdicts on printed figures that are not the computed ones."""

CLAIM_VERDICTS: Final = (
    Verdict(
        *("supported", "supported", "✓"),
        "all that was tested holds",
        *("Hold in every reading", "every reading that can be decided holds"),
    ),
    Verdict(
        *("mixed", "mixed", "±"),
        "some of what was tested holds, some does not",
        *("Hold in some readings", "readings part"),
    ),
    Verdict(
        *("contradicted", "contradicted", "✗"),
        "nothing that was tested holds",
        *("Hold in none", "no reading holds"),
    ),
    Verdict(
        *("not_testable", "not testable", "–"),
        "the report’s data cannot decide it",
        *("", "the data cannot decide"),
    ),
)
