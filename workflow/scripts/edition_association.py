"""Association in one edition of the scores, with the index recomputed: what claims are told by."""

from pathlib import Path

from sources import read_frame
from task import task
from upgrading.indices import IndexRule, collective_efficiency
from upgrading.inference.association import association
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.permutation import PermutationChoices
from upgrading.trade.text import to_csv

with task(snakemake):
    clusters = read_frame(snakemake.input.clusters)
    params = snakemake.params
    frame = association(
        clusters,
        collective_efficiency(clusters, IndexRule.from_config(params.rule)),
        PermutationChoices.from_config(params.inference),
        BootstrapChoices.from_config(params.inference),
    )
    Path(snakemake.output[0]).write_text(to_csv(frame), encoding="utf-8")
