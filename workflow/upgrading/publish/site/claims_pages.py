"""The claims of the report with their verdicts: all of them listed, and a page for each chapter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import pandas as pd

from upgrading.exhibits.study_in_numbers import NUMBER, OVERVIEW
from upgrading.parts import Cell, Claim, Exhibit, From, Number, Part, Text
from upgrading.publish.site.bars import bars
from upgrading.publish.site.bars import counted as having
from upgrading.publish.site.cells import Exhibits, address, number
from upgrading.publish.site.shell import Page, up
from upgrading.publish.tables import with_minus
from upgrading.publish.terms import called, sentence
from upgrading.templating import Piece, Pieces, capital, link
from upgrading.verdicts import BASES, STATEMENT_VERDICTS
from upgrading.vocabulary import GENERAL

_SHORT: Final = 2
"""Evidence in more parts than this is folded."""

_LONG: Final = 600
"""So is evidence of more characters than this."""

_BY: Final = {
    "printed": "computed from the cells below, with the scores as printed",
    "corrected": "computed from the cells below, with the scores of the corrected edition",
}
"""What a number of evidence was computed from."""

_WORDS = {verdict.name: verdict for verdict in STATEMENT_VERDICTS}

_BASES = {basis.name: basis for basis in BASES}

_AGAINST: Final = ("leaning_against", "contradicted", "part_holds", "conflicting")
"""Words of statements that the data or the report itself speak against, at least in part."""

HEADLINE: Final = "headline"
"""The tier of what the report concludes."""

_TIERS: Final = {
    HEADLINE: "What the report concludes",
    "section": "What its chapters say",
    "detail": "Details: figures, single clusters, what cannot be tested",
}


INDEX: Final = "claims.html"


@dataclass(frozen=True)
class Chapter:
    """A part of the report whose statements share a page: its name in addresses, its title, and
    how the locations of its statements begin."""

    name: str
    title: str
    begins: tuple[str, ...]

    @property
    def path(self) -> str:
        """The page in the site."""
        return f"claims/{self.name}.html"


_CHAPTERS: Final = (
    Chapter("summary", "Front matter and summary", ("Front", "Foreword", "Executive summary")),
    Chapter("introduction", "Chapters 1 and 2: questions and method", ("Chapter 1", "Chapter 2")),
    Chapter(
        "traditional_manufacturing",
        "Chapter 3: traditional manufacturing",
        ("Chapter 3, Traditional manufacturing",),
    ),
    Chapter(
        "natural_resources",
        "Chapter 3: natural resource-based clusters",
        ("Chapter 3, Natural resource-based clusters",),
    ),
    Chapter(
        "complex_products",
        "Chapter 3: complex product systems",
        ("Chapter 3, Complex product systems",),
    ),
    Chapter("software", "Chapter 3: software", ("Chapter 3, Specialised suppliers",)),
    Chapter("tables", "Chapter 3: notes to tables", ("Chapter 3",)),
    Chapter("conclusions", "Chapter 4: conclusions", ("Chapter 4, Conclusions",)),
    Chapter("policies", "Chapter 4: lessons and policies", ("Chapter 4",)),
    Chapter(
        "annexes_1_3", "Annexes 1 to 3: metalworking, fruit", ("Annex 1", "Annex 2", "Annex 3")
    ),
    Chapter("annexes_4_5", "Annexes 4 and 5: salmon, software", ("Annex 4", "Annex 5")),
    Chapter("annexes_6_7", "Annexes 6 and 7: furniture, dairy", ("Annex 6", "Annex 7")),
    Chapter("elsewhere", "Elsewhere in the report", ("",)),
)
"""The parts of the report in its order; of two whose locations begin so, the first."""


def chapter_of(location: str) -> Chapter:
    """The part of the report with this location."""
    return next(one for one in _CHAPTERS if location.startswith(one.begins))


def quoted(says: str) -> str:
    """A statement within a sentence."""
    return f"“{says.rstrip('.')}”"


def address_of(claim: Mapping[str, Any]) -> str:
    """Where a claim (`claim_id`, `location`) stands in the site."""
    return f"{chapter_of(claim['location']).path}#claim-{claim['claim_id']}"


@dataclass(frozen=True)
class Numbers:
    """The numbers in evidence on a page, and their cards.

    `names`: what ids are called (`terms.names_of`); `root`: the way from the page to the site's
    folder; `statements`: those that evidence may name, by their ids; `cards`: what the card of each
    number says, filled as evidence is written.
    """

    exhibits: Exhibits
    names: Mapping[str, str]
    root: str = ""
    statements: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    cards: dict[str, Any] = field(default_factory=dict)
    _names: dict[tuple[str, Number], str] = field(default_factory=dict)
    _numbering: Any = field(default_factory=count)

    def told_in(self, told: Text, edition: str) -> list[Piece]:
        """Evidence with numbers to follow, names as readers know them, links to cells."""
        return [self._told(part, edition) for part in told]

    def _told(self, part: Part, edition: str) -> Piece:
        match part:
            case Number(cells=cells) if cells:
                return self._number(part, edition)
            case Exhibit(exhibit):
                return self.exhibits.short_title(exhibit)
            case Claim(claim_id) if claim_id in self.statements:
                other = self.statements[claim_id]
                return link(f"{self.root}{address_of(other)}", quoted(other["claim"]))
            case From(cells):
                return self._rests_on(["/".join(cell) for cell in cells])
            case Cell(exhibit, row, column):
                place = f"{exhibit}/{row}/{column}"
                if place in self.exhibits.numbers:
                    name = f"{self.exhibits.short_title(exhibit)}, {self.exhibits.names[place]}"
                    return link(f"{self.root}{address(place)}", name)
        return sentence((part,), self.names)

    def _number(self, told: Number, edition: str) -> Piece:
        """A number with the card of its cell, or with a card that names the cells behind it."""
        places = ["/".join(cell) for cell in told.cells]
        if len(places) == 1 and self._is_cell(places[0], told.value):
            return self.of_cell(places[0], told.shown)
        name = self._names.get((edition, told))
        if name is None:
            name = self._names[edition, told] = f"evidence/{next(self._numbering)}"
            self.cards[name] = self._card(told, edition, places)
        return number(name, told.shown)

    def of_cell(self, place: str, shown: str) -> Piece:
        """A number with the card of a cell."""
        self.cards[place] = self.exhibits.card_away(place)
        return number(place, shown)

    def _is_cell(self, place: str, value: str) -> bool:
        """Whether the table shows the value of the evidence, which may be another edition’s."""
        cell = self.exhibits.numbers.get(place)
        return cell is not None and cell.value == value

    def _card(self, told: Number, edition: str, places: list[str]) -> dict[str, Any]:
        before, after = (sentence(words, self.names) for words in (told.before, told.after))
        said = f"{before}… {after}".strip(" :…")
        value = with_minus(told.value)
        card = {
            "where": f"Evidence: {said}",
            "shown": with_minus(told.shown),
            "value": value if value != with_minus(told.shown) else "",
            "words": _BY[edition],
        }
        known = [place for place in places if self._known(place)]
        return {key: text for key, text in card.items() if text} | self.exhibits.inputs(known)

    def _known(self, place: str) -> bool:
        return "//" in place or place in self.exhibits.numbers

    def _rests_on(self, places: Sequence[str]) -> Piece:
        """The cells of a reading whose evidence tells no number of its own."""
        told: list[Pieces] = []
        for place in filter(self._known, places):
            exhibit = self.exhibits.short_title(place.split("/")[0])
            if "//" in place:
                column = self.exhibits.headers[place.split("/")[0], place.split("/")[2]]
                told.append([link(f"{self.root}{address(place)}", f"{exhibit}, {column}")])
                continue
            found = self.of_cell(place, self.exhibits.numbers[place].shown)
            told.append([f"{exhibit}: {self.exhibits.names[place]} ", found])
        return {"from": told} if told else ""


def _row(
    claim: Mapping[str, Any], numbers: Numbers, others: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """A claim with its evidence; `others`: all of them by their ids."""
    told: list[Pieces] = [
        capital(numbers.told_in(one, "printed")) for one in claim["evidence"].texts
    ]
    if claim["turned_by"]:
        column, _, rest = claim["turned_by"].partition(" of ")
        cluster, _, step = rest.partition(" ")
        place = f"{called(column, numbers.names)} of {called(cluster, numbers.names)}"
        told.append([f"Reversed by half a step in {place}: {step.replace('->', '→')}"])
    short = len(str(claim["evidence"])) <= _LONG
    said_too = others.get(claim["repeats"])
    return {
        "claim": claim,
        "verdict": _WORDS[claim["verdict"]],
        "corrected": _WORDS[claim["verdict_corrected"]],
        "basis": _BASES[claim["basis"]].called,
        "evidence": told,
        "folded": len(told) > (_SHORT if short else 0),
        "others": [
            capital(numbers.told_in(one, "corrected"))
            for one in claim["evidence_corrected"].besides(claim["evidence"])
        ],
        "said_too": link(f"{numbers.root}{address_of(said_too)}", said_too["location"])
        if said_too
        else None,
    }


def counted(claims: pd.DataFrame, numbers: Numbers) -> dict[str, Any]:
    """How many distinct statements have each word, by kind: never in one sum.

    `heads`: the verdicts; `kinds`: `basis` and `counts` of each.
    """

    def cell(basis: str, word: str) -> Piece:
        """The number, to follow to the study in numbers."""
        place = f"{OVERVIEW}/claims_{basis}_{word}/{NUMBER}"
        count = counts[basis, word]
        if not count or place not in numbers.exhibits.numbers:
            return str(count or "")
        return numbers.of_cell(place, str(count))

    distinct = claims[claims["repeats"].fillna("") == ""]
    counts = Counter(zip(distinct["basis"], distinct["verdict"], strict=True))
    words = [one for one in STATEMENT_VERDICTS if any(word == one.name for _, word in counts)]
    kinds = [
        {"basis": basis, "counts": [cell(basis.name, one.name) for one in words]}
        for basis in BASES
        if any(name == basis.name for name, _ in counts)
    ]
    return {"heads": [f"{one.mark} {one.word}" for one in words], "kinds": kinds}


def claims_pages(claims: pd.DataFrame, exhibits: Exhibits, names: Mapping[str, str]) -> list[Page]:
    """The list of all claims (`audit.run.CLAIM_COLUMNS`) and a page for each part of the report.

    `names`: what ids are called (`terms.names_of`).
    """
    rows = [
        {str(column): value for column, value in row.items()}
        for row in claims.fillna("").to_dict("records")
    ]
    by_chapter = {
        chapter: own
        for chapter in _CHAPTERS
        if (own := [claim for claim in rows if chapter_of(claim["location"]) == chapter])
    }
    others = {claim["claim_id"]: claim for claim in rows}
    numbers = Numbers(exhibits, names)
    view = {
        "repeated": int((claims["repeats"].fillna("") != "").sum()),
        "verdicts": STATEMENT_VERDICTS,
        "against": [_WORDS[name] for name in _AGAINST],
        "counted": counted(claims, numbers),
        "relations": _of_relations(rows),
        "chapters": _by_chapter(by_chapter),
        "groups": _listed(by_chapter),
    }
    return [
        Page(INDEX, "Claims", "claims.html.jinja", view, cards=numbers.cards),
        *(
            _chapter_page(chapter, own, exhibits, names, others)
            for chapter, own in by_chapter.items()
        ),
    ]


def _of_relations(claims: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """What distinct statements of the basis `relation` are judged by.

    `all` of them; by one relation of `config/relations.yaml` (`one`) or `several`, a `set` of them,
    or a reading of their own (`own`).
    """
    named = [
        claim["relation"].split("; ") if claim["relation"] else []
        for claim in claims
        if claim["basis"] == "relation" and not claim["repeats"]
    ]
    general = [any(name.partition("/")[0] in GENERAL for name in names) for names in named]
    single = [names for names, of_set in zip(named, general, strict=True) if names and not of_set]
    return {
        "all": len(named),
        "one": sum(len(names) == 1 for names in single),
        "several": sum(len(names) > 1 for names in single),
        "set": sum(general),
        "own": named.count([]),
    }


def _by_chapter(by_chapter: Mapping[Chapter, Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """How many statements of each part of the report have each verdict, with a bar."""
    counts = {one.path: Counter(row["verdict"] for row in own) for one, own in by_chapter.items()}
    drawn = bars(counts, STATEMENT_VERDICTS)
    return [
        {
            "page": link(chapter.path, chapter.title),
            "counts": having(counts[chapter.path], STATEMENT_VERDICTS),
            "bar": drawn[chapter.path],
        }
        for chapter in by_chapter
    ]


def _listed(by_chapter: Mapping[Chapter, Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Every statement once, without its evidence: what the report concludes, the rest by part."""
    groups = {
        _TIERS[HEADLINE]: [row for own in by_chapter.values() for row in own if _is_headline(row)]
    }
    for chapter, own in by_chapter.items():
        groups[chapter.title] = [row for row in own if not _is_headline(row)]
    return [
        {
            "title": title,
            "is_open": title == _TIERS[HEADLINE],
            "distinct": sum(not row["repeats"] for row in found),
            "rows": [
                {
                    "verdict": _WORDS[row["verdict"]],
                    "corrected": _WORDS[row["verdict_corrected"]],
                    "claim": link(address_of(row), row["claim"]),
                    "location": row["location"].partition(";")[0],
                }
                for row in found
            ],
        }
        for title, found in groups.items()
        if found
    ]


def _is_headline(claim: Mapping[str, Any]) -> bool:
    return bool(claim["tier"] == HEADLINE)


def _chapter_page(
    chapter: Chapter,
    claims: Sequence[Mapping[str, Any]],
    exhibits: Exhibits,
    names: Mapping[str, str],
    others: Mapping[str, Mapping[str, Any]],
) -> Page:
    """The statements of a part of the report with their evidence, by tier."""
    numbers = Numbers(exhibits, names, up(chapter.path), others)
    present = {claim["verdict"] for claim in claims}
    view = {
        "title": chapter.title,
        "verdicts": [one for one in STATEMENT_VERDICTS if one.name in present],
        "tiers": [
            {"name": tier, "title": title, "rows": rows}
            for tier, title in _TIERS.items()
            if (rows := [_row(one, numbers, others) for one in claims if one["tier"] == tier])
        ],
    }
    title = f"Claims, {chapter.title}"
    return Page(chapter.path, title, "claims_chapter.html.jinja", view, INDEX, numbers.cards)
