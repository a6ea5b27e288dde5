"""Check every trade file that the analysis reads against its checksum."""

from logging import Logger
from pathlib import Path

import pandas as pd

from upgrading.cases.raw_state import registered_state


def check_trade(
    trade: list[Path], updates: list[Path], register: Path, changed: str, log: Logger
) -> pd.DataFrame:
    """State of every trade file (`register.STATE_COLUMNS`). Raises `DataFaults`."""
    paths, authors = ([path.as_posix() for path in listed] for listed in (trade, updates))
    return registered_state(register.as_posix(), paths, authors, changed, log)
