"""The record of a run as a Provenance Run Crate.

An RO-Crate (version 1.1) that names the workflow, its steps, every job with its inputs and outputs
and every file with its checksum, after the profiles Process, Workflow and Provenance Run Crate
(0.5) and Workflow RO-Crate (1.0). All paths are those of the project: the folder shows the
project's files under the same names.

What it claims of this run is what happened in it: a job that was made by an earlier run is in the
crate with its own times, as the origin of its outputs, but not among the steps that this run
organised.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from upgrading.provenance.entities import (
    CONTEXT,
    LANGUAGE,
    PREVIEW,
    PROFILES,
    RECORD,
    SNAKEMAKE,
    Entity,
    constant_entities,
    file_entity,
    media_type,
    reference,
    references,
)

LICENCE = "https://spdx.org/licenses/MIT"


def crate(record: Mapping[str, Any], record_sha256: str, record_size: int) -> dict[str, Any]:
    """The metadata of the crate, ready for `ro-crate-metadata.json`.

    `record`: as `run.json` holds it (`run_record` says what that is); its SHA-256 and its size in
    bytes.
    """
    licences = _licences(record)
    files = [
        *_sources(record, licences),
        *_outputs(record),
        file_entity(
            RECORD, record_sha256, record_size, description="The record of the run, in full."
        ),
        {
            "@id": PREVIEW,
            "@type": "CreativeWork",
            "name": "The run, to be read",
            "about": {"@id": "./"},
            "encodingFormat": "text/html",
        },
    ]
    graph = [
        *constant_entities(record["versions"]["snakemake"]),
        _root(record, files),
        _workflow(record),
        *files,
        *(
            {"@id": identifier, "@type": "CreativeWork", "name": text, "description": text}
            for text, identifier in licences.items()
        ),
        *_authors(record),
        *_run(record),
    ]
    return {"@context": CONTEXT, "@graph": graph}


def _authors(record: Mapping[str, Any]) -> list[Entity]:
    return [
        {"@id": f"#author-{number}", "@type": author["type"], "name": author["name"]}
        for number, author in enumerate(record["workflow"]["authors"], start=1)
    ]


def _licences(record: Mapping[str, Any]) -> dict[str, str]:
    """Ids of the licences of raw files, by their words."""
    words = {source["licence"] for source in record["inputs"] if source.get("licence")}
    return {text: f"#licence-{number}" for number, text in enumerate(sorted(words), start=1)}


def _sources(record: Mapping[str, Any], licences: Mapping[str, str]) -> list[Entity]:
    tools = {rule["code"] for rule in record["rules"]}
    found = []
    for source in record["inputs"]:
        more: Entity = {}
        if source.get("licence"):
            more = {
                "description": source["source"],
                "license": {"@id": licences[source["licence"]]},
            }
        found.append(file_entity(source["file"], source["sha256"], source["bytes"], **more))
    for module in record["code"]:
        path = module["file"]
        if path == record["workflow"]["file"]:
            continue
        entity = file_entity(path, module["sha256"], module["bytes"])
        if path in tools:
            entity["@type"] = ["File", "SoftwareSourceCode"]
            entity["version"] = record["workflow"]["version"]
        elif _is_module(path):
            # Listed in the record; an entity for each module would bury the rest.
            continue
        if path == "README.md":
            entity["about"] = {"@id": "./"}
        found.append(entity)
    found.append(
        {
            "@id": "workflow/",
            "@type": "Dataset",
            "name": "workflow/",
            "description": "Rules, scripts and modules; their checksums are in run.json.",
        }
    )
    return found


def _is_module(path: str) -> bool:
    return path.startswith("workflow/")


def _folders(record: Mapping[str, Any]) -> list[str]:
    """Outputs that are folders, as paths that end in a slash."""
    return sorted({path for job in record["jobs"] for path in job["outputs"] if path.endswith("/")})


def _outputs(record: Mapping[str, Any]) -> list[Entity]:
    folders = _folders(record)
    found: list[Entity] = [
        {
            "@id": reference(folder)["@id"],
            "@type": "Dataset",
            "name": folder,
            "description": "The checksum of every file in it is in run.json.",
        }
        for folder in folders
    ]
    for output in record["outputs"]:
        path = output["file"]
        if output["rule"] and not path.startswith(tuple(folders)):
            found.append(file_entity(path, output["sha256"], output["bytes"]))
    return found


def _root(record: Mapping[str, Any], files: list[Entity]) -> Entity:
    data = [entity["@id"] for entity in files if entity["@id"] != PREVIEW]
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": record["workflow"]["title"],
        "description": (
            "One run of the pipeline that recomputes Pietrobelli and Rabellotti (2004): code, "
            "inputs, results and how each came about. The licence is that of the code; what the "
            "report or others published keeps the terms named at its file."
        ),
        "datePublished": record["run"]["ended"],
        "license": {"@id": LICENCE},
        "author": references(author["@id"] for author in _authors(record)),
        "conformsTo": [{"@id": profile} for profile, *_ in PROFILES],
        "mainEntity": reference(record["workflow"]["file"]),
        "mentions": references(["#run", "#organised", *_job_ids(record)]),
        "hasPart": [reference(record["workflow"]["file"]), *({"@id": part} for part in data)],
    }


def _workflow(record: Mapping[str, Any]) -> Entity:
    path = record["workflow"]["file"]
    own = next(module for module in record["code"] if module["file"] == path)
    return file_entity(path, own["sha256"], own["bytes"]) | {
        "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow", "HowTo"],
        "name": record["workflow"]["title"],
        "encodingFormat": media_type(path),
        "conformsTo": {"@id": "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"},
        "license": {"@id": LICENCE},
        "programmingLanguage": {"@id": LANGUAGE},
        "version": record["workflow"]["version"],
        "hasPart": references(rule["code"] for rule in record["rules"]),
        "step": references(f"#step-{rule['name']}" for rule in record["rules"]),
    }


def _job_ids(record: Mapping[str, Any]) -> list[str]:
    return [f"#job-{number}" for number, _ in enumerate(record["jobs"], start=1)]


def _run(record: Mapping[str, Any]) -> list[Entity]:
    """The workflow's steps, the run as a whole, every job."""
    run, rules = record["run"], {rule["name"]: rule for rule in record["rules"]}
    status = "http://schema.org/CompletedActionStatus"
    found: list[Entity] = [
        {
            "@id": f"#step-{name}",
            "@type": "HowToStep",
            "name": name,
            "description": rule["message"],
            "position": str(position),
            "workExample": reference(rule["code"]),
        }
        for position, (name, rule) in enumerate(rules.items(), start=1)
    ]
    jobs = list(zip(_job_ids(record), record["jobs"], strict=True))
    sources = {source["file"] for source in record["inputs"]}
    shown = sources | {path for _, job in jobs for path in job["outputs"]}
    shown |= {entry["file"] for entry in record["code"] if not _is_module(entry["file"])}
    ordered = [f"{name}-ordered" for name, job in jobs if job["in_this_run"]]
    found += [
        {
            "@id": "#run",
            "@type": "CreateAction",
            "name": "The run of the workflow",
            "description": f"Command: {' '.join(run['command'])}",
            "instrument": reference(record["workflow"]["file"]),
            "agent": {"@id": "#reader"},
            "startTime": run["started"],
            "endTime": run["ended"],
            "actionStatus": status,
            "object": references(sorted(sources)),
            "result": references(
                path for _, job in jobs if job["in_this_run"] for path in job["outputs"]
            ),
        },
        {
            "@id": "#organised",
            "@type": "OrganizeAction",
            "name": "Snakemake's part in the run",
            "description": "The jobs of this run; results that were up to date are not among them.",
            "instrument": {"@id": SNAKEMAKE},
            "agent": {"@id": "#reader"},
            "startTime": run["started"],
            "endTime": run["ended"],
            "object": references(ordered),
            "result": {"@id": "#run"},
        },
    ]
    for name, job in jobs:
        when = "in this run" if job["in_this_run"] else "in an earlier run"
        found.append(
            {
                "@id": name,
                "@type": "CreateAction",
                "name": f"A job of the rule {job['rule']}",
                "description": f"{job['seconds']} seconds, {when}",
                "instrument": reference(rules[job["rule"]]["code"]),
                "agent": {"@id": "#reader"},
                "startTime": job["started"],
                "endTime": job["ended"],
                "actionStatus": status,
                "object": references(path for path in job["inputs"] if path in shown),
                "result": references(job["outputs"]),
            }
        )
        if job["in_this_run"]:
            found.append(
                {
                    "@id": f"{name}-ordered",
                    "@type": "ControlAction",
                    "name": f"Snakemake's call of the rule {job['rule']}",
                    "instrument": {"@id": f"#step-{job['rule']}"},
                    "object": {"@id": name},
                }
            )
    return found
