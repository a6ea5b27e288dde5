"""Every table of the report as cells, printed beside recomputed; how each number comes about."""

from pathlib import Path

import pandas as pd

from sources import read_catalogue, read_frame
from task import task
from upgrading.exhibits.build import build
from upgrading.exhibits.formulas import formulas
from upgrading.exhibits.own import own_tables
from upgrading.exhibits.values import Study
from upgrading.frames import to_csv
from upgrading.indices import IndexRule

with task(snakemake):
    files = snakemake.input
    tables, _ = read_catalogue(files)
    study = Study(
        clusters=read_frame(files.clusters),
        indices=read_frame(files.indices),
        by_degree=read_frame(files.by_degree),
        averages=read_frame(files.averages),
        profiles=read_frame(files.profiles),
        stages=read_frame(files.stages),
        mean_rule=snakemake.params.mean_rule,
    )
    exhibits = pd.concat(
        [
            build(read_frame(files.cells), tables, study),
            own_tables(study, read_frame(files.governance)),
        ],
        ignore_index=True,
    )
    rule = IndexRule.from_config(snakemake.params.rule)
    for frame, path in (
        (exhibits, snakemake.output.exhibits),
        (formulas(tables, study, rule, exhibits), snakemake.output.formulas),
    ):
        Path(path).write_text(to_csv(frame), encoding="utf-8")
