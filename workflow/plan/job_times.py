"""When a job began and ended, as the last line of its log.

Snakemake notes the times at which it learned of a job. Where another machine runs the jobs
(`profiles/slurm`) it learns of both at once, late, and keeps the begin of an earlier job that made
the same files. So a job writes its own.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

_LINE = re.compile(r"^begun (\S+), ended (\S+)$")


def last_line(begun: datetime) -> str:
    """The last line of the log of a job that ends now."""
    ended = datetime.now(UTC)
    return f"begun {_written(begun)}, ended {_written(ended)}"


def times(logs: Iterable[str]) -> tuple[float, float] | None:
    """When the job with these logs began and ended, in seconds since 1970.

    `None` where no log says so.
    """
    for log in logs:
        if not Path(log).is_file():
            continue
        lines = Path(log).read_text(encoding="utf-8", errors="replace").splitlines()
        if lines and (found := _LINE.match(lines[-1])):
            begun, ended = (datetime.fromisoformat(moment).timestamp() for moment in found.groups())
            return begun, ended
    return None


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
