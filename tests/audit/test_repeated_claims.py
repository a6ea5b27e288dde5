"""What the report says twice is read and judged once, whatever the data say."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from reference import REPORT_RULE
from upgrading.audit.claims import (
    ALL_CLAIMS,
    AS_WRITTEN,
    CLAIM_COLUMNS,
    REPEATS,
    claims_frame,
)
from upgrading.audit.claims.repeats import Repeat, read_alike

from upgrading.audit.consequences import evidence_of
from upgrading.claims.evidence import Evidence
from upgrading.claims.readings import Claim, Outcome, Reading, judge
from upgrading.indices import collective_efficiency
from upgrading.vocabulary import COMPONENTS, UPGRADING

BY_ID = {claim.claim_id: claim for claim in ALL_CLAIMS}
WRITTEN = {claim.claim_id: claim for claim in AS_WRITTEN}


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


@pytest.mark.parametrize("claim_id", REPEATS)
def test_a_repeat_is_read_as_what_it_repeats_and_in_no_way_of_its_own(claim_id) -> None:
    written, first = WRITTEN[claim_id], BY_ID[REPEATS[claim_id]]
    assert (written.readings, written.needs) == ((), "")
    assert not isinstance(first, Repeat), "a repeat of a repeat"
    assert first.readings or first.needs
    assert (BY_ID[claim_id].readings, BY_ID[claim_id].needs) == (first.readings, first.needs)
    assert BY_ID[claim_id].location != first.location


def test_other_data_give_other_verdicts(clean_cases) -> None:
    usual = evidence(clean_cases, clean_cases.printed_clusters)
    other = evidence(clean_cases, shuffled(clean_cases.printed_clusters, 0))
    changed = [name for name in REPEATS if judge(BY_ID[name], usual) != judge(BY_ID[name], other)]
    assert len(changed) > len(REPEATS) / 2


def test_claims_in_the_same_words_are_declared() -> None:
    """Claims whose sentences have the same words must be read alike, wherever they stand."""
    spoken: dict[frozenset[str], str] = {}
    for claim in ALL_CLAIMS:
        words = frozenset(claim.claim.lower().strip(".").split()) - {"the", "of", "a", "in"}
        first = spoken.setdefault(words, claim.claim_id)
        if first != claim.claim_id:
            assert BY_ID[first].readings == claim.readings, (first, claim.claim_id)


def test_the_table_says_what_repeats_what(clean_cases) -> None:
    usual = evidence(clean_cases, clean_cases.printed_clusters)
    table = claims_frame({"printed": usual, "corrected": usual})
    assert tuple(table.columns) == CLAIM_COLUMNS
    said = table.set_index("claim_id")
    assert dict(said["repeats"][said["repeats"] != ""]) == dict(REPEATS)
    for claim_id, first in REPEATS.items():
        assert said.loc[claim_id, "verdict"] == said.loc[first, "verdict"], claim_id


def test_readings_are_taken_over_from_before_and_after() -> None:
    reading = Reading("one", lambda _: Outcome(True, "one"))
    claims = [
        Repeat("summary", "Summary", "Said.", repeats="chapter"),
        Claim("chapter", "Chapter", "Said.", (reading,)),
        Claim("other", "Chapter", "Else.", needs="figures"),
        Repeat("annex", "Annex", "Else.", repeats="other"),
    ]
    summary, _, _, annex = read_alike(claims)
    assert (summary.readings, summary.needs) == ((reading,), "")
    assert (annex.readings, annex.needs) == ((), "figures")
    with pytest.raises(KeyError):
        read_alike(claims[:1])
