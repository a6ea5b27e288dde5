"""What a working paper is made of in tests: figures, tables made up, and the paper compiled."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pypdf
import typst

from upgrading.publish.tables import Text

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">
<rect width="{width}" height="{height}" fill="#0072b2"/></svg>"""

ALT = 'A bar that "rises" to 3 < 4'

SIZES = {
    **{"upgrading_against_index": (480, 500), "association_forest": (480, 480)},
    **{"trade_printed_years": (480, 650), "tall": (300, 900), "diagram_1": (480, 240)},
    **{"association_wide": (900, 200), "trade_wide": (900, 200)},
}
"""Figures: what they are called, how wide and high they are."""


def cells_of(exhibit: str, columns: list[str], rows: list[list[str]]) -> pd.DataFrame:
    """The cells of a table made up: a row of one text is a panel, the first one the header."""
    found = []
    for line, row in enumerate(rows, start=1):
        kind = "header" if line == 1 else "panel" if len(row) == 1 else "body"
        shown = row + [""] * (len(columns) - len(row))
        for position, (column, text) in enumerate(zip(columns, shown, strict=True), start=1):
            value = text if kind == "body" and text[:1].isdigit() else ""
            found.append((exhibit, line, position, f"row_{line}", kind, column, value, text))
    names = ["exhibit", "line", "position", "row", "row_kind", "column", "value", "shown"]
    frame = pd.DataFrame(found, columns=names, dtype=object)
    return frame.assign(header="", printed="", differs=False, count=None)


SETS = cells_of(
    "sets",
    ["label_1", "clusters", "mean_b", "p_adjusted", "printed_scores", "corrected_scores"],
    [
        ["", "Clusters", "Mean τ-b", "p (adjusted)", "As printed", "Corrected"],
        ["A furthers B"],
        ["All sector groups", "35", "0.23", "0.051", "Leans that way", "Supported"],
        ["Traditional manufacturing", "15", "0.36", "0.134", "Leans that way", "Leans that way"],
        ["Complex product systems", "9", "-0.26", "0.240", "Open", "Open"],
        ["Specialised suppliers (software)", "–", "–", "–", "Not testable", "Not testable"],
    ],
)

FIELD_STUDY = cells_of(
    "trade_field_study",
    ["label_1", "label_2", "class", "agreement"],
    [
        ["Cluster", "Product", "Class", "Trade and score"],
        ["Mangoes and grapes, Petrolina (BRA)", "Mangoes", "process upgrading", "disagrees"],
        ["Apples, Santa Catarina (BRA)", "Apples", "product upgrading", "agrees"],
        ["Dairy, Boaco (NIC)", "Milk, fresh", "no data", "no data"],
    ],
).assign(value="1")

EXPORTS = cells_of(
    "trade_table_2",
    ["label_1", "printed_year", "value_usd_mill", "verdict", "years_that_fit"],
    [
        ["Cluster", "Printed year", "Trade", "Verdict", "Years that fit"],
        ["Mangoes - Petrolina", "1996", "28.7", "explained", "1995"],
        ["Salmon - Austral Region", "1996", "", "no data supplied", ""],
    ],
)


@dataclass(frozen=True)
class Compiled:
    """A paper: its source, the exhibits in it and the words around each, and its PDF."""

    text: str
    cells: pd.DataFrame
    words: dict[str, Text]
    content: bytes

    @cached_property
    def pdf(self) -> pypdf.PdfReader:
        return pypdf.PdfReader(io.BytesIO(self.content))

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page, every run of blanks as one."""
        return [" ".join(page.extract_text().split()) for page in self.pdf.pages]

    @cached_property
    def whole(self) -> str:
        """All text, without what stands at the foot of pages and without blanks."""
        foot = r"Working paper, version [\d.]+, \d+ \w+ \d{4} \d+ of \d+"
        return re.sub(r"\s", "", "".join(re.sub(foot, "", page) for page in self.pages))


def compiled(folder: Path, text: str) -> bytes:
    """The PDF of a source."""
    source = folder / "paper.typ"
    source.write_text(text, encoding="utf-8")
    found = typst.compile(
        str(source), root=str(folder), ignore_system_fonts=True, pdf_standards=["ua-1"]
    )
    assert isinstance(found, bytes)
    return found
