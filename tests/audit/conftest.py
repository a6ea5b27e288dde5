"""The audit of the report, run once."""

from __future__ import annotations

import pytest
from reference import REPORT_RULE

from upgrading.audit.run import Audit, audit, investigate


@pytest.fixture(scope="session")
def found(clean_cases, tables) -> Audit:
    editions = {
        "printed": clean_cases.printed_clusters,
        "corrected": clean_cases.corrected_clusters,
    }
    return audit(
        clean_cases.cells, editions, clean_cases.profiles, clean_cases.stages, tables, REPORT_RULE
    )


@pytest.fixture(scope="session")
def findings(clean_cases, tables):
    return investigate(clean_cases.cells, clean_cases.printed_clusters, tables, REPORT_RULE)[0]
