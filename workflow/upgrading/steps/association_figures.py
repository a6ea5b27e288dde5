"""The figures of association, as SVG, PDF and PNG."""

from collections.abc import Callable
from typing import Any

from upgrading.figures.shown import drawn, shown_by

FOLDER = "association"
"""Where the figures of this rule stand under `upgrading/figures/`."""


def pieces(call: Callable[..., Any]) -> dict[str, tuple[Any, ...]]:
    """What each figure shows."""
    return shown_by(FOLDER, call)


piece = drawn


def together(made: dict[str, dict[str, bytes]]) -> dict[str, bytes]:
    """The pictures by the names of their files."""
    return {name: picture for pictures in made.values() for name, picture in pictures.items()}
