"""What is printed is audited by the report's formula; claims are judged on the analysis's index."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from audit_tables import plain
from own_index import registered
from reference import REPORT_RULE

from upgrading.audit.run import Audit, investigate
from upgrading.audit.verdicts import cells_frame, number_errata
from upgrading.cases.indices import collective_efficiency
from upgrading.exhibits.tabulation import FORMULA_COLUMNS
from upgrading.files.frames import to_csv
from upgrading.publish.site.cells import Exhibits, audited_by

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


def test_claims_are_asked_of_the_analysis_s_index(clean_cases, tables) -> None:
    editions = {
        "printed": clean_cases.printed_clusters,
        "corrected": clean_cases.corrected_clusters,
    }
    audit = Audit(
        *((), clean_cases.cells, editions, clean_cases.profiles, clean_cases.stages),
        *(tables, GEOMETRIC),
    )
    for edition, clusters in editions.items():
        rows = audit._evidence[edition].by_cluster
        indices = collective_efficiency(clusters, GEOMETRIC).set_index("cluster_id")["ce_index"]
        assert {cluster: row["ce_index"] for cluster, row in rows.items()} == indices.to_dict()
        report_s = collective_efficiency(clusters, REPORT_RULE)["ce_index"]
        assert indices.tolist() != report_s.tolist()


@pytest.mark.ci
def test_claims_are_judged_on_the_analysis_s_index(
    claims, clean_cases, tables, found, listed, relations_tested
) -> None:
    editions = {
        "printed": clean_cases.printed_clusters,
        "corrected": clean_cases.corrected_clusters,
    }
    own = plain(
        Audit(
            *(claims, clean_cases.cells, editions, clean_cases.profiles, clean_cases.stages),
            *(tables, GEOMETRIC),
            relations=listed,
            tests=relations_tested,
            seed=2004,
        )
    )
    assert to_csv(own.cells) == to_csv(found.cells)
    assert to_csv(own.errata) == to_csv(found.errata)
    columns = ["claim_id", "verdict", "evidence"]
    moved = own.claims[columns].ne(found.claims[columns]).any(axis=1)
    assert 0 < moved.sum() < len(moved) / 4


def test_a_number_s_card_says_by_which_formula_the_audit_judged(exhibits, found) -> None:
    """The report's Medellín is 6.25 by ½ and ½, and exact: a geometric mean of 6.24 is shown."""
    shown = exhibits.copy()
    of_medellin = (exhibits["row"] == "textiles_medellin") & (exhibits["column"] == "ce_index")
    shown.loc[of_medellin, "value"] = "6.2449979984"
    place = "table_03/textiles_medellin/ce_index"
    for rule, by in (
        (REPORT_RULE, "the scores as printed"),
        (GEOMETRIC, "the scores as printed and the report’s formula of the index"),
    ):
        cells = Exhibits(
            shown,
            {"table_03": "Table 3"},
            pd.DataFrame(columns=list(FORMULA_COLUMNS), dtype=object),
            found.cells,
            audited_by=audited_by(rule),
        )
        verdict = cells.card(cells.numbers[place])["verdict"]
        assert verdict[1] == "exact"
        assert verdict[3].endswith(f", by {by}, which give 6.25")
