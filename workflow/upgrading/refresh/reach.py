"""How far a changed input can reach: which stages and figures read it at all.

Where a stage is costly, inputs that it does not read need not be told apart; where it is not
recomputed, this is all that is known.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from upgrading.present.association_tables import POOLED_WITHIN
from upgrading.present.study_in_numbers import OVERVIEW
from upgrading.present.survives_table import SURVIVES
from upgrading.refresh.differences import Cause
from upgrading.refresh.inference_study import UNITS
from upgrading.refresh.inputs import Inputs, choice
from upgrading.refresh.outcomes import Place
from upgrading.refresh.stages import CURVE, Stage, needs
from upgrading.vocabulary import GOVERNANCE

_BY_UNITS: Final = ("edition", "indices.", "inference.")
_BY_CURVES: Final = ("edition", "indices.", "averages.", "multiverse.")
"""Choices that tests and models, and the specification curves, are made by."""


def reads(place: Place, stage: Stage | None, cause: Cause, states: Sequence[Inputs]) -> bool:
    """Whether what lies behind an outcome reads an input. `states`: the inputs before and after.

    Verdicts read what is printed and how indices are made; tests and models the edition in use; the
    specification curve of a relation both editions and what is printed, of its sector groups; other
    numbers of trade the trade inputs, and what is not known everything but these. The study in
    numbers reads what its parts are counted from.
    """
    if place.kind == "verdict":
        return _read_by_the_audit(cause)
    if place.exhibit == OVERVIEW:
        return stage is None or _read_by_a_part(stage, cause, states)
    if stage is not None and stage.startswith(CURVE):
        return _read_by_a_curve(place.row, cause, states)
    if stage in UNITS:
        return _read_by_a_unit(place, cause, states)
    return _is_trade(cause) if _of_trade(place.exhibit) else not _is_trade(cause)


def _read_by_the_audit(cause: Cause) -> bool:
    tables = {edit.table for edit in cause.edits}
    return bool(tables & {"printed_cells", "clusters_printed"}) or _chosen(cause, "indices.")


def _read_by_a_part(stage: Stage, cause: Cause, states: Sequence[Inputs]) -> bool:
    """Of a part of the study in numbers."""
    frames = needs(stage)
    tested = Place("number", SURVIVES, "", "")
    return any(
        (
            "cells" in frames and _read_by_the_audit(cause),
            {"association", "survives"} & {*frames} and _read_by_a_unit(tested, cause, states),
            "survives" in frames and _read_by_some_curve(cause, states),
        )
    )


def _read_by_a_unit(place: Place, cause: Cause, states: Sequence[Inputs]) -> bool:
    """Of tests and models."""
    tables = {edit.table for edit in cause.edits}
    editions = {f"clusters_{choice(state['choices'], 'edition')}" for state in states}
    if place.exhibit == POOLED_WITHIN:
        editions |= {"clusters_printed", "printed_cells"}
    if place.exhibit == SURVIVES:
        editions |= {"relations"}
    return bool(tables & editions) or _chosen(cause, *_BY_UNITS)


def _read_by_some_curve(cause: Cause, states: Sequence[Inputs]) -> bool:
    if cause.kind == "relation":
        return True
    rows = {_row_of(key[0]) for state in states for key in state["relations"].rows}
    return any(_read_by_a_curve(row, cause, states) for row in rows)


def _read_by_a_curve(row: str, cause: Cause, states: Sequence[Inputs]) -> bool:
    if cause.kind == "relation":
        return _row_of(cause.name[1]) == row
    if cause.kind == "cluster":
        of_row = [
            {field: json.loads(cell["value"]) for field, cell in _entry(row, state).items()}
            for state in states
        ]
        columns = {edit.column for edit in cause.edits}
        return any(
            cause.name[1] in entry["groups"]
            # a code of governance is read where it is the x; scores also through the audit's errata
            and (entry["x"] in columns or not columns <= {*GOVERNANCE})
            for entry in of_row
            if entry
        )
    printed = any(edit.table == "printed_cells" for edit in cause.edits)
    return printed or _chosen(cause, *_BY_CURVES)


def _entry(row: str, state: Inputs) -> dict[str, Mapping[str, str]]:
    """The fields of the relation of a row; none if the state has no such relation."""
    return {
        field: cell
        for (relation, field), cell in state["relations"].rows.items()
        if _row_of(relation) == row
    }


def _row_of(relation: str) -> str:
    """The row of a relation in the table of what survives."""
    return relation.replace("-", "_")


def _chosen(cause: Cause, *sections: str) -> bool:
    """Whether a cause is a choice of one of these sections of the config."""
    return any(e.table == "choices" and e.key[0].startswith(sections) for e in cause.edits)


def _of_trade(exhibit: str) -> bool:
    return exhibit.startswith("trade_")


def _is_trade(cause: Cause) -> bool:
    return any(
        edit.table in {"trade_totals", "products"} or edit.key[0].startswith("trade.")
        for edit in cause.edits
    )
