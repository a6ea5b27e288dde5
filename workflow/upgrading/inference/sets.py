"""Whether what is asserted of relations holds: a general sentence by its set, a relation singly.

A general sentence ("collective efficiency furthers upgrading") has its set as its test: the mean
signed τ-b of the relations that it speaks of, within sector groups. The order is fixed by rule. All
groups come first; the four groups follow only if that holds, adjusted among themselves; the members
of a group only if the group holds. Relations that the report asserts one by one are also adjusted
among all of them; each of the two ways keeps the chance of a false finding by itself.

The null hypothesis is that within a sector group any cluster could have had any other's upgrading.
So whole rows of upgrading scores are permuted within groups, a missing score travelling with its
row: how the kinds of upgrading go together, which governance or collective efficiency cannot
explain, stays as it is. All statistics are computed on the same draws, and p = (1 + b) / (1 + m).
The adjustment is Westfall and Young's step-down min-P from these draws (P. H. Westfall and S. S.
Young, 1993, Resampling-Based Multiple Testing, algorithm 2.8). It holds the chance of any false
finding whichever of the null hypotheses are true if those that are have the same joint distribution
as when all are (subset pivotality). That is taken for granted here: relations of one x with several
kinds of upgrading share the rows.

It is drawn until no word can turn with the seed (`Drawing`). The p of one relation by itself is
exact: over all arrangements of the scores of the clusters that have both (`reaches`).

Forty chosen cases have no sampling frame: p-values describe them and do not generalise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import floor, isnan, nan, sqrt
from typing import Final, Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from upgrading.inference.counted import reaches
from upgrading.inference.measures import (
    FloatArray,
    IntArray,
    concordance,
    levels,
    pairs,
)
from upgrading.inference.permutation import generator
from upgrading.inference.samples import Sample, Scores, by_cluster, sample, without_a_say
from upgrading.multiverse.curve import permutations
from upgrading.multiverse.relations import CODES_OF, SIGNS, Member, Relation
from upgrading.verdicts import Word
from upgrading.vocabulary import (
    COMPONENTS,
    GOVERNANCE,
    INDICES,
    LEAST_CASES,
    LEVEL,
    SECTOR_GROUPS,
    UPGRADING,
)

LEANING: Final = 0.10
"""Largest unadjusted p at which the data lean to one side."""

STABLE: Final = 0.95
"""Least share of the specifications that must have the sign for the data to lean."""

LEAST_SIDE: Final = 3
"""Fewest clusters on either side of an x of two values for a relation to be judged."""

KINDS: Final = ("up_product", "up_process", "up_functional")
"""The kinds of upgrading that collective efficiency is said to further in general."""

UNDECIDED: Final = "undecided after all draws: the weaker word"
"""The note on a word that hangs on a p too near its level for the draws that were made."""

STANDARD_ERRORS: Final = 4
"""How many Monte-Carlo standard errors p must be away from a level for a word to rest on it."""

_WITHOUT_ONE: Final = (
    "without_one_low",
    "without_one_low_cluster",
    "without_one_high",
    "without_one_high_cluster",
    "largest_change",
    "largest_change_cluster",
)

SET_COLUMNS: Final = (
    "set",
    "step",
    "within",
    "members",
    "clusters",
    "tau_b",
    "p",
    "p_error",
    "p_adjusted",
    "p_adjusted_error",
    "draws",
    "needed",
    *_WITHOUT_ONE,
    "share",
    "reached",
    "word",
    "note",
)

RELATION_COLUMNS: Final = (
    "relation",
    "sign",
    "direction",
    "clusters",
    "least_side",
    "tau_b",
    "p",
    "p_error",
    "exact",
    "p_adjusted",
    "p_adjusted_error",
    "draws",
    "p_in_set",
    "needed",
    "least_p",
    "possible",
    *_WITHOUT_ONE,
    "share",
    "word",
    "note",
)

_Row: TypeAlias = dict[str, object]

_UNKNOWN: Final = (nan, nan)

_BLOCK: Final = 2000
"""Draws made together, with random numbers of their own: signs of so many stay in the cache."""

_ON_ONE_CORE: Final = 2**18
"""Multiplications up to which a product of matrices is not spread over cores, which is slower."""

_UNIT: Final = 1e-9
"""Statistics are compared in whole billionths, so that what is equal is equal on any machine."""


@dataclass(frozen=True)
class Drawing:
    """How many draws of rows are made at first and at most, and the seed.

    Draws are doubled until every p that a word rests on is more than `STANDARD_ERRORS` Monte-Carlo
    standard errors from its level. What is undecided after `most` has the weaker word, and says so.
    """

    seed: int
    first: int = 200_000
    most: int = 5_000_000


@dataclass(frozen=True)
class Cases:
    """The clusters' sector groups, by id and in its order, and their scores by column."""

    groups: Mapping[str, str]
    columns: Mapping[str, Scores]
    _samples: dict[Member, Sample] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, clusters: pd.DataFrame, indices: pd.DataFrame) -> Cases:
        """The cases of frames as in `data/processed`, scores exact."""
        groups = dict(sorted(zip(clusters["cluster_id"], clusters["group"], strict=True)))
        scored = (*COMPONENTS, *GOVERNANCE, *UPGRADING)
        columns = {name: by_cluster(clusters, name) for name in scored}
        return cls(groups, columns | {name: by_cluster(indices, name) for name in INDICES})

    def only(self, clusters: Sequence[str]) -> Cases:
        """Some of the clusters."""
        return Cases({c: g for c, g in self.groups.items() if c in clusters}, self.columns)

    def x(self, member: Member) -> Scores:
        """The x of a member; of a governance pattern, by the nearest of its readings, 1 where the
        cluster is governed so, else 0.
        """
        scores = self.columns[member.x]
        if not member.chains:
            return scores
        counted = CODES_OF[member.chains[0]]
        return {c: None if code is None else int(code in counted) for c, code in scores.items()}

    def sample(self, member: Member) -> Sample:
        """The clusters with both scores; several sector groups as blocks."""
        if member.place not in self._samples:
            groups = {c: group for c, group in self.groups.items() if group in member.groups}
            scope = member.groups[0] if len(member.groups) == 1 else "blocked"
            found = sample(self.x(member), self.columns[member.y], groups, scope)
            self._samples[member.place] = found
        return self._samples[member.place]


class _Kind(NamedTuple):
    """Members with the same y, whose pairs are counted together.

    `places`: which members; `y`: the level of each cluster's y, −1 where it has none; `x_signs`,
    `x_known`: sign of the difference in x of the members' pairs (v, pairs), and whether both have
    one, 0 in a sector group without a say. `y_varies`: whether it hangs on the draw which y stand
    where x is known, `x_varies` the reverse.
    """

    places: IntArray
    y: NDArray[np.int8]
    x_signs: NDArray[np.float32]
    x_known: NDArray[np.float32]
    y_varies: bool
    x_varies: bool


@dataclass(frozen=True)
class _Prepared:
    """Members ready to be computed on draws: the pairs of clusters of groups with a say."""

    clusters: tuple[str, ...]
    sectors: IntArray
    first: IntArray
    second: IntArray
    kinds: tuple[_Kind, ...]
    sizes: tuple[int, ...]


def _codes(scores: Scores, clusters: Sequence[str]) -> IntArray:
    """Level of each cluster's score among the distinct ones, −1 where it has none."""
    known = {c: score for c in clusters if (score := scores[c]) is not None}
    level = dict(zip(known, levels(known.values()).tolist(), strict=True))
    return np.array([level.get(c, -1) for c in clusters], dtype=np.int64)


def _prepared(members: Sequence[Member], cases: Cases) -> _Prepared:
    samples = [cases.sample(member) for member in members]
    clusters = tuple(cases.groups)
    groups = np.array([list(SECTOR_GROUPS).index(group) for group in cases.groups.values()])
    telling = {cases.groups[c] for one in samples for c in one.clusters}
    heard = np.array([group in telling for group in cases.groups.values()])
    first, second = pairs(len(clusters), groups)
    first, second = first[heard[first]], second[heard[first]]
    kinds = []
    for y in dict.fromkeys(member.y for member in members):
        places = [place for place, member in enumerate(members) if member.y == y]
        codes = _codes(cases.columns[y], clusters)
        x_signs, x_known = [], []
        x_varies = y_varies = False
        for place in places:
            telling = {cases.groups[c] for c in samples[place].clusters}
            inside = np.array([group in telling for group in cases.groups.values()])
            x = _codes(cases.x(members[place]), clusters)
            known = (x >= 0) & inside
            pair_known = known[first] & known[second]
            x_signs.append(np.sign(x[first] - x[second]) * pair_known)
            x_known.append(pair_known)
            y_varies |= bool((inside & ~known).any())
            x_varies |= bool((inside & (codes < 0)).any())
        kinds.append(
            _Kind(
                np.array(places),
                codes.astype(np.int8),
                np.array(x_signs, dtype=np.float32),
                np.array(x_known, dtype=np.float32),
                y_varies,
                x_varies,
            )
        )
    sizes = tuple(len(one.clusters) for one in samples)
    return _Prepared(clusters, groups, first, second, tuple(kinds), sizes)


def _taus(prepared: _Prepared, positions: IntArray) -> FloatArray:
    """τ-b of every member on every draw (k, m); NaN where not estimable.

    `positions` (m, n): whose row of upgrading each cluster has. Counts of pairs are whole numbers,
    which single precision holds exactly, so that no order of summation matters.
    """
    found = np.empty((len(prepared.sizes), len(positions)))
    # Draws of a cluster, not clusters of a draw, one after the other: faster to pick from.
    rows = np.ascontiguousarray(positions.T)
    for kind in prepared.kinds:
        y = kind.y.take(rows)
        signs, known = _compared(y[prepared.first], y[prepared.second])
        # Who is untied in y changes only where rows come to stand beside an unknown x; likewise x.
        some = slice(None) if kind.y_varies else slice(1)
        untied_y = _product(kind.x_known, np.abs(signs[:, some]))
        some = slice(None) if kind.x_varies else slice(1)
        untied_x = _product(np.abs(kind.x_signs), known[:, some].astype(np.float32))
        found[kind.places] = _quotient(_product(kind.x_signs, signs), untied_x, untied_y)
    return found


def _compared(
    left: NDArray[np.int8], right: NDArray[np.int8]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Sign of the difference of levels, 0 where one is missing; and whether both are known."""
    known = (left >= 0) & (right >= 0)
    signs = ((left > right) & known).view(np.int8) - ((left < right) & known).view(np.int8)
    return signs.astype(np.float32), known


def _product(of_x: NDArray[np.float32], of_y: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sums over pairs of clusters (v, pairs) by (pairs, m), in parts that stay on one core."""
    found = np.empty((len(of_x), of_y.shape[1]), dtype=np.float32)
    width = max(1, _ON_ONE_CORE // max(1, of_x.size))
    for start in range(0, of_y.shape[1], width):
        part = slice(start, start + width)
        found[:, part] = of_x @ of_y[:, part]
    return found


def _quotient(
    surplus: NDArray[np.floating], untied_x: NDArray[np.floating], untied_y: NDArray[np.floating]
) -> FloatArray:
    scale = np.sqrt(untied_x.astype(np.float64) * untied_y)
    return np.asarray(surplus / np.where(scale > 0, scale, np.nan))


def _taus_without(prepared: _Prepared) -> FloatArray:
    """τ-b of every member without each cluster (k, n); NaN where not estimable."""
    count = len(prepared.clusters)
    kept = np.ones((len(prepared.first), count), dtype=np.float32)
    kept[np.arange(len(kept)), prepared.first] = 0
    kept[np.arange(len(kept)), prepared.second] = 0
    found = np.full((len(prepared.sizes), count), np.nan)
    for kind in prepared.kinds:
        signs, known = _compared(kind.y[prepared.first], kind.y[prepared.second])
        found[kind.places] = _quotient(
            (kind.x_signs * signs) @ kept,
            (np.abs(kind.x_signs) * known.astype(np.float32)) @ kept,
            (kind.x_known * np.abs(signs)) @ kept,
        )
    found[np.array(prepared.sizes) <= LEAST_CASES] = np.nan
    return found


Sets: TypeAlias = Mapping[str, Sequence[Member]]
"""Sets by name; a relation by itself is a set of one."""


class _Means(NamedTuple):
    """Which distinct members sets are made of: the places, and the sign of each.

    In an order of their own, so that no sum hangs on that of the sets.
    """

    members: tuple[Member, ...]
    parts: tuple[tuple[tuple[int, int], ...], ...]

    @classmethod
    def of(cls, sets: Sets) -> _Means:
        distinct = sorted({one.place for members in sets.values() for one in members}, key=str)
        parts = (
            tuple(sorted((distinct.index(one.place), one.sign) for one in members))
            for members in sets.values()
        )
        return cls(tuple(distinct), tuple(parts))

    def statistics(self, taus: FloatArray) -> FloatArray:
        """The mean signed τ-b of every set (s, m).

        A member that is not estimable on a draw adds 0; the mean is NaN where none is.
        """
        means, unknown = np.empty((len(self.parts), taus.shape[1])), np.isnan(taus)
        for row, part in enumerate(self.parts):
            total = np.zeros(taus.shape[1])
            for place, sign in part:
                total += sign * np.where(unknown[place], 0, taus[place])
            nothing = unknown[[place for place, _ in part]].all(axis=0)
            means[row] = np.where(nothing, np.nan, total / len(part))
        return means


class PValue(NamedTuple):
    """A p-value and its Monte-Carlo standard error, 0 if it is over all arrangements."""

    value: float
    error: float

    @classmethod
    def drawn(cls, reached: int, draws: int) -> PValue:
        """Of the data and so many draws, of which `reached` are as far out, the data included."""
        value = reached / (draws + 1)
        return cls(value, sqrt(value * (1 - value) / draws))

    def clear_of(self, level: float) -> bool:
        """Whether no other seed would bring it to the other side of the level."""
        return self.error == 0 or abs(self.value - level) > STANDARD_ERRORS * self.error

    def at_most(self, level: float) -> bool:
        """Whether it is no more than the level, whatever the seed."""
        return self.value <= level and self.clear_of(level)


class Outcome(NamedTuple):
    """What came of a set on its draws.

    `tau_b`: its mean signed τ-b; `p` and `p_adjusted` are two-sided; `needed`: the least |τ-b|
    among the draws that would have been found at `LEVEL`, adjusted, NaN if none would; `without`:
    τ-b without each of the clusters that have a say.
    """

    tau_b: float
    p: PValue
    p_adjusted: PValue
    needed: float
    without: Mapping[str, float]


class Family(NamedTuple):
    """Sets that are adjusted among themselves, and on how many draws.

    `critical`: the largest p by itself of a set that would not clearly be above `LEVEL`, adjusted.
    """

    outcomes: Mapping[str, Outcome]
    draws: int
    critical: float


class _Draws:
    """How far from 0 sets are on the draws, block by block."""

    def __init__(self, sets: Sets, cases: Cases, seed: int) -> None:
        """Of members that are estimable all."""
        self.means = _Means.of(sets)
        self.prepared = _prepared(self.means.members, cases)
        self._seed = seed

    def observed(self) -> FloatArray:
        """The statistic of every set on the data (s, 1)."""
        return self.means.statistics(_taus(self.prepared, _as_is(self.prepared)))

    def keys(self, block: int) -> NDArray[np.int32]:
        """The distances of every set on the draws of a block (s, `_BLOCK`)."""
        source = generator(self._seed, f"rows of upgrading/{block}")
        positions = permutations(self.prepared.sectors, _BLOCK, source)[1:]
        return _keys(self.means.statistics(_taus(self.prepared, positions)))


class SharedDraws:
    """The first draws of all sets of an edition, made once for every family that asks for them.

    Comparing the clusters of a draw takes most of the time, and is the same for every set.
    """

    def __init__(
        self, sets: Iterable[Sequence[Member]], cases: Cases, drawing: Drawing, draws: int
    ) -> None:
        """`draws`: how many are shared; what a family draws beyond them it draws by itself."""
        distinct = {_statistic(members): members for members in sets}
        self._places = {statistic: place for place, statistic in enumerate(distinct)}
        named = {str(place): members for place, members in enumerate(distinct.values())}
        self._draws = _Draws(named, cases, drawing.seed)
        self._blocks: list[NDArray[np.int32]] = []
        self.blocks = draws // _BLOCK

    def keys(self, sets: Sets, block: int) -> NDArray[np.int32]:
        """As `_Draws.keys`, of some of the sets."""
        for number in range(len(self._blocks), block + 1):
            self._blocks.append(self._draws.keys(number))
        places = [self._places[_statistic(members)] for members in sets.values()]
        return np.asarray(self._blocks[block][places])


def _statistic(members: Sequence[Member]) -> tuple[Member | tuple[Member, int], ...]:
    """What the distance of a set from 0 is told by: the sign of a single member does not matter."""
    if len(members) == 1:
        return (members[0].place,)
    return tuple(sorted(((one.place, one.sign) for one in members), key=str))


def _as_is(prepared: _Prepared) -> IntArray:
    return np.arange(len(prepared.clusters))[np.newaxis]


def family(
    sets: Sets,
    cases: Cases,
    drawing: Drawing,
    by_itself: Sequence[float],
    adjusted: Sequence[float],
    shared: SharedDraws | None = None,
) -> Family:
    """Test sets together, of members that are estimable all.

    It is drawn until every p is clear of the levels: `by_itself`, and `adjusted`. `shared`: draws
    of these and other sets by the same seed.
    """
    if not sets:
        return Family({}, 0, nan)
    own = _Draws(sets, cases, drawing.seed)
    observed = own.observed()
    keys, draws, wanted = _keys(observed), 0, min(drawing.first, drawing.most)
    while True:
        parts = [keys]
        for block in range(draws // _BLOCK, -(-wanted // _BLOCK)):
            among_all = shared if shared is not None and block < shared.blocks else None
            parts.append(among_all.keys(sets, block) if among_all else own.keys(block))
        keys = np.concatenate(parts, axis=1)
        draws = keys.shape[1] - 1
        p, p_adjusted, critical, not_clearly = _counted(keys)
        decided = all(
            one.clear_of(level)
            for listed, levels_ in ((p, by_itself), (p_adjusted, adjusted))
            for one in listed
            for level in levels_
        )
        if decided or draws >= drawing.most:
            break
        wanted = min(2 * draws, drawing.most)
    without = own.means.statistics(_taus_without(own.prepared))
    outcomes = {
        name: Outcome(
            float(observed[row, 0]),
            p[row],
            p_adjusted[row],
            _least_beyond(keys[row], critical),
            _involved(sets[name], cases, own.prepared.clusters, without[row]),
        )
        for row, name in enumerate(sets)
    }
    return Family(outcomes, draws, not_clearly / (draws + 1))


def _involved(
    members: Sequence[Member], cases: Cases, clusters: Sequence[str], without: FloatArray
) -> dict[str, float]:
    mine = {c for member in members for c in cases.sample(member).clusters}
    return {c: value for c, value in zip(clusters, without.tolist(), strict=True) if c in mine}


def _keys(statistics: FloatArray) -> NDArray[np.int32]:
    """Distance from 0 in whole units; 0 where there is no statistic."""
    return np.rint(np.abs(np.nan_to_num(statistics)) / _UNIT).astype(np.int32)


def _ranks(keys: NDArray[np.int32]) -> IntArray:
    """How many are at least as far out as each."""
    place, distinct = pd.factorize(keys)  # without sorting the draws
    farthest_first = np.argsort(distinct)[::-1]
    reached = np.empty(len(distinct), dtype=np.int64)
    reached[farthest_first] = np.bincount(place)[farthest_first].cumsum()
    return np.asarray(reached[place])


def _counted(keys: NDArray[np.int32]) -> tuple[list[PValue], list[PValue], int, int]:
    """The p-values of the first draw, which is the data: each set by itself, and adjusted (min-P).

    Then how many draws may be as far out as a set for it to be found: so that in no more than
    `LEVEL` of the draws any set is as rare, and so that it is not clearly in more.
    """
    size = keys.shape[1]
    reached = (keys >= keys[:, :1]).sum(axis=1).tolist()
    p = [PValue.drawn(count, size - 1) for count in reached]
    adjusted = list(p)
    rarest = np.full(size, size, dtype=np.int64)
    order = sorted(range(len(keys)), key=reached.__getitem__)
    for row in reversed(order):
        np.minimum(rarest, _ranks(keys[row]), out=rarest)
        if row != order[-1]:
            adjusted[row] = _as_rare(rarest, reached[row], p[row].error)
    for before, row in pairwise(order):
        adjusted[row] = max(adjusted[before], adjusted[row])
    ordered = np.sort(rarest)
    exactly = LEVEL * size
    clearly = exactly + STANDARD_ERRORS * sqrt(exactly * (1 - LEVEL))
    critical, not_clearly = (int(ordered[min(floor(n), size - 1)]) - 1 for n in (exactly, clearly))
    return p, adjusted, critical, not_clearly


def _as_rare(rarest: IntArray, count: int, error: float) -> PValue:
    """The share of draws in which some set is as rare as one that `count` draws reach.

    That p has an error itself (`error`), and the share goes up with it, several times as much and
    in steps: how steeply is told from near and from as far as matters, and the steeper counts.
    """
    size = len(rarest)
    value, of_share = PValue.drawn(int((rarest <= count).sum()), size - 1)

    def rise(errors: int) -> float:
        reach = errors * error * size
        between = int(((rarest > count - reach) & (rarest <= count + reach)).sum())
        return between / (2 * errors * size)

    return PValue(value, sqrt(of_share**2 + max(rise(1), rise(STANDARD_ERRORS)) ** 2))


def _least_beyond(keys: NDArray[np.int32], count: int) -> float:
    """The least |τ-b| that no more than so many draws reach; NaN if there is none."""
    ordered = np.sort(keys)
    place = np.searchsorted(ordered, ordered[len(keys) - count - 1], "right")
    return float(ordered[place] * _UNIT) if place < len(keys) else nan


class Alone(NamedTuple):
    """A relation by itself, over the arrangements of the scores of the clusters that have both.

    `p` is two-sided. Where all arrangements are counted, `least_p` is the smallest p that one of
    them has, and `needed` the least |τ-b| whose p is found, NaN if none is; else both are NaN.
    """

    p: PValue
    exact: bool
    least_p: float
    needed: float


def alone(member: Member, cases: Cases, critical: float, drawing: Drawing) -> Alone:
    """The p of an estimable relation by itself; one of no more than `critical` is found."""
    case = cases.sample(member)
    reach = reaches(case.x, case.y, case.strata)
    if reach is None:
        drawn = family({"": [member]}, cases.only(case.clusters), drawing, [LEANING], [])
        return Alone(drawn.outcomes[""].p, False, nan, nan)
    p = {
        size: count / reach[0]
        for size, (count, beyond) in enumerate(zip(reach, (*reach[1:], 0), strict=True))
        if count > beyond
    }
    surplus, untied_x, untied_y = (
        int(concordance(one, other[np.newaxis], case.strata)[0, 0])
        for one, other in ((case.x, case.y), (case.x, case.x), (case.y, case.y))
    )
    found = min((size for size in p if p[size] <= critical), default=nan)
    needed = found / sqrt(untied_x * untied_y)
    return Alone(PValue(p[abs(surplus)], 0.0), True, min(p.values()), needed)


def effects(member: Member, cases: Cases) -> tuple[float, dict[str, float]]:
    """τ-b of an estimable relation, and without each of the clusters that have a say."""
    prepared = _prepared([member], cases)
    without = _involved([member], cases, prepared.clusters, _taus_without(prepared)[0])
    return member.sign * float(_taus(prepared, _as_is(prepared))[0, 0]), {
        cluster: member.sign * effect for cluster, effect in without.items()
    }


def word(
    effects: Sequence[float], found: bool, near: bool, share: float, share_against: float
) -> Word:
    """The word of a relation or a set.

    `effects`: τ-b of all clusters and without each, positive as asserted. `found`: whether p,
    adjusted and in its turn, is at most `LEVEL`; `near`: whether p by itself is at most `LEANING`.
    `share` of the specifications with the asserted sign, and that against it, NaN where not known.

    No word but `open` without the same sign in every leave-one-out. What is found is `supported` or
    `contradicted`; what is near, with nearly all specifications, leans.
    """
    if all(effect > 0 for effect in effects):
        if found:
            return "supported"
        return "leaning" if near and share >= STABLE else "open"
    if all(effect < 0 for effect in effects):
        if found:
            return "contradicted"
        return "leaning_against" if near and share_against >= STABLE else "open"
    return "open"


class Judgement(NamedTuple):
    """A word (empty where another place has it), and a remark."""

    word: Word | Literal[""]
    note: str


def judgement_of(
    one: Outcome,
    direction: int,
    by_itself: PValue,
    adjusted: Sequence[PValue],
    share: tuple[float, float],
) -> Judgement:
    """The word of what was tested, in a direction (1 or −1).

    `adjusted`: the p-values of which one is enough, none before its turn; `share`: of the
    specifications with the direction and against it. What is undecided counts as above the level.
    """
    judged = word(
        [direction * effect for effect in (one.tau_b, *one.without.values())],
        any(p.at_most(LEVEL) for p in adjusted),
        by_itself.at_most(LEANING),
        *share,
    )
    clear = by_itself.clear_of(LEANING) and all(p.clear_of(LEVEL) for p in adjusted)
    return Judgement(judged, "" if clear else UNDECIDED)


def _shares(frame: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Shares of the specifications with a positive and with a negative effect, by name."""
    columns = (frame[name].astype(np.float64) for name in ("share_positive", "share_negative"))
    rows = zip(frame["relation"], *columns, strict=True)
    return {name: (positive, negative) for name, positive, negative in rows}


def _without_one(tau_b: float, without: Mapping[str, float]) -> dict[str, object]:
    """The range of τ-b without one cluster, its largest change, and which clusters do it."""
    known = {cluster: value for cluster, value in without.items() if not isnan(value)}

    def extreme(of: Callable[[float], float]) -> tuple[float, str]:
        if not known:
            return nan, ""
        most = max(of(value) for value in known.values())
        return most, " ".join(c for c, value in known.items() if of(value) > most - _UNIT)

    low, at_low = extreme(lambda value: -value)
    high, at_high = extreme(lambda value: value)
    change, at_change = extreme(lambda value: abs(value - tau_b))
    return dict(zip(_WITHOUT_ONE, (-low, at_low, high, at_high, change, at_change), strict=True))


class Step(NamedTuple):
    """Sets that are tested together if the set that they are within holds (`None`: in any case).

    `singly`: whether they are the single members of that set.
    """

    number: int
    within: str | None
    sets: dict[str, list[Member]]
    singly: bool = False


def efficiency_steps() -> list[Step]:
    """Collective efficiency furthers upgrading: in all groups, in each, in each its kinds."""

    def members(*groups: str) -> list[Member]:
        return [Member("ce_index", (), kind, groups, 1) for kind in KINDS]

    steps = [
        Step(1, None, {"efficiency": members(*SECTOR_GROUPS)}),
        Step(2, "efficiency", {f"efficiency/{group}": members(group) for group in SECTOR_GROUPS}),
    ]
    for group in SECTOR_GROUPS:
        singly = {f"efficiency/{group}/{one.y}": [one] for one in members(group)}
        steps.append(Step(3, f"efficiency/{group}", singly, singly=True))
    return steps


def governance_steps(relations: Mapping[str, Relation]) -> list[Step]:
    """What is asserted of governance patterns: all of it, then each relation."""
    members = {
        name: Member.of(relation, SIGNS[relation.sign])
        for name, relation in relations.items()
        if relation.governed and relation.sign != "none"
    }
    singly = {f"governance/{name}": [one] for name, one in members.items()}
    steps = [
        Step(1, None, {"governance": list(members.values())}),
        Step(2, "governance", singly, singly=True),
    ]
    return steps if members else []


def general(relations: Mapping[str, Relation]) -> dict[str, list[Member]]:
    """The sets that have a word of their own, by name."""
    steps = (*efficiency_steps(), *governance_steps(relations))
    return {
        name: members for step in steps if not step.singly for name, members in step.sets.items()
    }


def judged(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    relations: Mapping[str, Relation],
    shares: pd.DataFrame,
    drawing: Drawing,
) -> dict[str, pd.DataFrame]:
    """The general sentences and the relations: `sets` and `relations`.

    `clusters` and `indices` as in `data/processed`, scores exact. `shares`: of the specifications
    with an effect of either sign, `relation, share_positive, share_negative` (as
    `summary.SUMMARY_COLUMNS`), one row for each relation, and for each set by its name, of its mean
    signed effect; without one nothing leans.

    `sets`, columns `SET_COLUMNS`: `step` counts in the order of testing; a set has its turn
    (`reached`) where the one that it is `within` is supported or contradicted, and without it is
    neither. `members` and `clusters` are those with a say; `tau_b` is the mean signed τ-b; `p` and
    `p_adjusted` are two-sided, over `draws`, with their Monte-Carlo standard errors; `needed` is
    the least |τ-b| that would have been found at `LEVEL`. A single member has no word of its own:
    its relation has.

    `relations`, columns `RELATION_COLUMNS`, in their order: `p` is two-sided, over all arrangements
    of the scores of the `clusters` that have both (drawn where not `exact`). `p_adjusted`, over
    whole rows, is among all relations with an asserted sign, or among the asserted absences;
    `p_in_set` among the members of a set that holds. A relation is found by either. `needed` is the
    least |τ-b| that would have been found among all; where no arrangement of the scores would have
    been, `possible` is false, and that is not held against what is asserted. `least_p`: the
    smallest p that an arrangement has. `least_side`: clusters on the smaller side of an x of two
    values; with fewer than `LEAST_SIDE` the relation is open. An asserted absence has the word of
    the link, in the `direction` that it has.

    Of both: the range of τ-b without one cluster, and its largest change, with the clusters that do
    it, separated by blanks; `share` of the specifications with the sign that is asserted.
    """
    cases = Cases.of(clusters, indices)
    known = _shares(shares)
    rows: dict[str, _Row] = {}
    in_sets: dict[Member, PValue] = {}
    steps = (*efficiency_steps(), *governance_steps(relations))
    singly = {name: [Member.of(relation, 1)] for name, relation in relations.items()}
    every = (_telling(sets, cases) for sets in (*(step.sets for step in steps), singly))
    tested = [members for telling in every for members in telling.values()]
    shared = SharedDraws(tested, cases, drawing, _of_relations(drawing).first)
    for step in steps:
        reached = step.within is None or rows[step.within]["word"] in {"supported", "contradicted"}
        telling = _telling(step.sets, cases)
        # No word rests on what is not reached, or on the p of a single member without adjustment.
        by_itself, adjusted = [] if step.singly else [LEANING], [LEVEL] if reached else []
        found = family(telling, cases, drawing, by_itself, adjusted, shared)
        for name, members in step.sets.items():
            row: _Row = {"set": name, "step": step.number, "within": step.within or ""}
            row |= {"reached": reached, "members": len(telling.get(name, ())), "clusters": 0}
            judgement = Judgement("" if step.singly else "not_testable", "")
            if name in telling:
                one = found.outcomes[name]
                row |= _measured(one, found.draws) | {"needed": one.needed}
                if not step.singly:
                    turn = [one.p_adjusted] if reached else []
                    share = known.get(name, _UNKNOWN)
                    row["share"] = share[0]
                    judgement = judgement_of(one, 1, one.p, turn, share)
                elif reached:
                    in_sets[members[0].place] = one.p_adjusted
            notes = (*_without_a_say(members, cases), judgement.note)
            rows[name] = row | {"word": judgement.word, "note": _joined(notes)}
    return {
        "sets": _frame(rows.values(), SET_COLUMNS),
        "relations": _relations(relations, cases, known, in_sets, drawing, shared),
    }


def _of_relations(drawing: Drawing) -> Drawing:
    """What could have been found is told from few of the draws: that takes more of them."""
    return replace(drawing, first=2 * drawing.first)


def _telling(sets: Sets, cases: Cases) -> dict[str, list[Member]]:
    """The sets with the members that can be measured, those without any left out."""
    kept = {
        name: [one for one in members if not cases.sample(one).problem]
        for name, members in sets.items()
    }
    return {name: members for name, members in kept.items() if members}


def _relations(
    relations: Mapping[str, Relation],
    cases: Cases,
    known: Mapping[str, tuple[float, float]],
    in_sets: Mapping[Member, PValue],
    drawing: Drawing,
    shared: SharedDraws,
) -> pd.DataFrame:
    """The relations by themselves; `in_sets`: adjusted p of single members whose turn came."""
    members = {name: Member.of(relation, 1) for name, relation in relations.items()}
    families: dict[str, Family] = {}
    for absences in (False, True):
        listed = {
            name: [one]
            for name, one in members.items()
            if (relations[name].sign == "none") == absences
        }
        telling = _telling(listed, cases)
        found = family(telling, cases, _of_relations(drawing), [], [LEVEL], shared)
        families |= dict.fromkeys(telling, found)
    rows = []
    for name, relation in relations.items():
        row: _Row = {"relation": name, "sign": relation.sign}
        member, case = members[name], cases.sample(members[name])
        judgement = Judgement("not_testable", "")
        if name not in families:
            row["clusters"] = len(case.clusters)
        else:
            one, draws = families[name].outcomes[name], families[name].draws
            direction = SIGNS[relation.sign] or (1 if one.tau_b >= 0 else -1)
            by_itself = alone(member, cases, families[name].critical, drawing)
            in_set = in_sets.get(member.place)
            least_side = int(np.bincount(case.x).min()) if case.x.max() == 1 else None
            positive, negative = known.get(name, _UNKNOWN)
            share = (positive, negative) if direction > 0 else (negative, positive)
            row |= _measured(one, draws) | {
                "direction": "positive" if direction > 0 else "negative",
                "least_side": least_side,
                "p": by_itself.p.value,
                "p_error": by_itself.p.error,
                "exact": by_itself.exact,
                "p_in_set": nan if in_set is None else in_set.value,
                "needed": by_itself.needed,
                "least_p": by_itself.least_p,
                "possible": not isnan(by_itself.needed) if by_itself.exact else None,
                "share": share[0],
            }
            if least_side is not None and least_side < LEAST_SIDE:
                judgement = Judgement(
                    "open",
                    (
                        f"only {least_side} clusters on one side of the "
                        "comparison, too few to decide"
                    ),
                )
            else:
                turns = [one.p_adjusted] if in_set is None else [one.p_adjusted, in_set]
                judgement = judgement_of(one, direction, by_itself.p, turns, share)
        notes = (*_without_a_say([member], cases), judgement.note)
        rows.append(row | {"word": judgement.word, "note": _joined(notes)})
    return _frame(rows, RELATION_COLUMNS)


def _frame(rows: Iterable[_Row], columns: Sequence[str]) -> pd.DataFrame:
    """The rows as a table; no text where there is none to tell."""
    texts = {name: "" for name in columns if name == "direction" or name.endswith("_cluster")}
    return pd.DataFrame([texts | row for row in rows], columns=list(columns))


def _measured(one: Outcome, draws: int) -> _Row:
    """What stands in the rows of both tables."""
    return {
        "clusters": len(one.without),
        "tau_b": one.tau_b,
        "p": one.p.value,
        "p_error": one.p.error,
        "p_adjusted": one.p_adjusted.value,
        "p_adjusted_error": one.p_adjusted.error,
        "draws": draws,
        **_without_one(one.tau_b, one.without),
    }


_NAMES: Final = {
    name: label.lower() for name, label in {**INDICES, **COMPONENTS, **GOVERNANCE}.items()
}
"""What upgrading is related to, in words."""


def _without_a_say(members: Sequence[Member], cases: Cases) -> list[str]:
    """Members that are not estimable, and sector groups that do not tell, in words."""
    told: list[str] = []
    for one in members:
        case = cases.sample(one)
        if case.problem:
            told.append(
                f"{UPGRADING[one.y].lower()} with {_NAMES[one.x]} is not estimable: {case.problem}"
            )
        told += map(without_a_say, case.left_out)
    return list(dict.fromkeys(told))


def _joined(notes: Iterable[str]) -> str:
    return "; ".join(filter(None, notes))
