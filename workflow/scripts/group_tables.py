"""Mean upgrading by degree, averages by sector group, and governance counts."""

from pathlib import Path

from sources import read_frame
from task import task
from upgrading.correlations import governance_counts, group_averages, upgrading_by_degree
from upgrading.frames import to_csv

with task(snakemake):
    clusters = read_frame(snakemake.input.clusters)
    indices = read_frame(snakemake.input.indices)
    mean_rule = snakemake.params.mean_rule
    for frame, path in (
        (upgrading_by_degree(clusters, indices, mean_rule), snakemake.output.by_degree),
        (group_averages(clusters, indices, mean_rule), snakemake.output.averages),
        (governance_counts(clusters), snakemake.output.governance),
    ):
        Path(path).write_text(to_csv(frame), encoding="utf-8")
