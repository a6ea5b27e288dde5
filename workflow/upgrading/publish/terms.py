"""Names of columns, clusters, profiles and products in a text, as readers know them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from upgrading.parts import Cell, Exhibit, Name, Part, Text
from upgrading.vocabulary import COMPONENTS, GOVERNANCE, INDICES, SECTOR_GROUPS, UPGRADING


def _within(label: str) -> str:
    """A label as it stands within a sentence."""
    return label[0].lower() + label[1:]


TERMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        name: _within(label)
        for name, label in {**INDICES, **COMPONENTS, **GOVERNANCE, **UPGRADING}.items()
    }
    | {name: label.lower() for name, label in SECTOR_GROUPS.items()}
    | {"up_sum": "sum of upgrading", "ce_degree": "degree of collective efficiency"}
    | {
        "production_2002": "production in 2002",
        "production_1995": "production in 1995",
        "exports_2002": "exports in 2002",
        "exports_1996": "exports in 1996",
        "additional_firms": "additional firms",
        "direct_jobs": "direct jobs",
        "indirect_jobs": "indirect jobs",
    }
    | {
        "initial_learning": "initial learning",
        "from_year": "first year",
        "to_year": "last year",
        "tonnes_start": "tonnes at the start",
        "tonnes_end": "tonnes at the end",
        "price_low": "lowest price",
        "price_high": "highest price",
    }
)
"""What each column, each sector group and each stage of the salmon cluster is called within a
sentence."""


def full_name(cluster: Mapping[str, Any]) -> str:
    """A cluster (`industry, name, country`) by itself: `Footwear, Sinos Valley (BRA)`."""
    return f"{cluster['industry']}, {cluster['name']} ({cluster['country']})"


def name_within(cluster: Mapping[str, Any]) -> str:
    """A cluster (`industry, name`) within a sentence: `Sinos Valley (footwear)`."""
    return f"{cluster['name']} ({cluster['industry'].lower()})"


def names_of(
    clusters: pd.DataFrame, profiles: pd.DataFrame, products: Mapping[str, str]
) -> dict[str, str]:
    """What clusters, profiles and products are called within a sentence, by their ids.

    `clusters`: `cluster_id, name, industry`; `profiles`, the rows of Table 2: `profile_id,
    cluster_id, product`; `products`: labels by id. `furniture_chipilo` is Chipilo (furniture). A
    profile of a whole cluster has the cluster's name. An id that is a plain word (`sugar`) stays
    that word.
    """
    places = dict(zip(clusters["cluster_id"], clusters["name"], strict=True))
    found = {name: _within(label) for name, label in products.items()}
    for profile in profiles.itertuples():
        found[profile.profile_id] = f"{places[profile.cluster_id]} ({profile.product})"
    for cluster in clusters.to_dict("records"):
        found[cluster["cluster_id"]] = name_within(cluster)
    return {name: words for name, words in found.items() if "_" in name}


def called(name: str, names: Mapping[str, str]) -> str:
    """What a column, or what has an id, is called within a sentence; others by their id."""
    return TERMS.get(name) or names.get(name, name)


def sentence(told: Text, names: Mapping[str, str]) -> str:
    """The text with names as readers know them (`TERMS`, `names`), also of cells and exhibits."""

    def said(part: Part) -> str:
        match part:
            case Name(name) | Exhibit(name):
                return called(name, names)
            case Cell(exhibit, row, column):
                return ", ".join(called(name, names) for name in (exhibit, row, column))
        return str(part)

    return "".join(map(said, told))
