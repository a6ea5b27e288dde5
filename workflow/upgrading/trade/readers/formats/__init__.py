"""The formats of trade files, a module for each, which says what it is and reads it.

`PLACE` is its place in the order in which a file's header is held against them; the rest is told in
`recognise.Reader`. A new module is a new format. Which formats give every
partner, or never the world, stands in `double_counting`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def formats() -> list[Any]:
    """The modules of all formats (`recognise.Reader`), in the order of their places."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return sorted(modules, key=lambda module: (module.PLACE, module.__name__))
