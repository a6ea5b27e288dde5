"""One trade file, of whatever format, to the flows of the configured products."""

from pathlib import Path

from task import task
from trade_sources import wanted_codes, write_faults
from upgrading.trade.readers.recognise import notes, read_and_count
from upgrading.trade.text import to_csv

with task(snakemake) as log:
    files = snakemake.input
    tables = {path: Path(path).read_bytes() for path in files.code_tables}
    wanted, no_products = wanted_codes(files)
    content = Path(files.trade).read_bytes()
    flows, faults, account = read_and_count(content, files.trade, tables, wanted)
    faults = [*no_products, *faults]
    for note in () if faults else notes(content, files.trade, flows, wanted):
        log.warning("note: %s", note)
    write_faults(snakemake.output.faults, faults)
    Path(snakemake.output.flows).write_text(to_csv(flows), encoding="utf-8")
    Path(snakemake.output.account).write_text(to_csv(account), encoding="utf-8")
