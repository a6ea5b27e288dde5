"""The tool that compares two built trees notices what differs, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from same_results import differences, main


def tree(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


BUILT = {
    "results/numbers.csv": "1",
    "results/notebooks/01.html": "at ten",
    "results/provenance/run.json": "at ten",
    "results/report/run.js": "at ten",
    "results/report/made.html": "at ten",
    "data/processed/clusters.csv": "a",
    "data/processed/store/.snakemake_timestamp": "",
}


def test_what_names_times_is_exempt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = tree(tmp_path / "old", BUILT)
    new = tree(tmp_path / "new", {k: v.replace("ten", "noon") for k, v in BUILT.items()})
    assert main([str(old), str(new)]) == 0
    assert capsys.readouterr().out == "2 files, all the same\n"


def test_files_that_differ_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = tree(tmp_path / "old", BUILT | {"results/old.csv": "1"})
    new = tree(tmp_path / "new", BUILT | {"results/numbers.csv": "2", "results/new.csv": "1"})
    expected = ["new:     results/new.csv", "differs: results/numbers.csv"]
    assert differences(old, new) == [*expected, "missing: results/old.csv"]
    assert main([str(old), str(new)]) == 1
    assert "differs: results/numbers.csv" in capsys.readouterr().out


def test_a_tree_without_results_is_no_proof(tmp_path: Path) -> None:
    assert main([str(tree(tmp_path / "old", BUILT)), str(tmp_path)]) == 2
    assert main([str(tmp_path)]) == 2
