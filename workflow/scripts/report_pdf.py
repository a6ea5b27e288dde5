"""All exhibits in one PDF, typeset by Typst."""

from pathlib import Path

import typst

from exhibit_sources import read_exhibits, read_texts
from figure_text import alt_of
from task import task
from upgrading.present.typeset import Chapter, Picture, document

TITLE = "Upgrading in clusters and value chains: every exhibit, recomputed"
AUTHORS = "After C. Pietrobelli and R. Rabellotti (Inter-American Development Bank, 2004)"

with task(snakemake):
    files = snakemake.input
    exhibits = read_exhibits(files)
    texts = read_texts(files, exhibits)
    pictures = [Picture(Path(path).stem, *alt_of(Path(path)), f"/{path}") for path in files.figures]
    # a product without figures has a table on the site that says what to look for; not on paper
    filled = exhibits.groupby("exhibit", sort=False)["value"].agg(lambda values: any(values))
    order = [
        name for name, has_numbers in filled.items() if has_numbers or not name.startswith("trade_")
    ]
    report = [name for name in order if texts[name].number]
    chapters = [
        Chapter("The report's tables", (), report),
        Chapter("Figures", (), (), [p for p in pictures if not p.name.startswith("trade_")]),
        Chapter(
            "Trade statistics",
            (),
            [name for name in order if name.startswith("trade_")],
            [p for p in pictures if p.name.startswith("trade_")],
        ),
        Chapter(
            "More tables",
            (),
            [name for name in order if name not in report and not name.startswith("trade_")],
        ),
    ]
    source = Path(snakemake.output.source)
    source.write_text(document(TITLE, AUTHORS, chapters, exhibits, texts), encoding="utf-8")
    pdf = typst.compile(
        str(source),
        root=str(Path.cwd()),
        font_paths=[],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    Path(snakemake.output.pdf).write_bytes(pdf)
