"""Verdict on every printed number, and explanations of those that disagree."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from upgrading.audit.run import Audit
from upgrading.catalogue import Table
from upgrading.claims.registers import read_claims
from upgrading.files.codec import RawFile
from upgrading.indices import IndexRule
from upgrading.parts import TABLES, Passages
from upgrading.trade.classes import ClassChoices
from upgrading.trade.evidence import TradeEvidence

TOLD_APART: Final = 10


def audit(
    claims_files: Mapping[str, RawFile],
    cells: pd.DataFrame,
    printed_clusters: pd.DataFrame,
    corrected_clusters: pd.DataFrame,
    profiles: pd.DataFrame,
    stages: pd.DataFrame,
    upgrading: pd.DataFrame,
    unit_values: pd.DataFrame,
    exports: pd.DataFrame,
    cluster_register: RawFile,
    profile_register: RawFile,
    parts: Passages,
    layouts: Mapping[str, Table],
    rule: Mapping[str, Any],
    classes: Mapping[str, Any],
) -> dict[str, Any]:
    """The tables of the audit in plain words, and `parts`: what their cells tell.

    The claims are asked what follows for them from an erratum.
    """
    found = Audit(
        read_claims(claims_files, cells, cluster_register, profile_register, layouts),
        cells,
        {"printed": printed_clusters, "corrected": corrected_clusters},
        profiles,
        stages,
        layouts,
        IndexRule.from_config(rule),
        TradeEvidence(upgrading, unit_values, ClassChoices.from_config(classes)),
        TABLES["exports"].together(exports, parts),
    )

    return {
        "cells": lambda: found.plain("cells"),
        "errata": lambda: found.plain("errata"),
        "conventions": lambda: found.plain("conventions"),
        "parts": lambda: found.parts("cells", "errata", "conventions"),
    }
