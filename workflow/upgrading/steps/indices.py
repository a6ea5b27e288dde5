"""Indices and degree of collective efficiency of every cluster."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from upgrading.cases.indices import IndexRule, collective_efficiency


def indices(clusters: pd.DataFrame, rule: Mapping[str, Any]) -> pd.DataFrame:
    """The indices of the edition in use."""
    return collective_efficiency(clusters, IndexRule.from_config(rule))
