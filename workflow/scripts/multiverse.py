"""Every relation that the report asserts, under every specification."""

import os

# The matrices are small: a thread of linear algebra beside each worker would only wait for a core.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import duckdb
import pandas as pd
import yaml

from sources import read_catalogue, read_frame
from task import task
from upgrading.indices import IndexRule
from upgrading.multiverse.curve import JointTest
from upgrading.multiverse.editions import editions
from upgrading.multiverse.grid import Grid
from upgrading.multiverse.relations import relations
from upgrading.multiverse.summary import examine
from upgrading.trade.text import to_csv


def write_parquet(frames: list[pd.DataFrame], path: str) -> None:
    """Write frames of the same columns into one Parquet file, the same bytes every time."""
    with duckdb.connect() as database:
        database.execute("SET threads = 1")
        for number, frame in enumerate(frames):
            texts = [c for c in frame if isinstance(frame[c].dtype, pd.CategoricalDtype)]
            columns = ", ".join(f"CAST({c} AS VARCHAR) AS {c}" if c in texts else c for c in frame)
            start = (
                "CREATE TABLE specifications AS" if number == 0 else "INSERT INTO specifications"
            )
            database.execute(f"{start} SELECT {columns} FROM frame")
        database.execute("COPY specifications TO ? (FORMAT parquet, COMPRESSION zstd)", [path])


with task(snakemake):
    files, params = snakemake.input, snakemake.params
    tables, _ = read_catalogue(files)
    found = editions(
        read_frame(files.printed_clusters),
        read_frame(files.corrected_clusters),
        read_frame(files.cells),
        read_frame(files.errata),
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
    with ProcessPoolExecutor(snakemake.threads, mp_context=get_context("fork")) as workers:
        # The largest first, so that no worker is left with one at the end.
        begun = {
            name: workers.submit(examine, name, relation, found, grid, test)
            for name, relation in sorted(listed.items(), key=lambda item: -len(item[1].groups))
        }
        results = [begun[name].result() for name in listed]

    write_parquet([result.specifications for result in results], snakemake.output.specifications)
    for frames, path in (
        ([result.summary for result in results], snakemake.output.relations),
        ([result.choices for result in results], snakemake.output.choices),
    ):
        Path(path).write_text(to_csv(pd.concat(frames, ignore_index=True)), encoding="utf-8")
