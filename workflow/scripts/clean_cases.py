"""Printed tables, registers and errata to the clean case data."""

from pathlib import Path

from sources import raw_cases, read_layouts
from task import task
from upgrading.cleaning import clean
from upgrading.frames import to_csv

with task(snakemake):
    files, params = snakemake.input, snakemake.params
    case_data = clean(raw_cases(files), *read_layouts(files), params.tables)
    editions = {
        "printed": case_data.printed_clusters,
        "corrected": case_data.corrected_clusters,
    }
    for frame, path in (
        (editions[params.edition], snakemake.output.clusters),
        (case_data.printed_clusters, snakemake.output.printed_clusters),
        (case_data.cells, snakemake.output.cells),
        (case_data.profiles, snakemake.output.profiles),
        (case_data.stages, snakemake.output.stages),
    ):
        Path(path).write_text(to_csv(frame), encoding="utf-8")
