"""Names of files that lie beside those that are read: backups, second copies, other suffixes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from upgrading.faults import guess

SYSTEM_FILES: Final = frozenset(("thumbs.db", "desktop.ini"))

_BACKUP: Final = re.compile(r"#.*#|.*~|.*\.(?:bak|backup|old|orig|rej|sw[a-p]|tmp|save?)", re.I)
"""What editors and merges leave beside a file."""

_COPY: Final = re.compile(
    r".*(?:\bconflict(?:ed)?|en conflicto|em conflito|in conflitto)\b.*|.*\.sync-conflict-.*"
    r"|.*\((?:copy|copia|cópia)\)|.* - (?:copy|copia|cópia)(?: ?\(\d+\))?"
    r"|(?:copy of|copia de|copia di|cópia de) .*",
    re.I,
)
"""What synchronisers and file managers call a second copy; a `(1)` is any file downloaded twice."""


def passed_over(name: str) -> bool:
    """Whether it is hidden, the lock of an office program or a file of the operating system."""
    return name.startswith((".", "~$")) or name.lower() in SYSTEM_FILES


def left_over(name: str) -> str | None:
    """What to do with a backup or a second copy; `None` for any other name."""
    if _BACKUP.fullmatch(name):
        return "an editor's backup; take it away"
    if _COPY.fullmatch(name.rpartition(".")[0] or name):
        return "a second copy of a file; keep the one that is right, under its own name"
    return None


def strays(
    names: Iterable[str], known: Collection[str], *, only: bool
) -> Iterator[tuple[str, str]]:
    """Names beside those `known` that somebody may take for read, and what to do with each.

    Backups and second copies of what is known, the same name with another suffix
    (`table_03.xlsx`); with `only`, whatever else there is.
    """
    stems = {one.partition(".")[0].lower(): one for one in known}
    for name in sorted(names):
        if name in known or passed_over(name):
            continue
        problem = left_over(name)
        meant = stems.get(name.partition(".")[0].lower())
        if problem and (only or any(stem in name.lower() for stem in stems)):
            yield name, problem
        elif meant:
            yield name, f"nothing reads this file; the one that is read is called {meant}"
        elif only:
            yield name, f"no file of this folder{guess(name, known)}; take it away"
