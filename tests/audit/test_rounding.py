from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upgrading.audit import rounding
from upgrading.audit.consequences import prints, subsets_that_print
from upgrading.cases import printed
from upgrading.parts import plain

MODES = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "truncation": ROUND_DOWN,
}

values = st.integers(0, 40_000).map(lambda n: Fraction(n, 1000))


@pytest.mark.parametrize("convention", rounding.CONVENTIONS)
@given(values, st.integers(0, 3))
def test_conventions_are_those_of_decimal(convention, value, decimals) -> None:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    expected = exact.quantize(Decimal(1).scaleb(-decimals), MODES[convention])
    assert rounding.convert(value, decimals, convention) == Fraction(expected)


@pytest.mark.parametrize(
    ("text", "value", "conventions"),
    [
        ("2.36", Fraction("35.5") / 15, {"truncation"}),  # 2.3667
        ("2.67", Fraction(24, 9), {"half_up", "half_even"}),
        ("2.66", Fraction(24, 9), {"truncation"}),
        ("6.8", Fraction("6.75"), {"half_up", "half_even"}),
        ("0.12", Fraction("0.125"), {"half_even", "truncation"}),
        ("0.13", Fraction("0.125"), {"half_up"}),
        ("1,86", Fraction(28, 15), {"truncation"}),
        ("10", Fraction("9.5"), {"half_up", "half_even"}),
        ("2.50", Fraction("2.5"), {"half_up", "half_even", "truncation"}),
        ("2.4", Fraction("2.5"), set()),
    ],
)
def test_which_conventions_print_a_value_so(text, value, conventions) -> None:
    found = rounding.match(text, value)
    assert found.conventions == conventions
    assert found.agrees == bool(conventions)


@given(values, st.integers(0, 3))
def test_bounds_hold_every_value_that_is_printed_so(value, decimals) -> None:
    for convention in rounding.CONVENTIONS:
        shown = rounding.convert(value, decimals, convention)
        low, high = rounding.bounds(f"{float(shown):.{decimals}f}")
        assert low <= value < high


@pytest.mark.parametrize(
    ("text", "count", "shift", "possible"),
    [
        ("2.55", 11, "0", True),  # 28/11
        ("7.36", 9, "0", False),  # 66/9 is 7.33, 66.5/9 is 7.39
        ("7.36", 11, "0", True),  # 81/11
        ("1.32", 9, "0.38", True),  # 11.88/9
        ("1.83", 15, "0", True),
        ("1.85", 2, "0", False),  # means of two half-step scores end in .00, .25, .50, .75
    ],
)
def test_grim(text, count, shift, possible) -> None:
    assert rounding.possible(text, count, Fraction(1, 2), Fraction(shift)) is possible


@given(st.lists(st.integers(0, 6), min_size=1, max_size=20), st.integers(1, 3))
def test_grim_accepts_every_mean_that_can_occur(half_steps, decimals) -> None:
    mean = Fraction(sum(half_steps), 2 * len(half_steps))
    for convention in rounding.CONVENTIONS:
        text = f"{float(rounding.convert(mean, decimals, convention)):.{decimals}f}"
        assert rounding.possible(text, len(half_steps), Fraction(1, 2))


def test_the_convention_of_a_table_is_what_most_of_its_cells_follow() -> None:
    thirds = [("0.66", Fraction(2, 3)), ("2.66", Fraction(8, 3)), ("1.67", Fraction(5, 3))]
    found = rounding.infer([*thirds, ("2.50", Fraction("2.5")), ("9.99", Fraction(1))])
    assert (found.conventions, found.telling, found.fitting) == ({"truncation"}, 3, 2)
    assert not rounding.infer([("2.50", Fraction("2.5"))]).conventions


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([("1.67", "5/3")], "rounded (half up or half to even) (the one figure that shows it)"),
        # 9.5 goes to 10 either way, 6.75 to 6.8: no half that decides
        ([("10", "9.5"), ("6.8", "6.75")], "rounded (half up or half to even) (both figures"),
        ([("1.67", "5/3"), ("3.3", "3.25")], "rounded half up (both figures"),
        ([("1.67", "5/3"), ("0.12", "0.125")], "rounded half to even (both figures"),
        ([("1.67", "5/3"), ("0.66", "2/3")], "rounded (half up or half to even) or truncated (1"),
    ],
)
def test_half_up_is_said_only_where_half_to_even_is_excluded(cells, told) -> None:
    found = rounding.infer((text, Fraction(value)) for text, value in cells)
    assert plain(found.told).startswith(told)


@given(st.lists(st.tuples(values, st.integers(0, 2)), min_size=1), st.sampled_from(sorted(MODES)))
def test_a_convention_that_printed_all_cells_is_never_excluded(cells, convention) -> None:
    found = rounding.infer(
        (f"{float(rounding.convert(value, places, convention)):.{places}f}", value)
        for value, places in cells
    )
    assert convention in found.conventions or not found.telling
    assert found.fitting == found.telling


@given(values, st.integers(0, 3))
def test_what_the_audit_calls_rounded_is_one_figure_for_claims_and_searches(value, places) -> None:
    """Half to even like half up: `0.125` is `0.12` and `0.13`."""
    for convention in rounding.CONVENTIONS:
        text = f"{float(rounding.convert(value, places, convention)):.{places}f}"
        assert printed.same_figure(f"{float(value):.3f}", text)
        assert prints([value], text)
        assert subsets_that_print([[value]], [text]) == ([(0,)], 1)
