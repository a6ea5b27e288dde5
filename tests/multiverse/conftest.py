from __future__ import annotations

import pandas as pd
import pytest

from upgrading.multiverse.editions import Editions, editions

ERRATA = pd.DataFrame(
    [
        ("E1", "annex_table_2/furniture_chipilo/jai", None),
        ("E2", "table_09/total/up_sum", None),
    ],
    columns=["erratum", "root", "alternatives"],
    dtype=object,
)
"""As the audit lists them: a printed JAI in doubt, and a total that no score hangs on."""


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
