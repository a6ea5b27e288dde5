"""What one step of cleaning did: a row of `results/trade/cleaning.csv`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pandas as pd

STEP_COLUMNS = ("step", "choice", "rows_in", "rows_affected", "value_usd_affected", "rows_out")


@dataclass(frozen=True)
class Step:
    """A step by name, the choice made, rows before and after, rows and US dollars it touched.

    A row is touched when it is left out, loses its quantity, gets another code, or is flagged.
    """

    step: str
    choice: str
    rows_in: int
    rows_affected: int
    value_usd_affected: float
    rows_out: int


def counted(
    name: str, choice: str, before: pd.DataFrame, touched: pd.Series, rows_out: int
) -> Step:
    """The `Step` that touched the rows of `before` where `touched` is true."""
    # fsum: the same figure whatever the order of the rows
    value = math.fsum(before.loc[touched, "value_usd"].dropna())
    return Step(name, choice, len(before), int(touched.sum()), value, rows_out)


def without(
    name: str, choice: str, flows: pd.DataFrame, left_out: pd.Series
) -> tuple[pd.DataFrame, Step]:
    """The flows that are not `left_out`, and the step."""
    kept = flows[~left_out]
    return kept, counted(name, choice, flows, left_out, len(kept))


def report(steps: Iterable[Step]) -> pd.DataFrame:
    """The steps in the order taken, columns `STEP_COLUMNS`."""
    return pd.DataFrame([asdict(step) for step in steps], columns=list(STEP_COLUMNS))
