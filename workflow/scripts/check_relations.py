"""Check that of every asserted relation something is scored."""

from pathlib import Path

import pandas as pd
import yaml

from sources import read_frame
from task import task
from upgrading.faults import raise_if_any
from upgrading.multiverse.relations import relations, unscored
from upgrading.vocabulary import UPGRADING

with task(snakemake):
    files = snakemake.input
    clusters = pd.concat(map(read_frame, [files.printed_clusters, files.corrected_clusters]))
    scores = clusters.melt("group", list(UPGRADING)).dropna(subset="value")
    scored = set(zip(scores["group"], scores["variable"], strict=True))
    entries = yaml.safe_load(Path(files.relations).read_text(encoding="utf-8"))
    listed = relations(entries, files.relations)
    raise_if_any(unscored(listed, scored, files.relations))
    lines = ["relation", *listed]
    Path(snakemake.output[0]).write_text("\n".join([*lines, ""]), encoding="utf-8")
