"""Separation: named where it is, not seen where it is not."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upgrading.inference.ordered_logit import (
    constant_sectors,
    cross_tabulation,
    separated,
    separation,
)
from upgrading.vocabulary import SECTOR_GROUPS


def found(terms: dict[str, list[float]], scores: list[float]):
    return separation(pd.DataFrame(terms), pd.Series(scores))


def test_complete_separation_of_two_scores() -> None:
    result = found({"x": [1, 2, 3, 4]}, [0, 0, 1, 1])
    assert (result.degree, result.diverging) == ("complete", (("x", (1,)),))


def test_quasi_complete_separation_has_a_tie_at_the_border() -> None:
    result = found({"x": [4, 3, 3, 1]}, [0, 0, 1, 1])
    assert (result.degree, result.diverging) == ("quasi-complete", (("x", (-1,)),))


def test_overlap_is_no_separation() -> None:
    result = found({"x": [1, 2, 3, 4]}, [0, 1, 0, 1])
    assert (result.degree, result.diverging) == ("none", ())


def test_one_category_out_of_three_cannot_be_told_apart_alone() -> None:
    """Splits share the slope: perfect at the upper split, overlapping at the lower, is none."""
    assert found({"x": [1, 2, 3, 4, 9]}, [0, 1, 0, 1, 2]).degree == "none"


def test_an_indicator_that_is_constant_in_between_keeps_a_finite_effect() -> None:
    scores = [0, 1, 2, 0, 1, 2, 1, 1]
    marked = [0, 0, 0, 0, 0, 0, 1, 1]
    assert found({"marked": marked}, scores).degree == "none"
    assert found({"marked": marked}, [*scores[:6], 2, 2]).diverging == (("marked", (1,)),)


def test_only_the_responsible_term_is_named() -> None:
    x = [1, 2, 3, 4, 5, 6, 3, 4]
    result = found({"x": x, "marked": [0] * 6 + [1, 1]}, [0, 1, 0, 1, 0, 1, 0, 0])
    assert result.diverging == (("marked", (-1,)),)
    assert result.in_words({"marked": "Software"}) == (
        "quasi-complete separation: no finite estimate for Software (it falls without bound)"
    )


def test_an_outcome_with_one_value_is_refused() -> None:
    with pytest.raises(ValueError, match="fewer than two values"):
        found({"x": [1, 2]}, [1, 1])


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), min_size=2, max_size=12).filter(
        lambda rows: len({score for _, score in rows}) > 1
    )
)
def test_one_term_is_separated_exactly_where_no_two_clusters_disagree(rows) -> None:
    """By brute force: every pair with different scores has x on the same side, or tied."""
    x, scores = [row[0] for row in rows], [row[1] for row in rows]
    directions = {
        int(np.sign((x[i] - x[j]) * (scores[i] - scores[j])))
        for i in range(len(rows))
        for j in range(i)
        if scores[i] != scores[j]
    }
    expected = directions in ({1}, {-1}, {0, 1}, {0, -1})
    result = found({"x": x}, scores)
    assert (result.degree != "none") == expected
    assert separated(pd.DataFrame({"x": x}), pd.Series(scores)) == expected
    if expected:
        assert result.degree == ("quasi-complete" if 0 in directions else "complete")


@settings(max_examples=20)
@given(st.permutations(range(8)))
def test_the_order_of_clusters_does_not_matter(order) -> None:
    frame = pd.DataFrame({"x": [1, 2, 3, 4, 5, 6, 3, 4], "marked": [0] * 6 + [1, 1]})
    scores = pd.Series([0, 1, 0, 1, 0, 1, 1, 1])
    shuffled = separation(frame.iloc[order], scores.iloc[order])
    assert shuffled == separation(frame, scores)


def test_software_is_named_in_plain_words(clean_cases) -> None:
    clusters = clean_cases.printed_clusters
    for kind, score in (("up_product", 3), ("up_process", 3), ("up_functional", 2)):
        (sector,) = constant_sectors(clusters[kind], clusters["group"])
        assert (sector.sector, sector.clusters, sector.score) == (
            "specialised_suppliers",
            5,
            Fraction(score),
        )
        assert sector.in_words("Software") == (
            f"Software: all 5 clusters have the highest score, {score}"
        )


def test_complex_products_have_no_intersectoral_upgrading(clean_cases) -> None:
    clusters = clean_cases.printed_clusters
    scored = clusters[clusters["up_intersectoral"].notna()]
    (sector,) = constant_sectors(scored["up_intersectoral"], scored["group"])
    assert (sector.sector, sector.end) == ("complex_product_systems", "lowest")


def test_the_programme_agrees_with_the_table_on_software(clean_cases) -> None:
    clusters = clean_cases.printed_clusters
    effects = {
        group: (clusters["group"] == group).astype(float) for group in list(SECTOR_GROUPS)[1:]
    }
    result = separation(pd.DataFrame(effects), clusters["up_product"])
    assert result.diverging == (("specialised_suppliers", (1,)),)


def test_cross_tabulation_of_product_upgrading(clean_cases) -> None:
    clusters = clean_cases.printed_clusters
    table = cross_tabulation(clusters["up_product"], clusters["group"])
    # by hand from Tables 5, 9, 13 and 16: clusters with 1, 1.5, 2, 2.5 and 3
    assert list(table.loc["traditional_manufacturing"]) == [4, 3, 4, 1, 3]
    assert list(table.loc["natural_resource_based"]) == [0, 0, 4, 0, 7]
    assert list(table.loc["complex_product_systems"]) == [0, 1, 2, 3, 3]
    assert list(table.loc["specialised_suppliers"]) == [0, 0, 0, 0, 5]
