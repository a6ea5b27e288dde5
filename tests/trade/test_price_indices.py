import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.synthetic import few
from upgrading.trade.measures import (
    FORMULAE,
    Item,
    fisher,
    laspeyres,
    paasche,
    tornqvist,
    unit_value_index,
)

BASKET = (Item(p0=1, q0=10, p1=2, q1=5), Item(p0=4, q0=5, p1=3, q1=10))
"""Invented: values 10 and 20 in the first year, 10 and 30 in the second."""


def test_by_hand() -> None:
    # (2·10 + 3·5) / (1·10 + 4·5) = 35/30
    assert laspeyres(BASKET) == pytest.approx(35 / 30)
    # (2·5 + 3·10) / (1·5 + 4·10) = 40/45
    assert paasche(BASKET) == pytest.approx(40 / 45)
    # √(35/30 · 40/45)
    assert fisher(BASKET) == pytest.approx(math.sqrt(28 / 27))
    # shares 1/3 and 2/3, then 1/4 and 3/4: 2^(7/24) · (3/4)^(17/24)
    assert tornqvist(BASKET) == pytest.approx(2 ** (7 / 24) * 0.75 ** (17 / 24))


POSITIVE = st.floats(0.01, 1e4)
BASKETS = st.lists(st.builds(Item, POSITIVE, POSITIVE, POSITIVE, POSITIVE), min_size=1, max_size=8)


@given(BASKETS)
def test_fisher_lies_between_laspeyres_and_paasche(items) -> None:
    low, high = sorted((laspeyres(items), paasche(items)))
    assert low * (1 - 1e-12) <= fisher(items) <= high * (1 + 1e-12)


@given(BASKETS)
def test_all_lie_within_the_single_changes(items) -> None:
    changes = [item.p1 / item.p0 for item in items]
    for index in (laspeyres, paasche, fisher, tornqvist):
        assert min(changes) * (1 - 1e-9) <= index(items) <= max(changes) * (1 + 1e-9)


@given(BASKETS)
def test_fisher_and_tornqvist_run_backwards_give_the_reciprocal(items) -> None:
    back = [Item(item.p1, item.q1, item.p0, item.q0) for item in items]
    assert math.isclose(fisher(back), 1 / fisher(items), rel_tol=1e-9)
    assert math.isclose(tornqvist(back), 1 / tornqvist(items), rel_tol=1e-9)
    assert math.isclose(laspeyres(back), 1 / paasche(items), rel_tol=1e-9)


@given(BASKETS, st.randoms())
def test_the_order_of_products_changes_nothing(items, random) -> None:
    expected = [index(items) for index in (laspeyres, paasche, fisher, tornqvist)]
    random.shuffle(items)
    assert [index(items) for index in (laspeyres, paasche, fisher, tornqvist)] == expected


def measured(*rows: tuple[str, int, float, float]) -> pd.DataFrame:
    """Synthetic measures: product, year, unit value, quantity."""
    frame = pd.DataFrame(rows, columns=["product", "year", "unit_value", "quantity"])
    value = frame["unit_value"] * frame["quantity"]
    return frame.assign(source="synthetic", exporter="BRA", value_usd=value.fillna(10.0))


SERIES = (
    ("571", 1996, 1.0, 10.0),
    ("572", 1996, 4.0, 5.0),
    ("571", 1997, 2.0, 5.0),
    ("572", 1997, 3.0, 10.0),
    ("571", 1998, 3.0, 5.0),
    ("572", 1998, math.nan, math.nan),  # no quantity: not matched
)


def test_a_chain_over_matched_products_by_hand() -> None:
    frame = unit_value_index(measured(*SERIES)).set_index("year")
    assert frame["matched"].tolist() == [0, 2, 1]
    assert frame["laspeyres_chained"].iloc[0] == 1
    assert frame.loc[1997, "laspeyres"] == pytest.approx(35 / 30)
    # the second link is of product 571 alone: 3/2 in every formula
    assert frame.loc[1998, list(FORMULAE)].tolist() == pytest.approx([1.5] * 4)
    assert frame.loc[1998, "laspeyres_chained"] == pytest.approx(35 / 30 * 1.5)
    assert frame.loc[1998, "paasche_chained"] == pytest.approx(40 / 45 * 1.5)
    # matched: 10 of 40 in 1997, 15 of 25 in 1998
    assert frame.loc[1998, "matched_value_share"] == pytest.approx(0.25)


def test_a_missing_year_breaks_the_chain() -> None:
    rows = [(product, year + (year > 1996), p, q) for product, year, p, q in SERIES]
    frame = unit_value_index(measured(*rows)).set_index("year")
    assert frame.loc[[1998, 1999], "fisher_chained"].isna().all()
    assert frame.loc[1999, "fisher"] == pytest.approx(1.5)


def test_no_product_matched_is_missing_not_one() -> None:
    frame = unit_value_index(measured(("571", 1996, 1.0, 1.0), ("572", 1997, 1.0, 1.0)))
    assert frame["matched"].tolist() == [0, 0]
    assert math.isnan(frame["fisher_chained"].iloc[1])


@few
@given(st.permutations(SERIES))
def test_the_order_of_rows_changes_nothing(rows) -> None:
    expected = unit_value_index(measured(*SERIES))
    pd.testing.assert_frame_equal(unit_value_index(measured(*rows)), expected, check_exact=True)
