"""The first page: the question, the answer in five sentences made of computed numbers, pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from string import Formatter
from typing import Any, Final, TypeAlias

from upgrading.exhibits.study_in_numbers import NUMBER, OVERVIEW, numbers_of
from upgrading.publish.site.cells import Exhibits, followed, page_of
from upgrading.publish.site.shell import Page
from upgrading.templating import Piece, Pieces, link

QUESTION: Final = (
    "In 2004 Carlo Pietrobelli and Roberta Rabellotti asked what helps small firms in Latin "
    "American industrial clusters to upgrade: does the collective efficiency of a cluster, its "
    "external economies and joint action, go with better products, better processes and more "
    "valuable functions? Experts scored 40 clusters; the report reads the answer off tables of "
    "means. Here every printed number that others determine is recomputed, and every statement "
    "that the data can bear on is put to the test."
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
    """A sentence with the names of numbers in braces, and the page that tells more."""

    template: str
    page: str

    @property
    def names(self) -> set[str]:
        """The rows that it quotes."""
        return {name for _, name, _, _ in Formatter().parse(self.template) if name}

    def text(self, numbers: Numbers) -> str:
        """The sentence in plain words."""
        return self.template.format_map({row: shown for row, (shown, _) in numbers.items()})


def _is(numbers: Numbers, row: str) -> int:
    return int(numbers[row][1])


def _question(_: Numbers) -> Sentence:
    return Sentence(
        "Within sector groups collective efficiency and the three main kinds of upgrading, taken "
        "together, have a mean τ-b of {efficiency_tau_b_printed} (p {efficiency_p_printed}) by the "
        "scores as printed, and of {efficiency_tau_b_corrected} (p {efficiency_p_corrected}) by "
        "the corrected ones; of the single relations that the report asserts, "
        "{relations_supported} are supported by themselves, {relations_leaning} lean that way, "
        "{relations_open} are open, {relations_leaning_against} lean the other way and "
        "{relations_contradicted} are contradicted.",
        "survives.html",
    )


def _degrees(numbers: Numbers) -> Sentence:
    return Sentence(
        "In the report’s own form, tables of means by degree of collective efficiency, mean "
        "upgrading rises in {steps_up} of {steps_all} steps from one degree to the next higher, "
        "falls in {steps_down} and stays level in {steps_level}.",
        "tables.html",
    )


def _claims(numbers: Numbers) -> Sentence:
    return Sentence(
        "Of the report’s counts of clusters {claims_count_supported} are true to the letter, "
        "{claims_count_part_holds} in part, and {claims_count_contradicted} are false; of what it "
        "compares {claims_comparison_supported} hold by its scores whatever half a step of the "
        "raters, {claims_comparison_leaning} lean that way, {claims_comparison_open} are open, "
        "{claims_comparison_leaning_against} lean the other way and "
        "{claims_comparison_contradicted} are contradicted.",
        "claims.html",
    )


def _audit(numbers: Numbers) -> Sentence:
    reasons = [
        text
        for row, text in (
            (
                "explained_by_hypotheses",
                "{explained_by_hypotheses} as one of {hypotheses} hypotheses on a single cause "
                "would make them",
            ),
            (
                "explained_by_slips",
                "{explained_by_slips} because they carry one of {slips} slips of the report "
                "forward",
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
        "Of {printed_all} printed numbers and degrees, {printed_determined} are determined by "
        "others: {printed_reproduced} of these come out as printed, {printed_explained} differ in "
        f"a way that can be accounted for{differ}, and {{printed_unexplained}} stay "
        f"unexplained{unexplained}.",
        "audit.html",
    )


def trade_answer(numbers: Numbers) -> Sentence:
    """What trade statistics say of the experts' scores and of Table 2's exports."""
    return Sentence(
        "Trade statistics bear out the experts’ product upgrading for {trade_agrees} of "
        "{trade_products} products and speak against it for {trade_disagrees} (for {trade_flips} "
        "the class of upgrading hangs on choices of measurement); of {exports_checked} export "
        "figures of Table 2 that they can check, {exports_printed_year} are those of the printed "
        "year and {exports_other_year} those of another.",
        "trade.html",
    )


def sentences(numbers: Numbers) -> list[Sentence]:
    """The answer in five sentences, each with the page that shows where it comes from."""
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


def overview_page(
    exhibits: Exhibits,
    figures: Sequence[tuple[str, str, str]],
    sections: Sequence[tuple[str, str]],
    notices: Sequence[Pieces] = (),
) -> Page:
    """The first page; `figures`: name, title, description of all; `sections`: pages of the site.

    `notices`: what has to be said of the data.
    """
    names, cards = dict(sections), dict[str, Any]()
    view = {
        "question": QUESTION,
        "answers": [
            {
                "told": told(exhibits, sentence, cards),
                "page": sentence.page,
                "more": names.get(sentence.page, ""),
            }
            for sentence in sentences(numbers_of(exhibits.cells))
        ],
        "numbers": link(page_of(OVERVIEW), exhibits.titles[OVERVIEW]),
        "notices": notices,
        "figures": [figure for name in PICTURES for figure in figures if figure[0] == name],
        "sections": sections,
    }
    title = "Upgrading in clusters and value chains"
    return Page("index.html", title, "overview.html.jinja", view, cards=cards)
