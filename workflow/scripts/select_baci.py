"""The flows of the configured products from a file of BACI that was converted to Parquet."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from task import task
from trade_sources import read_codes, read_products
from upgrading.trade.large import store
from upgrading.trade.large.connection import connect
from upgrading.trade.products import codes_of
from upgrading.trade.text import to_csv

with task(snakemake) as log:
    files = snakemake.input
    wanted, codes = codes_of(read_products(files)), read_codes(files)
    with TemporaryDirectory() as scratch, closing(connect(Path(scratch))) as database:
        flows = store.flows(database, Path(files.store), wanted, codes)
    if flows.empty:
        log.warning("note: %s: no flow of a configured product", snakemake.wildcards.file)
    Path(snakemake.output[0]).write_text(to_csv(flows), encoding="utf-8")
