"""docs/architecture.md is true: its parts, their order, its places."""

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

PARTS = re.findall(r"^\| `(\w+)` \|", PAGE, re.M)
"""The parts of the package, from top to bottom."""

OWN_STEP = PACKAGE / "steps/changes.py"
"""The step of the comparison, which evaluates the steps of the other rules."""


def part_of(module: str) -> str:
    """The part of a module, `upgrading.<part>.…`."""
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


def test_every_part_is_on_the_page_and_every_part_of_the_page_is_there() -> None:
    there = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert sorted(there - {"__init__", "__pycache__"}) == sorted(PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_imports_none_below_it(part: str) -> None:
    above = PARTS[: PARTS.index(part) + 1]
    below = {
        f"{file.relative_to(PACKAGE)} imports {name}"
        for file in modules()
        if file.relative_to(PACKAGE).parts[0].removesuffix(".py") == part and file != OWN_STEP
        for name in imports_of(file)
        if part_of(name) not in above
    }
    assert not below


def test_a_part_that_imports_one_below_would_be_told(tmp_path: Path) -> None:
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


NAMED = re.compile(r"`(?:[a-z_]+\.)*([a-z_]+)\.([A-Z][A-Z_]+|_*[A-Z][a-z]\w+)`")
"""What prose calls by module and name: `schema.STEP_COLUMNS`, `register.Found`."""


def test_what_comments_and_docs_call_by_its_module_stands_there() -> None:
    known: dict[str, set[str]] = {}
    for file in modules():
        text = file.read_text(encoding="utf-8")
        names = set(re.findall(r"^(?:class |def )?(\w+)", text, re.M))
        known.setdefault(file.parent.name if file.stem == "__init__" else file.stem, set()).update(
            names
        )
    pages = [*modules(), *WORKFLOW.glob("*.py"), *(ROOT / "docs").glob("*.md"), ROOT / "README.md"]
    astray = {
        f"{page.relative_to(ROOT)}: {module}.{name}"
        for page in pages
        for module, name in NAMED.findall(page.read_text(encoding="utf-8"))
        if name not in known.get(module, set())
    }
    assert not astray
