"""Association in one edition of the scores, with the index recomputed: what claims are told by."""

from pathlib import Path

from kept import Kept
from sources import read_frame
from task import task
from upgrading.indices import IndexRule, collective_efficiency
from upgrading.inference.association import association, known_rows
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.permutation import PermutationChoices
from upgrading.trade.text import to_csv

with task(snakemake) as log:
    clusters = read_frame(snakemake.input.clusters)
    params = snakemake.params
    data = (
        clusters,
        collective_efficiency(clusters, IndexRule.from_config(params.rule)),
        PermutationChoices.from_config(params.inference),
        BootstrapChoices.from_config(params.inference),
    )
    kept = Kept(params.kept, snakemake.input.code)
    # one piece of all rows: each of them is known by what it rests on
    key = kept.key("rows")
    before = kept.value(key) or {}
    known = dict(before)
    frame = association(*data, known)
    log.info("%d of %d rows computed, the others as before", len(known) - len(before), len(frame))
    Path(snakemake.output[0]).write_text(to_csv(frame), encoding="utf-8")
    kept.keep_value(key, known_rows(frame, *data))
    kept.forget_others()
