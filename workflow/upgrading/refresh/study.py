"""The study in memory, to tell changed inputs apart: what the rules have computed is taken over."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import pandas as pd

from upgrading.catalogue import Table
from upgrading.claims.readings import Claim
from upgrading.refresh.compare import Comparison, Job, Work
from upgrading.refresh.differences import Cause
from upgrading.refresh.inputs import Inputs
from upgrading.refresh.outcomes import Outcomes
from upgrading.refresh.recompute import KnownTrade, Recomputation
from upgrading.refresh.state import State
from upgrading.refresh.states import States
from upgrading.refresh.trade_study import Measured


@dataclass(frozen=True)
class Known:
    """What the rules have computed of the present inputs."""

    unit_values: pd.DataFrame
    upgrading: pd.DataFrame
    verdicts: pd.DataFrame
    exports: pd.DataFrame
    association: pd.DataFrame


def comparison(
    known: Known,
    claims: Sequence[Claim],
    layouts: Mapping[str, Table],
    differing: Sequence[Cause],
    before: Inputs,
    present: State,
    baseline: State,
    states: States,
) -> Comparison:
    """Two states to be compared, `before` in the form of the present one."""
    recomputation = Recomputation(layouts, claims)
    measured = Measured(known.unit_values, known.upgrading)
    recomputation.know(present.inputs, KnownTrade(measured, known.verdicts, known.exports))
    recomputation.know_association(present.inputs, known.association)
    recomputation.know_outcomes(present.inputs, present.said)
    same_program = baseline.program == present.program
    if same_program:
        recomputation.know_outcomes(before, baseline.said)
    said = baseline.said if same_program else None
    return Comparison(differing, before, present.inputs, recomputation, states, said)


class _Process:
    """What a process of a worker does with every job."""

    do: Callable[[Job], Outcomes]


def _begin(do: Callable[[Job], Outcomes]) -> None:
    _Process.do = staticmethod(do)


def _done(job: Job) -> Outcomes:
    return _Process.do(job)


def workers(threads: int) -> Work:
    """Does jobs in processes of their own, which have the study as it is when these begin.

    They are forks: nothing of it is sent to them, and claims, which hold functions, could not be.
    """

    def work(do: Callable[[Job], Outcomes], jobs: Sequence[Job]) -> Iterator[Outcomes]:
        if not jobs:
            return
        # statsmodels collects garbage in every adjustment of p values: what all processes share is
        # left out of that
        gc.freeze()
        fork = get_context("fork")
        with ProcessPoolExecutor(
            threads, mp_context=fork, initializer=_begin, initargs=(do,)
        ) as pool:
            yield from pool.map(_done, jobs)

    return work
