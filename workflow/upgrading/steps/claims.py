"""The test of every claim of the report, in both editions."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from upgrading.audit.run import Audit
from upgrading.cases.catalogue import Table
from upgrading.cases.indices import IndexRule
from upgrading.claims.registers import read_claims
from upgrading.files.codec import RawFile
from upgrading.multiverse.relations import Relation
from upgrading.trade.classes import ClassChoices
from upgrading.trade.evidence import TradeEvidence


def judged(
    claims_files: Mapping[str, RawFile],
    cells: pd.DataFrame,
    printed_clusters: pd.DataFrame,
    corrected_clusters: pd.DataFrame,
    profiles: pd.DataFrame,
    stages: pd.DataFrame,
    upgrading: pd.DataFrame,
    unit_values: pd.DataFrame,
    second: pd.DataFrame,
    cluster_register: RawFile,
    profile_register: RawFile,
    layouts: Mapping[str, Table],
    rule: Mapping[str, Any],
    classes: Mapping[str, Any],
) -> Audit:
    """The audit, whose claims are not judged without the tests of relations."""
    return Audit(
        read_claims(claims_files, cells, cluster_register, profile_register, layouts),
        cells,
        {"printed": printed_clusters, "corrected": corrected_clusters},
        profiles,
        stages,
        layouts,
        IndexRule.from_config(rule),
        TradeEvidence(upgrading, unit_values, ClassChoices.from_config(classes), second),
    )


APART: Final = {"judged": judged}


def claims(
    relations_printed: pd.DataFrame,
    relations_corrected: pd.DataFrame,
    sets_printed: pd.DataFrame,
    sets_corrected: pd.DataFrame,
    relations: Mapping[str, Relation],
    seed: int,
    call: Callable[..., Audit],
) -> dict[str, Any]:
    """The claims in plain words, their numbers, and `parts`: what the claims' cells tell."""
    printed, corrected = (relations_printed, sets_printed), (relations_corrected, sets_corrected)
    found = call(judged).tested(relations, printed, corrected, seed)
    return {
        "claims": lambda: found.plain("claims"),
        "claim_numbers": lambda: found.claim_numbers,
        "parts": lambda: found.parts("claims"),
    }
