"""The changed outcomes and figures of the study, each with the inputs that moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from upgrading.refresh import figures
from upgrading.refresh.attribution import Attributed, attribute
from upgrading.refresh.differences import Cause, applied
from upgrading.refresh.figures import FigureChange
from upgrading.refresh.inputs import Inputs, choice, product_entries
from upgrading.refresh.outcomes import Change, Outcomes, Place
from upgrading.refresh.recompute import Recomputation, Stage


def attributed(
    found: Sequence[Change],
    causes: Sequence[Cause],
    before: Inputs,
    after: Inputs,
    recomputation: Recomputation,
) -> list[Attributed]:
    """Every change with the causes that moved it, as in `attribution.attribute`.

    `before` and `after` have the same form (`differences.aligned`). Only stages in which something
    changed are recomputed.
    """
    listed = {*product_entries(before["products"]), *product_entries(after["products"])}
    stages = {recomputation.stage(change.place, listed) for change in found}
    wanted: set[Stage] = {stage for stage in stages if stage}

    def recompute(chosen: frozenset[int]) -> Outcomes:
        edits = [edit for number in sorted(chosen) for edit in causes[number].edits]
        return recomputation.outcomes(applied(before, after, edits), wanted)

    return attribute(
        found,
        len(causes),
        recompute,
        lambda place: recomputation.stage(place, listed) is not None,
        lambda place, number: reads(place, causes[number], after),
    )


def reads(place: Place, cause: Cause, inputs: Inputs) -> bool:
    """Whether the stage behind an outcome that is not recomputed reads an input.

    Verdicts read what is printed, and how indices are made; other numbers read the edition in use
    and every choice outside trade, those of trade the trade inputs.
    """
    tables = {edit.table for edit in cause.edits}
    keys = [edit.key[0] for edit in cause.edits if edit.table == "choices"]
    if place.kind == "verdict":
        return bool(tables & {"printed_cells", "clusters_printed"}) or any(
            key.startswith("indices.") for key in keys
        )
    if _of_trade(place.exhibit):
        return _is_trade(cause)
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


def figure_changes(
    changed: Mapping[str, str],
    causes: Sequence[Cause],
    before: Inputs,
    after: Inputs,
    recomputation: Recomputation,
) -> list[FigureChange]:
    """Every changed figure (`figures.changed`) with the inputs that alone change what it shows.

    Of a figure whose data are not recomputed, the inputs that it may show.
    """
    found = []
    for figure, what in changed.items():
        if figure in figures.SHOWS and causes:
            base = recomputation.case_study(before)
            singles = [
                recomputation.case_study(applied(before, after, cause.edits)) for cause in causes
            ]
            moving = figures.moved_by(figure, base, singles)
        else:
            moving = tuple(
                number for number, cause in enumerate(causes) if _may_show(figure, cause)
            )
        found.append(FigureChange(figure, what, moving))
    return found
