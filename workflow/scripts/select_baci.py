"""The flows of the configured products from a file of BACI that was converted to Parquet."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from task import task
from trade_sources import code_tables, read_faults, wanted_codes, write_faults
from upgrading.trade.large import store
from upgrading.trade.large.connection import connect
from upgrading.trade.readers.recognise import unknown_countries
from upgrading.trade.text import to_csv

with task(snakemake) as log:
    files = snakemake.input
    (wanted, no_products), (codes, no_codes) = wanted_codes(files), code_tables(files)
    faults = [*no_products, *read_faults([files.faults]), *no_codes]
    with TemporaryDirectory() as scratch, closing(connect(Path(scratch))) as database:
        flows = store.flows(database, Path(files.store), wanted, codes)
        account = store.counted(database, Path(files.store), wanted)
    if flows.empty and not faults:
        log.warning("note: %s: no flow of a configured product", snakemake.wildcards.file)
    for note in () if faults else unknown_countries(flows):
        log.warning("note: %s", note)
    write_faults(snakemake.output.faults, faults)
    Path(snakemake.output.flows).write_text(to_csv(flows), encoding="utf-8")
    Path(snakemake.output.account).write_text(to_csv(account), encoding="utf-8")
