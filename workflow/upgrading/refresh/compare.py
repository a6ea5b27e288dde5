"""The changed outcomes and figures of the study, each with the inputs that moved it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import eq
from typing import Final, TypeAlias

from upgrading.refresh.attribution import Attributed, Basis, attribute
from upgrading.refresh.differences import Cause, applied
from upgrading.refresh.figures import FigureChange
from upgrading.refresh.inputs import Inputs, entries
from upgrading.refresh.outcomes import Change, Outcomes, Place, Shown
from upgrading.refresh.reach import reads
from upgrading.refresh.recompute import Recomputation
from upgrading.refresh.stages import FEW, Stage, costly, few
from upgrading.refresh.states import States
from upgrading.refresh.taking_part import Chosen, Search, answered, taking_part

Job: TypeAlias = tuple[Chosen, frozenset[Stage]]
"""Causes that are as they are now, and the stages to be recomputed so."""

COSTLY: Final = "specification_"
"""How figures begin whose inputs take a second to bring together."""

Work: TypeAlias = Callable[[Callable[[Job], Outcomes], Sequence[Job]], Iterable[Outcomes]]
"""Does the jobs, one after the other (`map`) or several at a time; gives results in order."""


@dataclass(frozen=True)
class Comparison:
    """Two states of the inputs, of the same form (`differences.aligned`), and what differs.

    `said`: what the baseline says, if the program is the one that made it; else its inputs are
    recomputed too, to tell the program's share.
    """

    causes: Sequence[Cause]
    before: Inputs
    after: Inputs
    recomputation: Recomputation
    states: States
    said: Outcomes | None = None
    _states: dict[Chosen, Inputs] = field(default_factory=dict)
    _found: dict[tuple[Chosen, Stage], Outcomes] = field(default_factory=dict)

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

        Only stages in which something changed are recomputed, costly ones for a few inputs that
        they read (`stages.few`).
        """
        listed = {
            name for state in (self.before, self.after) for name in entries(state["products"])
        }
        stages = {one.place: self.recomputation.stage(one.place, listed) for one in found}

        def under(place: Place, chosen: Chosen) -> Shown | None:
            if self.said is not None and not chosen:
                return self.said.get(place)
            return self._outcomes(chosen, stages[place] or "").get(place)

        return attribute(
            found,
            lambda place: self._basis(place, stages[place]),
            under,
            lambda questions: self._do(
                self._jobs([(stages[place], chosen) for place, chosen in questions]), work
            ),
        )

    def _basis(self, place: Place, stage: Stage | None) -> Basis:
        every = range(len(self.causes))
        if stage is not None and not costly(stage):
            return Basis(every, told_apart=True)
        states = (self.before, self.after)
        reading = [n for n in every if reads(place, stage, self.causes[n], states)]
        told_apart = stage is not None and len(reading) <= few(stage)
        return Basis(reading, told_apart, cheap=False)

    def _jobs(self, questions: Iterable[tuple[Stage | None, Chosen]]) -> list[Job]:
        """What costly stages are asked for and have not said yet."""
        wanted: defaultdict[Chosen, set[Stage]] = defaultdict(set)
        for stage, chosen in questions:
            said = not chosen and self.said is not None
            if stage and costly(stage) and not said and (chosen, stage) not in self._found:
                wanted[chosen].add(stage)
        return [
            (chosen, frozenset(wanted[chosen]))
            for chosen in sorted(wanted, key=lambda causes: (len(causes), sorted(causes)))
        ]

    def _do(self, jobs: Sequence[Job], work: Work) -> None:
        # all of them first: this object is what the workers have, and must not change yet
        done = list(work(self.recomputed, jobs))
        for (chosen, stages), found in zip(jobs, done, strict=True):
            self._found.update({(chosen, stage): found for stage in stages})

    def recomputed(self, job: Job) -> Outcomes:
        """The outcomes of some stages with some causes as they are now."""
        chosen, stages = job
        return self.recomputation.outcomes(self.state(chosen), stages)

    def _outcomes(self, chosen: Chosen, stage: Stage) -> Outcomes:
        key = (chosen, stage)
        if key not in self._found:
            self._found[key] = self.recomputed((chosen, frozenset({stage})))
        return self._found[key]

    def figures(self, changed: Mapping[str, str]) -> list[FigureChange]:
        """Every changed figure (`figures.changed`) with the inputs that change what it shows.

        Of a costly figure that several inputs reach, those inputs. One that no rule draws any more
        was taken out of the program.
        """
        found = []
        for figure, what in changed.items():
            shown = self.states.shown(figure)
            reading = self.states.reading(figure, dict(enumerate(self.causes)))
            if shown is None or not reading:
                found.append(FigureChange(figure, what))
            elif len(reading) > FEW and figure.startswith(COSTLY):
                found.append(FigureChange(figure, what, reading, told_apart=False))
            else:
                moving = answered(self._moving(reading), partial(self._shown, shown))
                found.append(FigureChange(figure, what, moving))
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
