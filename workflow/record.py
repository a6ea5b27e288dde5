"""What Snakemake does at the end of a run that made something: it writes down the run.

`results/provenance/` then holds

- `run.json`: command, times, machine, versions, choices, commit; every job with its inputs, outputs
  and times; every file read or made, with its SHA-256;
- `ro-crate-metadata.json`: the same as a Provenance Run Crate;
- `ro-crate-preview.html`: the same to be read;
- links to all of these files under the paths they have in the project, so that the folder is a
  whole crate without a second copy of anything (`cp -rL results/provenance crate` makes one).

The site tells how long the run took that made it: from `results/report/run.js`, a script, since a
page opened from disk can load nothing else. It is written after a run that made the site, and where
a site has none (the run that made it failed later on). The site's folder is an output of its rule,
the script in it is not: Snakemake looks at the folder's own mark, so that nothing follows from it.

This is no rule: command, start and end belong to the run and not to any file, a job
cannot see its own end, and this costs no job. Nothing under `results/` differs from run to run
but `provenance/` and `report/run.js`. A run that makes no result (nothing to be done, a download)
writes nothing, so the record stays that of the last run that did; unless that one was ended before
it could write. Names of the user and of the machine are not recorded.
"""

import base64
import csv
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from plan.checks import end_with
from plan.code import step_file
from plan.job_times import times
from plan.old_page import PAGE, without_line
from upgrading.faults import Fault
from upgrading.provenance import page
from upgrading.provenance.crate import RECORD

TEMPLATE = Path(__file__).parent / "templates" / "run.html.jinja"

RESULTS = ("data/processed", "results")
FOLDER, NEW = Path("results/provenance"), Path("results/provenance.new")
SITE = Path("results/report")
DURATIONS = SITE / page.FILE
NOTED, UNFINISHED = Path(".snakemake/metadata"), Path(".snakemake/incomplete")
"""Where Snakemake keeps what it knows about every file that it made, and which are unfinished."""

TOLD = "data/processed/choices/"
"""What the rules were told, which no job made: inputs."""

MARK = ".snakemake_timestamp"
"""A file that Snakemake leaves in a folder that it made."""

CODE = (
    *("README.md", "LICENSE", "CITATION.cff", "Makefile", "docs/config.md", "docs/replication.md"),
    *("pyproject.toml", "requirements.lock", "environment.yml"),
)


def record_run(workflow: Any, config: Mapping[str, Any]) -> None:
    """Write `results/provenance/` and the site's `run.js`, in the project's folder.

    Not if no result was made since they were written: by this run, or by one that came to no end.
    `workflow`: Snakemake's own object of the run that ends.
    """
    if workflow.touch or not _anything_made_since_the_last_record():
        return
    # Here and not above: a run with nothing to do needs none of them.
    from upgrading.provenance.crate import METADATA, PREVIEW, crate
    from upgrading.templating import environment

    record = gather(workflow, config)
    if max((job["ended"] for job in record["jobs"]), default="") <= _end_of_the_last():
        return
    _tell_the_site(record)
    shutil.rmtree(NEW, ignore_errors=True)
    _link(NEW, (entry["file"] for kind in ("inputs", "code", "outputs") for entry in record[kind]))
    text = _json(record)
    described = crate(record, hashlib.sha256(text.encode()).hexdigest(), len(text.encode()))
    (NEW / RECORD).write_text(text, encoding="utf-8")
    (NEW / METADATA).write_text(_json(described), encoding="utf-8")
    templates = environment({TEMPLATE.name: TEMPLATE.read_text(encoding="utf-8")})
    (NEW / PREVIEW).write_text(page.page(record, templates), encoding="utf-8")
    shutil.rmtree(FOLDER, ignore_errors=True)
    NEW.rename(FOLDER)


def refuse_edited() -> None:
    """End the run, a line per file, if somebody has changed what an earlier one made."""
    end_with(edited())


def edited(of_all: bool = False) -> list[Fault]:
    """Files that a rule made and that are neither what the last record has nor what a job left.

    Somebody changed them, and whatever is made of them, and the next record, would have it so.
    Looked at are those that were written since the last record, or all (`of_all`).
    """
    file = FOLDER / RECORD
    if not file.is_file():
        return []
    record, recorded = json.loads(file.read_text(encoding="utf-8")), file.stat().st_mtime
    folders = [name for job in record["jobs"] for name in job["outputs"] if name.endswith("/")]
    faults = []
    for entry in record["outputs"]:
        path = Path(entry["file"])
        if not entry["rule"] or not path.is_file():
            continue
        if (of_all or path.stat().st_mtime > recorded) and not _as_left(path, entry["sha256"]):
            made = next((name for name in folders if entry["file"].startswith(name)), "it")
            text = "was changed after the run had made it, and nothing that a run makes is edited: "
            text += f"delete {made}, and make makes it again"
            faults.append(Fault(entry["file"], text))
    return faults


def _as_left(path: Path, recorded: str) -> bool:
    """Whether a file is the one that is recorded, or a job of a later run has left it so."""
    if _entry(path.as_posix())["sha256"] == recorded or _page_below_its_line(path) == recorded:
        return True
    for output in (path, *path.parents[:-1]):
        about = _about(NOTED, output)
        if _about(UNFINISHED, output).is_file():
            return True  # the job was ended while it wrote, and is run again
        if about.is_file():
            ended = json.loads(about.read_text(encoding="utf-8"))["endtime"]
            return bool(ended and path.stat().st_mtime <= ended + 1)  # clocks of disks are coarse
    return False


def _page_below_its_line(path: Path) -> str:
    """The checksum of the page of changes without the line that a run may have put above it."""
    if path != PAGE:
        return ""
    return hashlib.sha256(without_line(path.read_bytes())).hexdigest()


def _about(folder: Path, output: Path) -> Path:
    """Where Snakemake keeps something about an output: under its name, coded, in pieces."""
    name = base64.urlsafe_b64encode(output.as_posix().encode()).decode()
    pieces = [name[start : start + 254] for start in range(0, len(name), 254)]
    return folder.joinpath(*(f"@{piece}" for piece in pieces[:-1]), pieces[-1])


def _anything_made_since_the_last_record() -> bool:
    """Whether Snakemake has noted a finished job later. Of any kind: quick, for every run asks."""
    last = (FOLDER / RECORD).stat().st_mtime if (FOLDER / RECORD).is_file() else 0
    noted = (Path(place, name) for place, _, names in os.walk(NOTED) for name in names)
    return any(file.stat().st_mtime > last for file in noted)


def _end_of_the_last() -> str:
    """The end of the last run that is recorded, in the form of the record."""
    file = FOLDER / RECORD
    return json.loads(file.read_text(encoding="utf-8"))["run"]["ended"] if file.is_file() else ""


def _tell_the_site(record: dict[str, Any]) -> None:
    """Write the durations of a run that made the site beside its pages; enter the file as a result.

    No rule made it, so that it is entered without one.
    """
    if not SITE.is_dir():
        return
    made_now = any(
        job["in_this_run"] and f"{SITE.as_posix()}/" in job["outputs"] for job in record["jobs"]
    )
    if made_now or not DURATIONS.is_file():
        DURATIONS.write_text(page.script(record), encoding="utf-8")
    record["outputs"].append(_entry(DURATIONS.as_posix()) | {"rule": None})
    record["outputs"].sort(key=lambda entry: entry["file"])


def gather(workflow: Any, config: Mapping[str, Any]) -> dict[str, Any]:
    """The record of the run that ends now.

    Jobs come from what Snakemake keeps about every file it made, those of earlier runs included:
    a result that was up to date tells the times of the run that made it. The site's `run.js` is not
    among the outputs: this record is what it is written from.
    """
    started, ended = workflow.start_time.astimezone(UTC), datetime.now(UTC)
    rules = {rule.name: rule for rule in workflow.rules}
    makers, jobs = _jobs(workflow.persistence, set(rules), started)
    read = {path for job in jobs for path in job["inputs"]}
    made = {path.rstrip("/") for job in jobs for path in job["outputs"]} | makers.keys()
    snakefile = _within(workflow.main_snakefile)
    files = {_within(rule.snakefile) for rule in rules.values()}
    code = {*CODE, snakefile, *files, *_files("workflow")}
    code |= {path for path in read if Path(path).suffix == ".ipynb"}
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load(Path("CITATION.cff").read_text(encoding="utf-8"))
    used = sorted({job["rule"] for job in jobs}, key=list(rules).index)
    return {
        "workflow": {
            "file": snakefile,
            "title": citation["title"],
            "version": citation["version"],
            "authors": [_author(author) for author in citation["authors"]],
        },
        "run": {
            "command": ["snakemake", *sys.argv[1:]],
            "started": _time(started),
            "ended": _time(ended),
            "seconds": round((ended - started).total_seconds(), 1),
            "jobs": sum(job["in_this_run"] for job in jobs),
        },
        "machine": {
            "system": f"{platform.system()} {platform.release()} {platform.machine()}",
            "processors": os.cpu_count(),
        },
        "git": _git(),
        "versions": {"python": platform.python_version()} | _versions(project["dependencies"]),
        "config": dict(config),
        "rules": [_rule(rules[name], jobs) for name in used],
        "jobs": jobs,
        "inputs": _inputs(sorted({*(read - made - code), *_files("config")})),
        "code": [_entry(path) for path in sorted(code) if Path(path).is_file()],
        "outputs": [_entry(path) | {"rule": makers.get(path)} for path in sorted(makers)],
    }


def _jobs(
    persistence: Any, rules: set[str], started: datetime
) -> tuple[dict[str, str | None], list[dict[str, Any]]]:
    """Every file made, with the rule that made it, and the jobs of `rules` that made them.

    Followed from the results to what they were made from. A file that no rule of the workflow made
    has no rule.
    """
    # Here: by the time a run ends, Snakemake has it loaded.
    from snakemake.io import IOFile

    makers: dict[str, str | None] = {
        path: None for folder in RESULTS for path in _files(folder) if not path.startswith(TOLD)
    }
    makers.pop(DURATIONS.as_posix(), None)
    found: dict[tuple[str, int], dict[str, Any]] = {}

    @cache
    def kept(path: str) -> Any:
        """What Snakemake keeps about a file or folder that a rule made, else nothing."""
        about = persistence.metadata(IOFile(path))
        return about if about and about.rule in rules else None

    waiting = list(makers)
    while waiting:
        path = waiting.pop()
        # A file is an output, or in a folder that is one.
        parents = (parent.as_posix() for parent in Path(path).parents)
        output = next((place for place in (path, *parents) if kept(place)), None)
        if output is None:
            continue
        about = kept(output)
        makers[path] = about.rule
        key = (about.rule, about.job_hash)
        if key not in found:
            found[key] = {
                "rule": about.rule,
                "inputs": sorted(set(about.input)),
                "outputs": set(),
                "begun": about.starttime,
                "done": about.endtime,
                "own": times(about.log or []),
            }
        job = found[key]
        job["outputs"].add(f"{output}/" if Path(output).is_dir() else output)
        job["begun"] = min(job["begun"], about.starttime)
        job["done"] = max(job["done"], about.endtime)
    jobs = [
        {"rule": job["rule"], "inputs": job["inputs"], "outputs": sorted(job["outputs"])}
        | _when(*(job["own"] or (job["begun"], job["done"])), started)
        for job in found.values()
    ]
    return makers, sorted(jobs, key=lambda job: (job["rule"], job["outputs"]))


def _when(begun: float, done: float, started: datetime) -> dict[str, Any]:
    """Times of a job; without begin and seconds where all that is known is when it was noted."""
    known = begun < done
    return {
        "started": _time(datetime.fromtimestamp(begun, UTC)) if known else None,
        "ended": _time(datetime.fromtimestamp(done, UTC)),
        "seconds": round(done - begun, 2) if known else None,
        "in_this_run": begun >= started.timestamp(),
    }


def _rule(rule: Any, jobs: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A rule that made something: what it runs, and how long its jobs took together.

    `code`: its step, or another script; the file of the rule itself if it runs a command.
    """
    code = _within(rule.snakefile)
    if Path(rule.script or "").name == "run_step.py":
        code = step_file(rule.name)
    elif rule.script:
        code = _within(os.path.normpath(Path(code).parent / str(rule.script)))
    own = [job for job in jobs if job["rule"] == rule.name]
    return {
        "name": rule.name,
        "message": str(rule.message or rule.name),
        "code": code,
        "jobs": len(own),
        "jobs_in_this_run": sum(job["in_this_run"] for job in own),
        "seconds": _together(job["seconds"] for job in own),
    }


def _together(seconds: Iterable[float | None]) -> float | None:
    """The sum; nothing where one of them is not known."""
    every = list(seconds)
    known = [one for one in every if one is not None]
    return round(sum(known), 2) if len(known) == len(every) else None


def _author(author: Mapping[str, str]) -> dict[str, str]:
    """A person or an organization, as CITATION.cff names them."""
    if "name" in author:
        return {"type": "Organization", "name": author["name"]}
    parts = (author.get("given-names"), author.get("family-names"))
    return {"type": "Person", "name": " ".join(filter(None, parts))}


def _inputs(paths: Iterable[str]) -> list[dict[str, Any]]:
    """Files that were read and that no job made, with source and licence of the registered ones."""
    with Path("data/raw/register.csv").open(encoding="utf-8", newline="") as file:
        registered = {f"data/raw/{row['file']}": row for row in csv.DictReader(file)}
    return [
        _entry(path)
        | {key: registered[path][key] for key in ("source", "licence") if path in registered}
        for path in paths
        if Path(path).is_file()
    ]


def _versions(dependencies: Iterable[str]) -> dict[str, str]:
    names = {re.split(r"[^\w.-]", dependency, maxsplit=1)[0] for dependency in dependencies}
    return {name: version(name) for name in sorted(names)}


def _git() -> dict[str, Any] | None:
    """The commit that is checked out and whether anything differs from it; none without git."""

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", "-c", f"safe.directory={Path.cwd()}", *arguments],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    try:
        top, commit = git("rev-parse", "--show-toplevel", "HEAD").split("\n")
        if not Path(top).samefile("."):
            return None
        return {"commit": commit, "clean": not git("status", "--porcelain")}
    except (OSError, subprocess.CalledProcessError, ValueError):
        return None


def _files(folder: str) -> Iterator[str]:
    """Paths of all files in a folder; neither bytecode nor an earlier record."""
    for place, folders, names in os.walk(folder):
        own = {FOLDER.name, NEW.name} if Path(place) == FOLDER.parent else set()
        folders[:] = [name for name in folders if name not in {"__pycache__", *own}]
        yield from (Path(place, name).as_posix() for name in names if name != MARK)


def _entry(path: str) -> dict[str, Any]:
    with Path(path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"file": path, "sha256": digest, "bytes": Path(path).stat().st_size}


def _link(folder: Path, paths: Iterable[str]) -> None:
    for path in paths:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(os.path.relpath(path, (FOLDER / path).parent))


def _within(path: str | Path) -> str:
    """A path relative to the project's folder."""
    return Path(os.path.relpath(path)).as_posix()


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
