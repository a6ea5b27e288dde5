"""The claims of the report with their verdicts, to filter, sort and search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import pandas as pd

from upgrading.exhibits.study_in_numbers import NUMBER, OVERVIEW
from upgrading.parts import Cell, From, Number, Part, Text
from upgrading.publish.site.cells import Exhibits, address, number
from upgrading.publish.site.shell import Page
from upgrading.publish.tables import with_minus
from upgrading.publish.terms import sentence
from upgrading.templating import Piece, Pieces, link
from upgrading.verdicts import BASES, STATEMENT_VERDICTS

_SHORT: Final = 2
"""Evidence in more parts than this is folded."""

_LONG: Final = 600
"""So is evidence of more characters than this."""

_BY: Final = {
    "printed": "computed from the cells below, by the scores as printed",
    "corrected": "computed from the cells below, by the scores of the corrected edition",
}
"""What a number of evidence was computed from."""

_WORDS = {verdict.name: verdict for verdict in STATEMENT_VERDICTS}

_BASES = {basis.name: basis for basis in BASES}

_TIERS: Final = {
    "headline": "What the report concludes",
    "section": "What its chapters say",
    "detail": "Details: figures, single clusters, what cannot be tested",
}


def address_of(claim: Mapping[str, Any]) -> str:
    """Where a claim stands in the site."""
    return f"claims.html#claim-{claim['claim_id']}"


@dataclass(frozen=True)
class Numbers:
    """The numbers in evidence, and their cards.

    `names`: what ids are called (`terms.names_of`); `cards`: what the card of each number says,
    filled as evidence is written.
    """

    exhibits: Exhibits
    names: Mapping[str, str]
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
            case From(cells):
                return self._rests_on(["/".join(cell) for cell in cells])
            case Cell(exhibit, row, column):
                place = f"{exhibit}/{row}/{column}"
                if place in self.exhibits.numbers:
                    name = f"{self.exhibits.short_title(exhibit)}, {self.exhibits.names[place]}"
                    return link(address(place), name)
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
                told.append([link(address(place), f"{exhibit}, {column}")])
                continue
            found = self.of_cell(place, self.exhibits.numbers[place].shown)
            told.append([f"{exhibit}: {self.exhibits.names[place]} ", found])
        return {"from": told} if told else ""


def _row(
    claim: Mapping[str, Any], numbers: Numbers, locations: Mapping[str, str]
) -> dict[str, Any]:
    told: list[Pieces] = [numbers.told_in(one, "printed") for one in claim["evidence"].texts]
    if claim["turned_by"]:
        column, _, rest = claim["turned_by"].partition(" of ")
        cluster, _, step = rest.partition(" ")
        said = (numbers.names.get(part, part) for part in (column, cluster))
        told.append([f"Turned by a half-step in {' of '.join(said)}: {step}"])
    short = len(str(claim["evidence"])) <= _LONG
    repeats = claim["repeats"]
    return {
        "claim": claim,
        "verdict": _WORDS[claim["verdict"]],
        "corrected": _WORDS[claim["verdict_corrected"]],
        "basis": _BASES[claim["basis"]].called,
        "evidence": told,
        "folded": len(told) > (_SHORT if short else 0),
        "others": [
            numbers.told_in(one, "corrected")
            for one in claim["evidence_corrected"].besides(claim["evidence"])
        ],
        "said_too": link(f"#claim-{repeats}", locations[repeats]) if repeats else None,
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


def claims_page(claims: pd.DataFrame, numbers: Numbers) -> Page:
    """Every claim (`audit.run.CLAIM_COLUMNS`) with verdict, evidence and place, by tier."""
    listed = claims.fillna("")
    locations = dict(zip(listed["claim_id"], listed["location"], strict=True))
    tiers = [
        {
            "name": tier,
            "title": title,
            "rows": [
                _row(claim, numbers, locations)
                for claim in listed[listed["tier"] == tier].to_dict("records")
            ],
        }
        for tier, title in _TIERS.items()
    ]
    view = {
        "repeated": int((claims["repeats"].fillna("") != "").sum()),
        "verdicts": STATEMENT_VERDICTS,
        "counted": counted(claims, numbers),
        "tiers": tiers,
    }
    return Page("claims.html", "Claims", "claims.html.jinja", view, cards=numbers.cards)
