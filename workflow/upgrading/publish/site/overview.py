"""The first page: what was found in three sentences of computed numbers, where to start, more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from string import Formatter
from typing import Any, Final, TypeAlias

import pandas as pd

from upgrading.exhibits.study_in_numbers import NUMBER, OF_RELATIONS, OVERVIEW, numbers_of
from upgrading.exhibits.survives import set_label, with_words
from upgrading.files.frames import known
from upgrading.numbers import shown
from upgrading.publish.site.cells import Exhibits, followed, page_of
from upgrading.publish.site.figure import Figure
from upgrading.publish.site.shell import STUDY, Page
from upgrading.publish.site.survives_page import strip
from upgrading.templating import Piece, Pieces, link, strung
from upgrading.verdicts import WORDS
from upgrading.vocabulary import EFFICIENCY_SETS, GENERAL

TITLE: Final = "Upgrading in clusters and value chains in Latin America, recomputed"

QUESTION: Final = (
    "In 2004 Carlo Pietrobelli and Roberta Rabellotti concluded from 40 industrial clusters in "
    "Latin America that collective efficiency, what firms gain from being close and from acting "
    "together, helps them to upgrade: to make better products, to make them more efficiently, or "
    "to take on more valuable functions. Here their numbers are recomputed and their statements "
    "tested."
)

PICTURES: Final = (
    "upgrading_against_index",
    "association_forest",
    "trade_printed_years",
)
"""Figures that carry the answer, where they exist."""


Numbers: TypeAlias = Mapping[str, tuple[str, Fraction]]
"""What each row of the study in numbers shows, and its value (`study_in_numbers.numbers_of`)."""


@dataclass(frozen=True)
class Sentence:
    """A sentence with the names of numbers in braces, and the page that tells more.

    `tables`: those that it is read off, where these tell more than the page.
    """

    template: str
    page: str
    tables: tuple[str, ...] = ()

    @property
    def names(self) -> set[str]:
        """The rows that it quotes."""
        return {name for _, name, _, _ in Formatter().parse(self.template) if name}

    def text(self, numbers: Numbers) -> str:
        """The sentence in plain words."""
        return self.template.format_map({row: shown for row, (shown, _) in numbers.items()})


@dataclass(frozen=True)
class Finding:
    """What was found: a headline, and the sentence that bears it out.

    `of_set`: the headline is the general sentence of all groups, and its words stand beside it.
    """

    headline: str
    told: Sentence
    of_set: bool = False


def _is(numbers: Numbers, row: str) -> int:
    return int(numbers[row][1])


_ALONE: Final = ("relations_supported", "is supported on its own", "are supported on their own")

_POINTING: Final = (
    ("relations_leaning", "leans that way", "lean that way"),
    ("relations_open", "is open", "are open"),
    ("relations_leaning_against", "leans the other way", "lean the other way"),
    ("relations_contradicted", "is contradicted", "are contradicted"),
)
"""Rows of relations, and what is said of one and of several."""


_UNTESTED: Final = ("relations_not_testable", "cannot be tested", "cannot be tested")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _words(numbers: Numbers, counted: Sequence[tuple[str, str, str]]) -> str:
    """How many are what: `17 lean that way, and none is contradicted`, numbers in braces.

    `counted`: the row of each number, and what one and what several do. Nothing is said with a 0.
    """
    some = [
        f"{{{row}}} {one if _is(numbers, row) == 1 else several}"
        for row, one, several in counted
        if _is(numbers, row)
    ]
    *first, last = [one for row, one, _ in counted if not _is(numbers, row)] or [""]
    if last:
        some.append(f"none {', '.join(first)} or {last}" if first else f"none {last}")
    *before, end = some
    return f"{', '.join(before)} and {end}" if before else end


def _question(numbers: Numbers) -> Sentence:
    return Sentence(
        "Within sector groups, the mean τ-b of collective efficiency with the three main kinds "
        "of upgrading is {efficiency_tau_b_printed} (p {efficiency_p_printed}) on the printed "
        "scores and {efficiency_tau_b_corrected} (p {efficiency_p_corrected}) on the corrected "
        "ones; of the single relations that the report asserts, "
        f"{_words(numbers, (_ALONE, *_POINTING))}.",
        "survives.html",
    )


def _degrees(numbers: Numbers) -> Sentence:
    return Sentence(
        "In the means of upgrading by degree of collective efficiency, recomputed from the scores, "
        "upgrading rises in {steps_up} of {steps_all} steps from one degree to the next higher, "
        "falls in {steps_down} and stays level in {steps_level}; some of the printed means differ.",
        "tables.html",
        ("table_06", "table_10", "table_14"),
    )


def _claims(numbers: Numbers) -> Sentence:
    return Sentence(
        "The report’s counts of clusters: {claims_count_supported} literally true, "
        "{claims_count_part_holds} true in part, {claims_count_contradicted} false. Its "
        "comparisons: {claims_comparison_supported} supported even if the raters erred by half a "
        "step, {claims_comparison_leaning} leaning that way, {claims_comparison_open} open, "
        "{claims_comparison_leaning_against} leaning the other way, "
        "{claims_comparison_contradicted} contradicted.",
        "claims.html",
    )


def _audit(numbers: Numbers) -> Sentence:
    reasons = [
        text
        for row, text in (
            (
                "explained_by_hypotheses",
                "{explained_by_hypotheses} by one of {hypotheses} hypotheses, each about a "
                "single cause",
            ),
            (
                "explained_by_slips",
                "{explained_by_slips} because they carry forward one of {slips} slips in the "
                "report",
            ),
        )
        if _is(numbers, row)
    ]
    left = [
        text
        for row, text in (
            ("unexplained_slips", "{unexplained_slips} of them the slips themselves"),
            ("unexplained_with_hint", "{unexplained_with_hint} with no more than a hint"),
        )
        if _is(numbers, row)
    ]
    differ = f" ({', '.join(reasons)})" if reasons else ""
    unexplained = f" ({', '.join(left)})" if left else ""
    return Sentence(
        "Of {printed_all} printed numbers and degrees, {printed_determined} can be computed from "
        "others: {printed_reproduced} of these come out as printed, {printed_explained} differ in "
        f"a way that can be explained{differ}, and {{printed_unexplained}} stay "
        f"unexplained{unexplained}.",
        "audit.html",
    )


def trade_answer(numbers: Numbers) -> Sentence:
    """What trade statistics say of the experts' scores and of Table 2's exports."""
    flips = "{trade_flips} of them"
    if _is(numbers, "trade_flips") == _is(numbers, "trade_products"):
        flips = "all {trade_flips}"
    unclear = ""
    if _is(numbers, "trade_unclear"):
        unclear = " and show no clear change for {trade_unclear}"
    return Sentence(
        "Trade statistics agree with the experts’ scores of product upgrading for {trade_agrees} "
        f"of {{trade_products}} products{',' if unclear else ' and'} disagree for "
        f"{{trade_disagrees}}{unclear}; for {flips} the class of upgrading changes under another "
        "reasonable measure. Of "
        "{exports_checked} export figures of Table 2 that can be checked, {exports_printed_year} "
        "match the trade of the printed year and {exports_other_year} that of another year.",
        "trade.html",
    )


def sentences(numbers: Numbers) -> list[Sentence]:
    """What was found in numbers, each sentence with the page that shows where it comes from."""
    return [of(numbers) for of in (_question, _degrees, _claims, _audit, trade_answer)]


def told(exhibits: Exhibits, sentence: Sentence, cards: dict[str, Any]) -> list[Piece]:
    """A sentence with its numbers to follow; their cards are added to `cards`."""
    numbers = {
        row: followed(exhibits, f"{OVERVIEW}/{row}/{NUMBER}", cards, away=True)
        for row in sorted(sentence.names)
    }
    pieces: list[Piece] = []
    for words, row, _, _ in Formatter().parse(sentence.template):
        pieces += [words, numbers[row]] if row else [words]
    return pieces


def findings(numbers: Numbers) -> list[Finding]:
    """What was found: the main message by its set, the printed numbers, the relations."""
    share = shown(100 * numbers["printed_reproduced"][1] / numbers["printed_determined"][1], 0)
    single = sum(_is(numbers, f"relations_{word}") for word in OF_RELATIONS)
    supported = _is(numbers, "relations_supported")
    clear = "is supported on its own" if supported < 2 else "are supported on their own"
    return [
        Finding(
            f"{GENERAL['efficiency']}:",
            Sentence(
                "Within sector groups, the mean τ-b is {efficiency_tau_b_printed} (p "
                "{efficiency_p_printed}) on the printed scores and {efficiency_tau_b_corrected} "
                "(p {efficiency_p_corrected}) once misprints are corrected.",
                "survives.html",
            ),
            of_set=True,
        ),
        Finding(
            f"{share} % of the numbers that can be checked come out as printed.",
            Sentence(
                "Of {printed_determined} printed numbers that can be computed from other numbers "
                "in the report, {printed_reproduced} do; {printed_explained} differ for a reason "
                "that can be shown, {printed_unexplained} for no known reason.",
                "audit.html",
            ),
        ),
        Finding(
            f"{supported or 'None'} of the {single} relations that the report asserts {clear}.",
            Sentence(
                f"{_capital(_words(numbers, (*_POINTING, _UNTESTED)))}. What is open is not "
                "refuted: with so few clusters, only a very close relation could have been "
                "established.",
                "survives.html",
            ),
        ),
    ]


def _more(exhibits: Exhibits, sentence: Sentence, names: Mapping[str, str]) -> list[Piece]:
    """Where more is told: the tables that a sentence is read off, or its page by its name."""
    known = [table for table in sentence.tables if table in exhibits.tables]
    if known:
        links = ([link(page_of(table), exhibits.short_title(table))] for table in known)
        return strung(", ", links)
    name = names.get(sentence.page)
    return [link(sentence.page, f"More: {name}")] if name else []


DOORS: Final = (
    ("audit.html", "Check a number", "Every printed number beside the recomputed one, and why."),
    ("claims.html", "Browse the statements", "What the report says, each with its verdict."),
    ("clusters.html", "Find a cluster", "Scores, indices, and what the report says about each."),
    ("explore.html", "Draw your own picture", "Any score or index against any other."),
    ("what_if.html", "Change a threshold", "Other thresholds or weights, and what they change."),
)
"""Where to start: page, what one does there, what one sees."""


def _sets(sets: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """The general sentence that collective efficiency furthers upgrading: all groups, each one."""
    rows = with_words(sets)
    return [
        {
            "name": set_label(row["set"]),
            "clusters": row["clusters"],
            "tau_b": row["tau_b"] if known(row["tau_b"]) else "",
            "strip": strip({**row, "needed": None}),
            "printed": WORDS[row["word_printed"]],
            "corrected": WORDS[row["word_corrected"]],
        }
        for row in rows[rows["set"].isin(EFFICIENCY_SETS)].to_dict("records")
    ]


def overview_page(
    exhibits: Exhibits,
    figures: Sequence[Figure],
    sections: Sequence[tuple[str, str]],
    sets: Mapping[str, pd.DataFrame],
    notices: Sequence[Pieces] = (),
) -> Page:
    """The first page; `figures`: all of them; `sections`: pages of the site.

    `sets`: of the editions `printed` and `corrected` (`sets.SET_COLUMNS`); `notices`: what has to
    be said of the data.
    """
    names, cards = dict(sections), dict[str, Any]()
    numbers = numbers_of(exhibits.cells)
    tested, found = _sets(sets), findings(numbers)
    told_above = {finding.told.page for finding in found}
    view = {
        "title": TITLE,
        "question": QUESTION,
        "findings": [
            {
                "headline": finding.headline,
                "words": tested[0] if finding.of_set else None,
                "told": told(exhibits, finding.told, cards),
                "page": finding.told.page,
                "more": names[finding.told.page],
            }
            for finding in found
        ],
        "sets": tested,
        "doors": [{"page": page, "name": name, "told": of} for page, name, of in DOORS],
        "answers": [
            {
                "told": told(exhibits, sentence, cards),
                "more": _more(exhibits, sentence, names),
            }
            for sentence in sentences(numbers)
            if sentence.page not in told_above
        ],
        "numbers": link(page_of(OVERVIEW), exhibits.titles[OVERVIEW]),
        "notices": notices,
        "figures": [figure for name in PICTURES for figure in figures if figure.name == name],
    }
    return Page("index.html", STUDY, "overview.html.jinja", view, cards=cards)
