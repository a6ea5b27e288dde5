"""The working paper, typeset by Typst."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
import typst
from matplotlib import get_data_path

from upgrading.cases.catalogue import Printed
from upgrading.figures.figure_text import alt_of
from upgrading.files.codec import RawFile
from upgrading.publish.citation import Citation
from upgrading.publish.paper import paper
from upgrading.publish.pdf_objects import packed
from upgrading.publish.reproduction_report import Reproduction
from upgrading.publish.tables import texts_of
from upgrading.publish.typeset import Picture
from upgrading.steps.reproduction_report import reproduced

APART: Final = {"reproduced": reproduced}


def report_pdf(
    template: RawFile,
    citation: Mapping[str, Any],
    exhibits: Mapping[str, pd.DataFrame],
    words: Mapping[str, Any],
    captions: Mapping[str, Any],
    catalogue: Mapping[str, Printed],
    figures: list[Path],
    edition: str,
    output: Mapping[str, Path],
    call: Callable[..., Reproduction],
) -> None:
    """Write the paper and its source, in which pictures stand under their paths."""
    every = pd.concat(exhibits.values(), ignore_index=True)
    text = paper(
        template.content.decode(),
        every,
        texts_of(every, catalogue, captions, words.values()),
        [Picture(path.stem, *alt_of(path), f"/{path}") for path in figures],
        call(reproduced),
        Citation.of(citation),
        edition,
    )
    output["source"].write_text(text, encoding="utf-8")
    pdf = typst.compile(
        str(output["source"]),
        root=str(Path.cwd()),
        # texts of the figures are texts, in the type that matplotlib brings
        font_paths=[str(Path(get_data_path(), "fonts", "ttf"))],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    output["pdf"].write_bytes(packed(pdf))
