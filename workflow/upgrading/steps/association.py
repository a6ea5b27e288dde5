"""Association in the edition chosen."""

from typing import Final, Literal

import pandas as pd

TOLD_APART: Final = 24


def association(
    printed: pd.DataFrame,
    corrected: pd.DataFrame,
    edition: Literal["printed", "corrected"],
) -> pd.DataFrame:
    """`association.ASSOCIATION_COLUMNS`, of the edition."""
    return {"printed": printed, "corrected": corrected}[edition]
