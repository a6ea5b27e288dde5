"""What the sources of trade figures are called where people read, and what is owed to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from upgrading.trade.readers.formats import formats

SHORT_NAMES: Final[Mapping[str, str]] = {one.ID: one.SHORT_NAME for one in formats()}

ATTRIBUTION: Final[Mapping[str, str]] = {one.ID: one.ATTRIBUTION for one in formats()}


def short_name(source: str) -> str:
    """The name of a source, by its id; the id itself if it has none."""
    return SHORT_NAMES.get(source, source)
