"""A copy of the project in a temporary folder, run as a user runs it.

Without LaTeX on the machine its tests are not collected, and the run says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from built_once import BuiltOnce
from reference import ROOT

LATEX = shutil.which("pdflatex")

if LATEX is None:
    collect_ignore = ["test_latex_compiled.py"]


def pytest_report_collectionfinish() -> str | None:
    return (
        None
        if LATEX
        else "No LaTeX on this machine: tests/workflow/test_latex_compiled.py is left out."
    )


Run = Callable[..., subprocess.CompletedProcess[str]]


def copy_of_the_project(folder: Path) -> Path:
    """What a clone would hold, uncommitted changes included."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
    return folder


@pytest.fixture(scope="session")
def run() -> Run:
    """Run snakemake in a folder and return what it printed and its exit status."""

    def snakemake(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        tools = str(Path(sys.executable).parent)
        environment["PATH"] = tools + os.pathsep + environment["PATH"]
        return subprocess.run(
            [sys.executable, "-m", "snakemake", *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return snakemake


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A project in which nothing has been built."""
    return copy_of_the_project(tmp_path / "clone")


@pytest.fixture(scope="session")
def finished(built_once: BuiltOnce, run: Run) -> Path:
    """A project in which everything has been built, on all cores. Not to be changed."""

    def build(folder: Path) -> None:
        result = run(copy_of_the_project(folder))
        assert result.returncode == 0, result.stdout + result.stderr

    return built_once("finished", build)


@pytest.fixture
def project(finished: Path, tmp_path: Path) -> Path:
    """A finished project of the test's own, times of the files kept."""
    return shutil.copytree(finished, tmp_path / "project", symlinks=True)
