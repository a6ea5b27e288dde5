"""Verdict on every printed number, explanations of disagreements, and the test of every claim."""

from pathlib import Path

from claims_files import read_claims
from sources import read_catalogue, read_frame, read_passages
from task import task
from trade_sources import read_trade
from upgrading.audit.run import audit
from upgrading.frames import to_csv
from upgrading.indices import IndexRule
from upgrading.parts import TABLES, to_json
from upgrading.trade.classes import ClassChoices
from upgrading.trade.evidence import TradeEvidence

with task(snakemake):
    files = snakemake.input
    tables, _ = read_catalogue(files)
    cells = read_frame(files.cells)
    found = audit(
        read_claims(files, cells),
        cells,
        {
            "printed": read_frame(files.printed_clusters),
            "corrected": read_frame(files.corrected_clusters),
        },
        read_frame(files.profiles),
        read_frame(files.stages),
        tables,
        IndexRule.from_config(snakemake.params.rule),
        TradeEvidence(
            read_trade(files.upgrading, ["note"]),
            read_trade(files.unit_values),
            ClassChoices.from_config(snakemake.params.classes),
        ),
        TABLES["exports"].together(
            read_trade(files.exports, ["printed", "verdict"]), read_passages(files.parts)
        ),
        associations={
            edition: read_trade(files[f"association_{edition}"], ["note"])
            for edition in ("printed", "corrected")
        },
    )
    plain, passages = found.apart()
    for frame, path in (
        (plain.cells, snakemake.output.cells),
        (plain.errata, snakemake.output.errata),
        (plain.conventions, snakemake.output.conventions),
        (plain.claims, snakemake.output.claims),
        (plain.claim_numbers, snakemake.output.claim_numbers),
    ):
        Path(path).write_text(to_csv(frame), encoding="utf-8")
    Path(snakemake.output.parts).write_text(to_json(passages), encoding="utf-8")
