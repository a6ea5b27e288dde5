"""The lock, the conda environment and the project's metadata say the same, and name no host."""

from __future__ import annotations

import re
import tomllib

import yaml
from reference import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


CONDA_NAMES = {"python-duckdb": "duckdb"}
"""Packages that conda-forge calls otherwise than PyPI."""


def name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9-]+", requirement)
    assert found
    return found[0].lower()


def test_environment_and_lock_hold_the_same_versions_of_what_a_run_needs() -> None:
    locked = dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", LOCK, re.M))
    direct = PROJECT["dependencies"]
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    by_pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    listed = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    pinned = [re.split(" ?==", entry) for entry in [*listed, *by_pip] if "==" in entry]
    conda = {CONDA_NAMES.get(package, package): version for package, version in pinned}
    assert conda == {name(entry): locked[name(entry)] for entry in direct}


def test_direct_dependencies_have_one_version_for_all_pythons() -> None:
    direct = {name(entry) for entry in PROJECT["dependencies"]}
    for dependency in direct:
        assert len(re.findall(rf"^{dependency}==", LOCK, re.M)) == 1, dependency


def test_every_locked_file_has_a_hash_and_no_address() -> None:
    entries = re.split(r"\n(?=[a-z0-9-]+==)", LOCK)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in LOCK
    assert "index-url" not in LOCK.replace("--no-emit-index-url", "")
