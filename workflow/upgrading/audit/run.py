"""The whole audit: verdicts, errata, conventions, claims, and the numbers in their evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import pandas as pd

from upgrading.audit.consequences import Scenario, Tracer, cell_values, evidence_of
from upgrading.audit.explanations import Explanation, Findings, explain
from upgrading.audit.printed_exports import told
from upgrading.audit.relations import CellRelation, read_printed, relations
from upgrading.audit.repair import Repair, propose
from upgrading.audit.verdicts import (
    Erratum,
    cells_frame,
    conventions_frame,
    errata_frame,
    number_errata,
)
from upgrading.cases.catalogue import Table
from upgrading.cases.indices import REPORTED, IndexRule, collective_efficiency
from upgrading.cases.profiles import TONNES
from upgrading.claims.draws import Fragility, HalfStep
from upgrading.claims.evidence import (
    PROFILES,
    SCORES,
    STAGES,
    Evidence,
    Notes,
    Read,
)
from upgrading.claims.readings import Claim
from upgrading.claims.tested import EditionVerdicts
from upgrading.exhibits.values import homes
from upgrading.multiverse.relations import Relation
from upgrading.numbers import shown
from upgrading.parts import (
    TABLES,
    From,
    Key,
    Name,
    Number,
    Part,
    Passage,
    Text,
    joined,
    plain,
    text_of,
)
from upgrading.trade.evidence import NO_TRADE, TradeEvidence
from upgrading.vocabulary import SECTOR_GROUPS

# The numbers in the evidence of claims, each with the cells of the report's tables behind it ------


NUMBER_COLUMNS: Final = (
    *("claim_id", "edition", "reading"),
    *("before", "shown", "after", "value", "cells"),
)
"""`reading`: which of the claim's findings, from 0; `before` and `after`: its words around what is
`shown`; `value` is exact, or of a τ-b in twelve digits; `cells`: what it was read from, as
`exhibit/row/column`, or `exhibit//column` where every cluster of the table was; of a count all that
were asked. A finding of which no number is told has one row, without words, with all cells that it
reads."""


_ROWS: Final[Mapping[str, str]] = {
    **{column: row for row, column in TONNES.items()},
    **dict.fromkeys(("from_year", "to_year"), "years"),
    **dict.fromkeys(("price_low", "price_high"), "price_us_kg"),
}
"""The row of Table 20 in which each figure of a stage stands."""


@dataclass(frozen=True)
class _Places:
    """The cells of the report's tables, by what was read of some evidence."""

    homes: Mapping[tuple[str, str], str]
    groups: Mapping[str, str]
    profiles: str
    printed: frozenset[str]
    stages: str

    def of(self, read: Iterable[Read]) -> list[str]:
        """The cells, each once; whole columns as such.

        By exhibit and column, clusters in the order of the report: not as they were read, since
        tests read sets.
        """
        listed = list(dict.fromkeys(read))
        sizes = Counter(self.groups.values())
        asked = Counter(
            (self.groups[row], column) for frame, row, column in listed if frame == SCORES
        )
        places: dict[str, None] = {}
        for frame, row, column in listed:
            place = self._of(frame, row, column)
            if frame == SCORES and place:
                group = self.groups[row]
                if asked[group, column] == sizes[group]:
                    place = f"{self.homes[group, column]}//{column}"
            if place:
                places[place] = None
        return sorted(places, key=self._order)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {cluster: rank for rank, cluster in enumerate(self.groups)}

    def _order(self, place: str) -> tuple[str, str, int, str]:
        exhibit, row, column = place.split("/")
        return exhibit, column, self._ranks.get(row, 0), row

    def _of(self, frame: str, row: str, column: str) -> str:
        if frame == SCORES:
            exhibit = self.homes.get((self.groups[row], column))
            return f"{exhibit}/{row}/{column}" if exhibit else ""
        if frame == PROFILES:
            name = column.removeprefix("additional_")
            return f"{self.profiles}/{row}/{name}" if name in self.printed else ""
        if frame == STAGES:
            return f"{self.stages}/{_ROWS[column]}/{row}" if column in _ROWS else ""
        return f"{frame}/{row}/{column}"


def _places(evidence: Evidence, tables: Mapping[str, Table]) -> _Places:
    shapes = {table.shape: exhibit for exhibit, table in tables.items()}
    return _Places(
        homes(tables),
        evidence.groups,
        shapes["profiles"],
        frozenset(tables[shapes["profiles"]].column_panels[0]),
        shapes["stages"],
    )


def placed(
    told: Iterable[Passage], evidence: Evidence, tables: Mapping[str, Table]
) -> Iterator[Passage]:
    """Passages of evidence whose numbers know their cells in the report's tables, not in frames."""
    places = _places(evidence, tables)

    def cells(read: tuple[Read, ...]) -> tuple[Key, ...]:
        found = (place.split("/") for place in places.of(read))
        return tuple((exhibit, row, column) for exhibit, row, column in found)

    def of(part: Part) -> Part:
        return replace(part, cells=cells(part.cells)) if isinstance(part, Number | From) else part

    for passage in told:
        yield replace(passage, texts=tuple(tuple(map(of, one)) for one in passage.texts))


def claim_numbers(claims: pd.DataFrame) -> pd.DataFrame:
    """The numbers in the evidence of every claim, columns `NUMBER_COLUMNS`.

    `claims`: those of `claims_frame`, whose numbers know their cells. What the evidence of the
    corrected edition says in the same words stands once.
    """
    rows: dict[tuple[object, ...], None] = {}
    for claim in claims.itertuples(index=False):
        said: set[str] = set()
        for edition, passage in (
            ("printed", claim.evidence),
            ("corrected", claim.evidence_corrected),
        ):
            for number, text in enumerate(passage.texts):
                if plain(text) in said:
                    continue
                place = claim.claim_id, edition, number
                rows |= dict.fromkeys((*place, *told) for told in _told(text))
            said |= set(map(plain, passage.texts))
    return pd.DataFrame(list(rows), columns=list(NUMBER_COLUMNS), dtype=object)


def _told(text: Text) -> Iterator[tuple[str, ...]]:
    """Words, value and cells of each number told in a text, and of what it rests on besides."""
    for part in text:
        if isinstance(part, Number | From) and part.cells:
            cells = "; ".join("/".join(cell) for cell in part.cells)
            if isinstance(part, From):
                yield "", "", "", "", cells
            else:
                yield plain(part.before), part.shown, plain(part.after), part.value, cells


# Every claim of the report with its verdict in both editions --------------------------------------


CLAIM_COLUMNS: Final = (
    *("claim_id", "location", "claim", "verdict", "evidence"),
    *("basis", "tier", "relation", "n", "fragility", "turned_by", "literal"),
    *("verdict_corrected", "evidence_corrected", "repeats", "conflicts_with"),
)


def claims_frame(
    tested: Mapping[str, EditionVerdicts], noting: Mapping[str, Evidence]
) -> pd.DataFrame:
    """Every claim with its verdict under the `printed` and the `corrected` edition.

    Columns `CLAIM_COLUMNS`; all but `verdict_corrected` and `evidence_corrected` are those of the
    printed edition. `n`: over how many clusters, of a comparison on either side. `fragility`: how
    many half-steps turn the direction or the literal truth, `turned_by` the one that does alone.
    `literal`: whether what the claim says is so to the letter (`true`, `false`, `in part`, or
    empty). `repeats` is the claim that says the same at another place and lends its readings;
    `conflicts_with` those that say otherwise. `noting`: the evidence with its notes, by edition.

    Where the corrected edition gives another word, its evidence names the corrected scores among
    those that the claim rests on.
    """
    one, other = tested["printed"], tested["corrected"]
    rows = []
    for claim in one.claims:
        printed = one.judged(claim, noting["printed"])
        corrected = other.judged(claim, noting["corrected"])
        # where nothing can be tested there is no direction to turn
        testable = printed.word != "not_testable"
        told, fragility = corrected.told, one.fragility(claim) if testable else Fragility("")
        if printed.word != corrected.word:
            told = replace(told, texts=(*told.texts, _because(claim, one, other)))
        rows.append(
            (
                *(claim.claim_id, claim.location, claim.claim, printed.word, printed.told),
                *(claim.basis, claim.tier, "; ".join(claim.relation), printed.n),
                *(fragility.half_steps, _half_step(fragility.turned_by), printed.literal),
                *(corrected.word, told, claim.repeats, "; ".join(claim.conflicts_with)),
            )
        )
    return pd.DataFrame(rows, columns=list(CLAIM_COLUMNS), dtype=object)


def _half_step(step: HalfStep | None) -> str:
    if step is None:
        return ""
    before, after = (shown(score, 2, trim=True) for score in (step.before, step.after))
    return f"{step.column} of {step.cluster} {before} -> {after}"


def _because(claim: Claim, one: EditionVerdicts, other: EditionVerdicts) -> Text:
    """Which scores that a claim rests on are others in the corrected edition."""
    before, after = one.evidence.by_cluster, other.evidence.by_cluster
    changed = (
        text_of(
            Name(column),
            " of ",
            Name(row, aside=True),
            f" {shown(before[row][column], 2, trim=True)} -> "
            f"{shown(after[row][column], 2, trim=True)}",
        )
        for row, column in sorted(one.cells_of(claim) | other.cells_of(claim))
        if row in before and row in after and before[row][column] != after[row][column]
    )
    return text_of("Corrected: ", joined(", ", changed))


def investigate(
    cells: pd.DataFrame,
    printed_clusters: pd.DataFrame,
    tables: Mapping[str, Table],
    rule: IndexRule,
) -> tuple[Findings, list[Explanation]]:
    """Compare what is printed with what the scores give, and explain what disagrees.

    `cells` are the printed cells (`printed.CELL_COLUMNS`), `printed_clusters` the printed edition.
    What is printed follows the report's formula: under a `rule` of another one, which concerns the
    analysis alone, the report's whole rule is taken.
    """
    if rule.formula != REPORTED.formula:
        rule = REPORTED
    given = read_printed(cells, tables)
    related = relations(given, tables)
    scenario = Scenario(printed_clusters, rule)
    findings = Findings(given, cell_values(scenario, tables), related, tables, scenario)
    repairs: list[list[Repair]] = []
    for group in SECTOR_GROUPS:
        own = [relation for relation in related if _group(relation, tables) == group]
        repairs += propose(own, given.strings)
    return findings, explain(findings, repairs)


def _group(relation: CellRelation, tables: Mapping[str, Table]) -> str:
    """The sector group that a relation belongs to; tables of averages have one per row."""
    exhibit, row, _ = relation.result
    return tables[exhibit].group or row


@dataclass(frozen=True)
class Audit:
    """The audit of the report, table by table: none is made before it is asked for.

    Claims are judged on the indices under `rule`; what is printed is audited, and errata are
    followed to their consequences, under the report's formula (see `investigate`).

    `printed`: the printed cells (`printed.CELL_COLUMNS`); `editions`: the clusters `printed` and
    `corrected`; `trade`: what claims on trade are tested on; `exports`:
    `printed_exports.against_trade`, told beside the figures of Table 2; `relations`: those of
    `config/relations.yaml`; `tests`: by edition what `sets.judged` says of them and of their sets;
    `seed`: of the draws that claims are judged by.
    """

    report: Sequence[Claim]
    printed: pd.DataFrame
    editions: Mapping[str, pd.DataFrame]
    profiles: pd.DataFrame
    stages: pd.DataFrame
    tables: Mapping[str, Table]
    rule: IndexRule
    trade: TradeEvidence = NO_TRADE
    exports: pd.DataFrame | None = None
    relations: Mapping[str, Relation] = field(default_factory=dict)
    tests: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]] = field(default_factory=dict)
    seed: int = 0

    def tested(
        self,
        relations: Mapping[str, Relation],
        printed: tuple[pd.DataFrame, pd.DataFrame],
        corrected: tuple[pd.DataFrame, pd.DataFrame],
        seed: int,
    ) -> Audit:
        """The same with what its claims are judged by: relations and sets of both editions."""
        tests = {"printed": printed, "corrected": corrected}
        return replace(self, relations=relations, tests=tests, seed=seed)

    @cached_property
    def _found(self) -> tuple[Findings, list[Explanation], list[Erratum]]:
        printed = self.editions["printed"]
        findings, explanations = investigate(self.printed, printed, self.tables, self.rule)
        return findings, explanations, number_errata(findings, explanations)

    @cached_property
    def _evidence(self) -> dict[str, Evidence]:
        return {edition: self.evidence(self.rule, edition) for edition in self.editions}

    @cached_property
    def _noting(self) -> dict[str, Evidence]:
        return {edition: one.noting(Notes()) for edition, one in self._evidence.items()}

    def evidence(self, rule: IndexRule, edition: str) -> Evidence:
        """What claims are tested on, in an edition, with the indices under a rule."""
        clusters = self.editions[edition]
        cells = self.printed.itertuples(index=False)
        strings = {(c.exhibit, c.row, c.column): c.printed for c in cells}
        return evidence_of(
            clusters,
            collective_efficiency(clusters, rule),
            *(self.profiles, self.stages, strings, self.trade),
        )

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The verdict on every printed number (`verdicts.CELL_COLUMNS`)."""
        return cells_frame(
            self.printed, *self._found, {} if self.exports is None else told(self.exports)
        )

    @cached_property
    def errata(self) -> pd.DataFrame:
        """What could explain figures that disagree (`verdicts.ERRATA_COLUMNS`)."""
        findings, _, errata = self._found
        audited = findings.scenario.rule
        usual = (
            self._evidence["printed"] if audited == self.rule else self.evidence(audited, "printed")
        )
        tracer = Tracer(findings.scenario, usual, self.report, self.tables, self.relations)
        return errata_frame(errata, findings, tracer.follow)

    @cached_property
    def conventions(self) -> pd.DataFrame:
        """How every table rounds."""
        return conventions_frame(self._found[0])

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The verdict on every claim (`CLAIM_COLUMNS`)."""
        tested: dict[str, EditionVerdicts] = {}
        for edition, evidence in self._evidence.items():
            tested[edition] = EditionVerdicts(
                *(self.report, evidence, self.rule, self.relations),
                *(*self.tests[edition], self.seed, next(iter(tested.values()), None)),
            )
        claims = claims_frame(tested, self._noting)
        # their numbers know the cells of the report's tables that they were read from
        columns = {"evidence": "printed", "evidence_corrected": "corrected"}
        own = {
            column: placed(claims[column], self._evidence[edition], self.tables)
            for column, edition in columns.items()
        }
        return claims.assign(
            **{name: pd.Series(list(passages), dtype=object) for name, passages in own.items()}
        )

    @cached_property
    def claim_numbers(self) -> pd.DataFrame:
        """The numbers in the evidence of claims (`NUMBER_COLUMNS`)."""
        return claim_numbers(self.claims)

    def plain(self, name: str) -> pd.DataFrame:
        """A table with what its cells tell as plain text."""
        return TABLES[name].apart(getattr(self, name))[0]

    def parts(self, *names: str) -> dict[Key, Passage]:
        """What the cells of tables tell, as passages."""
        return {
            key: passage
            for name in names
            for key, passage in TABLES[name].apart(getattr(self, name))[1].items()
        }
