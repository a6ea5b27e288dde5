"""Raise what could not be read in any trade file and what cleaning the others finds, at once."""

from pathlib import Path

from task import task
from trade_cleaning import cleaned
from trade_sources import read_faults
from upgrading.faults import DataFaults, raise_if_any
from upgrading.trade.text import to_csv

with task(snakemake):
    faults = read_faults(snakemake.input.faults)
    try:
        _, steps = cleaned(snakemake.input, snakemake.params)
    except DataFaults as raised:
        faults += raised.faults
    raise_if_any(faults)
    Path(snakemake.output[0]).write_text(to_csv(steps), encoding="utf-8")
