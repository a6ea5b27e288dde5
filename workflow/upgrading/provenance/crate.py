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

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

# The parts of an RO-Crate that do not depend on the run: context, profiles, kinds of file ---------


Entity = dict[str, Any]

METADATA: Final = "ro-crate-metadata.json"
PREVIEW: Final = "ro-crate-preview.html"
RECORD: Final = "run.json"

CONTEXT: Final = [
    "https://w3id.org/ro/crate/1.1/context",
    # Of the terms that Workflow Run RO-Crate adds, the only one used here.
    {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"},
]

PROFILES: Final = (
    ("https://w3id.org/ro/wfrun/process/0.5", "Process Run Crate", "0.5"),
    ("https://w3id.org/ro/wfrun/workflow/0.5", "Workflow Run Crate", "0.5"),
    ("https://w3id.org/ro/wfrun/provenance/0.5", "Provenance Run Crate", "0.5"),
    ("https://w3id.org/workflowhub/workflow-ro-crate/1.0", "Workflow RO-Crate", "1.0"),
)

SNAKEMAKE: Final = "https://snakemake.readthedocs.io"
LANGUAGE: Final = "https://w3id.org/workflowhub/workflow-ro-crate#snakemake"

MEDIA_TYPES: Final = {
    "cff": "application/yaml",
    "css": "text/css",
    "csv": "text/csv",
    "gz": "application/gzip",
    "html": "text/html",
    "ipynb": "application/x-ipynb+json",
    "js": "text/javascript",
    "json": "application/json",
    "md": "text/markdown",
    "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf",
    "png": "image/png",
    "py": "text/x-python",
    "svg": "image/svg+xml",
    "tex": "application/x-tex",
    "toml": "application/toml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "zip": "application/zip",
}
"""By suffix. Python's own table differs from machine to machine."""


def media_type(path: str) -> str:
    """Media type of a file by its suffix; bytes if the suffix is not known."""
    suffix = PurePosixPath(path).suffix.removeprefix(".")
    if suffix in ("", "lock", "rst", "smk", "typ"):
        return "text/plain"
    return MEDIA_TYPES.get(suffix, "application/octet-stream")


def reference(path: str) -> Entity:
    """A reference to the entity of a path of the project, or to an entity by its id."""
    return {"@id": path if path.startswith(("#", "http")) else quote(path)}


def references(paths: Iterable[str]) -> list[Entity] | Entity:
    """References in order, each once; a single one stands alone, as RO-Crate 1.1 wants it."""
    found = [reference(path) for path in dict.fromkeys(paths)]
    return found[0] if len(found) == 1 else found


def file_entity(path: str, sha256: str, size: int, **more: Any) -> Entity:
    """A file of the crate, with its checksum."""
    return {
        "@id": quote(path),
        "@type": "File",
        "name": path,
        "encodingFormat": media_type(path),
        "contentSize": str(size),
        "sha256": sha256,
    } | more


def constant_entities(snakemake_version: str) -> list[Entity]:
    """What the crate refers to and does not hold: profiles, licence, language, engine, people."""
    return [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": [
                {"@id": "https://w3id.org/ro/crate/1.1"},
                {"@id": "https://w3id.org/workflowhub/workflow-ro-crate/1.0"},
            ],
        },
        *(
            {"@id": profile, "@type": "CreativeWork", "name": name, "version": version}
            for profile, name, version in PROFILES
        ),
        {
            "@id": LANGUAGE,
            "@type": "ComputerLanguage",
            "name": "Snakemake",
            "identifier": {"@id": SNAKEMAKE},
            "url": {"@id": SNAKEMAKE},
        },
        {
            "@id": SNAKEMAKE,
            "@type": "SoftwareApplication",
            "name": "Snakemake",
            "softwareVersion": snakemake_version,
            "url": {"@id": SNAKEMAKE},
        },
        {
            "@id": "https://spdx.org/licenses/MIT",
            "@type": "CreativeWork",
            "name": "MIT License",
            "identifier": "MIT",
            "url": {"@id": "https://spdx.org/licenses/MIT"},
        },
        {
            "@id": "#reader",
            "@type": "Person",
            "name": "Whoever ran the command (no name is recorded)",
        },
    ]


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
                "description": f"{_duration(job['seconds'])}, {when}",
                "instrument": reference(rules[job["rule"]]["code"]),
                "agent": {"@id": "#reader"},
                **({"startTime": job["started"]} if job["started"] else {}),
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


def _duration(seconds: float | None) -> str:
    return "time unknown" if seconds is None else f"{seconds} seconds"
