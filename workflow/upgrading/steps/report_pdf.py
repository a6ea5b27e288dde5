"""All exhibits in one PDF, typeset by Typst."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import typst
from matplotlib import get_data_path

from upgrading.cases.catalogue import Printed
from upgrading.figures.figure_text import alt_of
from upgrading.publish.tables import texts_of
from upgrading.publish.typeset import Picture, report


def report_pdf(
    exhibits: Mapping[str, pd.DataFrame],
    words: Mapping[str, Any],
    captions: Mapping[str, Any],
    catalogue: Mapping[str, Printed],
    figures: list[Path],
    output: Mapping[str, Path],
) -> None:
    """Write the document and its source, in which pictures stand under their paths."""
    cells = pd.concat(exhibits.values(), ignore_index=True)
    pictures = [Picture(path.stem, *alt_of(path), f"/{path}") for path in figures]
    text = report(cells, texts_of(cells, catalogue, captions, words.values()), pictures)
    output["source"].write_text(text, encoding="utf-8")
    pdf = typst.compile(
        str(output["source"]),
        root=str(Path.cwd()),
        # texts of the figures are texts, in the type that matplotlib brings
        font_paths=[str(Path(get_data_path(), "fonts", "ttf"))],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    output["pdf"].write_bytes(pdf)
