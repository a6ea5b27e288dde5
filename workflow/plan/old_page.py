"""`results/changes.md` is marked while a run is under way, and after one that failed.

By a line above the page, since whoever has it open looks at nothing beside it. Its file keeps the
time that it had: Snakemake goes by that, and makes nothing anew for the line; what tells an edited
result from one that a run left (`record`) looks below it. A page that is made again has no line.
A run that is killed leaves the line as it was; the next run says what is so.
"""

import os
import re
from datetime import datetime
from pathlib import Path

PAGE = Path("results/changes.md")

_UNDER_WAY = "**A run is under way since {}; what follows is of the run before.**\n\n"

_FAILED = "**The run that began at {} failed; what follows is of the run before.**\n\n"

_LINE = re.compile(
    "|".join(
        re.escape(line).replace(re.escape("{}"), r"(\d{4}-\d\d-\d\d \d\d:\d\d)")
        for line in (_UNDER_WAY, _FAILED)
    ).encode()
)


def mark() -> None:
    """Say that a run is under way. When it is about to make something."""
    _put(_UNDER_WAY.format(f"{datetime.now():%Y-%m-%d %H:%M}"))


def mark_as_failed() -> None:
    """Say that the run failed, if it has not made the page again."""
    if PAGE.is_file() and (line := _LINE.match(PAGE.read_bytes())):
        _put(_FAILED.format((line[1] or line[2]).decode()))


def unmark() -> None:
    """Say nothing any more: the run has come to its end, and the page is as it should be."""
    _put("")


def without_line(page: bytes) -> bytes:
    """The page as its rule made it."""
    line = _LINE.match(page)
    return page[line.end() :] if line else page


def _put(line: str) -> None:
    """Put a line above the page in place of the one that it has; its file keeps its time."""
    if not PAGE.is_file():
        return
    content, about = PAGE.read_bytes(), PAGE.stat()
    if (new := line.encode() + without_line(content)) == content:
        return
    unfinished = PAGE.with_suffix(".new")
    unfinished.write_bytes(new)
    os.utime(unfinished, ns=(about.st_atime_ns, about.st_mtime_ns))
    unfinished.replace(PAGE)
