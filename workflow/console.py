"""What a user sees of a failing run: the rule's own reason, not the file Snakemake ran it from."""

import logging


class _NoTemporaryCopy(logging.Filter):
    """Drops Snakemake's notice that names the temporary copy of a script; the log says more."""

    def filter(self, record: logging.LogRecord) -> bool:
        return ".snakemake/scripts/" not in record.getMessage()


def name_reasons_not_copies() -> None:
    """Install the filter on Snakemake's handlers."""
    for handler in logging.getLogger("snakemake.logging").handlers:
        handler.addFilter(_NoTemporaryCopy())
