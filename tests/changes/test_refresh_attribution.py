"""Shares of the inputs in what moved: on functions small enough to see the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations
from operator import eq

from hypothesis import assume, given
from hypothesis import strategies as st

from upgrading.changes.attribution import (
    ALL_SETS,
    Attributed,
    Basis,
    Effect,
    attributing,
    by_one_input,
    in_rounds,
    taking_part,
)
from upgrading.changes.differences import Change, Outcomes, Place, Shown, changes
from upgrading.numbers import exact_text

HERE = Place("number", "table", "row", "column")
THERE = Place("number", "table", "row", "other")


def number(value: Fraction | int | str) -> Shown:
    text = exact_text(Fraction(value))
    return Shown(text, text)


def attribute(
    found: Sequence[Change],
    basis: Callable[[Place], Basis],
    under: Callable[[Place, frozenset[int]], Shown | None],
    prepare: Callable[[Sequence[tuple[Place, frozenset[int]]]], None] = lambda _: None,
) -> list[Attributed]:
    """Every change with its effects."""
    searches = [(one.place, attributing(one, basis(one.place))) for one in found]
    return in_rounds(searches, under, prepare)


def moved(
    old: Sequence[int],
    new: Sequence[int],
    study: Callable[[Sequence[Fraction]], Fraction],
) -> list[Attributed]:
    """The study's one number attributed to its inputs, all of which are another one."""

    def said(chosen: frozenset[int]) -> Outcomes:
        values = [new[n] if n in chosen else old[n] for n in range(len(old))]
        return {HERE: number(study([Fraction(value) for value in values]))}

    every = range(len(old))
    found = changes(said(frozenset()), said(frozenset(every)))
    return attribute(
        found, lambda place: Basis(every, True), lambda place, chosen: said(chosen).get(place)
    )


def put_down(
    found: Sequence[Change],
    causes: Sequence[int],
    said: Callable[[frozenset[int]], Shown | None],
) -> list[Attributed]:
    """Changes attributed to inputs that are told apart."""
    return attribute(found, lambda place: Basis(causes, True), lambda place, chosen: said(chosen))


def test_two_inputs_of_one_mean_each_have_their_share() -> None:
    (one,) = moved([1, 2, 5], [2, 4, 5], lambda x: sum(x, Fraction(0)) / 3)
    assert one.change.difference == 1
    assert one.effects == (
        Effect("alone", (0,), Fraction(1, 3)),
        Effect("alone", (1,), Fraction(2, 3)),
    )


def test_what_inputs_do_only_together_is_told_apart() -> None:
    (one,) = moved([2, 3, 1], [4, 5, 9], lambda x: x[0] * x[1])
    assert one.effects == (
        Effect("alone", (0,), Fraction(6)),
        Effect("alone", (1,), Fraction(4)),
        Effect("together", (0, 1), Fraction(4)),
    )


def test_a_threshold_that_only_both_cross() -> None:
    """Neither alone reaches 10; the third input does not matter and is not listed."""
    (one,) = moved([4, 4, 1], [5, 5, 7], lambda x: Fraction(x[0] + x[1] >= 10))
    assert one.effects == (Effect("together", (0, 1), Fraction(1)),)


def test_inputs_that_can_stand_in_for_each_other_take_part_and_no_other() -> None:
    """Any two of the last three reach 10; leaving out any one changes nothing."""
    (one,) = moved([1, 4, 4, 4], [7, 5, 5, 5], lambda x: Fraction(sum(x[1:]) >= 14))
    assert one.effects == (Effect("together", (1, 2, 3), Fraction(1)),)


def test_one_input_is_never_together_with_itself() -> None:
    """The third does it with the first or with the second, and not alone."""
    (one,) = moved([0, 0, 0], [1, 1, 3], lambda x: Fraction(sum(x) >= 4))
    assert one.effects == (Effect("together", (0, 1, 2), Fraction(1)),)


def test_of_many_inputs_some_that_suffice_are_named_and_their_stand_ins() -> None:
    old, new = [0] * 8, [1] * 8
    (one,) = moved(old, new, lambda x: Fraction(sum(x[:4]) >= 2))
    assert one.effects == (Effect("together", (0, 1, 2, 3), Fraction(1)),)


def test_what_would_take_too_many_evaluations_is_not_told_apart() -> None:
    def said(chosen: frozenset[int]) -> Shown:
        return number(len(chosen & {0, 1, 2}) >= 2)

    (one,) = attribute(
        [Change(HERE, number(0), number(1))],
        lambda place: Basis(range(6), True, cheap=False),
        lambda place, chosen: said(chosen),
    )
    assert one.effects == (Effect("not told apart", (0, 1, 2, 3, 4, 5), Fraction(1)),)


def test_questions_of_all_changes_are_told_before_they_are_asked() -> None:
    told: list[list[tuple[Place, frozenset[int]]]] = []

    def said(place: Place, chosen: frozenset[int]) -> Shown:
        assert (place, chosen) in told[-1]
        return number(len(chosen))

    places = (HERE, THERE)
    found = [Change(place, number(0), number(2)) for place in places]
    attribute(
        found,
        lambda place: Basis((0, 1), True),
        said,
        lambda questions: told.append(list(questions)),
    )
    (asked,) = told  # the single effects tell it all
    sets = (frozenset(), frozenset({0}), frozenset({1}))
    assert set(asked) == {(place, chosen) for place in places for chosen in sets}


def test_inputs_that_cancel_move_nothing() -> None:
    assert moved([1, 2], [2, 1], lambda x: x[0] + x[1]) == []


def test_a_program_that_computes_otherwise_has_its_own_share() -> None:
    found = [Change(HERE, number(1), number(7))]
    results = {frozenset(): number(3), frozenset({0}): number(7)}
    (one,) = put_down(found, [0], results.__getitem__)
    assert one.effects == (Effect("program", (), Fraction(2)), Effect("alone", (0,), Fraction(4)))


def test_without_a_changed_input_it_is_the_program() -> None:
    (one,) = put_down([Change(HERE, number(1), number(2))], [], lambda chosen: None)
    assert one.effects == (Effect("program", (), Fraction(1)),)


def test_one_input_and_the_same_program_did_it_all() -> None:
    found = [Change(HERE, number(1), number(2)), Change(THERE, None, number(2))]
    first, second = by_one_input(found)
    assert first.effects == (Effect("alone", (0,), Fraction(1)),)
    assert second.effects == (Effect("alone", (0,)),)


def test_a_number_that_appears_is_the_work_of_what_makes_it_appear() -> None:
    found = [Change(HERE, None, number(2))]
    (one,) = put_down(found, [0, 1], lambda chosen: number(2) if 1 in chosen else None)
    assert one.effects == (Effect("alone", (1,)),)


def test_what_is_not_recomputed_gets_the_inputs_that_its_stage_reads() -> None:
    found = [Change(HERE, number(1), number(2)), Change(THERE, number(1), number(2))]
    read = {HERE: [0, 1], THERE: [2]}
    first, second = attribute(
        found, lambda place: Basis(read[place], False), lambda place, chosen: None
    )
    assert first.effects == (Effect("not told apart", (0, 1), Fraction(1)),)
    assert second.effects == (Effect("alone", (2,), Fraction(1)),)


def test_inputs_that_a_stage_does_not_read_are_not_asked_for() -> None:
    asked: list[frozenset[int]] = []

    def said(chosen: frozenset[int]) -> Shown:
        asked.append(chosen)
        return number(2 if 3 in chosen else 1)

    (one,) = put_down([Change(HERE, number(1), number(2))], [1, 3], said)
    assert one.effects == (Effect("alone", (3,), Fraction(1)),)
    assert set().union(*asked) == {1, 3}


def test_only_the_last_digits_of_a_measured_figure_are_no_effect() -> None:
    old, noise, new = Shown("0.333333333331", "0.33"), Shown("0.333333333332", "0.33"), number("5")
    (one,) = put_down(
        [Change(HERE, old, new)], [0, 1], lambda chosen: new if 0 in chosen else noise
    )
    assert [effect.causes for effect in one.effects] == [(0,)]


scores = st.lists(st.integers(0, 12), min_size=2, max_size=4)


@given(st.data(), scores)
def test_shares_add_up_to_the_whole(data, old) -> None:
    """Means, products and steps: singles and what is left make the difference, exactly."""
    size = len(old)
    new = data.draw(st.lists(st.integers(0, 12), min_size=size, max_size=size))

    def study(x: Sequence[Fraction]) -> Fraction:
        mean = sum(x, Fraction(0)) / size
        return mean + x[0] * x[1] + (mean >= 5)

    for one in moved(old, new, study):
        shares = [effect.share for effect in one.effects]
        assert None not in shares
        assert sum(shares, Fraction(0)) == one.change.difference


@given(st.integers(2, 6), st.data())
def test_those_that_take_part_suffice_and_matter(size, data) -> None:
    """Random weights and a step: what is named reaches the whole change, and nothing idle is."""
    weights = data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    step = data.draw(st.integers(1, 8))

    def study(chosen: frozenset[int]) -> int:
        return int(sum(weights[n] for n in chosen) >= step)

    every = frozenset(range(size))
    assume(study(every))
    known = {chosen: study(chosen) for chosen in (frozenset[int](), every)}
    known |= {frozenset({n}): study(frozenset({n})) for n in every}
    search = taking_part(range(size), known, eq)
    (named,) = in_rounds([("study", search)], lambda asked, chosen: study(chosen))
    assert study(frozenset(named)) == 1
    sets = [frozenset(s) for n in range(size) for s in combinations(range(size), n)]
    mattering = {n for n in every if any(study(s) != study(s | {n}) for s in sets)}
    assert set(named) <= mattering
    if size <= ALL_SETS:
        assert set(named) == mattering


@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_an_input_that_is_not_read_is_never_a_cause(new) -> None:
    for one in moved([0, 0, 0, 0], new, lambda x: x[0] * (x[1] + 1)):
        assert {cause for effect in one.effects for cause in effect.causes} <= {0, 1}
