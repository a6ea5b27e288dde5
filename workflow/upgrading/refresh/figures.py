"""Which figures changed, and which of the changed inputs they show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
    "upgrading_against_index": lambda case: (
        _clusters(case, UPGRADING) + _indices(case) + str(case.rule.scale)
    ),
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


OF_UNITS: Final[Mapping[str, str]] = {
    "association_forest": "association",
    "association_scatter": "association",
}
"""Figures of tests, and the unit (`inference_study.UNITS`) whose data they show."""

OF_CURVES: Final[Mapping[str, str]] = {
    "specification_choices": "",
    **{f"specification_curve_{kind.removeprefix('up_')}": kind for kind in UPGRADING},
}
"""Figures of specification curves, and the upgrading whose relations they show; none where a figure
shows the one relation that the config chooses."""

OF_TOTALS: Final = ("trade_quadrants",)
"""Figures of nothing but what is measured on the totals of trade; others show warnings about single
flows, or partners."""


@dataclass(frozen=True)
class FigureChange:
    """A figure that is not what it was, the causes that move what it shows, its picture of before.

    `told_apart`: whether each of the causes is known to move it. `before` is empty without a
    picture, and `why` says why.
    """

    figure: str
    what: str
    causes: tuple[int, ...] = ()
    told_apart: bool = True
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


NEVER_THERE: Final = "No picture of before: the baseline has no such figure."

NOT_KEPT: Final = (
    "No picture of before: the baseline has none, or not the one of its checksum; `make accept` "
    "writes them anew."
)
