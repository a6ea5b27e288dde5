"""What draws and permutations say to the claims, in one edition.

A claim names entries of `config/relations.yaml` or sets of them, whose words come from
`inference.sets`; a comparison or an order is asked again under the raters' error (`draws`); a
relation that no entry can tell is a comparison or a rank correlation of its reading, judged as an
entry is, except that draws of the raters' error stand for the specifications; what is said to
differ is tested by permutation (`inference.differences`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from upgrading import vocabulary
from upgrading.cases.indices import IndexRule
from upgrading.claims.conditions import Group, among
from upgrading.claims.draws import (
    BEHIND,
    FIRM,
    NO_DRAWS,
    Cell,
    Drawn,
    DrawnEvidence,
    Draws,
    Fragility,
    HalfSteps,
    Moved,
    Weighed,
    all_hold,
    comparison_of,
    errors,
    in_parts,
    reaches,
    tau_over_draws,
)
from upgrading.claims.evidence import SCORES, Evidence, Notes, Read, Row
from upgrading.claims.judging import Truth, literally, verdict
from upgrading.claims.quantities import Mean
from upgrading.claims.readings import (
    Association,
    Claim,
    Combined,
    Comparison,
    Heard,
    Reading,
    Test,
    Told,
    ask,
    heard,
)
from upgrading.claims.special import Difference
from upgrading.inference import differences
from upgrading.inference.differences import Respect
from upgrading.inference.measures import FloatArray, IntArray
from upgrading.inference.sets import (
    LEANING,
    Cases,
    Drawing,
    PValue,
    alone,
    effects,
    efficiency_steps,
    word,
)
from upgrading.multiverse.relations import CODES_OF, SIGNS, Member, Relation
from upgrading.numbers import shown
from upgrading.parts import From, Name, Number, Passage, Text, joined, plain, text_of
from upgrading.verdicts import Word
from upgrading.vocabulary import LEVEL, SECTOR_GROUPS

_BY_HALF_STEPS: Final = frozenset({"count", "comparison", "relation", "order", "case"})
"""The bases of which it is told whether a half-step turns them."""

_SCORED: Final = frozenset({*vocabulary.SCORES, *vocabulary.GOVERNANCE})
"""What experts scored or coded of each cluster, besides what it is and where it lies."""

_SIGN: Final = {
    "positive": "a positive sign",
    "negative": "a negative sign",
    None: "the sign asserted",
}
"""The sign of which the share of specifications is told, by the direction of a relation; of sets,
whose members are signed, the one asserted."""

_X, _Y = "x", "y"


class Judged(NamedTuple):
    """The verdict on a claim in an edition, and what it rests on.

    `n`: over how many clusters, of a comparison on either side; `literal`: whether what it says is
    so to the letter.
    """

    word: Word
    told: Passage
    n: str
    literal: Truth


class Part(NamedTuple):
    """What draws or permutations say of a part of a claim: a word, the numbers, the clusters."""

    word: Word
    told: Text
    n: str


class _Differs(NamedTuple):
    """That something differs: p alone and adjusted, and how many clusters tell."""

    p: PValue | None
    adjusted: PValue | None
    clusters: int


@dataclass(frozen=True)
class EditionVerdicts:
    """The claims of an edition, judged.

    `listed`: the relations of `config/relations.yaml`, by name; `relations`, `sets`: what
    `sets.judged` says of them in this edition; `rule`: that of the indices; `seed`: of all draws.
    `like`: another edition with the same claims; what rests on the same scores is weighed once.
    """

    claims: Sequence[Claim]
    evidence: Evidence
    rule: IndexRule
    listed: Mapping[str, Relation]
    relations: pd.DataFrame
    sets: pd.DataFrame
    seed: int
    like: EditionVerdicts | None = None
    _parts: dict[int, Part] = field(default_factory=dict)

    def judged(self, claim: Claim, noting: Evidence) -> Judged:
        """The verdict on a claim; `noting`: the evidence with its notes, in which it is told."""
        said = heard(claim, noting)
        parts = self._parts_of(claim, said)
        found = verdict(claim, said.holding, {name: part.word for name, part in parts.items()})
        told = Passage(self._told(claim, said, parts))
        return Judged(found, told, self._n(claim, parts), self._literal(claim, said))

    # What decides ------------------------------------------------------------------------------

    def _parts_of(self, claim: Claim, said: Heard) -> dict[str, Part]:
        """By relation, set or meaning: what draws and permutations say of the parts of a claim."""
        if claim.basis in {"relation", "absence"} and claim.relation:
            return {name: self._of_entry(name) for name in claim.relation}
        by_basis: Mapping[str, Callable[[Reading], Part]] = {
            "comparison": self._of_comparison,
            "order": self._of_order,
            "relation": self._of_relation,
            "absence": self._of_relation,
            "difference": self._of_difference,
        }
        if claim.basis not in by_basis:
            return {}
        if self.like is not None and claim.basis != "difference" and self._same(claim):
            return self.like._parts_of(claim, said)
        weigh = by_basis[claim.basis]
        parts = {}
        for reading in claim.readings:
            key = id(reading.test)
            if key not in self._parts:
                self._parts[key] = weigh(reading)
            parts[plain(reading.meaning)] = self._parts[key]
        return parts

    @cached_property
    def _entries(self) -> dict[str, Any]:
        rows = [*self.relations.to_dict("records"), *self.sets.to_dict("records")]
        return {row.get("relation") or row["set"]: row for row in rows}

    @cached_property
    def _members(self) -> dict[str, list[Member]]:
        """The members of every set and, as one of its own, every relation."""
        sets = {name: members for step in efficiency_steps() for name, members in step.sets.items()}
        singly = {name: [Member.of(one, SIGNS[one.sign] or 1)] for name, one in self.listed.items()}
        return sets | singly

    def _same(self, claim: Claim) -> bool:
        """Whether all scores that a claim rests on are the same in the other edition."""
        if self.like is None or self.evidence.groups != self.like.evidence.groups:
            return False
        own, others = self.evidence.by_cluster, self.like.evidence.by_cluster
        return all(own[row][name] == others[row][name] for row, name in self.cells_of(claim))

    def _sets_of(self, claim: Claim) -> list[list[Member]]:
        """The members of what a claim names, as far as this edition has it."""
        return [self._members[name] for name in claim.relation if name in self._members]

    def _of_entry(self, name: str) -> Part:
        if name not in self._entries:
            # a baseline may lack a relation that the claims of now name
            return Part("not_testable", text_of(f"no relation {name} here"), "")
        row, members = self._entries[name], self._members[name]
        groups = members[0].groups
        place = among(None if len(groups) == len(SECTOR_GROUPS) else groups)
        kinds = joined(", ", (Name(member.y) for member in members))
        what = text_of(Name(members[0].x), " with ", kinds, f", {place}: ")
        count = int(row["clusters"])
        if row["word"] == "not_testable":
            return Part("not_testable", text_of(what, f"not estimable (n = {count})"), str(count))
        of = "mean τ-b = " if len(members) > 1 else "τ-b = "
        adjusted = "" if pd.isna(row["p_adjusted"]) else f", adjusted {_p(row['p_adjusted'])}"
        low, high = (_signed(row[f"without_one_{end}"]) for end in ("low", "high"))
        around = text_of(what, of), f" within sector groups, n = {count}"
        read = tuple(dict.fromkeys(_read(members, self.evidence)))
        told = text_of(
            around[0],
            Number(_signed(row["tau_b"]), f"{row['tau_b']:.12g}", read, around[0], (around[1],)),
            f" within sector groups, n = {count}, p = {_p(row['p'])}{adjusted}; {low} to {high} "
            f"leaving out any one cluster; {_share(row['share'])} of specifications with "
            f"{_SIGN[row.get('direction')]}",
        )
        return Part(row["word"], told, str(count))

    @cached_property
    def _draws(self) -> Draws:
        return Draws(self.evidence, self.rule, self.seed)

    @cached_property
    def _half_steps(self) -> HalfSteps:
        return HalfSteps(self.evidence, self.rule)

    def _of_comparison(self, reading: Reading) -> Part:
        weighed = self._draws.weighed(comparison_of(reading))
        return Part(weighed.as_comparison, _weighed(weighed), _sizes(weighed))

    def _of_order(self, reading: Reading) -> Part:
        weighed = self._draws.weighed(comparison_of(reading))
        return Part(weighed.as_order, _weighed(weighed), _sizes(weighed))

    def _of_relation(self, reading: Reading) -> Part:
        """A relation that no entry can tell, by what its reading compares or relates."""
        related = related_by(reading.test, self.evidence)
        if related is None:
            # the sign over a few clusters, without any test
            held = ask(reading, self.evidence)[0].holds
            return Part("not_testable" if held is None else "open", (), "")
        groups = self.evidence.groups
        member = Member(_X, (), _Y, tuple(dict.fromkeys(groups.values())), 1)
        cases = Cases(groups, {_X: related.x, _Y: related.y})
        case = cases.sample(member)
        sizes = related.sizes
        if case.problem:
            return Part("not_testable", text_of(f"not estimable: {case.problem}"), sizes)
        p = alone(member, cases, LEVEL, Drawing(self.seed)).p
        tau, without = effects(member, cases)
        asserted, against = self._draws.kept(_Related(reading.test, related.sign), 1), NO_DRAWS
        if related.sign * tau < 0:
            against = self._draws.kept(_Related(reading.test, -related.sign), 1)
        # a sign that draws leave undecided is not stable: the weaker word
        stable, stable_against = (float(reaches(FIRM, *one)) for one in (asserted, against))
        # what the reading says and what is found within sector groups must point the same way
        held = ask(reading, self.evidence)[0].holds
        literal = 0.0 if held is None else 1.0 if held is not related.denied else -1.0
        directions = [*(related.sign * one for one in (tau, *without.values())), literal]
        found = word(directions, False, p.at_most(LEANING), stable, stable_against)
        low, high = min(without.values(), default=tau), max(without.values(), default=tau)
        told = text_of(
            f"within sector groups τ-b = {_signed(tau)}, n = {len(case.clusters)}, p = "
            f"{_p(p.value)}; {_signed(low)} to {_signed(high)} leaving out any one cluster; "
            f"{_share(float(asserted[0]))} of draws of half-step errors with the sign asserted"
        )
        return Part(found, told, sizes)

    # Differences -------------------------------------------------------------------------------

    @cached_property
    def _p_of_differences(self) -> dict[int, _Differs]:
        """By test: the statements that something differs, adjusted for each other."""
        sectors = np.array([list(SECTOR_GROUPS).index(g) for g in self.evidence.groups.values()])
        asked: dict[int, tuple[Respect, ...]] = {
            id(reading.test): tuple(
                _respect(one, self.evidence) for one in _differences(reading.test)
            )
            for claim in self.claims
            if claim.basis == "difference"
            for reading in claim.readings
        }
        keys = {key: tuple(one.key for one in respects) for key, respects in asked.items()}
        distinct = {keys[key]: respects for key, respects in asked.items()}
        found = {}
        for same, respects in distinct.items():
            whole = all(_of_whole_groups(one.sides, sectors) for one in respects)
            drawing = Drawing(self.seed, first=20_000)
            found[same] = differences.p_of(respects, sectors, not whole, drawing, len(distinct))
        known = {same: p for same, p in found.items() if p is not None}
        adjusted = dict(zip(known, differences.adjusted(list(known.values())), strict=True))
        return {
            key: _Differs(found[same], adjusted.get(same), max(one.size for one in asked[key]))
            for key, same in keys.items()
        }

    def _of_difference(self, reading: Reading) -> Part:
        p, adjusted, clusters = self._p_of_differences[id(reading.test)]
        size = str(clusters)
        if p is None or adjusted is None:
            return Part("not_testable", (), size)
        told = f"by permutation p = {_p(p.value)}, adjusted {_p(adjusted.value)}"
        return Part("supported" if adjusted.at_most(LEVEL) else "open", text_of(told), size)

    # What is told ------------------------------------------------------------------------------

    def _told(self, claim: Claim, said: Heard, parts: Mapping[str, Part]) -> tuple[Text, ...]:
        if not parts:
            return said.told
        if claim.basis in {"relation", "absence"} and claim.relation:
            return (*(part.told for part in parts.values()), *said.told)
        own = [
            _with_part(claim, text, part.told)
            for text, part in zip(said.told, parts.values(), strict=False)
        ]
        return (*own, *said.told[len(own) :])

    def _n(self, claim: Claim, parts: Mapping[str, Part]) -> str:
        if parts:
            return "; ".join(dict.fromkeys(part.n for part in parts.values() if part.n))
        if claim.basis not in {"count", "arithmetic", "case"}:
            return ""
        # a cluster's sector or country only says whether it is asked
        rows = self.evidence.by_cluster
        asked = {
            row
            for row, column in self.cells_of(claim)
            if column in _SCORED and rows[row][column] is not None
        }
        return str(len(asked)) if asked else ""

    @cached_property
    def _watched(self) -> Evidence:
        return self.evidence.noting(Notes())

    def _literal(self, claim: Claim, said: Heard) -> Truth:
        if claim.readings:
            return literally(said.holding.values())
        if claim.basis == "relation":
            signs = [_direction(members, self.evidence) for members in self._sets_of(claim)]
            return literally(None if sign is None else sign > 0 for sign in signs)
        return ""

    def cells_of(self, claim: Claim) -> frozenset[Cell]:
        """The scores and codes that a claim rests on, by cluster and column."""
        watched = self._watched
        readings = claim.readings
        read = {one for reading in readings for one in ask(reading, watched)[2]}
        if claim.basis in {"relation", "absence"}:
            for members in self._sets_of(claim):
                read |= {*_read(members, self.evidence)}
        return frozenset(
            (row, score)
            for frame, row, column in read
            if frame == SCORES
            for score in BEHIND.get(column, (column,))
        )

    def fragility(self, claim: Claim) -> Fragility:
        """Whether a half-step turns the direction or the literal truth of a claim, and which."""
        if claim.basis not in _BY_HALF_STEPS:
            return Fragility("")
        if claim.basis == "relation" and claim.relation:
            sets = self._sets_of(claim)
            return self._half_steps.turned(
                [_Sign(members) for members in sets],
                [one for members in sets for one in _read(members, self.evidence)],
                all_hold,
            )
        return self._half_steps.fragility(claim)


# Numbers as they are told ------------------------------------------------------------------------


def _p(p: float) -> str:
    return f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def _signed(tau: float) -> str:
    return f"{tau:+.2f}".replace("-", "−")


def _share(share: float) -> str:
    return "an unknown share" if pd.isna(share) else f"{100 * share:.0f} %"


def _with_part(claim: Claim, text: Text, told: Text) -> Text:
    """What a reading tells and what draws or permutations say; where it is from stands last.

    Of a difference the permutations decide and stand first.
    """
    if not told:
        return text
    source = tuple(part for part in text if isinstance(part, From))
    read = tuple(part for part in text if not isinstance(part, From))
    if claim.basis == "difference":
        return text_of(told, ", which decides; by the test of Kruskal and Wallis, ", read, source)
    return text_of(read, "; ", told, source)


def _weighed(weighed: Weighed) -> Text:
    if weighed.direction is None:
        return ()
    left, right = weighed.sizes
    kept = shown(100 * weighed.kept, 0)
    compared = f"{left} and {right} clusters"
    if left == right == 1:
        compared = "two clusters compared"
    told = text_of(f"{compared}; holds in {kept} % of draws of half-step errors")
    if weighed.hangs_on:
        listed = joined(", ", (Name(one, aside=True) for one in weighed.hangs_on[:3]))
        more = f" and {len(weighed.hangs_on) - 3} others" if len(weighed.hangs_on) > 3 else ""
        told = text_of(told, ", but not when leaving out ", listed, more)
    return told


def _sizes(weighed: Weighed) -> str:
    left, right = weighed.sizes
    return f"{left} and {right}"


# Relations of readings ---------------------------------------------------------------------------


class Related(NamedTuple):
    """What a reading relates: x and y of every cluster, and the sign that it asserts.

    `denied`: whether it says that this is not so; `sizes`: over how many clusters, in words.
    """

    x: dict[str, Any]
    y: dict[str, Any]
    sign: int
    denied: bool
    sizes: str


def related_by(test: Test, evidence: Evidence) -> Related | None:
    """What a test relates: two scores, or a score with being in one set or the other.

    `None` if it does neither. Scores may be drawn, those that decide on the sets as well.
    """
    while isinstance(test, Told):
        test = test.test
    if isinstance(test, Combined) and len(test.tests) == 1:
        inner = related_by(test.tests[0], evidence)
        return inner and inner._replace(denied=not inner.denied)
    rows = evidence.by_cluster
    if isinstance(test, Association):
        inside = [
            name for name, row in rows.items() if _within(row, test.group) and test.where.holds(row)
        ]
        x, y = (_column(evidence, name, inside) for name in (test.x, test.y))
        both = sum(x[name] is not None and y[name] is not None for name in rows)
        return Related(x, y, -1 if test.negative else 1, False, str(both))
    if not isinstance(test, Comparison):
        return None
    left, right = test.left, test.right
    if not (isinstance(left, Mean) and isinstance(right, Mean) and left.variable == right.variable):
        return None
    x = {name: _side(row, left, right) for name, row in rows.items()}
    y = _column(evidence, left.variable, [name for name, side in x.items() if side is not None])
    counts = [
        sum(side == which and y[name] is not None for name, side in x.items())
        if not any(isinstance(side, Drawn) for side in x.values())
        else 0
        for which in (1, 0)
    ]
    sign = 1 if test.operator in {">", ">="} else -1
    return Related(x, y, sign, False, f"{counts[0]} and {counts[1]}")


def _within(row: Row, group: Group) -> bool:
    return group is None or row["group"] in ((group,) if isinstance(group, str) else group)


def _side(row: Row, left: Mean, right: Mean) -> Any:
    """1 in the set of the left mean alone, 0 in that of the right alone, else nothing."""
    first = left.where.holds(row) if _within(row, left.group) else False
    if isinstance(first, Drawn):
        return first  # what hangs on scores is held against its opposite
    second = right.where.holds(row) if _within(row, right.group) else False
    return int(bool(first)) if bool(first) != bool(second) else None


@dataclass(frozen=True)
class _Related:
    """What a test relates, asked whether it has this sign within sector groups."""

    test: Test
    sign: int

    def __call__(self, evidence: Evidence) -> Any:
        related = related_by(self.test, evidence)
        if related is None:
            return None
        order = list(SECTOR_GROUPS)
        known = [
            (related.x[name], related.y[name], order.index(group))
            for name, group in evidence.groups.items()
            if related.x[name] is not None and related.y[name] is not None
        ]
        tau = tau_over_draws([(_exact(x), y) for x, y, _ in known], [one for *_, one in known])
        return None if tau is None else tau * self.sign > 0


def _exact(x: Any) -> Any:
    return Fraction(x) if isinstance(x, int) else x


def _column(evidence: Evidence, variable: str, inside: Collection[str]) -> dict[str, Any]:
    rows = evidence.by_cluster.items()
    return {name: row[variable] if name in inside else None for name, row in rows}


# What differs ------------------------------------------------------------------------------------


def _differences(test: Test) -> Iterator[Difference]:
    """The respects in which a test asks whether something differs."""
    if isinstance(test, Combined):
        for one in test.tests:
            yield from _differences(one)
    elif isinstance(test, Difference):
        yield test


def _respect(difference: Difference, evidence: Evidence) -> Respect:
    values, sides = [], []
    for row in evidence.rows:
        held = (place for place, part in enumerate(difference.parts) if part.holds(row))
        sides.append(next(held, -1))
        of = difference.value
        value = row[of] if isinstance(of, str) else of.holds(row)
        values.append(np.nan if value is None else float(value))
    return Respect(np.array(values), np.array(sides))


def _of_whole_groups(sides: IntArray, sectors: IntArray) -> bool:
    """Whether the sets are made of whole sector groups."""
    return all(len(np.unique(sides[sectors == sector])) == 1 for sector in np.unique(sectors))


# Signs of relations, under half-steps ------------------------------------------------------------


def _direction(members: Sequence[Member], evidence: Evidence) -> Fraction | None:
    """The sum of the signed τ-b within sector groups; `None` where none is estimable."""
    found = _sum_of_taus(members, evidence)
    return found.at(np.array([0])) if isinstance(found, Drawn) else found  # type: ignore[return-value]


def _sum_of_taus(members: Sequence[Member], evidence: Evidence) -> Drawn | None:
    order = list(SECTOR_GROUPS)
    taus = []
    for member in members:
        both, sectors = [], []
        for name, row in evidence.by_cluster.items():
            group = evidence.groups[name]
            x, y = _x_of(member, row), row[member.y]
            if group in member.groups and x is not None and y is not None:
                both.append((x, y))
                sectors.append(order.index(group))
        tau = tau_over_draws(both, sectors) if both else None
        if tau is not None:
            taus.append(tau * member.sign)
    return sum(taus[1:], start=taus[0]) if taus else None


def effects_under_error(
    sets: Mapping[str, Sequence[Member]],
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    rule: IndexRule,
    seed: int,
    draws: int,
) -> dict[str, FloatArray]:
    """The mean signed τ-b of sets in each draw of the raters' error (`draws`), by their names.

    `clusters` and `indices` as in `data/processed`; `rule`: that of the indices. NaN in draws in
    which no member is estimable; one that is not adds 0.
    """
    scores = clusters.merge(indices, on="cluster_id", validate="one_to_one")
    scores = scores.assign(profile_id=None).set_index("cluster_id")
    usual = Evidence(scores, pd.DataFrame(), pd.DataFrame(), {})
    moved = Moved(usual.by_cluster, errors(usual, seed, draws=draws), rule)
    drawn, found = DrawnEvidence.of(usual, moved), {}
    for name, members in sets.items():
        effects = np.full(draws, np.nan)
        for where, total in in_parts(drawn, partial(_sum_of_taus, members)):
            if total is not None:
                effects[where] = total.above / total.below / len(members)
        found[name] = effects
    return found


def _x_of(member: Member, row: Row) -> Any:
    value = row[member.x]
    if not member.chains or value is None:
        return value
    return Fraction(int(value in CODES_OF[member.chains[0]]))


@dataclass(frozen=True)
class _Sign:
    """Relations tested together, asked whether they have the sign asserted."""

    members: Sequence[Member]

    def __call__(self, evidence: Evidence) -> Any:
        if not isinstance(evidence, DrawnEvidence):
            sign = _direction(self.members, evidence)
            return None if sign is None else int(sign > 0)
        found = _sum_of_taus(self.members, evidence)
        return None if found is None else found > 0


def _read(members: Sequence[Member], evidence: Evidence) -> Iterator[Read]:
    """The cells that relations rest on."""
    for member in members:
        for name, group in evidence.groups.items():
            if group in member.groups:
                yield SCORES, name, member.x
                yield SCORES, name, member.y
