"""All exhibits in one PDF, typeset by Typst."""

from pathlib import Path

import typst

from exhibit_sources import read_exhibits, read_texts
from figure_text import alt_of
from task import task
from upgrading.present.report_document import report
from upgrading.present.typeset import Picture

with task(snakemake):
    files = snakemake.input
    exhibits = read_exhibits(files)
    pictures = [Picture(Path(path).stem, *alt_of(Path(path)), f"/{path}") for path in files.figures]
    source = Path(snakemake.output.source)
    text = report(exhibits, read_texts(files, exhibits), pictures)
    source.write_text(text, encoding="utf-8")
    pdf = typst.compile(
        str(source),
        root=str(Path.cwd()),
        font_paths=[],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    Path(snakemake.output.pdf).write_bytes(pdf)
