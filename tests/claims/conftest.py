"""The evidence of the report's printed edition, once for every test of the language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reference import REPORT_RULE

from upgrading.audit.consequences import evidence_of
from upgrading.cases.indices import collective_efficiency
from upgrading.claims.evidence import Evidence
from upgrading.claims.language import Language, meaning
from upgrading.claims.language import test_of as reading_of
from upgrading.claims.readings import Outcome


@pytest.fixture(scope="session")
def evidence(clean_cases) -> Evidence:
    clusters = clean_cases.printed_clusters
    return evidence_of(
        clusters,
        collective_efficiency(clusters, REPORT_RULE),
        clean_cases.profiles,
        clean_cases.stages,
        {(c.exhibit, c.row, c.column): c.printed for c in clean_cases.cells.itertuples()},
    )


@pytest.fixture(scope="session")
def value(language: Language) -> Callable[[str], object]:
    """What an expression stands for."""
    return lambda text: meaning(text, language)


@pytest.fixture(scope="session")
def outcome(language: Language, evidence: Evidence) -> Callable[[str], Outcome]:
    """What the data say to a test."""
    return lambda text: reading_of(text, language)(evidence)
