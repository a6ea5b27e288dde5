"""The first page: the question, the answer in five sentences made of computed numbers, pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from string import Formatter
from typing import Any, Final, TypeAlias

from upgrading.exhibits.study_in_numbers import NUMBER, OVERVIEW, numbers_of
from upgrading.publish.site.cells import Exhibits, button, page_of
from upgrading.publish.site.exhibit_pages import figure_html
from upgrading.publish.site.shell import Page, escape, link

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


def _question(numbers: Numbers) -> Sentence:
    stand = "stands" if _is(numbers, "primary_surviving") == 1 else "stand"
    return Sentence(
        "Between collective efficiency and product upgrading Kendall’s τ-b is "
        "{product_tau_b_pooled} (p {product_p_pooled}) if every cluster is compared with every "
        "other, and {product_tau_b_blocked} (p {product_p_blocked}) if only clusters of the same "
        "sector group are compared; of {primary_tests} such relations, fixed by rule, "
        f"{{primary_surviving}} {stand} at 5\u00a0% once their number is allowed for.",
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
        "Of the report’s statements that one property of clusters furthers or hinders another, "
        "{claims_relation_supported} are supported by its scores, {claims_relation_leaning} lean "
        "that way, {claims_relation_open} are open, {claims_relation_leaning_against} lean the "
        "other way and {claims_relation_contradicted} are contradicted; of its counts of clusters "
        "{claims_count_supported} are true to the letter, {claims_count_part_holds} in part, and "
        "{claims_count_contradicted} are false.",
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
    return [told(numbers) for told in (_question, _degrees, _claims, _audit, trade_answer)]


def followed(exhibits: Exhibits, sentence: Sentence, cards: dict[str, Any]) -> str:
    """A sentence as HTML, its numbers to follow; their cards are added to `cards`."""
    linked = {
        row: button(exhibits, f"{OVERVIEW}/{row}/{NUMBER}", cards, away=True)
        for row in sorted(sentence.names)
    }
    return escape(sentence.template).format_map(linked)


def _more(page: str, names: Mapping[str, str]) -> str:
    """A link to the page that tells more, if the site has it."""
    if page not in names:
        return ""
    more = f'More<span class="unseen">: {escape(names[page])}</span>'
    return f'<a href="{escape(page)}">{more}</a>'


def overview_page(
    exhibits: Exhibits,
    figures: Sequence[tuple[str, str, str]],
    sections: Sequence[tuple[str, str]],
    note: str = "",
) -> Page:
    """The first page; `figures`: name, title, description of all; `sections`: pages of the site.

    `note`: what has to be said of the data, as HTML.
    """
    names, cards = dict(sections), dict[str, Any]()
    told = "".join(
        f"<li>{followed(exhibits, sentence, cards)} {_more(sentence.page, names)}</li>"
        for sentence in sentences(numbers_of(exhibits.cells))
    )
    known = {name: (title, alt) for name, title, alt in figures}
    pictures = "\n".join(figure_html(name, *known[name]) for name in PICTURES if name in known)
    places = "".join(f"<li>{link(path, name)}</li>" for path, name in sections)
    body = (
        "<h1>Upgrading in clusters and value chains in Latin America, recomputed</h1>\n"
        f'<p class="lead">{escape(QUESTION)}</p>\n<h2>The answer in five sentences</h2>\n'
        f'<ol class="prose answers">{told}</ol>\n'
        '<p class="plain">Each number can be followed: point at it, tap it, or reach it by '
        f"key. All of them: {link(page_of(OVERVIEW), exhibits.titles[OVERVIEW])}.</p>\n"
        "<p>The cases were chosen and have no sampling frame: everything here describes them and "
        "generalises to nothing else.</p>\n"
        f"{note}<h2>In pictures</h2>\n{pictures}\n<h2>Where to go</h2>\n"
        f'<ul class="grid">{places}</ul>\n<p class="plain">The same in other forms: '
        f"{link('report.pdf', 'PDF')} · {link('tables.xlsx', 'workbook')} · "
        f"{link('downloads/numbers.csv', 'all numbers (CSV)')} · "
        f"{link('downloads/numbers.tex', 'macros for a manuscript (LaTeX)')}</p>"
    )
    return Page("index.html", "Upgrading in clusters and value chains", body, cards=cards)
