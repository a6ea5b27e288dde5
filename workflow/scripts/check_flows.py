"""Run the cleaning of the trade flows for its faults alone."""

from pathlib import Path

from task import task
from trade_cleaning import cleaned
from upgrading.trade.text import to_csv

with task(snakemake):
    _, steps = cleaned(snakemake.input, snakemake.params)
    Path(snakemake.output[0]).write_text(to_csv(steps), encoding="utf-8")
