"""Which files of the project's own code a script runs.

Snakemake reruns a job when its script changes, not when a module that the script imports does. The
rules therefore declare these modules as inputs, and get them from here: the imports of a script are
followed, as text, through everything under `workflow/`.
"""

import json
import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent

_IMPORT = re.compile(r"^[ \t]*(?:from ([\w.]+) import (\([^)]*\)|.+)|import (.+))$", re.M)
"""An import statement. Every run of Snakemake reads them all, and parsing would take a second."""


def code_of(script: str) -> list[str]:
    """Paths, relative to the project, of all modules under `workflow/` that a script imports.

    `script` is the script's name without folder and suffix.
    """
    return _closure(HERE / "scripts" / f"{script}.py")


def code_of_notebook(notebook: str) -> list[str]:
    """The same for a notebook under `notebooks/`."""
    return _closure(HERE.parent / "notebooks" / f"{notebook}.ipynb")


def _closure(start: Path) -> list[str]:
    found: set[Path] = set()
    waiting = [start]
    while waiting:
        for module in _imported(waiting.pop()) - found:
            found.add(module)
            waiting.append(module)
    return sorted(path.relative_to(HERE.parent).as_posix() for path in found)


def _source(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".ipynb":
        return text
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    return "\n".join("".join(cell["source"]) for cell in cells)


@cache
def _imported(file: Path) -> frozenset[Path]:
    names: set[str] = set()
    for origin, parts, modules in _IMPORT.findall(_source(file)):
        names.update([origin] if origin else re.findall(r"[\w.]+", modules))
        names.update(f"{origin}.{part}" for part in re.findall(r"\w+", parts))
    paths: set[Path] = set()
    for name in names:
        parts = name.split(".")
        for depth in range(1, len(parts) + 1):
            place = HERE.joinpath(*parts[:depth])
            paths.update((place.with_suffix(".py"), place / "__init__.py"))
    return frozenset(path for path in paths if path.is_file())
