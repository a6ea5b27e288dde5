"""No word turns with the seed of the draws: of sets, of relations, of claims."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from reference import REPORT_RULE

from upgrading.audit.consequences import evidence_of
from upgrading.cases.cleaning import CleanCases
from upgrading.cases.indices import collective_efficiency
from upgrading.claims.evidence import Evidence
from upgrading.claims.tested import EditionVerdicts
from upgrading.inference.sets import Drawing, judged

EDITIONS = ("printed", "corrected")


@pytest.fixture(scope="module")
def evidence_by_edition(clean_cases: CleanCases, evidence: Evidence) -> dict[str, Evidence]:
    clusters = clean_cases.corrected_clusters
    indices = collective_efficiency(clusters, REPORT_RULE)
    corrected = evidence_of(
        clusters, indices, clean_cases.profiles, clean_cases.stages, evidence.cells
    )
    return {"printed": evidence, "corrected": corrected}


def words_of(verdicts: EditionVerdicts) -> Iterator[tuple[str, ...]]:
    """The word of every claim, and of each part that draws judge."""
    for claim in verdicts.claims:
        said = verdicts.judged(claim, verdicts.evidence)
        parts = (verdicts._parts.get(id(reading.test)) for reading in claim.readings)
        yield claim.claim_id, said.word, *(part.word for part in parts if part)


def test_no_word_of_a_claim_turns_with_the_seed(
    claims, evidence_by_edition, listed, relations_tested, tier
) -> None:
    """Comparisons, orders, differences, and relations that readings alone can tell."""
    distinct = [claim for claim in claims if not claim.repeats]
    for edition in tier.of(EDITIONS[:1], EDITIONS, EDITIONS):
        words = {
            tuple(
                words_of(
                    EditionVerdicts(
                        *(distinct, evidence_by_edition[edition], REPORT_RULE, listed),
                        *(*relations_tested[edition], seed),
                    )
                )
            )
            for seed in (2004, *range(1, tier.of(2, 3, 20)))
        }
        assert len(words) == 1, edition


@pytest.mark.full
@pytest.mark.parametrize("edition", EDITIONS)
def test_no_word_of_a_set_or_relation_turns_with_the_seed(
    clean_cases, listed, as_asserted, edition
) -> None:
    """Drawn as often as the study does; fewer draws are tested in every tier (`test_sets`)."""
    clusters: pd.DataFrame = getattr(clean_cases, f"{edition}_clusters")
    indices = collective_efficiency(clusters, REPORT_RULE)
    words = set()
    for seed in (2004, *range(1, 20)):
        found = judged(clusters, indices, listed, as_asserted, Drawing(seed))
        words.add(tuple(word for table in found.values() for word in table["word"]))
    assert len(words) == 1
