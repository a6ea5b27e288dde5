"""Which figures changed, and which of the changed inputs they show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd


@dataclass(frozen=True)
class FigureChange:
    """A figure that is not what it was, the causes that move what it shows, its picture of before.

    `told_apart`: whether each of the causes is known to move it. `before` is empty without a
    picture, and `why` says why.
    """

    figure: str
    what: str
    causes: tuple[int, ...] = ()
    told_apart: bool = True
    before: str = ""
    why: str = ""


def changed(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, str]:
    """Figures (`figure, sha256`) that changed, appeared or vanished, sorted, and which of these."""
    was = dict(zip(old["figure"], old["sha256"], strict=True))
    now = dict(zip(new["figure"], new["sha256"], strict=True))
    found = {}
    for figure in sorted(was.keys() | now.keys()):
        if figure not in was:
            found[figure] = "appeared"
        elif figure not in now:
            found[figure] = "vanished"
        elif was[figure] != now[figure]:
            found[figure] = "changed"
    return found


NEVER_THERE: Final = "No picture of before: the baseline has no such figure."

NOT_KEPT: Final = (
    "No picture of before: the baseline has none, or not the one of its checksum; `make accept` "
    "writes them anew."
)
