"""The table of every relation that the report asserts, with what became of it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Final

import pandas as pd

from upgrading.inference.survives import LEVEL, STABLE
from upgrading.numbers import MISSING, exact_text, shown
from upgrading.present.association_tables import level_text, or_dash
from upgrading.present.estimate_tables import (
    CHOSEN_CASES,
    Entry,
    Number,
    Row,
    bounds,
    cells,
    figure,
    known,
    number,
    p_number,
    whole,
)
from upgrading.present.tables import Text
from upgrading.vocabulary import SECTOR_GROUPS

SURVIVES: Final = "survives"

SEVERAL_GROUPS: Final = "Several sector groups"

SIGNS: Final = {"positive": "+", "negative": "−", "none": "none"}
"""How an asserted sign is shown."""


def row_name(relation: object) -> str:
    """The name of the row of a relation."""
    return str(relation).replace("-", "_")


def group_of(row: pd.Series) -> str:
    """The heading that a relation stands under: its sector group, or that it has several."""
    return SECTOR_GROUPS.get(row["groups"], SEVERAL_GROUPS)


def by_group(survives: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The relations under each heading, sector groups in their order, several groups last."""
    headings = survives.apply(group_of, axis=1)
    return {
        heading: survives[headings == heading]
        for heading in (*SECTOR_GROUPS.values(), SEVERAL_GROUPS)
        if (headings == heading).any()
    }


def per_cent(share: object) -> str:
    """A share in whole per cent; what is neither none nor all is never shown as if it were."""
    if not known(share):
        return figure(share)
    exact = 100 * Fraction(str(share))
    if 0 < exact < 1:
        return "<1"
    return ">99" if 99 < exact < 100 else shown(exact, 0)


def survives_table(
    survives: pd.DataFrame, confidence: Fraction, negligible: Fraction, edition: str
) -> tuple[pd.DataFrame, Text]:
    """Every relation, by sector group, as cells and words.

    `survives` as from `upgrading.inference.survives.survives`; `negligible`: the largest |effect|
    that bears out an asserted absence; `edition`: of the scores that τ-b is computed from.
    """
    header = ["Relation that the report asserts", "Where", "Asserted", "Clusters", "Kendall’s τ-b"]
    header += [f"{level_text(confidence)} interval", "p", "p (adjusted)", "Without one cluster"]
    header += ["Specifications that agree (%)", "Joint p", "Verdict"]
    rows: list[Row] = [("header", header)]
    names = {}
    for heading, relations in by_group(survives).items():
        rows.append(("panel", [heading]))
        for _, row in relations.iterrows():
            rows.append(("body", _entries(row)))
            names[len(rows)] = row_name(row["relation"])
    found = cells(SURVIVES, rows)
    # relations have names of their own, shorter and steadier than what their sentences make
    found["row"] = [
        names.get(line, row) for line, row in zip(found["line"], found["row"], strict=True)
    ]
    text = Text(SURVIVES, "", "What survives", _notes(survives, negligible, edition))
    return found, text


def _share(share: object) -> Number:
    """A share as a cell in per cent."""
    return Number(per_cent(share), exact_text(100 * Fraction(str(share))))


def _entries(row: pd.Series) -> list[Entry]:
    tau = row["tau_b"]
    return [
        row["statement"],
        row["location"],
        SIGNS[row["sign"]],
        whole(row["clusters"]),
        number(tau),
        or_dash(tau, bounds(row["low"], row["high"])),
        or_dash(tau, p_number(row["p"])),
        or_dash(tau, p_number(row["p_adjusted"])),
        or_dash(tau, bounds(row["without_one_low"], row["without_one_high"])),
        _share(row["share_asserted"]) if known(row["share_asserted"]) else MISSING,
        or_dash(row["p_joint"], p_number(row["p_joint"])),
        row["verdict"],
    ]


def tally(survives: pd.DataFrame) -> str:
    """How many relations have which verdict, in words, the commonest first."""
    counts = Counter(survives["verdict"])
    return "; ".join(f"“{verdict}” {number}" for verdict, number in counts.most_common())


def rules(negligible: Fraction) -> str:
    """The rules of the verdicts, in words."""
    level = shown(Fraction(str(LEVEL)), 2)
    stable = shown(100 * Fraction(str(STABLE)), 0)
    size = shown(negligible, 2, trim=True)
    return (
        "Verdicts follow the same rules for every relation. A sign stands if τ-b has it, keeps it "
        f"whichever cluster is left out, and at least {stable} % of the specifications have it. It "
        "then “holds in every respect” if the interval leaves out 0 and p, adjusted p and joint p "
        f"are at most {level}; “holds, not after adjustment” if only the adjusted p is above; else "
        "it is “as asserted, uncertain”. The data are “against” if τ-b is not of the asserted "
        f"sign, whichever cluster is left out, in at least {stable} % of the specifications, "
        f"“uncertain” unless the interval leaves out 0 and p is at most {level}. Everything else "
        "“hangs on choices”. Where the report asserts that there is no relation, effects within "
        f"±{size} take the place of the sign, and the interval must lie within them for every "
        "respect; a p-value never shows an absence."
    )


def _notes(survives: pd.DataFrame, negligible: Fraction, edition: str) -> tuple[str, ...]:
    return (
        f"{len(survives)} relations: {tally(survives)}.",
        rules(negligible),
        f"τ-b, interval and leave-one-out range are of the {edition} edition; a relation of "
        "several sector groups is measured with all groups as blocks, and a chain counts as the "
        "text is most nearly read. p: two-sided permutation test of τ-b, within groups. Adjusted: "
        "after Holm within the primary family (the collective efficiency index), after Benjamini "
        "and Hochberg for all else. Specifications: every defensible choice crossed, of those that "
        "can be estimated; joint p: permutation test of the median effect of the whole curve, "
        "one-sided in the asserted direction, two-sided where none is asserted.",
        CHOSEN_CASES,
    )
