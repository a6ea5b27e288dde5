"""The page of changes says that it is of the run before, while another one is under way."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import time
from hashlib import sha256
from pathlib import Path

import pytest
from reference import ROOT
from test_interruptions import begun

from plan import old_page
from record import FOLDER, RECORD, edited

SNAKEFILE = f"""
import sys

sys.path.insert(0, {str(ROOT / "workflow")!r})

from one_run import end_at_once_when_asked, run_alone
from plan.old_page import mark, mark_as_failed, unmark

rule all:
    input: "results/changes.md", "results/other.txt"

rule changes:
    input: "page.txt"
    output: "results/changes.md"
    shell: "cp page.txt {{output}}"

rule other:
    input: "other.txt"
    output: "results/other.txt"
    priority: 1
    shell: "sh other.txt > {{output}}"

run_alone(workflow, [], [unmark], mark_as_failed)

onstart:
    end_at_once_when_asked()
    mark()
"""
"""The page, and before it a result beside it, made by what stands in `other.txt`."""

LOOKS = "cp results/changes.md seen.md\n"
"""What looks at the page meanwhile."""

PAGE = "# What changed\n\nEverything.\n"
UNDER_WAY = re.compile(
    r"\*\*A run is under way since \d{4}-\d\d-\d\d \d\d:\d\d; what follows is of the run "
    r"before\.\*\*"
)
FAILED = re.compile(
    r"\*\*The run that began at \d{4}-\d\d-\d\d \d\d:\d\d failed; what follows is of the run "
    r"before\.\*\*"
)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory, run) -> Path:
    """A folder in which a run has made both, and a second one has nothing to do."""
    folder = tmp_path_factory.mktemp("made") / "study"
    folder.mkdir()
    write(folder, "Snakefile", SNAKEFILE)
    write(folder, "page.txt", PAGE)
    write(folder, "other.txt", "echo 1")
    result = run(folder, "--cores", "1")
    assert result.returncode == 0, result.stderr
    assert page_of(folder) == PAGE
    assert "Nothing to be done" in run(folder, "--cores", "1").stderr
    return folder


@pytest.fixture
def made(made_once: Path, tmp_path: Path) -> Path:
    """The same of the test's own, times of the files kept."""
    return shutil.copytree(made_once, tmp_path / "study")


def write(folder: Path, name: str, text: str) -> None:
    """A file that is later than any made before."""
    (folder / name).write_text(text, encoding="utf-8")


def page_of(folder: Path) -> str:
    return (folder / "results/changes.md").read_text(encoding="utf-8")


def marked(text: str) -> tuple[str, str]:
    """The line above the page, and the page."""
    line, _, page = text.partition("\n\n")
    return line, page


@pytest.mark.ci
def test_the_page_is_marked_while_a_run_makes_something_else(made: Path, run) -> None:
    """It keeps its time, so that nothing is made again for the line."""
    before = (made / "results/changes.md").stat().st_mtime_ns
    write(made, "other.txt", LOOKS)
    assert run(made, "--cores", "1").returncode == 0
    line, page = marked((made / "seen.md").read_text(encoding="utf-8"))
    assert UNDER_WAY.fullmatch(line)
    assert page == page_of(made) == PAGE
    assert (made / "results/changes.md").stat().st_mtime_ns == before
    assert "Nothing to be done" in run(made, "--cores", "1").stderr


def test_a_page_that_is_made_again_has_no_line(made: Path, run) -> None:
    write(made, "other.txt", LOOKS)
    write(made, "page.txt", "another\n")
    assert run(made, "--cores", "1").returncode == 0
    assert UNDER_WAY.match((made / "seen.md").read_text(encoding="utf-8"))
    assert page_of(made) == "another\n"


@pytest.mark.ci
def test_runs_that_make_nothing_mark_nothing(made: Path, run) -> None:
    about = (made / "results/changes.md").stat()
    write(made, "other.txt", "echo 2")
    for argument in ("--dry-run", "results/changes.md", "--list-rules"):
        assert run(made, "--cores", "1", argument).returncode == 0
        now = (made / "results/changes.md").stat()
        assert (now.st_ino, now.st_mtime_ns) == (about.st_ino, about.st_mtime_ns)


def test_a_run_that_failed_says_so_until_one_succeeds(made: Path, run) -> None:
    before = (made / "results/changes.md").stat().st_mtime_ns
    write(made, "other.txt", "exit 1")
    for _ in range(2):
        assert run(made, "--cores", "1").returncode != 0
        line, page = marked(page_of(made))
        assert FAILED.fullmatch(line)
        assert page == PAGE
    assert (made / "results/changes.md").stat().st_mtime_ns == before
    assert [path.name for path in (made / "results").iterdir()] == ["changes.md"]
    write(made, "other.txt", "echo 2")
    assert run(made, "--cores", "1").returncode == 0
    assert page_of(made) == PAGE


def test_a_line_is_taken_away_by_a_run_with_nothing_to_do(made: Path, run) -> None:
    """Another file failed, and what was wrong with it has been taken back."""
    page = made / "results/changes.md"
    about = page.stat()
    page.write_text(f"{old_page._FAILED.format('2004-05-06 07:08')}{PAGE}", encoding="utf-8")
    os.utime(page, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert "Nothing to be done" in run(made, "--cores", "1").stderr
    assert page_of(made) == PAGE


def test_a_run_that_is_asked_to_end_has_failed(made: Path) -> None:
    write(made, "other.txt", f"{LOOKS}sleep 60")
    process = begun(made, "--cores", "1")
    while process.poll() is None and not (made / "seen.md").is_file():
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    process.communicate()
    assert process.returncode != 0
    assert FAILED.fullmatch(marked(page_of(made))[0])


def test_a_line_is_no_edit_of_the_page(tmp_path: Path, monkeypatch) -> None:
    """Neither for the next run nor for `make accept`; what else is other below it is one."""
    monkeypatch.chdir(tmp_path)
    page = Path(old_page.PAGE)
    page.parent.mkdir()
    page.write_text(PAGE, encoding="utf-8")
    FOLDER.mkdir(parents=True)
    output = {
        "file": page.as_posix(),
        "rule": "changes",
        "sha256": sha256(PAGE.encode()).hexdigest(),
    }
    record = {"jobs": [], "outputs": [output]}
    (FOLDER / RECORD).write_text(json.dumps(record), encoding="utf-8")
    assert edited(of_all=True) == []
    old_page.mark()
    assert UNDER_WAY.match(page.read_text(encoding="utf-8"))
    assert edited(of_all=True) == []
    page.write_text(page.read_text(encoding="utf-8").replace("Everything", "Nothing"))
    assert len(edited(of_all=True)) == 1
    shutil.rmtree("results")
    for step in (old_page.mark, old_page.mark_as_failed, old_page.unmark):
        step()
    assert not Path("results").exists()


def test_only_the_line_itself_is_taken_away() -> None:
    for text in ("", "\n", "**A run**\n\nx", f"x{old_page._UNDER_WAY}", f"{PAGE}\r\n"):
        assert old_page.without_line(text.encode()) == text.encode()
