"""The report of all exhibits as one document: its chapters, their order, what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from upgrading.present.site.overview import QUESTION, sentences
from upgrading.present.study_in_numbers import OVERVIEW, numbers_of
from upgrading.present.tables import Text
from upgrading.present.typeset import Chapter, Picture, document

TITLE: Final = "Upgrading in clusters and value chains: every exhibit, recomputed"
AUTHORS: Final = "After C. Pietrobelli and R. Rabellotti (Inter-American Development Bank, 2004)"

_TRADE: Final = "trade_"


def report(exhibits: pd.DataFrame, texts: Mapping[str, Text], pictures: Sequence[Picture]) -> str:
    """The document in Typst's language.

    `exhibits`: the cells of all exhibits (`EXHIBIT_COLUMNS`), the study in numbers among
    them; `texts`: the words around each; `pictures`: the figures. A product without trade figures,
    whose table on the site says what to look for, is left out.
    """
    numbers = numbers_of(exhibits)
    told = {sentence.page: sentence.text(numbers) for sentence in sentences(numbers)}
    filled = exhibits.groupby("exhibit", sort=False)["value"].agg(lambda values: any(values))
    order = [str(name) for name, full in filled.items() if full or not str(name).startswith(_TRADE)]
    named = {*order, *(picture.name for picture in pictures)}
    chapters = _chapters(told, order, named, texts, pictures)
    return document(TITLE, AUTHORS, chapters, exhibits, texts, [QUESTION, *told.values()])


def _chapters(
    told: Mapping[str, str],
    order: Sequence[str],
    named: set[str],
    texts: Mapping[str, Text],
    pictures: Sequence[Picture],
) -> list[Chapter]:
    def see(*names: str) -> str:
        """References to those of the exhibits that the document has."""
        found = [f"@{name}" for name in names if name in named]
        return f" See {', '.join(found)}." if found else ""

    report_s = [name for name in order if texts[name].number]
    of_trade = [name for name in order if name.startswith(_TRADE)]
    rest = [name for name in order if name not in {*report_s, *of_trade, OVERVIEW}]
    return [
        Chapter("The study in numbers", (), [name for name in order if name == OVERVIEW]),
        Chapter(
            "The report’s tables",
            (
                told["audit.html"],
                told["tables.html"] + see("table_06", "table_10", "table_14"),
                "In tables of means the number of clusters behind each mean follows in "
                "parentheses; a figure in bold differs from the printed one, which follows in "
                "square brackets.",
            ),
            report_s,
        ),
        Chapter(
            "Figures",
            (told["survives.html"] + see("upgrading_against_index", "association_forest"),),
            (),
            [picture for picture in pictures if not picture.name.startswith(_TRADE)],
        ),
        Chapter(
            "Trade statistics",
            (told["trade.html"] + see("trade_field_study", "trade_table_2"),),
            of_trade,
            [picture for picture in pictures if picture.name.startswith(_TRADE)],
        ),
        Chapter(
            "Inference and further tables",
            (
                told["claims.html"] + see("survives"),
                told["survives.html"] + see("association_primary", "regression_product"),
            ),
            rest,
        ),
    ]
