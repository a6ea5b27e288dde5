"""One trade file, of whatever format, to the flows of the configured products."""

from pathlib import Path

from task import task
from trade_sources import read_products
from upgrading.faults import raise_if_any
from upgrading.trade.products import codes_of
from upgrading.trade.readers.recognise import read_any
from upgrading.trade.text import to_csv

with task(snakemake) as log:
    files = snakemake.input
    tables = {path: Path(path).read_bytes() for path in files.code_tables}
    wanted = codes_of(read_products(files))
    flows, faults = read_any(Path(files.trade).read_bytes(), files.trade, tables, wanted)
    raise_if_any(faults)
    if flows.empty:
        log.warning("note: %s: no flow of a configured product", files.trade)
    Path(snakemake.output[0]).write_text(to_csv(flows), encoding="utf-8")
