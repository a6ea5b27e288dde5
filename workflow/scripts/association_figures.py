"""The figures of association, as SVG, PDF and PNG."""

from drawing import draw_changed
from sources import read_frame
from task import task
from trade_sources import read_trade
from upgrading.indices import IndexRule
from upgrading.present.figures import association_forest, association_scatter
from upgrading.vocabulary import UPGRADING

with task(snakemake) as log:
    files = snakemake.input
    scores = read_frame(files.clusters)[["cluster_id", "group", *UPGRADING]]
    association = read_trade(files.association, ["note"])
    # Each figure gets what it shows, so that nothing else makes it be drawn again.
    declared = association[association["family"] == "primary"]
    # all relations that are looked at enter into an adjusted p, which the scatter does not show
    of_index = association[association["index"] == "ce_index"].drop(columns="p_adjusted")
    draw_changed(
        {
            "association_forest": (
                association_forest.draw,
                (declared, snakemake.params.confidence),
            ),
            "association_scatter": (
                association_scatter.draw,
                (
                    scores,
                    read_frame(files.indices)[["cluster_id", "ce_index"]],
                    of_index,
                    IndexRule.from_config(snakemake.params.rule).scale,
                ),
            ),
        },
        snakemake,
        log,
    )
