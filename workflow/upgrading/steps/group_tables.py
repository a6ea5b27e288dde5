"""Mean upgrading by degree, averages by sector group, and governance counts."""

import pandas as pd

from upgrading.cases.means import MeanRule, governance_counts, group_averages, upgrading_by_degree


def group_tables(
    clusters: pd.DataFrame, indices: pd.DataFrame, mean_rule: MeanRule
) -> dict[str, pd.DataFrame]:
    """The report's group tables, recomputed."""
    return {
        "by_degree": upgrading_by_degree(clusters, indices, mean_rule),
        "averages": group_averages(clusters, indices, mean_rule),
        "governance": governance_counts(clusters),
    }
