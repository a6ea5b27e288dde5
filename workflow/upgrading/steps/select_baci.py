"""The flows of the configured products from a file of BACI that was converted to Parquet."""

from collections.abc import Mapping
from contextlib import closing
from logging import Logger
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from upgrading.faults import Fault
from upgrading.files.codec import RawFile
from upgrading.trade.large.source import connect
from upgrading.trade.large.store import counted
from upgrading.trade.large.store import flows as flows_of
from upgrading.trade.product_entries import Product
from upgrading.trade.products import codes_of
from upgrading.trade.readers import codes
from upgrading.trade.readers.recognise import unknown_countries


def select_baci(
    store: Path,
    faults: list[Fault],
    code_tables: Mapping[str, RawFile],
    products: Mapping[str, Product],
    log: Logger,
) -> dict[str, Any]:
    """`flows`, `account`, and `faults`: what cannot be read, for `check_flows` to raise."""
    wanted = codes_of(products)
    named, no_codes = codes.read({path: file.content for path, file in code_tables.items()})
    wrong = [*faults, *no_codes]
    with TemporaryDirectory() as scratch, closing(connect(Path(scratch))) as database:
        flows = flows_of(database, store, wanted, named)
        account = counted(database, store, wanted)
    if flows.empty and not wrong:
        log.warning("%s: no flow of a configured product", store.name)
    for note in () if wrong else unknown_countries(flows):
        log.warning("%s", note)
    return {"flows": flows, "account": account, "faults": wrong}
