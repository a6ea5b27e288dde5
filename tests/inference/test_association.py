"""Against R, with the clusters and the collective-efficiency index as printed."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from scipy import stats

from upgrading.files.frames import to_csv
from upgrading.inference.association import ASSOCIATION_COLUMNS, association, explanations
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.permutation import PermutationChoices
from upgrading.inference.samples import SCOPES, by_cluster, sample
from upgrading.inference.sets import Cases, Drawing, alone
from upgrading.multiverse.relations import Member
from upgrading.vocabulary import SECTOR_GROUPS, UPGRADING

PERMUTATION = PermutationChoices(permutations=9_999, exact_up_to=10_000, seed=2004)
BOOTSTRAP = BootstrapChoices(resamples=299, confidence=0.95, seed=2004)
FEW = PermutationChoices(permutations=199, exact_up_to=1000, seed=2004)


@pytest.fixture(scope="module")
def frame(printed_clusters, printed_indices):
    return association(printed_clusters, printed_indices, PERMUTATION, BOOTSTRAP)


@pytest.fixture(scope="module")
def product(frame):
    """The collective efficiency index with product upgrading, by scope."""
    chosen = (frame["upgrading"] == "up_product") & (frame["index"] == "ce_index")
    return frame[chosen].set_index("scope")


def test_kendalls_tau_is_that_of_r(product, printed_clusters, printed_indices) -> None:
    """R 4.2.2, `cor.test(method = "kendall")`: 0.3323, p = .0073 by the normal approximation."""
    assert round(product.loc["pooled", "tau_b"], 4) == 0.3323
    scores = by_cluster(printed_clusters, "up_product")
    groups = dict(zip(printed_clusters["cluster_id"], printed_clusters["group"], strict=True))
    case = sample(by_cluster(printed_indices, "ce_index"), scores, groups, "pooled")
    theirs = stats.kendalltau(case.x, case.y, method="asymptotic")
    assert round(theirs.pvalue, 4) == 0.0073
    assert product.loc["pooled", "tau_b"] == pytest.approx(theirs.statistic)


@pytest.mark.parametrize(
    ("scope", "column", "expected"), [("pooled", "p", 0.0068), ("blocked", "rho_p", 0.076)]
)
def test_pooling_makes_a_relation_that_sectors_do_not_have(
    product, scope, column, expected
) -> None:
    """Reference p-values, themselves from some 10,000 permutations."""
    assert product.loc[scope, "exact"] == (scope == "blocked")  # ρ is drawn in either
    error = np.sqrt(2 * expected * (1 - expected) / PERMUTATION.permutations)
    assert abs(product.loc[scope, column] - expected) < 4 * error


def test_within_sectors_no_measure_holds_at_five_per_cent(product) -> None:
    assert product.loc["blocked", "p"] > 0.05
    assert product.loc["blocked", "rho_p"] > 0.05
    assert product.loc["blocked", "tau_b_low"] < 0 < product.loc["blocked", "tau_b_high"]


@pytest.mark.parametrize(
    ("scope", "rho"),
    [
        ("traditional_manufacturing", 0.44),
        ("natural_resource_based", 0.62),
        ("complex_product_systems", -0.58),
    ],
)
def test_the_relation_by_sector(product, scope, rho) -> None:
    assert round(product.loc[scope, "rho"], 2) == rho


def test_software_scores_are_constant(frame) -> None:
    rows = frame[frame["scope"] == "specialised_suppliers"]
    assert rows["tau_b"].isna().all()
    assert rows["p"].isna().all()
    assert rows["note"].str.startswith("not estimable: ").all()
    scored = rows[(rows["upgrading"] == "up_product") & (rows["index"] == "ce_index")].iloc[0]
    assert scored["note"] == "not estimable: the upgrading scores are all the same"
    assert (rows[[c for c in frame if c.endswith("_interval")]] == "not estimable").all(axis=None)


def test_every_relation_has_a_row(frame) -> None:
    assert list(frame.columns) == list(ASSOCIATION_COLUMNS)
    names = frame["index"].unique()
    assert len(names) == 3 + 8 + 2 * 4
    assert len(frame) == len(names) * len(UPGRADING) * len(SCOPES)
    assert not frame.duplicated(["upgrading", "index", "scope"]).any()


def test_what_is_not_estimable_says_why_and_has_no_number(frame) -> None:
    missing = frame["tau_b"].isna()
    said = frame["note"].str.contains("not estimable: ")
    assert (missing == said).all()
    numbers = ["gamma", "somers_d", "rho", "tau_b_low", "p", "p_adjusted", "without_one_low"]
    assert frame.loc[missing, numbers].isna().all(axis=None)
    assert frame.loc[~missing, ["gamma", "somers_d", "rho", "p"]].notna().all(axis=None)


def test_intersectoral_upgrading_is_not_scored_everywhere(frame) -> None:
    rows = frame[(frame["upgrading"] == "up_intersectoral") & (frame["index"] == "ce_index")]
    notes = rows.set_index("scope")["note"]
    assert notes["traditional_manufacturing"].endswith("this kind of upgrading is not scored here")
    assert notes["complex_product_systems"].endswith("the upgrading scores are all the same")
    # What is left of the blocks is one sector group, and so is the result.
    rows = rows.set_index("scope")
    assert rows.loc["blocked", "tau_b"] == rows.loc["natural_resource_based", "tau_b"]
    assert rows.loc["blocked", "p"] == rows.loc["natural_resource_based", "p"]
    assert "complex_product_systems" in notes["blocked"]


def test_an_exact_p_value_counts_what_there_is_to_count(product) -> None:
    """Natural resources: 4 clusters have a 2 and 7 a 3 in product upgrading."""
    row = product.loc["natural_resource_based"]
    assert row["exact"]
    assert row["arrangements"] == comb(11, 4)


def test_a_relation_has_one_p_value_wherever_it_is_told(
    product, printed_clusters, printed_indices, listed
) -> None:
    """Where arrangements can be counted, the association's p is that of what survives."""
    cases = Cases.of(printed_clusters, printed_indices)
    for scope, relation in (
        ("traditional_manufacturing", "tm-efficiency-product"),
        ("blocked", "all-efficiency-product"),
    ):
        single = alone(Member.of(listed[relation], 1), cases, 0.01, Drawing(seed=1, first=100))
        assert single.exact
        assert product.loc[scope, "p"] == single.p.value
        assert product.loc[scope, "arrangements"] > PERMUTATION.exact_up_to


def test_the_primary_family_is_the_declared_one(frame) -> None:
    primary = frame[frame["family"] == "primary"]
    assert set(primary["index"]) == {"ce_index"}
    assert set(primary["scope"]) == {*SECTOR_GROUPS, "blocked"}
    assert len(primary) == 20
    assert set(primary["adjustment"]) == {"Holm"}
    tested = primary["p"].dropna()
    smallest = primary.loc[tested.idxmin()]
    assert smallest["p_adjusted"] == pytest.approx(min(1, smallest["p"] * len(tested)))
    rest = frame[frame["family"] == "exploratory"]
    assert set(rest["adjustment"]) == {"Benjamini–Hochberg"}
    assert (rest["p_adjusted"].dropna() >= rest["p"].dropna()).all()


def test_intervals_hold_the_measure(frame) -> None:
    for measure in ("tau_b", "gamma", "somers_d", "rho"):
        rows = frame[frame[f"{measure}_interval"].isin(["BCa", "percentile"])]
        assert len(rows) > 100
        assert (rows[f"{measure}_low"] <= rows[measure]).mean() > 0.99
        assert (rows[measure] <= rows[f"{measure}_high"]).mean() > 0.99


def test_a_pattern_of_governance_has_two_levels_and_so_no_interval(frame) -> None:
    rows = frame[frame["index"].str.startswith("gov_") & frame["tau_b"].notna()]
    assert set(rows["tau_b_interval"]) == {"no interval: two levels"}
    assert rows[["tau_b_low", "rho_high"]].isna().all(axis=None)


def test_no_interval_contradicts_its_p_without_a_word(frame) -> None:
    told = {"tau_b": "τ-b", "gamma": "γ", "somers_d": "Somers’ D", "rho": "ρ"}
    noted = 0
    for measure, label in told.items():
        rows = frame[frame[f"{measure}_low"].notna()]
        p = rows["rho_p" if measure == "rho" else "p"].astype(float)
        low, high = (rows[f"{measure}_{end}"].astype(float) for end in ("low", "high"))
        against = ((low <= 0) & (high >= 0)) != (p > 0.05)
        words = rows["note"].str.contains(f"the interval of {label} ", regex=False)
        assert (words == against).all()
        noted += against.sum()
    assert noted > 0


def test_the_range_without_one_cluster_by_removing_it(
    product, printed_clusters, printed_indices
) -> None:
    row = product.loc["complex_product_systems"]
    for end in ("low", "high"):
        first = row[f"without_one_{end}_cluster"].split()[0]  # others may do the same
        left = printed_clusters["cluster_id"] != first
        assert left.sum() == 39
        again = association(
            printed_clusters[left], printed_indices[left], FEW, BootstrapChoices(9, 0.95, 1)
        )
        chosen = (again["upgrading"] == "up_product") & (again["index"] == "ce_index")
        found = again[chosen].set_index("scope").loc["complex_product_systems", "tau_b"]
        assert found == pytest.approx(row[f"without_one_{end}"])


def test_chains_are_counted_present_and_global(printed_clusters, printed_indices) -> None:
    found = explanations(printed_clusters, printed_indices)
    # Table 4: Medellín's textiles 1 (domestic), Torreón's garments 2 (global); no row for Campina.
    patterns = found["gov_quasi_hierarchy"], found["gov_quasi_hierarchy_global"]
    assert [pattern["textiles_medellin"] for pattern in patterns] == [1, 0]
    assert [pattern["garments_torreon"] for pattern in patterns] == [1, 1]
    assert [pattern["footwear_campina_grande"] for pattern in patterns] == [None, None]
    assert found["gov_market_global"]["textiles_itajai"] == 1  # 3, both chains


@pytest.mark.ci
def test_neither_row_order_nor_other_relations_matter(printed_clusters, printed_indices) -> None:
    choices = FEW, BootstrapChoices(49, 0.95, 2004)

    def text(clusters, indices) -> str:
        return to_csv(association(clusters, indices, *choices))

    once = text(printed_clusters, printed_indices)
    assert once == text(printed_clusters, printed_indices)
    assert once == text(printed_clusters.sample(frac=1, random_state=1), printed_indices.iloc[::-1])
    # Without bilateral linkages in any cluster the other rows stay as they are.
    fewer = printed_clusters.assign(ja_bilateral=None).astype(object)
    fewer = association(fewer.where(fewer.notna(), None), printed_indices, *choices)
    full = association(printed_clusters, printed_indices, *choices)
    kept = full["index"] != "ja_bilateral"
    unadjusted = [column for column in full if column != "p_adjusted"]
    assert to_csv(full.loc[kept, unadjusted]) == to_csv(fewer.loc[kept, unadjusted])
