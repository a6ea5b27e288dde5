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
from upgrading.publish.site.cells import Exhibits, address, told_button
from upgrading.publish.site.shell import Page, escape, link
from upgrading.publish.tables import with_minus
from upgrading.publish.terms import sentence
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


def tag(verdict: str) -> str:
    """A verdict on a claim as a coloured tag with its mark."""
    known = _WORDS[verdict]
    return f'<span class="tag {verdict}">{known.mark} {known.word}</span>'


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

    def told_in(self, told: Text, edition: str) -> str:
        """Evidence as HTML: numbers to follow, names as readers know them, links to cells."""
        return "".join(self._told(part, edition) for part in told)

    def _told(self, part: Part, edition: str) -> str:
        match part:
            case Number(cells=cells) if cells:
                return self._button(part, edition)
            case From(cells):
                return self._rests_on(["/".join(cell) for cell in cells])
            case Cell(exhibit, row, column):
                place = f"{exhibit}/{row}/{column}"
                if place in self.exhibits.numbers:
                    name = f"{self.exhibits.short_title(exhibit)}, {self.exhibits.names[place]}"
                    return link(address(place), name)
        return escape(sentence((part,), self.names))

    def _button(self, number: Number, edition: str) -> str:
        """A number with the card of its cell, or with a card that names the cells behind it."""
        places = ["/".join(cell) for cell in number.cells]
        if len(places) == 1 and self._is_cell(places[0], number.value):
            self.cards[places[0]] = self.exhibits.card_away(places[0])
            return told_button(places[0], number.shown)
        name = self._names.get((edition, number))
        if name is None:
            name = self._names[edition, number] = f"evidence/{next(self._numbering)}"
            self.cards[name] = self._card(number, edition, places)
        return told_button(name, number.shown)

    def _is_cell(self, place: str, value: str) -> bool:
        """Whether the table shows the value of the evidence, which may be another edition’s."""
        cell = self.exhibits.numbers.get(place)
        return cell is not None and cell.value == value

    def _card(self, number: Number, edition: str, places: list[str]) -> dict[str, Any]:
        before, after = (sentence(words, self.names) for words in (number.before, number.after))
        said = f"{before}… {after}".strip(" :…")
        value = with_minus(number.value)
        card = {
            "where": f"Evidence: {said}",
            "shown": with_minus(number.shown),
            "value": value if value != with_minus(number.shown) else "",
            "words": _BY[edition],
        }
        known = [place for place in places if self._known(place)]
        return {key: text for key, text in card.items() if text} | self.exhibits.inputs(known)

    def _known(self, place: str) -> bool:
        return "//" in place or place in self.exhibits.numbers

    def _rests_on(self, places: Sequence[str]) -> str:
        """The cells of a reading whose evidence tells no number of its own."""
        told = []
        for place in filter(self._known, places):
            exhibit = self.exhibits.short_title(place.split("/")[0])
            if "//" in place:
                column = self.exhibits.headers[place.split("/")[0], place.split("/")[2]]
                told.append(link(address(place), f"{exhibit}, {column}"))
                continue
            self.cards[place] = self.exhibits.card_away(place)
            name = escape(f"{exhibit}: {self.exhibits.names[place]}")
            told.append(f"{name} {told_button(place, self.exhibits.numbers[place].shown)}")
        return f'<br><span class="from">From {"; ".join(told)}</span>' if told else ""


def _folded(items: Sequence[str], title: str, open_to: int = 0) -> str:
    """Evidence as a list, folded under a title where it is longer than `open_to`."""
    listed = f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    if len(items) <= open_to:
        return listed
    return f"<details><summary>{escape(title)}</summary>{listed}</details>"


def _judged(claim: Mapping[str, Any]) -> str:
    """The verdict, with what it rests on: kind of statement, clusters, half-steps, editions."""
    verdict, corrected = claim["verdict"], claim["verdict_corrected"]
    shown = [tag(verdict), escape(_BASES[claim["basis"]].called)]
    if claim["n"]:
        shown.append(f"n = {escape(claim['n'])}")
    if claim["turned_by"]:
        shown.append("one half-step turns it")
    if verdict != corrected:
        shown.append(f"corrected edition: {tag(corrected)}")
    return "<br>".join(shown)


def _row(claim: Mapping[str, Any], numbers: Numbers, locations: Mapping[str, str]) -> str:
    verdict, name = claim["verdict"], claim["claim_id"]
    told = [numbers.told_in(one, "printed") for one in claim["evidence"].texts]
    if claim["turned_by"]:
        column, _, rest = claim["turned_by"].partition(" of ")
        cluster, _, step = rest.partition(" ")
        said = (numbers.names.get(part, part) for part in (column, cluster))
        told.append(escape(f"Turned by a half-step in {' of '.join(said)}: {step}"))
    short = len(str(claim["evidence"])) <= _LONG
    findings = f"{len(told)} finding{'s' * (len(told) != 1)}"
    evidence = _folded(told, findings, _SHORT if short else 0)
    others = [
        numbers.told_in(one, "corrected")
        for one in claim["evidence_corrected"].besides(claim["evidence"])
    ]
    if others:
        evidence += _folded(others, "Otherwise in the corrected edition")
    where = escape(claim["location"])
    if claim["repeats"]:
        said_at = link(f"#claim-{claim['repeats']}", locations[claim["repeats"]])
        where += f"<br>Said too in {said_at}"
    return (
        f'<tr id="claim-{escape(name)}" data-verdict="{verdict}">'
        f'<td class="text" data-value="{verdict}">{_judged(claim)}</td>'
        f'<td class="text">{escape(claim["claim"])}</td>'
        f'<td class="text" data-value="{len(told)}">{evidence}</td>'
        f'<td class="text">{where}</td></tr>'
    )


def counted(claims: pd.DataFrame, numbers: Numbers) -> str:
    """How many distinct statements have each word, by kind: never in one sum."""

    def cell(basis: str, word: str) -> str:
        """The number, to follow to the study in numbers."""
        place = f"{OVERVIEW}/claims_{basis}_{word}/{NUMBER}"
        count = counts[basis, word]
        if not count or place not in numbers.exhibits.numbers:
            return str(count or "")
        numbers.cards[place] = numbers.exhibits.card_away(place)
        return told_button(place, str(count))

    distinct = claims[claims["repeats"].fillna("") == ""]
    counts = Counter(zip(distinct["basis"], distinct["verdict"], strict=True))
    words = [one for one in STATEMENT_VERDICTS if any(word == one.name for _, word in counts)]
    heads = "".join(f'<th scope="col">{one.mark} {one.word}</th>' for one in words)
    rows = "".join(
        f'<tr><th scope="row" class="text">{basis.called}: {basis.meaning}</th>'
        + "".join(f"<td>{cell(basis.name, one.name)}</td>" for one in words)
        + "</tr>"
        for basis in BASES
        if any(name == basis.name for name, _ in counts)
    )
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="Verdicts by kind">'
        '<table class="sortable" id="kinds"><thead><tr><th scope="col" class="text">Kind of '
        "statement</th>"
        f"{heads}</tr></thead>\n<tbody>{rows}</tbody></table></div>\n"
    )


def claims_page(claims: pd.DataFrame, numbers: Numbers) -> Page:
    """Every claim (`audit.run.CLAIM_COLUMNS`) with verdict, evidence and place, by tier."""
    repeated = int((claims["repeats"].fillna("") != "").sum())
    boxes = "".join(
        f'<label class="chip {v.name}"><input type="checkbox" name="verdict" value="{v.name}" '
        f"checked> {v.mark} {v.word}</label>"
        for v in STATEMENT_VERDICTS
    )
    meanings = "".join(f"<li>{tag(v.name)} {escape(v.meaning)}</li>" for v in STATEMENT_VERDICTS)
    heads = "".join(
        f'<th scope="col" class="text">{head}</th>'
        for head in ("Verdict", "Statement", "Evidence", "Where in the report")
    )
    listed = claims.fillna("")
    locations = dict(zip(listed["claim_id"], listed["location"], strict=True))
    parts = []
    for tier, title in _TIERS.items():
        rows = "\n".join(
            _row(claim, numbers, locations)
            for claim in listed[listed["tier"] == tier].to_dict("records")
        )
        parts.append(
            f'<tr class="panel"><th colspan="4" scope="colgroup" class="text" id="{tier}">'
            f"{title}</th></tr>\n{rows}"
        )
    body = (
        "<h1>Statements of the report</h1>\n<p>Each is judged by one rule for its kind, on the "
        "scores as printed; where the corrected edition gives another verdict, that stands beside "
        "it. The literal reading decides; other readings stand under it. The readings were written "
        "with the scores in view, so they are not pre-registered hypotheses. All verdicts are "
        f"about these forty chosen cases. {repeated} statements repeat another and are counted "
        "once.</p>\n"
        f'<details><summary>What the verdicts mean</summary><ul class="plain">{meanings}</ul>'
        f"</details>\n{counted(claims, numbers)}"
        '<form class="filter script" data-table="claims"><fieldset><legend class="unseen">Verdicts '
        f"shown</legend>{boxes}</fieldset><label>Statements with "
        '<input type="search" name="words" autocomplete="off"></label>'
        '<span role="status"></span></form>\n'
        '<div class="scroll" tabindex="0" role="region" aria-label="Statements">'
        f'<table class="sortable stacked" id="claims"><thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{chr(10).join(parts)}\n</tbody></table></div>"
    )
    return Page("claims.html", "Claims", body, cards=numbers.cards)
