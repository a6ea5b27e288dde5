"""The tests in which claims of the report are put to the test, and the verdict on a claim.

A claim has one or more readings; each is a test that the data pass, fail, or cannot decide.
Quantities and conditions describe themselves, so that the evidence of a reading is built from the
same numbers that decide it. Nothing here knows what the outcome should be.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial, wraps
from itertools import pairwise
from typing import Concatenate, Final, Literal, NamedTuple, ParamSpec, TypeAlias

from upgrading import numbers, parts
from upgrading.cases import printed
from upgrading.claims.conditions import (
    ANY,
    DEGREE_IS,
    OPERATORS,
    SIGNS,
    Anything,
    Cluster,
    ColumnName,
    Condition,
    Exhibit,
    Group,
    Number,
    Operator,
    Variable,
    all_of,
    among,
    any_of,
    chosen,
    names_of,
    opposite,
)
from upgrading.claims.evidence import Evidence, Noted, Read, Row, pairs_present, settled
from upgrading.claims.quantities import (
    Quantity,
    Wording,
    mean,
    number,
    share,
    signed,
    strength,
    worded,
)
from upgrading.numbers import shown
from upgrading.parts import (
    Answer,
    From,
    Name,
    Text,
    Words,
    joined,
    plain,
    said,
    text_of,
)
from upgrading.vocabulary import DEGREES

Basis: TypeAlias = Literal[
    "arithmetic",
    "count",
    "comparison",
    "relation",
    "difference",
    "order",
    "absence",
    "case",
    "outside",
    "conflicting",
    "not_testable",
]
"""What kind of statement a claim is, which decides how it is judged (docs/claims.md)."""

Tier: TypeAlias = Literal["headline", "section", "detail"]

Denial: TypeAlias = Literal["link", "effect"]

BESIDE: Final = "Other reading, not decisive: "
"""What stands before a reading that informs only."""

_NEGLIGIBLE: Final = 0.1
"""A τ-b so near to 0 is none."""

_OPPOSITE: Final[Mapping[Operator, str]] = {">": "≤", ">=": "<", "<": "≥", "<=": ">", "==": "≠"}


@dataclass(frozen=True)
class Outcome:
    """Whether a reading holds (`None`: the data cannot decide), and the numbers that say so."""

    holds: bool | None
    told: Words

    @property
    def evidence(self) -> str:
        """The numbers in plain words."""
        return plain(self.told)


Test: TypeAlias = Callable[[Evidence], Outcome]

P = ParamSpec("P")


def a_test(asked: Callable[Concatenate[Evidence, P], Outcome]) -> Callable[P, Test]:
    """The test of the evidence, which is the first argument, to be had with the other arguments."""

    @wraps(asked)
    def with_arguments(*args: P.args, **named: P.kwargs) -> Test:
        return lambda evidence: asked(evidence, *args, **named)

    signature = inspect.signature(asked)
    own = list(signature.parameters.values())[1:]
    with_arguments.__signature__ = signature.replace(parameters=own)  # type: ignore[attr-defined]
    return with_arguments


@dataclass(frozen=True)
class Reading:
    """One way to understand a claim, in words and as a test."""

    meaning: Words
    test: Test


@dataclass(frozen=True)
class Claim:
    """A statement of the report, in this project's words, with its place and how it is judged.

    `location`: section, paragraph and sentence. `readings`: the literal reading, of a conjunction a
    reading for each part. `beside`: other readings, which inform and decide nothing. `relation`:
    the entries of `config/relations.yaml` that it is. `denies`: what an absence says there is not.
    `conflicts_with`: the ids of claims that say otherwise, each of which points back. `needs`: what
    would be needed to test it. `repeats`: the id of the claim that says the same at another place
    and lends all but place and words; statements that differ in a quantifier or in the clusters
    they speak of are no repeats.
    """

    claim_id: str
    location: str
    claim: str
    readings: tuple[Reading, ...] = ()
    needs: str = ""
    repeats: str = ""
    basis: Basis = "not_testable"
    tier: Tier = "detail"
    denies: Denial | None = None
    beside: tuple[Reading, ...] = ()
    relation: tuple[str, ...] = ()
    conflicts_with: tuple[str, ...] = ()


class Heard(NamedTuple):
    """What the evidence says to a claim.

    `holding`: whether each reading holds, by its meaning in plain words (`None`: it cannot be
    decided); `told`: a text for each, and after them one for each of those beside.
    """

    holding: Mapping[str, bool | None]
    told: tuple[Text, ...]


def heard(claim: Claim, evidence: Evidence) -> Heard:
    """What the evidence says to a claim; what would be needed, where it says nothing."""
    own = [_read(reading, evidence) for reading in claim.readings]
    meanings = [plain(reading.meaning) for reading in claim.readings]
    holding = {name: answer.holds for name, (answer, _) in zip(meanings, own, strict=True)}
    texts = [text for _, text in own]
    if claim.needs and all(held is None for held in holding.values()):
        texts.append(text_of(f"Needed: {claim.needs}"))
    texts += [text_of("The report also says: ", parts.Claim(one)) for one in claim.conflicts_with]
    beside = (text_of(BESIDE, _read(reading, evidence)[1]) for reading in claim.beside)
    return Heard(holding, (*texts, *beside))


def _read(reading: Reading, evidence: Evidence) -> tuple[Answer, Text]:
    """Whether a reading holds, and its evidence; with all that it rests on, if someone asks."""
    outcome, told, read = ask(reading, evidence)
    answer = Answer(outcome.holds)
    rest = From(read) if read and not told else ()
    text = text_of(reading.meaning, ": ", answer, " (", outcome.told, ")", rest)
    return answer, settled(text, told) if evidence.notes else text


def ask(reading: Reading, evidence: Evidence) -> Noted[Outcome]:
    """What the evidence says to a reading; asked once, however many claims share it."""
    return evidence.asked(reading.test, lambda: reading.test(evidence))


# Tests ---------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Comparison:
    """One quantity stands in this relation to another; undecided if either is missing."""

    left: Quantity
    operator: Operator
    right: Quantity

    def __call__(self, evidence: Evidence) -> Outcome:
        """What the evidence says, with both quantities."""
        first, second = self.left.value(evidence), self.right.value(evidence)
        left, right = self.left.told(evidence), self.right.told(evidence)
        if first is None or second is None:
            return Outcome(None, text_of(_bare(left), ", ", right))
        holds = OPERATORS[self.operator](first, second)
        sign = (SIGNS if holds else _OPPOSITE)[self.operator]
        return Outcome(holds, text_of(left, f" {sign} ", _bare(right)))


def _bare(told: Text) -> Text:
    """What is told without the blank that a number as such, without words, begins with."""
    return told[1:] if told[:1] == (" ",) else told


def _all_known(
    sides: Sequence[Sequence[Quantity]], decide: Callable[[list[list[Fraction]]], bool]
) -> Test:
    """A test of some quantities; undecided if one is missing."""
    if not all(sides):
        raise ValueError("a list of quantities is empty")

    def test(evidence: Evidence) -> Outcome:
        values = [[quantity.value(evidence) for quantity in side] for side in sides]
        known = [[value for value in side if value is not None] for side in values]
        told = (joined(", ", (quantity.told(evidence) for quantity in side)) for side in sides)
        return Outcome(decide(known) if known == values else None, joined(" against ", told))

    return test


def _falling(values: Iterable[Fraction], strictly: bool) -> bool:
    return all(a > b if strictly else a >= b for a, b in pairwise(values))


def ordered(*quantities: Quantity, strictly: bool = True) -> Test:
    """Each quantity is above the one after it (or equal, if not `strictly`)."""
    return _all_known([quantities], lambda known: _falling(known[0], strictly))


def all_above(upper: Iterable[Quantity], lower: Iterable[Quantity]) -> Test:
    """Each of some quantities is above each of others; undecided if one is missing."""
    return _all_known([tuple(upper), tuple(lower)], lambda known: min(known[0]) > max(known[1]))


def _of_clusters(
    rows: Callable[[Evidence], Iterable[Row]],
    condition: Condition,
    words: tuple[Words, Words],
    wanted: bool = True,
    without_figures: Words = "no cluster with a",
) -> Test:
    """All of some clusters meet a condition, or none does; the evidence names the exceptions.

    `words`: before the number of those that meet it, and after that of those asked.
    """
    before, after = words
    exceptions = "; not " if wanted else ": "

    def test(evidence: Evidence) -> Outcome:
        asked, read = evidence.reading(
            lambda: {row["cluster_id"]: condition.holds(row) for row in rows(evidence)}
        )
        known = {name: held for name, held in asked.items() if held is not None}
        if not known:
            return Outcome(None, text_of(without_figures, " figure for ", condition.words))
        odd = [name for name, held in known.items() if bool(held) is not wanted]
        count = sum(map(bool, known.values()))
        around = before, text_of(f" of {len(known)}", after)
        text = evidence.tell(around, str(count), Fraction(count), read)
        return Outcome(not odd, text_of(text, exceptions if odd else "", names_of(odd)))

    return test


def every(condition: Condition, group: Group = None, where: Condition = ANY) -> Test:
    """Every cluster meets the condition; the evidence names those that do not."""
    words = "", text_of(" with ", condition.words)
    return _of_clusters(lambda evidence: chosen(evidence, group, where), condition, words)


def none(condition: Condition, group: Group = None, where: Condition = ANY) -> Test:
    """No cluster meets the condition; the evidence names those that do."""
    words = "", text_of(" with ", condition.words)
    return _of_clusters(lambda evidence: chosen(evidence, group, where), condition, words, False)


def each_of(clusters: Iterable[Cluster], condition: Condition) -> Test:
    """Each of the clusters named meets the condition; the evidence names those that do not."""
    names = tuple(clusters)
    all_of_them = _of_clusters(
        lambda evidence: [row for name in names if (row := evidence.by_cluster.get(name))],
        condition,
        (text_of("with ", condition.words, ": "), ""),
        without_figures=text_of(names_of(names), ": no"),
    )
    if len(names) != 1:
        return all_of_them

    def the_one(evidence: Evidence) -> Outcome:
        outcome = evidence.silently(lambda: all_of_them(evidence))
        if outcome.holds is None:
            return outcome
        sign = ": " if outcome.holds else ": not "
        return Outcome(outcome.holds, text_of(Name(names[0]), sign, condition.words))

    return the_one


@a_test
def only(
    evidence: Evidence, clusters: Iterable[Cluster], condition: Condition, group: Group = None
) -> Outcome:
    """The clusters named meet the condition, and no others do."""
    found = sorted(row["cluster_id"] for row in chosen(evidence, group, condition))
    text = text_of("with ", condition.words, ": ", names_of(found) or "no cluster")
    return Outcome(found == sorted(clusters), text)


def higher(variable: Variable, where: Condition, group: Group = None) -> Test:
    """The mean is higher over the clusters that meet a condition than over those that do not."""
    return Comparison(mean(variable, group, where), ">", mean(variable, group, ~where))


def lower(variable: Variable, where: Condition, group: Group = None) -> Test:
    """The mean is lower over the clusters that meet a condition than over those that do not."""
    return Comparison(mean(variable, group, where), "<", mean(variable, group, ~where))


def most(condition: Condition, group: Group = None) -> Test:
    """More than half of the clusters meet the condition."""
    return Comparison(share(condition, group), ">", number("0.5"))


def few(condition: Condition, group: Group = None) -> Test:
    """Fewer than half of the clusters meet the condition, but some do."""
    part = share(condition, group)
    return _all_known([[part]], lambda known: 0 < known[0][0] < Fraction(1, 2))


@dataclass(frozen=True, eq=False)
class Association:
    """Two scores go together across clusters: the sign of Kendall's τ-b (`association`)."""

    x: Variable
    y: Variable
    group: Group
    where: Condition
    negative: bool
    absent: bool

    @property
    def comparison(self) -> Comparison:
        """That τ-b is above or below 0."""
        tau = strength(self.x, self.y, self.group, self.where)
        return Comparison(tau, "<" if self.negative else ">", number("0"))

    def __call__(self, evidence: Evidence) -> Outcome:
        """What the evidence says."""
        x, y = self.x, self.y
        pairs, read = evidence.reading(
            lambda: pairs_present(chosen(evidence, self.group, self.where), x, y)
        )
        tau = evidence.tau(pairs)
        place = text_of(Name(x), " with ", Name(y), f", {among(self.group)}, n = {len(pairs)}")
        if tau is None:
            return Outcome(None, text_of("a constant score: ", place))
        text = evidence.tell(("τ-b = ", text_of(", ", place)), signed(tau), tau, read)
        if self.absent:
            return Outcome(abs(tau) <= _NEGLIGIBLE, text)
        return Outcome(tau < 0 if self.negative else tau > 0, text)


def association(
    x: Variable,
    y: Variable,
    group: Group = None,
    where: Condition = ANY,
    *,
    negative: bool = False,
    absent: bool = False,
) -> Test:
    """Two scores go together across clusters: the sign of Kendall's τ-b.

    `negative`: where one is higher the other is lower. `absent`: τ-b is at most 0.1 from 0. Over a
    constant score nothing is estimable.
    """
    return Association(x, y, group, where, negative, absent)


_Step: TypeAlias = tuple[str, str, str, Fraction | None, tuple[Read, ...]]
"""A degree, its mean as shown, what stands after it, the mean itself, what it was read from."""


def _rising(start: Text, steps: Callable[[Evidence], Iterable[_Step]], strictly: bool) -> Test:
    """Means rise with the degree; with fewer than two there is nothing to compare."""

    def test(evidence: Evidence) -> Outcome:
        text, values = start, list[Fraction | None]()
        for label, number_shown, after, value, read in steps(evidence):
            words = text_of(text, f"{', ' if values else ''}{label} "), after
            text = evidence.tell(words, number_shown, value, read)
            values.append(value)
        known = [value for value in values if value is not None]
        return Outcome(_falling(known, strictly) if len(known) > 1 else None, text)

    return test


def rises_with_degree(upgrading: Variable, group: Group = None, *, strictly: bool = True) -> Test:
    """Mean upgrading rises with the degree of collective efficiency (recomputed).

    Degrees that no cluster has are passed over; with fewer than two there is nothing to compare.
    """

    def steps(evidence: Evidence) -> Iterator[_Step]:
        for degree, label in DEGREES.items():
            having = chosen(evidence, group, DEGREE_IS[degree])
            (value, count), read = evidence.reading(
                partial(numbers.mean, (row[upgrading] for row in having))
            )
            if value is not None:
                yield label, shown(value, 2), f" ({count})", value, read

    start = text_of("mean ", Name(upgrading), f" by degree, {among(group)}: ")
    return _rising(start, steps, strictly)


def printed_rises_with_degree(
    upgrading: ColumnName, exhibit: Exhibit, *, strictly: bool = True
) -> Test:
    """The same for the means that a table prints (Tables 6, 10 and 14)."""

    def steps(evidence: Evidence) -> Iterator[_Step]:
        for degree, label in DEGREES.items():
            text = evidence.printed(exhibit, degree, upgrading)
            yield label, text, "", printed.number(text), ((exhibit, degree, upgrading),)

    start = text_of(parts.Exhibit(exhibit), " prints ", Name(upgrading), " ")
    return _rising(start, steps, strictly)


# Tests of other tests ------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Combined:
    """A test decided by what others say, its evidence that of all of them."""

    tests: tuple[Test, ...]
    joint: str
    decide: Callable[[list[bool | None]], bool | None]

    def __call__(self, evidence: Evidence) -> Outcome:
        """What the evidence says to all of them."""
        outcomes = [one(evidence) for one in self.tests]
        holds = self.decide([outcome.holds for outcome in outcomes])
        return Outcome(holds, joined(self.joint, (outcome.told for outcome in outcomes)))


def _combined(
    tests: Iterable[Test], joint: str, decide: Callable[[list[bool | None]], bool | None]
) -> Test:
    return Combined(tuple(tests), joint, decide)


def negated(test: Test) -> Test:
    """The opposite of a test: holds where it fails, undecided where it is."""
    return _combined([test], "", lambda held: opposite(held[0]))


def all_(*tests: Test) -> Test:
    """Every test holds; undecided where one is and no other fails."""
    return _combined(tests, "; ", all_of)


def jointly(*tests: Test) -> Test:
    """The same as `all`, told with commas between."""
    return _combined(tests, ", ", all_of)


@a_test
def all_decided(evidence: Evidence, *tests: Test) -> Outcome:
    """Every test that can be decided holds; told are these alone, those that fail last."""
    outcomes = [outcome for one in tests if (outcome := one(evidence)).holds is not None]
    outcomes.sort(key=lambda outcome: not outcome.holds)
    holds = all(outcome.holds for outcome in outcomes) if outcomes else None
    return Outcome(holds, joined("; ", (outcome.told for outcome in outcomes)))


def any_(*tests: Test) -> Test:
    """Some test holds; undecided where one is and no other holds."""
    return _combined(tests, "; ", any_of)


def alone(place: Number, *tests: Test) -> Test:
    """The test at this place holds and, as far as can be told, no other; undecided where it is."""
    own = int(place) - 1
    if not 0 <= own < len(tests):
        raise ValueError(f"there is no test {place} of {len(tests)}")

    def decide(held: list[bool | None]) -> bool | None:
        others = held[:own] + held[own + 1 :]
        return None if held[own] is None else held[own] and True not in others

    return _combined(tests, "; ", decide)


def decided(yes: Test, no: Test) -> Test:
    """Holds where the first test does, fails where the second does, is undecided else."""
    return _combined((yes, no), "; ", lambda held: True if held[0] else False if held[1] else None)


def refutable(test: Test) -> Test:
    """A test that can refute a claim but not support it: undecided where it holds."""
    return _combined([test], "", lambda held: False if held[0] is False else None)


def most_hold(*tests: Test) -> Test:
    """More than half of the tests that can be decided hold."""
    return _combined(tests, "; ", lambda held: 2 * held.count(True) > len(held) - held.count(None))


def number_holding(*tests: Test) -> Quantity:
    """How many of the tests hold."""

    def value(evidence: Evidence) -> Fraction:
        outcomes = evidence.silently(lambda: [test(evidence) for test in tests])
        return Fraction([outcome.holds for outcome in outcomes].count(True))

    return Quantity("tests that hold:", value)


def given(quantity: Quantity, test: Test) -> Quantity:
    """A quantity where a test holds; missing where it does not."""

    def value(evidence: Evidence) -> Fraction | None:
        holds = evidence.silently(lambda: test(evidence)).holds
        return quantity.value(evidence) if holds else None

    return replace(quantity, value=value)


@dataclass(frozen=True, eq=False)
class Told:
    """A test with its evidence in other words."""

    text: str | Wording
    test: Test

    def __call__(self, evidence: Evidence) -> Outcome:
        """What the evidence says, in these words."""
        holds = evidence.silently(lambda: self.test(evidence)).holds
        return Outcome(holds, () if evidence.wordless else worded(self.text, evidence))


def told(text: str | Wording, test: Test) -> Test:
    """The same test with its evidence in other words."""
    return Told(text, test)


@a_test
def agree(
    evidence: Evidence,
    what: str,
    tests: Iterable[Test],
    introduced: str = "",
    separator: str = ", ",
) -> Outcome:
    """Every test that can be decided holds: `3 of 4 … agree`, and the evidence of those that fail.

    `introduced`: what stands before that evidence.
    """
    outcomes = [outcome for part in tests if (outcome := part(evidence)).holds is not None]
    wrong = [outcome.told for outcome in outcomes if not outcome.holds]
    text = text_of(f"{len(outcomes) - len(wrong)} of {len(outcomes)} ", said(what))
    if wrong:
        text = text_of(text, "; ", said(introduced), joined(separator, wrong))
    return Outcome(not wrong if outcomes else None, text)


def only_these(
    expected: Iterable[Anything], among: Iterable[Anything], tests: Iterable[Test], text: str
) -> Test:
    """Of several things, with a test for each, these hold and no others; told are those that do."""
    names, several, wanted = list(map(said, among)), tuple(tests), set(map(said, expected))
    if len(names) != len(several):
        raise ValueError(f"{len(names)} names are given for {len(several)} tests")

    def test(evidence: Evidence) -> Outcome:
        held = evidence.silently(lambda: [one(evidence).holds for one in several])
        found = [name for name, holds in zip(names, held, strict=True) if holds]
        those = joined(", ", found) if found else "no cluster"
        return Outcome(set(found) == wanted, text_of(said(text), " ", those))

    return test
