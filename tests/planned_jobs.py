"""Which rules a dry run of the workflow would run."""

from __future__ import annotations

import re


def planned(output: str) -> set[str]:
    """Names of the rules in a dry run's table of jobs."""
    table = output.split("Job stats:")[1].split("total")[0]
    return set(re.findall(r"^(\w+)\s+\d+$", table, re.M)) - {"all"}
