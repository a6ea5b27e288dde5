"""One trade file, of whatever format, to the flows of the configured products."""

from collections.abc import Mapping
from logging import Logger
from typing import Any

from upgrading.files.codec import RawFile
from upgrading.trade.product_entries import Product
from upgrading.trade.products import codes_of
from upgrading.trade.readers.recognise import notes, read_and_count


def read_trade_file(
    trade: RawFile,
    code_tables: Mapping[str, RawFile],
    products: Mapping[str, Product],
    log: Logger,
) -> dict[str, Any]:
    """`flows`, `account`, and `faults`: what cannot be read, for `check_flows` to raise."""
    tables = {path: file.content for path, file in code_tables.items()}
    wanted = codes_of(products)
    flows, faults, account = read_and_count(trade.content, trade.name, tables, wanted)
    for note in () if faults else notes(trade.content, trade.name, flows, wanted):
        log.warning("%s", note)
    return {"flows": flows, "account": account, "faults": faults}
