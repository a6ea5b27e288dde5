"""The record that a run leaves, on a project of two rules run by Snakemake itself."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from offline_crates import issues
from page_templates import ENVIRONMENT
from reference import ROOT

from record import _git
from upgrading.provenance.crate import media_type, reference, references
from upgrading.provenance.page import page, script

SNAKEFILE = f"""
import sys

configfile: "config/config.yaml"

sys.path.insert(0, {str(ROOT / "workflow")!r})

from record import record_run

include: "workflow/rules/both.smk"

rule all:
    default_target: True
    input:
        "results/count.csv",
        rules.pages.output,

onsuccess:
    record_run(workflow, config)
"""

RULES = """
rule count:
    input:
        "data/raw/a file.csv",
    output:
        "results/count.csv",
    message:
        "Counting"
    script:
        "../scripts/count.py"

rule pages:
    input:
        "results/count.csv",
        "data/raw/unregistered.csv",
    output:
        directory("results/report"),
    shell:
        "mkdir {output} && cp {input} {output}"

rule download:
    output:
        "logs/download.txt",
    shell:
        "touch {output}"
"""

SCRIPT = """
from pathlib import Path
Path(snakemake.output[0]).write_text(Path(snakemake.input[0]).read_text())
"""

CITATION = """
title: A small study
version: 1.2.3
authors:
  - name: A group
"""

PYPROJECT = """
[project]
dependencies = ["snakemake>=9", "pandas"]
"""

REGISTER = """file,source,licence,date,sha256
a file.csv,An office,CC0,2026-01-01,0
"""


def run(folder: Path, *arguments: str) -> str:
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    result = subprocess.run(
        [sys.executable, "-m", "snakemake", "--cores", "1", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout + result.stderr


def read(folder: Path, name: str = "run.json") -> dict[str, Any]:
    text = (folder / "results/provenance" / name).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project after its first run. Not to be changed."""
    folder = tmp_path_factory.mktemp("small")
    for name, text in {
        "Snakefile": SNAKEFILE,
        "workflow/rules/both.smk": RULES,
        "workflow/scripts/count.py": SCRIPT,
        "config/config.yaml": "edition: corrected\n",
        "data/raw/a file.csv": "a,b\n",
        "data/raw/unregistered.csv": "c\n",
        "data/raw/register.csv": REGISTER,
        "pyproject.toml": PYPROJECT,
        "CITATION.cff": CITATION,
        "README.md": "# Small\n",
        "results/by_hand.txt": "put here by somebody\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    run(folder)
    return folder


@pytest.fixture(scope="module")
def second(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project after a run of its second rule alone. Not to be changed."""
    folder = shutil.copytree(first, tmp_path_factory.mktemp("again") / "small", symlinks=True)
    run(folder, "--forcerun", "pages")
    return folder


def test_every_file_has_its_checksum_and_its_origin(first: Path) -> None:
    record = read(first)
    for kind in ("inputs", "code", "outputs"):
        for entry in record[kind]:
            content = (first / entry["file"]).read_bytes()
            assert entry["sha256"] == hashlib.sha256(content).hexdigest()
            assert entry["bytes"] == len(content)
    assert {entry["file"]: entry["rule"] for entry in record["outputs"]} == {
        "results/by_hand.txt": None,
        "results/count.csv": "count",
        "results/report/count.csv": "pages",
        "results/report/run.js": None,
        "results/report/unregistered.csv": "pages",
    }
    assert {entry["file"]: entry.get("licence") for entry in record["inputs"]} == {
        "config/config.yaml": None,
        "data/raw/a file.csv": "CC0",
        "data/raw/unregistered.csv": None,
    }
    assert {rule["name"]: rule["code"] for rule in record["rules"]} == {
        "count": "workflow/scripts/count.py",
        "pages": "workflow/rules/both.smk",
    }


def test_it_says_how_the_run_was_made(first: Path) -> None:
    record = read(first)
    assert record["run"]["command"] == ["snakemake", "--cores", "1"]
    assert record["run"]["started"] <= record["run"]["ended"]
    assert record["run"]["jobs"] == len(record["jobs"]) == 2
    assert record["config"] == {"edition": "corrected"}
    assert set(record["versions"]) == {"python", "snakemake", "pandas"}
    # pytest's folder is in no repository
    assert record["git"] is None


def test_no_path_of_this_machine_is_written_down(first: Path) -> None:
    for file in (first / "results/provenance").glob("r*"):
        if file.is_file():
            assert str(first) not in file.read_text(encoding="utf-8")
            assert str(Path.home()) not in file.read_text(encoding="utf-8")


def test_a_run_with_nothing_to_do_leaves_the_record_as_it_is(first: Path) -> None:
    before = (first / "results/provenance/run.json").read_bytes()
    assert "Nothing to be done" in run(first)
    assert (first / "results/provenance/run.json").read_bytes() == before


@pytest.mark.ci
def test_so_does_a_run_that_makes_no_result(first: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(first, tmp_path / "small", symlinks=True)
    run(folder, "logs/download.txt")
    assert (folder / "logs/download.txt").is_file()
    assert read(folder) == read(first)


def test_a_result_that_was_up_to_date_keeps_the_times_of_its_own_run(
    first: Path, second: Path
) -> None:
    now, before = read(second), read(first)
    counted, paged = now["jobs"]
    assert (counted["rule"], counted["in_this_run"]) == ("count", False)
    assert counted["started"] == before["jobs"][0]["started"]
    assert (paged["rule"], paged["in_this_run"]) == ("pages", True)
    assert now["run"]["jobs"] == 1
    graph = {entity["@id"]: entity for entity in read(second, "ro-crate-metadata.json")["@graph"]}
    assert graph["#organised"]["object"] == {"@id": "#job-2-ordered"}
    assert graph["#run"]["result"] == {"@id": "results/report/"}
    assert graph["#job-1"]["endTime"] < graph["#run"]["startTime"]
    assert "an earlier run" in page(now, ENVIRONMENT)
    assert "an earlier run" not in page(before, ENVIRONMENT)


def durations(folder: Path) -> dict[str, Any]:
    """What the script in the site's folder says."""
    text = (folder / "results/report/run.js").read_text(encoding="utf-8")
    assert text.startswith("window.RUN = ")
    found: dict[str, Any] = json.loads(text.removeprefix("window.RUN = ").removesuffix(";\n"))
    return found


def test_the_site_is_told_how_long_the_run_took_that_made_it(first: Path, second: Path) -> None:
    told, record = durations(first), read(first)
    assert f"after {record['run']['seconds']:.1f} seconds. It did all 2 jobs on" in told["said"]
    assert f"with Python {record['versions']['python']}." in told["said"]
    seconds = [f"{rule['seconds']:.1f}" for rule in record["rules"]]
    assert told["rules"] == [
        ["count", "1", seconds[0], "this run"],
        ["pages", "1", seconds[1], "this run"],
    ]
    again = durations(second)
    assert "1 of 2 jobs (what the others make was up to date)" in again["said"]
    assert again["rules"][0] == ["count", "1", seconds[0], "an earlier run"]
    assert again["rules"][1][3] == "this run"


@pytest.mark.ci
def test_a_run_that_makes_other_results_leaves_what_the_site_was_told(
    first: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(first, tmp_path / "small", symlinks=True)
    run(folder, "--forcerun", "count", "--until", "count")
    assert read(folder)["run"]["jobs"] == 1
    assert durations(folder) == durations(first)
    listed = {entry["file"]: entry["sha256"] for entry in read(folder)["outputs"]}
    content = (first / "results/report/run.js").read_bytes()
    assert listed["results/report/run.js"] == hashlib.sha256(content).hexdigest()


@pytest.mark.ci
def test_a_site_whose_own_run_failed_is_told_by_the_next(first: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(first, tmp_path / "small", symlinks=True)
    (folder / "results/report/run.js").unlink()
    assert "Nothing to be done" in run(folder)
    assert not (folder / "results/report/run.js").exists()
    run(folder, "--forcerun", "count", "--until", "count")
    assert [rule[3] for rule in durations(folder)["rules"]] == ["this run", "an earlier run"]


@pytest.mark.ci
def test_without_a_site_there_is_nobody_to_tell(first: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(first, tmp_path / "small", symlinks=True)
    shutil.rmtree(folder / "results/report")
    run(folder, "--forcerun", "count", "--until", "count")
    assert not (folder / "results/report").exists()


def test_when_the_jobs_of_a_rule_were_done() -> None:
    rule = {"name": "notebook", "jobs": 3, "jobs_in_this_run": 1, "seconds": 12.25}
    run = {"started": "2026-11-25T13:33:00+00:00", "ended": "2026-11-25T13:34:01+00:00"}
    record = {
        "run": run | {"seconds": 61.0, "jobs": 1},
        "jobs": [{}, {}, {}],
        "machine": {"system": "Linux 6", "processors": 1},
        "versions": {"python": "3.11.7"},
        "rules": [rule],
    }
    assert script(record) == (
        'window.RUN = {"said": "The run began at 2026-11-25 13:33:00 UTC and ended at 2026-11-25 '
        "13:34:01 UTC, after 61.0 seconds. It did 1 of 3 jobs (what the others make was up to "
        'date) on 1 processor (Linux 6), with Python 3.11.7.", "rules": [["notebook", "3", '
        '"12.3", "1 in this run, 2 in earlier ones"]]};\n'
    )


def test_the_crate_refers_to_nothing_that_it_does_not_hold(second: Path) -> None:
    graph = read(second, "ro-crate-metadata.json")["@graph"]
    known = [entity["@id"] for entity in graph]
    assert len(known) == len(set(known))
    named = {
        value["@id"]
        for entity in graph
        for values in entity.values()
        for value in (values if isinstance(values, list) else [values])
        if isinstance(value, dict)
    }
    # The profile that describes workflows, and what the metadata file itself conforms to.
    outside = {name for name in named - set(known) if not name.startswith("https://")}
    assert not outside


WITHOUT_AN_ADDRESS = {
    "ro-crate-1.1_22.3 The `publisher` property of a `Root Data Entity` SHOULD be an "
    "`Organization`",
    "ro-crate-1.1_31.2 The organization SHOULD have a URL.",
    "process-run-crate-0.5_3.2 The Application SHOULD have a url",
    # Of the workflow and its scripts, which the profile above wants as files of the crate.
    "process-run-crate-0.5_5.1 The SoftwareApplication id SHOULD be an absolute URI",
}
"""Recommendations that cannot be met: nobody has published the project at any address."""


def test_a_copy_of_the_folder_is_a_valid_crate(second: Path, tmp_path: Path) -> None:
    """`cp -rL`: the links become files, and the project is no longer there."""
    crate = shutil.copytree(second / "results/provenance", tmp_path / "crate", symlinks=False)
    found = issues(crate, tmp_path / "cache", "provenance-run-crate", "RECOMMENDED")
    assert found == WITHOUT_AN_ADDRESS


def test_the_validator_would_find_a_file_that_is_missing(second: Path, tmp_path: Path) -> None:
    crate = shutil.copytree(second / "results/provenance", tmp_path / "crate", symlinks=False)
    (crate / "results/count.csv").unlink()
    found = issues(crate, tmp_path / "cache", "ro-crate-1.1", "REQUIRED")
    assert any("results/count.csv" in issue for issue in found)


def test_the_commit_and_what_differs_from_it(tmp_path: Path, monkeypatch) -> None:
    def git(*arguments: str) -> None:
        author = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *author, *arguments], cwd=tmp_path, check=True, capture_output=True)

    monkeypatch.chdir(tmp_path)
    git("init")
    (tmp_path / "inner").mkdir()
    (tmp_path / "file").write_text("one", encoding="utf-8")
    git("add", "file")
    git("commit", "-m", "One")
    found = _git()
    assert found is not None
    assert found["clean"]
    assert len(found["commit"]) == 40
    (tmp_path / "file").write_text("two", encoding="utf-8")
    assert _git() == found | {"clean": False}
    monkeypatch.chdir(tmp_path / "inner")
    assert _git() is None, "the repository around the project is not the project's"


def test_references() -> None:
    assert reference("data/a file[1].csv") == {"@id": "data/a%20file%5B1%5D.csv"}
    assert reference("#run") == {"@id": "#run"}
    assert references(["a", "a"]) == {"@id": "a"}
    assert references(["a", "b"]) == [{"@id": "a"}, {"@id": "b"}]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("results/numbers.csv", "text/csv"),
        ("Snakefile", "text/plain"),
        ("data/raw/x.unknown", "application/octet-stream"),
    ],
)
def test_kinds_of_file(path: str, kind: str) -> None:
    assert media_type(path) == kind
