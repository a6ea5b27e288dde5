"""A connection to DuckDB that stays within bounds: memory, threads, no network, one folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

MEMORY_MB: Final = 700
"""What DuckDB may use; with Python, pandas and its own code the process stays below 1 GB."""


def connect(
    scratch: Path, *, memory_mb: int = MEMORY_MB, threads: int = 2
) -> duckdb.DuckDBPyConnection:
    """A connection to an empty database in memory; what does not fit goes to files in `scratch`.

    Nothing is fetched: no extension is installed or loaded that DuckDB does not bring. Results do
    not depend on `threads` or `memory_mb`. Raises `duckdb.OutOfMemoryException` where even files do
    not help.
    """
    connection = duckdb.connect(
        config={
            "memory_limit": f"{memory_mb}MB",
            "threads": threads,
            "temp_directory": str(scratch),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        }
    )
    connection.execute("SET enable_progress_bar = false")
    return connection


def literal(text: object) -> str:
    """A text or path as SQL has it."""
    return "'" + str(text).replace("'", "''") + "'"
