"""Where an outcome comes from: the rule whose step gives it, and the table in which it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any, Final, NamedTuple

import pandas as pd

from upgrading.digests import digest
from upgrading.exhibits.build import numbers_shown
from upgrading.exhibits.own import names as own_tables
from upgrading.exhibits.survives import SURVIVES, row_name
from upgrading.exhibits.tabulation import Tabulation, exhibits_of
from upgrading.multiverse.relations import Relation
from upgrading.present.study_facts import PARTS
from upgrading.present.study_in_numbers import OVERVIEW, overview
from upgrading.refresh import outcomes
from upgrading.refresh.evaluation import Evaluation
from upgrading.refresh.outcomes import Outcomes, Place
from upgrading.steps import claims, hypotheses, inference_exhibits, models, summary

BY_CURVE: Final = ("specifications_that_agree", "joint_p")
"""Columns of what survives that come from the specification curves."""

HEADINGS: Final[Mapping[str, str]] = {
    row: heading for heading, part in PARTS.items() for row in part.rows
}
"""Parts of the study in numbers, by row."""


_COUNTED: Final = {
    **{HEADINGS[row]: "hypotheses" for row in ("printed_all", "hypotheses")},
    HEADINGS["claims_all"]: "claims",
}
"""Parts that are counted from less than the files of the audit: verdicts rest on what is printed
alone, and those on claims not on the tests beside them."""

OF_TRADE: Final = "trade_"
"""How the names of all tables of trade begin."""


class Source(NamedTuple):
    """A rule, and the table of several that its step gives, for one relation or for all."""

    rule: str
    table: str = ""
    relation: str = ""

    @property
    def function(self) -> Callable[..., Any] | None:
        """What is called with the rule's inputs and params, where the step has several tables."""
        match self.rule:
            case "inference_exhibits" if self.relation:
                return inference_exhibits.survives_one
            case "inference_exhibits" if self.table == SURVIVES:
                return inference_exhibits.survives_tests
            case "inference_exhibits":
                return inference_exhibits.APART[self.table]
            case "summary":
                return summary.APART[self.table]
            case "hypotheses":
                return hypotheses.printed
            case "claims":
                return claims.judged
        return None

    def key(self, under: Evaluation) -> Hashable:
        """All that the source rests on: the same key, the same outcomes."""
        return (self, *self._rests_on(under))

    def _rests_on(self, under: Evaluation) -> tuple[Hashable, ...]:
        if self.rule == "models":
            return under.key_of_piece(self.rule, self.table)
        if not (function := self.function):
            return under.key_of_outputs(self.rule)
        key = under.key(self.rule, function)
        if not self.relation:
            return key
        relation = _relations(under).get(self.relation)
        of_curve = under.key_of_piece("multiverse", self.relation) if relation else ()
        return (*key, digest(relation), of_curve)

    def said(self, under: Evaluation) -> Outcomes:
        """The outcomes."""
        match self.rule:
            case "indices":
                return outcomes.degrees(under.output("indices"))
            case "hypotheses" if not self.table:
                found = under.of_rule("hypotheses", hypotheses.printed)
                return outcomes.verdicts(found["cells"])
            case "claims" if not self.table:
                return outcomes.claims(under.of_rule("claims", claims.judged).claims)
        if self.relation and self.relation not in _relations(under):
            return {}
        numbers = outcomes.numbers(numbers_shown(self._cells(under)))
        if self.table != SURVIVES:
            return numbers
        return {
            place: shown
            for place, shown in numbers.items()
            if (place.column in BY_CURVE) == bool(self.relation)
        }

    def _cells(self, under: Evaluation) -> pd.DataFrame:
        table = self._table(under)
        cells: pd.DataFrame = exhibits_of([table]) if table else under.output(self.rule, "exhibits")
        return cells

    def _table(self, under: Evaluation) -> Tabulation[Any] | None:
        """The table, where it is made apart from others."""
        table: Tabulation[Any]
        if self.rule == "models":
            lay_out = under.of_rule(self.rule, models.laid_out)
            table = lay_out(self.table, under.piece(self.rule, self.table))
        elif not (function := self.function):
            return None
        elif self.table in PARTS:
            found = under.of_rule(self.rule, function)
            if self.rule == "claims":
                found = {"claims": found.plain("claims"), "claims_parts": found.parts("claims")}
            facts = found if self.rule == "summary" else PARTS[self.table].facts(found)
            table = overview({self.table: facts})
        elif self.relation:
            curve = under.piece("multiverse", self.relation)
            row = under.of_rule(self.rule, function)
            table = row(self.relation, _relations(under)[self.relation], curve)
        else:
            table = under.of_rule(self.rule, function)
        return table


def _relations(under: Evaluation) -> Mapping[str, Relation]:
    found: Mapping[str, Relation] = under.file(inference_exhibits.RELATIONS).value
    return found


def source_of(place: Place, layouts: Collection[str], relations: Collection[str]) -> Source | None:
    """The source of an outcome; `None` of a table or number that no step is known to give.

    `layouts`: the report's tables; `relations`: the names of relations, in whatever state.
    """
    of_kind = {"degree": "indices", "verdict": "hypotheses", "claim": "claims"}
    if place.kind in of_kind:
        return Source(of_kind[place.kind])
    if place.exhibit == OVERVIEW:
        heading = HEADINGS.get(place.row)
        return Source(_COUNTED.get(heading, "summary"), heading) if heading else None
    if place.exhibit in inference_exhibits.APART:
        by_curve = place.exhibit == SURVIVES and place.column in BY_CURVE
        named = (name for name in relations if by_curve and row_name(name) == place.row)
        return Source("inference_exhibits", place.exhibit, next(named, ""))
    if place.exhibit in models.APART:
        return Source("models", place.exhibit)
    if place.exhibit in layouts or place.exhibit in own_tables():
        return Source("exhibits")
    return Source("trade_exhibits") if place.exhibit.startswith(OF_TRADE) else None
