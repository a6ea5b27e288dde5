"""The index of the search box: pages, terms, exhibits, clusters, figures, claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import pandas as pd

from upgrading.cases.countries import NAMES
from upgrading.cases.printed import column_label
from upgrading.publish.glossary import GLOSSARY, VERDICT_TERMS
from upgrading.publish.site import cells, cluster_pages
from upgrading.publish.site.audit_pages import ERRATA
from upgrading.publish.site.claims_pages import address_of
from upgrading.publish.site.figure import Figure
from upgrading.publish.site.notebooks import Notebook
from upgrading.publish.site.shell import SECTIONS
from upgrading.publish.terms import full_name
from upgrading.templating import embedded
from upgrading.verdicts import STATEMENT_VERDICTS, WORDS
from upgrading.vocabulary import SECTOR_GROUPS

INDEX: Final = "assets/search_index.js"

_WEIGHTS: Final = {"page": 6, "term": 5, "table": 4, "cluster": 4, "annex table": 2, "figure": 3}
"""How much more than a claim, found by the same words, each kind is worth."""


@dataclass(frozen=True)
class Entry:
    """What can be found: its name, kind, address, words to find it by that are not shown, and how
    much it is worth where several are found."""

    name: str
    kind: str
    href: str
    more: str = ""
    weight: int = 1


_PAGES: Final = {
    "index.html": "start home findings results conclusions summary front",
    "tables.html": "all tables csv latex excel",
    "figures.html": "all figures pictures charts figure data behind csv",
    "explore.html": "interactive scatter plot picture compare scores axes filter",
    "clusters.html": "list cases scores",
    "audit.html": "printed number right wrong judged verdicts reproduce decide decides check",
    "claims.html": "statements verdicts conclusions fall stand lean which",
    "trade.html": "exports unit values market shares",
    "survives.html": "relations tests robustness conclusions fall stand lean",
    "what_if.html": "change threshold thresholds degree weights",
    "made.html": "provenance rules versions checksums reproducibility replication code rerun",
    "about.html": "help study report authors",
}
"""Further words to find each page of the navigation by."""

_PARTS: Final = (
    ("Methods", "about.html#methods", "method how computed approach statistics tests"),
    ("Glossary", "about.html#glossary", "terms definitions abbreviations meaning"),
    ("Errata", ERRATA, "erratum misprint misprints corrections errors wrong"),
    (
        "Data and licences",
        "about.html#data",
        "sources trade source licence license rights availability fao faostat comtrade baci",
    ),
    ("How to cite", "about.html#cite", "citation cite bibtex reference contact authors doi"),
    ("All numbers (CSV)", "downloads/numbers.csv.zip", "download data"),
    ("Data dictionary (CSV)", "downloads/data_dictionary.csv", "columns variables units meaning"),
    ("Workbook", "tables.xlsx", "download excel xlsx spreadsheet"),
    ("Paper (PDF)", "report.pdf", "download pdf print"),
    ("Macros for a manuscript (LaTeX)", "downloads/numbers.tex.zip", "download latex tex"),
)
"""Parts of pages, and files: name, address, further words."""


def entries(
    exhibits: cells.Exhibits,
    clusters: Iterable[Mapping[str, Any]],
    figures: Iterable[Figure],
    claims: pd.DataFrame,
    errata: pd.DataFrame,
    notebooks: Iterable[Notebook],
) -> list[Entry]:
    """Everything that the search box finds.

    `clusters`: rows of clusters; `figures`: all of them; `claims`: `audit.run.CLAIM_COLUMNS`;
    `errata`: `erratum, class` of each.
    """

    def of(kind: str, name: str, href: str, more: str = "") -> Entry:
        return Entry(name, kind, href, more, _WEIGHTS.get(kind, 1))

    years = " ".join(_years(exhibits))
    words = {**_PAGES, "trade.html": f"{_PAGES['trade.html']} {years}"}
    found = [of("page", name, path, words[path]) for path, name in SECTIONS]
    found += [of("page", *part) for part in _PARTS]
    found += [
        of("page", f"Statements: {word.word}", f"claims.html#show={word.name}", "verdicts list")
        for word in STATEMENT_VERDICTS
        if (claims["verdict"] == word.name).any()
    ]
    found += [of("page", one.title, one.path, "notebook jupyter") for one in notebooks]
    found += [
        of("erratum", f"{number}, {kind}", f"{ERRATA}#{number}")
        for number, kind in zip(errata["erratum"], errata["class"], strict=True)
    ]
    found += [
        of("term", term.name, f"about.html#{term.anchor}", " ".join((*term.also, "what means")))
        for term in (*GLOSSARY, *VERDICT_TERMS)
    ]
    found += [
        of(
            "annex table" if name.startswith("annex") else "table",
            *(exhibits.titles[name], cells.page_of(name), _labels(exhibits, name)),
        )
        for name in exhibits.tables
    ]
    found += [
        of(
            "cluster",
            full_name(one),
            cluster_pages.path_of(one["cluster_id"]),
            f"{cluster_pages.country_of(one)} {SECTOR_GROUPS[one['group']]} clusters scores",
        )
        for one in clusters
    ]
    found += [
        of("figure", one.title, f"figures.html#{one.name}", _of_figure(number, one.name, one.alt))
        for number, one in enumerate(figures, 1)
    ]
    found += [
        of(
            f"claim, {WORDS[claim['verdict']].word}",
            claim["claim"],
            address_of(claim),
            claim["location"],
        )
        for claim in claims.to_dict("records")
    ]
    return found


def _of_figure(number: int, name: str, alt: str) -> str:
    """Words of the figure's head; numbers in it would be taken for that of the figure."""
    head = re.sub("[0-9]+", "", alt.partition(". ")[0])
    return f"figure {number} {name.replace('_', ' ')} {head}"


def _years(exhibits: cells.Exhibits) -> list[str]:
    """The years that rows and columns of the tables of trade are of."""
    of_trade = (name for name in exhibits.tables if name.startswith("trade_"))
    words = {word for name in of_trade for word in _labels(exhibits, name).split()}
    return sorted(word for word in words if re.fullmatch(r"(?:19|20)\d\d", word))


def _labels(exhibits: cells.Exhibits, exhibit: str) -> str:
    """Every word at the head of a row or column of an exhibit, once, countries by name too."""
    table = exhibits.tables[exhibit]
    heads = [exhibits.row_names[exhibit, row] for row in table["row"].unique()]
    heads += map(column_label, table["header"].unique())
    words = re.findall(r"\w+", f"{exhibit.replace('_', ' ')} {' '.join(heads)}")
    named = (NAMES.get(word, word) for word in words)
    return " ".join(dict.fromkeys(word.lower() for word in (*words, *named)))


def script(found: Iterable[Entry]) -> str:
    """The index as a script: pages opened from disk cannot fetch a file."""
    return f"window.SEARCH_INDEX = {embedded([asdict(entry) for entry in found])};\n"
