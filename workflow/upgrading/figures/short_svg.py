"""An SVG in half as many characters: what a reader's screen or printer cannot tell apart."""

from __future__ import annotations

import re
from typing import Final

_GEOMETRY: Final = re.compile(r' (?:d|x|y|x1|x2|y1|y2|width|height|points|transform)="[^"]*"')

_LONG: Final = re.compile(r"-?\d+\.\d{3,}")

_UNTURNED: Final = re.compile(r' transform="rotate\(-?0 [^"]*\)"')


def in_short(svg: str) -> str:
    """The same picture: coordinates to a hundredth of a point, no indentation, nothing turned by 0.

    Numbers in texts stay as they are.
    """
    turned = _UNTURNED.sub("", svg)
    return re.sub(r"\n\s+<", "\n<", _GEOMETRY.sub(lambda found: _rounded(found[0]), turned))


def _rounded(geometry: str) -> str:
    # plus 0: a minus before what rounds to nothing goes
    short = _LONG.sub(lambda found: f"{round(float(found[0]), 2) + 0:g}", geometry)
    return short.replace(" \n", " ").replace("\n", " ")
