"""The rank correlation of any score or index with any other."""

from __future__ import annotations

from math import comb

import pytest
from scipy.stats import kendalltau

from upgrading.inference.correlations import CORRELATED, correlations
from upgrading.vocabulary import INDICES, SECTOR_GROUPS


@pytest.fixture(scope="module")
def found(clusters, indices):
    return correlations(clusters, indices).set_index(["x", "y", "scope"])


def test_each_pair_stands_once_in_every_scope(found) -> None:
    assert found.index.is_unique
    assert len(found) == comb(len(CORRELATED), 2) * (len(SECTOR_GROUPS) + 2)


@pytest.mark.parametrize(("x", "y"), [("ce_index", "up_functional"), ("ee_inputs", "ja_backward")])
@pytest.mark.parametrize("scope", ["natural_resource_based", "pooled"])
def test_tau_b_is_that_of_scipy(found, clusters, indices, x, y, scope) -> None:
    both = clusters.merge(indices, on="cluster_id")
    if scope != "pooled":
        both = both[both["group"] == scope]
    known = both[both[x].notna() & both[y].notna()]
    expected = kendalltau(known[x].astype(float), known[y].astype(float)).statistic
    row = found.loc[(x, y, scope)]
    assert row["tau_b"] == pytest.approx(expected)
    assert row["clusters"] == len(known)


def test_what_is_constant_is_not_estimable(found) -> None:
    row = found.loc[("ce_index", "up_product", "specialised_suppliers")]
    assert row["tau_b"] != row["tau_b"]


def test_indices_go_with_their_own_components(found) -> None:
    own = found.loc[("eei", "ce_index", "pooled")]
    assert own["tau_b"] > 0.5
    assert set(INDICES) < set(CORRELATED)
