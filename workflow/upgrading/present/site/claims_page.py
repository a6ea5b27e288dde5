"""The claims of the report with their verdicts, to filter, sort and search."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import pandas as pd

from upgrading.present.accounted_for import by_sign_alone
from upgrading.present.audit_page import CLAIM_VERDICTS, evidence_parts
from upgrading.present.site.cells import Exhibits, address, told_button
from upgrading.present.site.shell import Page, escape, link
from upgrading.present.tables import with_minus
from upgrading.present.terms import in_words

_CELL: Final = re.compile(r"\b(?:annex_)?table_\d+, \w+, \w+\b")

_SHORT: Final = 2
"""Evidence in more parts than this is folded."""

_BY: Final = {
    "printed": "computed from the cells below, by the scores as printed",
    "corrected": "computed from the cells below, by the scores of the corrected edition",
}
"""What a number of evidence was computed from."""

_WORDS = {verdict.name: verdict for verdict in CLAIM_VERDICTS}


def tag(verdict: str) -> str:
    """A verdict on a claim as a coloured tag with its mark."""
    known = _WORDS[verdict]
    return f'<span class="tag {verdict}">{known.mark} {known.word}</span>'


@dataclass(frozen=True)
class Numbers:
    """The numbers in evidence, and their cards.

    `told`: `audit.claim_numbers`, by claim, edition and reading; `names`: what ids are called
    (`terms.names_of`); `cards`: what the card of each number says, filled as evidence is written.
    """

    exhibits: Exhibits
    told: Mapping[tuple[str, str, int], Sequence[Mapping[str, str]]]
    names: Mapping[str, str]
    cards: dict[str, Any] = field(default_factory=dict)
    _names: dict[tuple[str, ...], str] = field(default_factory=dict)
    _numbering: Any = field(default_factory=count)

    def told_in(self, text: str, place: tuple[str, str, int]) -> str:
        """The evidence of one reading as HTML: its numbers to follow, its names in words."""
        parts, start = [], 0
        for begin, end, number in self._found(text, place):
            parts += [self._linked(text[start:begin]), self._button(number, place[1])]
            start = end
        rest = [one for one in self.told.get(place, ()) if not one["shown"]]
        return "".join([*parts, self._linked(text[start:]), *map(self._rests_on, rest)])

    def _found(
        self, text: str, place: tuple[str, str, int]
    ) -> list[tuple[int, int, Mapping[str, str]]]:
        """Where each number told stands in the text: found by all the words around it."""
        found: dict[int, tuple[int, int, Mapping[str, str]]] = {}
        for one in self.told.get(place, ()):
            words = re.escape(one["before"]), re.escape(one["shown"]), re.escape(one["after"])
            if not one["shown"]:
                continue
            for match in re.finditer(rf"{words[0]}({words[1]})(?![\d.]*\d){words[2]}", text):
                found.setdefault(match.start(1), (*match.span(1), one))
        return [found[begin] for begin in sorted(found)]

    def _button(self, number: Mapping[str, str], edition: str) -> str:
        """A number with the card of its cell, or with a card that names the cells behind it."""
        places = number["cells"].split("; ")
        if len(places) == 1 and self._is_cell(places[0], number["value"]):
            self.cards[places[0]] = self.exhibits.card_away(places[0])
            return told_button(places[0], number["shown"])
        key = edition, *(number[name] for name in ("before", "shown", "after", "cells"))
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = f"evidence/{next(self._numbering)}"
            self.cards[name] = self._card(number, edition, places)
        return told_button(name, number["shown"])

    def _is_cell(self, place: str, value: str) -> bool:
        """Whether the table shows the value of the evidence, which may be another edition’s."""
        cell = self.exhibits.numbers.get(place)
        return cell is not None and cell.value == value

    def _card(self, number: Mapping[str, str], edition: str, places: list[str]) -> dict[str, Any]:
        said = f"{number['before']}… {number['after']}".strip(" :…")
        value = with_minus(number["value"])
        card = {
            "where": f"Evidence: {in_words(said, self.names)}",
            "shown": with_minus(number["shown"]),
            "value": value if value != with_minus(number["shown"]) else "",
            "words": _BY[edition],
        }
        known = [place for place in places if self._known(place)]
        return {key: text for key, text in card.items() if text} | self.exhibits.inputs(known)

    def _known(self, place: str) -> bool:
        return "//" in place or place in self.exhibits.numbers

    def _rests_on(self, number: Mapping[str, str]) -> str:
        """The cells of a reading whose evidence tells no number of its own."""
        places = [place for place in number["cells"].split("; ") if self._known(place)]
        told = []
        for place in places:
            exhibit = self.exhibits.short_title(place.split("/")[0])
            if "//" in place:
                column = self.exhibits.headers[place.split("/")[0], place.split("/")[2]]
                told.append(link(address(place), f"{exhibit}, {column}"))
                continue
            self.cards[place] = self.exhibits.card_away(place)
            name = escape(f"{exhibit}: {self.exhibits.names[place]}")
            told.append(f"{name} {told_button(place, self.exhibits.numbers[place].shown)}")
        return f'<br><span class="from">From {"; ".join(told)}</span>' if told else ""

    def _linked(self, text: str) -> str:
        """Evidence as HTML: names as readers know them, links to the cells that are there."""
        parts, start = [], 0
        for match in _CELL.finditer(text):
            place = match[0].replace(", ", "/")
            if place in self.exhibits.numbers:
                exhibit = self.exhibits.short_title(place.split("/")[0])
                name = f"{exhibit}, {self.exhibits.names[place]}"
                parts += [self._words(text[start : match.start()]), link(address(place), name)]
                start = match.end()
        return "".join([*parts, self._words(text[start:])])

    def _words(self, text: str) -> str:
        return escape(in_words(text, self.names))


def _folded(items: Sequence[str], title: str, open_to: int = 0) -> str:
    """Evidence as a list, folded under a title where it is longer than `open_to`."""
    listed = f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    if len(items) <= open_to:
        return listed
    return f"<details><summary>{escape(title)}</summary>{listed}</details>"


def _row(claim: dict[str, str], numbers: Numbers, alone: bool, locations: Mapping[str, str]) -> str:
    verdict, corrected = claim["verdict"], claim["verdict_corrected"]
    shown = tag(verdict)
    if alone:
        shown += "<br>by the sign of τ-b alone"
    if verdict != corrected:
        shown += f"<br>corrected edition: {tag(corrected)}"
    name = claim["claim_id"]
    parts = evidence_parts(claim["evidence"])
    told = [numbers.told_in(part, (name, "printed", place)) for place, part in enumerate(parts)]
    evidence = _folded(told, f"{len(parts)} findings", _SHORT)
    others = [
        numbers.told_in(part, (name, "corrected", place))
        for place, part in enumerate(evidence_parts(claim["evidence_corrected"]))
        if part not in parts
    ]
    if others:
        evidence += _folded(others, "Otherwise in the corrected edition")
    where = escape(claim["location"])
    if claim["repeats"]:
        said = link(f"#claim-{claim['repeats']}", locations[claim["repeats"]])
        where += f"<br>Said too in {said}"
    return (
        f'<tr id="claim-{escape(name)}" data-verdict="{verdict}">'
        f'<td class="text" data-value="{verdict}">{shown}</td>'
        f'<td class="text">{escape(claim["claim"])}</td>'
        f'<td class="text" data-value="{len(parts)}">{evidence}</td>'
        f'<td class="text">{where}</td></tr>'
    )


def _by_sign(claims: pd.DataFrame) -> str:
    """How many claims hold by the sign of a τ-b alone, in words."""
    alone = int(by_sign_alone(claims).sum())
    supported = int((claims["verdict"] == "supported").sum())
    return (
        f"A reading that speaks of two scores going together is decided by the sign of Kendall’s "
        f"τ-b, however near to 0: {alone} of the {supported} supported claims rest on nothing "
        "else. They are marked; the interval and p beside each τ-b say how much the sign is worth, "
        "and What survives puts such relations to a stricter test."
    )


def numbers_of_claims(exhibits: Exhibits, told: pd.DataFrame, names: Mapping[str, str]) -> Numbers:
    """The numbers in evidence (`told`: `audit.claim_numbers`); `names`: what ids are called."""
    by_reading: dict[tuple[str, str, int], list[Mapping[str, str]]] = defaultdict(list)
    for row in told.fillna("").to_dict("records"):
        number = {str(column): str(value) for column, value in row.items()}
        place = number["claim_id"], number["edition"], int(number["reading"])
        by_reading[place].append(number)
    return Numbers(exhibits, by_reading, names)


def claims_page(claims: pd.DataFrame, numbers: Numbers) -> Page:
    """Every claim (`audit.claims_table.CLAIM_COLUMNS`) with verdict, evidence and place."""
    counts = Counter(claims["verdict"])
    repeated = int((claims["repeats"].fillna("") != "").sum())
    boxes = "".join(
        f'<label class="chip {v.name}"><input type="checkbox" name="verdict" value="{v.name}" '
        f"checked> {v.mark} {v.word} <b>{counts[v.name]}</b></label>"
        for v in CLAIM_VERDICTS
    )
    meanings = "; ".join(f"{v.word}: {v.meaning}" for v in CLAIM_VERDICTS)
    heads = "".join(
        f'<th scope="col" class="text">{head}</th>'
        for head in ("Verdict", "Claim", "Evidence", "Where in the report")
    )
    locations = dict(zip(claims["claim_id"], claims["location"], strict=True))
    rows = "\n".join(
        _row(claim, numbers, alone, locations)
        for claim, alone in zip(
            claims.fillna("").to_dict("records"), by_sign_alone(claims), strict=True
        )
    )
    body = (
        "<h1>Claims</h1>\n<p>Statements of the report, shortened, each put to the test on the "
        "report’s own scores and on trade statistics where they bear on it. A claim that can be "
        "read in several ways has several readings. The readings were written with the scores in "
        f"view; they are no pre-registered hypotheses. {repeated} of the claims say what another "
        "says elsewhere in the report, and have the same readings. "
        f"{escape(meanings.capitalize())}.</p>\n"
        f"<p>{escape(_by_sign(claims))}</p>\n"
        '<form class="filter script" data-table="claims"><fieldset><legend class="unseen">Verdicts '
        f"shown</legend>{boxes}</fieldset><label>Claims with "
        '<input type="search" name="words" autocomplete="off"></label>'
        '<span role="status"></span></form>\n'
        '<div class="scroll" tabindex="0" role="region" aria-label="Claims">'
        f'<table class="sortable stacked" id="claims"><thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></div>"
    )
    return Page("claims.html", "Claims", body, cards=numbers.cards)
