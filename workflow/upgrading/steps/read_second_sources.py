"""Every file of a second source, the project's and an author's, to one list of figures."""

from collections.abc import Mapping

import pandas as pd

from upgrading.faults import raise_if_any
from upgrading.files.codec import RawFile
from upgrading.trade.second_sources import series


def read_second_sources(files: Mapping[str, RawFile]) -> pd.DataFrame:
    """The figures (`second_sources.SERIES_COLUMNS`). Raises `DataFaults`, those of all files."""
    found, faults = series({path: file.content for path, file in files.items()})
    raise_if_any(faults)
    return found
