"""Printed tables, registers and errata to the clean case data."""

from pathlib import Path

from sources import clean_raw_cases
from task import task
from upgrading.frames import to_csv

with task(snakemake):
    case_data = clean_raw_cases(snakemake.input)
    editions = {
        "printed": case_data.printed_clusters,
        "corrected": case_data.corrected_clusters,
    }
    for frame, path in (
        (editions[snakemake.params.edition], snakemake.output.clusters),
        (case_data.printed_clusters, snakemake.output.printed_clusters),
        (case_data.corrected_clusters, snakemake.output.corrected_clusters),
        (case_data.cells, snakemake.output.cells),
        (case_data.profiles, snakemake.output.profiles),
        (case_data.stages, snakemake.output.stages),
        (case_data.updates, snakemake.output.updates),
    ):
        Path(path).write_text(to_csv(frame), encoding="utf-8")
