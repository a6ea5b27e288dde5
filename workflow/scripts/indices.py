"""Indices and degree of collective efficiency of every cluster."""

from pathlib import Path

from sources import read_frame
from task import task
from upgrading.frames import to_csv
from upgrading.indices import IndexRule, collective_efficiency

with task(snakemake):
    rule = IndexRule.from_config(snakemake.params.rule)
    indices = collective_efficiency(read_frame(snakemake.input.clusters), rule)
    Path(snakemake.output[0]).write_text(to_csv(indices), encoding="utf-8")
