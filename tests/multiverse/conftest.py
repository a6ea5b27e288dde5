from __future__ import annotations

import pytest
from made_up import ERRATA

from upgrading.multiverse.variants import Editions, editions


@pytest.fixture(scope="session")
def of_report(clean_cases, tables) -> Editions:
    """The editions of the report, with one of the audit's doubtful indices."""
    return editions(
        clean_cases.printed_clusters,
        clean_cases.corrected_clusters,
        clean_cases.cells,
        ERRATA,
        tables,
    )
