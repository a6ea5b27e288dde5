"""What a run has made is not edited, and faults of all inputs are told by one run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from reference import ROOT
from test_pipeline import contents, replace

from record import edited

CASES = {
    "data/processed/clusters.csv": "it",
    "results/report/index.html": "results/report/",
    "results/tables/table_06.csv": "it",
}
"""Files that a run makes, and what is to be deleted to have them made again."""


def edit(file: Path) -> bytes:
    before = file.read_bytes()
    file.write_bytes(before.replace(b"2", b"3", 1))
    assert file.read_bytes() != before
    return before


def test_edited_files_end_the_run_and_are_not_accepted(project: Path, run, monkeypatch) -> None:
    before = {name: edit(project / name) for name in CASES}
    record = (project / "results/provenance/run.json").read_bytes()
    result = run(project)
    told = [
        f"{name}: was changed after the run had made it, and nothing that a run makes is edited: "
        f"delete {made}, and make makes it again"
        for name, made in CASES.items()
    ]
    assert result.returncode == 1
    assert result.stderr.splitlines()[-3:] == told
    accepted = subprocess.run(
        [sys.executable, "workflow/tools/accept.py"], cwd=project, capture_output=True, text=True
    )
    assert accepted.returncode == 1
    assert accepted.stderr.splitlines() == told
    assert (project / "results/provenance/run.json").read_bytes() == record

    for name, content in before.items():
        (project / name).write_bytes(content)  # as it was, whatever its time
    monkeypatch.chdir(project)
    assert edited() == edited(of_all=True) == []


@pytest.fixture
def with_faults(project: Path) -> Path:
    """Faults for which three checks are there: of a score, of two files of an author; and a choice
    for which every result is to be made anew."""
    replace(project / "config/config.yaml", "high_from: 9.5", "high_from: 9")
    table = project / "data/raw/report/table_05.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("2.0,2.0", "2.0,x2.0", 1))
    updates = project / "data/raw/updates"
    updates.mkdir()
    template = (ROOT / "docs/updates_template.csv").read_text(encoding="utf-8")
    (updates / "visited.csv").write_text(f"Visited in 2005\n{template}", encoding="utf-8")
    flows = "t,i,j,k,v,q\n1996,484,842,940330,{value},2\n"
    (updates / "BACI_HS92_Y1996_V202501.csv").write_text(flows.format(value="abc"))
    (updates / "answer.json").write_text('{"data": [{"cmdCode": ')
    return project


@pytest.mark.ci
def test_faults_of_all_inputs_are_told_by_one_run(with_faults: Path, run) -> None:
    before = contents(with_faults, "results")
    result = run(with_faults)
    _, _, told = (result.stdout + result.stderr).partition("All faults:\n")
    for text in (
        'table_05.csv, line 3, "Process Upgrading": "x2.0" is not a score',
        "visited.csv, line 2: the header is here; delete the row above it",
        "BACI_HS92_Y1996_V202501.csv, line 2",
        "answer.json",
    ):
        assert text in told, told
    assert result.returncode == 1
    assert contents(with_faults, "results") == before
    page = (with_faults / "results/changes.md").read_text(encoding="utf-8")
    assert "failed; what follows is of the run before." in page.splitlines()[0]
