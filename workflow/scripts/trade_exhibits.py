"""The tables of the trade part as cells, the words around them, how each number comes about."""

from pathlib import Path

from sources import read_frame
from task import task
from trade_sources import read_flows, read_products, read_trade
from upgrading import frames
from upgrading.audit.trade_exhibits import TradeFindings, tables
from upgrading.audit.trade_formulas import trade_formulas
from upgrading.present.terms import full_name
from upgrading.trade.classes import ClassChoices, Window
from upgrading.trade.measures import MeasureChoices
from upgrading.trade.products import competitors
from words import write_words

with task(snakemake):
    files, params = snakemake.input, snakemake.params
    cells, clusters = read_frame(files.cells), read_frame(files.cluster_register)
    names = cells[(cells["exhibit"] == "table_02") & (cells["column"] == "label_2")]
    flows = read_flows(files.flows)
    found = TradeFindings(
        unit_values=read_trade(files.unit_values),
        warnings=read_trade(files.warnings),
        upgrading=read_trade(files.upgrading, ["note"]),
        verdicts=read_trade(files.verdicts, ["turns_on"]),
        exports=read_trade(files.exports, ["printed", "years_that_fit", "source", "verdict"]),
        offsets=read_trade(files.offsets),
        field_study=read_trade(files.field_study, ["source"]),
        choices=ClassChoices.from_config(params.classes),
        comparator=params.measures["comparator"],
        profiles=dict(zip(names["row"], names["printed"], strict=True)),
        clusters={
            cluster["cluster_id"]: full_name(cluster) for cluster in clusters.to_dict("records")
        },
        updated=flows[flows["file"].isin(params.updates)],
    )
    listed = read_products(files)
    exhibits, words = tables(found, listed)
    measures = MeasureChoices.from_config({**params.measures, "competitors": competitors(listed)})
    usual = Window(**params.window)
    formulas = trade_formulas(exhibits, found, flows, listed, usual, measures)
    for frame, path in (
        (exhibits, snakemake.output.exhibits),
        (formulas, snakemake.output.formulas),
    ):
        Path(path).write_text(frames.to_csv(frame), encoding="utf-8")
    write_words(
        snakemake.output.words,
        {name: (entry.caption, entry.notes) for name, entry in words.items()},
    )
