"""The test of every claim of the report, in both editions."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from upgrading.audit.run import Audit
from upgrading.catalogue import Table
from upgrading.claims.registers import read_claims
from upgrading.files.codec import RawFile
from upgrading.indices import IndexRule
from upgrading.trade.classes import ClassChoices
from upgrading.trade.evidence import TradeEvidence

TOLD_APART: Final = 24


def claims(
    claims_files: Mapping[str, RawFile],
    cells: pd.DataFrame,
    printed_clusters: pd.DataFrame,
    corrected_clusters: pd.DataFrame,
    profiles: pd.DataFrame,
    stages: pd.DataFrame,
    association_printed: pd.DataFrame,
    association_corrected: pd.DataFrame,
    upgrading: pd.DataFrame,
    unit_values: pd.DataFrame,
    cluster_register: RawFile,
    profile_register: RawFile,
    layouts: Mapping[str, Table],
    rule: Mapping[str, Any],
    classes: Mapping[str, Any],
) -> dict[str, Any]:
    """The claims in plain words, their numbers, and `parts`: what the claims' cells tell."""
    found = Audit(
        read_claims(claims_files, cells, cluster_register, profile_register, layouts),
        cells,
        {"printed": printed_clusters, "corrected": corrected_clusters},
        profiles,
        stages,
        layouts,
        IndexRule.from_config(rule),
        TradeEvidence(upgrading, unit_values, ClassChoices.from_config(classes)),
        associations={"printed": association_printed, "corrected": association_corrected},
    )
    return {
        "claims": lambda: found.plain("claims"),
        "claim_numbers": lambda: found.claim_numbers,
        "parts": lambda: found.parts("claims"),
    }
