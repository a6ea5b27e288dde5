"""The working paper: its chapters from what was computed, every exhibit in its appendix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from upgrading.exhibits.study_in_numbers import OVERVIEW, numbers_of
from upgrading.exhibits.survives import SETS
from upgrading.exhibits.tabulation import NOTHING
from upgrading.publish.citation import Citation, after_title, before_title, in_words
from upgrading.publish.references import METHODS
from upgrading.publish.reproduction_report import RANKED, SCOPE, Grid, Reproduction
from upgrading.publish.site.overview import PICTURES, QUESTION, TITLE, Numbers, sentences
from upgrading.publish.tables import Text, lines, number_of, with_minus
from upgrading.publish.typeset import (
    Markup,
    Picture,
    grid,
    is_turned,
    picture,
    quoted,
    rendered,
    see,
    shared_notes,
    shown,
    table,
)
from upgrading.trade.classes import NO_DATA
from upgrading.verdicts import AGREEING, BASES, STATEMENT_VERDICTS

SUBTITLE: Final = "A reproduction of Pietrobelli and Rabellotti (2004)"

IN_TEXT: Final = (SETS, *PICTURES)
"""Exhibits that stand in the chapters; all others in the appendix."""

LISTS: Final = {
    '"printed"': "Exhibits of the report",
    "table": "Tables of this paper",
    "image": "Figures",
}
"""Kinds of exhibits in the words of Typst, and what their lists in the contents are called."""

_TRADE: Final = "trade_"

_FITTING: Final = dict.fromkeys(AGREEING, "Of the printed year") | {"explained": "Of another year"}
"""What is said of a printed export figure, by its verdict."""

_OF_RELATIONS: Final = ("association_", "specification_")
"""How the names of figures begin that show relations between properties of clusters."""


@dataclass(frozen=True)
class Section:
    """A section of the appendix: its heading and exhibits."""

    heading: str
    parts: tuple[Markup, ...]


def paper(
    template: str,
    exhibits: pd.DataFrame,
    texts: Mapping[str, Text],
    pictures: Sequence[Picture],
    found: Reproduction,
    citation: Citation,
    edition: str,
) -> str:
    """The paper in Typst's language.

    `exhibits`: the cells of all exhibits (`EXHIBIT_COLUMNS`), the study in numbers among them;
    `texts`: the words around each; `pictures`: the figures; `found`: what reproduces and what
    becomes of the conclusions; `edition`: that of the scores behind the exhibits. A product without
    trade figures, whose table on the site says what to look for, is left out.
    """
    cells = {str(name): own for name, own in exhibits.groupby("exhibit", sort=False)}
    order = [
        name
        for name, own in cells.items()
        if own["value"].map(bool).any() or not name.startswith(_TRADE)
    ]
    shared = shared_notes(texts[name] for name in order)
    made = {name: table(cells[name], texts[name], shared) for name in order}
    made |= {one.name: picture(one, floating=one.name in IN_TEXT) for one in pictures}
    grids = {
        "verdicts": grid(
            "verdicts", "Printed figures that can be computed from others", *_of(found.verdicts)
        ),
        "classes": grid("classes", "Explanations of figures that differ", *_of(found.classes)),
        "kinds": grid("kinds", "Statements of the report, by kind", *_of(found.kinds)),
    }
    known = {*made, *grids}
    numbers = numbers_of(exhibits)
    return rendered(
        template,
        {
            **{"title": TITLE, "subtitle": SUBTITLE, "running": TITLE, "authors": citation.authors},
            "date": in_words(citation.released),
            "version": citation.version,
            "edition": edition,
            "imprint": f"Working paper, version {citation.version}, {in_words(citation.released)}",
            "licence": citation.licence,
            "keywords": Markup(f"({', '.join(map(quoted, citation.keywords))},)"),
            "keyword_list": ", ".join(citation.keywords),
            "cite_as": f"{citation.authors} ({citation.released.year}). {TITLE}. {SUBTITLE}. "
            f"Working paper, version {citation.version}.",
            "methods": METHODS,
            "references": [_reference(one) for one in citation.references],
            "data_sources": [_reference(one) for one in citation.of_kind("data")],
            "question": QUESTION,
            "told": {one.page: one.text(_worded(numbers)) for one in sentences(numbers)},
            "lists": [(Markup(kind), heading) for kind, heading in LISTS.items()],
            "bases": BASES,
            "words": STATEMENT_VERDICTS,
            "found": found,
            "ranked_by": RANKED,
            "scope": SCOPE,
            **grids,
            "sets": _sets(cells.get(SETS)),
            "trade": _trade(cells),
            "see": lambda *names: see(name for name in names if name in known),
            "exhibit": lambda name: made.get(name, Markup("")),
            "shared": [(label, note) for note, label in shared.items()],
            "appendix": _appendix(
                *(made, order, pictures, [one for one in order if is_turned(cells[one])])
            ),
        },
    )


def _of(found: Grid) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    return found.header, found.rows


def _worded(numbers: Numbers) -> dict[str, tuple[str, Fraction]]:
    """The numbers as a sentence has them: none, not 0."""
    return {row: ("none" if text == "0" else text, value) for row, (text, value) in numbers.items()}


def _reference(source: Mapping[str, Any]) -> Markup:
    """An entry of the list of references, its title emphasised."""
    return Markup(
        shown(f"{before_title(source)}. ")
        + f"#emph({quoted(source['title'])})"
        + shown(f". {after_title(source)}")
    )


def _rows(cells: pd.DataFrame | None) -> Iterator[tuple[str, dict[str, str]]]:
    """The lines of a table below its headings: the panel, and what each column shows."""
    panel = ""
    for line in lines(cells) if cells is not None else ():
        if line.kind == "panel":
            panel = line.cells[0].shown
        elif line.kind != "header":
            yield panel, {cell.column: cell.shown for cell in line.cells}


def _grouped(found: Iterable[tuple[str, str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What stands under each heading and word, in one text for each word."""
    grouped: dict[str, dict[str, list[str]]] = {}
    for heading, word, text in found:
        grouped.setdefault(heading, {}).setdefault(word, []).append(text)
    return [
        (heading, [(word, "; ".join(texts)) for word, texts in words.items()])
        for heading, words in grouped.items()
    ]


def _sets(cells: pd.DataFrame | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """General sentences, and where each has which word: from the table of sets."""

    def told() -> Iterator[tuple[str, str, str]]:
        for sentence, row in _rows(cells):
            about = []
            if row["p_adjusted"] != NOTHING.shown:
                about += [
                    f"n = {row['clusters']}",
                    f"mean τ-b {with_minus(row['mean_b'])}",
                    f"adjusted p {row['p_adjusted']}",
                ]
            if row["corrected_scores"] != row["printed_scores"]:
                about.append(f"corrected edition: {row['corrected_scores'].lower()}")
            place = row["label_1"][0].lower() + row["label_1"][1:]
            told = f" ({', '.join(about)})" if about else ""
            yield sentence, row["printed_scores"], f"{place}{told}"

    return _grouped(told())


def _trade(cells: Mapping[str, pd.DataFrame]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Products and export figures by what trade statistics say of them: from their tables."""

    def told() -> Iterator[tuple[str, str, str]]:
        for _, row in _rows(cells.get("trade_field_study")):
            if row["class"] != NO_DATA:
                place = row["label_1"].partition(", ")[2]
                word = row["agreement"].capitalize()
                yield (
                    "Products, by whether trade and the experts’ score agree",
                    word,
                    f"{row['label_2']}, {place} ({row['class']})",
                )
        for _, row in _rows(cells.get("trade_table_2")):
            if row["value_usd_mill"]:
                fits = row["years_that_fit"]
                fitting = "" if fits == "none" else f" (fits {fits})"
                yield (
                    "Exports printed in Table 2, and the year whose trade statistics they fit",
                    _FITTING.get(row["verdict"], "Of no year"),
                    f"{row['label_1']}, {row['printed_year']}{fitting}",
                )

    return _grouped(told())


def _appendix(
    made: Mapping[str, Markup],
    order: Sequence[str],
    pictures: Sequence[Picture],
    turned: Iterable[str],
) -> list[Section]:
    """The sections of the appendix: in each tables, figures, what needs a page turned."""
    figures = [one.name for one in pictures]
    of_report = [name for name in (*order, *figures) if number_of(name)]
    of_trade = [name for name in (*order, *figures) if name.startswith(_TRADE)]
    of_relations = [name for name in figures if name.startswith(_OF_RELATIONS)]
    of_relations += [name for name in order if name not in {OVERVIEW, *of_report, *of_trade}]
    of_scores = [name for name in figures if name not in {*of_report, *of_relations, *of_trade}]
    sections = {
        "The study in numbers": [OVERVIEW],
        "The report’s exhibits, and its scores in pictures": [*of_report, *of_scores],
        "Relations, models and further tables": of_relations,
        "Trade statistics": of_trade,
    }
    late = {name: 1 for name in figures if not number_of(name)} | dict.fromkeys(turned, 2)
    return [
        Section(
            heading,
            tuple(
                made[name]
                for name in sorted(names, key=lambda name: late.get(name, 0))
                if name in made and name not in IN_TEXT
            ),
        )
        for heading, names in sections.items()
    ]
