"""Every figure as SVG, PDF and PNG."""

from pathlib import Path

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
from upgrading.present.figures.style import FORMATS, render

with task(snakemake):
    files = snakemake.input
    clusters, indices = read_frame(files.clusters), read_frame(files.indices)
    rule = IndexRule.from_config(snakemake.params.rule)
    drawings = {
        "diagram_1": diagram.draw(),
        "components_heatmap": components_heatmap.draw(clusters),
        "indices_by_cluster": indices_by_cluster.draw(clusters, indices, rule),
        "upgrading_against_index": upgrading_against_index.draw(clusters, indices),
        "group_profiles": group_profiles.draw(read_frame(files.averages)),
        "governance_matrix": governance_matrix.draw(clusters),
        "exports_and_production": exports_and_production.draw(read_frame(files.profiles), clusters),
        "salmon_life_cycle": salmon_life_cycle.draw(read_frame(files.stages)),
        "upgrading_by_degree": upgrading_by_degree.draw(read_frame(files.exhibits)),
    }
    folder = Path(snakemake.params.folder)
    for name, drawing in drawings.items():
        for form in FORMATS:
            (folder / f"{name}.{form}").write_bytes(render(drawing, form))
