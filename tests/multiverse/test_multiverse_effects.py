"""The matrix products against counting pair by pair, and against values by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from upgrading.multiverse.curve import permutations, tau_b, tau_b_of_pairs


def measured(x, y, sectors=None):
    """τ-b of one x with one y."""
    sectors = np.zeros(len(x), dtype=int) if sectors is None else np.array(sectors)
    return tau_b(np.array([x], dtype=np.int16), np.array([y]), sectors)[0, 0]


def by_hand(x, y, sectors):
    """The same, pair by pair."""
    excess = untied_x = untied_y = 0
    for i in range(len(x)):
        for j in range(i):
            if sectors[i] == sectors[j] and min(x[i], x[j], y[i], y[j]) >= 0:
                a, b = (x[i] > x[j]) - (x[i] < x[j]), (y[i] > y[j]) - (y[i] < y[j])
                excess, untied_x, untied_y = excess + a * b, untied_x + abs(a), untied_y + abs(b)
    return excess / math.sqrt(untied_x * untied_y) if untied_x and untied_y else math.nan


def test_values_by_hand() -> None:
    """x 0 0 1 2, y ½ 1 1 3: of 6 pairs 4 concordant, one tied in x, one in y, none discordant."""
    assert measured([0, 0, 1, 2], [1, 2, 2, 6]) == pytest.approx(4 / 5)


def test_a_difference_between_sectors_does_not_count() -> None:
    """Of all pairs 4 of 6 agree and 2 do not; within both sectors the only pair disagrees."""
    assert measured([0, 1, 2, 3], [1, 0, 3, 2]) == pytest.approx(1 / 3)
    assert measured([0, 1, 2, 3], [1, 0, 3, 2], [0, 0, 1, 1]) == -1


@pytest.mark.parametrize(
    ("x", "y"), [([0, 1, 2], [4, 4, 4]), ([1, 1, 1], [0, 2, 4]), ([-1, -1, 2], [0, 2, 4])]
)
def test_a_constant_score_is_not_estimable(x, y) -> None:
    assert math.isnan(measured(x, y))


clusters = st.lists(
    st.tuples(st.integers(-1, 4), st.integers(-1, 6), st.integers(0, 2)), min_size=2, max_size=14
)


@given(clusters)
def test_tau_b_is_that_of_scipy(rows) -> None:
    known = [(x, y) for x, y, _ in rows if x >= 0 and y >= 0]
    expected = stats.kendalltau(*zip(*known, strict=True)).statistic if len(known) > 1 else math.nan
    x, y, _ = zip(*rows, strict=True)
    assert measured(x, y) == pytest.approx(expected, nan_ok=True)


@given(clusters)
def test_all_orders_and_permutations_at_once_are_those_one_by_one(rows) -> None:
    x, y, sectors = (np.array(column) for column in zip(*rows, strict=True))
    positions = permutations(sectors, 5, np.random.default_rng(1))
    orders = np.array([x, x[::-1], np.where(np.arange(len(x)) == 0, -1, x)], dtype=np.int16)
    effects = tau_b(orders, y[positions], sectors)
    for row, position in enumerate(positions):
        alone = tau_b_of_pairs(orders, np.tile(y[position], (3, 1)), sectors)
        for column, order in enumerate(orders):
            expected = by_hand(order.tolist(), y[position].tolist(), sectors.tolist())
            assert effects[row, column] == pytest.approx(expected, abs=1e-12, nan_ok=True)
            assert alone[column] == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_permutations_stay_within_sectors() -> None:
    sectors = np.array([0, 1, 0, 1, 1, 2])
    positions = permutations(sectors, 500, np.random.default_rng(1))
    assert (positions[0] == np.arange(6)).all()
    assert (sectors[positions] == sectors).all()
    assert (np.sort(positions, axis=1) == np.arange(6)).all()
    assert len({tuple(row) for row in positions}) == 2 * 6
