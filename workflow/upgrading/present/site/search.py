"""The index of the search box: exhibits, clusters, claims, figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from upgrading.present.site import cells, cluster_pages
from upgrading.present.site.shell import embedded
from upgrading.present.terms import full_name


@dataclass(frozen=True)
class Entry:
    """What can be found: its name, kind, address, and words to find it by that are not shown."""

    name: str
    kind: str
    href: str
    more: str = ""


def entries(
    exhibits: cells.Exhibits,
    clusters: Iterable[Mapping[str, Any]],
    figures: Iterable[tuple[str, str, str]],
    claims: pd.DataFrame,
) -> list[Entry]:
    """Everything that the search box finds.

    `clusters`: rows of clusters; `figures`: name, title and description of each; `claims`:
    `audit.claims_table.CLAIM_COLUMNS`.
    """
    found = [
        Entry(exhibits.titles[name], "table", cells.page_of(name), name.replace("_", " "))
        for name in exhibits.tables
    ]
    found += [
        Entry(
            full_name(one),
            "cluster",
            cluster_pages.path_of(one["cluster_id"]),
            cluster_pages.country_of(one),
        )
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


def script(found: Iterable[Entry]) -> str:
    """The index as a script: pages opened from disk cannot fetch a file."""
    return f"window.SEARCH_INDEX = {embedded([asdict(entry) for entry in found])};\n"
