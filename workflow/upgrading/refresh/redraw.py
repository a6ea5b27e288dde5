"""Figures of the case data drawn again, for the picture of before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from upgrading.frames import from_csv, to_csv
from upgrading.present.figures import (
    components_heatmap,
    diagram,
    exports_and_production,
    governance_matrix,
    group_profiles,
    indices_by_cluster,
    salmon_life_cycle,
    upgrading_against_index,
    upgrading_by_degree,
)
from upgrading.present.figures.style import Drawing, render
from upgrading.refresh.recompute import CaseStudy


def svg(figure: str, case: CaseStudy) -> bytes:
    """The SVG of one of `figures.SHOWS`, as the rule `figures` draws it."""
    study = case.study
    drawings: dict[str, Callable[[], Drawing]] = {
        "components_heatmap": partial(components_heatmap.draw, study.clusters),
        "indices_by_cluster": partial(
            indices_by_cluster.draw, study.clusters, study.indices, case.rule
        ),
        "upgrading_against_index": partial(
            upgrading_against_index.draw, study.clusters, study.indices
        ),
        "group_profiles": partial(group_profiles.draw, study.averages),
        "governance_matrix": partial(governance_matrix.draw, study.clusters),
        "exports_and_production": partial(
            exports_and_production.draw, study.profiles, study.clusters
        ),
        "salmon_life_cycle": partial(salmon_life_cycle.draw, study.stages),
        # as the rule reads it: from a file
        "upgrading_by_degree": partial(upgrading_by_degree.draw, from_csv(to_csv(case.exhibits))),
        "diagram_1": diagram.draw,
    }
    return render(drawings[figure](), "svg")
