"""Every number that any table shows, in one file."""

from pathlib import Path

from exhibit_sources import read_exhibits
from task import task
from upgrading.exhibits.build import numbers_shown
from upgrading.frames import to_csv

with task(snakemake):
    numbers = numbers_shown(read_exhibits(snakemake.input))
    Path(snakemake.output[0]).write_text(to_csv(numbers), encoding="utf-8")
