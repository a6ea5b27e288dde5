"""What the search box of the site finds."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from upgrading.present.site import cells, cluster_pages
from upgrading.present.site.search import Entry


def search_entries(
    exhibits: cells.Exhibits,
    clusters: Iterable[dict[str, Any]],
    figures: Iterable[tuple[str, str, str]],
    claims: pd.DataFrame,
) -> list[Entry]:
    """Everything that the search box finds: tables, clusters, figures, claims."""
    found = [
        Entry(exhibits.titles[name], "table", cells.page_of(name), name.replace("_", " "))
        for name in exhibits.tables
    ]
    found += [
        Entry(cluster_pages.name_of(one), "cluster", cluster_pages.path_of(one["cluster_id"]))
        for one in clusters
    ]
    found += [Entry(title, "figure", f"figures.html#{name}") for name, title, _ in figures]
    found += [
        Entry(
            claim["claim"],
            f"claim, {claim['verdict'].replace('_', ' ')}",
            f"claims.html#claim-{claim['claim_id']}",
        )
        for claim in claims.to_dict("records")
    ]
    return found
