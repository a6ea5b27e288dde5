"""What every page of the site has around it: head, navigation, search, the card of a number."""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from upgrading.publish.citation import Citation, in_words
from upgrading.publish.site.card_links import packed
from upgrading.publish.site.notebooks import Notebook
from upgrading.templating import embedded

if TYPE_CHECKING:
    from jinja2 import Environment

STUDY: Final = "Upgrading in clusters and value chains"

SECTIONS: Final = (
    ("index.html", "Overview"),
    ("tables.html", "Tables"),
    ("figures.html", "Figures"),
    ("explore.html", "Explore"),
    ("clusters.html", "Clusters"),
    ("audit.html", "Audit"),
    ("claims.html", "Claims"),
    ("trade.html", "Trade"),
    ("survives.html", "What survives"),
    ("what_if.html", "What if"),
    ("made.html", "How it was made"),
    ("about.html", "About"),
)
"""Pages of the navigation, with their names."""


@dataclass(frozen=True)
class Page:
    """One page: its path in the site, its title, its template, and what that shows (its view).

    `section`: the page of the navigation it belongs to, itself if empty; `cards`: what the card of
    each number says, by the number's id; `scripts`: further scripts under `assets/`; `data`: JSON
    that these read, by the id of its element.
    """

    path: str
    title: str
    template: str
    view: Mapping[str, Any]
    section: str = ""
    cards: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scripts: Sequence[str] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


_MOST_WITHIN: Final = 10_000
"""Characters of cards up to which they stand in their page; more are a script of their own, which
is read with the first card, so that the page opens fast. Compressed, they are an eighth."""

_SCRIPTS: Final = ("search_index.js", "minisearch.js", "folding.js", "sorting.js", "site.js")
"""Of every page, in the order in which they are read."""


def up(path: str) -> str:
    """From the page at `path` to the folder of the site: `../` for each folder it is in."""
    return "../" * path.count("/")


def cards_apart(page: Page) -> tuple[str, str] | None:
    """Path and text of the script with the page's cards, if they do not stand in the page."""
    cards = embedded(packed(page.cards))
    if len(cards) <= _MOST_WITHIN:
        return None
    name = page.path.removesuffix(".html").replace("/", "_")
    text = b64encode(zlib.compress(cards.encode(), 9)).decode("ascii")
    return f"assets/cards/{name}.js", f'window.CARDS = "{text}";\n'


def render(
    environment: Environment,
    page: Page,
    sections: Sequence[str],
    citation: Citation,
    notebooks: Sequence[Notebook] = (),
) -> str:
    """The whole page.

    `sections`: the pages of the navigation that this site has; `citation`: what every page says of
    its source at its foot; `notebooks`: those that it leads to, if they are about it.
    """
    apart = cards_apart(page)
    shell = {
        "root": up(page.path),
        "title": page.title if page.path == "index.html" else f"{page.title} – {STUDY}",
        "description": f"{page.title}: a recomputation of Pietrobelli and Rabellotti (2004)",
        "section": page.section or page.path,
        "sections": [(path, name) for path, name in SECTIONS if path in sections],
        "cards": packed({} if apart else page.cards),
        "cards_apart": apart[0] if apart else "",
        "data": page.data,
        "citation": citation,
        "released": in_words(citation.released),
        "date": citation.released,
        "notebooks": [one for one in notebooks if page.path in one.about],
        "scripts": [*_SCRIPTS, *page.scripts],
    }
    return environment.get_template(page.template).render(page.view, shell=shell)
