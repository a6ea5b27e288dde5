"""Every relation that the report asserts, under every specification."""

import os

# The matrices are small: a thread of linear algebra beside each worker would only wait for a core.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
import yaml

from kept import Kept
from sources import read_catalogue, read_frame, read_told
from specification_files import write_specifications
from task import task
from upgrading.indices import IndexRule
from upgrading.multiverse.cores import concerning
from upgrading.multiverse.curve import JointTest
from upgrading.multiverse.editions import editions
from upgrading.multiverse.grid import Grid
from upgrading.multiverse.relations import relations
from upgrading.multiverse.summary import examine
from upgrading.trade.text import to_csv

with task(snakemake) as log:
    files, params = snakemake.input, snakemake.params
    tables, _ = read_catalogue(files)
    found = editions(
        read_frame(files.printed_clusters),
        read_frame(files.corrected_clusters),
        read_frame(files.cells),
        *read_told(files, "errata"),
        tables,
    )
    listed = relations(
        yaml.safe_load(Path(files.relations).read_text(encoding="utf-8")), files.relations
    )
    chosen = params.multiverse
    grid = Grid.from_config(
        chosen, IndexRule.from_config(params.rule), params.edition, params.mean_rule
    )
    test = JointTest(chosen["permutations"], chosen["seed"], chosen["negligible"])
    kept = Kept(params.kept, files.code)
    parts = {name: concerning(relation, found) for name, relation in listed.items()}
    keys = {name: kept.key(name, listed[name], parts[name], grid, test) for name in listed}
    examined = {name: kept.value(key) for name, key in keys.items()}
    changed = {name: listed[name] for name, before in examined.items() if before is None}
    log.info(kept.told(changed, listed))
    with ProcessPoolExecutor(snakemake.threads, mp_context=get_context("fork")) as workers:
        # The largest first, so that no worker is left with one at the end.
        begun = {
            name: workers.submit(examine, name, relation, parts[name], grid, test)
            for name, relation in sorted(changed.items(), key=lambda item: -len(item[1].groups))
        }
        for name, work in begun.items():
            examined[name] = work.result()
            kept.keep_value(keys[name], examined[name])
    kept.forget_others()

    results = list(examined.values())
    write_specifications(
        [result.specifications for result in results], snakemake.output.specifications
    )
    for frames, path in (
        ([result.summary for result in results], snakemake.output.relations),
        ([result.choices for result in results], snakemake.output.choices),
    ):
        Path(path).write_text(to_csv(pd.concat(frames, ignore_index=True)), encoding="utf-8")
