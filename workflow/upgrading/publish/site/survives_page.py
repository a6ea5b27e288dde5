"""What survives: every relation that the report asserts, in plain words, with its numbers."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from upgrading.exhibits.association import (
    DEGREES_TESTS,
    EXPLORATORY,
    POOLED_WITHIN,
    PRIMARY,
    remark,
    signed,
)
from upgrading.exhibits.estimates import NOT_ESTIMABLE, level_text, p_value
from upgrading.exhibits.relations import explanation_label
from upgrading.exhibits.survives import SURVIVES, by_group, per_cent, row_name, rules, tally
from upgrading.files.frames import known
from upgrading.numbers import shown
from upgrading.publish.site.cells import Exhibits
from upgrading.publish.site.exhibit_pages import figure_html, filter_form, table_html
from upgrading.publish.site.shell import Page, escape, link
from upgrading.vocabulary import UPGRADING

_TABLES: Final = (
    (SURVIVES, "Every relation, with its numbers"),
    (PRIMARY, "The relations declared in advance"),
    (POOLED_WITHIN, "Pooled against within sector groups"),
    (DEGREES_TESTS, "Across degrees of collective efficiency"),
    (EXPLORATORY, "What else upgrading goes with"),
)

_ASSERTED: Final = MappingProxyType(
    {
        "positive": "a positive relation",
        "negative": "a negative relation",
        "none": "that there is no relation",
    }
)

_CHOICES: Final = MappingProxyType(
    {
        "edition": "the edition of the scores",
        "as_printed": "which doubtful figure is taken as printed",
        "left_out": "which cluster is left out",
        "half_steps": "how half-steps are rounded",
        "basis": "what the index is computed from",
        "not_available": "what a component that is not available counts",
        "aggregation": "whether components are added or averaged",
        "weight": "the weight of external economies",
        "missing_upgrading": "what an upgrading score that is not available counts",
        "chains": "which chains count",
        "scale": "whether the index or its degree is used",
        "high_from": "where High begins",
        "low_to": "where Low ends",
        "measure": "the measure of the effect",
        "sectors": "whether sector groups are pooled",
    }
)

_OPENING: Final = (
    "The report reads relations between collective efficiency, governance and upgrading off tables "
    "of means over a few clusters each. This page asks of each relation whether it survives: how "
    "large it is, and how much it hangs on which clusters were chosen, on a single cluster, and on "
    "choices of the analysis that could as well have been made otherwise.",
    "It is descriptive of chosen cases. They are no sample, so that intervals and p-values "
    "describe them and do not generalise; and a relation found here is no effect. What is "
    "uncertain is not refuted: with so few clusters few relations could be clear.",
    "One family of relations was declared in advance: the collective efficiency index with four "
    "kinds of upgrading, in each sector group and in all with the groups as blocks; its p-values "
    "are adjusted after Holm. All else is exploratory and adjusted after Benjamini and Hochberg. "
    "Clusters are compared with those of the same sector group: pooling all of them takes "
    "differences between groups for a relation between clusters, as a table below shows.",
)


def sentences(row: pd.Series, confidence: Fraction, negligible: Fraction) -> str:
    """What became of one relation (a row of `survives.SURVIVES_COLUMNS`), in plain words."""
    name, _, chains = explanation_label(row["explanation"]).partition(", ")
    pair = f"{name}{f' ({chains})' if chains else ''} with {UPGRADING[row['y']].lower()}"
    if row["scope"] == "blocked":
        pair += ", within sector groups"
    pair += f", {row['clusters']} cluster{'' if row['clusters'] == 1 else 's'}"
    if not known(row["tau_b"]):
        reason = remark(row["note"])
        text = f"{pair}: {NOT_ESTIMABLE}, since {reason[:1].lower()}{reason[1:]}."
    else:
        text = f"{pair}: τ-b {signed(row['tau_b'])}"
        if known(row["low"]):
            ends = f"{signed(row['low'])} to {signed(row['high'])}"
            text += f" ({level_text(confidence)} interval {ends})"
        text += f", p {p_value(row['p'])}, adjusted {p_value(row['p_adjusted'])}"
        text += f"; {_without_one(row)}." if known(row["without_one_low"]) else "."
    return f"{text} {_specifications(row, negligible)}"


def _without_one(row: pd.Series) -> str:
    low, high = float(row["without_one_low"]), float(row["without_one_high"])
    ends = f"{signed(row['without_one_low'])} to {signed(row['without_one_high'])}"
    turns = "the sign hangs on single clusters" if low <= 0 <= high else "no cluster turns the sign"
    return f"leaving one cluster out, {ends}: {turns}"


def _specifications(row: pd.Series, negligible: Fraction) -> str:
    number = shown(Fraction(int(row["specifications"])), 0, thousands=",")
    if not known(row["share_asserted"]):
        return f"Nor can any of {number} specifications be estimated."
    size = shown(negligible, 2, trim=True)
    what = f"are within ±{size}" if row["sign"] == "none" else "have the asserted sign"
    if known(row["not_estimable"]) and int(row["not_estimable"]):
        estimable = int(row["specifications"]) - int(row["not_estimable"])
        number = f"{shown(Fraction(estimable), 0, thousands=',')} estimable"
    text = (
        f"Of {number} specifications {per_cent(row['share_asserted'])} % {what} "
        f"(joint p of the median {p_value(row['p_joint'])}, of the share "
        f"{p_value(row['p_joint_share'])}, of the average z {p_value(row['p_joint_z'])}, "
        f"{'two-sided' if row['sign'] == 'none' else 'one-sided'})"
    )
    if known(row["matters_most"]):
        text += f"; what moves it most is {_CHOICES[row['matters_most']]}"
    return f"{text}."


def survives_page(
    exhibits: Exhibits,
    notes: Mapping[str, Sequence[str]],
    figures: Sequence[tuple[str, str, str]],
    survives: pd.DataFrame,
    confidence: Fraction,
    negligible: Fraction,
) -> Page:
    """The page of what survives.

    `notes`: of its tables; `figures`: name, title and description of its figures; `survives`:
    `survives.SURVIVES_COLUMNS`; `confidence`: of the intervals; `negligible`: the largest |effect|
    that bears out an asserted absence.
    """
    cards: dict[str, Any] = {}
    parts = ["<h1>What survives</h1>", f'<p class="lead">{escape(_OPENING[0])}</p>']
    parts += [f"<p>{escape(text)}</p>" for text in _OPENING[1:]]
    parts += [
        f"<h2>{len(survives)} relations, one by one</h2>",
        f"<p>{escape(tally(survives))}.</p>\n<p>{escape(rules(negligible))}</p>",
    ]
    for heading, relations in by_group(survives).items():
        items = "".join(
            _relation(row, confidence, negligible, exhibits.numbers)
            for _, row in relations.iterrows()
        )
        parts.append(
            f'<h3>{escape(heading)}</h3>\n<p class="plain">{escape(tally(relations))}</p>\n'
            f"<ul>{items}</ul>"
        )
    parts += [f"<h2>{escape(t)}</h2>\n{figure_html(name, t, alt)}" for name, t, alt in figures]
    for exhibit, heading in _TABLES:
        if exhibit not in exhibits.tables:
            continue
        told = "".join(f"<p>{escape(note)}</p>" for note in notes[exhibit])
        parts.append(
            f"<h2>{escape(heading)}</h2>\n{filter_form(exhibit)}\n"
            f'{table_html(exhibits, exhibit, cards)}\n<div class="notes">{told}</div>'
        )
    return Page("survives.html", "What survives", "\n".join(parts), cards=cards)


def _relation(
    row: pd.Series, confidence: Fraction, negligible: Fraction, places: Container[str]
) -> str:
    place = f"{SURVIVES}/{row_name(row['relation'])}/kendalls_b"
    follow = f" {link(f'#{place}', 'Follow its numbers')}." if place in places else ""
    return (
        f'<li id="relation-{escape(row["relation"])}"><b>{escape(row["statement"])}</b> '
        f"({escape(row['location'])}; asserted: {_ASSERTED[row['sign']]}.) "
        f"<b>{escape(row['verdict'].capitalize())}.</b> "
        f"{escape(sentences(row, confidence, negligible))}{follow}</li>\n"
    )
