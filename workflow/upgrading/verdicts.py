"""What every verdict is called, looks like and means, wherever it is shown."""

from __future__ import annotations

from collections.abc import Mapping
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
        *("Differ, explained", "differs, and a hypothesis reproduces the printed figure"),
    ),
    Verdict(
        *("unexplained", "unexplained", "?"),
        "it differs, and no hypothesis reproduces the printed figure",
        *("Differ, unexplained", "differs, unexplained"),
    ),
)

AGREEING: Final = ("exact", "rounded", "truncated")
"""Verdicts on printed figures that are the computed ones."""

DIFFERING: Final = ("explained", "unexplained")
"""Verdicts on printed figures that are not the computed ones."""

STATEMENT_VERDICTS: Final = (
    Verdict(
        *("supported", "Supported", "✓"),
        "the data rule out the opposite, by the rule for its kind of statement; or, where the "
        "statement is that no link was found, none is found here either, which does not show that "
        "there is none",
        *("Supported", "supported"),
    ),
    Verdict(
        *("leaning", "Leans that way", "↗"),
        "the data point the way stated, but only weakly",
        *("Lean that way", "lean that way"),
    ),
    Verdict(
        *("open", "Open", "○"),
        "the data do not decide",
        *("Open", "open"),
    ),
    Verdict(
        *("leaning_against", "Leans the other way", "↘"),
        "the data point the other way, but only weakly",
        *("Lean the other way", "lean the other way"),
    ),
    Verdict(
        *("contradicted", "Contradicted", "✗"),
        "the data rule out the statement",
        *("Contradicted", "contradicted"),
    ),
    Verdict(
        *("part_holds", "Part holds", "±"),
        "one part of the statement is supported and another contradicted",
        *("Hold in part", "hold in part"),
    ),
    Verdict(
        *("consistent", "Consistent with the score", "="),
        "said of single clusters, whose scores say the same; not a test",
        *("Consistent with the score", "consistent with the score"),
    ),
    Verdict(
        *("conflicting", "The report says both", "⇄"),
        "two places in the report disagree and no data here decide between them; each gets this "
        "word and points to the other",
        *("The report says both", "said both ways by the report"),
    ),
    Verdict(
        *("not_testable", "Not testable", "–"),
        "no data here bear on it, or the score that would have to vary does not; the data needed "
        "are named",
        *("Not testable", "not testable"),
    ),
)
"""The words of statements of the report, whatever page judges them (`Word`)."""

WORDS: Final[Mapping[str, Verdict]] = {one.name: one for one in STATEMENT_VERDICTS}
"""The words of statements by their names in files."""

_OF_RELATION: Final[Mapping[Literal["link", "effect"], Mapping[Word, Word]]] = {
    "link": {
        "supported": "contradicted",
        "leaning": "leaning_against",
        "open": "supported",
        "leaning_against": "leaning_against",
        "contradicted": "contradicted",
        "not_testable": "not_testable",
    },
    "effect": {
        "supported": "contradicted",
        "leaning": "open",
        "open": "open",
        "leaning_against": "open",
        "contradicted": "contradicted",
        "not_testable": "not_testable",
    },
}
"""What the word of a relation, judged either way, makes of the statement that there is none.

That no clear link was found holds where the data do not tell; that there is no effect is never
shown by that.
"""


def of_absence(denies: Literal["link", "effect"], relation: Word) -> Word:
    """The word for a statement that there is no link or effect, from that for the relation."""
    return _OF_RELATION[denies][relation]


@dataclass(frozen=True)
class Basis:
    """What kind of statement it is: its `name` in files, what it is called, and what it means.

    `words`: those that such a statement can have.
    """

    name: str
    called: str
    meaning: str
    words: tuple[Word, ...]


_DECIDED: Final = ("supported", "part_holds", "contradicted", "not_testable")

_POINTED: Final = (
    *("supported", "leaning", "open", "leaning_against", "contradicted", "part_holds"),
    "not_testable",
)

BASES: Final = (
    Basis(
        *("relation", "Relations"),
        "one property of clusters furthers, hinders or goes with another",
        _POINTED,
    ),
    Basis(
        *("absence", "Absences"),
        "no link or no effect was found",
        ("supported", "open", "leaning_against", "contradicted", "part_holds", "not_testable"),
    ),
    Basis(
        *("order", "Orders"),
        "one relation is closer than another",
        ("leaning", "open", "not_testable"),
    ),
    Basis(
        *("difference", "Differences"),
        "sectors or chains differ, whatever the direction",
        ("supported", "open", "not_testable"),
    ),
    Basis(
        *("comparison", "Comparisons"),
        "a quantity in two sets of these clusters, or two quantities in the same clusters",
        _POINTED,
    ),
    Basis(
        *("count", "Counts"),
        "how many clusters (“seven of”, “only”, “none”, “most”), literally true or false",
        _DECIDED,
    ),
    Basis(
        *("arithmetic", "Figures"),
        "figures, sums and averages, compared at their printed precision",
        _DECIDED,
    ),
    Basis(
        *("outside", "Beyond the cases"),
        "checked against a second source",
        _DECIDED,
    ),
    Basis(
        *("case", "Single clusters"),
        "said of single clusters, checked against their own scores",
        ("consistent", "part_holds", "open", "contradicted"),
    ),
    Basis(
        *("conflicting", "Conflicts"),
        "two places of the report disagree",
        ("conflicting", "supported", "part_holds", "contradicted"),
    ),
    Basis(
        *("not_testable", "Not testable"),
        "no data here bear on it",
        ("not_testable",),
    ),
)
"""The kinds of statements, in the order in which they are shown."""
