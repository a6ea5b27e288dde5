"""How firmly scores bear a direction: draws of the raters' error, clusters left out, half-steps.

A score is the raters' judgement, in half steps. What is said of scores is therefore asked again of
scores that are a little otherwise: in many draws of an error of half a step (`Draws`), and with one
score half a step lower or higher (`HalfSteps`). Components and upgrading move, cut at 0 and 3;
indices and degrees follow by the rule of the config; codes, what is n.a., Table 2 and printed
numbers stay. A score off the half steps (0.88) moves by half a step, too.

**The error**: each score stays with probability ½ and else moves down or up, with ¼ each. An error
that moves every score, down or up with ½ each, would give other words. It was this one, the nearer
by far, that the range of the τ-b of collective efficiency within sector groups under half-step
error was measured with, .10 to .35, .05 to .30 and .07 to .37 with product, process and functional
upgrading: 95 % of its draws lie in .07 to .36, .01 to .32 and .05 to .37 (corrected edition); of
the other in -.01 to .36, -.07 to .32 and -.01 to .37. The bits of the error are those that the
generator gives, and nothing is rounded, so that draws are the same with every Python and numpy.

**All at once**: a claim's quantities and conditions are asked as ever, of rows in which a score is
a `Drawn`, a number with a value in each draw, exact as a `Fraction` is. Where it hangs on the draw
how the computation goes on (a condition on a score chooses clusters; a lowest is found), it is done
again for either part of the draws. What takes single numbers only is asked draw by draw, which is
slow, and right. So every function of the language can be asked, and each has one definition.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from upgrading.cases.indices import INDEX_COMPONENTS, IndexRule, component_sum, degree, index_of
from upgrading.claims.conditions import OPERATORS, Operator
from upgrading.claims.evidence import SCORES as CLUSTERS
from upgrading.claims.evidence import Evidence, Notes, Read, Row
from upgrading.claims.quantities import Over, Quantity
from upgrading.claims.readings import Claim, Comparison, Reading, Test, Told, ask
from upgrading.inference.measures import LEAST_CASES, pairs
from upgrading.numbers import DIGITS
from upgrading.parts import plain
from upgrading.verdicts import Word
from upgrading.vocabulary import COMPONENTS, HIGHEST_SCORE, SCORES, UPGRADING

Whole: TypeAlias = NDArray[Any]
"""Whole numbers, of 64 bits or, where these do not hold them, Python's own."""

DRAWS: Final = 10_000
"""Draws that are made together, and, unless a share is near a bar, all that are made."""

MOST_DRAWS: Final = 200_000

NO_DRAWS: Final = (Fraction(0), 0)
"""The share of draws, and their number, where none are made."""

FIRM: Final = Fraction(95, 100)
"""Share of draws that keeps the direction of a comparison that is supported, or of an order."""

THIN: Final = Fraction(80, 100)
"""The same of a comparison that leans."""

_STANDARD_ERRORS: Final = 4
"""How far from a bar a share of draws must be, so that no word turns with the seed."""

LEAST_CLUSTERS: Final = 3
"""Fewest clusters of each set of which a comparison can be supported."""

BEHIND: Final[Mapping[str, Sequence[str]]] = {
    **{score: (score,) for score in SCORES},
    **INDEX_COMPONENTS,
    **dict.fromkeys(("ce_index", "ce_degree"), tuple(COMPONENTS)),
    "up_sum": tuple(UPGRADING),
}
"""The scores behind each column that moves with them."""

# Numbers that have a value in each draw ----------------------------------------------------------


class PartedError(Exception):
    """It hangs on the draw how a computation goes on; `where`: the draws in which it is so."""

    def __init__(self, where: NDArray[np.bool_]) -> None:
        """Keep in which."""
        super().__init__("it depends on the draw")
        self.where = where


_HELD: Final = 2**62
"""What 64 bits hold, and the sum of two of it."""


def _most(whole: Whole | int) -> int:
    return abs(whole) if isinstance(whole, int) else max(int(whole.max()), -int(whole.min()), 1)


def _widened(whole: Any) -> Any:
    return whole if isinstance(whole, int) else whole.astype(object)


def _times(one: Any, other: Any) -> Any:
    if _most(one) * _most(other) >= _HELD:
        return _widened(one) * _widened(other)
    return one * other


def _plus(one: Any, other: Any) -> Any:
    if _most(one) + _most(other) >= _HELD:
        return _widened(one) + _widened(other)
    return one + other


class Drawn:
    """A number with a value in each draw, as whole numbers `above` over `below` (positive).

    As a truth value it is one that holds where the number is not 0.
    """

    __hash__ = None  # type: ignore[assignment]  # what needs one value is asked draw by draw
    __slots__ = ("above", "below")

    def __init__(self, above: Whole, below: Whole | int = 1) -> None:
        """The numbers `above / below`."""
        self.above, self.below = above, below

    def at(self, draws: Whole) -> Drawn | Fraction:
        """The number in these draws; one number if it is the same in all."""
        whole = len(draws) == len(self.above)  # parts keep the order of the draws
        above = self.above if whole else self.above[draws]
        below = self.below if whole or isinstance(self.below, int) else self.below[draws]
        if isinstance(below, int) and (above == above[0]).all():
            return Fraction(int(above[0]), below)
        return self if whole else Drawn(above, below)

    def _aligned(self, other: object) -> tuple[Any, Any, Any] | None:
        """Both over one denominator, which comes last; `None` if the other is no such number."""
        if isinstance(other, Drawn):
            above, below = other.above, other.below
        elif isinstance(other, Fraction | int):
            above, below = other.numerator, other.denominator  # type: ignore[assignment]
        else:
            return None
        if isinstance(self.below, int) and isinstance(below, int):
            common: Any = math.lcm(self.below, below)
            own, others = common // self.below, common // below
            return _times(self.above, own), _times(above, others), common
        return _times(self.above, below), _times(above, self.below), _times(self.below, below)

    def __add__(self, other: object) -> Drawn:
        """The sum."""
        if (both := self._aligned(other)) is None:
            return NotImplemented
        return Drawn(_plus(both[0], both[1]), both[2])

    __radd__ = __add__

    def __neg__(self) -> Drawn:
        """The same number with the other sign."""
        return Drawn(-self.above, self.below)

    def __sub__(self, other: Drawn | Fraction | int) -> Drawn:
        """The difference."""
        return self + -other

    def __rsub__(self, other: Fraction | int) -> Drawn:
        """The difference."""
        return -self + other

    def __mul__(self, other: object) -> Drawn:
        """The product."""
        if isinstance(other, Fraction | int):
            return Drawn(_times(self.above, other.numerator), _times(self.below, other.denominator))
        if not isinstance(other, Drawn):
            return NotImplemented
        return Drawn(_times(self.above, other.above), _times(self.below, other.below))

    __rmul__ = __mul__

    def __pow__(self, power: int) -> Drawn:
        """The product of so many of it."""
        return math.prod([self] * (power - 1), start=self)

    def __truediv__(self, other: Drawn | Fraction | int) -> Drawn:
        """The quotient; `other` is nowhere 0."""
        if not isinstance(other, Drawn):
            return self * (1 / Fraction(other))
        sign = np.sign(other.above)
        return self * Drawn(other.below * sign, other.above * sign)

    def __rtruediv__(self, other: Fraction | int) -> Drawn:
        """The quotient; this is nowhere 0."""
        return Drawn(np.full_like(self.above, 1)) * other / self

    def __abs__(self) -> Drawn:
        """The number without its sign."""
        return Drawn(np.abs(self.above), self.below)

    def _compared(self, sign: Operator, other: object) -> Drawn:
        if (both := self._aligned(other)) is None:
            return NotImplemented  # type: ignore[no-any-return]
        return Drawn(np.asarray(OPERATORS[sign](both[0], both[1])).astype(np.int64))

    def __gt__(self, other: object) -> Drawn:
        """In which draws it is above."""
        return self._compared(">", other)

    def __ge__(self, other: object) -> Drawn:
        """In which draws it is not below."""
        return self._compared(">=", other)

    def __lt__(self, other: object) -> Drawn:
        """In which draws it is below."""
        return self._compared("<", other)

    def __le__(self, other: object) -> Drawn:
        """In which draws it is not above."""
        return self._compared("<=", other)

    def __eq__(self, other: object) -> Drawn:  # type: ignore[override]
        """In which draws both are the same."""
        return self._compared("==", other)

    def __ne__(self, other: object) -> bool:
        """Whether they differ, in all draws or none."""
        return not self == other

    def __bool__(self) -> bool:
        """Whether it holds. Raises `PartedError` if it does in some of the draws alone."""
        where = np.asarray(self.above != 0)
        if where.all():
            return True
        if where.any():
            raise PartedError(where)
        return False


class DrawnName:
    """A name, such as a degree, that may be another in each draw."""

    __hash__ = None  # type: ignore[assignment]
    __slots__ = ("names",)

    def __init__(self, names: Whole) -> None:
        """The names."""
        self.names = names

    def at(self, draws: Whole) -> DrawnName | str:
        """The name in these draws; one name if it is the same in all."""
        names = self.names[draws]
        return str(names[0]) if (names == names[0]).all() else DrawnName(names)

    def __eq__(self, other: object) -> Drawn:  # type: ignore[override]
        """In which draws it is this."""
        return Drawn((self.names == other).astype(np.int64))


def _of_each(numbers: Iterable[Fraction], places: Whole) -> Drawn:
    """The numbers that stand at these places of a list."""
    listed = list(numbers)
    common = math.lcm(*(one.denominator for one in listed))
    above = [one.numerator * (common // one.denominator) for one in listed]
    return Drawn(
        np.array(above, dtype=np.int64 if max(map(abs, above)) < _HELD else object)[places], common
    )


def tau_over_draws(
    both: Sequence[tuple[Any, Any]], sectors: Sequence[int] | None = None
) -> Drawn | None:
    """Kendall's τ-b, in each draw, of pairs of numbers; of twelve decimals, so that a tie is a tie.

    With `sectors`, of those in the same one only; one in which a score is constant has no say.
    `None` where it is not estimable (`measures`).
    """
    of = None if sectors is None else np.array(sectors)
    first, second = pairs(len(both), of)
    signs = []
    for side in (0, 1):
        values = [pair[side] for pair in both]
        common = math.lcm(*(_below(value) for value in values))
        above = [_above(value) * (common // _below(value)) for value in values]
        matrix = np.stack(np.broadcast_arrays(*map(np.atleast_1d, above)))
        signs.append(np.sign(matrix[first] - matrix[second]).astype(np.int8))
    alike = signs[0] * signs[1]
    if len(both) < LEAST_CASES or not Drawn(np.count_nonzero(alike, axis=0)):
        return None
    untied_x, untied_y = _untied(signs, np.zeros_like(first) if of is None else of[first])
    tau = alike.sum(axis=0, dtype=np.int64) / np.sqrt(untied_x * untied_y)
    return Drawn(np.rint(tau * 10**DIGITS).astype(np.int64), 10**DIGITS)


def _untied(signs: Sequence[Whole], sectors: Whole) -> tuple[Whole, Whole]:
    """How many pairs are untied in x and in y, in each draw, of sectors in which both vary.

    `signs`: of the differences in x and in y (pairs, draws); `sectors`: of each pair.
    """
    found = []
    for sector in np.unique(sectors):
        counts = [np.count_nonzero(sign[sectors == sector], axis=0) for sign in signs]
        x, y = np.broadcast_arrays(*counts)
        found.append(np.where((x > 0) & (y > 0), (x, y), 0))
    untied_x, untied_y = np.sum(found, axis=0)
    return untied_x, untied_y


def _above(value: Drawn | Fraction) -> Any:
    return value.above if isinstance(value, Drawn) else value.numerator


def _below(value: Drawn | Fraction) -> Any:
    return value.below if isinstance(value, Drawn) else value.denominator


# Evidence with scores that move ------------------------------------------------------------------

Cell: TypeAlias = tuple[str, str]
"""A cluster and a score of it."""


class Moved:
    """The scores of an edition in each draw, and the indices that follow."""

    def __init__(
        self, rows: Mapping[str, Row], steps: Mapping[Cell, NDArray[np.int8]], rule: IndexRule
    ) -> None:
        """`steps`: by how many half steps each score that there is moves in each draw."""
        self._rows, self._steps, self._rule = rows, steps, rule
        self._known: dict[Cell, Any] = {}

    def __len__(self) -> int:
        """How many draws there are."""
        return next((len(one) for one in self._steps.values()), 0)

    def of(self, cluster: str, column: str) -> Any:
        """A column that moves, in each draw; `None` where nothing stands."""
        place = cluster, column
        if place not in self._known:
            found = self._score(place) if column in SCORES else self._following(cluster, column)
            self._known[place] = found
        return self._known[place]

    def _score(self, place: Cell) -> Drawn | None:
        if place not in self._steps:
            return None
        score, steps = self._rows[place[0]][place[1]], self._steps[place].astype(np.int64)
        below = math.lcm(2, score.denominator)
        usual = score.numerator * (below // score.denominator)
        moved = np.clip(usual + steps * (below // 2), 0, HIGHEST_SCORE * below)
        return Drawn(np.where(steps == 0, usual, moved), below)

    def _following(self, cluster: str, column: str) -> Any:
        if column in INDEX_COMPONENTS:
            scores = [self.of(cluster, name) for name in INDEX_COMPONENTS[column]]
            return component_sum(scores, self._rule.not_available)
        if column == "up_sum":
            known = [self.of(cluster, name) for name in UPGRADING]
            return component_sum(known, "zero")
        if column == "ce_degree":
            index = self.of(cluster, "ce_index")
            if index is None:
                return None
            values, places = np.unique(index.above, return_inverse=True)
            names = [degree(Fraction(int(one), index.below), self._rule) for one in values]
            return DrawnName(np.array(names, dtype=object)[places])
        eei, jai = (self.of(cluster, name) for name in INDEX_COMPONENTS)
        if eei is None or jai is None:
            return None
        # any formula takes single numbers: it is computed once for both as they occur
        both = np.stack([eei.above, jai.above])
        values, places = np.unique(both, axis=1, return_inverse=True)
        found = [
            index_of(Fraction(int(one), eei.below), Fraction(int(other), jai.below), self._rule)
            for one, other in values.T
        ]
        return _of_each((one for one in found if one is not None), places.reshape(-1))


class _Row(Mapping[str, Any]):
    """A cluster in some draws."""

    def __init__(self, usual: Row, moved: Moved, draws: Whole) -> None:
        self._usual, self._moved, self._draws = usual, moved, draws
        self._known: dict[str, Any] = {}

    def __getitem__(self, column: str) -> Any:
        if column not in BEHIND:
            return self._usual[column]
        if column not in self._known:
            found = self._moved.of(self._usual["cluster_id"], column)
            self._known[column] = None if found is None else found.at(self._draws)
        return self._known[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._usual)

    def __len__(self) -> int:
        return len(self._usual)


@dataclass(frozen=True)
class DrawnEvidence(Evidence):
    """Evidence in some of the draws; it tells nothing."""

    usual: Evidence = field(kw_only=True)
    moved: Moved = field(kw_only=True)
    draws: Whole = field(kw_only=True)

    @classmethod
    def of(cls, usual: Evidence, moved: Moved, draws: Whole | None = None) -> DrawnEvidence:
        """The evidence `usual` with the scores as they are moved, in these draws or all."""
        own = {one.name: getattr(usual, one.name) for one in fields(Evidence)}
        own |= {"wordless": True, "notes": None}
        at = np.arange(len(moved)) if draws is None else draws
        return cls(**own, usual=usual, moved=moved, draws=at)

    def among(self, draws: Whole) -> DrawnEvidence:
        """The same in these draws."""
        return DrawnEvidence.of(self.usual, self.moved, draws)

    @cached_property
    def rows(self) -> list[Row]:
        """The clusters, what moves of them in these draws."""
        return [_Row(row, self.moved, self.draws) for row in self.usual.rows]

    @cached_property
    def groups(self) -> dict[str, str]:
        """The sector group of each cluster."""
        return self.usual.groups

    @cached_property
    def by_profile(self) -> dict[str, Row]:
        """The rows of Table 2."""
        return self.usual.by_profile

    @cached_property
    def by_stage(self) -> dict[str, Row]:
        """The rows of Table 20."""
        return self.usual.by_stage

    def tau(self, pairs: Sequence[tuple[Any, Any]]) -> Any:
        """Kendall's τ-b in these draws."""
        if any(isinstance(value, Drawn) for pair in pairs for value in pair):
            return tau_over_draws(pairs)
        return super().tau(pairs)


UNDECIDED: Final = 2
"""What stands for `None` among the answers."""


T = TypeVar("T")


def in_parts(
    evidence: DrawnEvidence, compute: Callable[[Evidence], T]
) -> Iterator[tuple[Whole, T]]:
    """What `compute` says of the evidence, for every part of its draws in which it goes one way."""
    waiting = [evidence]
    while waiting:
        part = waiting.pop()
        try:
            said = compute(part)
        except PartedError as parted:
            waiting += [part.among(part.draws[~parted.where]), part.among(part.draws[parted.where])]
        except (
            AttributeError,
            TypeError,
        ):  # of what takes single numbers only: of one draw all are
            if len(part.draws) == 1:
                raise
            waiting += [part.among(np.array([draw])) for draw in part.draws]
        else:
            yield part.draws, said


def answers(
    evidence: DrawnEvidence, compute: Callable[[Evidence], Drawn | int | None]
) -> NDArray[np.int8]:
    """What `compute` says of the evidence, a small whole number, in each of its draws."""
    found = np.full(len(evidence.moved), UNDECIDED, dtype=np.int8)
    for draws, said in in_parts(evidence, compute):
        if said is not None:
            found[draws] = said.above if isinstance(said, Drawn) else int(said)
    return found[evidence.draws]


# Directions --------------------------------------------------------------------------------------

_OPPOSITE: Final[Mapping[Operator, Operator]] = {">": "<", ">=": "<", "<": ">", "<=": ">"}


class NoDirectionError(ValueError):
    """A part of a claim that compares no two quantities; the text names it."""


def comparison_of(reading: Reading) -> Comparison:
    """What a part of a claim compares. Raises `NoDirectionError` if it does not."""
    test = reading.test
    while isinstance(test, Told):
        test = test.test
    if not isinstance(test, Comparison) or test.operator not in _OPPOSITE:
        raise NoDirectionError(
            f'"{plain(reading.meaning)}" does not say that one quantity is above or below another'
        )
    return test


def direction(comparison: Comparison, evidence: Evidence) -> Any:
    """1 as stated, -1 the opposite, 0 neither, `None` if a side is missing; `Drawn` of draws."""
    left, right = comparison.left.value(evidence), comparison.right.value(evidence)
    if left is None or right is None:
        return None
    stated, opposite = comparison.operator, _OPPOSITE[comparison.operator]
    as_stated, against = OPERATORS[stated](left, right), OPERATORS[opposite](left, right)
    return as_stated - against


class Side(NamedTuple):
    """What a side of a comparison is about.

    `sets`: the clusters of each quantity over clusters, those without its score left out; `named`:
    clusters that are named besides; `columns`: what is read that moves.
    """

    sets: tuple[frozenset[str], ...]
    named: frozenset[str]
    columns: frozenset[str]

    @property
    def clusters(self) -> frozenset[str]:
        """All of them."""
        return self.named.union(*self.sets)


def side_of(quantity: Quantity, evidence: Evidence) -> Side:
    """What a quantity is about, by what it reads."""
    watched = evidence.noting(Notes())
    _, read = watched.reading(lambda: quantity.value(watched))
    sets: list[frozenset[str]] = []
    over: set[Read] = set()
    for key, (_, _, own) in list(watched.known.items()):
        if isinstance(key, Over):
            over |= {*own}
            missing = {row for row, column in _moving(own) if _none(evidence, row, column)}
            rows = watched.known[key.group, key.where][0]
            sets.append(frozenset(row["cluster_id"] for row in rows) - missing)
    alone = [(row, column) for row, column in _moving(read) if (CLUSTERS, row, column) not in over]
    named = frozenset(row for row, column in alone if not _none(evidence, row, column))
    return Side(tuple(sets), named, frozenset(column for _, column in _moving(read)))


def _moving(read: Iterable[Read]) -> Iterator[Cell]:
    return ((row, column) for frame, row, column in read if frame == CLUSTERS and column in BEHIND)


def _none(evidence: Evidence, cluster: str, column: str) -> bool:
    return evidence.by_cluster[cluster][column] is None


def sizes_of(left: Side, right: Side) -> tuple[tuple[int, int], bool]:
    """How many clusters each side is about, and whether that is enough for a firm word.

    Clusters of which the same is read on both sides count in neither. One named cluster needs no
    others with it where another set stands against it.
    """
    both = left.clusters & right.clusters if left.columns == right.columns else frozenset()
    sets = [one - both for side in (left, right) for one in side.sets]
    sets += [side.named - both for side in (left, right) if len(side.named) > 1]
    enough = bool(sets) and all(len(one) >= LEAST_CLUSTERS for one in sets)
    return (len(left.clusters - both), len(right.clusters - both)), enough


@dataclass(frozen=True)
class Weighed:
    """How firmly a direction stands.

    `direction`: 1 as stated, -1 the opposite, 0 neither, `None` undecided. `kept`: the share of
    `draws` in which it is that. `hangs_on`: the clusters without any one of which it is another.
    `sizes`: clusters that the left and the right side are about; `enough`: whether three in each
    set.
    """

    direction: int | None
    kept: Fraction
    draws: int
    hangs_on: tuple[str, ...]
    sizes: tuple[int, int]
    enough: bool

    def reaches(self, bar: Fraction) -> bool:
        """Whether the direction is kept so often, more than the draws' own chance can say."""
        return reaches(bar, self.kept, self.draws)

    @property
    def as_comparison(self) -> Word:
        """The word for a part of a comparison."""
        if self.direction is None:
            return "not_testable"
        if not self.direction or not self.reaches(THIN):
            return "open"
        firm = self.reaches(FIRM) and not self.hangs_on and self.enough
        if self.direction > 0:
            return "supported" if firm else "leaning"
        return "contradicted" if firm else "leaning_against"

    @property
    def as_order(self) -> Word:
        """The word for a part of an order, which nothing here can show or exclude."""
        if self.direction is None:
            return "not_testable"
        firm = self.direction > 0 and self.reaches(FIRM) and not self.hangs_on
        return "leaning" if firm else "open"


def reaches(bar: Fraction, share: Fraction, draws: int) -> bool:
    """Whether a share of draws is above a bar, whatever the seed: what is undecided is not."""
    return share > bar and _clear_of(bar, share, draws)


def _clear_of(bar: Fraction, share: Fraction, draws: int) -> bool:
    """Whether a share of draws is further from a bar than its standard error there can explain."""
    return (share - bar) ** 2 * draws > _STANDARD_ERRORS**2 * bar * (1 - bar)


def cells_of(evidence: Evidence) -> list[Cell]:
    """Every score that there is, in the order of clusters and columns."""
    places = product(evidence.by_cluster, SCORES)
    return [place for place in places if not _none(evidence, *place)]


def errors(
    evidence: Evidence, seed: int, portion: int = 0, draws: int = DRAWS
) -> dict[Cell, NDArray[np.int8]]:
    """The raters' error of every score in each draw of a portion: 0 with ½, -1 and 1 with ¼.

    In half steps.
    """
    places = cells_of(evidence)
    count = 2 * len(places) * draws
    # the generator's own bits are the same everywhere; what numpy makes of them may change
    generator = np.random.PCG64(np.random.SeedSequence([seed, portion]))
    words = generator.random_raw(-(-count // 64)).astype("<u8")
    bits = np.unpackbits(words.view(np.uint8))[:count].reshape(len(places), draws, 2)
    moves, up = bits.astype(np.int8).transpose(2, 0, 1)
    return dict(zip(places, moves * (2 * up - 1), strict=True))


class Draws:
    """The evidence of an edition under the raters' error, the same for all that is asked of it."""

    def __init__(self, evidence: Evidence, rule: IndexRule, seed: int) -> None:
        """`rule`: that by which the indices of the evidence are made."""
        self._usual, self._rule, self._seed = evidence, rule, seed
        self._first = self._portion(0)
        self._without: dict[str, Evidence] = {}

    def _portion(self, number: int) -> DrawnEvidence:
        steps = errors(self._usual, self._seed, number)
        return DrawnEvidence.of(self._usual, Moved(self._usual.by_cluster, steps, self._rule))

    def kept(
        self, compute: Callable[[Evidence], Drawn | int | None], usual: int
    ) -> tuple[Fraction, int]:
        """The share of draws in which `compute` gives this, and how many were made.

        More are made where the share is too near a bar to tell on which side it is.
        """
        kept = draws = 0
        while True:
            number = draws // DRAWS
            portion = self._portion(number) if number else self._first
            found = answers(portion, compute)
            kept, draws = kept + int((found == usual).sum()), draws + len(found)
            share = Fraction(kept, draws)
            if draws >= MOST_DRAWS or all(_clear_of(bar, share, draws) for bar in (FIRM, THIN)):
                return share, draws

    def weighed(self, comparison: Comparison) -> Weighed:
        """How firmly a comparison stands."""
        usual = direction(comparison, self._usual)
        left, right = (side_of(one, self._usual) for one in (comparison.left, comparison.right))
        sizes, enough = sizes_of(left, right)
        if usual is None:
            return Weighed(None, Fraction(0), 0, (), sizes, enough)
        hangs_on = tuple(
            cluster
            for cluster in self._usual.by_cluster
            if cluster in left.clusters | right.clusters
            and (found := direction(comparison, self.without(cluster))) != usual
            # without a cluster that is named nothing may be left to compare
            and not (found is None and cluster in left.named | right.named)
        )
        kept = self.kept(lambda evidence: direction(comparison, evidence), usual)
        return Weighed(usual, *kept, hangs_on, sizes, enough)

    def without(self, cluster: str) -> Evidence:
        """The evidence without a cluster."""
        if cluster not in self._without:
            self._without[cluster] = self._usual.without(cluster)
        return self._without[cluster]


# Fragility ---------------------------------------------------------------------------------------


_TOP: Final = Fraction(HIGHEST_SCORE)


class HalfStep(NamedTuple):
    """One score of one cluster, and what it is half a step lower or higher."""

    cluster: str
    column: str
    before: Fraction
    after: Fraction


@dataclass(frozen=True)
class Fragility:
    """How many half-steps turn something: one, more (`2+`), none where nothing is read that moves.

    `turned_by`: the first that does alone, in the order of clusters and columns, lower first.
    """

    half_steps: Literal["1", "2+", ""]
    turned_by: HalfStep | None = None


class HalfSteps:
    """The evidence of an edition with one score half a step otherwise, for each that can be."""

    def __init__(self, evidence: Evidence, rule: IndexRule) -> None:
        """Every half-step that a score can make on its scale."""
        self._usual = evidence
        self.steps = [
            (HalfStep(cluster, column, score, after), sign)
            for cluster, column in cells_of(evidence)
            for sign in (-1, 1)
            if (score := evidence.by_cluster[cluster][column]) is not None
            and (after := min(max(score + Fraction(sign, 2), Fraction(0)), _TOP)) != score
        ]
        moved = {place: np.zeros(len(self.steps), dtype=np.int8) for place in cells_of(evidence)}
        for at, (step, sign) in enumerate(self.steps):
            moved[step.cluster, step.column][at] = sign
        self._drawn = DrawnEvidence.of(evidence, Moved(evidence.by_cluster, moved, rule))
        self._watched = evidence.noting(Notes())

    def fragility(self, claim: Claim) -> Fragility:
        """Whether a half-step turns the literal truth of a claim, or the direction that it has.

        A comparison of several parts has one if all of them have the same.
        """
        directed = claim.basis in {"comparison", "order"}
        tests: list[Callable[[Evidence], Any]] = [
            _Directed(comparison_of(reading)) if directed else _Held(reading.test)
            for reading in claim.readings
        ]
        read = [one for reading in claim.readings for one in ask(reading, self._watched)[2]]
        return self.turned(tests, read, _one_direction if directed else all_hold)

    def turned(
        self,
        parts: Sequence[Callable[[Evidence], Drawn | int | None]],
        read: Iterable[Read],
        whole: Callable[[Whole], Whole],
    ) -> Fragility:
        """Whether a half-step of what is read turns the whole that the answers of parts make."""
        touched = _behind(read)
        at = np.array(
            [i for i, (step, _) in enumerate(self.steps) if (step.cluster, step.column) in touched],
            dtype=np.int64,
        )
        if not len(at):
            return Fragility("")
        usual = [UNDECIDED if (one := part(self._usual)) is None else one for part in parts]
        moved = [answers(self._drawn.among(at), part) for part in parts]
        turned = whole(np.stack(moved)) != whole(np.array(usual, dtype=np.int8)[:, np.newaxis])
        if not turned.any():
            return Fragility("2+")
        return Fragility("1", self.steps[at[int(turned.argmax())]][0])


@dataclass(frozen=True)
class _Directed:
    """A comparison, asked for its direction."""

    comparison: Comparison

    def __call__(self, evidence: Evidence) -> Any:
        return direction(self.comparison, evidence)


@dataclass(frozen=True)
class _Held:
    """A test, asked whether it holds."""

    test: Test

    def __call__(self, evidence: Evidence) -> int | None:
        holds = self.test(evidence).holds
        return None if holds is None else int(bool(holds))


def _behind(read: Iterable[Read]) -> Collection[Cell]:
    return {(row, score) for row, column in _moving(read) for score in BEHIND[column]}


def _one_direction(parts: Whole) -> Whole:
    """The direction that all parts have, 0 if they have none in common."""
    return np.where((parts == parts[0]).all(axis=0), parts[0], 0)


def all_hold(parts: Whole) -> Whole:
    """Whether all parts hold: undecided where one is and no other fails."""
    failing, undecided = (parts == 0).any(axis=0), (parts == UNDECIDED).any(axis=0)
    return np.where(failing, 0, np.where(undecided, UNDECIDED, 1))
