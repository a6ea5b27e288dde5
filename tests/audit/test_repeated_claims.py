"""What the report says twice is read and judged once, whatever the data say."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from judged import told
from reference import REPORT_RULE

from upgrading.audit.consequences import evidence_of
from upgrading.audit.run import CLAIM_COLUMNS
from upgrading.cases.indices import collective_efficiency
from upgrading.claims.evidence import Evidence
from upgrading.claims.readings import Claim
from upgrading.vocabulary import COMPONENTS, UPGRADING


@pytest.fixture(scope="session")
def by_id(claims) -> dict[str, Claim]:
    return {claim.claim_id: claim for claim in claims}


@pytest.fixture(scope="session")
def repeats(claims) -> dict[str, str]:
    return {claim.claim_id: claim.repeats for claim in claims if claim.repeats}


def evidence(clean_cases, clusters: pd.DataFrame) -> Evidence:
    cells = clean_cases.cells.itertuples(index=False)
    return evidence_of(
        clusters,
        collective_efficiency(clusters, REPORT_RULE),
        clean_cases.profiles,
        clean_cases.stages,
        {(cell.exhibit, cell.row, cell.column): cell.printed for cell in cells},
    )


def shuffled(clusters: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The clusters with every score and every code of governance dealt out anew within columns."""
    chance, dealt = random.Random(seed), clusters.copy()
    governance = [column for column in clusters if column.startswith("gov_")]
    for column in (*COMPONENTS, *UPGRADING, *governance):
        values = list(clusters[column])
        chance.shuffle(values)
        dealt[column] = pd.Series(values, index=clusters.index, dtype=object)
    return dealt


def test_a_repeat_is_read_as_what_it_repeats(by_id, repeats) -> None:
    assert len(repeats) > 50
    for claim_id, other in repeats.items():
        claim, first = by_id[claim_id], by_id[other]
        assert first.readings or first.needs or first.relation or first.conflicts_with
        assert (claim.readings, claim.relation) == (first.readings, first.relation)
        assert claim.location != first.location


def test_other_data_give_other_verdicts(clean_cases, by_id, repeats) -> None:
    usual = evidence(clean_cases, clean_cases.printed_clusters)
    other = evidence(clean_cases, shuffled(clean_cases.printed_clusters, 0))
    read = [name for name in repeats if by_id[name].readings]
    changed = [name for name in read if told(by_id[name], usual) != told(by_id[name], other)]
    assert len(changed) > len(read) / 2


def test_claims_in_the_same_words_are_declared(claims, by_id) -> None:
    """Claims whose sentences have the same words must be read alike, wherever they stand."""
    spoken: dict[frozenset[str], str] = {}
    for claim in claims:
        words = frozenset(claim.claim.lower().strip(".").split()) - {"the", "of", "a", "in"}
        first = spoken.setdefault(words, claim.claim_id)
        if first != claim.claim_id:
            assert by_id[first].readings == claim.readings, (first, claim.claim_id)


def test_the_table_says_what_repeats_what(found, repeats) -> None:
    assert tuple(found.claims.columns) == CLAIM_COLUMNS
    said = found.claims.set_index("claim_id")
    assert dict(said["repeats"][said["repeats"] != ""]) == repeats
    for claim_id, first in repeats.items():
        assert said.loc[claim_id, "verdict"] == said.loc[first, "verdict"], claim_id
