"""The record of a run as a page, the preview that an RO-Crate offers to people."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from upgrading.numbers import shown

STYLE: Final = (
    ":root{color-scheme:light dark}"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;font-size:.9rem}"
    "th,td{text-align:left;vertical-align:top;padding:.15rem .8rem .15rem 0}"
    "thead th{border-bottom:1px solid}td.number{text-align:right}code{font-size:.9em}"
    ".scroll{overflow-x:auto}"
)


_NUMBER: Final = ' class="number"'


def seconds(number: float) -> str:
    """Seconds as people read them, with one decimal."""
    return shown(Fraction(number), 1)


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: int) -> str:
    """A table whose column number `numbers` holds numbers."""
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in heads)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_NUMBER if at == numbers else ''}>{html.escape(cell)}</td>"
            for at, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<h2>{html.escape(caption)}</h2><div class="scroll" tabindex="0" role="region" '
        f'aria-label="{html.escape(caption)}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _code(record: Mapping[str, Any]) -> str:
    git = record["git"]
    if git is None:
        return "not in a git repository; the checksums in run.json tell it"
    state = "nothing changed since" if git["clean"] else "with changes that are not committed"
    return f"commit {git['commit']}, {state}"


def page(record: Mapping[str, Any]) -> str:
    """The page. `record`: as `run.json` holds it."""
    run, machine = record["run"], record["machine"]
    facts = (
        ("Command", " ".join(run["command"])),
        ("Begun", run["started"]),
        ("Ended", run["ended"]),
        ("Duration", f"{seconds(run['seconds'])} s"),
        ("Jobs", f"{run['jobs']} of {len(record['jobs'])}; the others were up to date"),
        ("Machine", f"{machine['system']}, {machine['processors']} processors"),
        ("Code", _code(record)),
    )
    jobs = [
        (
            job["rule"],
            ", ".join(job["outputs"][:2]) + (", …" if len(job["outputs"]) > 2 else ""),
            seconds(job["seconds"]),
            job["started"],
            "this run" if job["in_this_run"] else "an earlier run",
        )
        for job in record["jobs"]
    ]
    body = "".join(
        (
            "<h1>The run</h1><dl>",
            *(
                f"<dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd>"
                for name, value in facts
            ),
            "</dl><p>All of this, the choices and the inputs of every job: "
            '<a href="run.json">run.json</a>.</p>',
            _table("Jobs", ("Rule", "Outputs", "Seconds", "Begun", "Made in"), jobs, 2),
            _table("Versions", ("Software", "Version"), sorted(record["versions"].items()), -1),
            _table(
                "Inputs",
                ("File", "SHA-256"),
                [(entry["file"], entry["sha256"]) for entry in record["inputs"]],
                -1,
            ),
            _table(
                "Results",
                ("File", "Rule", "SHA-256"),
                [
                    (entry["file"], entry["rule"] or "by none", entry["sha256"])
                    for entry in record["outputs"]
                ],
                -1,
            ),
        )
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>The run</title><style>{STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>\n"
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
