"""What a referee asks: power, ceilings, identical clusters, the raters' error, single cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from upgrading.exhibits.association import signed
from upgrading.exhibits.estimates import CHOSEN_CASES, bounds, figure, number, p_number, whole
from upgrading.exhibits.relations import Measured
from upgrading.exhibits.survives import (
    IMPOSSIBLE,
    SEVERAL_GROUPS,
    edition_of,
    level,
    of_edition,
    per_cent,
    set_label,
    with_words,
    word_shown,
)
from upgrading.exhibits.tabulation import Column, Formula, Line, Tabulation
from upgrading.files.frames import known
from upgrading.inference.measures import FloatArray
from upgrading.inference.referee import Ceiling, Corrected, Pairing, Power, Twins
from upgrading.numbers import shown
from upgrading.vocabulary import (
    EXTERNAL_ECONOMIES,
    GOVERNANCE,
    INDICES,
    JOINT_ACTION,
    SECTOR_GROUPS,
    UPGRADING,
)

REFEREE: Final = "referee"

_COLUMNS: Final = {
    **EXTERNAL_ECONOMIES,
    **JOINT_ACTION,
    **{name: f"{label} governance" for name, label in GOVERNANCE.items()},
    **INDICES,
    **UPGRADING,
}
"""What scores and indices are called."""

ENDS: Final = (0.05, 0.95)
"""Between which of the draws of the raters' error a range lies."""


@dataclass(frozen=True)
class Asked:
    """What the table tells.

    `sets`: of each edition (`sets.SET_COLUMNS`); `edition`: whose numbers are told; `under_error`:
    the mean signed τ-b of its sets in each draw of the raters' error, by name; `seed`: of these;
    `added`: the sector groups of clusters that the printed edition lacks; `clusters`: ids, names
    and sector groups. The others are what `inference.referee` gives,
    of the scores of the edition, and `corrected` of both.
    """

    sets: Mapping[str, pd.DataFrame]
    edition: str
    power: Sequence[Power]
    ceilings: Sequence[Ceiling]
    twins: Sequence[Twins]
    under_error: Mapping[str, FloatArray]
    seed: int
    corrected: Sequence[Corrected]
    added: Sequence[str]
    pairings: Sequence[Pairing]
    clusters: pd.DataFrame

    @cached_property
    def groups(self) -> dict[str, str]:
        """The sector group of each cluster."""
        return dict(zip(self.clusters["cluster_id"], self.clusters["group"], strict=True))

    @cached_property
    def names(self) -> dict[str, str]:
        """What each cluster is called."""
        rows = self.clusters.to_dict("records")
        return {row["cluster_id"]: f"{row['industry']}, {row['name']}" for row in rows}


def referee_table(asked: Asked) -> Tabulation[Measured]:
    """A panel for each question."""
    columns: tuple[Column[Measured], ...] = (
        Column("clusters", "Clusters"),
        Column("number", "Value"),
        Column("range", "Range"),
        Column("p", "p"),
        Column("told", "In words"),
    )
    caption = f"What a referee asks ({edition_of(asked.edition)})"
    table = Tabulation(REFEREE, columns, caption, _notes(asked))
    for fill in (_power, _ceilings, _twins, _under_error, _single_cells, _pairs):
        fill(table, asked)
    return table


Table: TypeAlias = Tabulation[Measured]


@dataclass(frozen=True)
class _Told:
    """How a count of clusters comes about: from the columns in which their scores are at home."""

    words: str
    columns: tuple[str, ...]

    def __call__(self, on: Measured) -> Formula:
        """The formula, of what the table is measured on."""
        homes = on.analysed.homes
        places = (
            f"{homes[group, column]}//{column}"
            for column in self.columns
            for group in SECTOR_GROUPS
            if (group, column) in homes
        )
        return Formula(self.words, "", tuple(places))


def _read(words: str, *columns: str) -> _Told:
    """Words, and the columns that they are about."""
    return _Told(words, columns)


def _tested(asked: Asked) -> list[dict[Any, Any]]:
    """The sets that can be measured."""
    rows = with_words(asked.sets, asked.edition)
    found: list[dict[Any, Any]] = rows[rows["tau_b"].notna()].to_dict("records")
    return found


def _name(of: object) -> str:
    return str(of).replace("/", "_")


def _mean(row: dict[Any, Any], asked: Asked) -> tuple[str, ...]:
    """The cell of the mean in the table of sets, which is that of the printed edition."""
    return (f"sets/{_name(row['set'])}/mean_b",) if asked.edition == "printed" else ()


def _label(of: object) -> str:
    """What a set is of and where, in few words."""
    subject = "Governance" if str(of).startswith("governance") else "Collective efficiency"
    return f"{subject}: {set_label(str(of)).lower()}"


def _power(table: Table, asked: Asked) -> None:
    table.panel("Power: the smallest |τ-b| that would have been significant")
    for row in _tested(asked):
        line = table.line(_label(row["set"]), row=f"power_{_name(row['set'])}")
        line.cell("clusters", whole(row["clusters"]), "clusters that count in the set")
        line.cell(
            "number",
            number(row["needed"]) if known(row["needed"]) else IMPOSSIBLE,
            f"least |mean τ-b| among the draws of whole rows that would have been found at "
            f"{level()}, adjusted in its step",
            _mean(row, asked),
        )
        line.cell("told", _observed(row))
    for one in asked.power:
        label = SECTOR_GROUPS.get(one.groups, SEVERAL_GROUPS)
        line = table.line(f"{label}: {one.relations} relations", row=f"power_of_{one.groups}")
        _of_clusters(line, one.clusters)
        if one.needed and _shown_alike(*one.needed):
            line.cell(
                "number",
                number(one.needed[0]),
                "|τ-b| that any relation of these would have needed to be found among all",
                ("survives//needed",),
            )
        elif one.needed:
            line.cell(
                "range",
                bounds(*one.needed),
                "least and greatest |τ-b| that a relation of these would have needed to be found "
                "among all",
                ("survives//needed",),
            )
        line.cell("told", _impossible(one))


def _of_clusters(line: Line[Measured], ends: tuple[int, int]) -> None:
    low, high = ends
    if low == high:
        line.cell("clusters", whole(low), "clusters with both scores, of each relation")
    else:
        line.cell("clusters", f"{low} to {high}")


def _observed(row: dict[Any, Any]) -> str:
    """What was observed beside what would have been needed."""
    observed = f"observed {signed(row['tau_b'])}"
    if not known(row["needed"]):
        return f"{observed}; {IMPOSSIBLE} of the scores would have been significant"
    return f"{observed}; at least {figure(row['needed'])} needed, either way"


def _shown_alike(low: float, high: float) -> bool:
    """Whether a range is shown as one number."""
    return figure(low) == figure(high)


def _impossible(one: Power) -> str:
    if not one.impossible:
        return "each could have been significant with these scores in another order"
    each = "one could" if one.impossible == 1 else f"{one.impossible} could"
    return f"{each} not have been significant in any order of these scores"


def _ceilings(table: Table, asked: Asked) -> None:
    table.panel("Ceiling: clusters with the highest score")
    for one in asked.ceilings:
        label = UPGRADING[one.column]
        line = table.line(label, row=f"ceiling_{one.column}")
        scored = _read(f"clusters with a score of {label.lower()}", one.column)
        line.cell("clusters", whole(one.scored), scored)
        at_top = _read(f"clusters with the highest score of {label.lower()}", one.column)
        line.cell("number", whole(one.highest), at_top)
        if one.scored:
            share = per_cent(str(Fraction(one.highest, one.scored)))
            line.cell("told", f"{one.highest} of {one.scored}, {share} %")


def _twins(table: Table, asked: Asked) -> None:
    if not asked.twins:
        return
    table.panel("Twins: the same upgrading scores and the same index")
    for one in asked.twins:
        first, second = one.clusters
        line = table.line(
            " and ".join(asked.names[cluster] for cluster in one.clusters),
            row=f"twins_{first}_{second}",
        )
        line.cell(
            "number",
            number(one.efficiency),
            _read("collective efficiency index of both", "ce_index", *UPGRADING),
        )
        scores = (
            f"{UPGRADING[column].partition(' ')[0].lower()} {shown(score, 1, trim=True)}"
            for column, score in zip(UPGRADING, one.upgrading, strict=True)
            if score is not None
        )
        line.cell("told", f"{SECTOR_GROUPS[asked.groups[first]]}; {', '.join(scores)}")


def _under_error(table: Table, asked: Asked) -> None:
    table.panel("Half-step error of the raters: mean τ-b in 90 of 100 draws")
    for row in _tested(asked):
        effects = asked.under_error[str(row["set"])]
        told = effects[~np.isnan(effects)]
        if not len(told):
            continue
        low, high = (round(float(end), 12) for end in _ends(told))
        line = table.line(_label(row["set"]), row=f"error_{_name(row['set'])}")
        observed = _mean(row, asked)
        line.cell("clusters", whole(row["clusters"]), "clusters that count in the set")
        line.cell("number", number(row["tau_b"]), "mean τ-b of the scores as they are", observed)
        line.cell(
            "range",
            bounds(low, high),
            f"5th and 95th of 100 of {len(effects):,} draws, seed {asked.seed}, in which each "
            "score stays as it is with probability ½ and otherwise moves half a step up or down, "
            "within 0 and 3; indices follow",
            observed,
        )
        kept = float((told * float(row["tau_b"]) > 0).mean())
        line.cell("told", f"the same sign in {per_cent(kept)} % of draws")


def _ends(effects: FloatArray) -> FloatArray:
    return np.asarray(np.quantile(effects, ENDS, method="inverted_cdf"))


def _single_cells(table: Table, asked: Asked) -> None:
    turned = [row for row in _tested(asked) if row["word_printed"] != row["word_corrected"]]
    if not turned:
        return
    table.panel("Cells that the corrected edition changes, and the verdicts this changes")
    for row in turned:
        line = table.line(_label(row["set"]), row=f"turned_{_name(row['set'])}")
        group = str(row["set"]).partition("/")[2]
        because = [_changed(one, asked) for one in asked.corrected if group in {"", one.group}]
        if any(group in {"", of} for of in asked.added):
            because.append("clusters that the report does not have")
        line.cell(
            "told",
            f"{word_shown(row['word_printed'])} → {word_shown(row['word_corrected'])}: "
            + "; ".join(because),
        )


def _changed(one: Corrected, asked: Asked) -> str:
    before, after = (
        "n.a." if score is None else shown(score, 2, trim=True)
        for score in (one.printed, one.corrected)
    )
    what = _COLUMNS[one.column]
    return f"{what} of {asked.names[one.cluster]} {before} → {after}"


def _pairs(table: Table, asked: Asked) -> None:
    table.panel("Pairs that hold: one above the other in the same clusters")
    for one in asked.pairings:
        upper, lower = (_COLUMNS[name] for name in (one.upper, one.lower))
        line = table.line(f"{upper} above {lower.lower()}", row=f"pair_{one.upper}_{one.lower}")
        both, columns = one.above + one.equal + one.below, (one.upper, one.lower)
        line.cell("clusters", whole(both), _read("clusters with both", *columns))
        line.cell(
            "number", whole(one.above), _read("clusters in which the first is above", *columns)
        )
        differing = one.above + one.below
        line.cell(
            "p",
            p_number(one.p),
            f"two-sided exact sign test: so many of {differing}, or as few, each way as likely",
            (line["number"],),
        )
        line.cell("told", f"{one.above} of the {differing} that differ")


def _notes(asked: Asked) -> tuple[str, ...]:
    return (
        "One team scored upgrading, governance and collective efficiency: shared raters can "
        "create relations that are not there. No cell has a second score, so the data cannot "
        "show whether they did.",
        of_edition(asked.edition),
        "Power: for a set, the smallest mean |τ-b| that would have been significant; for "
        "relations, the smallest |τ-b| of each that would have been significant among all. "
        "Ceiling: a cluster with the highest score cannot show more. Twins count as two clusters "
        "in every test. The raters’ error is assumed, not measured; it gives clusters whose "
        "scores are all the same an influence on a set of all groups. Pairs: the sign test asks "
        "whether as many clusters differ one way as the other; it concerns these clusters only.",
        CHOSEN_CASES,
    )
