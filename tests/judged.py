"""What is said of a claim where readings decide, without draws and permutations."""

from __future__ import annotations

from upgrading.claims.evidence import Evidence
from upgrading.claims.judging import verdict
from upgrading.claims.readings import Claim, heard
from upgrading.parts import Passage
from upgrading.verdicts import Word


def judged(claim: Claim, evidence: Evidence) -> tuple[Word, Passage]:
    """The word for a claim, and its evidence."""
    said = heard(claim, evidence)
    return verdict(claim, said.holding, {}), Passage(said.told)


def told(claim: Claim, evidence: Evidence) -> Passage:
    """The evidence for a claim, whatever decides it."""
    return Passage(heard(claim, evidence).told)
