"""The verdict on a claim, by the rule of its basis, from its parts.

What kind of statement it is decides how a claim is judged. Where scores or printed cells decide
(`arithmetic`, `count`, `outside`, `case`) the parts are tests that hold, fail or cannot be decided.
Where the data may speak more or less firmly (`comparison`, `relation`, `difference`, `order`,
`absence`) each part has a word of its own, from draws and permutations; these are handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from upgrading.claims.readings import Basis, Claim
from upgrading.parts import plain
from upgrading.verdicts import Word, of_absence

FROM_STRONG_TO_WEAK: Final[Sequence[Word]] = (
    *("supported", "leaning", "open", "leaning_against", "contradicted"),
)
"""The words of a part: how firmly the data speak for it, down to where they exclude it."""

_WORDS_OF: Final[Mapping[Basis, frozenset[Word]]] = {
    "comparison": frozenset({*FROM_STRONG_TO_WEAK, "not_testable"}),
    "relation": frozenset({*FROM_STRONG_TO_WEAK, "not_testable"}),
    "absence": frozenset({*FROM_STRONG_TO_WEAK, "not_testable"}),
    "difference": frozenset({"supported", "open", "not_testable"}),
    "order": frozenset({"leaning", "open", "not_testable"}),
}
"""What can be said of a part, where that is handed in. Of an absence: of the relation denied."""


def by_scores(claim: Claim) -> bool:
    """Whether scores or printed cells decide on a claim, without draws and permutations."""
    return claim.basis not in _WORDS_OF


def verdict(claim: Claim, holding: Mapping[str, bool | None], tested: Mapping[str, Word]) -> Word:
    """The word for a claim.

    `holding`: whether each of its readings holds, by its meaning in plain words (`None`: it cannot
    be decided). `tested`: the word for each relation or set, by its name, and for each reading that
    draws or permutations judge, by its meaning.

    Raises `KeyError` for a part of which nothing is handed in, `ValueError` for a word that no part
    of this basis can have.
    """
    if by_scores(claim):
        return by_tests(claim.basis, [holding[part] for part in parts_of(claim)])
    words = [tested[part] for part in parts_of(claim)]
    if strange := set(words) - _WORDS_OF[claim.basis]:
        raise ValueError(f"{claim.claim_id}: no {claim.basis} is {', '.join(sorted(strange))}")
    if claim.basis == "absence":
        words = [of_absence(claim.denies or "effect", word) for word in words]
    return combined(words)


Truth: TypeAlias = Literal["true", "false", "in part", ""]


def literally(holding: Iterable[bool | None]) -> Truth:
    """Whether all that a claim says is so, of its readings; empty where that is not decided."""
    found = set(holding)
    if {True, False} <= found:
        return "in part"
    if False in found:
        return "false"
    return "true" if found == {True} else ""


def parts_of(claim: Claim) -> tuple[str, ...]:
    """The parts of a claim: its readings, by their meanings, or the relations that it names.

    An order is that of its readings, whatever relations it compares; a relation or an absence is
    judged by the relations it names, and by readings where no entry can say what it says.
    """
    meanings = tuple(plain(reading.meaning) for reading in claim.readings)
    if claim.basis in {"relation", "absence"}:
        return claim.relation or meanings
    if claim.basis == "not_testable":
        return ()
    return meanings


def by_tests(basis: Basis, holding: Iterable[bool | None]) -> Word:
    """The word where scores or printed cells decide.

    One date or score may refute what is told of one cluster and cannot show it: what is undecided
    leaves a `case` open. A count or figure none of whose parts can be decided is not testable, and
    places that disagree are `conflicting` as long as nothing here decides between them.
    """
    found = list(holding)
    if basis != "case" and all(one is None for one in found):
        return "conflicting" if basis == "conflicting" else "not_testable"
    word = combined(
        "open" if one is None else "supported" if one else "contradicted" for one in found
    )
    return "consistent" if basis == "case" and word == "supported" else word


def combined(parts: Iterable[Word]) -> Word:
    """The word for a conjunction, from those of its parts.

    All the same: that word. One supported and one contradicted: part of it holds. Else the weakest;
    a part that cannot be tested leaves the whole open, unless another speaks against it.
    """
    words = set(parts)
    if not words:
        raise ValueError("a claim without parts")
    if len(words) == 1:
        return words.pop()
    if {"supported", "contradicted"} <= words:
        return "part_holds"
    decided: set[Word] = {"open" if word == "not_testable" else word for word in words}
    return max(decided, key=FROM_STRONG_TO_WEAK.index)
