"""Every number that any table shows, in one file."""

from collections.abc import Mapping

import pandas as pd

from upgrading.exhibits.build import numbers_shown


def numbers(exhibits: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """`exhibit, row, column, value, shown` of every number."""
    return numbers_shown(pd.concat(exhibits.values(), ignore_index=True))
