"""Statements of the report that its data can bear on, each put to the test.

One module per part of the report; each holds a tuple `CLAIMS`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from upgrading.audit.claims import (
    case_annexes,
    complex_products,
    conclusions,
    natural_resources,
    software,
    summary_and_method,
    traditional_manufacturing,
)
from upgrading.audit.claims.repeats import Repeat, read_alike
from upgrading.claims.evidence import Evidence
from upgrading.claims.readings import Claim, judge

AS_WRITTEN: tuple[Claim, ...] = (
    *summary_and_method.CLAIMS,
    *traditional_manufacturing.CLAIMS,
    *natural_resources.CLAIMS,
    *complex_products.CLAIMS,
    *software.CLAIMS,
    *conclusions.CLAIMS,
    *case_annexes.CLAIMS,
)
"""Every claim, in the order of the report; repeats have no readings of their own."""

ALL_CLAIMS: tuple[Claim, ...] = read_alike(AS_WRITTEN)
"""Every claim, in the order of the report."""

REPEATS: Mapping[str, str] = {
    claim.claim_id: claim.repeats for claim in ALL_CLAIMS if isinstance(claim, Repeat)
}
"""By claim, the claim that it repeats."""

CLAIM_COLUMNS = (
    "claim_id",
    "location",
    "claim",
    "verdict",
    "evidence",
    "verdict_corrected",
    "evidence_corrected",
    "repeats",
)


def claims_frame(editions: Mapping[str, Evidence]) -> pd.DataFrame:
    """Every claim with its verdict under the `printed` and the `corrected` edition.

    Columns `CLAIM_COLUMNS`; `verdict` and `evidence` are those of the printed edition, `repeats` is
    the claim that says the same at another place and lends its readings, empty for most.
    """
    rows = [
        (
            claim.claim_id,
            claim.location,
            claim.claim,
            *judge(claim, editions["printed"]),
            *judge(claim, editions["corrected"]),
            REPEATS.get(claim.claim_id, ""),
        )
        for claim in ALL_CLAIMS
    ]
    return pd.DataFrame(rows, columns=list(CLAIM_COLUMNS), dtype=object)
