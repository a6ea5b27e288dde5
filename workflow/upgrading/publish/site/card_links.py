"""Cards of numbers as a page holds them: each link once, however many cards have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from upgrading.publish.site.cells import address

_LINKED: Final = ("inputs", "used")
"""Parts of a card that are links: pairs of a text and an address."""


def packed(cards: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The cards, by id, and the links that they have in common, to which they point by place.

    A link to a number that the page has a card of is no more than the id of that card, if the card
    gives its text and its address. `site.js` puts the links back.
    """
    places: dict[tuple[str, str], int] = {}
    pointing = {
        name: {
            part: [places.setdefault(tuple(one), len(places)) for one in told]
            if part in _LINKED
            else told
            for part, told in card.items()
        }
        for name, card in cards.items()
    }
    own = {
        (f"{card['where']}: {card['shown']}", address(name)): name
        for name, card in cards.items()
        if "shown" in card
    }
    return {"cards": pointing, "links": [own.get(link, link) for link in places]}
