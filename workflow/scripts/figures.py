"""The figures of clusters, indices and upgrading, as SVG, PDF and PNG."""

from drawing import draw_changed
from sources import read_frame
from task import task
from upgrading.indices import IndexRule
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
from upgrading.vocabulary import COMPONENTS, GOVERNANCE, UPGRADING

NAMES = ["cluster_id", "group", "industry", "name", "country"]

with task(snakemake) as log:
    files = snakemake.input
    clusters, indices = read_frame(files.clusters), read_frame(files.indices)
    averages, exhibits = read_frame(files.averages), read_frame(files.exhibits)
    # Each figure gets what it shows, so that nothing else makes it be drawn again.
    components, upgrading, governance = (
        clusters[[*NAMES, *scores]] for scores in (COMPONENTS, UPGRADING, GOVERNANCE)
    )
    averages = averages[averages["variable"].isin(list(COMPONENTS))]
    rule = IndexRule.from_config(snakemake.params.rule)
    by_degree = exhibits[exhibits["exhibit"].isin(list(upgrading_by_degree.TABLES))]
    draw_changed(
        {
            "components_heatmap": (components_heatmap.draw, (components,)),
            "indices_by_cluster": (indices_by_cluster.draw, (components, indices, rule)),
            "upgrading_against_index": (
                upgrading_against_index.draw,
                (upgrading, indices, rule.scale),
            ),
            "group_profiles": (group_profiles.draw, (averages,)),
            "governance_matrix": (governance_matrix.draw, (governance,)),
            "exports_and_production": (
                exports_and_production.draw,
                (read_frame(files.profiles), clusters[NAMES]),
            ),
            "salmon_life_cycle": (salmon_life_cycle.draw, (read_frame(files.stages),)),
            "upgrading_by_degree": (upgrading_by_degree.draw, (by_degree,)),
            "diagram_1": (diagram.draw, ()),
        },
        snakemake,
        log,
    )
