"""What would change if a score, an index or a printed figure were another one.

Degrees, means by degree and the literal truth of claims are asked twice: with an erratum's figures
taken as printed, and with these recomputed. What differs is told in this order, printed →
recomputed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise
from typing import Final, TypeAlias, get_args

import pandas as pd

from upgrading import parts
from upgrading.audit import rounding
from upgrading.audit.relations import AUDITED_SHAPES
from upgrading.cases import printed
from upgrading.cases.catalogue import Table
from upgrading.cases.indices import IndexRule, collective_efficiency, degree, index_of
from upgrading.cases.means import MeanRule, group_averages, upgrading_by_degree
from upgrading.cases.profiles import dated, with_rows
from upgrading.claims.evidence import (
    PROFILES,
    SCORES,
    STAGES,
    Evidence,
    Notes,
    pairs_present,
)
from upgrading.claims.judging import by_scores, by_tests, literally
from upgrading.claims.readings import Claim, Reading, Tier, ask
from upgrading.exhibits.values import Study, values, with_up_sum
from upgrading.multiverse.relations import CODES_OF, Relation
from upgrading.numbers import mean, shown
from upgrading.parts import Key, Name, Passage, Text, text_of
from upgrading.trade.evidence import NO_TRADE, TradeEvidence
from upgrading.verdicts import WORDS
from upgrading.vocabulary import DEGREES

# What every audited cell should show, recomputed from the scores ----------------------------------


CellValue: TypeAlias = Fraction | str | None
"""A number, a degree, or nothing."""


@dataclass(frozen=True)
class Scenario:
    """The scores and the choices from which cells are recomputed."""

    clusters: pd.DataFrame
    rule: IndexRule
    mean_rule: MeanRule = "skip"


def with_scores(
    clusters: pd.DataFrame, changes: Mapping[tuple[str, str], Fraction]
) -> pd.DataFrame:
    """The clusters with some scores replaced, by (cluster, column)."""
    frame = clusters.copy()
    for (cluster, column), value in changes.items():
        frame.loc[frame["cluster_id"] == cluster, column] = pd.Series(
            [value] * int((frame["cluster_id"] == cluster).sum()),
            index=frame.index[frame["cluster_id"] == cluster],
            dtype=object,
        )
    return frame


def indices_with(
    clusters: pd.DataFrame, rule: IndexRule, given: Mapping[tuple[str, str], Fraction]
) -> pd.DataFrame:
    """Indices of the clusters, some of them given instead of computed, by (cluster, index).

    A given EEI or JAI enters the index, and a given index the degree.
    """
    frame = collective_efficiency(clusters, rule)
    rows = []
    for row in frame.itertuples(index=False):
        eei = given.get((row.cluster_id, "eei"), row.eei)
        jai = given.get((row.cluster_id, "jai"), row.jai)
        index = row.ce_index
        if eei is not None and jai is not None:
            index = index_of(eei, jai, rule)
        index = given.get((row.cluster_id, "ce_index"), index)
        rows.append((row.cluster_id, eei, jai, index, degree(index, rule)))
    return pd.DataFrame(rows, columns=list(frame.columns), dtype=object)


def cell_values(
    scenario: Scenario, tables: Mapping[str, Table], indices: pd.DataFrame | None = None
) -> dict[Key, CellValue]:
    """The value of every cell of the audited tables, by exhibit, row and column."""
    if indices is None:
        indices = collective_efficiency(scenario.clusters, scenario.rule)
    empty = pd.DataFrame()
    study = Study(
        clusters=scenario.clusters,
        indices=indices,
        by_degree=upgrading_by_degree(scenario.clusters, indices, scenario.mean_rule),
        averages=group_averages(scenario.clusters, indices, scenario.mean_rule),
        profiles=empty,
        stages=empty,
        mean_rule=scenario.mean_rule,
    )
    found: dict[Key, CellValue] = {}
    for exhibit, table in tables.items():
        if table.shape in AUDITED_SHAPES:
            for (row, column), entry in values(table, study).items():
                found[exhibit, row, column] = (
                    entry.degree if entry.degree is not None else next(iter(entry.numbers), None)
                )
    return found


def subsets_that_print(
    scores: Sequence[Sequence[Fraction | None]], texts: Sequence[str]
) -> tuple[list[tuple[int, ...]], int]:
    """Which subsets of rows have the means printed, column by column, and how many were tried.

    `scores` has one row per cluster and one column per printed mean, which `texts` gives. A mean
    matches if it is what is printed under some rounding.
    """
    count = len(scores)
    matches: list[tuple[int, ...]] = []
    for code in range(1, 2**count):
        members = tuple(row for row in range(count) if code >> row & 1)
        if all(
            prints([scores[row][column] for row in members], text)
            for column, text in enumerate(texts)
        ):
            matches.append(members)
    return matches, 2**count - 1


def prints(scores: Iterable[Fraction | None], text: str) -> bool:
    """Whether the mean of the scores that there are is printed as `text` under some rounding."""
    value, _ = mean(scores)
    return value is not None and rounding.match(text, value).agrees


def evidence_of(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    profiles: pd.DataFrame,
    stages: pd.DataFrame,
    cells: Mapping[Key, str],
    trade: TradeEvidence = NO_TRADE,
) -> Evidence:
    """The evidence for claims: scores with indices, Tables 2 and 20, what is printed, trade."""
    scores = with_up_sum(clusters.merge(indices, on="cluster_id", validate="one_to_one"))
    table_2 = dated(profiles)
    return Evidence(
        with_rows(scores, table_2).set_index("cluster_id"),
        table_2.set_index("profile_id"),
        stages.set_index("stage"),
        cells,
        trade,
    )


@dataclass(frozen=True)
class WhatIf:
    """What is otherwise than in the scores and tables as printed.

    `clusters`: other scores; `indices`: given by (cluster, index) instead of computed; `means`: by
    (group, degree, kind of upgrading) likewise; `strings`: what stands in printed cells.
    """

    clusters: pd.DataFrame | None = None
    indices: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)
    means: Mapping[MeanOf, Fraction | None] = field(default_factory=dict)
    strings: Mapping[Key, str] = field(default_factory=dict)


MeanOf: TypeAlias = tuple[str, str, str]
"""A mean by degree: sector group, degree, kind of upgrading."""


@dataclass(frozen=True)
class Change:
    """The figures of an erratum taken as printed, and as recomputed.

    `figures`: those that differ, with both strings. A misprinted score cannot be recomputed from
    scores: it is as printed, and as the report's other figures need it.
    """

    printed: WhatIf
    recomputed: WhatIf
    figures: tuple[tuple[Key, str, str], ...] = ()

    def averages(self, tables: Mapping[str, Table]) -> dict[tuple[str, str], tuple[str, str]]:
        """Averages of sector groups among the figures, by group and column, each once."""
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for (exhibit, row, column), own, recomputed in self.figures:
            table = tables[exhibit]
            group = row if table.shape == "group_averages" else table.group
            if group and (row in {group, "average"}):
                found.setdefault((group, column), (own, recomputed))
        return found


@dataclass(frozen=True)
class Moved:
    """A degree, mean by degree or claim that is another one: as printed, and as recomputed."""

    of: Text
    printed: str
    recomputed: str

    @property
    def told(self) -> Text:
        """In words: printed → recomputed."""
        return text_of(self.of, f": {self.printed} → {self.recomputed}")


@dataclass(frozen=True)
class MovedDegree(Moved):
    """The same of the degree of a cluster."""

    cluster: str


@dataclass(frozen=True)
class MovedClaim(Moved):
    """The same of a claim; `shown` where its truth stays and only what tables show is another."""

    claim: Claim
    shown: bool = False

    @property
    def told(self) -> Text:
        """In words: what becomes of it, in the words of its verdicts where its truth decides."""
        words = f": {self._said(self.printed)} → {self._said(self.recomputed)}"
        return text_of(self.of, words)

    def _said(self, truth: str) -> str:
        if self.shown or not by_scores(self.claim):
            return HOLDS.get(truth, truth)
        return WORDS[by_tests(self.claim.basis, _HOLDING[truth])].word


@dataclass(frozen=True)
class Consequences:
    """What differs with an erratum's figures as printed and as recomputed, always in this order."""

    degrees: tuple[MovedDegree, ...] = ()
    means: tuple[Moved, ...] = ()
    claims: tuple[MovedClaim, ...] = ()

    @property
    def told(self) -> Passage:
        """All of it, printed → recomputed."""
        none = text_of("none: no degree, no mean and no statement changes")
        moved = (*self.degrees, *self.means, *self.claims)
        return Passage(tuple(one.told for one in moved) or (none,))

    @property
    def conclusions(self) -> list[MovedClaim]:
        """The claims that say more than what a table holds, those that count most first."""
        said = [one for one in self.claims if one.claim.basis != "arithmetic"]
        return sorted(said, key=lambda one: get_args(Tier).index(one.claim.tier))

    @property
    def weight(self) -> tuple[int, int, int, int, int]:
        """For ranking: conclusions of the report first.

        Claims of the tier `headline`, then `section`, then degrees, claims of the tier `detail`,
        means by degree and of groups. A claim that repeats another is no other statement; one of
        the basis `arithmetic` says what a table holds, which every erratum of the table turns.
        """
        distinct = {
            one.claim.repeats or one.claim.claim_id: one.claim.tier for one in self.conclusions
        }
        tiers = Counter(distinct.values())
        claims = tiers["headline"], tiers["section"]
        return *claims, len(self.degrees), tiers["detail"], len(self.means)


@dataclass(frozen=True)
class _Stand:
    """How a claim stands: its literal truth, and what the tables that it speaks of show for it."""

    truth: str
    shown: str


@dataclass(frozen=True)
class _Picture:
    """The conclusions of the study under one set of scores, indices and printed strings."""

    degrees: Mapping[str, str | None]
    means: Mapping[MeanOf, Fraction | None]
    claims: Mapping[str, _Stand]


@dataclass(frozen=True)
class Tracer:
    """Follows a change to the conclusions.

    `usual`: the evidence of the scores and tables as printed; `tables`: those of the report, of
    which some give means by degree; `relations`: those of `config/relations.yaml`, by which claims
    that name them and have no reading are true if the sign of their τ-b is the one asserted.
    """

    scenario: Scenario
    usual: Evidence
    claims: Sequence[Claim]
    tables: Mapping[str, Table] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)

    def follow(self, change: Change) -> Consequences:
        """What is otherwise with the figures as printed than with those recomputed."""
        before, after = self._picture(change.printed), self._picture(change.recomputed)
        degrees = (
            MovedDegree(
                text_of("degree of ", Name(cluster)), _degree(degree), _degree(other), cluster
            )
            for cluster, other in after.degrees.items()
            for degree in [before.degrees[cluster]]
            if degree != other
        )
        means = (
            Moved(
                text_of("mean ", Name(kind), f", degree {DEGREES[degree]}, ", Name(group)),
                shown(before.means[group, degree, kind], 2),
                shown(mean, 2),
            )
            for (group, degree, kind), mean in after.means.items()
            if mean != before.means[group, degree, kind]
        )
        averages = (
            Moved(text_of("mean ", Name(column), ", ", Name(group)), own, recomputed)
            for (group, column), (own, recomputed) in change.averages(self.tables).items()
        )
        claims = (
            moved
            for claim in self.claims
            for moved in _moved(claim, before.claims[claim.claim_id], after.claims[claim.claim_id])
        )
        return Consequences(tuple(degrees), (*means, *averages), tuple(claims))

    def _picture(self, world: WhatIf) -> _Picture:
        clusters = self.scenario.clusters if world.clusters is None else world.clusters
        indices = indices_with(clusters, self.scenario.rule, world.indices)
        means = upgrading_by_degree(clusters, indices, self.scenario.mean_rule)
        return _Picture(
            dict(zip(indices["cluster_id"], indices["ce_degree"], strict=True)),
            {(r.group, r.ce_degree, r.upgrading): r.mean for r in means.itertuples()}
            | dict(world.means),
            self._stands(world, indices),
        )

    def _stands(self, world: WhatIf, indices: pd.DataFrame) -> dict[str, _Stand]:
        """How every claim stands; only those that a change can reach are asked again."""
        cells = {**self.usual.cells, **world.strings}
        if world.clusters is None and not world.indices:
            evidence = self.usual
            changed = set(world.strings)
            touched = [one for one in self.claims if self._asked[one.claim_id] & changed]
        else:
            clusters = self.scenario.clusters if world.clusters is None else world.clusters
            profiles, stages = self.usual.profiles.reset_index(), self.usual.stages.reset_index()
            evidence = evidence_of(clusters, indices, profiles, stages, cells, self.usual.trade)
            touched = list(self.claims)
        evidence = replace(evidence, cells=cells, wordless=True)
        return self._usual | {claim.claim_id: self._stand(claim, evidence) for claim in touched}

    @cached_property
    def _usual(self) -> dict[str, _Stand]:
        """How every claim stands as printed."""
        evidence = replace(self.usual, wordless=True)
        return {claim.claim_id: self._stand(claim, evidence) for claim in self.claims}

    @cached_property
    def _read(self) -> dict[Reading, frozenset[Key]]:
        """What each reading reads."""
        evidence = self.usual.noting(Notes())
        readings = {one for claim in self.claims for one in (*claim.readings, *claim.beside)}
        return {reading: frozenset(ask(reading, evidence)[2]) for reading in readings}

    @cached_property
    def _asked(self) -> dict[str, frozenset[Key]]:
        """The printed cells that each claim hangs on."""
        return {
            claim.claim_id: frozenset().union(
                *(self._read[one] for one in (*claim.readings, *claim.beside)),
                *(self._column_of(name) for name in claim.relation),
            )
            for claim in self.claims
        }

    def _stand(self, claim: Claim, evidence: Evidence) -> _Stand:
        holding: list[bool | None] = [ask(one, evidence)[0].holds for one in claim.readings]
        if claim.basis == "relation" and not claim.readings:
            holding = [self._as_asserted(name, evidence) for name in claim.relation]
        beside = [
            ask(one, evidence)[0].holds for one in claim.beside if _of_tables(self._read[one])
        ]
        trends = (self._trend(name, evidence.cells) for name in claim.relation)
        words = [*filter(None, trends), *({literally(beside)} - {""})]
        return _Stand(literally(holding), ", ".join(dict.fromkeys(words)))

    def _as_asserted(self, name: str, evidence: Evidence) -> bool | None:
        """Whether the sign of a relation is the one asserted; `None` where that is none."""
        relation = self.relations.get(name)
        if relation is None or relation.sign == "none":
            return None
        codes = CODES_OF[relation.chains[0]] if relation.governed else None
        rows = (row for row in evidence.rows if row["group"] in relation.groups)
        pairs = [
            (x if codes is None else Fraction(x in codes), y)
            for x, y in pairs_present(rows, relation.x, relation.y)
        ]
        agreement = sum(
            ((a > c) - (a < c)) * ((b > d) - (b < d)) for (a, b), (c, d) in combinations(pairs, 2)
        )
        return agreement > 0 if relation.sign == "positive" else agreement < 0

    def _column_of(self, name: str) -> tuple[Key, ...]:
        """The means by degree in which the report shows a relation, the lowest degree first."""
        relation = self.relations.get(name)
        if relation is None or relation.x != "ce_index":
            return ()
        return tuple(
            (exhibit, degree, relation.y)
            for exhibit, table in self.tables.items()
            if table.shape == "by_degree"
            and (table.group,) == relation.groups
            and relation.y in table.column_panels[0]
            for degree in reversed(DEGREES)
        )

    def _trend(self, name: str, cells: Mapping[Key, str]) -> str:
        """What a printed table of means by degree shows for a relation, if there is one."""
        keys = self._column_of(name)
        means = [printed.number(cells[key]) for key in keys if key in cells]
        known = [mean for mean in means if mean is not None]
        if len(known) < 2:
            return ""
        steps = {(b > a) - (b < a) for a, b in pairwise(known)}
        words = {(0,): "level", (0, 1): "rising", (1,): "rising", (-1,): "falling"}
        return words.get(tuple(sorted(steps)), "falling" if max(steps) == 0 else "up and down")


def _moved(claim: Claim, before: _Stand, after: _Stand) -> Iterator[MovedClaim]:
    """The change of a claim: of its literal truth, else of what the report's tables show for it."""
    of = text_of("statement ", parts.Claim(claim.claim_id))
    if before.truth != after.truth:
        yield MovedClaim(of, before.truth or UNDECIDED, after.truth or UNDECIDED, claim)
    elif before.shown != after.shown:
        of = text_of(of, ", as the report’s tables show it")
        yield MovedClaim(of, before.shown or UNDECIDED, after.shown or UNDECIDED, claim, True)


UNDECIDED: Final = "undecided"
"""The truth of a claim that the data do not decide."""

HOLDS: Final = {"true": "holds", "false": "does not hold", "in part": "holds in part"}
"""How a literal truth is told that alone gives no verdict."""

_HOLDING: Final[Mapping[str, Sequence[bool | None]]] = {
    "true": [True],
    "false": [False],
    "in part": [True, False],
    UNDECIDED: [None],
}
"""What the readings of a claim say together, by its literal truth."""


def _of_tables(read: Iterable[Key]) -> bool:
    """Whether something printed was read, and not scores, profiles or stages alone."""
    return any(place[0] not in {SCORES, PROFILES, STAGES} for place in read)


def _degree(degree: str | None) -> str:
    return DEGREES[degree] if degree else "none"
