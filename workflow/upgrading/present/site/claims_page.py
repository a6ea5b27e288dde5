"""The claims of the report with their verdicts, to filter, sort and search."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from upgrading.present.accounted_for import by_sign_alone
from upgrading.present.audit_page import CLAIM_VERDICTS, evidence_parts
from upgrading.present.site.cells import address
from upgrading.present.site.shell import Page, escape, link
from upgrading.present.terms import in_words

_CELL: Final = re.compile(r"\b(?:annex_)?table_\d+, \w+, \w+\b")

_SHORT: Final = 2
"""Evidence in more parts than this is folded."""

_WORDS = {verdict.name: verdict for verdict in CLAIM_VERDICTS}


def tag(verdict: str) -> str:
    """A verdict on a claim as a coloured tag with its mark."""
    known = _WORDS[verdict]
    return f'<span class="tag {verdict}">{known.mark} {known.word}</span>'


@dataclass(frozen=True)
class _Known:
    """What evidence can name: numbers of the tables (`exhibit/row/column`), clusters by id."""

    places: Container[str]
    clusters: Mapping[str, str]

    def told(self, text: str) -> str:
        """Evidence as HTML: names as readers know them, links to the cells that are there."""
        parts, start = [], 0
        for match in _CELL.finditer(text):
            place = match[0].replace(", ", "/")
            if place in self.places:
                parts += [self._words(text[start : match.start()]), link(address(place), match[0])]
                start = match.end()
        return "".join([*parts, self._words(text[start:])])

    def _words(self, text: str) -> str:
        return escape(in_words(text, self.clusters))


def _folded(parts: Sequence[str], known: _Known, title: str, open_to: int = 0) -> str:
    """Evidence as a list, folded under a title where it is longer than `open_to`."""
    items = "".join(f"<li>{known.told(part)}</li>" for part in parts)
    if len(parts) <= open_to:
        return f"<ul>{items}</ul>"
    return f"<details><summary>{escape(title)}</summary><ul>{items}</ul></details>"


def _row(claim: dict[str, str], known: _Known, alone: bool, locations: Mapping[str, str]) -> str:
    verdict, corrected = claim["verdict"], claim["verdict_corrected"]
    shown = tag(verdict)
    if alone:
        shown += "<br>by the sign of τ-b alone"
    if verdict != corrected:
        shown += f"<br>corrected edition: {tag(corrected)}"
    parts = evidence_parts(claim["evidence"])
    evidence = _folded(parts, known, f"{len(parts)} findings", _SHORT)
    others = [part for part in evidence_parts(claim["evidence_corrected"]) if part not in parts]
    if others:
        evidence += _folded(others, known, "Otherwise in the corrected edition")
    where = escape(claim["location"])
    if claim["repeats"]:
        said = link(f"#claim-{claim['repeats']}", locations[claim["repeats"]])
        where += f"<br>Said too in {said}"
    return (
        f'<tr id="claim-{escape(claim["claim_id"])}" data-verdict="{verdict}">'
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


def claims_page(claims: pd.DataFrame, places: Container[str], clusters: Mapping[str, str]) -> Page:
    """Every claim (`audit.claims.CLAIM_COLUMNS`) with verdict, evidence and place.

    `places`: the numbers of the tables (`exhibit/row/column`), which evidence can lead to;
    `clusters`: what each is called, by id.
    """
    known = _Known(places, clusters)
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
        _row(claim, known, alone, locations)
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
    return Page("claims.html", "Claims", body)
