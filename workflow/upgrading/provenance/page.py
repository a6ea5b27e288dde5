"""The record of a run as a page, the preview that an RO-Crate offers to people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from upgrading.numbers import shown

if TYPE_CHECKING:
    from jinja2 import Environment


def seconds(number: float | None) -> str:
    """Seconds as people read them, with one decimal."""
    return "time unknown" if number is None else shown(Fraction(number), 1)


def _code(record: Mapping[str, Any]) -> str:
    git = record["git"]
    if git is None:
        return "not in a git repository; the checksums in run.json tell it"
    state = "nothing changed since" if git["clean"] else "with changes that are not committed"
    return f"commit {git['commit']}, {state}"


def page(record: Mapping[str, Any], environment: Environment) -> str:
    """The page, by the template for it. `record`: as `run.json` holds it."""
    return environment.get_template("run.html.jinja").render(
        record=record, code=_code(record), seconds=seconds
    )


# How long a run took, as the site tells it: a script that a page opened from disk can load --------


FILE: Final = "run.js"
"""The script's name, in the folder of the site."""


def script(record: Mapping[str, Any]) -> str:
    """The script. `record`: as `run.json` holds it.

    It sets `RUN`, which the site's `made.js` reads: `said`, a sentence on the run; `rules`, each as
    name, number of jobs, seconds of all of them together, and in which run they were.
    """
    rules = [
        [rule["name"], str(rule["jobs"]), seconds(rule["seconds"]), _when(rule)]
        for rule in record["rules"]
    ]
    said = {"said": sentence(record), "rules": rules}
    return f"window.RUN = {json.dumps(said, ensure_ascii=False)};\n"


def sentence(record: Mapping[str, Any]) -> str:
    """When the run began and ended, how much it did, on what machine and with what Python."""
    run, machine, count = record["run"], record["machine"], len(record["jobs"])
    done = f"{run['jobs']} of {count} jobs (what the others make was up to date)"
    if run["jobs"] == count:
        done = f"all {count} jobs"
    processors = machine["processors"]
    return (
        f"The run began at {_moment(run['started'])} and ended at {_moment(run['ended'])}, after "
        f"{seconds(run['seconds'])} seconds. It did {done} on {processors} "
        f"processor{'' if processors == 1 else 's'} ({machine['system']}), with Python "
        f"{record['versions']['python']}."
    )


def _moment(time: str) -> str:
    """A time of the record, which is in UTC: `2026-11-25 13:33:00 UTC`."""
    return time.replace("T", " ").replace("+00:00", " UTC")


def _when(rule: Mapping[str, Any]) -> str:
    """In which run the jobs of a rule were."""
    now, count = rule["jobs_in_this_run"], rule["jobs"]
    if now == count:
        return "this run"
    return f"{now} in this run, {count - now} in earlier ones" if now else "an earlier run"
