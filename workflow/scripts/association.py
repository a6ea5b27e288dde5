"""Association in the edition chosen; tests of upgrading across degrees of collective efficiency."""

from pathlib import Path

from sources import read_frame
from task import task
from upgrading.inference.degrees import across_degrees
from upgrading.inference.permutation import PermutationChoices
from upgrading.trade.text import to_csv

with task(snakemake):
    files, output = snakemake.input, snakemake.output
    permutation = PermutationChoices.from_config(snakemake.params)
    degrees = across_degrees(read_frame(files.clusters), read_frame(files.indices), permutation)
    Path(output.association).write_bytes(Path(files.association).read_bytes())
    Path(output.degrees).write_text(to_csv(degrees), encoding="utf-8")
