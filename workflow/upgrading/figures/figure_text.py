"""How scripts read the title and the description that a figure carries."""

import re
from html import unescape
from pathlib import Path

_TITLE = re.compile(r'<title id="figure-title">(.*?)</title>', re.S)
_DESCRIPTION = re.compile(r'<desc id="figure-description">(.*?)</desc>', re.S)


def alt_of(svg: Path) -> tuple[str, str]:
    """Title and description that a figure carries in its own metadata."""
    text = svg.read_text(encoding="utf-8")
    title, description = _TITLE.search(text), _DESCRIPTION.search(text)
    if not title or not description:
        raise ValueError(f"{svg}: no title and description for those who cannot see it")
    return unescape(title[1]), unescape(description[1])
