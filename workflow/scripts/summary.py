"""The numbers of the study as a whole, as cells, with the words around them and their formulas."""

from pathlib import Path

from sources import read_frame, read_told
from task import task
from trade_sources import read_trade
from upgrading.exhibits.formulas import formula_frame
from upgrading.frames import to_csv
from upgrading.present.study_facts import Answers
from upgrading.present.study_in_numbers import overview_table
from words import write_words

with task(snakemake):
    files, outputs = snakemake.input, snakemake.output
    cells, errata, claims = read_told(files, "cells", "errata", "claims")
    exhibit, text, formulas = overview_table(
        Answers(
            cells=cells,
            errata=errata,
            claims=claims,
            by_degree=read_frame(files.by_degree),
            association=read_trade(files.association),
            survives=read_trade(files.survives),
            field_study=read_trade(files.field_study, ["source"]),
            exports=read_trade(files.exports, ["source", "verdict"]),
        )
    )
    Path(outputs.exhibits).write_text(to_csv(exhibit), encoding="utf-8")
    Path(outputs.formulas).write_text(to_csv(formula_frame(formulas)), encoding="utf-8")
    write_words(outputs.words, {text.exhibit: (text.caption, text.notes)})
