from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upgrading import numbers

fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=10_000)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("0.125", 2, "0.13"),
        ("2.665", 2, "2.67"),
        ("2.675", 2, "2.68"),
        ("6.75", 1, "6.8"),
        ("-0.5", 0, "-1"),
        ("10", 2, "10.00"),
        ("0.004", 2, "0.00"),
    ],
)
def test_shown_rounds_half_away_from_zero(value: str, decimals: int, text: str) -> None:
    assert numbers.shown(Fraction(value), decimals) == text


def test_shown_trims_separates_thousands_and_marks_nothing() -> None:
    assert numbers.shown(Fraction(2), 1, trim=True) == "2"
    assert numbers.shown(Fraction("1.5"), 1, trim=True) == "1.5"
    assert numbers.shown(Fraction(143000), 0, thousands=",") == "143,000"
    assert numbers.shown(Fraction("1005"), 1, thousands=",") == "1,005.0"
    assert numbers.shown(Fraction("-0.6"), 1, thousands=",") == "-0.6"
    assert numbers.shown(Fraction(-1005), 0, thousands=",") == "-1,005"
    assert numbers.shown(None, 2) == "–"


@given(fractions, st.integers(0, 4))
def test_rounding_is_within_half_a_unit_and_idempotent(value: Fraction, decimals: int) -> None:
    result = numbers.rounded(value, decimals)
    assert abs(result - value) <= Fraction(1, 2 * 10**decimals)
    assert numbers.rounded(result, decimals) == result


@given(st.decimals(min_value=-999, max_value=999, places=4), st.integers(0, 3))
def test_shown_agrees_with_decimal_half_up(value: Decimal, decimals: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert Decimal(numbers.shown(Fraction(value), decimals)) == expected


@given(st.lists(st.one_of(st.none(), fractions), max_size=12))
def test_mean_is_exact_and_counts_what_there_is(values: list[Fraction | None]) -> None:
    present = [value for value in values if value is not None]
    average, count = numbers.mean(values)
    assert count == len(present)
    if present:
        assert average is not None
        assert average * count == sum(present)
    else:
        assert average is None


def test_exact_text_is_exact_where_it_terminates() -> None:
    assert numbers.exact_text(Fraction("4.69")) == "4.69"
    assert numbers.exact_text(Fraction(29000)) == "29000"
    assert numbers.exact_text(Fraction(28, 15)) == "1.86666666667"
