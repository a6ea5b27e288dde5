"""The site: every page, with the files that it offers, in one folder."""

import io
import shutil
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path, PurePath
from platform import python_version
from typing import Any

import pandas as pd

from upgrading.cases.catalogue import Printed, Table
from upgrading.exhibits.trade import unsupplied
from upgrading.figures.figure_text import alt_of, size_of
from upgrading.files.codec import RawFile
from upgrading.files.frames import from_csv
from upgrading.parts import Passages, told
from upgrading.publish.citation import Citation
from upgrading.publish.site.assemble import SOFTWARE, Findings, Made
from upgrading.publish.site.assemble import site as pages_of
from upgrading.publish.site.cells import NO_UPDATES
from upgrading.publish.site.figure import Figure
from upgrading.publish.site.notebooks import FOLDER, Notebook, within
from upgrading.publish.tables import own_words
from upgrading.publish.terms import names_of
from upgrading.templating import environment
from upgrading.trade.product_entries import Product


def site(
    assets: list[Path],
    templates: Mapping[str, RawFile],
    exhibits: Mapping[str, pd.DataFrame],
    words: Mapping[str, Any],
    captions: Mapping[str, Any],
    citation: Mapping[str, Any],
    layouts: Mapping[str, Table],
    catalogue: Mapping[str, Printed],
    profile_register: RawFile,
    products: Mapping[str, Product],
    updates: pd.DataFrame,
    raw_states: Mapping[str, pd.DataFrame],
    formulas: Mapping[str, pd.DataFrame],
    clusters: pd.DataFrame,
    printed_clusters: pd.DataFrame,
    corrected_clusters: pd.DataFrame,
    indices: pd.DataFrame,
    cells: pd.DataFrame,
    errata: pd.DataFrame,
    conventions: pd.DataFrame,
    claims: pd.DataFrame,
    parts: Passages,
    claims_parts: Passages,
    survives: pd.DataFrame,
    relations_printed: pd.DataFrame,
    what_if: pd.DataFrame,
    correlations: pd.DataFrame,
    sets_printed: pd.DataFrame,
    sets_corrected: pd.DataFrame,
    chance: pd.DataFrame,
    field_study: pd.DataFrame,
    cleaning: pd.DataFrame,
    flows: pd.DataFrame,
    figures: list[Path],
    pictures: list[Path],
    drawn: list[Path],
    tables: list[Path],
    numbers: Path,
    dictionary: Path,
    macros: Path,
    pdf: Path,
    workbook: Path,
    notebooks: Mapping[str, RawFile],
    choices: Mapping[str, Any],
    trade_updates: list[str],
    programs: Mapping[str, str],
    rules: list[dict[str, Any]],
    output: Mapping[str, Path],
) -> None:
    """Write the site into its folder."""
    folder = output["site"]
    states = pd.concat(raw_states.values())
    profiles = from_csv(profile_register.content)
    audited = told(
        {**parts, **claims_parts},
        **{"cells": cells, "errata": errata, "conventions": conventions, "claims": claims},
    )
    executed = {PurePath(path).name: page.content.decode() for path, page in notebooks.items()}
    own = own_words(captions, words.values())
    with_data = {path.stem for path in drawn}
    without = unsupplied(pd.concat(exhibits.values()))
    texts = pages_of(
        Findings(
            homes={
                path: cells[~cells["exhibit"].isin(without)] for path, cells in exhibits.items()
            },
            wanted=[own["own_tables"][exhibit] for exhibit in without],
            tables=layouts,
            around=catalogue,
            words=own,
            names=names_of(
                clusters, profiles, {name: product.label for name, product in products.items()}
            ),
            formulas=pd.concat(formulas.values(), ignore_index=True),
            **audited,
            editions={"printed": printed_clusters, "corrected": corrected_clusters},
            clusters=clusters.merge(indices, on="cluster_id"),
            profiles=profiles,
            survives=survives,
            relations=relations_printed,
            what_if=what_if,
            correlations=correlations,
            sets={"printed": sets_printed, "corrected": sets_corrected},
            citation=Citation.of(citation),
            chance=chance,
            field_study=field_study,
            cleaning=cleaning,
            updates=updates if choices["edition"] == "corrected" else NO_UPDATES,
            trade_updates=flows[flows["file"].isin(trade_updates)],
            figures=[
                Figure(path.stem, *alt_of(path), programs[path.stem], path.stem in with_data)
                for path in figures
            ],
            notebooks=[Notebook.of(name, text) for name, text in executed.items()],
            made=Made(
                rules=rules,
                versions=[
                    ("Python", python_version()),
                    *((name, version(name)) for name in SOFTWARE),
                ],
                config=choices,
                checksums=list(zip(states["file"], states["state"], states["found"], strict=True)),
            ),
        ),
        environment(
            {path: text.content.decode() for path, text in templates.items()},
            {path.stem: size_of(path) for path in figures},
        ),
    )

    shutil.rmtree(folder, ignore_errors=True)
    texts |= {f"{FOLDER}/{name}": within(text) for name, text in executed.items()}
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for name, paths in (
        ("assets", assets),
        ("figures", [*figures, *pictures, *drawn]),
        ("downloads/tables", [table for table in tables if table.stem not in without]),
        ("downloads", [dictionary]),
        (".", [pdf, workbook]),
    ):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for one in paths:
            shutil.copy(one, folder / name)
    # thousands of lines, each nearly the one before: an eighth as an archive
    for one in (numbers, macros):
        (folder / "downloads" / f"{one.name}.zip").write_bytes(_archive(one))


def _archive(file: Path) -> bytes:
    """A file as a ZIP archive, the same bytes whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo(file.name)
        entry.create_system, entry.compress_type = 3, zipfile.ZIP_DEFLATED
        archive.writestr(entry, file.read_bytes())
    return buffer.getvalue()
