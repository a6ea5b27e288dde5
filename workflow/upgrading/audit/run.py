"""The whole audit: from printed cells and scores to verdicts, errata, conventions and claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import pandas as pd

from upgrading.audit.claim_numbers import claim_numbers, placed
from upgrading.audit.claims_table import claims_frame
from upgrading.audit.consequences import Tracer, evidence_of
from upgrading.audit.explanations import Explanation, Findings, explain
from upgrading.audit.printed_exports import told
from upgrading.audit.recompute import Scenario, cell_values
from upgrading.audit.relations import Relation, read_printed, relations
from upgrading.audit.repair import Repair, propose
from upgrading.audit.verdicts import cells_frame, conventions_frame, errata_frame, number_errata
from upgrading.catalogue import Table
from upgrading.claims.readings import Claim
from upgrading.evidence import Evidence, Notes
from upgrading.indices import REPORTED, IndexRule, collective_efficiency
from upgrading.parts import TABLES, Key, Passage
from upgrading.trade.evidence import NO_TRADE, TradeEvidence
from upgrading.vocabulary import SECTOR_GROUPS

_NO_TESTS: Final[Mapping[str, pd.DataFrame]] = MappingProxyType({})


@dataclass(frozen=True)
class Audit:
    """The audit's tables, as in the modules `verdicts`, `claims` and `claim_numbers`.

    What they tell is in passages; `apart` makes plain text of it.
    """

    cells: pd.DataFrame
    errata: pd.DataFrame
    conventions: pd.DataFrame
    claims: pd.DataFrame
    claim_numbers: pd.DataFrame

    def apart(self) -> tuple[Audit, dict[Key, Passage]]:
        """The tables with plain text, and the passages by themselves."""
        plain: dict[str, pd.DataFrame] = {}
        passages: dict[Key, Passage] = {}
        for name in ("cells", "errata", "conventions", "claims"):
            plain[name], own = TABLES[name].apart(getattr(self, name))
            passages |= own
        return replace(self, **plain), passages


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


def audit(
    claims: Sequence[Claim],
    cells: pd.DataFrame,
    editions: Mapping[str, pd.DataFrame],
    profiles: pd.DataFrame,
    stages: pd.DataFrame,
    tables: Mapping[str, Table],
    rule: IndexRule,
    trade: TradeEvidence = NO_TRADE,
    exports: pd.DataFrame | None = None,
    associations: Mapping[str, pd.DataFrame] = _NO_TESTS,
) -> Audit:
    """Audit the report and judge its claims.

    Claims are judged on the indices under `rule`; what is printed is audited, and errata are
    followed to their consequences, under the report's formula (see `investigate`).

    `editions`: the clusters `printed` and `corrected`; `trade`: what claims on trade are tested on;
    `exports`: `printed_exports.against_trade`, told beside the figures of Table 2; `associations`:
    by edition, `association.association` of the same clusters with the index recomputed, told
    beside the rank correlations of claims.
    """
    findings, explanations = investigate(cells, editions["printed"], tables, rule)
    errata = number_errata(findings, explanations)

    strings = {(c.exhibit, c.row, c.column): c.printed for c in cells.itertuples(index=False)}

    def under(rule: IndexRule, edition: str) -> Evidence:
        clusters = editions[edition]
        indices = collective_efficiency(clusters, rule)
        tests = associations.get(edition)
        return evidence_of(clusters, indices, profiles, stages, strings, trade, tests)

    evidence = {edition: under(rule, edition) for edition in editions}
    noting = {edition: one.noting(Notes()) for edition, one in evidence.items()}
    audited = findings.scenario.rule
    usual = evidence["printed"] if audited == rule else under(audited, "printed")
    tracer = Tracer(findings.scenario, usual, claims)
    return Audit(
        cells_frame(
            cells, findings, explanations, errata, {} if exports is None else told(exports)
        ),
        errata_frame(errata, findings, tracer.follow),
        conventions_frame(findings),
        _with_cells(claims_frame(claims, noting), evidence, tables),
        claim_numbers(claims, noting, tables),
    )


def _with_cells(
    claims: pd.DataFrame, evidence: Mapping[str, Evidence], tables: Mapping[str, Table]
) -> pd.DataFrame:
    """The claims, whose numbers know the cells of the report's tables that they were read from."""
    columns = {"evidence": "printed", "evidence_corrected": "corrected"}
    return claims.assign(
        **{
            column: pd.Series(list(placed(claims[column], evidence[edition], tables)), dtype=object)
            for column, edition in columns.items()
        }
    )
