"""docs/architecture.md is true: its rooms, their order, its places."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from reference import ROOT

PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
WORKFLOW = ROOT / "workflow"
PACKAGE = WORKFLOW / "upgrading"

ROOMS = re.findall(r"^\| `(\w+)` \|", PAGE, re.M)
"""The rooms of the package, from top to bottom."""

OWN_STEP = PACKAGE / "steps/changes.py"
"""The step of the comparison, which evaluates the steps of the other rules."""


def room_of(module: str) -> str:
    """The room of a module, `upgrading.<room>.…`."""
    return module.split(".")[1]


def imports_of(file: Path) -> Iterator[str]:
    """The modules of the package that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "upgrading":
            yield from (f"upgrading.{name.name}" for name in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("upgrading."):
            yield str(node.module)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("upgrading."))


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_every_room_is_on_the_page_and_every_room_of_the_page_is_there() -> None:
    there = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert sorted(there - {"__init__", "__pycache__"}) == sorted(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_none_below_it(room: str) -> None:
    above = ROOMS[: ROOMS.index(room) + 1]
    below = {
        f"{file.relative_to(PACKAGE)} imports {name}"
        for file in modules()
        if file.relative_to(PACKAGE).parts[0].removesuffix(".py") == room and file != OWN_STEP
        for name in imports_of(file)
        if room_of(name) not in above
    }
    assert not below


def test_a_room_that_imports_one_below_would_be_told(tmp_path: Path) -> None:
    module = tmp_path / "inner.py"
    module.write_text("from upgrading.steps.site import site\nimport upgrading.publish.tables\n")
    assert [*imports_of(module)] == ["upgrading.steps.site", "upgrading.publish.tables"]


def test_the_package_knows_no_snakemake_and_nothing_of_the_workflow() -> None:
    beside = {path.stem for path in WORKFLOW.iterdir()} - {"upgrading"} | {"snakemake"}
    known = {
        f"{file.relative_to(PACKAGE)} imports {name.split('.')[0]}"
        for file in modules()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        if name.split(".")[0] in beside
    }
    assert not known


def test_at_most_four_modules_lie_loose() -> None:
    loose = sorted(path.name for path in WORKFLOW.glob("*.py"))
    assert len(loose) <= 4
    assert all(f"`{name}`" in PAGE for name in loose)


def test_every_place_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`((?:workflow|config|data|docs)/[\w./]+)`", PAGE))
    assert len(named) > 10
    assert not [place for place in named if not (ROOT / place).exists()]
