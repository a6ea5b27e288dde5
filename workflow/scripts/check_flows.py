"""Raise what could not be read in any trade file, else run the cleaning for its faults alone."""

from pathlib import Path

from task import task
from trade_cleaning import cleaned
from trade_sources import read_faults
from upgrading.faults import raise_if_any
from upgrading.trade.text import to_csv

with task(snakemake):
    raise_if_any(read_faults(snakemake.input.faults))
    _, steps = cleaned(snakemake.input, snakemake.params)
    Path(snakemake.output[0]).write_text(to_csv(steps), encoding="utf-8")
