"""Check every raw case file against its checksum, and the case data cell by cell."""

from pathlib import Path

from raw_state import registered_state
from sources import clean_raw_cases
from task import task
from upgrading.frames import to_csv

with task(snakemake) as log:
    files = snakemake.input
    sourced = [*files.tables, files.clusters, files.labels, files.profiles, files.off_scale]
    sourced += [files.errata, files.catalogue]
    states = registered_state(
        files.register, sourced, files.updates, snakemake.params.changed, log, whole=True
    )
    clean_raw_cases(files)
    Path(snakemake.output[0]).write_text(to_csv(states), encoding="utf-8")
