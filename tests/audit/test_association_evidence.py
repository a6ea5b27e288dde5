"""Interval and p-values beside the rank correlations of claims, never in place of the verdict."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from reference import REPORT_RULE

from upgrading.audit.consequences import evidence_of
from upgrading.cases.indices import collective_efficiency
from upgrading.claims.conditions import in_chain
from upgrading.claims.evidence import Evidence
from upgrading.claims.readings import association, judge
from upgrading.inference import association as inference
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.measures import interval_and_p
from upgrading.inference.permutation import PermutationChoices

GROUP = "natural_resource_based"


@pytest.fixture(scope="module")
def evidence(clean_cases) -> Evidence:
    clusters = clean_cases.printed_clusters
    indices = collective_efficiency(clusters, REPORT_RULE)
    permutation = PermutationChoices(permutations=199, exact_up_to=50000, seed=4)
    cells = clean_cases.cells
    return evidence_of(
        clusters,
        indices,
        clean_cases.profiles,
        clean_cases.stages,
        {(c.exhibit, c.row, c.column): c.printed for c in cells.itertuples(index=False)},
        association=inference.association(
            clusters, indices, permutation, BootstrapChoices(100, 0.95, 4)
        ),
    )


def row(evidence: Evidence, scope: str) -> pd.Series:
    return pd.Series(evidence.tested["up_product", "ce_index", scope])


def test_interval_and_p_follow_the_rank_correlation(evidence) -> None:
    outcome = association("ce_index", "up_product", group=GROUP)(evidence)
    # the p-value is exact: 16 of the 330 arrangements
    start = "τ-b = +0.56, ce_index with up_product, natural resource-based, n = 11, interval "
    assert outcome.evidence.startswith(start)
    assert ", permutation p = 0.048, Holm " in outcome.evidence
    assert outcome.holds is True


def test_all_clusters_together_are_told_within_sector_groups_too(evidence) -> None:
    text = association("ce_index", "up_product")(evidence).evidence
    pooled, _, within = text.partition(", within sector groups ")
    assert "Benjamini–Hochberg" in pooled and "Holm" in within
    assert within.startswith(f"τ-b = +{row(evidence, 'blocked')['tau_b']:.2f}, interval ")


def test_what_was_tested_on_other_data_is_not_quoted(evidence) -> None:
    found = row(evidence, GROUP)
    tau, number, tested = found["tau_b"], int(found["clusters"]), evidence.tested
    assert interval_and_p(tested, "ce_index", "up_product", GROUP, tau, number)
    assert interval_and_p(tested, "ce_index", "up_product", GROUP, tau + 0.01, number) == ""
    assert interval_and_p(tested, "ce_index", "up_product", GROUP, tau, number - 1) == ""
    assert interval_and_p(tested, "ce_index", "up_sum", GROUP, tau, number) == ""
    assert interval_and_p(tested, "ce_index", "up_product", (GROUP,), tau, number) == ""
    part = association("ce_index", "up_product", where=in_chain("gov_market"))(evidence)
    assert "permutation" not in part.evidence
    without = replace(evidence, association=None)
    assert "permutation" not in association("ce_index", "up_product")(without).evidence


def test_no_verdict_changes_and_some_evidence_does(claims, evidence) -> None:
    without = replace(evidence, association=None)
    changed = 0
    for claim in claims:
        told, bare = judge(claim, evidence), judge(claim, without)
        assert told[0] == bare[0], claim.claim_id
        changed += told[1] != bare[1]
    assert changed > 20
