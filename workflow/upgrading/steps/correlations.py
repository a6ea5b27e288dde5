"""The rank correlation of any score or index with any other."""

import pandas as pd

from upgrading.inference.correlations import correlations as of_all_pairs


def correlations(clusters: pd.DataFrame, indices: pd.DataFrame) -> pd.DataFrame:
    """`correlations.CORRELATION_COLUMNS`."""
    return of_all_pairs(clusters, indices)
