"""The parts of an RO-Crate that do not depend on the run: context, profiles, kinds of file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

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
