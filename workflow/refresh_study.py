"""The study in memory, to tell changed inputs apart: what the rules have computed is taken over."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from claims_files import read_claims
from refresh_sources import State
from sources import read_frame
from trade_sources import read_trade
from upgrading.catalogue import Table
from upgrading.refresh.compare import Comparison, Work
from upgrading.refresh.differences import Cause
from upgrading.refresh.inputs import Inputs
from upgrading.refresh.recompute import KnownTrade, Recomputation
from upgrading.refresh.trade_study import Measured


def comparison(
    files: Any,
    layouts: Mapping[str, Table],
    differing: Sequence[Cause],
    before: Inputs,
    present: State,
    baseline: State,
    same_program: bool,
) -> Comparison:
    """Two states to be compared, `before` in the form of the present one."""
    recomputation = Recomputation(layouts, read_claims(files, read_frame(files.cells)))
    recomputation.know(
        present.inputs,
        KnownTrade(
            Measured(read_trade(files.unit_values), read_trade(files.upgrading, ["note"])),
            read_trade(files.verdicts, ["turns_on"]),
            read_trade(files.exports, ["printed", "years_that_fit", "source", "verdict"]),
        ),
    )
    recomputation.know_association(present.inputs, read_trade(files.association, ["note"]))
    recomputation.know_outcomes(present.inputs, present.said)
    if same_program:
        recomputation.know_outcomes(before, baseline.said)
    said = baseline.said if same_program else None
    return Comparison(differing, before, present.inputs, recomputation, said)


@contextmanager
def workers(threads: int) -> Iterator[Work]:
    """Does jobs in processes of their own."""
    # statsmodels collects garbage in every adjustment of p values: what all processes share is left
    # out of that
    gc.freeze()
    with ProcessPoolExecutor(threads, mp_context=get_context("fork")) as pool:
        yield pool.map
