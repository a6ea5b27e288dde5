"""What becomes of the conclusions under other weights, thresholds and rules than the configured.

Conclusions are the report's statements, and the relations and sets by which many of them are
judged. Judged again are those that rest on an index or a degree, by the code that judges them for
the study: relations and sets by permutations (`sets.judged`), and what scores decide, the counts,
figures and single clusters (`judging`). Two things are taken from the study as it is configured:
the words under its own choices, and the share of specifications with either sign, which go over
the choices anyway. Comparisons, orders and differences rest on draws of the raters' error, or on
permutations of their own, and are not judged again: that would take minutes.

The choices are those that the multiverse holds defensible, in the steps of the what-if page
(`Levels`). A rule for what is n.a. other than the configured one is combined with the configured
weights only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeAlias, get_args

import pandas as pd

from upgrading.audit.run import Audit
from upgrading.cases.indices import (
    REPORTED,
    IndexRule,
    NotAvailable,
    collective_efficiency,
    degree,
)
from upgrading.claims.evidence import SCORES, Evidence, Notes
from upgrading.claims.judging import by_scores, verdict
from upgrading.claims.readings import Claim, ask, heard
from upgrading.inference.sets import UNDECIDED, Drawing, efficiency_steps, judged
from upgrading.multiverse.cores import Grid
from upgrading.numbers import exact_text
from upgrading.verdicts import Word
from upgrading.vocabulary import INDICES

WHAT_IF_COLUMNS: Final = (
    *("edition", "not_available", "weight", "high_from", "low_to"),
    *("kind", "name", "word", "undecided"),
)
"""`weight`: the share of external economies in the weights; `high_from`, `low_to`: empty where no
degree is asked for; `kind`: `set`, `relation` or `claim`; `undecided`: as `sets.UNDECIDED`."""

WEIGHT_STEP: Final = Fraction(1, 10)
"""In what steps weights are changed."""

THRESHOLD_STEP: Final = Fraction(1, 4)
"""In what steps thresholds of degrees are changed, in points of the index."""

DEGREE: Final = "ce_degree"

_OF_INDICES: Final = (*INDICES, DEGREE)

_FIRST_DRAWS: Final = 2_000
"""Draws of rows that a setting begins with: they are doubled wherever a word hangs on it."""

_MOST_DRAWS: Final = 100_000


@dataclass(frozen=True)
class Levels:
    """The levels of the choices; `rule`: the configured ones."""

    rule: IndexRule
    weights: tuple[Fraction, ...]
    high_from: tuple[Fraction, ...]
    low_to: tuple[Fraction, ...]

    @classmethod
    def from_config(cls, config: Mapping[str, Any], rule: IndexRule) -> Levels:
        """From the smallest to the largest level of the `multiverse` section, in steps.

        Of the formulas of the index the report's alone is combined with other weights: of another
        the what-if page knows the values under the configured weights.
        """
        grid = Grid.from_config(config, rule, "")
        usual = rule.formula == REPORTED.formula
        return cls(
            rule,
            _stepped(grid.weights, WEIGHT_STEP) if usual else (rule.weights.share,),
            _stepped(grid.high_from, THRESHOLD_STEP),
            _stepped(grid.low_to, THRESHOLD_STEP),
        )

    @property
    def rules(self) -> list[IndexRule]:
        """Of the weights and of what is n.a., one of the two as configured; the configured first.

        Thresholds as configured.
        """
        weighted = [self.rule.with_share(weight) for weight in self.weights]
        others = [replace(self.rule, not_available=one) for one in get_args(NotAvailable)]
        return list(dict.fromkeys((self.rule, *weighted, *others)))

    def thresholds(self, rule: IndexRule) -> Iterator[IndexRule]:
        """The rule with each pair of thresholds that leaves room for Medium."""
        for high in self.high_from:
            for low in self.low_to:
                if low < high:
                    yield replace(rule, high_from=high, low_to=low)


def _stepped(levels: tuple[Fraction, ...], step: Fraction) -> tuple[Fraction, ...]:
    """From the smallest to the largest of the levels in steps; the levels themselves belong."""
    least, most = min(levels), max(levels)
    count = (most - least) // step
    return tuple(sorted({*levels, *(least + number * step for number in range(count + 1))}))


class _Word(NamedTuple):
    """The word of a conclusion, and whether it hangs on draws that were not made."""

    word: Word
    undecided: bool = False


_Words: TypeAlias = dict[tuple[str, str], _Word]
"""Words by kind and name."""


def what_if(audit: Audit, levels: Levels, shares: pd.DataFrame) -> pd.DataFrame:
    """The word of each conclusion under each setting (`WHAT_IF_COLUMNS`).

    `audit`: with its `relations`, `tests` and `seed`; `shares`: of the specifications, as
    `sets.judged` takes them.
    """
    rows: list[tuple[object, ...]] = []
    for edition in audit.editions:
        scored = _Scored(audit, edition)
        for rule in levels.rules:
            setting = edition, rule.not_available, exact_text(rule.weights.share)
            indices = collective_efficiency(audit.editions[edition], rule)
            tested = _tested(audit, edition, rule, indices, shares)
            rows += _rows((*setting, "", ""), tested | scored.words(indices, degrees=False))
            for one in levels.thresholds(rule):
                limits = exact_text(one.high_from), exact_text(one.low_to)
                degrees = [degree(index, one) for index in indices["ce_index"]]
                found = scored.words(indices.assign(**{DEGREE: degrees}), degrees=True)
                rows += _rows((*setting, *limits), found)
    return pd.DataFrame(rows, columns=list(WHAT_IF_COLUMNS))


def _rows(setting: tuple[str, ...], words: _Words) -> Iterator[tuple[object, ...]]:
    return ((*setting, *place, *word) for place, word in words.items())


# Relations, sets, and the claims that name them --------------------------------------------------


def _tested(
    audit: Audit, edition: str, rule: IndexRule, indices: pd.DataFrame, shares: pd.DataFrame
) -> _Words:
    """The relations and sets that rest on an index, and the claims that name one of them."""
    if rule == audit.rule:
        relations, sets = audit.tests[edition]
    else:
        drawing = Drawing(audit.seed, _FIRST_DRAWS, _MOST_DRAWS)
        made = judged(audit.editions[edition], indices, audit.relations, shares, drawing)
        relations, sets = made["relations"], made["sets"]
    words: _Words = {
        (kind, row[kind]): _Word(row["word"], UNDECIDED in row["note"])
        for kind, frame in (("set", sets), ("relation", relations))
        for row in frame.to_dict("records")
        if row["word"]
    }
    general = {name for step in efficiency_steps() for name in step.sets}
    resting = general | {name for name, one in audit.relations.items() if one.x in INDICES}
    found = {place: word for place, word in words.items() if place[1] in resting}
    by_name = {name: word for (_, name), word in words.items()}
    for claim in audit.report:
        if claim.basis in {"relation", "absence"} and resting.intersection(claim.relation):
            parts = {name: by_name[name] for name in claim.relation}
            word = verdict(claim, {}, {name: part.word for name, part in parts.items()})
            undecided = any(part.undecided for part in parts.values())
            found["claim", claim.claim_id] = _Word(word, undecided)
    return found


# Claims that scores decide -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Scored:
    """The claims of an edition that scores decide, as far as they rest on indices.

    `_known`: words by claim and the values that it reads.
    """

    audit: Audit
    edition: str
    _known: dict[object, _Word] = field(default_factory=dict)

    @cached_property
    def _evidence(self) -> Evidence:
        return replace(self.audit.evidence(self.audit.rule, self.edition), wordless=True)

    @cached_property
    def _reading(self) -> list[tuple[Claim, list[str]]]:
        """The claims with the columns of indices that each reads."""
        evidence = self._evidence.noting(Notes())
        found = []
        for claim in filter(by_scores, self.audit.report):
            read = {one for reading in claim.readings for one in ask(reading, evidence)[2]}
            columns = {column for frame, _, column in read if frame == SCORES}
            if rests := [column for column in _OF_INDICES if column in columns]:
                found.append((claim, rests))
        return found

    def words(self, indices: pd.DataFrame, *, degrees: bool) -> _Words:
        """The words under these indices: of the claims that ask for a degree, or of the others."""
        by_cluster = indices.set_index("cluster_id")
        values = {column: tuple(by_cluster[column]) for column in _OF_INDICES}
        evidence = replace(self._evidence, scores=self._evidence.scores.assign(**by_cluster))
        found: _Words = {}
        for claim, columns in self._reading:
            if (DEGREE in columns) is not degrees:
                continue
            key = claim.claim_id, *(values[column] for column in columns)
            if key not in self._known:
                holding = heard(claim, evidence).holding
                self._known[key] = _Word(verdict(claim, holding, {}))
            found["claim", claim.claim_id] = self._known[key]
        return found
