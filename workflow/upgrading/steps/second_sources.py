"""Printed figures and trade statistics against second sources, as data and as tables."""

from typing import Any

import pandas as pd

from upgrading.audit import second_sources as against
from upgrading.exhibits.second_sources import tables
from upgrading.exhibits.tabulation import exhibits_of, formulas_of, words_around
from upgrading.trade import second_sources as sources
from upgrading.trade.second_entries import SecondSources


def second_sources(
    series: pd.DataFrame, unit_values: pd.DataFrame, cells: pd.DataFrame, second: SecondSources
) -> dict[str, Any]:
    """Printed figures (`comparisons`), the series behind them, and the pairs; and their tables."""
    comparisons = against.comparisons(series, cells, second)
    pairs = sources.pairs(series, unit_values, second)
    made = tables(comparisons, pairs, second)
    return {
        "comparisons": comparisons,
        "years": against.years(series, second),
        "pairs": pairs,
        "exhibits": exhibits_of(made),
        "words": words_around(made),
        "formulas": formulas_of(made, None),
    }
