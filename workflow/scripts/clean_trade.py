"""Flows of every trade file, cleaned and named by product; what each step of cleaning did."""

from pathlib import Path

from task import task
from trade_cleaning import cleaned
from upgrading.trade.comparative_advantage import ALL_PRODUCTS
from upgrading.trade.text import to_csv

with task(snakemake):
    named, steps = cleaned(snakemake.input, snakemake.params)
    together = named["product"] == ALL_PRODUCTS
    for frame, path in (
        (named[~together], snakemake.output.flows),
        (named[together], snakemake.output.all_goods),
        (steps, snakemake.output.steps),
    ):
        Path(path).write_text(to_csv(frame), encoding="utf-8")
