"""How the study and its sources are cited, from `CITATION.cff`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final


@dataclass(frozen=True)
class Citation:
    """What `CITATION.cff` says: who, which version of when, under which licence, after whom."""

    title: str
    version: str
    released: date
    licence: str
    authors: str
    keywords: tuple[str, ...]
    references: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Citation:
        """Of the file's content. Raises `KeyError` where it lacks a field."""
        return cls(
            title=said["title"],
            version=str(said["version"]),
            released=date.fromisoformat(str(said["date-released"])),
            licence=said["license"],
            authors=people(said["authors"]),
            keywords=tuple(said["keywords"]),
            references=tuple(said["references"]),
        )

    def of_kind(self, kind: str) -> list[Mapping[str, Any]]:
        """The sources of a kind, such as `report` or `data`."""
        return [one for one in self.references if one["type"] == kind]

    @property
    def report(self) -> Mapping[str, Any]:
        """The report that is recomputed."""
        return self.of_kind("report")[0]

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
                "date": str(self.released),
            },
        ) + _entry(
            "techreport",
            f"pietrobelli_rabellotti_{report['year']}",
            {
                "title": report["title"],
                "author": people(report["authors"]),
                "institution": report["institution"]["name"],
                "number": report["number"],
                "year": str(report["year"]),
            },
        )


def people(authors: Sequence[Mapping[str, str]]) -> str:
    """Authors in the order of the file, persons by the family name, as BibTeX wants them too."""
    return " and ".join(
        one["name"] if "name" in one else f"{one['family-names']}, {one['given-names']}"
        for one in authors
    )


_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


def in_words(day: date | str) -> str:
    """A date in words, the same in every locale."""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def before_title(source: Mapping[str, Any]) -> str:
    """Who and when: `Pietrobelli, Carlo and Rabellotti, Roberta (2004)`."""
    year = f" ({source['year']})" if "year" in source else ""
    return f"{people(source['authors'])}{year}"


def after_title(source: Mapping[str, Any]) -> str:
    """Where a source has appeared, its licence, and when it was asked, as sentences."""
    series = " ".join(str(source[key]) for key in ("collection-title", "number") if key in source)
    institution = source.get("institution", {})
    place = ": ".join(str(institution[key]) for key in ("city", "name") if key in institution)
    told = [source.get("department", ""), series, place]
    told += [f"Licence {source['license']}"] if "license" in source else []
    told += [source.get("notes", "")]
    accessed = source.get("date-accessed")
    told += [f"Accessed {in_words(accessed)}"] if accessed else []
    return " ".join(f"{text.rstrip('.')}." for text in told if text)


def _entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}}}\n"
