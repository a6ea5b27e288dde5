"""The changed outcomes and figures of the study, each with the inputs that moved it."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from math import inf
from multiprocessing import get_context
from operator import eq
from typing import TypeAlias

from upgrading.changes.attribution import (
    Attributed,
    Basis,
    Chosen,
    Search,
    answered,
    attribute,
    taking_part,
)
from upgrading.changes.differences import Cause, Change, Outcomes, Place, Shown, applied
from upgrading.changes.evaluation import Reach
from upgrading.changes.figures import FigureChange
from upgrading.changes.inputs import Inputs
from upgrading.changes.states import Source, States, reading, source_of, told_apart

Question: TypeAlias = tuple[Chosen, Source]
"""Causes that are as they are now, and what is to be made so."""

Job: TypeAlias = tuple[Chosen, Sequence[Source]]
"""The same of several sources, which share what they rest on."""

Work: TypeAlias = Callable[
    [Callable[[Job], list[Outcomes]], Sequence[Job]], Iterable[list[Outcomes]]
]
"""Does the jobs, one after the other (`map`) or several at a time; gives results in order."""


@dataclass(frozen=True)
class Comparison:
    """Two states of the inputs, of the same form (`differences.aligned`), and what differs.

    `now`: what the present results say; `said`: what the baseline says, if the program is the one
    that made it; else its inputs are recomputed too, to tell the program's share.
    """

    causes: Sequence[Cause]
    before: Inputs
    after: Inputs
    layouts: Collection[str]
    states: States
    now: Outcomes
    said: Outcomes | None = None
    _states: dict[Chosen, Inputs] = field(default_factory=dict)
    _keys: dict[Question, Hashable] = field(default_factory=dict)
    _found: dict[Hashable, Outcomes] = field(default_factory=dict)

    def state(self, chosen: Chosen) -> Inputs:
        """The inputs with the chosen causes as they are now, all others as they were."""
        if not chosen:
            return self.before
        if len(chosen) == len(self.causes):
            return self.after
        if chosen not in self._states:
            edits = [edit for number in sorted(chosen) for edit in self.causes[number].edits]
            self._states[chosen] = applied(self.before, self.after, edits)
        return self._states[chosen]

    def attributed(self, found: Sequence[Change], work: Work = map) -> list[Attributed]:
        """Every change with the causes that moved it, as in `attribution.attribute`.

        Only sources of which something changed are made again, costly ones for a few inputs from
        which they follow (`states.told_apart`), and none whose key has been met.
        """
        relations = {
            key[0] for inputs in (self.before, self.after) for key in inputs["relations"].rows
        }
        sources = {one.place: source_of(one.place, self.layouts, relations) for one in found}
        bases = {source: self._basis(source) for source in set(sources.values())}
        for source in filter(None, sources.values()):
            self._found[self._key(source, frozenset(range(len(self.causes))))] = self.now
            if self.said is not None:
                self._found[self._key(source, frozenset())] = self.said

        def under(place: Place, chosen: Chosen) -> Shown | None:
            source = sources[place]
            return self._outcomes(chosen, source).get(place) if source else None

        return attribute(
            found,
            lambda place: bases[sources[place]],
            under,
            lambda questions: self._do(
                [(chosen, source) for place, chosen in questions if (source := sources[place])],
                work,
            ),
        )

    def _key(self, source: Source, chosen: Chosen) -> Hashable:
        question = (chosen, source)
        if question not in self._keys:
            self._keys[question] = self.states.key(source, self.state(chosen))
        return self._keys[question]

    def _basis(self, source: Source | None) -> Basis:
        if source is None:
            return Basis(range(len(self.causes)), told_apart=False)
        reach = self.states.reach(source)
        causes, most = reading(reach, self.causes), told_apart(reach)
        if len(causes) > most:
            causes = self._changing(causes, partial(self.states.key, source))
        return Basis(causes, len(causes) <= most, cheap=most == inf)

    def _changing(
        self, causes: Sequence[int], key: Callable[[Inputs], Hashable]
    ) -> tuple[int, ...]:
        """Which of the causes change what a key covers, alone or in place of what it was."""
        every, nothing = frozenset(range(len(self.causes))), frozenset[int]()
        of = {chosen: key(self.state(chosen)) for chosen in (nothing, every)}
        return tuple(
            cause
            for cause in causes
            if key(self.state(frozenset({cause}))) != of[nothing]
            or key(self.state(every - {cause})) != of[every]
        )

    def _do(self, questions: Iterable[Question], work: Work) -> None:
        """Make what is costly and not known yet."""
        wanted: dict[Hashable, Question] = {}
        for chosen, source in questions:
            if told_apart(self.states.reach(source)) < inf:
                wanted.setdefault(self._key(source, chosen), (chosen, source))
        jobs: defaultdict[Chosen, dict[Hashable, Source]] = defaultdict(dict)
        for key, (chosen, source) in wanted.items():
            if key not in self._found:
                jobs[chosen][key] = source
        # all of them first: this object is what the workers have, and must not change yet
        done = list(work(self.made, [(chosen, [*own.values()]) for chosen, own in jobs.items()]))
        for keys, found in zip(jobs.values(), done, strict=True):
            self._found.update(zip(keys, found, strict=True))

    def made(self, job: Job) -> list[Outcomes]:
        """The outcomes of sources with some causes as they are now."""
        chosen, sources = job
        return [self.states.said(source, self.state(chosen)) for source in sources]

    def _outcomes(self, chosen: Chosen, source: Source) -> Outcomes:
        key = self._key(source, chosen)
        if key not in self._found:
            (self._found[key],) = self.made((chosen, [source]))
        return self._found[key]

    def figures(self, changed: Mapping[str, str]) -> list[FigureChange]:
        """Every changed figure (`figures.changed`) with the inputs that change what it shows.

        Of one that follows from a costly step, and that more inputs reach than it is made again
        for, those inputs. One that no rule draws any more was taken out of the program.
        """
        found = []
        for figure, what in changed.items():
            drawn = self.states.drawn(figure)
            reach = self.states.whence(*drawn) if drawn else Reach()
            causes, most = reading(reach, self.causes), told_apart(reach)
            if drawn and len(causes) > most:
                causes = self._changing(causes, partial(self.states.key_of, drawn))
            if drawn is None or not causes:
                found.append(FigureChange(figure, what))
            elif len(causes) > most:
                found.append(FigureChange(figure, what, causes, told_apart=False))
            else:
                shown = partial(self._shown, partial(self.states.shown, drawn))
                found.append(FigureChange(figure, what, answered(self._moving(causes), shown)))
        return found

    def _moving(self, causes: Sequence[int]) -> Search[Hashable, tuple[int, ...]]:
        """The inputs that change what a figure shows: alone, or with others where those suffice."""
        nothing, every = frozenset[int](), frozenset(causes)
        known = yield [nothing, every, *(frozenset({cause}) for cause in causes)]
        moving = [cause for cause in causes if known[frozenset({cause})] != known[nothing]]
        if (yield [frozenset(moving)])[frozenset(moving)] == known[every]:
            return tuple(moving)
        return (yield from taking_part(causes, known, eq)) or ()

    def _shown(self, shown: Callable[[Inputs], Hashable], chosen: Chosen) -> Hashable:
        return shown(self.state(chosen))


# Jobs of a comparison done in several processes ---------------------------------------------------


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
