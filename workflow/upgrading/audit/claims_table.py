"""Every claim of the report with its verdict in both editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from upgrading.claims.readings import Claim, judge
from upgrading.evidence import Evidence

CLAIM_COLUMNS: Final = (
    *("claim_id", "location", "claim", "verdict", "evidence"),
    *("verdict_corrected", "evidence_corrected", "repeats"),
)


def claims_frame(claims: Iterable[Claim], editions: Mapping[str, Evidence]) -> pd.DataFrame:
    """Every claim with its verdict under the `printed` and the `corrected` edition.

    Columns `CLAIM_COLUMNS`; `verdict` and `evidence` are those of the printed edition, `repeats` is
    the claim that says the same at another place and lends its readings, empty for most.
    """
    rows = [
        (
            *(claim.claim_id, claim.location, claim.claim),
            *judge(claim, editions["printed"]),
            *judge(claim, editions["corrected"]),
            claim.repeats,
        )
        for claim in claims
    ]
    return pd.DataFrame(rows, columns=list(CLAIM_COLUMNS), dtype=object)
