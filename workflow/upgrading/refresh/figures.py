"""Which figures changed, and which of the changed inputs they show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from upgrading.frames import to_csv
from upgrading.vocabulary import COMPONENTS, GOVERNANCE, UPGRADING

if (
    TYPE_CHECKING
):  # importing the whole study takes a second, of which a run without changes is spared
    from upgrading.refresh.recompute import CaseStudy

_NAMED: Final = ["cluster_id", "group", "industry", "name", "country"]


def _upgrading_by_degree(case: CaseStudy) -> str:
    exhibits = case.exhibits
    return to_csv(exhibits[exhibits["exhibit"].isin(["table_06", "table_10", "table_14"])])


def _clusters(case: CaseStudy, columns: Iterable[str]) -> str:
    return to_csv(case.study.clusters[[*_NAMED, *columns]])


def _indices(case: CaseStudy) -> str:
    return to_csv(case.study.indices)


SHOWS: Final[Mapping[str, Callable[[CaseStudy], str]]] = {
    "components_heatmap": lambda case: _clusters(case, COMPONENTS),
    "indices_by_cluster": lambda case: _clusters(case, ()) + _indices(case) + str(case.rule),
    "upgrading_against_index": lambda case: _clusters(case, UPGRADING) + _indices(case),
    "group_profiles": lambda case: to_csv(
        case.study.averages[case.study.averages["variable"].isin(list(COMPONENTS))]
    ),
    "governance_matrix": lambda case: _clusters(case, GOVERNANCE),
    "exports_and_production": lambda case: to_csv(case.study.profiles) + _clusters(case, ()),
    "salmon_life_cycle": lambda case: to_csv(case.study.stages),
    "upgrading_by_degree": _upgrading_by_degree,
    "diagram_1": lambda case: "",
}
"""What each figure of the case data shows, as text: another text, another picture."""


@dataclass(frozen=True)
class FigureChange:
    """A figure that is not what it was, the causes that move what it shows, its picture of before.

    `before` is empty without one, and `why` says why.
    """

    figure: str
    what: str
    causes: tuple[int, ...] = ()
    before: str = ""
    why: str = ""


def changed(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, str]:
    """Figures (`figure, sha256`) that changed, appeared or vanished, sorted, and which of these."""
    was = dict(zip(old["figure"], old["sha256"], strict=True))
    now = dict(zip(new["figure"], new["sha256"], strict=True))
    found = {}
    for figure in sorted(was.keys() | now.keys()):
        if figure not in was:
            found[figure] = "appeared"
        elif figure not in now:
            found[figure] = "vanished"
        elif was[figure] != now[figure]:
            found[figure] = "changed"
    return found


def moved_by(figure: str, base: CaseStudy, singles: Sequence[CaseStudy]) -> tuple[int, ...]:
    """Numbers of the causes that alone change what a figure shows."""
    shows = SHOWS[figure]
    return tuple(number for number, one in enumerate(singles) if shows(one) != shows(base))


DRAWN_OTHERWISE: Final = (
    "No picture of before: from the baseline's inputs the program now draws another picture than "
    "the baseline's."
)


def why_no_picture(change: FigureChange) -> str:
    """Why there is no picture of before."""
    if change.what == "appeared":
        return "No picture of before: the baseline has no such figure."
    if not change.causes:
        return (
            "No picture of before: no input that it shows differs, the program draws it otherwise."
        )
    return "No picture of before: the data behind this figure are not recomputed here."
