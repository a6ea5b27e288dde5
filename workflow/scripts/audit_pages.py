"""The audit as a page to browse and as a one-page report."""

from pathlib import Path

from names import read_names
from sources import read_catalogue, read_frame, read_told
from task import task
from upgrading.present.audit_page import content, page
from upgrading.present.reproduction_report import markdown

with task(snakemake):
    files = snakemake.input
    _, around = read_catalogue(files)
    names = read_names(files)
    tables = read_told(files, "cells", "errata", "conventions", "claims")
    text = page(
        content(
            *tables,
            read_frame(files.exhibits),
            around,
            edition=snakemake.params.edition,
            names=names,
        ),
        style=Path(files.style).read_text(encoding="utf-8"),
        scripts=[Path(path).read_text(encoding="utf-8") for path in files.scripts],
    )
    Path(snakemake.output.page).write_text(text, encoding="utf-8")
    report = markdown(*tables, around, names)
    Path(snakemake.output.report).write_text(report, encoding="utf-8")
