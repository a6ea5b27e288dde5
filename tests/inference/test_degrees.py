from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.nonparametric import jonckheere_terpstra

from upgrading.files.frames import to_csv
from upgrading.inference.degrees import across_degrees, jonckheere_terpstra_within, kruskal_wallis
from upgrading.inference.permutation import PermutationChoices

CHOICES = PermutationChoices(permutations=1999, exact_up_to=10_000, seed=5)


@pytest.fixture(scope="module")
def printed(printed_clusters, printed_indices):
    frame = across_degrees(printed_clusters, printed_indices, CHOICES)
    return frame.set_index(["upgrading", "scope"])


def test_kruskal_wallis_is_that_of_r(printed) -> None:
    """R 4.2.2, `kruskal.test`, product upgrading by printed degree, all clusters: 5.9958, .0499."""
    row = printed.loc[("up_product", "pooled")]
    assert round(row["kruskal_wallis"], 4) == 5.9958
    assert round(row["kruskal_wallis_p_large"], 4) == 0.0499
    assert row["degrees_of_freedom"] == 2


def test_counts_by_degree(printed) -> None:
    row = printed.loc[("up_product", "natural_resource_based")]
    assert [row[name] for name in ("clusters", "low", "medium", "high")] == [11, 1, 6, 4]


def test_constant_scores_are_said_to_be_not_estimable(printed) -> None:
    row = printed.loc[("up_process", "specialised_suppliers")]
    assert row["note"] == "not estimable: the upgrading scores are all the same"
    assert np.isnan(row["kruskal_wallis"])
    assert np.isnan(row["jonckheere_terpstra_p"])


def test_where_the_group_is_small_the_p_value_is_exact(printed) -> None:
    """Complex products are Low or Medium: with two degrees both tests ask the same."""
    row = printed.loc[("up_product", "complex_product_systems")]
    assert row["exact"]
    assert row["degrees_of_freedom"] == 1
    assert row["kruskal_wallis_p"] == row["jonckheere_terpstra_p"]


def test_the_trend_runs_from_low_over_medium_to_high(
    printed, printed_clusters, printed_indices
) -> None:
    joined = printed_clusters.merge(printed_indices, on="cluster_id")
    joined = joined[joined["group"] == "natural_resource_based"]
    by_degree = [
        joined.loc[joined["ce_degree"] == degree, "up_process"].astype(float)
        for degree in ("low", "medium", "high")
    ]
    theirs = jonckheere_terpstra(by_degree, alternative="two-sided")
    row = printed.loc[("up_process", "natural_resource_based")]
    assert row["jonckheere_terpstra"] == theirs.statistic
    assert row["jonckheere_terpstra_p_large"] == pytest.approx(theirs.pvalue)


@st.composite
def graded(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    n = draw(st.integers(4, 12))
    degrees, scores = (
        np.array(draw(st.lists(st.integers(0, top), min_size=n, max_size=n))) for top in (2, 3)
    )
    assume(np.ptp(degrees) > 0 and np.ptp(scores) > 0)
    return degrees, scores


@given(graded(), graded())
def test_both_statistics_are_those_of_the_libraries_and_add_up_over_strata(one, other) -> None:
    total_h = total_j = 0.0
    for degrees, scores in (one, other):
        by_degree = [scores[degrees == degree] for degree in np.unique(degrees)]
        expected = stats.kruskal(*by_degree).statistic
        found, freedom = kruskal_wallis(degrees, scores[np.newaxis])
        assert found[0] == pytest.approx(expected)
        assert freedom == len(by_degree) - 1
        j, z = jonckheere_terpstra_within(degrees, scores)
        theirs = jonckheere_terpstra(by_degree, alternative="two-sided")
        assert (j, z) == pytest.approx((theirs.statistic, theirs.zstat))
        total_h, total_j = total_h + expected, total_j + j
    degrees, scores = (np.concatenate(columns) for columns in zip(one, other, strict=True))
    strata = np.repeat([0, 1], [len(one[0]), len(other[0])])
    assert kruskal_wallis(degrees, scores[np.newaxis], strata)[0][0] == pytest.approx(total_h)
    assert jonckheere_terpstra_within(degrees, scores, strata)[0] == pytest.approx(total_j)


def test_many_arrangements_at_once_are_one_at_a_time() -> None:
    degrees, scores = np.array([0, 0, 1, 1, 1, 2, 2]), np.array([0, 3, 1, 1, 2, 3, 3])
    source = np.random.default_rng(1)
    many = np.array([source.permutation(scores) for _ in range(20)])
    together = kruskal_wallis(degrees, many)[0]
    alone = [stats.kruskal(*(row[degrees == d] for d in (0, 1, 2))).statistic for row in many]
    assert together == pytest.approx(alone)


def test_a_p_near_its_level_is_drawn_on_and_no_seed_puts_it_on_the_other_side(
    printed_clusters, printed_indices
) -> None:
    sides: dict[tuple[str, str, str], set[bool]] = {}
    for seed in (1, 2, 3):
        choices = PermutationChoices(permutations=999, exact_up_to=10_000, seed=seed)
        frame = across_degrees(printed_clusters, printed_indices, choices)
        drawn = frame[frame["exact"].eq(False)]
        assert (drawn["arrangements"] % 999 == 0).all()
        assert (drawn["arrangements"] > 999).any()
        for name in ("kruskal_wallis_p", "jonckheere_terpstra_p"):
            p, number = drawn[name].astype(float), drawn["arrangements"].astype(float)
            away = (p - 0.05).abs() > 4 * np.sqrt(p * (1 - p) / number)
            assert (away | (number == 50 * 999)).all()
            for row, one in p[away].items():
                key = (drawn.loc[row, "upgrading"], drawn.loc[row, "scope"], name)
                sides.setdefault(key, set()).add(one <= 0.05)
    assert {len(of_seeds) for of_seeds in sides.values()} == {1}


def test_the_order_of_rows_does_not_matter(printed_clusters, printed_indices) -> None:
    def text(clusters, indices) -> str:
        return to_csv(across_degrees(clusters, indices, CHOICES))

    assert text(printed_clusters, printed_indices) == text(
        printed_clusters.sample(frac=1, random_state=1), printed_indices.iloc[::-1]
    )
