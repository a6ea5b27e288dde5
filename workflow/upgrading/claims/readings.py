"""The language in which claims of the report are put to the test.

A claim has one or more readings; each is a test written as code that the data pass, fail, or cannot
decide. Quantities and conditions describe themselves, so that the evidence of a reading is built
from the same numbers that decide it. Nothing here knows what the outcome should be. Conditions and
sets of clusters are in the module `evidence`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any, Final, Literal, TypeAlias

from scipy.stats import kruskal

from upgrading import printed
from upgrading.claims.association_evidence import interval_and_p
from upgrading.claims.evidence import (
    ANY,
    DEGREE_IS,
    OPERATORS,
    SIGNS,
    Condition,
    Evidence,
    Group,
    Operator,
    among,
    chosen,
    other_groups,
    pairs_present,
    present,
    share_held,
)
from upgrading.claims.followed import Read
from upgrading.claims.trade_readings import OneSource, changes, over_sources
from upgrading.claims.written import settled
from upgrading.numbers import mean, shown
from upgrading.parts import (
    SIGN,
    Answer,
    Cell,
    Exhibit,
    From,
    Name,
    Passage,
    Text,
    Words,
    joined,
    plain,
    text_of,
)
from upgrading.vocabulary import DEGREES

Verdict = Literal["supported", "contradicted", "mixed", "not_testable"]

_OPPOSITE: Final[Mapping[Operator, str]] = {">": "≤", ">=": "<", "<": "≥", "<=": ">", "==": "≠"}


@dataclass(frozen=True)
class Outcome:
    """Whether a reading holds (`None`: the data cannot decide), and the numbers that say so.

    `decided_by`: what decides it where that is more than the numbers say (`SIGN`).
    """

    holds: bool | None
    told: Words
    decided_by: str = ""

    @property
    def evidence(self) -> str:
        """The numbers in plain words."""
        return plain(self.told)


Test: TypeAlias = Callable[[Evidence], Outcome]


@dataclass(frozen=True)
class Reading:
    """One way to understand a claim, in words and as a test."""

    meaning: str
    test: Test


@dataclass(frozen=True)
class Claim:
    """A statement of the report, in this project's words, with its place and its readings.

    A claim without readings, or whose readings the data cannot decide, is `not_testable`; `needs`
    then says what would be needed.
    """

    claim_id: str
    location: str
    claim: str
    readings: tuple[Reading, ...] = ()
    needs: str = ""


def judge(claim: Claim, evidence: Evidence) -> tuple[Verdict, Passage]:
    """Verdict on a claim and its evidence, a text for each reading.

    `supported` if every reading that can be decided holds, `contradicted` if none does, `mixed` if
    they part, `not_testable` if none can be decided.
    """
    if not claim.readings:
        return "not_testable", Passage((text_of(f"Needed: {claim.needs}"),))
    found = [_read(reading, evidence) for reading in claim.readings]
    decided = {answer.holds for answer, _ in found if answer.holds is not None}
    texts = [text for _, text in found]
    if not decided and claim.needs:
        texts[-1] = text_of(texts[-1], f". Needed: {claim.needs}")
    told = Passage(tuple(texts))
    if not decided:
        return "not_testable", told
    if len(decided) == 2:
        return "mixed", told
    return ("supported" if decided == {True} else "contradicted"), told


def _read(reading: Reading, evidence: Evidence) -> tuple[Answer, Text]:
    """Whether a reading holds, and its evidence; with all that it rests on, if someone asks."""
    outcome, numbers, read = evidence.asked(reading.test)
    answer = Answer(outcome.holds, outcome.decided_by)
    rest = From(read) if read and not numbers else ()
    told = text_of(f"{reading.meaning}: ", answer, " (", outcome.told, ")", rest)
    return answer, settled(told, numbers) if evidence.notes else told


def of_trade(products: Sequence[str], exporter: str, test: OneSource) -> Test:
    """A test on trade statistics, asked of every source that has the products."""

    def asked(evidence: Evidence) -> Outcome:
        trade = evidence.trade
        if notes := evidence.notes:
            for source in trade.sources(products, exporter):
                for row in (trade.row(source, product, exporter) for product in products):
                    for number in changes(row):
                        notes.tell(number)
        return Outcome(*over_sources(trade, products, exporter, test))

    return asked


# Statistics ----------------------------------------------------------------------------------


def _ranks(values: Iterable[Fraction]) -> list[int]:
    listed = list(values)
    places = {value: place for place, value in enumerate(sorted(set(listed)))}
    return [places[value] for value in listed]


def kendall_tau_b(x: Iterable[Fraction], y: Iterable[Fraction]) -> float | None:
    """Kendall's rank correlation with ties; `None` if either is constant."""
    points = list(zip(_ranks(x), _ranks(y), strict=True))
    concordant = discordant = tied_x = tied_y = pairs = 0
    for index, (a, b) in enumerate(points):
        for c, d in points[:index]:
            pairs += 1
            product = (a - c) * (b - d)
            concordant += product > 0
            discordant += product < 0
            tied_x += a == c
            tied_y += b == d
    scale = (pairs - tied_x) * (pairs - tied_y)
    return (concordant - discordant) / float(scale) ** 0.5 if scale else None


def _tau(pairs: Iterable[tuple[Fraction, Fraction]]) -> float | None:
    listed = list(pairs)
    return kendall_tau_b([x for x, _ in listed], [y for _, y in listed])


def kruskal_wallis(samples: Sequence[Sequence[float]]) -> tuple[float, float] | None:
    """Kruskal and Wallis's H and its p value.

    `None` if there are fewer than two samples (none of them empty) or all values are the same.
    """
    if len(samples) < 2 or len({value for sample in samples for value in sample}) < 2:
        return None
    statistic, p = kruskal(*samples)
    return float(statistic), float(p)


# Quantities ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Quantity:
    """A number to be had from the evidence (`None` if not), and what it is."""

    words: Words
    value: Callable[[Evidence], Fraction | None]
    decimals: int = 2

    @property
    def text(self) -> str:
        """What it is, in plain words."""
        return plain(self.words)

    def told(self, evidence: Evidence) -> Text:
        """What it is and how much."""
        value, read = evidence.reading(lambda: self.value(evidence))
        text = shown(value, self.decimals, trim=True)
        return evidence.tell((text_of(self.words, " "), ""), text, value, read)

    def shown(self, evidence: Evidence) -> str:
        """The same in plain words."""
        return plain(self.told(evidence))


def number(value: float | str) -> Quantity:
    """A number as such."""
    return Quantity("", lambda _: Fraction(str(value)))


def stated(value: float | str, place: str) -> Quantity:
    """A number that the prose of the report gives, and where."""
    return Quantity(f"{place}:", lambda _: Fraction(str(value)))


def average(variable: str, group: Group = None, where: Condition = ANY) -> Quantity:
    """Mean of a score or index over clusters, missing ones left out."""

    def value(evidence: Evidence) -> Fraction | None:
        return mean(row[variable] for row in chosen(evidence, group, where))[0]

    suffix = text_of() if where is ANY else text_of(" where ", where.words)
    return Quantity(text_of("mean ", Name(variable), f", {among(group)}", suffix, ":"), value)


def number_of(condition: Condition, group: Group = None) -> Quantity:
    """How many clusters meet a condition."""

    def value(evidence: Evidence) -> Fraction:
        return Fraction(len(chosen(evidence, group, condition)))

    return Quantity(text_of("clusters with ", condition.words, f", {among(group)}:"), value)


def share_of(condition: Condition, group: Group = None) -> Quantity:
    """Share of the clusters that meet a condition, among those for which it can be decided."""

    return Quantity(
        text_of("share with ", condition.words, f", {among(group)}:"),
        lambda evidence: share_held(chosen(evidence, group), condition),
    )


def share_within(condition: Condition, where: Condition, group: Group = None) -> Quantity:
    """The same among the clusters that meet another condition."""
    return Quantity(
        text_of("share with ", condition.words, " among clusters with ", where.words, ":"),
        lambda evidence: share_held(chosen(evidence, group, where), condition),
    )


def score_of(cluster: str, variable: str) -> Quantity:
    """A score or index of one cluster."""
    return Quantity(
        text_of(Name(variable), " of ", Name(cluster), ":"),
        lambda evidence: evidence.by_cluster[cluster][variable],
    )


def _besides(
    evidence: Evidence, variable: str, group: Group, apart: Sequence[str]
) -> list[Fraction]:
    rows = chosen(evidence, group)
    if absent := set(apart) - {row["cluster_id"] for row in rows}:
        raise ValueError(f"not in {among(group)}: {absent}")
    return present((row for row in rows if row["cluster_id"] not in apart), variable)


def lowest_besides(variable: str, group: Group, *apart: str) -> Quantity:
    """The lowest score in a group, some of its clusters left out."""
    return Quantity(
        text_of("lowest ", Name(variable), " of the others in the group:"),
        lambda evidence: min(_besides(evidence, variable, group, apart), default=None),
    )


def highest_besides(variable: str, group: Group, *apart: str) -> Quantity:
    """The highest score in a group, some of its clusters left out."""
    return Quantity(
        text_of("highest ", Name(variable), " of the others in the group:"),
        lambda evidence: max(_besides(evidence, variable, group, apart), default=None),
    )


def printed_in(exhibit: str, row: str, column: str) -> Quantity:
    """A figure as a table prints it."""
    return Quantity(
        text_of("printed in ", Cell(exhibit, row, column), ":"),
        lambda evidence: printed.score(evidence.cells[exhibit, row, column]),
    )


def figure_of(profile: str, column: str) -> Quantity:
    """A figure of Table 2: firms, production, exports or jobs of a field-study cluster."""
    return Quantity(
        text_of(Name(column), " of ", Name(profile), " (Table 2):"),
        lambda evidence: evidence.by_profile[profile][column],
    )


def stage_figure(stage: str, column: str) -> Quantity:
    """A figure of Table 20: years, tonnes or prices of a stage of the salmon cluster."""
    return Quantity(
        text_of(Name(column), " of ", Name(stage), " (Table 20):"),
        lambda evidence: evidence.by_stage[stage][column],
    )


def ratio(
    numerator: Quantity, denominator: Quantity, text: Words = "", decimals: int = 2
) -> Quantity:
    """One quantity divided by another; without a text, in the words of the two."""

    def value(evidence: Evidence) -> Fraction | None:
        above, below = numerator.value(evidence), denominator.value(evidence)
        return above / below if above is not None and below else None

    both = text_of("(", numerator.words, " / ", denominator.words, ")")
    return Quantity(text or both, value, decimals)


def difference(left: Quantity, right: Quantity, text: Words) -> Quantity:
    """One quantity less another."""

    def value(evidence: Evidence) -> Fraction | None:
        first, second = left.value(evidence), right.value(evidence)
        return None if first is None or second is None else first - second

    return Quantity(text, value)


def total_of(quantities: Iterable[Quantity], text: Words) -> Quantity:
    """Sum of quantities; missing if one of them is."""
    parts = tuple(quantities)

    def value(evidence: Evidence) -> Fraction | None:
        values = [part.value(evidence) for part in parts]
        known = [item for item in values if item is not None]
        return sum(known, Fraction(0)) if len(known) == len(values) else None

    return Quantity(text, value)


def strength(x: str, y: str, group: Group = None, where: Condition = ANY) -> Quantity:
    """Kendall's τ-b of two scores across clusters."""

    def value(evidence: Evidence) -> Fraction | None:
        tau = _tau(pairs_present(chosen(evidence, group, where), x, y))
        return None if tau is None else Fraction(tau)

    place = text_of() if where is ANY else text_of(" where ", where.words)
    return Quantity(text_of("τ-b of ", Name(x), " with ", Name(y), place, ":"), value)


# Tests ---------------------------------------------------------------------------------------


def _bare(told: Text) -> Text:
    """What is told without the blank that a number as such, without words, begins with."""
    return told[1:] if told[0] == " " else told


def compare(left: Quantity, operator: Operator, right: Quantity) -> Test:
    """One quantity stands in this relation to another; undecided if either is missing."""

    def test(evidence: Evidence) -> Outcome:
        first, second = left.value(evidence), right.value(evidence)
        if first is None or second is None:
            return Outcome(None, text_of(_bare(left.told(evidence)), ", ", right.told(evidence)))
        holds = OPERATORS[operator](first, second)
        sign = (SIGNS if holds else _OPPOSITE)[operator]
        text = text_of(left.told(evidence), f" {sign} ", _bare(right.told(evidence)))
        return Outcome(holds, text)

    return test


def higher_where(variable: str, condition: Condition, group: Group = None) -> Test:
    """The mean is higher over the clusters that meet a condition than over those that do not."""
    return compare(average(variable, group, condition), ">", average(variable, group, ~condition))


def lower_where(variable: str, condition: Condition, group: Group = None) -> Test:
    """The mean is lower over the clusters that meet a condition than over those that do not."""
    return compare(average(variable, group, condition), "<", average(variable, group, ~condition))


def against_group(cluster: str, variable: str, operator: Operator, group: Group) -> Test:
    """A score of a cluster stands in this relation to the mean of a group."""
    return compare(score_of(cluster, variable), operator, average(variable, group))


def _falling(values: Iterable[Fraction], strictly: bool) -> bool:
    return all(a > b if strictly else a >= b for a, b in pairwise(values))


def ordered(*quantities: Quantity, strictly: bool = True) -> Test:
    """Each quantity is above the one after it (or equal, if not `strictly`)."""

    def test(evidence: Evidence) -> Outcome:
        values = [quantity.value(evidence) for quantity in quantities]
        text = joined(", ", (quantity.told(evidence) for quantity in quantities))
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return Outcome(None, text)
        return Outcome(_falling(known, strictly), text)

    return test


def all_above(upper: Iterable[Quantity], lower: Iterable[Quantity]) -> Test:
    """Each of some quantities is above each of others; undecided if one is missing."""
    above, below = tuple(upper), tuple(lower)

    def test(evidence: Evidence) -> Outcome:
        high = [quantity.value(evidence) for quantity in above]
        low = [quantity.value(evidence) for quantity in below]
        first, second = (
            joined(", ", (quantity.told(evidence) for quantity in side)) for side in (above, below)
        )
        text = text_of(first, " against ", second)
        known_high = [value for value in high if value is not None]
        known_low = [value for value in low if value is not None]
        if len(known_high) < len(high) or len(known_low) < len(low):
            return Outcome(None, text)
        return Outcome(min(known_high) > max(known_low), text)

    return test


def _held(
    evidence: Evidence, condition: Condition, group: Group, where: Condition
) -> tuple[dict[str, bool | None], tuple[Read, ...]]:
    """Which of the chosen clusters meet a condition, and what was read to know."""
    return evidence.reading(
        lambda: {
            str(row["cluster_id"]): condition.holds(row) for row in chosen(evidence, group, where)
        }
    )


def _counted(
    evidence: Evidence, words: tuple[Words, Words], count: int, read: tuple[Read, ...]
) -> Text:
    return evidence.tell(words, str(count), Fraction(count), read)


def _named(clusters: Iterable[str], before: str = "") -> Text:
    """The clusters by name, after some words; nothing if there are none."""
    names = joined(", ", map(Name, clusters))
    return text_of(before, names) if names else ()


def every(condition: Condition, group: Group = None, where: Condition = ANY) -> Test:
    """Every cluster meets the condition; the evidence names those that do not."""

    def test(evidence: Evidence) -> Outcome:
        held, read = _held(evidence, condition, group, where)
        known = {name: result for name, result in held.items() if result is not None}
        if not known:
            return Outcome(None, text_of("no cluster with a figure for ", condition.words))
        failing = [name for name, result in known.items() if not result]
        words = "", text_of(f" of {len(known)} with ", condition.words)
        text = _counted(evidence, words, len(known) - len(failing), read)
        return Outcome(not failing, text_of(text, _named(failing, "; not ")))

    return test


def none(condition: Condition, group: Group = None, where: Condition = ANY) -> Test:
    """No cluster meets the condition; the evidence names those that do."""

    def test(evidence: Evidence) -> Outcome:
        held, read = _held(evidence, condition, group, where)
        known = [result for result in held.values() if result is not None]
        if not known:
            return Outcome(None, text_of("no cluster with a figure for ", condition.words))
        found = [name for name, result in held.items() if result]
        words = "", text_of(f" of {len(known)} with ", condition.words)
        text = _counted(evidence, words, len(found), read)
        return Outcome(not found, text_of(text, _named(found, ": ")))

    return test


def _those_with(condition: Condition, clusters: Iterable[str]) -> Text:
    return text_of("with ", condition.words, ": ", _named(clusters) or "no cluster")


def only(clusters: Iterable[str], condition: Condition, group: Group = None) -> Test:
    """The clusters named meet the condition, and no others do."""
    expected = sorted(clusters)

    def test(evidence: Evidence) -> Outcome:
        found = sorted(row["cluster_id"] for row in chosen(evidence, group, condition))
        return Outcome(found == expected, _those_with(condition, found))

    return test


def each_of(clusters: Iterable[str], condition: Condition) -> Test:
    """Each of the clusters named meets the condition; the evidence names those that do not."""
    names = tuple(clusters)

    def test(evidence: Evidence) -> Outcome:
        held, read = evidence.reading(
            lambda: {name: condition.holds(evidence.by_cluster[name]) for name in names}
        )
        known = {name: result for name, result in held.items() if result is not None}
        if not known:
            return Outcome(None, text_of(_named(names), ": no figure for ", condition.words))
        failing = [name for name, result in known.items() if not result]
        if len(names) == 1:
            text = text_of(Name(names[0]), f": {'not ' * bool(failing)}", condition.words)
            return Outcome(not failing, text)
        words = text_of("with ", condition.words, ": "), f" of {len(known)}"
        text = _counted(evidence, words, len(known) - len(failing), read)
        return Outcome(not failing, text_of(text, _named(failing, "; not ")))

    return test


def only_among(clusters: Iterable[str], expected: Iterable[str], condition: Condition) -> Test:
    """Of the clusters named, those expected meet the condition and no others do."""
    names, wanted = tuple(clusters), set(expected)

    def test(evidence: Evidence) -> Outcome:
        found = [name for name in names if condition.holds(evidence.by_cluster[name])]
        return Outcome(set(found) == wanted, _those_with(condition, found))

    return test


def most(condition: Condition, group: Group = None) -> Test:
    """More than half of the clusters meet the condition."""
    return compare(share_of(condition, group), ">", number("0.5"))


def few(condition: Condition, group: Group = None) -> Test:
    """Fewer than half of the clusters meet the condition, but some do."""

    def test(evidence: Evidence) -> Outcome:
        share = share_of(condition, group)
        value = share.value(evidence)
        holds = None if value is None else 0 < value < Fraction(1, 2)
        return Outcome(holds, share.told(evidence))

    return test


def association(
    x: str,
    y: str,
    sign: Literal["positive", "negative", "none"] = "positive",
    group: Group = None,
    where: Condition = ANY,
    negligible: float = 0.1,
) -> Test:
    """Two scores go together across clusters: the sign of Kendall's τ-b.

    `none` holds where |τ-b| is at most `negligible`. Over a constant score nothing is estimable.
    The evidence also tells interval and permutation p where the relation was tested.
    """

    def test(evidence: Evidence) -> Outcome:
        pairs, read = evidence.reading(lambda: pairs_present(chosen(evidence, group, where), x, y))
        tau = _tau(pairs)
        place = text_of(Name(x), " with ", Name(y), f", {among(group)}, n = {len(pairs)}")
        if tau is None:
            return Outcome(None, text_of("a constant score: ", place))
        holds = {
            "positive": tau > 0,
            "negative": tau < 0,
            "none": abs(tau) <= negligible,
        }[sign]
        signed = f"{tau:+.2f}".replace("-0.", "−0.")
        text = evidence.tell(("τ-b = ", text_of(", ", place)), signed, Fraction(tau), read)
        if where is ANY:
            text = text_of(text, interval_and_p(evidence, x, y, group, tau, len(pairs)))
        return Outcome(holds, text, SIGN)

    return test


def rises_with_degree(upgrading: str, group: Group, *, strictly: bool = True) -> Test:
    """Mean upgrading rises with the degree of collective efficiency (recomputed).

    Degrees that no cluster has are passed over; with fewer than two there is nothing to compare.
    """

    def test(evidence: Evidence) -> Outcome:
        text = text_of("mean ", Name(upgrading), f" by degree, {among(group)}: ")
        means = list[Fraction]()
        for degree, label in DEGREES.items():
            having = chosen(evidence, group, DEGREE_IS[degree])
            (value, count), read = evidence.reading(
                partial(mean, (row[upgrading] for row in having))
            )
            if value is not None:
                words = text_of(text, f"{', ' if means else ''}{label} "), f" ({count})"
                text = evidence.tell(words, shown(value, 2), value, read)
                means.append(value)
        if len(means) < 2:
            return Outcome(None, text)
        return Outcome(_falling(means, strictly), text)

    return test


def printed_rises_with_degree(upgrading: str, exhibit: str, *, strictly: bool = True) -> Test:
    """The same for the means that a table prints (Tables 6, 10 and 14)."""

    def test(evidence: Evidence) -> Outcome:
        text = text_of(Exhibit(exhibit), " prints ", Name(upgrading), " ")
        values = list[Fraction]()
        for place, (degree, label) in enumerate(DEGREES.items()):
            cell = exhibit, degree, upgrading
            string = evidence.cells[cell]
            value = printed.score(string)
            words = text_of(text, f"{', ' if place else ''}{label} "), ""
            text = evidence.tell(words, string, value, (cell,))
            values += [] if value is None else [value]
        if len(values) < 2:
            return Outcome(None, text)
        return Outcome(_falling(values, strictly), text)

    return test


def negated(test: Test) -> Test:
    """The opposite of a test: holds where it fails, undecided where it is."""

    def opposite(evidence: Evidence) -> Outcome:
        outcome = test(evidence)
        return replace(outcome, holds=None if outcome.holds is None else not outcome.holds)

    return opposite


def all_hold(*tests: Test, joined_by: str = "; ") -> Test:
    """Every test holds; undecided where one is and no other fails."""

    def test(evidence: Evidence) -> Outcome:
        outcomes = [part(evidence) for part in tests]
        held = [outcome.holds for outcome in outcomes]
        holds = False if False in held else None if None in held else True
        decided_by = {outcome.decided_by for outcome in outcomes}
        return Outcome(
            holds,
            joined(joined_by, (outcome.told for outcome in outcomes)),
            decided_by.pop() if len(decided_by) == 1 else "",
        )

    return test


def against_other_groups(
    quantity: Callable[[str], Quantity], operator: Operator, group: str, joined_by: str = "; "
) -> Test:
    """What a sector group has stands in this relation to what every other one has."""
    return all_hold(
        *(compare(quantity(group), operator, quantity(name)) for name in other_groups(group)),
        joined_by=joined_by,
    )


def calculation(function: Callable[[Evidence], tuple[bool | None, Any]]) -> Test:
    """A test of its own, for what the other forms cannot say: returns (holds, evidence)."""

    def test(evidence: Evidence) -> Outcome:
        holds, text = function(evidence)
        return Outcome(holds, str(text))

    return test
