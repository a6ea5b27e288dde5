"""What the Snakefile sets up before any rule: where tools and modules are, what failures print."""

import logging
import os
import sys
from pathlib import Path


class _NoTemporaryCopy(logging.Filter):
    """Drops Snakemake's notice that names the temporary copy of a script; the log says more."""

    def filter(self, record: logging.LogRecord) -> bool:
        return ".snakemake/scripts/" not in record.getMessage()


def prepare() -> None:
    """Set up this process and the jobs that it starts.

    Tools come from the environment that Snakemake runs in, modules from `workflow/`. A failing rule
    is reported by its own log, not by the file Snakemake ran it from.
    """
    tools = str(Path(sys.executable).parent)
    os.environ["PATH"] = tools + os.pathsep + os.environ.get("PATH", "")
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    for handler in logging.getLogger("snakemake.logging").handlers:
        handler.addFilter(_NoTemporaryCopy())
