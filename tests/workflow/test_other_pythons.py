"""Other versions of Python that are on the machine make the same study, byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from same_results import differences
from tiers import Tier

SERVED = ("3.11", "3.12", "3.13")
OWN = f"{sys.version_info[0]}.{sys.version_info[1]}"


def found(version: str) -> str | None:
    """A Python of this version: on the path, or among those that pyenv keeps."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    folders = [*os.get_exec_path(), *map(str, sorted(kept.glob(f"{version}.*/bin")))]
    for folder in folders:
        python = shutil.which(f"python{version}", path=folder)
        told = python and subprocess.run([python, "--version"], capture_output=True, text=True)
        if told and told.stdout.startswith(f"Python {version}."):
            return python
    return None


def test_the_version_in_use_is_served() -> None:
    assert OWN in SERVED


@pytest.mark.ci
def test_the_other_pythons_of_the_machine_set_up_and_make_the_same_bytes(
    finished: Path, clone: Path, tier: Tier
) -> None:
    """Each takes minutes: before a release all of them, else the one farthest from the own."""
    others = [python for version in SERVED if version != OWN and (python := found(version))]
    for python in tier.of([], others[-1:], others):
        made = subprocess.run(
            [shutil.which("make") or "make", f"PYTHON={python}"],
            cwd=clone,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stdout + made.stderr
        assert not differences(finished, clone)
        for left in (".venv", ".cache", "results", "data/processed", ".snakemake"):
            shutil.rmtree(clone / left)
