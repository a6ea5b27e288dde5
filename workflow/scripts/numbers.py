"""Every number that any table shows, in one file."""

from pathlib import Path

import pandas as pd

from sources import read_frame
from task import task
from upgrading.exhibits.build import numbers_shown
from upgrading.frames import to_csv

with task(snakemake):
    exhibits = pd.concat(map(read_frame, snakemake.input.exhibits), ignore_index=True)
    Path(snakemake.output[0]).write_text(to_csv(numbers_shown(exhibits)), encoding="utf-8")
