"""The changed outcomes and figures of the study, each with the inputs that moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from upgrading.present.study_in_numbers import OVERVIEW
from upgrading.refresh import figures
from upgrading.refresh.attribution import Attributed, attribute
from upgrading.refresh.differences import Cause, applied
from upgrading.refresh.figures import FigureChange
from upgrading.refresh.inputs import Inputs, choice, product_entries
from upgrading.refresh.outcomes import Change, Place
from upgrading.refresh.recompute import Recomputation, Stage


@dataclass(frozen=True)
class Comparison:
    """Two states of the inputs, of the same form (`differences.aligned`), and what differs."""

    causes: Sequence[Cause]
    before: Inputs
    after: Inputs
    recomputation: Recomputation
    _states: dict[frozenset[int], Inputs] = field(default_factory=dict)

    def state(self, chosen: frozenset[int]) -> Inputs:
        """The inputs with the chosen causes as they are now, all others as they were."""
        if len(chosen) == len(self.causes):
            return self.after
        if chosen not in self._states:
            edits = [edit for number in sorted(chosen) for edit in self.causes[number].edits]
            self._states[chosen] = applied(self.before, self.after, edits)
        return self._states[chosen]

    def attributed(self, found: Sequence[Change]) -> list[Attributed]:
        """Every change with the causes that moved it, as in `attribution.attribute`.

        Only stages in which something changed are recomputed.
        """
        listed = {
            product
            for inputs in (self.before, self.after)
            for product in product_entries(inputs["products"])
        }
        stages = {self.recomputation.stage(change.place, listed) for change in found}
        wanted: set[Stage] = {stage for stage in stages if stage}
        return attribute(
            found,
            len(self.causes),
            lambda chosen: self.recomputation.outcomes(self.state(chosen), wanted),
            lambda place: self.recomputation.stage(place, listed) is not None,
            lambda place, number: reads(place, self.causes[number], self.after),
        )

    def figures(self, changed: Mapping[str, str]) -> list[FigureChange]:
        """Every changed figure (`figures.changed`) with the inputs that change what it shows.

        Of a figure whose data are not recomputed, the inputs that it may show.
        """
        found = []
        every = range(len(self.causes))
        for figure, what in changed.items():
            if figure in figures.SHOWS and self.causes:
                base = self.recomputation.case_study(self.before)
                singles = [
                    self.recomputation.case_study(self.state(frozenset({number})))
                    for number in every
                ]
                moving = figures.moved_by(figure, base, singles)
            else:
                moving = tuple(n for n in every if _may_show(figure, self.causes[n]))
            found.append(FigureChange(figure, what, moving))
        return found


_EVERY_EDITION: Final = frozenset({"survives", "pooled_within"})
"""Exhibits that rest on both editions, and on indices as printed."""


def reads(place: Place, cause: Cause, inputs: Inputs) -> bool:
    """Whether the stage behind an outcome that is not recomputed reads an input.

    Verdicts read what is printed, and how indices are made; other numbers read the edition in use
    and every choice outside trade, those of trade the trade inputs, those of `_EVERY_EDITION` all
    that is not trade, the study in numbers everything.
    """
    if place.exhibit == OVERVIEW:
        return True
    tables = {edit.table for edit in cause.edits}
    keys = [edit.key[0] for edit in cause.edits if edit.table == "choices"]
    if place.kind == "verdict":
        return bool(tables & {"printed_cells", "clusters_printed"}) or any(
            key.startswith("indices.") for key in keys
        )
    if _of_trade(place.exhibit):
        return _is_trade(cause)
    if place.exhibit in _EVERY_EDITION:
        return any(not edit.key[0].startswith("trade.") for edit in cause.edits) and not (
            tables <= {"trade_totals", "products"}
        )
    edition = f"clusters_{choice(inputs['choices'], 'edition')}"
    return edition in tables or any(not key.startswith("trade.") for key in keys)


def _of_trade(exhibit: str) -> bool:
    return exhibit.startswith("trade_")


def _is_trade(cause: Cause) -> bool:
    return any(
        edit.table in {"trade_totals", "products"} or edit.key[0].startswith("trade.")
        for edit in cause.edits
    )


def _may_show(figure: str, cause: Cause) -> bool:
    """Whether a figure whose data are not recomputed may show an input."""
    if _of_trade(figure):
        return _is_trade(cause) or cause.kind == "profile"
    return not _is_trade(cause)
