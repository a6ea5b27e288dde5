"""The figures of association and of the multiverse, as SVG, PDF and PNG."""

from drawing import draw_changed
from sources import read_frame
from specification_files import read_effects, read_relation
from task import task
from trade_sources import read_trade
from upgrading.present.figures import association_forest, association_scatter, specification_curve
from upgrading.vocabulary import UPGRADING

with task(snakemake) as log:
    files, params = snakemake.input, snakemake.params
    scores = read_frame(files.clusters)[["cluster_id", "group", *UPGRADING]]
    association = read_trade(files.association, ["note"])
    multiverse = read_trade(files.multiverse)
    choices = read_trade(files.choices, ["level"])
    of_kind = {kind: multiverse[multiverse["y"] == kind] for kind in UPGRADING}
    figures = {
        "association_forest": (association_forest.draw, (association, params.confidence)),
        "association_scatter": (
            association_scatter.draw,
            (scores, read_frame(files.indices)[["cluster_id", "ce_index"]], association),
        ),
        "specification_choices": (
            specification_curve.draw_choices,
            (
                read_relation(files.specifications, params.relation),
                multiverse[multiverse["relation"] == params.relation],
                choices[choices["relation"] == params.relation],
                params.relation,
            ),
        ),
    } | {
        f"specification_curve_{kind}": (
            specification_curve.draw,
            (
                read_effects(files.specifications, of_kind[f"up_{kind}"]["relation"]),
                of_kind[f"up_{kind}"],
                f"up_{kind}",
                params.negligible,
            ),
        )
        for kind in ("product", "process", "functional")
    }
    draw_changed(figures, snakemake, log)
