"""Which files of the project's own code the step of a rule runs.

Snakemake reruns a job when its script changes, not when a module that the script imports does.
These modules are therefore inputs of the rules: the imports of a step are followed, as text,
through everything under `workflow/`.
"""

import json
import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from upgrading.files.listed import form_of

HERE = Path(__file__).parent.parent
UPGRADING = HERE / "upgrading"
STEPS = UPGRADING / "steps"
FIGURES = UPGRADING / "figures"

_IMPORT = re.compile(r"^[ \t]*(?:from ([\w.]+) import (\([^)]*\)|.+)|import (.+))$", re.M)
"""An import statement. Every run of Snakemake reads them all, and parsing would take a second."""

_FOR_TYPES = re.compile(r"^if TYPE_CHECKING:.*\n(?:[ \t].*\n|\n)+", re.M)
"""What only a type checker imports, and no step runs."""


def step_file(rule: str) -> str:
    """The path of the step of a rule, relative to the project."""
    return (STEPS / f"{rule}.py").relative_to(HERE.parent).as_posix()


def code_of(*rules: str, codecs: Iterable[str] = ()) -> list[str]:
    """Paths, relative to the project, of all modules that steps run, themselves included.

    `rules`: the names of their rules; `codecs`: those of their files (`files.form.Form`).
    """
    starts = [HERE / "run_step.py"]
    for rule in rules:
        starts += [STEPS / f"{rule}.py", *_figures(rule)]
    return _closure(*starts, *map(_codec, codecs))


def _codec(codec: str) -> Path:
    """The module of a codec."""
    return UPGRADING / f"{codec.split(':')[0].replace('.', '/')}.py"


def _figures(step: str) -> list[Path]:
    """The modules of the figures that a step draws."""
    folder = re.search(r'^FOLDER = "(\w+)"$', _source(STEPS / f"{step}.py"), re.M)
    return sorted((FIGURES / folder[1]).glob("*.py")) if folder else []


def code_of_notebook(notebook: str, files: Iterable[str]) -> list[str]:
    """The same for a notebook under `notebooks/`, which reads `files` by `upgrading.load`."""
    codecs = sorted({form_of(file).codec for file in files})
    own = HERE.parent / "notebooks" / f"{notebook}.ipynb"
    return _closure(own, UPGRADING / "files/finished.py", *map(_codec, codecs))


def figures_in(folder: str) -> list[str]:
    """The figures of a folder under `upgrading/figures/`, by their places among all."""
    return _placed(FIGURES / folder)


def figures_with_data(folder: str) -> list[str]:
    """Those figures of a folder of which there is data: whose modules have a function `data`."""
    return [
        name
        for name in figures_in(folder)
        if re.search(
            r"^def data\(|^from .* as data$", _source(FIGURES / folder / f"{name}.py"), re.M
        )
    ]


def programs_of_figures() -> dict[str, str]:
    """The module of each figure, by the figure's name; paths relative to the project."""
    return {
        file.stem: file.relative_to(HERE.parent).as_posix()
        for file in sorted(FIGURES.glob("*/*.py"))
        if file.stem != "__init__"
    }


def own_table_names() -> list[str]:
    """Tables of the project's own whose captions stand in `config/captions.yaml`."""
    return _placed(UPGRADING / "exhibits" / "own")


def _placed(folder: Path) -> list[str]:
    """Names of the modules of a folder that say their `PLACE`, in that order."""
    places = {}
    for file in folder.glob("*.py"):
        if place := re.search(r"^PLACE = (\d+)$", _source(file), re.M):
            places[file.stem] = int(place[1])
    return sorted(places, key=lambda name: (places[name], name))


def _closure(*starts: Path) -> list[str]:
    found = {str(start) for start in starts if start.suffix == ".py"}
    waiting = [*map(str, starts)]
    while waiting:
        for module in _imported(waiting.pop()) - found:
            found.add(module)
            waiting.append(module)
    above = len(f"{HERE.parent}{os.sep}")
    return sorted(path[above:].replace(os.sep, "/") for path in found)


@cache
def _modules() -> dict[str, str]:
    """The file of each module of the project's own, by its name; of a package the one it runs."""
    # by text: asking the disk for every name that an import could mean takes a quarter of a second
    files = sorted(map(str, HERE.rglob("*.py")))
    named = {file[len(str(HERE)) + 1 : -3].replace(os.sep, "."): file for file in files}
    return {name.removesuffix(".__init__"): file for name, file in named.items()}


@cache
def _source(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".ipynb":
        return text
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    return "\n".join("".join(cell["source"]) for cell in cells)


@cache
def _imported(file: str) -> frozenset[str]:
    source, modules = _FOR_TYPES.sub("", _source(Path(file))), _modules()
    names: set[str] = set()
    for origin, parts, whole in _IMPORT.findall(source):
        names.update([origin] if origin else re.findall(r"[\w.]+", whole))
        names.update(f"{origin}.{part}" for part in re.findall(r"\w+", parts))
    found = set()
    for name in names:
        parts = name.split(".")
        found |= {".".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    paths = {modules[name] for name in found & modules.keys()}
    if "iter_modules(__path__)" in source:  # a package that imports all that it has
        paths.update(map(str, Path(file).parent.glob("*.py")))
    return frozenset(paths)
