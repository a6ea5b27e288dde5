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
from typing import Concatenate, Final, Literal, ParamSpec, TypeAlias

from upgrading import numbers, printed
from upgrading.claims.conditions import (
    ANY,
    DEGREE_IS,
    OPERATORS,
    SIGNS,
    Condition,
    Operator,
    all_of,
    among,
    any_of,
    chosen,
    opposite,
    pairs_present,
)
from upgrading.claims.kinds import Anything, Cluster, ColumnName, Exhibit, Group, Number, Variable
from upgrading.claims.quantities import (
    Quantity,
    Wording,
    mean,
    number,
    share,
    signed,
    tau_of,
    text_of,
)
from upgrading.evidence import Evidence, Read, Row
from upgrading.inference.in_words import interval_and_p
from upgrading.numbers import shown
from upgrading.vocabulary import DEGREES

Verdict = Literal["supported", "contradicted", "mixed", "not_testable"]

_NEGLIGIBLE: Final = 0.1
"""A τ-b so near to 0 is none."""

_OPPOSITE: Final[Mapping[Operator, str]] = {">": "≤", ">=": "<", "<": "≥", "<=": ">", "==": "≠"}


@dataclass(frozen=True)
class Outcome:
    """Whether a reading holds (`None`: the data cannot decide), and the numbers that say so."""

    holds: bool | None
    evidence: str


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

    meaning: str
    test: Test


@dataclass(frozen=True)
class Claim:
    """A statement of the report, in this project's words, with its place and its readings.

    A claim without readings, or whose readings the data cannot decide, is `not_testable`; `needs`
    then says what would be needed. `repeats`: the id of the claim that says the same at another
    place and lends its readings; statements that differ in a quantifier or in the clusters they
    speak of are no repeats.
    """

    claim_id: str
    location: str
    claim: str
    readings: tuple[Reading, ...] = ()
    needs: str = ""
    repeats: str = ""


def judge(claim: Claim, evidence: Evidence) -> tuple[Verdict, str]:
    """Verdict on a claim and its evidence.

    `supported` if every reading that can be decided holds, `contradicted` if none does, `mixed` if
    they part, `not_testable` if none can be decided.
    """
    if not claim.readings:
        return "not_testable", f"Needed: {claim.needs}"
    outcomes = [reading.test(evidence) for reading in claim.readings]
    text = "; ".join(
        f"{reading.meaning}: {_word(outcome.holds)} ({outcome.evidence})"
        for reading, outcome in zip(claim.readings, outcomes, strict=True)
    )
    decided = {outcome.holds for outcome in outcomes if outcome.holds is not None}
    if not decided:
        needed = f". Needed: {claim.needs}" if claim.needs else ""
        return "not_testable", text + needed
    if len(decided) == 2:
        return "mixed", text
    return ("supported" if decided == {True} else "contradicted"), text


def _word(holds: bool | None) -> str:
    return "not estimable" if holds is None else "yes" if holds else "no"


# Tests ---------------------------------------------------------------------------------------


@a_test
def compare(evidence: Evidence, left: Quantity, operator: Operator, right: Quantity) -> Outcome:
    """One quantity stands in this relation to another; undecided if either is missing."""
    first, second = left.value(evidence), right.value(evidence)
    if first is None or second is None:
        return Outcome(None, f"{left.shown(evidence)}, {right.shown(evidence)}".strip())
    holds = OPERATORS[operator](first, second)
    sign = (SIGNS if holds else _OPPOSITE)[operator]
    return Outcome(holds, f"{left.shown(evidence)} {sign} {right.shown(evidence).strip()}")


def _all_known(
    sides: Sequence[Sequence[Quantity]], decide: Callable[[list[list[Fraction]]], bool]
) -> Test:
    """A test of some quantities; undecided if one is missing."""
    if not all(sides):
        raise ValueError("a list of quantities is empty")

    def test(evidence: Evidence) -> Outcome:
        values = [[quantity.value(evidence) for quantity in side] for side in sides]
        known = [[value for value in side if value is not None] for side in values]
        told = (", ".join(quantity.shown(evidence) for quantity in side) for side in sides)
        return Outcome(decide(known) if known == values else None, " against ".join(told))

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
    words: tuple[str, str],
    wanted: bool = True,
    without_figures: str = "no cluster with a",
) -> Test:
    """All of some clusters meet a condition, or none does; the evidence names the exceptions."""
    before, after = words
    exceptions = "; not" if wanted else ":"

    def test(evidence: Evidence) -> Outcome:
        asked, read = evidence.reading(
            lambda: {row["cluster_id"]: condition.holds(row) for row in rows(evidence)}
        )
        known = {name: held for name, held in asked.items() if held is not None}
        if not known:
            return Outcome(None, f"{without_figures} figure for {condition.text}")
        odd = [name for name, held in known.items() if bool(held) is not wanted]
        count = sum(map(bool, known.values()))
        around = before, after.format(len(known))
        text = evidence.tell(around, str(count), Fraction(count), read)
        return Outcome(not odd, text + (f"{exceptions} {', '.join(odd)}" if odd else ""))

    return test


def every(condition: Condition, group: Group = None, where: Condition = ANY) -> Test:
    """Every cluster meets the condition; the evidence names those that do not."""
    words = "", f" of {{}} with {condition.text}"
    return _of_clusters(lambda evidence: chosen(evidence, group, where), condition, words)


def none(condition: Condition, group: Group = None, where: Condition = ANY) -> Test:
    """No cluster meets the condition; the evidence names those that do."""
    words = "", f" of {{}} with {condition.text}"
    return _of_clusters(lambda evidence: chosen(evidence, group, where), condition, words, False)


def each_of(clusters: Iterable[Cluster], condition: Condition) -> Test:
    """Each of the clusters named meets the condition; the evidence names those that do not."""
    names = tuple(clusters)
    all_of_them = _of_clusters(
        lambda evidence: [evidence.by_cluster[name] for name in names],
        condition,
        (f"with {condition.text}: ", " of {}"),
        without_figures=f"{', '.join(names)}: no",
    )
    if len(names) != 1:
        return all_of_them

    def the_one(evidence: Evidence) -> Outcome:
        outcome = evidence.silently(lambda: all_of_them(evidence))
        if outcome.holds is None:
            return outcome
        text = f"{names[0]}: {'not ' * (not outcome.holds)}{condition.text}"
        return Outcome(outcome.holds, text)

    return the_one


@a_test
def only(
    evidence: Evidence, clusters: Iterable[Cluster], condition: Condition, group: Group = None
) -> Outcome:
    """The clusters named meet the condition, and no others do."""
    found = sorted(row["cluster_id"] for row in chosen(evidence, group, condition))
    text = f"with {condition.text}: {', '.join(found) or 'no cluster'}"
    return Outcome(found == sorted(clusters), text)


def higher(variable: Variable, where: Condition, group: Group = None) -> Test:
    """The mean is higher over the clusters that meet a condition than over those that do not."""
    return compare(mean(variable, group, where), ">", mean(variable, group, ~where))


def lower(variable: Variable, where: Condition, group: Group = None) -> Test:
    """The mean is lower over the clusters that meet a condition than over those that do not."""
    return compare(mean(variable, group, where), "<", mean(variable, group, ~where))


def most(condition: Condition, group: Group = None) -> Test:
    """More than half of the clusters meet the condition."""
    return compare(share(condition, group), ">", number("0.5"))


def few(condition: Condition, group: Group = None) -> Test:
    """Fewer than half of the clusters meet the condition, but some do."""
    part = share(condition, group)
    return _all_known([[part]], lambda known: 0 < known[0][0] < Fraction(1, 2))


@a_test
def association(
    evidence: Evidence,
    x: Variable,
    y: Variable,
    group: Group = None,
    where: Condition = ANY,
    *,
    negative: bool = False,
    absent: bool = False,
) -> Outcome:
    """Two scores go together across clusters: the sign of Kendall's τ-b.

    `negative`: where one is higher the other is lower. `absent`: τ-b is at most 0.1 from 0. Over a
    constant score nothing is estimable. The evidence also tells interval and permutation p where
    the relation was tested.
    """
    pairs, read = evidence.reading(lambda: pairs_present(chosen(evidence, group, where), x, y))
    tau = tau_of(pairs)
    place = f"{x} with {y}, {among(group)}, n = {len(pairs)}"
    if tau is None:
        return Outcome(None, f"a constant score: {place}")
    text = evidence.tell(("τ-b = ", f", {place}"), signed(tau), tau, read)
    if where is ANY:
        text += interval_and_p(evidence.tested, x, y, group, float(tau), len(pairs))
    holds = abs(tau) <= _NEGLIGIBLE if absent else tau < 0 if negative else tau > 0
    return Outcome(holds, text)


_Step: TypeAlias = tuple[str, str, str, Fraction | None, tuple[Read, ...]]
"""A degree, its mean as shown, what stands after it, the mean itself, what it was read from."""


def _rising(start: str, steps: Callable[[Evidence], Iterable[_Step]], strictly: bool) -> Test:
    """Means rise with the degree; with fewer than two there is nothing to compare."""

    def test(evidence: Evidence) -> Outcome:
        text, values = start, list[Fraction | None]()
        for label, number_shown, after, value, read in steps(evidence):
            words = f"{text}{', ' if values else ''}{label} ", after
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

    return _rising(f"mean {upgrading} by degree, {among(group)}: ", steps, strictly)


def printed_rises_with_degree(
    upgrading: ColumnName, exhibit: Exhibit, *, strictly: bool = True
) -> Test:
    """The same for the means that a table prints (Tables 6, 10 and 14)."""

    def steps(evidence: Evidence) -> Iterator[_Step]:
        for degree, label in DEGREES.items():
            text = evidence.printed(exhibit, degree, upgrading)
            yield label, text, "", printed.number(text), ((exhibit, degree, upgrading),)

    return _rising(f"{exhibit} prints {upgrading} ", steps, strictly)


# Tests of other tests ------------------------------------------------------------------------


def _combined(
    tests: Iterable[Test], joint: str, decide: Callable[[list[bool | None]], bool | None]
) -> Test:
    """A test decided by what others say, its evidence that of all of them."""
    parts = tuple(tests)

    def test(evidence: Evidence) -> Outcome:
        outcomes = [part(evidence) for part in parts]
        holds = decide([outcome.holds for outcome in outcomes])
        return Outcome(holds, joint.join(outcome.evidence for outcome in outcomes))

    return test


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
    return Outcome(holds, "; ".join(outcome.evidence for outcome in outcomes))


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


@a_test
def told(evidence: Evidence, text: str | Wording, test: Test) -> Outcome:
    """The same test with its evidence in other words."""
    holds = evidence.silently(lambda: test(evidence)).holds
    return Outcome(holds, "" if evidence.wordless else text_of(text, evidence))


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
    wrong = [outcome.evidence for outcome in outcomes if not outcome.holds]
    text = f"{len(outcomes) - len(wrong)} of {len(outcomes)} {what}"
    text += f"; {introduced}{separator.join(wrong)}" if wrong else ""
    return Outcome(not wrong if outcomes else None, text)


def only_these(
    expected: Iterable[Anything], among: Iterable[Anything], tests: Iterable[Test], text: str
) -> Test:
    """Of several things, with a test for each, these hold and no others; told are those that do."""
    names, parts, wanted = list(map(str, among)), tuple(tests), set(map(str, expected))
    if len(names) != len(parts):
        raise ValueError(f"{len(names)} names stand against {len(parts)} tests")

    def test(evidence: Evidence) -> Outcome:
        held = evidence.silently(lambda: [part(evidence).holds for part in parts])
        found = [name for name, holds in zip(names, held, strict=True) if holds]
        return Outcome(set(found) == wanted, f"{text} {', '.join(found) or 'no cluster'}")

    return test
