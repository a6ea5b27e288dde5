"""How scripts read the title and the description that a figure carries."""

import re
from html import unescape
from pathlib import Path

_TITLE = re.compile(r'<title id="figure-title">(.*?)</title>', re.S)
_DESCRIPTION = re.compile(r'<desc id="figure-description">(.*?)</desc>', re.S)

_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)pt" height="([\d.]+)pt"')


def size_of(svg: Path) -> dict[str, int]:
    """`width` and `height` of a figure in the pixels of a page, three quarters of a point each.

    None of one that is not measured in points.
    """
    found = _SIZE.search(svg.read_text(encoding="utf-8"))
    return {
        name: round(float(points) * 4 / 3)
        for name, points in zip(("width", "height"), found.groups() if found else (), strict=False)
    }


def alt_of(svg: Path) -> tuple[str, str]:
    """Title and description that a figure carries in its own metadata."""
    text = svg.read_text(encoding="utf-8")
    title, description = _TITLE.search(text), _DESCRIPTION.search(text)
    if not title or not description:
        raise ValueError(f"{svg}: no title and description for those who cannot see it")
    return unescape(title[1]), unescape(description[1])
