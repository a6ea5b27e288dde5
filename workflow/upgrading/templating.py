"""Pages from templates: what a page shows is worked out in Python, how it looks is a template."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePath
from textwrap import shorten
from typing import Any, Final, TypeAlias

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

_COMPONENTS: Final = "components.html.jinja"


def environment(
    texts: Mapping[str, str], picture_sizes: Mapping[str, Mapping[str, int]] | None = None
) -> Environment:
    """The templates (their texts by path), which name one another without folders.

    What they show is escaped; a name that a template has and its view has not is an error. No key
    of a view is called as a method of dictionaries (`items`, `update`): a template would find that
    method. `picture_sizes`: `width` and `height` of figures in pixels, by name, so that a page
    keeps their place before they are there. The filter `json` writes data that a script reads,
    `shortened` a title for the head.
    """
    made = Environment(
        loader=DictLoader({PurePath(path).name: text for path, text in texts.items()}),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["picture_sizes"] = picture_sizes or {}
    made.filters["json"] = lambda data: Markup(embedded(data))
    made.filters["shortened"] = shortened
    return made


_LONGEST_TITLE: Final = 60
"""Characters of a page’s title that a tab or a list of bookmarks shows."""


def shortened(title: str) -> str:
    """A title as the head of a page has it: cut at the end of a word where it is long."""
    return shorten(title, _LONGEST_TITLE, placeholder="…")


def macro(environment: Environment, name: str) -> Callable[..., str]:
    """A macro of the components, for HTML that a script puts into a page."""
    found: Callable[..., str] = getattr(environment.get_template(_COMPONENTS).module, name)
    return found


def embedded(data: Any) -> str:
    """JSON that can stand in an HTML element."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


# Texts of which only some words lead elsewhere; the macro `inline` writes them --------------------


Piece: TypeAlias = str | Mapping[str, Any]
"""Words, a link (`link`), a number to follow (`cells.number`), or what a text is from: `from`, with
a text for each."""

Pieces: TypeAlias = Sequence[Piece]
"""A text."""


def link(href: str, text: str) -> dict[str, str]:
    """A link."""
    return {"href": href, "text": text}


def strung(between: str, texts: Iterable[Pieces]) -> list[Piece]:
    """Texts as one, with a string between them."""
    return [piece for at, text in enumerate(texts) for piece in ([between] * (at > 0) + [*text])]


def unlinked(text: Pieces) -> str:
    """The words of a text of words and links."""
    return "".join(piece if isinstance(piece, str) else str(piece["text"]) for piece in text)


def capital(text: Pieces) -> list[Piece]:
    """A text as it stands by itself: with a capital, where it begins with words."""
    first, rest = text[:1], text[1:]
    if first and isinstance(first[0], str):
        return [first[0][:1].upper() + first[0][1:], *rest]
    return list(text)
