"""The index of the search box: exhibits, clusters, claims, figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from upgrading.present.site.shell import embedded


@dataclass(frozen=True)
class Entry:
    """What can be found: its name, kind, address, and words to find it by that are not shown."""

    name: str
    kind: str
    href: str
    more: str = ""


def script(entries: Iterable[Entry]) -> str:
    """The index as a script: pages opened from disk cannot fetch a file."""
    return f"window.SEARCH_INDEX = {embedded([asdict(entry) for entry in entries])};\n"
