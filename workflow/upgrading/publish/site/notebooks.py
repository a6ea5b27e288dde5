"""The executed notebooks as pages of the site, and which of its pages each is about."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

FOLDER: Final = "notebooks"
"""Where they are in the site."""

_BESIDE: Final = 'href="../report/'
"""How links lead to the site from the folder beside it, in which notebooks are executed."""

_TITLE: Final = re.compile(r"<h1[^>]*>(.*?)</h1>", re.S)

_CONTENT: Final = re.compile(r"<main.*?</main>", re.S)


@dataclass(frozen=True)
class Notebook:
    """A notebook: its page in the site, its title, and the pages of the site that it links to."""

    path: str
    title: str
    about: Sequence[str]

    @classmethod
    def of(cls, name: str, text: str) -> Notebook:
        """From the name and the text of its page; its title is the first heading."""
        title = _TITLE.search(text)
        content = _CONTENT.search(text)
        about = re.findall(re.escape(_BESIDE) + r"([\w/]+\.html)", content[0] if content else "")
        plain = html.unescape(re.sub(r"<[^>]+>", "", title[1])) if title else name
        return cls(f"{FOLDER}/{name}", plain, list(dict.fromkeys(about)))


def within(text: str) -> str:
    """The page with links that lead to the site from within it."""
    return text.replace(_BESIDE, 'href="../')
