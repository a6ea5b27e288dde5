"""How much memory jobs ask of a cluster (`profiles/slurm`), in MB; on one machine nobody asks.

Rules that are not named here ask for what the profile gives every job.
"""

from math import ceil
from typing import Any, Final

USUAL: Final = 2000
"""What the profile gives every job."""

PYTHON: Final = 500
"""What a job that reads BACI takes beside DuckDB, some 300 MB, and a margin."""

OF_FLOWS: Final = 9
"""MB that one MB of flows, as CSV, takes in memory; `trade_measures` took 8 (docs/benchmark.md)."""


def for_baci(memory_mb: int) -> int:
    """For a rule that reads a file of BACI; `memory_mb`: what DuckDB may use."""
    return memory_mb + PYTHON


def for_flows(wildcards: object, input: Any) -> int:
    """For a rule that holds the flows of the configured products of all years, as their size is."""
    return USUAL + ceil(OF_FLOWS * input.size_mb)
