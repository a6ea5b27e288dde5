"""The table of every relation that the report asserts, with what became of it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Final

import pandas as pd

from upgrading.exhibits.association import in_primary, relation_columns
from upgrading.exhibits.estimates import CHOSEN_CASES, figure, p_number
from upgrading.exhibits.relations import Measured
from upgrading.exhibits.tabulation import Column, Formula, Number, Row, Tabulation, row_id
from upgrading.files.frames import known
from upgrading.inference.survives import STABLE
from upgrading.numbers import exact_text, shown
from upgrading.vocabulary import LEVEL, SECTOR_GROUPS

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
) -> Tabulation[Measured]:
    """Every relation, by sector group.

    `survives` as from `upgrading.inference.survives.survives`; `negligible`: the largest |effect|
    that bears out an asserted absence; `edition`: of the scores that τ-b is computed from.
    """

    def adjustment(on: Measured, row: Row) -> Formula:
        own = f"{SURVIVES}/{row_name(row['relation'])}/p"
        return on.adjustment(row, in_primary(row) if row["family"] == "primary" else own)

    def agreeing(_: Measured, row: Row) -> Formula:
        return _agreeing(row, exact_text(negligible))

    columns = (
        Column("where", "Where", str, "location"),
        Column("asserted", "Asserted", SIGNS.__getitem__, "sign"),
        *relation_columns(confidence, ("p_adjusted", "p (adjusted)"), adjustment),
        Column(
            "specifications_that_agree",
            "Specifications that agree (%)",
            _share,
            "share_asserted",
            agreeing,
            given="share_asserted",
        ),
        Column("joint_p", "Joint p", p_number, "p_joint", _joint, (), "p_joint"),
        Column("verdict", "Verdict", str, "verdict"),
    )
    notes, label = _notes(survives, negligible, edition), "Relation that the report asserts"
    header = f"header_{row_id(label)}"
    table = Tabulation(SURVIVES, columns, "What survives", notes, [label], header)
    for heading, relations in by_group(survives).items():
        table.panel(heading)
        for row in relations.to_dict("records"):
            # relations have names of their own, shorter and steadier than their sentences
            shows = {
                **row,
                **{"upgrading": row["y"], "index": row["explanation"]},
                **{"tau_b_low": row["low"], "tau_b_high": row["high"]},
            }
            table.line(row["statement"], row=row_name(row["relation"]), shows=shows)
    return table


def _share(share: object) -> Number:
    """A share as a cell in per cent."""
    return Number(per_cent(share), exact_text(100 * Fraction(str(share))))


def _agreeing(row: Row, negligible: str) -> Formula:
    """The share of specifications that agree."""
    lost = int(row["not_estimable"]) if known(row["not_estimable"]) else 0
    number = int(row["specifications"]) - lost
    what = f"an effect within ±{negligible}" if row["sign"] == "none" else "the asserted sign"
    return Formula(
        f"specifications with {what}, of those that can be estimated, per cent",
        f"100 × {round(float(row['share_asserted']) * number)} / {number}",
    )


def _joint(on: Measured, row: Row) -> Formula:
    """The p of the whole specification curve."""
    sides = "two-sided" if row["sign"] == "none" else "one-sided, in the asserted direction"
    permutations, seed = on.joint
    reached = round(float(row["p_joint"]) * (permutations + 1)) - 1
    return Formula(
        "joint test of the whole specification curve: share of permutations of the scores within "
        "sector groups in which the median effect is at least as extreme as observed "
        f"({sides}), of {permutations:,} permutations, seed {seed}; the observed one counts among "
        "them",
        f"({reached} + 1) / ({permutations} + 1)",
    )


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
