"""The study's analysis as pure functions on data frames.

Its parts, and which may import which: docs/architecture.md. `load` gives the tables of a finished
run.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from upgrading.files.finished import load as load
else:

    def __getattr__(name: str) -> object:
        """`load`, when it is asked for: every job imports this package, and reads without it."""
        if name == "load":
            return import_module("upgrading.files.finished").load
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["load"]
