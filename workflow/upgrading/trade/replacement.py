"""What an author's trade files put in the place of the flows that were there before."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from upgrading.trade.double_counting import KEY
from upgrading.trade.steps import Step, counted


def replaced(flows: pd.DataFrame, updates: pd.DataFrame) -> tuple[pd.DataFrame, Step]:
    """The flows with an author's in the place of those that they repeat, and the step.

    Both in the flow schema. A row of `updates` with a value takes the place of all rows in `flows`
    with the same `double_counting.KEY` (source, reporter, exporter, importer, flow, product, year),
    parts of a total included. Other flows stay, so that a partner's new figure leaves World's old
    total standing: `double_counting.world_partner` then holds the two against each other.
    """
    columns = list(KEY)
    new = pd.MultiIndex.from_frame(updates.loc[updates["value_usd"].notna(), columns])
    old = pd.MultiIndex.from_frame(flows[columns]).isin(new)
    left_out = pd.Series(old, index=flows.index)
    both = pd.concat([flows[~left_out], updates], ignore_index=True)
    step = counted("replaced_by_update", "replace", flows, left_out, len(both))
    return both, replace(step, rows_in=len(flows) + len(updates))
