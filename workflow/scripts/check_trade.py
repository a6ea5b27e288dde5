"""Check every trade file that the analysis reads against its checksum."""

from pathlib import Path

from raw_state import registered_state
from task import task
from upgrading.frames import to_csv

with task(snakemake) as log:
    files = snakemake.input
    states = registered_state(
        files.register, files.trade, files.updates, snakemake.params.changed, log
    )
    Path(snakemake.output[0]).write_text(to_csv(states), encoding="utf-8")
