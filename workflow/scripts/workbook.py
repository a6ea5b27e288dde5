"""All exhibits in one workbook, and every number as a macro for a manuscript."""

from pathlib import Path

from exhibit_sources import read_exhibits, read_texts
from sources import read_frame
from task import task
from upgrading.present import quotable
from upgrading.present.workbook import workbook

with task(snakemake):
    files = snakemake.input
    exhibits = read_exhibits(files)
    book = workbook(exhibits, read_texts(files, exhibits, "marks_in_columns"))
    Path(snakemake.output.workbook).write_bytes(book)

    numbers = quotable.frame(quotable.of_exhibits(read_frame(files.numbers)))
    header = {"Edition of the scores": snakemake.params.edition}
    Path(snakemake.output.macros).write_text(quotable.to_latex(numbers, header), encoding="utf-8")
