"""What is printed is audited by the report's formula; claims are judged on the analysis's index."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from own_index import registered
from reference import REPORT_RULE

from upgrading.audit.run import audit, investigate
from upgrading.audit.verdicts import cells_frame, number_errata
from upgrading.frames import to_csv

GEOMETRIC = replace(REPORT_RULE, formula="geometric_mean")


def test_what_is_printed_is_recomputed_by_the_report_s_formula(
    clean_cases, tables, findings
) -> None:
    with registered() as percent:
        for rule in (percent, replace(GEOMETRIC, high_from=Fraction(8), not_available="exclude")):
            other, explained = investigate(
                clean_cases.cells, clean_cases.printed_clusters, tables, rule
            )
            assert other.scenario.rule == REPORT_RULE
            assert other.computed == findings.computed
    errata = number_errata(other, explained)
    assert len(cells_frame(clean_cases.cells, other, explained, errata)) > 1000


def test_claims_are_judged_on_the_analysis_s_index(claims, clean_cases, tables, found) -> None:
    editions = {
        "printed": clean_cases.printed_clusters,
        "corrected": clean_cases.corrected_clusters,
    }
    own = audit(
        *(claims, clean_cases.cells, editions, clean_cases.profiles, clean_cases.stages),
        *(tables, GEOMETRIC),
    ).apart()[0]
    assert to_csv(own.cells) == to_csv(found.cells)
    assert to_csv(own.errata) == to_csv(found.errata)
    columns = ["claim_id", "verdict", "evidence"]
    moved = own.claims[columns].ne(found.claims[columns]).any(axis=1)
    assert 0 < moved.sum() < len(moved) / 4
