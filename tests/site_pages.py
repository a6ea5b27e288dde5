"""Pages of the built site, as a test reads them."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from pathlib import Path
from typing import Any

_CARDS = re.compile(
    r'<script type="application/json" id="cards"(?: data-apart="([^"]+)")?>(.*?)</script>', re.S
)


LINKS_OUT = {"https://www.fao.org/faostat/"}
"""The addresses outside the site that its pages link to; none is asked for anything."""


def pages(site: Path) -> list[Path]:
    """The pages whose numbers have cards."""
    return [page for page in site.rglob("*.html") if _CARDS.search(page.read_text("utf-8"))]


def cards(site: Path, page: Path) -> dict[str, dict[str, Any]]:
    """What the cards of a page say, in the page or in a script of its own; none in other files."""
    found = _CARDS.search(page.read_text(encoding="utf-8"))
    if found is None:
        return {}
    if not found[1]:
        return unpacked(json.loads(found[2]))
    script = (site / found[1]).read_text(encoding="utf-8")
    text = script.removeprefix('window.CARDS = "').removesuffix('";\n')
    return unpacked(json.loads(zlib.decompress(b64decode(text))))


def unpacked(page: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The cards with their links as `site.js` puts them back."""
    cards = page["cards"]
    pairs = [
        [
            f"{cards[one]['where']}: {cards[one]['shown']}",
            f"tables/{one.split('/')[0]}.html#{one.replace('/', '-')}",
        ]
        if isinstance(one, str)
        else one
        for one in page["links"]
    ]
    return {
        name: {
            part: [pairs[place] for place in told] if part in ("inputs", "used") else told
            for part, told in card.items()
        }
        for name, card in cards.items()
    }


def card_text(page: Any) -> str:
    """What the open card says in the browser: the first card of a page is read from its script."""
    card = page.locator("#card")
    card.wait_for()
    return card.inner_text()
