"""What each figure shows: the arguments of its `draw` and `data`, and no more, or it is drawn in
vain."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pandas as pd

from upgrading.figures.style import FORMATS, render
from upgrading.files.frames import to_csv

NAMED = ["cluster_id", "group", "industry", "name", "country"]
"""What a cluster is called, and where it belongs."""


def scored(clusters: pd.DataFrame, scores: Any) -> pd.DataFrame:
    """The clusters by name with some of their scores."""
    return clusters[[*NAMED, *scores]]


def shown_by(folder: str, call: Callable[..., Any]) -> dict[str, tuple[Any, ...]]:
    """What every figure of a folder shows, by its name.

    `call` gives a function what its parameters name.
    """
    package = import_module(f"upgrading.figures.{folder}")
    return {
        module.name: (
            folder,
            module.name,
            call(import_module(f"{package.__name__}.{module.name}").shows),
        )
        for module in iter_modules(package.__path__)
    }


def drawn(folder: str, figure: str, shows: tuple[Any, ...]) -> dict[str, bytes | str]:
    """A figure in every format and the data that it draws, by the names of its files."""
    module = import_module(f"upgrading.figures.{folder}.{figure}")
    drawing = module.draw(*shows)
    files: dict[str, bytes | str] = {f"{figure}.{form}": render(drawing, form) for form in FORMATS}
    if hasattr(module, "data"):
        files[f"{figure}.csv"] = to_csv(module.data(*shows))
    return files
