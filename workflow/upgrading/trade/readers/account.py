"""What became of the rows of a trade file: the first steps of `results/trade/cleaning.csv`.

Every row met is in the flows or counted here with its value. A row that cannot be read is a fault,
and ends the run.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from upgrading.faults import Fault
from upgrading.trade import schema
from upgrading.trade.readers.cells import Sheet
from upgrading.trade.steps import STEP_COLUMNS, Step, report


class Reading(NamedTuple):
    """The flows of a file, the faults of the rows that are not there, and the account of the rest.

    `account`: a row per step of reading (`steps.STEP_COLUMNS`), the same steps for every file.
    """

    flows: pd.DataFrame
    faults: list[Fault]
    account: pd.DataFrame


def account(met: int, passed: int, value: float, flows: int) -> pd.DataFrame:
    """The account of a file with `met` rows, of which `passed` were of goods not asked for.

    `value`: US dollars of these; `flows`: how many flows the other rows make. Rows that are joined
    in one flow (a value and its quantity, the months of a year) leave no dollar out.
    """
    kept = met - passed
    return report(
        [
            Step("other_products", "leave out", met, passed, value, kept),
            Step("rows_joined", "one row a flow", kept, kept - flows, 0.0, flows),
        ]
    )


def added(accounts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The account of several files together."""
    every = pd.concat([account(0, 0, 0.0, 0), *accounts])
    return every.groupby(["step", "choice"], sort=False, as_index=False).sum()[list(STEP_COLUMNS)]


def reading(sheet: Sheet, flows: pd.DataFrame, products: Iterable[str] | None) -> Reading:
    """The flows of `products` (`None`: all) among those that the sheet's readable rows make."""
    flows = schema.conform(flows)
    kept = flows if products is None else flows[flows["product"].isin(list(products))]
    others = flows.loc[flows.index.difference(kept.index), "value_usd"].dropna()
    value = sheet.passed_value() + math.fsum(others)
    rows = sheet.passed.rows
    counted = account(len(sheet.lines) + rows, rows + len(flows) - len(kept), value, len(kept))
    return Reading(kept.reset_index(drop=True), sheet.faults, counted)
