"""What a reader of a file that travels alone has to know: what it is, what its marks mean, how it
is cited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from upgrading.config.models import Edition
from upgrading.exhibits.estimates import CHOSEN_CASES
from upgrading.publish.citation import Citation, after_title, before_title
from upgrading.verdicts import CELL_VERDICTS, STATEMENT_VERDICTS, Verdict

Sample = Literal["", "marked", "printed", "section"]
"""How the entry itself looks, where that is what it explains."""

EDITIONS: Mapping[Edition, str] = {
    "printed": "printed: every score exactly as the report prints it.",
    "corrected": "corrected: the report’s scores with its misprints corrected "
    "(data/raw/errata.csv), and the clusters that an author has put into data/raw/updates.",
}


@dataclass(frozen=True)
class Section:
    """Part of a legend: a heading, and entries with what they mean."""

    heading: str
    entries: tuple[tuple[str, str, Sample], ...]


@dataclass(frozen=True)
class Made:
    """What made the file: the edition of the scores, who is cited, the newest date of the data."""

    edition: Edition
    citation: Citation
    data_of: date


def legend(made: Made) -> list[Section]:
    """The sections of the legend of the workbook, from what it is to how it is cited."""
    return [
        Section(
            "What this is",
            (
                ("Source", _cited(made.citation.report), ""),
                ("Edition of the scores", EDITIONS[made.edition], ""),
                ("Version", f"{made.citation.version}; data of {made.data_of}", ""),
                ("Cases", CHOSEN_CASES, ""),
            ),
        ),
        Section(
            "Sheets",
            (
                ("Contents", "Every sheet, and how many of its figures differ from the print.", ""),
                ("Table, Box, Annex Table", "The report’s own, by the numbers that it gives.", ""),
                ("All others", "What this project adds.", ""),
                (
                    "Columns",
                    "What each means, and what it is in: results/data_dictionary.csv, which comes "
                    "with this workbook.",
                    "",
                ),
            ),
        ),
        Section(
            "Cells",
            (
                ("1.9", "The printed figure is another: both are marked.", "marked"),
                ("… (printed)", "What the report prints, beside the recomputed column.", "printed"),
                ("… (clusters)", "How many clusters are behind each mean.", ""),
                ("Heading", "What the lines below it are about.", "section"),
                ("–", "There is no number; the table or its notes say why.", ""),
                ("n.a., ..", "Not available in the report, as it prints it.", ""),
                ("<0.001", "The cell holds the number in full, as every computed cell does.", ""),
                (
                    "[0.31, 0.50]",
                    "Both ends of an interval. As numbers they are in results/tables/*.csv.",
                    "",
                ),
            ),
        ),
        Section("Words on statements of the report", tuple(_verdicts(STATEMENT_VERDICTS))),
        Section("Verdicts on printed figures", tuple(_verdicts(CELL_VERDICTS))),
        Section(
            "How to cite",
            (
                ("This workbook", _own_citation(made), ""),
                *(
                    (one["title"] if one["type"] == "data" else "The report", _cited(one), "")
                    for one in made.citation.references
                ),
            ),
        ),
    ]


def _verdicts(verdicts: Sequence[Verdict]) -> Iterator[tuple[str, str, Sample]]:
    for one in verdicts:
        yield f"{one.mark} {one.word}", f"{one.meaning[0].upper()}{one.meaning[1:]}.", ""


def _own_citation(made: Made) -> str:
    citation = made.citation
    year = f" ({made.data_of.year})"
    return f"{citation.authors}{year}. {citation.title}. Version {citation.version}."


def _cited(source: Mapping[str, Any]) -> str:
    """A source as a line: who, when, what, where."""
    return f"{before_title(source)}. {source['title']}. {after_title(source)}"
