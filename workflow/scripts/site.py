"""The site: every page, with the files that it offers, in one folder."""

import shutil
from importlib.metadata import version
from pathlib import Path
from platform import python_version

import pandas as pd

from exhibit_sources import read_words
from figure_text import alt_of
from names import read_names
from sources import read_catalogue, read_frame, read_told
from task import task
from trade_sources import read_flows, read_trade
from upgrading.present.site.assemble import SOFTWARE, Findings, Made, site
from upgrading.present.site.cells import NO_UPDATES

with task(snakemake):
    files, params = snakemake.input, snakemake.params
    out = Path(snakemake.output.site)
    flows = read_flows(files.flows)
    states = pd.concat(map(read_frame, files.raw_states))
    layouts, around = read_catalogue(files)
    cells, errata, conventions, claims = read_told(
        files, "cells", "errata", "conventions", "claims"
    )
    texts = site(
        Findings(
            homes={path: read_frame(path) for path in files.exhibits},
            tables=layouts,
            around=around,
            words=read_words(files),
            names=read_names(files),
            formulas=pd.concat(map(read_frame, files.formulas), ignore_index=True),
            cells=cells,
            errata=errata,
            conventions=conventions,
            claims=claims,
            editions={
                "printed": read_frame(files.printed_clusters),
                "corrected": read_frame(files.corrected_clusters),
            },
            clusters=read_frame(files.clusters).merge(read_frame(files.indices), on="cluster_id"),
            profiles=read_frame(files.profile_register),
            survives=read_trade(files.survives),
            field_study=read_trade(files.field_study, ["source"]),
            cleaning=read_trade(files.cleaning, ["choice"]),
            updates=read_frame(files.updates)
            if params.choices["edition"] == "corrected"
            else NO_UPDATES,
            trade_updates=flows[flows["file"].isin(params.trade_updates)],
            figures=[(Path(path).stem, *alt_of(Path(path))) for path in files.figures],
            made=Made(
                rules=params.rules,
                versions=[
                    ("Python", python_version()),
                    *((name, version(name)) for name in SOFTWARE),
                ],
                config=params.choices,
                checksums=list(zip(states["file"], states["state"], states["found"], strict=True)),
            ),
        )
    )

    shutil.rmtree(out, ignore_errors=True)
    for path, text in texts.items():
        file = out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for folder, paths in (
        ("assets", files.assets),
        ("figures", files.figures),
        ("downloads/figures", [*files.figures, *files.pictures]),
        ("downloads/tables", files.tables),
        ("downloads", [files.numbers, files.macros]),
        (".", [files.pdf, files.workbook]),
    ):
        (out / folder).mkdir(parents=True, exist_ok=True)
        for path in paths:
            shutil.copy(path, out / folder)
