"""All that changed, and the table of it (CSV)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import pandas as pd

from upgrading.changes.attribution import Attributed
from upgrading.changes.differences import Cause, Change, Kind, Shown
from upgrading.changes.figures import FigureChange
from upgrading.changes.labels import Labels
from upgrading.numbers import exact_text
from upgrading.publish.quotable import macro

CHANGE_COLUMNS: Final = (
    "kind",
    "exhibit",
    "row",
    "column",
    "change",
    "old",
    "new",
    "difference",
    "old_shown",
    "new_shown",
    "shown_changes",
    "macro",
    "effect",
    "cause",
    "cause_old",
    "cause_new",
    "share",
)
"""One row per changed outcome and effect. `kind`: set, relation, claim, degree, verdict, number or
figure; `macro`: of numbers whose print changes, in `numbers.tex`; `effect`: alone, together,
program or not told apart, of figures also each (every one of the causes moves it); several causes
are separated by `; `. `share`: the part of `difference` that is the effect's."""

NO_CHANGES: Final = pd.DataFrame(columns=list(CHANGE_COLUMNS))
"""The table of changes without any."""


@dataclass(frozen=True)
class Report:
    """All that changed, and the inputs that differ, which the effects number from 0.

    `apart`: sentences on what is not compared.
    """

    causes: Sequence[Cause]
    changes: Sequence[Attributed]
    figures: Sequence[FigureChange]
    labels: Labels
    apart: Sequence[str] = ()

    def of(self, kind: Kind) -> list[Attributed]:
        """The changes of one kind."""
        return [one for one in self.changes if one.change.place.kind == kind]


def macro_of(change: Change) -> str:
    """The macro of a number whose print changes, appears or vanishes; else nothing."""
    kind, *place = change.place
    return macro(*place) if kind == "number" and change.shown_changes else ""


def changes_frame(report: Report) -> pd.DataFrame:
    """Every change with every effect, columns `CHANGE_COLUMNS`."""
    rows: list[tuple[object, ...]] = []
    for one in report.changes:
        change = one.change
        old, new = change.old or Shown("", ""), change.new or Shown("", "")
        head: tuple[object, ...] = (
            *change.place,
            change.what,
            old.value,
            new.value,
            _exact(change.difference),
        )
        head += (old.shown, new.shown, change.shown_changes, macro_of(change))
        for effect in one.effects:
            rows.append(
                (*head, *_effect_cells(effect.way, effect.causes, report), _exact(effect.share))
            )
    for figure in report.figures:
        head = ("figure", figure.figure, "", "", figure.what, "", "", "", "", "", True, "")
        way = _figure_way(figure)
        rows.append((*head, *_effect_cells(way, figure.causes, report), ""))
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS), dtype=object)


def _figure_way(figure: FigureChange) -> str:
    if not figure.causes:
        return "program"
    if len(figure.causes) == 1:
        return "alone"
    return "each" if figure.told_apart else "not told apart"


def _effect_cells(way: str, causes: Iterable[int], report: Report) -> tuple[str, str, str, str]:
    named = [report.causes[number] for number in causes]
    return (
        way,
        "; ".join(report.labels.cause(cause) for cause in named),
        "; ".join(cause.old for cause in named),
        "; ".join(cause.new for cause in named),
    )


def _exact(value: Fraction | None) -> str:
    return "" if value is None else exact_text(value)
