"""What of two states can be held against each other: words by one set of rules, in files of both.

A baseline that an earlier program accepted has no file of a kind that came later, or words that
other rules gave. What it shares with the present state is compared all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

import pandas as pd

from upgrading.changes import differences
from upgrading.changes.differences import Kind, Outcomes

Frames: TypeAlias = Mapping[str, pd.DataFrame]
"""Files of results that the baseline keeps, by name."""

_OUTCOMES: Final[Mapping[str, Callable[[pd.DataFrame], Outcomes]]] = MappingProxyType(
    {
        "numbers": differences.numbers,
        "sets": differences.sets,
        "relations": differences.relations,
        "claims": differences.claims,
        "degrees": differences.degrees,
        "verdicts": differences.verdicts,
    }
)

LATER: Final[Mapping[str, Kind]] = MappingProxyType({"sets": "set", "relations": "relation"})
"""Files that a baseline of an earlier program lacks, and the kind of what they say."""

BASIS: Final = "basis"
"""What kind of statement a claim is, which says by which rule it is judged; no column of it in a
baseline of an earlier program."""

NAMED: Final = 10
"""Up to so many claims are named in a sentence."""


@dataclass(frozen=True)
class Comparable:
    """Outcomes of before and now that can be compared, and sentences on what cannot."""

    before: Outcomes
    now: Outcomes
    apart: tuple[str, ...] = ()


def said(frames: Frames) -> Outcomes:
    """All outcomes that the files say; files of figures and of the program say none."""
    return {
        place: shown
        for name, outcomes in _OUTCOMES.items()
        if name in frames
        for place, shown in outcomes(frames[name]).items()
    }


def comparable(before: Frames, now: Frames) -> Comparable:
    """The outcomes of two states without words that are not by the same rules."""
    kinds: list[Kind] = [kind for name, kind in LATER.items() if name not in before]
    others: list[str] = []
    if BASIS in before["claims"]:
        others = _of_another_basis(before["claims"], now["claims"])
    else:
        kinds.append("claim")

    def kept(outcomes: Outcomes) -> Outcomes:
        return {
            place: shown
            for place, shown in outcomes.items()
            if place.kind not in kinds and not (place.kind == "claim" and place.row in others)
        }

    sentences = [_kinds_apart(kinds)] if kinds else []
    sentences += [_claims_apart(others)] if others else []
    return Comparable(kept(said(before)), kept(said(now)), tuple(sentences))


def _of_another_basis(before: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    """Claims that both states have and that are judged by another rule than before."""
    was = dict(zip(before["claim_id"], before[BASIS], strict=True))
    known = zip(now["claim_id"], now[BASIS], strict=True)
    return [claim for claim, basis in known if was.get(claim, basis) != basis]


def _kinds_apart(kinds: Sequence[Kind]) -> str:
    *first, last = (f"{kind}s" for kind in kinds)
    named = f"{', '.join(first)} and {last}" if first else last
    return (
        f"{named.capitalize()} are not compared: the baseline was accepted before they had words, "
        "or when words meant something else (`CHANGELOG.md`); `make accept` makes the present "
        "results the baseline, and later runs compare them."
    )


def _claims_apart(claims: Sequence[str]) -> str:
    many = len(claims) > 1
    more = len(claims) - NAMED
    rest = f" and {more} more" if more > 0 else ""
    return (
        f"{len(claims)} {'claims are' if many else 'claim is'} not compared, since "
        f"{'they are' if many else 'it is'} of another kind than in the baseline and judged by "
        f"another rule: {', '.join(f'`{claim}`' for claim in claims[:NAMED])}{rest} (column "
        f"`{BASIS}` of `baseline/claims.csv` and `results/audit/claims.csv`)."
    )
