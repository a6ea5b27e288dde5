"""The curves of the multiverse, as SVG, PDF and PNG."""

from drawing import draw_changed
from sources import read_frame
from specification_files import read_effects, read_relation
from task import task
from trade_sources import read_trade
from upgrading.present.figures import specification_curve

KINDS = ["product", "process", "functional"]

with task(snakemake) as log:
    files, params = snakemake.input, snakemake.params
    multiverse = read_trade(files.multiverse)
    choices = read_trade(files.choices, ["level"])
    of_kind = {kind: multiverse[multiverse["y"] == f"up_{kind}"] for kind in KINDS}
    figures = {
        "specification_choices": (
            specification_curve.draw_choices,
            (
                read_relation(files.specifications, params.relation),
                multiverse[multiverse["relation"] == params.relation],
                choices[choices["relation"] == params.relation],
                read_frame(files.clusters)[["cluster_id", "name", "industry"]],
                params.relation,
            ),
        ),
    } | {
        f"specification_curve_{kind}": (
            specification_curve.draw,
            (
                read_effects(files.specifications, relations["relation"]),
                relations,
                f"up_{kind}",
                params.negligible,
            ),
        )
        for kind, relations in of_kind.items()
    }
    draw_changed(figures, snakemake, log)
