"""Jobs of a comparison done in several processes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from upgrading.refresh.compare import Job, Work
from upgrading.refresh.outcomes import Outcomes


class _Process:
    """What a process of a worker does with every job."""

    do: Callable[[Job], list[Outcomes]]


def _begin(do: Callable[[Job], list[Outcomes]]) -> None:
    _Process.do = staticmethod(do)


def _done(job: Job) -> list[Outcomes]:
    return _Process.do(job)


def workers(threads: int) -> Work:
    """Does jobs in processes of their own, which have the study as it is when these begin.

    They are forks: nothing of it is sent to them, and claims, which hold functions, could not be.
    """

    def work(do: Callable[[Job], list[Outcomes]], jobs: Sequence[Job]) -> Iterator[list[Outcomes]]:
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
