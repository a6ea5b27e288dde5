"""What survives: general sentences by their sets, then every relation that the report asserts."""

from __future__ import annotations

import re
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
from upgrading.publish.compared import groups_compared
from upgrading.publish.site.cells import Exhibits, address
from upgrading.publish.site.claims_pages import address_of
from upgrading.publish.site.exhibit_pages import section_view
from upgrading.publish.site.figure import Figure
from upgrading.publish.site.shell import Page
from upgrading.verdicts import WORDS
from upgrading.vocabulary import UPGRADING

_TABLES: Final = (SURVIVES, REFEREE, PRIMARY, POOLED_WITHIN, DEGREES_TESTS, EXPLORATORY)

_ASSERTED: Final = {"positive": "a positive link", "negative": "a negative link", "none": "no link"}

_CHOICES: Final = {
    "edition": "the edition of the scores",
    "as_printed": "which doubtful figure is taken as printed",
    "basis": "what the index is computed from",
    "not_available": "how a component that is not available is counted",
    "aggregation": "whether components are added or averaged",
    "weight": "the weight of external economies",
    "missing_upgrading": "how an upgrading score that is not available is counted",
    "chains": "which chains count",
    "scale": "whether the index or its degree is used",
    "high_from": "where High begins",
    "low_to": "where Low ends",
}


def numbers_of(row: pd.Series) -> list[str]:
    """What one relation (a row of `survives.SURVIVES_COLUMNS`) rests on, a sentence a line."""
    if not known(row["tau_b"]):
        return [f"{remark(row['note'])}."]
    low, high = float(row["without_one_low"]), float(row["without_one_high"])
    turns = "the sign depends on single clusters" if low <= 0 <= high else "the sign never changes"
    lines = [
        f"τ-b {signed(row['tau_b'])}, p {p_value(row['p_within'])} on its own, "
        f"{p_value(row['p_adjusted'])} adjusted for all relations.",
        f"Leaving out any one cluster: {signed(low)} to {signed(high)}; {turns}.",
    ]
    if known(row["needed"]):
        lines.append(
            "To be significant among all relations, τ-b would have had to reach "
            f"±{figure(row['needed'])}."
        )
    elif known(row["possible"]) and not row["possible"]:
        lines.append(
            f"{IMPOSSIBLE.capitalize()} of these scores could have been significant among all "
            "relations: this is not held against the report."
        )
    lines += _specifications(row)
    if known(row["note"]):
        lines.append(f"{remark(row['note'])}.")
    return lines


def _specifications(row: pd.Series) -> list[str]:
    number = int(row["specifications"]) - int(row["not_estimable"])
    if not known(row["share"]) or number < 2:
        return ["All defensible choices lead to the same data."] if number else []
    matters = known(row["matters_most"])
    most = f"; the choice that matters most is {_CHOICES[row['matters_most']]}" if matters else ""
    return [
        f"Of {number} specifications {per_cent(row['share'])} % are {row['direction']} (joint p of "
        f"the median {p_value(row['p_joint'])}){most}."
    ]


_WIDTH: Final = 240
"""Pixels from −1 to 1."""


def _at(tau: object) -> str:
    return f"{(float(str(tau)) + 1) / 2 * _WIDTH:.1f}"


def strip(row: Mapping[Any, Any] | pd.Series) -> dict[str, Any]:
    """τ-b between −1 and 1: the range without one cluster, and what would have been needed."""
    needed = float(row["needed"]) if known(row.get("needed")) else None
    ends = (row["without_one_low"], row["without_one_high"])
    said = f"τ-b {signed(row['tau_b'])}" if known(row["tau_b"]) else "not estimable"
    return {
        "said": said if needed is None else f"{said}, needed ±{figure(needed)}",
        "width": _WIDTH,
        "zero": _at(0),
        "needed": [] if needed is None else [_at(-needed), _at(needed)],
        "range": list(map(_at, ends)) if known(ends[0]) else [],
        "dot": _at(row["tau_b"]) if known(row["tau_b"]) else "",
    }


_OF_EDITION: Final = {
    "p_within": "p",
    **{
        name: name
        for name in (
            *("clusters", "tau_b", "p_adjusted", "needed", "possible", "note"),
            *("without_one_low", "without_one_high", "direction", "share"),
        )
    },
}
"""Numbers of a relation that an edition has: here, and in `sets.RELATION_COLUMNS`."""


def as_printed(survives: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """The relations with the numbers of the printed edition, on which the words rest.

    `survives`: `survives.SURVIVES_COLUMNS`, of the edition chosen, whose τ-b and p move to
    `tau_b_chosen` and `p_chosen`; `printed`: `sets.RELATION_COLUMNS`.
    """
    of = printed.set_index("relation").loc[survives["relation"]]
    return survives.assign(
        tau_b_chosen=survives["tau_b"],
        p_chosen=survives["p_within"],
        **{here: of[there].to_numpy() for here, there in _OF_EDITION.items()},
    )


def _in_edition(row: pd.Series, edition: str) -> list[str]:
    """What the edition chosen gives, where it is another number than the printed one gives."""
    if not known(row["tau_b_chosen"]):
        return []
    told = [f"{signed(row[tau])}, p {p_value(row[p])}" for tau, p in _TAUS if known(row[tau])]
    return [f"{edition.capitalize()} edition: τ-b {told[-1]}."] if len({*told}) > 1 else []


_TAUS: Final = (("tau_b", "p_within"), ("tau_b_chosen", "p_chosen"))


def _relation(row: pd.Series, places: Container[str], edition: str) -> dict[str, Any]:
    place = f"{SURVIVES}/{row_name(row['relation'])}/kendalls_b"
    name, _, chains = explanation_label(row["explanation"]).partition(", ")
    return {
        **{column: row[column] for column in ("relation", "statement", "location", "clusters")},
        "asserted": _ASSERTED[row["sign"]],
        "pair": f"{name}{f' ({chains})' if chains else ''} with {UPGRADING[row['y']].lower()}",
        "numbers": [*numbers_of(row), *_in_edition(row, edition)],
        "unmarked": _unmarked(row),
        "follow": address(place) if place in places else "",
        "tau_b": row["tau_b"] if known(row["tau_b"]) else "",
        "strip": strip(row),
        "printed": WORDS[row["verdict_printed"]],
        "corrected": WORDS[row["verdict_corrected"]],
    }


def _unmarked(row: pd.Series) -> str:
    """Why no ticks say how large τ-b would have had to be, in few words."""
    return "no ticks" if known(row["tau_b"]) and not known(row["needed"]) else ""


def _counts(survives: pd.DataFrame) -> list[dict[str, Any]]:
    """How many relations have each word, by how they are asserted, as printed."""
    absences = survives["sign"] == "none"
    with_sign, without = (
        survives.loc[of, "verdict_printed"].value_counts() for of in (~absences, absences)
    )
    return [
        {"word": word, "with_sign": with_sign.get(name, 0), "without": without.get(name, 0)}
        for name, word in WORDS.items()
        if name in with_sign or name in without or name in _FALLING
    ]


_SIMULATED: Final = {
    "none": "Where nothing goes together",
    "moderate": "Where collective efficiency goes moderately with upgrading",
}

_STATEMENTS: Final = {
    "all groups": "Collective efficiency furthers upgrading: all sector groups",
    "group": "The same in a sector group",
    "governance set": "What the report asserts about governance, taken together",
    "efficiency": "A relation of collective efficiency, or a part of it",
    "governance": "A relation of governance",
    "no link": "No clear link was found",
    "no effect": "One does not affect the other",
    "comparison": "A comparison of two sets of clusters",
}
"""What simulated statements are called, in the order in which they are shown."""


_FALLING: Final = ("supported", "leaning", "open", "leaning_against", "contradicted")


def _chance(chance: pd.DataFrame) -> dict[str, Any]:
    """In how many of 100 each word falls in simulated data.

    `noise`: of the general sentence where nothing goes together; `words`; `scenarios`: the rows of
    statements by heading.
    """
    noise = chance[(chance["scenario"] == "none") & (chance["statement"] == "all groups")]
    scenarios = {}
    for scenario, heading in _SIMULATED.items():
        own = chance[chance["scenario"] == scenario].set_index("statement")
        scenarios[heading] = [
            {
                "statement": _STATEMENTS[name],
                "falling": [figure(own.at[name, word], 1) for word in (*_FALLING, "any_supported")],
                "data_sets": own.at[name, "data_sets"],
                "tau_b": _mean(own.at[name, "tau_b"]),
            }
            for name in _STATEMENTS
            if name in own.index
        ]
    return {
        "noise": [
            {word: figure(row[word], 1) for word in ("supported", "leaning")}
            for _, row in noise.iterrows()
        ],
        "words": [WORDS[name].word for name in _FALLING],
        "scenarios": scenarios,
    }


def _mean(tau: object) -> str:
    return signed(tau) if known(tau) else "–"


def _holding(claims: pd.DataFrame) -> list[Mapping[Any, Any]]:
    """The comparisons of the first tier that hold."""
    held = claims[
        (claims["basis"] == "comparison")
        & (claims["tier"] == "headline")
        & (claims["verdict"] == "supported")
        & ~claims["repeats"].map(known)
    ]
    return [
        {**claim, "href": address_of(claim), "clusters": _clusters(claim)}
        for claim in held.to_dict("records")
    ]


def _clusters(claim: Mapping[Any, Any]) -> str:
    """Of how many clusters a comparison is, the sector groups by name where it compares them."""
    if groups := groups_compared(claim):
        return f"clusters: {groups}"
    numbers = dict.fromkeys(re.split(" and |; ", str(claim["n"])))
    return f"{' and '.join(numbers)} clusters"


def survives_page(
    exhibits: Exhibits,
    notes: Mapping[str, Sequence[str]],
    figures: Sequence[Figure],
    survives: pd.DataFrame,
    printed: pd.DataFrame,
    claims: pd.DataFrame,
    chance: pd.DataFrame,
    edition: str,
) -> Page:
    """The page of what survives.

    `notes`: of its table; `figures`: those of the inference; `survives`:
    `survives.SURVIVES_COLUMNS`, of the `edition` that the tables are of; `printed`: the relations
    of the printed edition (`sets.RELATION_COLUMNS`); `claims`: those of the audit; `chance`: how
    often each word falls in simulated data, as `benchmarks/words_by_chance.py` writes it.
    """
    cards: dict[str, Any] = {}
    shown = as_printed(survives, printed)
    view = {
        "sets": section_view(exhibits, notes, [SETS], cards),
        "edition": edition,
        "holding": _holding(claims),
        "count": len(survives),
        "counts": _counts(survives),
        "groups": {
            heading: [_relation(row, exhibits.numbers, edition) for _, row in relations.iterrows()]
            for heading, relations in by_group(shown).items()
        },
        "figures": figures,
        "chance": _chance(chance),
        "words": WORDS,
        "tables": [
            {"name": name, "title": exhibits.titles[name]}
            for name in _TABLES
            if name in exhibits.tables
        ],
    }
    return Page("survives.html", "What survives", "survives.html.jinja", view, cards=cards)
