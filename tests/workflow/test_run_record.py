"""The record that a run of the whole study leaves."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from offline_crates import issues


def test_every_result_is_in_the_record_with_the_rule_that_made_it(finished: Path) -> None:
    text = (finished / "results/provenance/run.json").read_text(encoding="utf-8")
    record = json.loads(text)
    listed = {entry["file"]: entry for entry in record["outputs"]}
    there = {
        path.relative_to(finished).as_posix()
        for folder in ("results", "data/processed")
        for path in (finished / folder).rglob("*")
        if path.is_file()
        and "results/provenance/" not in path.as_posix()
        and path.name != ".snakemake_timestamp"
        and path.parent.name != "choices"  # what was chosen: the record has it word for word
    }
    assert there <= set(listed)
    assert [path for path in sorted(there) if not listed[path]["rule"]] == ["results/report/run.js"]
    for path in there:
        assert listed[path]["sha256"] == hashlib.sha256((finished / path).read_bytes()).hexdigest()
    raw = {path.as_posix() for path in (finished / "data/raw/report").glob("*.csv")}
    read = {(finished / entry["file"]).as_posix() for entry in record["inputs"]}
    assert raw <= read
    assert all(job["in_this_run"] for job in record["jobs"])
    assert all(job["seconds"] > 0 for job in record["jobs"])
    assert str(finished) not in text


@pytest.mark.ci
def test_its_folder_is_a_provenance_run_crate(finished: Path, tmp_path: Path) -> None:
    crate = finished / "results/provenance"
    assert issues(crate, tmp_path / "cache", "provenance-run-crate", "REQUIRED") == set()
