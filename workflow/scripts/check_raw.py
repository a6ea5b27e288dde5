"""Check every raw case file against its checksum, the case data cell by cell, every relation."""

from pathlib import Path

import pandas as pd
import yaml

from raw_state import registered_state
from sources import clean_raw_cases
from task import task
from upgrading.faults import raise_if_any
from upgrading.frames import to_csv
from upgrading.multiverse.relations import relations, unscored
from upgrading.vocabulary import UPGRADING

with task(snakemake) as log:
    files = snakemake.input
    sourced = [*files.tables, files.clusters, files.labels, files.profiles, files.off_scale]
    sourced += [files.errata, files.catalogue]
    states = registered_state(
        files.register, sourced, files.updates, snakemake.params.changed, log, whole=True
    )
    cases = clean_raw_cases(files)
    clusters = pd.concat([cases.printed_clusters, cases.corrected_clusters])
    scores = clusters.melt("group", list(UPGRADING)).dropna(subset="value")
    scored = set(zip(scores["group"], scores["variable"], strict=True))
    entries = yaml.safe_load(Path(files.relations).read_text(encoding="utf-8"))
    raise_if_any(unscored(relations(entries, files.relations), scored, files.relations))
    Path(snakemake.output[0]).write_text(to_csv(states), encoding="utf-8")
