"""Cronbach's alpha against R and by hand."""

from fractions import Fraction

import pandas as pd
import pytest

from upgrading.inference.between_groups import cronbach_alpha, reliability
from upgrading.vocabulary import EXTERNAL_ECONOMIES


@pytest.mark.parametrize(("deletion", "alpha"), [("listwise", 0.7446), ("pairwise", 0.7423)])
def test_external_economies_as_in_r(clean_cases, deletion, alpha) -> None:
    """R 4.2.2, `psych::alpha`, on the clusters as printed."""
    scores = clean_cases.printed_clusters[list(EXTERNAL_ECONOMIES)]
    found = cronbach_alpha(scores, deletion)
    assert found is not None
    assert float(found) == pytest.approx(alpha, abs=5e-5)


def test_alpha_by_hand() -> None:
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [1, 3, 2]}, dtype=object).map(Fraction)
    # variances 1 and 1, covariance 1/2, variance of the sum 3: 2 · (1 − 2/3)
    assert cronbach_alpha(frame, "listwise") == Fraction(2, 3)


def test_alpha_of_a_constant_sum_is_not_estimable() -> None:
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [3, 2, 1]}, dtype=object).map(Fraction)
    assert cronbach_alpha(frame, "listwise") is None
    assert cronbach_alpha(frame[["a"]], "listwise") is None


def test_rows_of_the_study(clusters) -> None:
    rows = reliability(clusters).set_index(["index", "group", "deletion"])
    assert rows.loc[("eei", "all", "listwise"), "clusters"] == 39
    assert rows.loc[("eei", "all", "pairwise"), "clusters"] == 40
    same = clusters.assign(**{name: Fraction(1) for name in EXTERNAL_ECONOMIES})
    row = (
        reliability(same).set_index(["index", "group", "deletion"]).loc[("eei", "all", "pairwise")]
    )
    assert row["alpha"] is None
    assert row["note"].startswith("not estimable")


def test_alpha_does_not_depend_on_the_order_of_clusters(clusters) -> None:
    pd.testing.assert_frame_equal(reliability(clusters), reliability(clusters[::-1]))
