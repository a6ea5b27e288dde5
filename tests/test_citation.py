"""CITATION.cff keeps to the format that it names, and to what the project says elsewhere."""

from __future__ import annotations

import csv
import re
import tomllib
from datetime import datetime
from typing import Any

import fastjsonschema
import pytest
import yaml
from reference import RAW, ROOT

TEXT = {"type": "string", "minLength": 1}
DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}

ENTITY = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": dict.fromkeys(("name", "city", "country", "website", "location"), TEXT),
}
PERSON = {
    "type": "object",
    "required": ["family-names"],
    "additionalProperties": False,
    "properties": dict.fromkeys(
        ("family-names", "given-names", "affiliation", "orcid", "website"), TEXT
    ),
}
AUTHORS = {"type": "array", "minItems": 1, "items": {"anyOf": [PERSON, ENTITY]}}
LICENCE = {"enum": ["MIT", "CC-BY-4.0", "CC-BY-NC-SA-3.0-IGO"]}

REFERENCE = {
    "type": "object",
    "required": ["authors", "title", "type"],
    "additionalProperties": False,
    "properties": {
        **dict.fromkeys(
            (
                "title",
                "scope",
                "department",
                "collection-title",
                "number",
                "notes",
                "abstract",
                "url",
            ),
            TEXT,
        ),
        "type": {"enum": ["article", "book", "data", "database", "report", "software"]},
        "authors": AUTHORS,
        "institution": ENTITY,
        "publisher": ENTITY,
        "license": LICENCE,
        "year": {"type": "integer"},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "date-accessed": DATE,
    },
}

CFF = {
    "type": "object",
    "required": ["authors", "cff-version", "message", "title"],
    "additionalProperties": False,
    "properties": {
        "cff-version": {"const": "1.2.0"},
        **dict.fromkeys(("message", "title", "version", "abstract"), TEXT),
        "date-released": DATE,
        "type": {"enum": ["software", "dataset"]},
        "authors": AUTHORS,
        "license": LICENCE,
        "keywords": {"type": "array", "minItems": 1, "uniqueItems": True, "items": TEXT},
        "references": {"type": "array", "minItems": 1, "uniqueItems": True, "items": REFERENCE},
    },
}
"""The fields of the Citation File Format 1.2.0, as far as the project uses or may use them."""


def citation() -> dict[str, Any]:
    # Dates stay text, as the format wants them.
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    for entry in found["references"]:
        entry |= {key: int(entry[key]) for key in ("year", "month") if key in entry}
    return found


def test_it_has_the_fields_of_the_format() -> None:
    fastjsonschema.validate(CFF, citation())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cff-version", "1.3.0"),
        ("licence", "MIT"),
        ("authors", []),
        ("date-released", "30 November 2026"),
    ],
)
def test_a_field_at_fault_would_be_found(field: str, value: object) -> None:
    with pytest.raises(fastjsonschema.JsonSchemaException):
        fastjsonschema.validate(CFF, citation() | {field: value})


def test_version_and_licence_are_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation()["version"] == project["version"]
    assert citation()["license"] == project["license"]


def test_the_latest_entry_of_the_changes_is_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    version, day = re.findall(r"^## (\S+) \((.+)\)$", text, re.M)[0]
    assert text.index(f"## {version}") == text.index("## ")
    assert version == citation()["version"]
    assert datetime.strptime(day, "%d %B %Y").date().isoformat() == citation()["date-released"]


def test_every_source_of_raw_data_that_is_not_the_projects_own_is_cited() -> None:
    with (RAW / "register.csv").open(encoding="utf-8", newline="") as file:
        sources = {row["source"] for row in csv.DictReader(file)}
    others = {source for source in sources if not source.startswith("This project")}
    cited = {
        "Pietrobelli and Rabellotti (2004)": "Upgrading in Clusters and Value Chains",
        "FAO, FAOSTAT": "FAOSTAT",
        "FAO, Global Aquaculture Production": "Global Aquaculture Production",
        "MDIC/SECEX, Comex Stat": "Comex Stat",
        "Embrapa, VitiBrasil": "VitiBrasil",
    }
    unknown = {source for source in others if not source.startswith(tuple(cited))}
    assert not unknown
    titles = [entry["title"] for entry in citation()["references"]]
    for beginning, title in cited.items():
        if any(source.startswith(beginning) for source in others):
            assert [one for one in titles if one.startswith(title)]
