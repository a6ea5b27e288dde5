"""How far a changed input can reach: which stages and figures read it at all.

Where a stage is costly, inputs that it does not read need not be told apart; where it is not
recomputed, this is all that is known.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from upgrading.present.association_tables import POOLED_WITHIN
from upgrading.present.study_in_numbers import OVERVIEW
from upgrading.present.survives_table import SURVIVES
from upgrading.refresh.differences import Cause
from upgrading.refresh.inference_study import UNITS
from upgrading.refresh.inputs import Inputs, choice
from upgrading.refresh.outcomes import Place

_BY_UNITS: Final = ("edition", "indices.", "inference.")
_BY_CURVES: Final = ("edition", "indices.", "averages.", "multiverse.")
"""Choices that tests and models, and the specification curves, are made by."""


def reads(place: Place, stage: str | None, cause: Cause, states: Sequence[Inputs]) -> bool:
    """Whether what lies behind an outcome reads an input. `states`: the inputs before and after.

    Verdicts read what is printed and how indices are made; tests and models the edition in use; the
    specification curve of a relation both editions and what is printed, of its sector groups; other
    numbers of trade the trade inputs, and what is not known everything but these. The study in
    numbers reads everything.
    """
    if place.exhibit == OVERVIEW:
        return True
    tables = {edit.table for edit in cause.edits}
    if place.kind == "verdict":
        return bool(tables & {"printed_cells", "clusters_printed"}) or _chosen(cause, "indices.")
    if place.exhibit == SURVIVES and stage is None:
        return _read_by_a_curve(place.row, cause, states)
    if stage in UNITS:
        editions = {f"clusters_{choice(state['choices'], 'edition')}" for state in states}
        if place.exhibit == POOLED_WITHIN:
            editions |= {"clusters_printed", "printed_cells"}
        if place.exhibit == SURVIVES:
            editions |= {"relations"}
        return bool(tables & editions) or _chosen(cause, *_BY_UNITS)
    return _is_trade(cause) if _of_trade(place.exhibit) else not _is_trade(cause)


def _read_by_a_curve(row: str, cause: Cause, states: Sequence[Inputs]) -> bool:
    if cause.kind == "relation":
        return _row_of(cause.name[1]) == row
    if cause.kind == "cluster":
        groups = [
            json.loads(cell["value"])
            for state in states
            for (relation, field), cell in state["relations"].rows.items()
            if _row_of(relation) == row and field == "groups"
        ]
        return any(cause.name[1] in own for own in groups)
    printed = any(edit.table == "printed_cells" for edit in cause.edits)
    return printed or _chosen(cause, *_BY_CURVES)


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


def may_show(figure: str, cause: Cause) -> bool:
    """Whether a figure whose data are not recomputed may show an input."""
    if _of_trade(figure):
        return _is_trade(cause) or cause.kind == "profile"
    return not _is_trade(cause)
