"""Association of upgrading with indices, components and governance, and tests across degrees."""

from pathlib import Path

from sources import read_frame
from task import task
from upgrading.inference.association import association
from upgrading.inference.degrees import across_degrees
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.permutation import PermutationChoices
from upgrading.trade.text import to_csv

with task(snakemake):
    clusters = read_frame(snakemake.input.clusters)
    indices = read_frame(snakemake.input.indices)
    permutation = PermutationChoices.from_config(snakemake.params)
    bootstrap = BootstrapChoices.from_config(snakemake.params)
    for frame, path in (
        (association(clusters, indices, permutation, bootstrap), snakemake.output.association),
        (across_degrees(clusters, indices, permutation), snakemake.output.degrees),
    ):
        Path(path).write_text(to_csv(frame), encoding="utf-8")
