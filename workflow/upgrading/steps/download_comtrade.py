"""Ask UN Comtrade for the trade of the configured products; every answer is kept as it came."""

import gzip
import os
import time
from collections.abc import Mapping
from functools import partial
from logging import Logger
from pathlib import Path
from typing import Any

import pandas as pd

from upgrading.cases.raw_state import digest
from upgrading.faults import raise_if_any
from upgrading.trade.download import (
    DownloadChoices,
    calls,
    key_from,
    outstanding,
    save,
    stored,
    wanted,
)
from upgrading.trade.download import download as ask_for
from upgrading.trade.product_entries import Product
from upgrading.trade.readers.records import records


def download_comtrade(
    products: Mapping[str, Product], download: Mapping[str, Any], folder: str, log: Logger
) -> pd.DataFrame:
    """`file, records, sha256` of the stored answers; new ones are stored in the folder."""
    key, store = key_from(os.environ), Path(folder)
    choices = DownloadChoices.from_config(download)
    asked = wanted(products, choices)
    ask_for(
        outstanding(asked, stored(store)),
        choices,
        ask=calls(key, choices.records_per_call),
        store=partial(save, store),
        clock=time.monotonic,
        sleep=time.sleep,
        tell=log.info,
    )
    rows = []
    for request in stored(store):
        if any(request.meets(other) for other in asked):
            path = store / request.name
            found, faults = records(gzip.decompress(path.read_bytes()), path.as_posix())
            raise_if_any(faults)
            rows.append((path.as_posix(), str(len(found)), digest(path)))
    return pd.DataFrame(rows, columns=["file", "records", "sha256"])
