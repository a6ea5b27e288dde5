"""How the study is cited, from `CITATION.cff`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Citation:
    """What `CITATION.cff` says: of the software, of the report, and of the data used."""

    title: str
    version: str
    released: str
    licence: str
    authors: str
    report: Mapping[str, Any]
    data: Mapping[str, Any]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Citation:
        """From the file; of its references, the first report and the first data."""
        references = {one["type"]: one for one in reversed(said["references"])}
        return cls(
            title=said["title"],
            version=said["version"],
            released=str(said["date-released"]),
            licence=said["license"],
            authors=_names(said["authors"]),
            report=references["report"],
            data=references["data"],
        )

    @property
    def bibtex(self) -> str:
        """Entries for the software and for the report."""
        report = self.report
        return _entry(
            "software",
            f"upgrading_pipeline_{self.version.replace('.', '_')}",
            {
                "title": self.title,
                "author": f"{{{self.authors}}}",
                "version": self.version,
                "date": self.released,
            },
        ) + _entry(
            "techreport",
            f"pietrobelli_rabellotti_{report['year']}",
            {
                "title": report["title"],
                "author": _names(report["authors"]),
                "institution": report["institution"]["name"],
                "number": report["number"],
                "year": str(report["year"]),
            },
        )


def _names(people: Sequence[Mapping[str, str]]) -> str:
    return " and ".join(
        one["name"] if "name" in one else f"{one['family-names']}, {one['given-names']}"
        for one in people
    )


def _entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}}}\n"
