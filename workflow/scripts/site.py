"""The site: every page, with the files that it offers, in one folder."""

import shutil
from pathlib import Path

import pandas as pd

from site_sources import alt_of, table_words
from sources import read_catalogue, read_frame
from task import task
from trade_sources import read_trade
from upgrading.present.site import cells, claims_page, cluster_pages, exhibit_pages, figures_page
from upgrading.present.site.search import Entry, script
from upgrading.present.site.shell import SECTIONS, Page, render

with task(snakemake):
    files, params = snakemake.input, snakemake.params
    out = Path(snakemake.output.site)
    _, around = read_catalogue(files)
    words = table_words(files.captions, files.words)
    frame = pd.concat(map(read_frame, files.exhibits), ignore_index=True)
    claims = read_frame(files.claims)
    exhibits = cells.Exhibits(
        cells=frame,
        titles=cells.titles(around, words),
        formulas=read_frame(files.formulas),
        audited=read_frame(files.cells),
    )
    clusters = read_frame(files.clusters).merge(read_frame(files.indices), on="cluster_id")
    field_study = read_trade(files.field_study, ["source"])
    profiles = read_frame(files.profile_register)
    figures = [(Path(path).stem, *alt_of(Path(path))) for path in files.figures]

    pages: list[Page] = []
    order = list(exhibits.tables)
    for exhibit in order:
        notes = (
            [around[exhibit].legend, *around[exhibit].notes, f"Report: {around[exhibit].section}."]
            if exhibit in around
            else words[exhibit]["notes"]
        )
        pages.append(
            exhibit_pages.exhibit_page(exhibits, exhibit, exhibit_pages.Around(notes), order)
        )
    groups = {
        "The report's tables": [name for name in order if name in around],
        "More tables": [name for name in order if name not in around],
    }
    pages.append(exhibit_pages.list_page(exhibits, groups))
    pages.append(figures_page.figures_page(figures))
    records = clusters.to_dict("records")
    for cluster in records:
        own = list(profiles.loc[profiles["cluster_id"] == cluster["cluster_id"], "profile_id"])
        about = [
            (claim["claim_id"], claim["claim"], claim["verdict"])
            for claim in claims.to_dict("records")
            if cluster["cluster_id"] in claim["evidence"]
        ]
        pages.append(cluster_pages.cluster_page(exhibits, cluster, own, field_study, about))
    pages.append(cluster_pages.list_page(records))
    pages.append(claims_page.claims_page(claims))

    entries = [Entry(exhibits.titles[name], "table", cells.page_of(name), name) for name in order]
    entries += [
        Entry(cluster_pages.name_of(c), "cluster", cluster_pages.path_of(c["cluster_id"]))
        for c in records
    ]
    entries += [Entry(title, "figure", f"figures.html#{name}") for name, title, _ in figures]
    entries += [
        Entry(
            c["claim"],
            f"claim, {c['verdict'].replace('_', ' ')}",
            f"claims.html#claim-{c['claim_id']}",
            c["claim_id"],
        )
        for c in claims.to_dict("records")
    ]

    shutil.rmtree(out, ignore_errors=True)
    sections = [page.path for page in pages if page.path in dict(SECTIONS)] + [
        "index.html",
        "audit.html",
    ]
    for page in pages:
        path = out / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(page, sections), encoding="utf-8")
    (out / "assets").mkdir()
    for path in files.assets:
        shutil.copy(path, out / "assets")
    (out / "assets/search_index.js").write_text(script(entries), encoding="utf-8")
    (out / "figures").mkdir()
    for path in files.figures:
        shutil.copy(path, out / "figures")
