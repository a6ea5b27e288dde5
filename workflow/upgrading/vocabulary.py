"""The study's terms in one place: sector groups, components, governance, upgrading, degrees.

The codes are the column names and cell values of every file the pipeline writes; the labels are
what tables and figures show. Definitions: report, chapter 2 (collective efficiency, governance,
upgrading) and the legends of Tables 3 and 4.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

SECTOR_GROUPS: Final = MappingProxyType(
    {
        "traditional_manufacturing": "Traditional manufacturing",
        "natural_resource_based": "Natural resource-based",
        "complex_product_systems": "Complex product systems",
        "specialised_suppliers": "Specialised suppliers (software)",
    }
)

GROUP_COLOURS: Final = MappingProxyType(
    dict(zip(SECTOR_GROUPS, ("#0072B2", "#009E73", "#D55E00", "#AA4499"), strict=True))
)
"""In pictures, after Okabe and Ito."""

ALSO_CALLED: Final = MappingProxyType(
    {
        "software": "specialised_suppliers",
        "suppliers": "specialised_suppliers",
        "traditional": "traditional_manufacturing",
        "manufacturing": "traditional_manufacturing",
        "resource_based": "natural_resource_based",
        "natural_resources": "natural_resource_based",
        "agriculture": "natural_resource_based",
        "complex_products": "complex_product_systems",
        "cops": "complex_product_systems",
    }
)
"""What people call a sector group, and the group."""

EXTERNAL_ECONOMIES: Final = MappingProxyType(
    {
        "ee_labour_market": "Specialised labour market",
        "ee_inputs": "Availability of inputs",
        "ee_information": "Access to information",
        "ee_market_access": "Market access",
    }
)

JOINT_ACTION: Final = MappingProxyType(
    {
        "ja_backward": "Backward vertical linkages",
        "ja_forward": "Forward vertical linkages",
        "ja_bilateral": "Horizontal bilateral linkages",
        "ja_multilateral": "Horizontal multilateral linkages",
    }
)

COMPONENTS: Final = MappingProxyType({**EXTERNAL_ECONOMIES, **JOINT_ACTION})

GOVERNANCE: Final = MappingProxyType(
    {
        "gov_market": "Market",
        "gov_network": "Network",
        "gov_quasi_hierarchy": "Quasi-hierarchy",
        "gov_hierarchy": "Hierarchy",
    }
)

GOVERNANCE_CODES: Final = MappingProxyType(
    {0: "absent", 1: "domestic chain", 2: "global chain", 3: "domestic and global chains"}
)

UPGRADING: Final = MappingProxyType(
    {
        "up_product": "Product upgrading",
        "up_process": "Process upgrading",
        "up_functional": "Functional upgrading",
        "up_intersectoral": "Intersectoral upgrading",
    }
)

INDICES: Final = MappingProxyType(
    {
        "eei": "External economies index",
        "jai": "Joint action index",
        "ce_index": "Collective efficiency index",
    }
)

DEGREES: Final = MappingProxyType({"high": "High", "medium": "Medium", "low": "Low"})

SCORES: Final = (*COMPONENTS, *UPGRADING)
"""Columns scored 0 (absent) to `HIGHEST_SCORE` (high) in half steps."""

HIGHEST_SCORE: Final = 3

HIGHEST_INDEX: Final = HIGHEST_SCORE * len(EXTERNAL_ECONOMIES)
"""Of each of the two indices, which sum four components; of collective efficiency with weights that
add up to 1."""

CLUSTER_COLUMNS: Final = (
    "cluster_id",
    "group",
    "industry",
    "name",
    "country",
    *COMPONENTS,
    *GOVERNANCE,
    *UPGRADING,
)
"""Columns of `clusters.csv`, in order."""

AMOUNTS: Final = ("production_2002", "production_1995", "exports_2002", "exports_1996")
"""Columns of Table 2 in millions of US dollars."""

JOBS: Final = ("direct_jobs", "indirect_jobs")

STAGE_COLUMNS: Final = (
    "stage",
    "from_year",
    "to_year",
    "tonnes_start",
    "tonnes_end",
    "price_low",
    "price_high",
)
"""Columns of the stages of Table 20."""

LEAST_CASES: Final = 3
"""Fewest clusters of which an association is measured: two always agree or disagree perfectly."""

LEVEL: Final = 0.05
"""Largest p-value that counts as clear."""

EFFICIENCY_SETS: Final = ("efficiency", *(f"efficiency/{group}" for group in SECTOR_GROUPS))
"""The general sentence that collective efficiency furthers upgrading: in all groups, in each."""

GENERAL: Final = MappingProxyType(
    {
        "efficiency": "Collective efficiency furthers product, process and functional upgrading",
        "governance": "Governance furthers or hinders upgrading, as asserted",
    }
)
"""What a set is of, by the first part of its name."""
