"""What trade says about the report: Table 2's exports and their years, and the experts' scores."""

from pathlib import Path

from sources import read_frame
from task import task
from trade_sources import read_products, read_trade
from upgrading.audit import field_study, printed_exports
from upgrading.parts import TABLES, to_json
from upgrading.trade.classes import ClassChoices
from upgrading.trade.text import to_csv

with task(snakemake):
    files = snakemake.input
    listed, profiles = read_products(files), read_frame(files.profile_register)
    clusters = read_frame(files.clusters)
    figures = printed_exports.figures(read_frame(files.cells))
    trade = printed_exports.series(
        read_trade(files.unit_values),
        listed,
        dict(zip(profiles["profile_id"], profiles["cluster_id"], strict=True)),
    )
    years = printed_exports.by_year(figures, trade)
    beside = field_study.beside_scores(
        read_trade(files.upgrading, ["note"]),
        read_trade(files.verdicts, ["turns_on"]),
        listed,
        dict(zip(clusters["cluster_id"], clusters["up_product"], strict=True)),
        ClassChoices.from_config(snakemake.params.classes),
    )
    exports, passages = TABLES["exports"].apart(printed_exports.against_trade(figures, trade))
    for frame, path in (
        (exports, snakemake.output.exports),
        (years, snakemake.output.years),
        (printed_exports.offsets(years), snakemake.output.offsets),
        (printed_exports.placebos(figures, trade), snakemake.output.placebos),
        (beside, snakemake.output.field_study),
    ):
        Path(path).write_text(to_csv(frame), encoding="utf-8")
    Path(snakemake.output.parts).write_text(to_json(passages), encoding="utf-8")
