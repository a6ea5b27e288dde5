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
from typing import Any, TypeAlias

from upgrading.changes.attribution import (
    Attributed,
    Basis,
    Chosen,
    Search,
    attributing,
    in_rounds,
    taking_part,
)
from upgrading.changes.differences import Cause, Change, Outcomes, Place, applied
from upgrading.changes.evaluation import Reach
from upgrading.changes.figures import FigureChange
from upgrading.changes.inputs import Inputs
from upgrading.changes.states import Drawn, Source, States, reading, source_of, told_apart

Asked: TypeAlias = Source | Drawn
"""What is to be made: the outcomes of a source, or what tells two pictures of a figure apart."""

Job: TypeAlias = tuple[Chosen, Sequence[Asked]]
"""Causes that are as they are now, and all that is to be made so: it shares what it rests on."""

Work: TypeAlias = Callable[[Callable[[Job], list[Any]], Sequence[Job]], Iterable[list[Any]]]
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
    _made: dict[tuple[Chosen, Asked], Any] = field(default_factory=dict)
    _known: dict[Hashable, Outcomes] = field(default_factory=dict)
    """What present results say, by all that it rests on: no state that has this makes it again."""

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

    def attributed(
        self, found: Sequence[Change], figures: Mapping[str, str], work: Work = map
    ) -> tuple[list[Attributed], list[FigureChange]]:
        """Every change and every changed figure (`figures.changed`) with the causes that moved it.

        Only sources of which something changed are made again, costly ones for a few inputs from
        which they follow (`states.told_apart`), and none that says what is known. All that one
        state of the inputs is to tell is one job.
        """
        relations = {
            key[0] for inputs in (self.before, self.after) for key in inputs["relations"].rows
        }
        sources = {one.place: source_of(one.place, self.layouts, relations) for one in found}
        bases = {source: self._basis(source) for source in set(sources.values())}
        for one in filter(None, bases):
            if self._costly(one):
                self._known[self.states.key(one, self.after)] = self.now
        searches: list[tuple[Place | Drawn | None, Search[Any, Any]]]
        searches = [(one.place, attributing(one, bases[sources[one.place]])) for one in found]
        for figure, what in figures.items():
            drawn = self.states.drawn(figure)
            searches.append((drawn, self._figure(drawn, figure, what)))

        def source(asked: Place | Drawn | None) -> Asked | None:
            return sources[asked] if isinstance(asked, Place) else asked

        def under(asked: Place | Drawn | None, chosen: Chosen) -> Any:
            of = source(asked)
            value = self._value(chosen, of) if of else {}
            return value.get(asked) if isinstance(asked, Place) else value

        def prepare(questions: Iterable[tuple[Place | Drawn | None, Chosen]]) -> None:
            self._make([(chosen, of) for asked, chosen in questions if (of := source(asked))], work)

        told = in_rounds(searches, under, prepare)
        return told[: len(found)], told[len(found) :]

    def _reach(self, asked: Asked) -> Reach:
        return self.states.reach(asked) if isinstance(asked, Source) else self.states.whence(*asked)

    def _costly(self, asked: Asked) -> bool:
        return told_apart(self._reach(asked)) < inf

    def _basis(self, source: Source | None) -> Basis:
        if source is None:
            return Basis(range(len(self.causes)), told_apart=False)
        reach = self.states.reach(source)
        causes, most = reading(reach, self.causes), told_apart(reach)
        if len(causes) > most:
            causes = self._changing(causes, partial(self.states.key, source))
        return Basis(causes, len(causes) <= most, cheap=most == inf)

    def _figure(
        self, drawn: Drawn | None, figure: str, what: str
    ) -> Search[Hashable, FigureChange]:
        """Search for the inputs that change what a figure shows.

        Of one that follows from a costly step, and that more inputs reach than it is made again
        for, those inputs. One that no rule draws any more was taken out of the program.
        """
        reach = self._reach(drawn) if drawn else Reach()
        causes, most = reading(reach, self.causes), told_apart(reach)
        if drawn and len(causes) > most:
            causes = self._changing(causes, partial(self.states.key_of, drawn))
        if not causes:
            return FigureChange(figure, what)
        if len(causes) > most:
            return FigureChange(figure, what, causes, told_apart=False)
        return FigureChange(figure, what, (yield from self._moving(causes)))

    def _moving(self, causes: Sequence[int]) -> Search[Hashable, tuple[int, ...]]:
        """The inputs that change what a figure shows: alone, or with others where those suffice."""
        nothing, every = frozenset[int](), frozenset(causes)
        known = yield [nothing, every, *(frozenset({cause}) for cause in causes)]
        moving = [cause for cause in causes if known[frozenset({cause})] != known[nothing]]
        if (yield [frozenset(moving)])[frozenset(moving)] == known[every]:
            return tuple(moving)
        return (yield from taking_part(causes, known, eq)) or ()

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

    def _make(self, questions: Iterable[tuple[Chosen, Asked]], work: Work) -> None:
        """Make what is costly and not known yet."""
        jobs: defaultdict[Chosen, dict[Asked, None]] = defaultdict(dict)
        for chosen, asked in dict.fromkeys(questions):
            if not self._is_made(chosen, asked) and self._costly(asked):
                jobs[chosen][asked] = None
        longest_first = sorted(jobs.items(), key=lambda job: -len(job[1]))
        listed: list[Job] = [(chosen, [*own]) for chosen, own in longest_first]
        # all of them first: this object is what the workers have, and must not change yet
        done = list(work(self.made, listed))
        for (chosen, own), found in zip(listed, done, strict=True):
            self._made.update(zip(((chosen, one) for one in own), found, strict=True))

    def made(self, job: Job) -> list[Any]:
        """All that is asked of one state of the inputs."""
        chosen, asked = job
        inputs = self.state(chosen)
        return [
            self.states.said(one, inputs, self._known)
            if isinstance(one, Source)
            else self.states.shown(one, inputs)
            for one in asked
        ]

    def _is_made(self, chosen: Chosen, asked: Asked) -> bool:
        said = self.said is not None and not chosen and isinstance(asked, Source)
        return said or (chosen, asked) in self._made

    def _value(self, chosen: Chosen, asked: Asked) -> Any:
        if not self._is_made(chosen, asked):
            (self._made[chosen, asked],) = self.made((chosen, [asked]))
        return self._made.get((chosen, asked), self.said)


# Jobs of a comparison done in several processes ---------------------------------------------------


class _Process:
    """What a process of a worker does, and with what."""

    do: Callable[[Job], list[Any]]
    jobs: Sequence[Job]


def _begin(do: Callable[[Job], list[Any]], jobs: Sequence[Job]) -> None:
    _Process.do, _Process.jobs = staticmethod(do), jobs


def _done(number: int) -> list[Any]:
    return _Process.do(_Process.jobs[number])


def workers(threads: int) -> Work:
    """Does jobs in processes of their own, which have the study as it is when these begin.

    They are forks: nothing of it is sent to them, and claims and figures, which hold functions,
    could not be.
    """

    def work(do: Callable[[Job], list[Any]], jobs: Sequence[Job]) -> Iterator[list[Any]]:
        if not jobs:
            return
        # statsmodels collects garbage in every adjustment of p values: what all processes share is
        # left out of that
        gc.freeze()
        fork = get_context("fork")
        with ProcessPoolExecutor(
            threads, mp_context=fork, initializer=_begin, initargs=(do, jobs)
        ) as pool:
            yield from pool.map(_done, range(len(jobs)))

    return work
