"""The first page: the question, the answer in five sentences made of computed numbers, pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import pandas as pd

from upgrading.audit import field_study as field
from upgrading.inference.survives import LEVEL
from upgrading.numbers import shown
from upgrading.present.site.figures_page import figure_html
from upgrading.present.site.shell import Page, escape, link
from upgrading.vocabulary import DEGREES

QUESTION: Final = (
    "In 2004 Carlo Pietrobelli and Roberta Rabellotti asked what helps small firms in Latin "
    "American industrial clusters to upgrade: does the collective efficiency of a cluster, its "
    "external economies and joint action, go with better products, better processes and more "
    "valuable functions? Experts scored 40 clusters; the report reads the answer off tables of "
    "means. Here every printed number that others determine is recomputed, and every statement "
    "that the data can bear on is put to the test."
)

PICTURES: Final = (
    "upgrading_against_index",
    "association_forest",
    "trade_printed_years",
)
"""Figures that carry the answer, where they exist."""


@dataclass(frozen=True)
class Answers:
    """What the five sentences are made of: frames of the audit, the inference, trade."""

    cells: pd.DataFrame
    errata: pd.DataFrame
    claims: pd.DataFrame
    by_degree: pd.DataFrame
    association: pd.DataFrame
    field_study: pd.DataFrame
    exports: pd.DataFrame


def _number(value: float, decimals: int = 2) -> str:
    return shown(Fraction(str(value)), decimals)


def _audit(found: Answers) -> tuple[str, str]:
    counts = found.cells["verdict"].value_counts()
    agree = sum(int(counts.get(word, 0)) for word in ("exact", "rounded", "truncated"))
    explained, unexplained = (int(counts.get(w, 0)) for w in ("explained", "unexplained"))
    determined = agree + explained + unexplained
    return (
        f"Of {len(found.cells):,} printed numbers and degrees, {determined} are determined by "
        f"others: {agree} of these come out as printed, {explained} differ for reasons that "
        f"{len(found.errata)} hypotheses account for, and {unexplained} stay unexplained.",
        "audit.html",
    )


def _claims(found: Answers) -> tuple[str, str]:
    counts = found.claims["verdict"].value_counts()
    supported, mixed, against = (
        int(counts.get(word, 0)) for word in ("supported", "mixed", "contradicted")
    )
    testable = supported + mixed + against
    return (
        f"Of {len(found.claims)} statements of the report, {testable} can be tested on its own "
        f"data: {supported} hold in every reading, {mixed} in some, {against} in none.",
        "claims.html",
    )


def _row(association: pd.DataFrame, scope: str) -> dict[str, Any]:
    chosen = association[
        (association["upgrading"] == "up_product")
        & (association["index"] == "ce_index")
        & (association["scope"] == scope)
    ]
    return dict(chosen.iloc[0])


def _question(found: Answers) -> tuple[str, str]:
    pooled, within = (_row(found.association, scope) for scope in ("pooled", "blocked"))
    primary = found.association[found.association["family"] == "primary"]
    estimable = primary[primary["p_adjusted"].notna()]
    surviving = int((estimable["p_adjusted"] <= LEVEL).sum())
    return (
        "Between collective efficiency and product upgrading τ-b is "
        f"{_number(pooled['tau_b'])} over all clusters together (p {_number(pooled['p'], 3)}) and "
        f"{_number(within['tau_b'])} within sector groups, which differ in both (p "
        f"{_number(within['p'], 3)}); of {len(estimable)} relations of the primary family "
        f"{surviving or 'none'} {'survives' if surviving <= 1 else 'survive'} the adjustment for "
        "their number at 5\u00a0%.",
        "survives.html",
    )


def _degrees(found: Answers) -> tuple[str, str]:
    rises = falls = level = 0
    for _, rows in found.by_degree.groupby(["group", "upgrading"], sort=False):
        means = dict(zip(rows["ce_degree"], rows["mean"], strict=True))
        known = [means[degree] for degree in reversed(DEGREES) if means.get(degree) is not None]
        for lower, higher in pairwise(known):
            rises += higher > lower
            falls += higher < lower
            level += higher == lower
    steps = rises + falls + level
    return (
        "In the report’s own form, tables of means by degree of collective efficiency, mean "
        f"upgrading rises in {rises} of {steps} steps from one degree to the next higher, falls in "
        f"{falls} and stays level in {level}.",
        "tables.html",
    )


def _trade(found: Answers) -> tuple[str, str]:
    counts = found.field_study["agreement"].value_counts()
    told = sum(int(counts.get(w, 0)) for w in (field.AGREES, field.DISAGREES, field.UNCLEAR))
    flipping = int((found.field_study["robustness"] == "flips").sum())
    checked = found.exports[found.exports["source"] != ""]
    own = int(checked["verdict"].isin(["exact", "rounded", "truncated"]).sum())
    other = int((checked["verdict"] == "explained").sum())
    return (
        f"Trade statistics of {told} products bear out the experts’ product upgrading for "
        f"{counts.get(field.AGREES, 0)} and speak against it for {counts.get(field.DISAGREES, 0)} "
        f"(the class of {flipping} flips with the choices); "
        f"of {len(checked)} export figures of Table 2 that they can check, {own} are those of the "
        f"printed year and {other} those of another.",
        "trade.html",
    )


def sentences(found: Answers) -> list[tuple[str, str]]:
    """The answer in five sentences, each with the page that shows where it comes from."""
    return [test(found) for test in (_question, _degrees, _claims, _audit, _trade)]


def _more(page: str, names: Mapping[str, str]) -> str:
    """A link to the page that tells more, if the site has it."""
    if page not in names:
        return ""
    more = f'More<span class="unseen">: {escape(names[page])}</span>'
    return f'<a href="{escape(page)}">{more}</a>'


def overview_page(
    found: Answers, figures: Sequence[tuple[str, str, str]], sections: Sequence[tuple[str, str]]
) -> Page:
    """The first page; `figures`: name, title, description of all; `sections`: pages of the site."""
    names = dict(sections)
    told = "".join(
        f"<li>{escape(text)} {_more(page, names)}</li>" for text, page in sentences(found)
    )
    known = {name: (title, alt) for name, title, alt in figures}
    pictures = "\n".join(figure_html(name, *known[name]) for name in PICTURES if name in known)
    places = "".join(f"<li>{link(path, name)}</li>" for path, name in sections)
    body = (
        "<h1>Upgrading in clusters and value chains in Latin America, recomputed</h1>\n"
        f'<p class="lead">{escape(QUESTION)}</p>\n<h2>The answer in five sentences</h2>\n'
        f'<ol class="prose answers">{told}</ol>\n'
        "<p>Forty chosen cases have no sampling frame: everything here describes them and "
        "generalises to nothing else.</p>\n"
        f"<h2>In pictures</h2>\n{pictures}\n<h2>Where to go</h2>\n"
        f'<ul class="grid">{places}</ul>\n<p class="plain">The same in other forms: '
        f"{link('report.pdf', 'PDF')} · {link('tables.xlsx', 'workbook')} · "
        f"{link('downloads/numbers.csv', 'all numbers (CSV)')} · "
        f"{link('downloads/numbers.tex', 'macros for a manuscript (LaTeX)')}</p>"
    )
    return Page("index.html", "Upgrading in clusters and value chains", body)
