"""All exhibits in one PDF, typeset by Typst."""

from pathlib import Path

import typst

from exhibit_sources import read_exhibits, read_texts
from figure_text import alt_of
from sources import read_frame
from task import task
from trade_sources import read_trade
from upgrading.present.site.overview import QUESTION, Answers, sentences
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
    answers = Answers(
        cells=read_frame(files.cells),
        errata=read_frame(files.errata),
        claims=read_frame(files.claims),
        by_degree=read_frame(files.by_degree),
        association=read_trade(files.association),
        field_study=read_trade(files.field_study, ["source"]),
        exports=read_trade(files.exports, ["source", "verdict"]),
    )
    told = {page: text for text, page in sentences(answers)}
    named = {*order, *(picture.name for picture in pictures)}

    def see(*names: str) -> str:
        """References to those of the exhibits that the document has."""
        found = [f"@{name}" for name in names if name in named]
        return f" See {', '.join(found)}." if found else ""

    chapters = [
        Chapter(
            "The report’s tables",
            (
                told["audit.html"],
                told["tables.html"] + see("table_06", "table_10", "table_14"),
                "A figure in bold differs from the printed one, which follows in square brackets; "
                "in tables of means the number of clusters behind each follows in parentheses.",
            ),
            report,
        ),
        Chapter(
            "Figures",
            (told["survives.html"] + see("upgrading_against_index", "association_forest"),),
            (),
            [p for p in pictures if not p.name.startswith("trade_")],
        ),
        Chapter(
            "Trade statistics",
            (told["trade.html"] + see("trade_field_study", "trade_table_2"),),
            [name for name in order if name.startswith("trade_")],
            [p for p in pictures if p.name.startswith("trade_")],
        ),
        Chapter(
            "Inference and further tables",
            (
                told["claims.html"] + see("survives"),
                told["survives.html"] + see("association_primary", "regression_product"),
            ),
            [name for name in order if name not in report and not name.startswith("trade_")],
        ),
    ]
    source = Path(snakemake.output.source)
    text = document(
        TITLE, AUTHORS, chapters, exhibits, texts, [QUESTION, *(t for t, _ in sentences(answers))]
    )
    source.write_text(text, encoding="utf-8")
    pdf = typst.compile(
        str(source),
        root=str(Path.cwd()),
        font_paths=[],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    Path(snakemake.output.pdf).write_bytes(pdf)
