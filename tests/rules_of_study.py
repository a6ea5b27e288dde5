"""What the rules of the study give their steps, as the Snakefile says it."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@cache
def rules() -> dict[str, dict[str, Any]]:
    """By the name of the rule: `inputs`, `outputs` and `params` (`plan.launch.resolved`).

    Asked of a process of its own: the Snakefile changes the process that reads it.
    """
    told = subprocess.run(
        [sys.executable, "-P", __file__],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, dict[str, Any]] = json.loads(told.stdout)
    return found


def _tell() -> None:
    # before Snakemake puts the project's folder, and what may lie in it, before the libraries
    import yaml  # noqa: F401
    from snakemake.api import SnakemakeApi
    from snakemake.settings.types import OutputSettings, ResourceSettings

    with SnakemakeApi(OutputSettings()) as api:
        workflow = api.workflow(ResourceSettings(cores=1), snakefile=Path("Snakefile"))
        every = list(workflow._workflow.rules)
    from plan.launch import resolved  # which is there once the Snakefile has been read

    print(json.dumps(resolved(every)))


if __name__ == "__main__":
    _tell()
