"""What every page of the site has around it: head, navigation, search, the card of a number."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

STUDY: Final = "Upgrading in clusters and value chains"

SECTIONS: Final = (
    ("index.html", "Overview"),
    ("tables.html", "Tables"),
    ("figures.html", "Figures"),
    ("clusters.html", "Clusters"),
    ("audit.html", "Audit"),
    ("claims.html", "Claims"),
    ("trade.html", "Trade"),
    ("survives.html", "What survives"),
    ("what_if.html", "What if"),
    ("made.html", "How it was made"),
)
"""Pages of the navigation, with their names."""


@dataclass(frozen=True)
class Page:
    """One page: its path in the site, its title, its content as HTML.

    `section`: the page of the navigation it belongs to, itself if empty; `cards`: what the card of
    each number says, by the number's id; `scripts`: further scripts under `assets/`; `data`: JSON
    that these read, by the id of its element; `style`: its style sheet under `assets/`.
    """

    path: str
    title: str
    body: str
    section: str = ""
    cards: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scripts: Sequence[str] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    style: str = "site.css"


_MOST_WITHIN: Final = 100_000
"""Characters of cards up to which they stand in their page; more are a script of their own, which
is read with the first card, so that the page opens fast."""

_SCRIPTS: Final = ("search_index.js", "minisearch.js", "folding.js", "sorting.js", "site.js")
"""Of every page, in the order in which they are read."""

_CURRENT: Final = ' aria-current="page"'


def escape(text: object) -> str:
    """Text as HTML."""
    return html.escape(str(text), quote=True)


def link(href: str, text: str) -> str:
    """A link, its text escaped."""
    return f'<a href="{escape(href)}">{escape(text)}</a>'


def listed(items: Sequence[str]) -> str:
    """HTML items as a list; one item stands alone."""
    if len(items) < 2:
        return "".join(items)
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def up(path: str) -> str:
    """From the page at `path` to the folder of the site: `../` for each folder it is in."""
    return "../" * path.count("/")


def embedded(data: Any) -> str:
    """JSON that can stand in an HTML element."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def cards_apart(page: Page) -> tuple[str, str] | None:
    """Path and text of the script with the page's cards, if they do not stand in the page."""
    cards = embedded(page.cards)
    if len(cards) <= _MOST_WITHIN:
        return None
    name = page.path.removesuffix(".html").replace("/", "_")
    return f"assets/cards/{name}.js", f"window.CARDS = {cards};\n"


def render(page: Page, sections: Sequence[str]) -> str:
    """The whole page. `sections`: the pages of the navigation that this site has."""
    root = up(page.path)
    here = page.section or page.path
    places = "".join(
        f'<a href="{root}{path}"{_CURRENT if path == here else ""}>{escape(name)}</a>'
        for path, name in SECTIONS
        if path in sections
    )
    apart = cards_apart(page)
    source = f' data-apart="{apart[0]}"' if apart else ""
    within = embedded({} if apart else page.cards)
    data = f'<script type="application/json" id="cards"{source}>{within}</script>\n' + "".join(
        f'<script type="application/json" id="{name}">{embedded(value)}</script>\n'
        for name, value in page.data.items()
    )
    scripts = "".join(
        f'<script src="{root}assets/{name}"></script>\n' for name in (*_SCRIPTS, *page.scripts)
    )
    title = page.title if page.path == "index.html" else f"{page.title} – {STUDY}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        f'<link rel="stylesheet" href="{root}assets/{page.style}">\n'
        f'<link rel="stylesheet" href="{root}assets/shell.css">\n</head>\n'
        f'<body data-root="{root}">\n<a class="skip" href="#content">Skip to the content</a>\n'
        f'<header class="bar">\n<nav aria-label="Site">{places}</nav>\n'
        '<form id="search" role="search" class="script"><label for="find">Search</label> '
        '<input id="find" type="search" autocomplete="off" role="combobox" aria-expanded="false" '
        'aria-controls="found" aria-autocomplete="list" placeholder="table, cluster, claim">'
        '<ul id="found" role="listbox" aria-label="Found" hidden></ul></form>\n</header>\n'
        f'<main id="content" tabindex="-1">\n{page.body}\n</main>\n'
        '<aside id="card" aria-label="The number" aria-live="polite" tabindex="-1" hidden>'
        "</aside>\n"
        '<noscript><p class="notice">Search, sorting and the cards of numbers need JavaScript; '
        f"everything else is here without it.</p></noscript>\n{data}{scripts}</body>\n</html>\n"
    )
