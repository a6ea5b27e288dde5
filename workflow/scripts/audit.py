"""Verdict on every printed number, explanations of disagreements, and the test of every claim."""

from pathlib import Path

from claims_files import read_claims
from sources import read_catalogue, read_frame
from task import task
from trade_sources import read_trade
from upgrading.audit.run import audit
from upgrading.frames import to_csv
from upgrading.indices import IndexRule
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
        read_trade(files.exports, ["printed", "verdict", "explanation"]),
        associations={
            edition: read_trade(files[f"association_{edition}"], ["note"])
            for edition in ("printed", "corrected")
        },
    )
    for frame, path in (
        (found.cells, snakemake.output.cells),
        (found.errata, snakemake.output.errata),
        (found.conventions, snakemake.output.conventions),
        (found.claims, snakemake.output.claims),
        (found.claim_numbers, snakemake.output.claim_numbers),
    ):
        Path(path).write_text(to_csv(frame), encoding="utf-8")
