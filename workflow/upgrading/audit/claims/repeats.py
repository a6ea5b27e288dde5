"""Statements that the report makes in more than one place, each tested in one way only.

The executive summary, the chapters, the conclusions and the annexes say many things twice, often
word for word. What a statement can be taken to mean does not depend on where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from upgrading.claims.readings import Claim


@dataclass(frozen=True)
class Repeat(Claim):
    """A statement that another claim already tests, at another place of the report.

    `repeats` is the `claim_id` of that claim, whose readings (or what it needs) are taken over.
    Statements that differ in a quantifier or in the clusters they speak of are no repeats.
    """

    repeats: str = ""


def read_alike(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims in their order, each repeat with the readings of the claim that it repeats."""
    listed = tuple(claims)
    by_id = {claim.claim_id: claim for claim in listed}
    return tuple(
        replace(claim, readings=by_id[claim.repeats].readings, needs=by_id[claim.repeats].needs)
        if isinstance(claim, Repeat)
        else claim
        for claim in listed
    )
