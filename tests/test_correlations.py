from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import REPORT_RULE

from upgrading.cases.indices import collective_efficiency
from upgrading.cases.means import governance_counts, group_averages, mean_under, upgrading_by_degree


@pytest.fixture(scope="module")
def by_degree(clusters, indices):
    frame = upgrading_by_degree(clusters, indices, "skip")
    return frame.set_index(["group", "ce_degree", "upgrading"])


@pytest.mark.parametrize(
    ("group", "degree", "kind", "total", "count"),
    [
        # by hand from Tables 3, 5, 7, 9, 11, 13
        ("traditional_manufacturing", "high", "up_product", "5", 2),
        ("traditional_manufacturing", "high", "up_functional", "2.5", 2),
        ("traditional_manufacturing", "medium", "up_product", "19", 10),
        ("traditional_manufacturing", "medium", "up_process", "20", 10),
        ("traditional_manufacturing", "medium", "up_functional", "6", 9),
        ("traditional_manufacturing", "low", "up_product", "4", 3),
        ("traditional_manufacturing", "low", "up_process", "6.5", 3),
        ("natural_resource_based", "high", "up_process", "12", 4),
        ("natural_resource_based", "medium", "up_process", "14", 6),
        ("natural_resource_based", "low", "up_intersectoral", "1", 1),
        ("complex_product_systems", "medium", "up_product", "14", 6),
        ("complex_product_systems", "low", "up_functional", "2.5", 3),
        ("specialised_suppliers", "medium", "up_product", "15", 5),
    ],
)
def test_mean_upgrading_by_degree(by_degree, group, degree, kind, total, count) -> None:
    row = by_degree.loc[(group, degree, kind)]
    assert (row["sum"], row["count"]) == (Fraction(total), count)
    assert row["mean"] == Fraction(total) / count


def test_a_degree_that_no_cluster_has_is_a_mean_of_nothing(by_degree) -> None:
    row = by_degree.loc[("complex_product_systems", "high", "up_product")]
    assert (row["count"], row["mean"]) == (0, None)


def test_printed_apples_give_the_printed_errors_of_table_10(clean_cases) -> None:
    """With 2 as printed the High mean is 2.75; Table 10 prints the 3.00 of the corrected 3."""
    frame = clean_cases.printed_clusters
    means = upgrading_by_degree(frame, collective_efficiency(frame, REPORT_RULE), "skip")
    row = means.set_index(["group", "ce_degree", "upgrading"]).loc[
        ("natural_resource_based", "high", "up_process")
    ]
    assert row["mean"] == Fraction("2.75")


def test_intersectoral_upgrading_only_where_it_is_scored(by_degree) -> None:
    groups = {group for group, _, kind in by_degree.index if kind == "up_intersectoral"}
    assert groups == {"natural_resource_based", "complex_product_systems"}


@pytest.mark.parametrize(
    ("group", "variable", "total", "count"),
    [
        ("traditional_manufacturing", "ee_labour_market", "35.5", 15),
        ("traditional_manufacturing", "ee_information", "25.5", 14),
        ("traditional_manufacturing", "up_functional", "10.5", 14),
        ("natural_resource_based", "eei", "99", 11),
        ("complex_product_systems", "jai", "42.88", 9),
        ("specialised_suppliers", "ja_backward", "5", 5),
        ("specialised_suppliers", "ce_index", "42.25", 5),
    ],
)
def test_group_averages(clusters, indices, group, variable, total, count) -> None:
    rows = group_averages(clusters, indices, "skip").set_index(["group", "variable"])
    row = rows.loc[(group, variable)]
    assert (row["sum"], row["count"]) == (Fraction(total), count)


def test_counting_a_missing_score_as_zero(clusters, indices) -> None:
    rows = group_averages(clusters, indices, "zero").set_index(["group", "variable"])
    row = rows.loc[("traditional_manufacturing", "ee_information")]
    assert (row["mean"], row["count"]) == (Fraction("1.7"), 15)


def test_governance_counts(clusters) -> None:
    counts = governance_counts(clusters).set_index("group")
    # by hand from Tables 4, 8 and 12: market, network, quasi-hierarchy, hierarchy, several
    assert list(counts.loc["traditional_manufacturing"]) == [15, 14, 11, 4, 7, 1, 6]
    assert list(counts.loc["natural_resource_based"]) == [11, 11, 9, 2, 9, 1, 8]
    assert list(counts.loc["complex_product_systems"]) == [9, 9, 3, 2, 7, 1, 3]
    assert list(counts.loc["specialised_suppliers"]) == [5, 0, None, None, None, None, None]


@given(st.lists(st.fractions(0, 3, max_denominator=2), min_size=1, max_size=20))
def test_a_mean_lies_between_its_extremes(scores: list[Fraction]) -> None:
    total, count, average = mean_under("skip", [*scores, None])
    assert (total, count) == (sum(scores), len(scores))
    assert average is not None
    assert min(scores) <= average <= max(scores)
    _, _, with_zero = mean_under("zero", [*scores, None])
    assert with_zero is not None
    assert with_zero <= average
