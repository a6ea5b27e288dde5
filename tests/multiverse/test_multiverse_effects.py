"""The matrix products against counting pair by pair, and against values by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from upgrading.multiverse.curve import difference, gamma, pairs, permutations, permuted, tau_b

FUNCTIONS = {"tau_b", "gamma", "difference"}


def measured(x, y, sectors=None, within=False):
    """All measures of one x with one y, in steps of half points, without permutation."""
    sectors = np.zeros(len(x), dtype=int) if sectors is None else np.array(sectors)
    orders, scores = np.array([x], dtype=np.int16), np.array(y)
    prepared = permuted(scores, 2, np.arange(len(x))[None, :], sectors, within)
    counted = pairs(orders, prepared).observed
    effects = tau_b(counted), gamma(counted), difference(orders, prepared, counted)
    return dict(zip(("tau_b", "gamma", "difference"), (e[0, 0] for e in effects), strict=True))


def by_hand(x, y, sectors, within):
    """The same, pair by pair and cluster by cluster."""
    known = [i for i in range(len(x)) if x[i] >= 0 and y[i] >= 0]
    excess = untied = untied_x = untied_y = 0
    for i in known:
        for j in known:
            if i < j and (not within or sectors[i] == sectors[j]):
                a, b = (x[i] > x[j]) - (x[i] < x[j]), (y[i] > y[j]) - (y[i] < y[j])
                excess += a * b
                untied += a != 0 and b != 0
                untied_x += a != 0
                untied_y += b != 0
    result = dict.fromkeys(FUNCTIONS, math.nan)
    if untied_x and untied_y:
        result["tau_b"] = excess / math.sqrt(untied_x * untied_y)
    if untied:
        result["gamma"] = excess / untied
    total = weight = 0.0
    for members in [set(sectors)] if not within else [{s} for s in sorted(set(sectors))]:
        having = [i for i in range(len(x)) if sectors[i] in members and x[i] >= 0]
        if not having:
            continue
        ends = max(x[i] for i in having), min(x[i] for i in having)
        high, low = ([y[i] for i in having if x[i] == end and y[i] >= 0] for end in ends)
        if ends[0] == ends[1] or not high or not low:
            continue
        share = len(high) * len(low) / (len(high) + len(low))
        total += share * (sum(high) / len(high) - sum(low) / len(low))
        weight += share
    if weight and untied_y:
        result["difference"] = total / weight / 2 / 3
    return result


def test_values_by_hand() -> None:
    """x 0 0 1 2, y ½ 1 1 3: of 6 pairs 4 concordant, one tied in x, one in y, none discordant."""
    found = measured([0, 0, 1, 2], [1, 2, 2, 6])
    assert found["tau_b"] == pytest.approx(4 / 5)
    assert found["gamma"] == 1
    assert found["difference"] == pytest.approx((3 - 0.75) / 3)


def test_within_sectors_a_difference_between_them_does_not_count() -> None:
    """Pooled 4 of 6 pairs agree and 2 do not; within both sectors the only pair disagrees."""
    sectors = [0, 0, 1, 1]
    pooled = measured([0, 1, 2, 3], [1, 0, 3, 2], sectors)
    within = measured([0, 1, 2, 3], [1, 0, 3, 2], sectors, within=True)
    assert (pooled["tau_b"], within["tau_b"]) == (pytest.approx(1 / 3), -1)
    assert (pooled["difference"], within["difference"]) == (
        pytest.approx(1 / 6),
        pytest.approx(-1 / 6),
    )


def test_differences_of_sectors_are_weighted_by_their_sizes() -> None:
    """1 point over 1 + 1 clusters, weight ½; 3 points over 2 + 1, weight ⅔."""
    found = measured([0, 1, 0, 0, 1], [0, 2, 0, 0, 6], [0, 0, 1, 1, 1], within=True)
    assert found["difference"] == pytest.approx((1 / 2 * 1 + 2 / 3 * 3) / (1 / 2 + 2 / 3) / 3)


@pytest.mark.parametrize(
    ("x", "y"), [([0, 1, 2], [4, 4, 4]), ([1, 1, 1], [0, 2, 4]), ([-1, -1, 2], [0, 2, 4])]
)
def test_a_constant_score_is_not_estimable(x, y) -> None:
    assert all(math.isnan(value) for value in measured(x, y).values())


clusters = st.lists(
    st.tuples(st.integers(-1, 4), st.integers(-1, 6), st.integers(0, 2)), min_size=2, max_size=14
)


@given(clusters, st.booleans())
def test_products_of_matrices_count_as_pair_by_pair(rows, within) -> None:
    x, y, sectors = zip(*rows, strict=True)
    expected = by_hand(x, y, sectors, within)
    for name, value in measured(x, y, sectors, within).items():
        assert value == pytest.approx(expected[name], abs=1e-12, nan_ok=True), name


@given(clusters)
def test_tau_b_is_that_of_scipy(rows) -> None:
    known = [(x, y) for x, y, _ in rows if x >= 0 and y >= 0]
    expected = stats.kendalltau(*zip(*known, strict=True)).statistic if len(known) > 1 else math.nan
    x, y, _ = zip(*rows, strict=True)
    assert measured(x, y)["tau_b"] == pytest.approx(expected, nan_ok=True)


@given(clusters, st.booleans())
def test_all_orders_and_permutations_at_once_are_those_one_by_one(rows, within) -> None:
    x, y, sectors = (np.array(column) for column in zip(*rows, strict=True))
    positions = permutations(sectors, 5, np.random.default_rng(1))
    orders = np.array([x, x[::-1], np.where(np.arange(len(x)) == 0, -1, x)], dtype=np.int16)
    prepared = permuted(y, 2, positions, sectors, within)
    counted = pairs(orders, prepared)
    effects = {
        "tau_b": tau_b(counted),
        "gamma": gamma(counted),
        "difference": difference(orders, prepared, counted),
    }
    for row, position in enumerate(positions):
        for column, order in enumerate(orders):
            expected = by_hand(order.tolist(), y[position].tolist(), sectors.tolist(), within)
            for name, values in effects.items():
                assert values[row, column] == pytest.approx(expected[name], abs=1e-6, nan_ok=True)


def test_permutations_stay_within_sectors() -> None:
    sectors = np.array([0, 1, 0, 1, 1, 2])
    positions = permutations(sectors, 500, np.random.default_rng(1))
    assert (positions[0] == np.arange(6)).all()
    assert (sectors[positions] == sectors).all()
    assert (np.sort(positions, axis=1) == np.arange(6)).all()
    assert len({tuple(row) for row in positions}) == 2 * 6
