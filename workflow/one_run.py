"""One run at a time in a folder: its lock, what a killed run left, signals, full disks.

Snakemake tells by files that a folder is in use. A run that is killed leaves them there, and no
later one begins. Here a lock of the operating system, which ends with its process, tells the two
apart: who holds it may take away what was left.
"""

import errno
import fcntl
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

LOCK = Path(".snakemake/run.lock")
SNAKEMAKES_LOCKS, INCOMPLETE = Path(".snakemake/locks"), Path(".snakemake/incomplete")

NOTE = "note: "
"""How a warning begins, on the console and in the log of a job."""

LOGS = Path("logs")

CHECKS = "data/processed/checks/"
"""Where checks leave their marks."""

FOLDER = "UPGRADING_FOLDER"
"""Environment variable in which jobs, and all that they start, have the folder of their run."""

NOT_WRITTEN: Mapping[int, str] = {
    errno.ENOSPC: "no space is left on the disk",
    errno.EDQUOT: "the quota of the disk is used up",
    errno.EROFS: "cannot be written, the disk or folder can only be read",
    errno.EACCES: "no permission to read or write it",
    errno.EPERM: "no permission to write it",
}
"""Why a file cannot be written (or read), in words."""


def in_words(error: BaseException | None) -> str | None:
    """A line that says which file could not be written and why; `None` for another kind of error.

    Also for an error that stems from such a one, or a group with one in it.
    """
    while error is not None:
        if isinstance(error, OSError) and error.errno in NOT_WRITTEN:
            place = "" if error.filename is None else f"{_within(error.filename)}: "
            return f"{place}{NOT_WRITTEN[error.errno]}"
        for inner in getattr(error, "exceptions", ()):
            if found := in_words(inner):
                return found
        error = error.__cause__ or error.__context__
    return None


@contextmanager
def lock() -> Iterator[None]:
    """Hold the folder; end with one line and status 1 if another process does."""
    LOCK.parent.mkdir(exist_ok=True)
    # no job inherits it: Python closes what it opened in the programs that it starts
    with LOCK.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            _end(f"Another run is active in this folder (process {file.read().strip() or '?'}).")
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def run_alone(
    workflow: Any,
    begin: Iterable[Callable[[], None]],
    end: Iterable[Callable[[], None]],
    failed: Callable[[], None],
) -> None:
    """Have every run of `workflow` that makes anything hold its folder from before it plans.

    What a killed run left is cleared: its jobs that still write, its locks; what was unfinished is
    made again. `begin`: what is done when the lock is held; `end`: after a run without failures;
    `failed`: after one that failed or was asked to end.
    Dry runs, `--unlock`, `--report` and the like, and the processes of jobs, hold nothing.
    """
    if not workflow.is_main_process:
        return
    execute = workflow.execute

    def alone(executor_plugin: Any, **settings: Any) -> None:
        with _one_line():
            if executor_plugin.common_settings.dryrun_exec:
                execute(executor_plugin, **settings)
                return
            with lock():
                if any(SNAKEMAKES_LOCKS.glob("*")) or any(INCOMPLETE.glob("*")):
                    _end_processes(_left_behind())
                    shutil.rmtree(SNAKEMAKES_LOCKS, ignore_errors=True)
                workflow.dag_settings.force_incomplete = True
                # all checks say what they find; no result is begun before all have passed
                workflow.execution_settings.keep_going = True
                os.environ[FOLDER] = str(Path.cwd())
                end_at_once_when_asked()
                for step in begin:
                    step()
                begun = time.time()
                try:
                    execute(executor_plugin, **settings)
                except BaseException:
                    failed()
                    raise
                finally:
                    if _elsewhere(workflow):
                        _tell_notes(begun)
                for step in end:
                    step()

    workflow.execute = alone


class _Below:
    """The jobs that run because another one does: not those that merely wait for it (`ancient`)."""

    def __init__(self, depending: Mapping[Any, Mapping[Any, Any]]) -> None:
        self._depending = depending

    def __getitem__(self, job: Any) -> dict[Any, Any]:
        files = self._depending[job].items()
        return {one: made for one, made in files if not all(file.is_ancient for file in made)}


def ask_those_that_wait() -> None:
    """Have Snakemake ask every job that merely waits for another for reasons of its own.

    It asks no job below one that is to run, since that runs in any case: below a check, whose mark
    is `ancient`, it does not, and an edited score would be checked and nothing made of it.
    """
    from snakemake.dag import DAG

    below = DAG.bfs

    def bfs(dag: Any, direction: Any, *jobs: Any, **limits: Any) -> Iterator[Any]:
        return below(
            dag, _Below(direction) if direction is dag.depending else direction, *jobs, **limits
        )

    DAG.bfs = bfs


def end_at_once_when_asked() -> None:
    """Have SIGINT and SIGTERM end this process and its jobs within seconds.

    Snakemake would wait for its jobs.
    """

    def ended(number: int, _: Any) -> NoReturn:
        threading.Thread(target=_end_jobs, daemon=True).start()
        raise SystemExit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ended)


def _end_jobs() -> NoReturn:
    """Kill the jobs as long as this process lives: one may just be about to start."""
    import psutil

    while True:
        _end_processes(psutil.Process().children(recursive=True))
        time.sleep(0.1)


def tell_what_stands(workflow: Any) -> None:
    """After jobs that failed: the faults of all checks once more, without what stands between them,
    and what is still there and what is not. A check has nothing to lose.

    Where other machines ran the jobs, the faults of every job that failed: what tells of these
    machines stands between them, many lines of it."""
    failed = sorted(workflow.scheduler.failed, key=str)
    checks = [job for job in failed if any(str(path).startswith(CHECKS) for path in job.output)]
    told_again = failed if _elsewhere(workflow) else checks if len(checks) > 1 else []
    logs = [Path(str(job.log[0])) for job in told_again]
    told = [log.read_text(encoding="utf-8") for log in logs if log.is_file()]
    lines = [line for text in told for line in text.splitlines() if not line.startswith(NOTE)]
    if lines:
        print("All faults:", *lines, sep="\n", file=sys.stderr, flush=True)
    gone = [
        str(path)
        for job in failed
        for path in job.output
        if not str(path).startswith(CHECKS) and not Path(path).exists()
    ]
    if gone:
        others = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
        names = ", ".join(job.name for job in failed)
        print(
            f"What the jobs that finished made stands. What {names} should have made is gone until "
            f"it succeeds: {gone[0]}{others}. The next run goes on from here.",
            file=sys.stderr,
            flush=True,
        )


def _elsewhere(workflow: Any) -> bool:
    """Whether other machines run the jobs: what a job prints is then seen by nobody."""
    return not workflow.executor_plugin.common_settings.local_exec


def _tell_notes(since: float) -> None:
    """Print what the jobs that ended since then have warned of, from their logs."""
    for log in sorted(LOGS.rglob("*.log")):
        if log.stat().st_mtime < since:
            continue
        of_a_note = False
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            of_a_note = line.startswith(NOTE) or (of_a_note and line.startswith("  "))
            if of_a_note:
                print(line, file=sys.stderr, flush=True)


@contextmanager
def _one_line() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        line = in_words(error)
        if line is None:
            raise
        _end(line)


def _end(line: str) -> NoReturn:
    print(line, file=sys.stderr, flush=True)
    sys.exit(1)


def _left_behind() -> list[Any]:
    """Processes that jobs of an earlier run in this folder have left."""
    # Here: three hundredths of a second that few runs need.
    import psutil

    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(FOLDER) == str(Path.cwd()):
                found.append(process)
        except psutil.Error:
            continue
    return found


def _end_processes(processes: list[Any]) -> None:
    """Kill processes and wait until they are gone."""
    import psutil

    for process in processes:
        try:
            process.kill()
        except psutil.Error:
            continue
    psutil.wait_procs(processes, timeout=10)


def _within(path: Any) -> str:
    """A path relative to the folder if it is in it."""
    file = Path(os.fsdecode(path))
    return str(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file)
