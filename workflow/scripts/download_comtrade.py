"""Ask UN Comtrade for the trade of the configured products; every answer is kept as it came."""

import gzip
import os
import time
from functools import partial
from pathlib import Path

import pandas as pd

from comtrade_client import calls, key_from, save, stored
from raw_state import digest
from task import task
from trade_sources import read_products
from upgrading.faults import raise_if_any
from upgrading.frames import to_csv
from upgrading.trade.download import DownloadChoices, download, outstanding, wanted
from upgrading.trade.readers.records import records

with task(snakemake) as log:
    key = key_from(os.environ)
    choices = DownloadChoices.from_config(snakemake.params.download)
    folder = Path(snakemake.params.folder)
    asked = wanted(read_products(snakemake.input), choices)
    download(
        outstanding(asked, stored(folder)),
        choices,
        ask=calls(key, choices.records_per_call),
        store=partial(save, folder),
        clock=time.monotonic,
        sleep=time.sleep,
        tell=log.info,
    )

    rows = []
    for request in stored(folder):
        if any(request.meets(other) for other in asked):
            path = folder / request.name
            content = gzip.decompress(path.read_bytes())
            found, faults = records(content, path.as_posix())
            raise_if_any(faults)
            rows.append((path.as_posix(), len(found), digest(path)))
    listing = pd.DataFrame(rows, columns=["file", "records", "sha256"])
    Path(snakemake.output[0]).write_text(to_csv(listing), encoding="utf-8")
