"""The site: every page, with the files that it offers, in one folder."""

import shutil
from importlib.metadata import version
from pathlib import Path
from platform import python_version

import pandas as pd

from exhibit_sources import read_words
from figure_text import alt_of
from site_sources import search_entries
from sources import read_catalogue, read_frame
from task import task
from trade_sources import read_trade
from upgrading.present import audit_page
from upgrading.present.site import (
    cells,
    claims_page,
    cluster_pages,
    exhibit_pages,
    figures_page,
    made_page,
    overview,
    search,
    trade_page,
)
from upgrading.present.site.shell import SECTIONS, Page, render

SOFTWARE = (
    *("snakemake", "numpy", "pandas", "scipy", "statsmodels", "matplotlib", "duckdb"),
    *("pydantic", "papermill", "nbconvert", "typst", "xlsxwriter"),
)

with task(snakemake):
    files, params = snakemake.input, snakemake.params
    out = Path(snakemake.output.site)
    _, around = read_catalogue(files)
    words = read_words(files)["own_tables"]
    homes = {path: read_frame(path) for path in files.exhibits}
    claims, audited = read_frame(files.claims), read_frame(files.cells)
    errata = read_frame(files.errata)
    exhibits = cells.Exhibits(
        cells=pd.concat(homes.values(), ignore_index=True),
        titles=cells.titles(around, words),
        formulas=read_frame(files.formulas),
        audited=audited,
    )
    notes = {
        exhibit: [printed.legend, *printed.notes, f"Report: {printed.section}."]
        for exhibit, printed in around.items()
    } | {exhibit: entry["notes"] for exhibit, entry in words.items()}
    clusters = read_frame(files.clusters).merge(read_frame(files.indices), on="cluster_id")
    records = clusters.to_dict("records")
    field_study = read_trade(files.field_study, ["source"])
    profiles = read_frame(files.profile_register)
    figures = [(Path(path).stem, *alt_of(Path(path))) for path in files.figures]
    made_by = {output: rule for rule in params.rules for output in rule["outputs"]}

    pages: list[Page] = []
    order = list(exhibits.tables)
    for path, frame in homes.items():
        rule = made_by[path]
        for exhibit in frame["exhibit"].unique():
            around_it = exhibit_pages.Around(
                notes[exhibit], rule=rule["name"], inputs=rule["inputs"]
            )
            pages.append(exhibit_pages.exhibit_page(exhibits, exhibit, around_it, order))
    groups = {
        "The report's tables": [name for name in order if name in around],
        "More tables": [name for name in order if name not in around],
    }
    pages.append(exhibit_pages.list_page(exhibits, groups))
    pages.append(figures_page.figures_page(figures))
    for cluster in records:
        own = profiles.loc[profiles["cluster_id"] == cluster["cluster_id"], "profile_id"]
        about = [
            (claim["claim_id"], claim["claim"], claim["verdict"])
            for claim in claims.to_dict("records")
            if cluster["cluster_id"] in claim["evidence"]
        ]
        pages.append(cluster_pages.cluster_page(exhibits, cluster, list(own), field_study, about))
    pages.append(cluster_pages.list_page(records))
    pages.append(claims_page.claims_page(claims))
    pages.append(
        trade_page.trade_page(
            exhibits,
            notes,
            [figure for figure in figures if figure[0].startswith("trade_")],
            read_trade(files.cleaning, ["choice"]),
        )
    )
    versions = [("Python", python_version()), *((name, version(name)) for name in SOFTWARE)]
    states = pd.concat(map(read_frame, files.raw_states))
    checksums = list(zip(states["file"], states["state"], states["found"], strict=True))
    pages.append(made_page.made_page(params.rules, versions, params.config, checksums))

    built = {"index.html", "audit.html", *(page.path for page in pages)}
    sections = [(path, name) for path, name in SECTIONS if path in built]
    answers = overview.Answers(
        cells=audited,
        errata=errata,
        claims=claims,
        by_degree=read_frame(files.by_degree),
        association=read_trade(files.association),
        field_study=field_study,
        exports=read_trade(files.exports, ["source", "verdict"]),
    )
    pages.append(overview.overview_page(answers, figures, sections[1:]))

    shutil.rmtree(out, ignore_errors=True)
    for page in pages:
        file = out / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(render(page, [path for path, _ in sections]), encoding="utf-8")
    audit = audit_page.page(
        audited,
        errata,
        read_frame(files.conventions),
        claims,
        homes[files.exhibits[0]],
        around,
        edition=params.edition,
        style=Path(files.audit_style).read_text(encoding="utf-8"),
        script=Path(files.audit_script).read_text(encoding="utf-8"),
        home="index.html",
    )
    (out / "audit.html").write_text(audit, encoding="utf-8")

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
    index = search.script(search_entries(exhibits, records, figures, claims))
    (out / "assets/search_index.js").write_text(index, encoding="utf-8")
