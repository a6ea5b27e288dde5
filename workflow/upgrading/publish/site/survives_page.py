"""What survives: general sentences by their sets, then every relation that the report asserts."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
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
from upgrading.exhibits.estimates import figure, p_value
from upgrading.exhibits.referee import REFEREE
from upgrading.exhibits.relations import explanation_label
from upgrading.exhibits.survives import (
    IMPOSSIBLE,
    SETS,
    SURVIVES,
    by_group,
    per_cent,
    row_name,
)
from upgrading.files.frames import known
from upgrading.publish.site.cells import Exhibits
from upgrading.publish.site.exhibit_pages import figure_html, filter_form, table_html
from upgrading.publish.site.shell import Page, escape, link
from upgrading.verdicts import WORDS
from upgrading.vocabulary import UPGRADING

_TABLES: Final = (
    (SURVIVES, "Every relation, with its numbers"),
    (REFEREE, "What a referee asks"),
    (PRIMARY, "The relations fixed by rule"),
    (POOLED_WITHIN, "Pooled against within sector groups"),
    (DEGREES_TESTS, "Across degrees of collective efficiency"),
    (EXPLORATORY, "What else upgrading goes with"),
)

_ASSERTED: Final = {"positive": "a positive link", "negative": "a negative link", "none": "no link"}

_CHOICES: Final = {
    "edition": "the edition of the scores",
    "as_printed": "which doubtful figure is taken as printed",
    "basis": "what the index is computed from",
    "not_available": "what a component that is not available counts",
    "aggregation": "whether components are added or averaged",
    "weight": "the weight of external economies",
    "missing_upgrading": "what an upgrading score that is not available counts",
    "chains": "which chains count",
    "scale": "whether the index or its degree is used",
    "high_from": "where High begins",
    "low_to": "where Low ends",
}

_OPENING: Final = (
    "The report reads relations between collective efficiency, governance and upgrading off tables "
    "of means over a few clusters each. This page asks whether they survive: the general sentences "
    "first, each by the set of relations that it speaks of, then every relation by itself.",
    "It is descriptive of chosen cases: p-values describe them and do not generalise, and a "
    "relation found here is no effect. With so few clusters hardly any single relation could have "
    "been clear: what is open is not refuted.",
)


def numbers_of(row: pd.Series) -> list[str]:
    """What one relation (a row of `survives.SURVIVES_COLUMNS`) rests on, a sentence a line."""
    if not known(row["tau_b"]):
        return [f"{remark(row['note'])}."]
    low, high = float(row["without_one_low"]), float(row["without_one_high"])
    turns = "single clusters turn the sign" if low <= 0 <= high else "no cluster turns the sign"
    lines = [
        f"τ-b {signed(row['tau_b'])}, p {p_value(row['p_within'])} by itself, "
        f"{p_value(row['p_adjusted'])} adjusted among all.",
        f"Without one cluster {signed(low)} to {signed(high)}: {turns}.",
    ]
    if known(row["needed"]):
        lines.append(f"To be found among all it would have taken ±{figure(row['needed'])}.")
    elif known(row["possible"]) and not row["possible"]:
        lines.append(
            f"Among all, {IMPOSSIBLE} of these scores could have been found: that is not held "
            "against the report."
        )
    lines += _specifications(row)
    if known(row["note"]):
        lines.append(f"{remark(row['note'])}.")
    return lines


def _specifications(row: pd.Series) -> list[str]:
    number = int(row["specifications"]) - int(row["not_estimable"])
    if not known(row["share"]) or number < 2:
        return ["Defensible choices of the analysis all come to these data."] if number else []
    matters = known(row["matters_most"])
    most = f"; what moves it most is {_CHOICES[row['matters_most']]}" if matters else ""
    return [
        f"Of {number} specifications {per_cent(row['share'])} % are {row['direction']} (joint p of "
        f"the median {p_value(row['p_joint'])}){most}."
    ]


def _word(name: str) -> str:
    word = WORDS[name]
    return f'<span class="tag {name}">{word.mark} {escape(word.word)}</span>'


def _words(row: pd.Series) -> str:
    """The word as printed, and beside it that of the corrected scores where it is another."""
    printed, corrected = row["verdict_printed"], row["verdict_corrected"]
    other = "" if printed == corrected else f" corrected: {_word(corrected)}"
    return f"{_word(printed)}{other}"


_WIDTH: Final = 240
"""Pixels from −1 to 1."""


def _strip(row: pd.Series) -> str:
    """τ-b between −1 and 1: the range without one cluster, and what would have been needed."""

    def at(value: object) -> str:
        return f"{(float(str(value)) + 1) / 2 * _WIDTH:.1f}"

    said = f"τ-b {signed(row['tau_b'])}"
    parts = [f'<line class="zero" x1="{at(0)}" x2="{at(0)}" y1="0" y2="18"/>']
    if known(row["needed"]):
        said += f", needed ±{figure(row['needed'])}"
        for sign in (-1, 1):
            place = at(sign * float(row["needed"]))
            parts.append(f'<line class="needed" x1="{place}" x2="{place}" y1="2" y2="16"/>')
    if known(row["without_one_low"]):
        ends = f'x1="{at(row["without_one_low"])}" x2="{at(row["without_one_high"])}"'
        parts.append(f'<line class="range" {ends} y1="9" y2="9"/>')
    if known(row["tau_b"]):
        parts.append(f'<circle cx="{at(row["tau_b"])}" cy="9" r="4"/>')
    size = f'width="{_WIDTH}" height="18" viewBox="0 0 {_WIDTH} 18"'
    return f'<svg class="strip" role="img" aria-label="{said}" {size}>{"".join(parts)}</svg>'


def _relation(row: pd.Series, places: Container[str]) -> str:
    place = f"{SURVIVES}/{row_name(row['relation'])}/kendalls_b"
    follow = f"<li>{link(f'#{place}', 'Follow its numbers')}</li>" if place in places else ""
    name, _, chains = explanation_label(row["explanation"]).partition(", ")
    pair = f"{name}{f' ({chains})' if chains else ''} with {UPGRADING[row['y']].lower()}"
    lines = "".join(f"<li>{escape(line)}</li>" for line in numbers_of(row))
    return (
        f'<tr id="relation-{escape(row["relation"])}"><td><details><summary>'
        f"{escape(row['statement'])}</summary><ul><li>{escape(row['location'])}; asserted: "
        f"{_ASSERTED[row['sign']]}. {escape(pair)}.</li>{lines}{follow}</ul></details></td>"
        f'<td data-value="{row["tau_b"] if known(row["tau_b"]) else ""}">{_strip(row)}</td>'
        f"<td>{row['clusters']}</td><td>{_words(row)}</td></tr>\n"
    )


def _group(heading: str, relations: pd.DataFrame, places: Container[str]) -> str:
    rows = "".join(_relation(row, places) for _, row in relations.iterrows())
    heads = ("Relation", "τ-b, −1 to 1", "n", "Word")
    return f"<h3>{escape(heading)}</h3>\n{_scrolling('strips', heads, rows, heading)}"


def _scrolling(kind: str, heads: Sequence[str], rows: str, said: str) -> str:
    """A table that sorts, in a box of its own where the screen is narrower than it."""
    named = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(said)}">'
        f'<table class="sortable {kind}"><thead><tr>{named}</tr></thead>\n'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _counts(survives: pd.DataFrame) -> str:
    """How many relations have each word, by how they are asserted, as printed."""
    absences = survives["sign"] == "none"
    kinds = [survives.loc[of, "verdict_printed"].value_counts() for of in (~absences, absences)]
    rows = "".join(
        f"<tr><td>{_word(name)}</td><td>{kinds[0].get(name, 0)}</td>"
        f"<td>{kinds[1].get(name, 0)}</td><td>{escape(word.meaning)}</td></tr>"
        for name, word in WORDS.items()
        if any(name in kind for kind in kinds)
        or name in {"supported", "leaning", "open", "leaning_against", "contradicted"}
    )
    heads = ("As printed", "Asserted with a sign", "Asserted: no link", "Meaning")
    return _scrolling("words", heads, rows, "How many relations have each word")


_SIMULATED: Final = {
    "none": "Where nothing goes together",
    "moderate": "Where collective efficiency moderately goes with upgrading",
}

_STATEMENTS: Final = {
    "all groups": "Collective efficiency furthers upgrading: all sector groups",
    "group": "The same in a sector group",
    "governance set": "What is asserted of governance, together",
    "efficiency": "A relation of collective efficiency, or a part of it",
    "governance": "A relation of governance",
    "no link": "No clear link was found",
    "no effect": "One does not affect the other",
    "comparison": "A comparison of two sets of clusters",
}
"""What simulated statements are called, in the order in which they are shown."""


_FALLING: Final = ("supported", "leaning", "open", "leaning_against", "contradicted")


def _chance(chance: pd.DataFrame) -> list[str]:
    """In how many of 100 each word falls in simulated data."""
    noise = chance[(chance["scenario"] == "none") & (chance["statement"] == "all groups")]
    found = "".join(
        f"Noise gets “{WORDS['supported'].word}” in {figure(row['supported'], 1)} of 100 of the "
        f"general sentence about all sector groups, “{WORDS['leaning'].word}” in "
        f"{figure(row['leaning'], 1)}. "
        for _, row in noise.iterrows()
    )
    parts = [
        "<h2>What chance gives</h2>",
        f"<p>{escape(found)}Data were simulated on the scores of these clusters: whole rows of "
        "upgrading change places within sector groups, at random or so that higher rows tend to "
        "stand beside a higher index. Each number: in how many of 100 simulated statements the "
        "word falls. A comparison asserts nothing beyond these clusters, and its rule guards "
        "against the raters’ error alone, not against chance: its sets were dealt out anew among "
        "all clusters.</p>",
    ]
    heads = (*(WORDS[word].word for word in _FALLING), "Any supported", "Data sets", "Mean τ-b")
    for scenario, heading in _SIMULATED.items():
        own = chance[chance["scenario"] == scenario].set_index("statement")
        lines = "".join(
            f"<tr><td>{escape(_STATEMENTS[name])}</td>"
            + "".join(f"<td>{figure(own.at[name, word], 1)}</td>" for word in _FALLING)
            + f"<td>{figure(own.at[name, 'any_supported'], 1)}</td>"
            f"<td>{own.at[name, 'data_sets']}</td><td>{_mean(own.at[name, 'tau_b'])}</td></tr>"
            for name in _STATEMENTS
            if name in own.index
        )
        parts.append(_scrolling("words", (heading, *heads), lines, heading))
    return parts


def _mean(tau: object) -> str:
    return signed(tau) if known(tau) else "–"


def _holding(claims: pd.DataFrame) -> list[str]:
    """The comparisons of the first tier that hold, by name."""
    held = claims[
        (claims["basis"] == "comparison")
        & (claims["tier"] == "headline")
        & (claims["verdict"] == "supported")
        & ~claims["repeats"].map(known)
    ]
    if held.empty:
        return []
    listed = "".join(
        f"<li>{link('claims.html#claim-' + claim['claim_id'], claim['claim'])} "
        f"({escape(claim['n'])} clusters)</li>"
        for claim in held.to_dict("records")
    )
    return [
        "<h2>Comparisons that hold</h2>",
        "<p>What the report compares, about these clusters, and finds whichever cluster is left "
        f"out and in 95 of 100 draws of the raters’ error:</p><ul>{listed}</ul>",
    ]


def survives_page(
    exhibits: Exhibits,
    notes: Mapping[str, Sequence[str]],
    figures: Sequence[tuple[str, str, str]],
    survives: pd.DataFrame,
    claims: pd.DataFrame,
    chance: pd.DataFrame,
) -> Page:
    """The page of what survives.

    `notes`: of its tables; `figures`: name, title and description of its figures; `survives`:
    `survives.SURVIVES_COLUMNS`; `claims`: those of the audit; `chance`: how often each word falls
    in simulated data, as `benchmarks/words_by_chance.py` writes it.
    """
    cards: dict[str, Any] = {}
    parts = ["<h1>What survives</h1>", f'<p class="lead">{escape(_OPENING[0])}</p>']
    parts += [f"<p>{escape(text)}</p>" for text in _OPENING[1:]]
    parts += _table(exhibits, notes, SETS, "General sentences, by their sets", cards)
    parts += _holding(claims)
    parts += [
        f"<h2>{len(survives)} relations, one by one</h2>",
        _counts(survives),
        "<p>Dot: τ-b. Thick line: its range when any one cluster is left out. Ticks: what it would "
        "have taken to be found among all. n: clusters. The numbers are folded under each.</p>",
    ]
    parts += [
        _group(heading, relations, exhibits.numbers)
        for heading, relations in by_group(survives).items()
    ]
    parts += [f"<h2>{escape(t)}</h2>\n{figure_html(name, t, alt)}" for name, t, alt in figures]
    parts += _chance(chance)
    for exhibit, heading in _TABLES:
        parts += _table(exhibits, notes, exhibit, heading, cards)
    return Page("survives.html", "What survives", "\n".join(parts), cards=cards)


def _table(
    exhibits: Exhibits,
    notes: Mapping[str, Sequence[str]],
    exhibit: str,
    heading: str,
    cards: dict[str, Any],
) -> list[str]:
    if exhibit not in exhibits.tables:
        return []
    told = "".join(f"<p>{escape(note)}</p>" for note in notes[exhibit])
    return [
        f"<h2>{escape(heading)}</h2>\n{filter_form(exhibit)}\n"
        f'{table_html(exhibits, exhibit, cards)}\n<div class="notes">{told}</div>'
    ]
