"""Every measure of every exporter and product of a file of BACI, a Parquet per year."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from task import task
from trade_sources import read_codes
from upgrading.trade.large import measures
from upgrading.trade.large.connection import connect

with task(snakemake):
    files, folder = snakemake.input, Path(snakemake.output[0])
    folder.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(dir=folder.parent) as scratch,
        closing(connect(Path(scratch), threads=snakemake.threads)) as database,
    ):
        measures.of_store(database, Path(files.store), folder, read_codes(files))
