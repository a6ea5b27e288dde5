"""The whole site from the frames of the workflow: every page, the audit, the search index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import pandas as pd
from jinja2 import Environment

from upgrading.cases.catalogue import Printed, Table
from upgrading.cases.indices import IndexRule
from upgrading.exhibits.own.software_by_degree import SOFTWARE_BY_DEGREE
from upgrading.provenance import page
from upgrading.publish.citation import Citation
from upgrading.publish.site import (
    about_page,
    audit_pages,
    cells,
    claims_pages,
    cluster_pages,
    exhibit_pages,
    overview,
    search,
    survives_page,
    trade_page,
    what_if,
)
from upgrading.publish.site.explore import explore_page
from upgrading.publish.site.figure import Figure
from upgrading.publish.site.notebooks import Notebook
from upgrading.publish.site.shell import SECTIONS, Page, cards_apart, render
from upgrading.publish.site.what_if_conclusions import Judged
from upgrading.publish.tables import texts
from upgrading.templating import Pieces
from upgrading.vocabulary import UPGRADING

# How the results were made: rules with their inputs, versions, choices, checksums -----------------


_LONGEST: Final = 40
"""Characters of the longest word that a column holds without a break."""


def _flat(config: Mapping[str, Any], before: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in config.items():
        name = f"{before}{key}"
        if isinstance(value, Mapping) and value:
            found += _flat(value, f"{name}.")
        elif isinstance(value, list):
            found.append((name, ", ".join(map(str, value)) or "none"))
        elif isinstance(value, bool):
            found.append((name, "yes" if value else "no"))
        else:
            found.append((name, "none" if value in ("", None, {}) else str(value)))
    return found


def _cells(rows: Iterable[Sequence[str]]) -> list[list[tuple[str, bool]]]:
    """Each text with whether it may be broken anywhere, as a checksum or a path may."""
    return [
        [(text, max(map(len, text.split()), default=0) > _LONGEST) for text in row] for row in rows
    ]


def made_page(
    rules: Sequence[Mapping[str, Any]],
    versions: Sequence[tuple[str, str]],
    config: Mapping[str, Any],
    checksums: Sequence[tuple[str, str, str]],
) -> Page:
    """The page on how it was made.

    `rules`: name, message, script, inputs and outputs of each; `versions`: of the software;
    `checksums`: file, state against the register, SHA-256. How long it took differs from run to
    run and is in `page.FILE`, beside the page, from which `made.js` puts it there.
    """
    view = {
        "durations": page.FILE,
        "choices": _cells(_flat(config)),
        "versions": _cells(versions),
        "checksums": _cells(checksums),
        "rules": rules,
    }
    return Page("made.html", "How it was made", "made.html.jinja", view)


SOFTWARE: Final = (
    *("snakemake", "numpy", "pandas", "scipy", "statsmodels", "matplotlib", "duckdb"),
    *("pydantic", "nbconvert", "typst", "xlsxwriter"),
)
"""Packages whose versions the site tells."""

_OF_INFERENCE: Final = ("association_", "specification_", "upgrading_against_")
"""How the names of figures of the inference begin."""

SHOWS: Final[Mapping[str, Sequence[str]]] = {
    "components_heatmap": tuple(f"annex_table_{number}" for number in range(1, 9)),
    "indices_by_cluster": ("table_03", "table_07", "table_11", "table_15"),
    "governance_matrix": ("table_04", "table_08", "table_12", "governance_by_group"),
    "upgrading_against_index": (
        *("table_05", "table_09", "table_13", "table_16"),
        *(f"regression_{kind.removeprefix('up_')}" for kind in UPGRADING),
        "pooled_within",
    ),
    "upgrading_by_degree": ("table_06", "table_10", "table_14", SOFTWARE_BY_DEGREE),
    "group_profiles": ("table_17", "table_18", "table_19", "group_differences"),
    "exports_and_production": ("table_02",),
    "salmon_life_cycle": ("table_20",),
    "association_forest": ("association_primary", "survives"),
    "trade_quadrants": ("trade_summary", "trade_field_study"),
    "trade_printed_years": ("trade_table_2",),
    "trade_printed_production": ("trade_second_sources", "table_20"),
}
"""The exhibits whose numbers each figure shows."""


@dataclass(frozen=True)
class Made:
    """How the results were made.

    `rules`: name, message, script, inputs and outputs of each; `versions`: of the software;
    `config`: the choices; `checksums`: file, state against the register, SHA-256.
    """

    rules: Sequence[Mapping[str, Any]]
    versions: Sequence[tuple[str, str]]
    config: Mapping[str, Any]
    checksums: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Findings:
    """What the site shows.

    `homes`: cells of exhibits (`EXHIBIT_COLUMNS`) by the file that holds them, the report's
    own first; `wanted`: caption and notes of the tables of products of which no figures were
    supplied; `tables`: layouts of exhibits; `around`: what the report prints around them; `words`:
    the project's own, as `tables.texts` takes them; `names`: what ids are called
    (`terms.names_of`); `formulas`: `FORMULA_COLUMNS`, of all tables; `cells`, `errata`,
    `conventions`, `claims`: the audit; `editions`: clusters as `printed` and
    `corrected`; `clusters`: with their indices, of the edition chosen; `profiles`: the register of
    Table 2's rows; `relations`: those of the printed edition (`sets.RELATION_COLUMNS`); `figures`:
    all of them; `notebooks`: the executed ones; `updates`: values of authors
    (`cells.UPDATE_COLUMNS`); `trade_updates`: flows of authors; the rest as the modules of its
    pages take them.
    """

    homes: Mapping[str, pd.DataFrame]
    wanted: Sequence[Mapping[str, Any]]
    tables: Mapping[str, Table]
    around: Mapping[str, Printed]
    words: Mapping[str, Any]
    names: Mapping[str, str]
    formulas: pd.DataFrame
    cells: pd.DataFrame
    errata: pd.DataFrame
    conventions: pd.DataFrame
    claims: pd.DataFrame
    editions: Mapping[str, pd.DataFrame]
    clusters: pd.DataFrame
    profiles: pd.DataFrame
    survives: pd.DataFrame
    relations: pd.DataFrame
    what_if: pd.DataFrame
    correlations: pd.DataFrame
    sets: Mapping[str, pd.DataFrame]
    citation: Citation
    chance: pd.DataFrame
    field_study: pd.DataFrame
    cleaning: pd.DataFrame
    figures: Sequence[Figure]
    notebooks: Sequence[Notebook]
    made: Made
    updates: pd.DataFrame = field(default_factory=lambda: cells.NO_UPDATES)
    trade_updates: pd.DataFrame = field(default_factory=lambda: trade_page.NO_UPDATES)

    @cached_property
    def exhibits(self) -> cells.Exhibits:
        """All exhibits with what is known of each of their cells."""
        return cells.Exhibits(
            cells=pd.concat(self.homes.values(), ignore_index=True),
            titles=cells.titles(self.around, self.words["own_tables"]),
            formulas=self.formulas,
            audited=self.cells,
            updates=cells.updates(self.updates),
            countries={one["cluster_id"]: cluster_pages.country_of(one) for one in self.records},
            audited_by=cells.audited_by(IndexRule.from_config(self.made.config["indices"])),
            reasons=self.audit.reasons(),
        )

    @cached_property
    def audit(self) -> audit_pages.Audit:
        """The audit of the report's own exhibits."""
        return audit_pages.audit_of(
            self.cells,
            self.errata,
            self.conventions,
            self.claims,
            next(iter(self.homes.values())),
            self.around,
            self.names,
        )

    @cached_property
    def notes(self) -> dict[str, Sequence[str]]:
        """The notes below each table."""
        around = texts(self.exhibits.cells, self.around, self.words)
        return {exhibit: text.notes for exhibit, text in around.items()}

    @cached_property
    def of_updates(self) -> list[Pieces]:
        """What pages of all clusters say of authors' scores; empty without any."""
        note = cluster_pages.updates_note(self.exhibits, self.records)
        return [note] if note else []

    @cached_property
    def of_trade_updates(self) -> list[Pieces]:
        """What is said of authors' trade files; empty without any."""
        note = trade_page.updates_note(self.exhibits, self.trade_updates, self.cleaning)
        return [note] if note else []

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """The clusters with their indices."""
        return [
            {str(column): value for column, value in row.items()}
            for row in self.clusters.to_dict("records")
        ]


def site(found: Findings, environment: Environment) -> dict[str, str]:
    """The text of every page, of scripts with cards, of the search index, by path in the site.

    `environment`: the templates (`templating.environment`).
    """
    pages = _pages(found)
    built = {"index.html", *(page.path for page in pages)}
    sections = [(path, name) for path, name in SECTIONS if path in built]
    pages.append(
        overview.overview_page(
            found.exhibits,
            found.figures,
            sections[1:],
            found.sets,
            found.of_updates + found.of_trade_updates,
        )
    )
    paths = [path for path, _ in sections]
    written = {
        page.path: render(environment, page, paths, found.citation, found.notebooks)
        for page in pages
    }
    written |= filter(None, map(cards_apart, pages))
    written[search.INDEX] = search.script(
        search.entries(
            found.exhibits,
            found.records,
            found.figures,
            found.claims,
            found.errata,
            found.notebooks,
        )
    )
    return written


def _pages(found: Findings) -> list[Page]:
    order = list(found.exhibits.tables)
    return [
        *_exhibit_pages(found, order),
        exhibit_pages.list_page(
            found.exhibits,
            {
                "The report’s tables": [name for name in order if name in found.around],
                "More tables": [name for name in order if name not in found.around],
            },
            found.made.config["edition"],
        ),
        exhibit_pages.figures_page(found.figures),
        explore_page(
            found.records,
            found.correlations,
            IndexRule.from_config(found.made.config["indices"]),
            found.figures,
            found.citation,
        ),
        *_cluster_pages(found),
        cluster_pages.list_page(found.exhibits, found.records, found.of_updates),
        *claims_pages.claims_pages(found.claims, found.exhibits, found.names),
        *audit_pages.audit_pages(found.audit, found.exhibits, found.made.config["edition"]),
        trade_page.trade_page(
            found.exhibits,
            found.notes,
            [figure for figure in found.figures if figure.name.startswith("trade_")],
            found.cleaning,
            found.wanted,
            found.of_trade_updates,
        ),
        survives_page.survives_page(
            found.exhibits,
            found.notes,
            [figure for figure in found.figures if figure.name.startswith(_OF_INFERENCE)],
            found.survives,
            found.relations,
            found.claims,
            found.chance,
            found.made.config["edition"],
        ),
        what_if.what_if_page(
            found.editions["printed"],
            found.editions["corrected"],
            next(iter(found.homes.values())),
            found.tables,
            found.made.config,
            Judged(found.what_if, found.claims, found.survives),
            found.of_updates,
        ),
        about_page.about_page(found.citation, found.notebooks),
        made_page(found.made.rules, found.made.versions, found.made.config, found.made.checksums),
    ]


def _exhibit_pages(found: Findings, order: list[str]) -> list[Page]:
    made_by = {output: rule for rule in found.made.rules for output in rule["outputs"]}
    return [
        exhibit_pages.exhibit_page(
            found.exhibits,
            exhibit,
            exhibit_pages.Around(
                found.notes[exhibit],
                [figure for figure in found.figures if exhibit in SHOWS.get(figure.name, ())],
                rule=made_by[path]["name"],
                inputs=made_by[path]["inputs"],
            ),
            order,
        )
        for path, frame in found.homes.items()
        for exhibit in frame["exhibit"].unique()
    ]


def _cluster_pages(found: Findings) -> list[Page]:
    rule = IndexRule.from_config(found.made.config["indices"])
    pages = []
    claims = [
        (claim, claim["evidence"].named | claim["evidence_corrected"].named)
        for claim in found.claims.to_dict("records")
    ]
    for cluster in found.records:
        name = cluster["cluster_id"]
        own = found.profiles.loc[found.profiles["cluster_id"] == name, "profile_id"]
        about = [claim for claim, named in claims if name in named]
        pages.append(
            cluster_pages.cluster_page(
                found.exhibits,
                cluster,
                [one for one in found.records if one["group"] == cluster["group"]],
                rule,
                list(own),
                found.field_study,
                about,
            )
        )
    return pages
