"""The whole audit: from printed cells and scores to verdicts, errata, conventions and claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from upgrading.audit.claim_numbers import claim_numbers, placed
from upgrading.audit.claims_table import claims_frame
from upgrading.audit.consequences import Tracer, evidence_of
from upgrading.audit.explanations import Explanation, Findings, explain
from upgrading.audit.printed_exports import told
from upgrading.audit.recompute import Scenario, cell_values
from upgrading.audit.relations import Relation, read_printed, relations
from upgrading.audit.repair import Repair, propose
from upgrading.audit.verdicts import (
    Erratum,
    cells_frame,
    conventions_frame,
    errata_frame,
    number_errata,
)
from upgrading.catalogue import Table
from upgrading.claims.readings import Claim
from upgrading.evidence import Evidence, Notes
from upgrading.indices import REPORTED, IndexRule, collective_efficiency
from upgrading.parts import TABLES, Key, Passage
from upgrading.trade.evidence import NO_TRADE, TradeEvidence
from upgrading.vocabulary import SECTOR_GROUPS


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


def _group(relation: Relation, tables: Mapping[str, Table]) -> str:
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
    `printed_exports.against_trade`, told beside the figures of Table 2; `associations`: by edition,
    `association.association` of the same clusters with the index recomputed, told beside the rank
    correlations of claims.
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
    associations: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @cached_property
    def _found(self) -> tuple[Findings, list[Explanation], list[Erratum]]:
        printed = self.editions["printed"]
        findings, explanations = investigate(self.printed, printed, self.tables, self.rule)
        return findings, explanations, number_errata(findings, explanations)

    @cached_property
    def _evidence(self) -> dict[str, Evidence]:
        return {edition: self._under(self.rule, edition) for edition in self.editions}

    @cached_property
    def _noting(self) -> dict[str, Evidence]:
        return {edition: one.noting(Notes()) for edition, one in self._evidence.items()}

    def _under(self, rule: IndexRule, edition: str) -> Evidence:
        clusters = self.editions[edition]
        cells = self.printed.itertuples(index=False)
        strings = {(c.exhibit, c.row, c.column): c.printed for c in cells}
        return evidence_of(
            clusters,
            collective_efficiency(clusters, rule),
            *(self.profiles, self.stages, strings, self.trade),
            self.associations.get(edition),
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
            self._evidence["printed"] if audited == self.rule else self._under(audited, "printed")
        )
        tracer = Tracer(findings.scenario, usual, self.report)
        return errata_frame(errata, findings, tracer.follow)

    @cached_property
    def conventions(self) -> pd.DataFrame:
        """How every table rounds."""
        return conventions_frame(self._found[0])

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The verdict on every claim (`claims_table.CLAIM_COLUMNS`)."""
        claims = claims_frame(self.report, self._noting)
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
        """The numbers in the evidence of claims (`claim_numbers.NUMBER_COLUMNS`)."""
        return claim_numbers(self.report, self._noting, self.tables)

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
