"""The figures of clusters, indices and upgrading: as SVG, PDF and PNG, and their data as CSV."""

from collections.abc import Callable
from typing import Any

from upgrading.figures.shown import drawn, shown_by

FOLDER = "cases"
"""Where the figures of this rule stand under `upgrading/figures/`."""


def pieces(call: Callable[..., Any]) -> dict[str, tuple[Any, ...]]:
    """What each figure shows."""
    return shown_by(FOLDER, call)


piece = drawn


def together(made: dict[str, dict[str, bytes | str]]) -> dict[str, bytes | str]:
    """Pictures and data by the names of their files."""
    return {name: content for files in made.values() for name, content in files.items()}
