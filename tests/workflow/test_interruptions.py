"""Runs that are killed, run beside each other, asked to end, or find a full disk."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from test_pipeline import contents, replace
from tiers import Tier

import one_run


def begun(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """A run in a process group of its own, as a shell starts one."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    tools = str(Path(sys.executable).parent)
    environment["PATH"] = tools + os.pathsep + environment["PATH"]
    return subprocess.Popen(
        [sys.executable, "-m", "snakemake", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def jobs_of(folder: Path) -> list[psutil.Process]:
    """Processes that jobs of a run in the folder have started."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(one_run.FOLDER) == str(folder):
                found.append(process)
        except psutil.Error:
            continue
    return found


def until_jobs_run(folder: Path, process: subprocess.Popen[str], seconds: float) -> None:
    """Wait until a job has begun, and some time more."""
    while process.poll() is None and not jobs_of(folder):
        time.sleep(0.02)
    time.sleep(seconds)


PART = ["data/processed/group_averages.csv", "results/trade/unit_values.csv"]
"""What the quick tier has a killed run make, and the next one finish."""


def test_a_run_that_was_killed_is_taken_up_by_the_next(
    finished: Path, clone: Path, run, tier: Tier
) -> None:
    """The whole group, as by a power cut, or Snakemake alone, whose jobs then still write."""
    wanted = tier.of(PART, [], [])
    moments = random.Random(13)
    for kill in range(tier.of(1, 2, 10)):
        process = begun(clone, *wanted)
        until_jobs_run(clone, process, moments.uniform(0.5, tier.of(4, 12, 12)))
        if kill % 2:
            os.kill(process.pid, signal.SIGKILL)
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()  # not for its jobs, which may still write
    result = run(clone, *wanted)
    assert result.returncode == 0, result.stdout + result.stderr
    made, whole = (contents(one, "results", "data/processed") for one in (clone, finished))
    assert made == {name: digest for name, digest in whole.items() if name in made}
    assert made.keys() >= set(wanted or whole)
    assert not jobs_of(clone)
    assert "Nothing to be done" in run(clone, *wanted).stderr
    for name in ("run.json", "ro-crate-metadata.json"):
        assert (clone / "results/provenance" / name).is_file()


@pytest.mark.ci
def test_jobs_of_a_killed_run_are_ended_before_the_next_begins(project: Path, run) -> None:
    process = begun(project, "--forcerun", "trade_measures", "--until", "trade_measures")
    until_jobs_run(project, process, 0.5)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    left = jobs_of(project)
    assert left
    assert run(project, "results/trade/unit_values.csv").returncode == 0
    assert not any(job.is_running() and job.status() != "zombie" for job in left)


@pytest.mark.ci
def test_a_run_that_was_killed_before_its_record_is_recorded_by_the_next(
    project: Path, run
) -> None:
    record = project / "results/provenance/run.json"
    before = record.read_bytes()
    shutil.rmtree(project / "results/provenance")
    assert "Nothing to be done" in run(project).stderr
    assert record.is_file()
    written = record.read_bytes()
    assert written != before
    run(project)
    assert record.read_bytes() == written


@pytest.mark.ci
def test_a_second_run_says_that_another_is_active(project: Path, run) -> None:
    process = begun(project, "--forcerun", "trade_measures", "--until", "trade_measures")
    until_jobs_run(project, process, 0)
    process.send_signal(signal.SIGSTOP)  # however long the others take, it is still there
    second = run(project)
    assert second.returncode != 0
    told = f"Another run is active in this folder (process {process.pid})."
    assert told in second.stderr
    assert "Traceback" not in second.stderr
    accepted = subprocess.run(
        [sys.executable, "workflow/tools/accept.py"], cwd=project, capture_output=True, text=True
    )
    assert (accepted.returncode, accepted.stderr) == (1, f"{told}\n")
    for harmless in ("--list-rules", "--lint", "--summary"):
        assert run(project, harmless).returncode == 0
    # what the stopped run has not finished may be told, but not that it is there
    assert told not in run(project, "--dry-run").stderr
    process.send_signal(signal.SIGCONT)
    process.communicate()
    assert process.returncode == 0


@pytest.mark.ci
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_end_does_so_within_seconds(
    project: Path, run, number: signal.Signals, tier: Tier
) -> None:
    process = begun(project, "--forcerun", "multiverse", "changes", "--until", "multiverse")
    until_jobs_run(project, process, 1)
    asked = time.monotonic()
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert time.monotonic() - asked < 10
    assert process.returncode != 0
    assert "Traceback" not in told
    assert not jobs_of(project)
    wanted = tier.of(["results/inference/multiverse.csv"], [], [])
    assert run(project, *wanted).returncode == 0


@pytest.mark.parametrize("number", list(one_run.NOT_WRITTEN))
def test_what_cannot_be_written_is_told_in_one_line(number: int) -> None:
    error = OSError(number, os.strerror(number), str(Path.cwd() / "results/numbers.csv"))
    line = f"results/numbers.csv: {one_run.NOT_WRITTEN[number]}"
    assert one_run.in_words(error) == line
    try:
        try:
            raise error
        except OSError as inner:
            raise RuntimeError("the library's own words") from inner
    except RuntimeError as outer:
        assert one_run.in_words(outer) == line
    assert one_run.in_words(ExceptionGroup("several", [error])) == line
    assert one_run.in_words(FileNotFoundError(errno.ENOENT, "no such file")) is None
    assert one_run.in_words(ValueError("x")) is None


@pytest.mark.ci
def test_a_full_disk_ends_a_run_without_a_traceback(project: Path, run) -> None:
    """In a job, and where Snakemake itself writes."""
    step = project / "workflow/upgrading/steps/numbers.py"
    text = step.read_text(encoding="utf-8")
    full = "raise OSError(28, 'No space left on device', 'results/numbers.csv')"
    replace(step, "    return numbers_shown(", f"    {full}\n    return numbers_shown(")
    result = run(project, "results/numbers.csv")
    told = result.stdout + result.stderr
    assert result.returncode != 0
    assert "results/numbers.csv: no space is left on the disk\n" in told
    assert "numbers should have made is gone until it succeeds: results/numbers.csv" in told
    assert "Traceback" not in told

    step.write_text(text, encoding="utf-8")
    snakefile = project / "Snakefile"
    text = snakefile.read_text(encoding="utf-8")
    broken = (
        "def full(*_):\n    raise OSError(28, 'No space left on device', '.snakemake/locks/0')\n"
    )
    broken += (
        "import snakemake.persistence.file as kept\nkept.FilePersistence._write_locks = full\n"
    )
    snakefile.write_text(f"{text}\n{broken}", encoding="utf-8")
    result = run(project, "results/numbers.csv")
    assert result.returncode != 0
    assert ".snakemake/locks/0: no space is left on the disk\n" in result.stderr
    assert "Traceback" not in result.stdout + result.stderr


@pytest.mark.ci
def test_a_failure_says_what_stands_and_what_is_gone(project: Path, run) -> None:
    replace(
        project / "workflow/upgrading/steps/numbers.py",
        "    return numbers_shown(",
        "    raise RuntimeError('broken')\n    return numbers_shown(",
    )
    result = run(project)
    assert result.returncode != 0
    assert (
        "What the jobs that finished made stands. What numbers should have made is gone until it "
        "succeeds: results/numbers.csv. The next run goes on from here."
    ) in result.stdout + result.stderr
