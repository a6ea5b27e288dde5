"""Verdict on every printed number, explanations of disagreements, and the test of every claim."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from upgrading.audit import run
from upgrading.catalogue import Table
from upgrading.claims.registers import read_claims
from upgrading.files.codec import RawFile
from upgrading.indices import IndexRule
from upgrading.parts import TABLES, Passages
from upgrading.trade.classes import ClassChoices
from upgrading.trade.evidence import TradeEvidence


def audit(
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
    exports: pd.DataFrame,
    cluster_register: RawFile,
    profile_register: RawFile,
    parts: Passages,
    layouts: Mapping[str, Table],
    rule: Mapping[str, Any],
    classes: Mapping[str, Any],
) -> dict[str, Any]:
    """The tables of the audit in plain words, and `parts`: what their cells tell."""
    found = run.audit(
        read_claims(claims_files, cells, cluster_register, profile_register, layouts),
        cells,
        {"printed": printed_clusters, "corrected": corrected_clusters},
        profiles,
        stages,
        layouts,
        IndexRule.from_config(rule),
        TradeEvidence(upgrading, unit_values, ClassChoices.from_config(classes)),
        TABLES["exports"].together(exports, parts),
        associations={"printed": association_printed, "corrected": association_corrected},
    )
    plain, passages = found.apart()
    return {
        "cells": plain.cells,
        "errata": plain.errata,
        "conventions": plain.conventions,
        "claims": plain.claims,
        "claim_numbers": plain.claim_numbers,
        "parts": passages,
    }
