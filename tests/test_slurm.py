"""A run on a cluster: times that jobs write, warnings and faults told again, the profile."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from reference import ROOT

from job import task
from one_run import _tell_notes, tell_what_stands
from plan import memory
from plan.job_times import last_line, times
from record import _together, _when
from upgrading.faults import DataFaults, Fault
from upgrading.provenance.page import seconds

PROFILE: dict[str, Any] = yaml.safe_load((ROOT / "profiles/slurm/config.yaml").read_text("utf-8"))
USUAL: dict[str, Any] = yaml.safe_load((ROOT / "profiles/default/config.yaml").read_text("utf-8"))


def blocks() -> dict[str, str]:
    """The rules of the workflow as they are written."""
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "workflow/rules").glob("*.smk"))
    return dict(re.findall(r"^rule (\w+):\n(.*?)(?=^\S|\Z)", text, re.M | re.S))


def rules_with(line: str) -> set[str]:
    """The rules that have this line."""
    return {name for name, body in blocks().items() if line in body}


def inputs_with(line: str) -> set[str]:
    """The rules that have this line among their inputs."""
    inputs = {name: body.partition("    output:\n")[0] for name, body in blocks().items()}
    return {name for name, body in inputs.items() if line in body}


def job(log: str) -> Any:
    """What Snakemake gives a script, as far as its log goes."""
    return SimpleNamespace(log=[log], rule=log, scriptdir=".")


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    # Snakemake runs a copy of the script under such a name
    monkeypatch.setattr(sys, "argv", ["scripts/tmp.run_step.py"])


def test_the_profile_names_every_rule_that_would_ask_for_the_cores_of_this_machine() -> None:
    wanted = rules_with("threads: half_of_the_cores")
    assert wanted
    assert set(PROFILE["set-threads"]) == wanted


def test_the_profile_keeps_what_the_usual_one_says_of_what_is_made_again_and_shown() -> None:
    kept = {key: value for key, value in USUAL.items() if key != "cores"}
    assert {key: PROFILE[key] for key in kept} == kept


def test_what_reads_baci_asks_for_duckdbs_memory_and_pythons() -> None:
    """The two steps took 827 MB with 800 MB for DuckDB: docs/benchmark.md."""
    assert rules_with('mem_mb=for_baci(config["trade"]["memory_mb"])') == rules_with(
        'memory_mb=config["trade"]["memory_mb"]'
    )
    assert memory.for_baci(8000) - memory.for_baci(800) == 7200
    assert memory.for_baci(800) > 827


def test_what_holds_all_flows_asks_for_more_the_larger_they_are() -> None:
    """`trade_measures` took 630 MB beside Python for three years, whose flows are CSV of 75 MB."""
    whole = {"flows=expand(", '="data/processed/trade/flows.csv"'}
    reading = set().union(*map(inputs_with, whole))
    assert {"check_flows", "clean_trade", "trade_measures", "changes"} <= reading
    assert rules_with("mem_mb=for_flows") == reading
    assert PROFILE["default-resources"]["mem_mb"] == memory.USUAL
    ten_years = memory.for_flows(None, SimpleNamespace(size_mb=250.0))
    assert ten_years - memory.for_flows(None, SimpleNamespace(size_mb=0.0)) > 630 / 3 * 10


def test_a_job_that_succeeds_writes_its_times_last() -> None:
    before = time.time()
    with task(job("logs/one.log")) as log:
        log.info("something was done")
        time.sleep(0.01)
    found = times(["logs/none.log", "logs/one.log"])
    assert found is not None
    begun, ended = found
    assert before - 0.002 <= begun < ended <= time.time()


@pytest.mark.parametrize(
    "error", [DataFaults([Fault("a.csv", "a fault")]), RuntimeError("a fault")]
)
def test_a_job_that_fails_has_no_times(error: Exception) -> None:
    with pytest.raises(SystemExit), task(job("logs/one.log")):
        raise error
    assert "a fault" in Path("logs/one.log").read_text("utf-8")
    assert times(["logs/one.log"]) is None


def test_times_are_the_last_line_alone() -> None:
    Path("a.log").write_text(last_line(datetime.now(UTC)) + "\nnot the last line\n", "utf-8")
    assert times(["a.log"]) is None


def test_begin_and_duration_that_nobody_noted_are_unknown() -> None:
    noted = datetime(2026, 11, 30, 12, tzinfo=UTC)
    when = _when(noted.timestamp(), noted.timestamp(), noted)
    assert when["started"] is None
    assert when["seconds"] is None
    assert when["ended"] == "2026-11-30T12:00:00+00:00"
    assert _together([1.0, None]) is None
    assert _together([1.0, 2.5]) == 3.5
    assert seconds(None) == "time unknown"


def test_warnings_of_jobs_elsewhere_are_told_and_those_of_earlier_runs_are_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("earlier", "now"):
        with task(job(f"logs/{name}.log")) as log:
            log.info("read 3 rows")
            log.warning("data/raw/%s.csv has changed:\n  line 3", name)
            log.info("read 4 rows")
    os.utime("logs/earlier.log", (0, 0))
    capsys.readouterr()
    _tell_notes(time.time() - 60)
    assert capsys.readouterr().err == "note: data/raw/now.csv has changed:\n  line 3\n"


def test_faults_of_a_job_elsewhere_stand_last(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit), task(job("logs/one.log")) as log:
        log.warning("something to mind")
        raise DataFaults([Fault("data/raw/a.csv", "no such score", line=3)])
    one = SimpleNamespace(name="check", log=["logs/one.log"], output=["data/processed/checks/a"])

    def run(local: bool) -> Any:
        settings = SimpleNamespace(local_exec=local)
        plugin = SimpleNamespace(common_settings=settings)
        return SimpleNamespace(scheduler=SimpleNamespace(failed=[one]), executor_plugin=plugin)

    capsys.readouterr()
    tell_what_stands(run(local=True))
    assert capsys.readouterr().err == ""
    tell_what_stands(run(local=False))
    told = capsys.readouterr().err
    assert told.startswith("All faults:\n")
    assert "data/raw/a.csv, line 3: no such score" in told
    assert "something to mind" not in told


@pytest.mark.parametrize(("allotted", "asked"), [("3", True), ("", False)])
def test_make_takes_the_cores_that_slurm_has_allotted(allotted: str, asked: bool) -> None:
    told = subprocess.run(
        ["make", "--dry-run", "all"],
        cwd=ROOT,
        env=os.environ | {"SLURM_CPUS_PER_TASK": allotted},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert ("snakemake --profile none --cores 3" in told) is asked


@pytest.fixture(autouse=True)
def no_handlers_left() -> Any:
    yield
    for name in ("logs/one.log", "logs/now.log", "logs/earlier.log"):
        logging.getLogger(name).handlers.clear()
