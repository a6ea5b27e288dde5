"""Verdicts on relations by their rules, and the tables of association."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabulated import cells_and_text

from upgrading.exhibits import association as association_tables
from upgrading.exhibits.association import remark, signed
from upgrading.exhibits.survives import per_cent, survives_table
from upgrading.faults import DataFaults
from upgrading.inference.association import association, pooled_and_within, printed_index
from upgrading.inference.degrees import across_degrees
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.permutation import PermutationChoices
from upgrading.inference.survives import Found, explanation_of, scope_of, survives, verdict
from upgrading.multiverse.relations import Relation
from upgrading.publish.tables import to_csv, to_html, to_latex

LEVEL = Fraction(95, 100)
PERMUTATION = PermutationChoices(permutations=199, exact_up_to=5000, seed=4)
BOOTSTRAP = BootstrapChoices(resamples=100, confidence=0.95, seed=4)

CLEAR = {
    **{"effect": 0.6, "low": 0.2, "high": 0.8, "p": 0.01, "p_adjusted": 0.04},
    **{"least": 0.5, "most": 0.7, "share": 1.0, "p_joint": 0.01},
}


def found(**changes: float) -> Found:
    return Found(**{**CLEAR, **changes})


def mirrored(one: Found) -> Found:
    return Found(
        **{"effect": -one.effect, "low": -one.high, "high": -one.low, "p": one.p},
        **{"p_adjusted": one.p_adjusted, "least": -one.most, "most": -one.least},
        **{"share": one.share, "p_joint": one.p_joint},
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "holds in every respect"),
        ({"share": 0.95}, "holds in every respect"),
        ({"p_adjusted": 0.051}, "holds, not after adjustment"),
        ({"p": 0.051, "p_adjusted": 0.5}, "as asserted, uncertain"),
        ({"low": 0.0}, "as asserted, uncertain"),
        ({"p_joint": 0.051}, "as asserted, uncertain"),
        ({"low": np.nan, "high": np.nan}, "as asserted, uncertain"),
        ({"share": 0.949}, "hangs on choices"),
        ({"share": np.nan}, "hangs on choices"),
        ({"least": 0.0}, "hangs on choices"),
        ({"least": np.nan, "most": np.nan}, "hangs on choices"),
        ({"effect": np.nan}, "not estimable"),
    ],
)
def test_a_sign_survives_by_the_rules(changes, expected) -> None:
    assert verdict("positive", found(**changes), 0.1) == expected
    assert verdict("negative", mirrored(found(**changes)), 0.1) == expected


def test_the_opposite_sign_is_against_only_where_it_is_as_stable() -> None:
    opposite = mirrored(found(share=0.05))
    assert verdict("positive", opposite, 0.1) == "against"
    assert verdict("negative", mirrored(opposite), 0.1) == "against"
    unclear = mirrored(found(share=0.0, p=0.2))
    assert verdict("positive", unclear, 0.1) == "against, uncertain"
    assert verdict("positive", mirrored(found(share=0.06)), 0.1) == "hangs on choices"
    assert verdict("positive", mirrored(found(share=0.0, least=-0.1)), 0.1) == "hangs on choices"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "as asserted, uncertain"),
        ({"low": -0.1, "high": 0.1}, "holds in every respect"),
        ({"most": 0.11}, "hangs on choices"),
        ({"share": 0.9}, "hangs on choices"),
        ({"effect": 0.3, "least": 0.2, "most": 0.4, "share": 0.0}, "against, uncertain"),
        ({"effect": -0.3, "least": -0.4, "most": -0.2, "share": 0.0}, "against, uncertain"),
        (
            {"effect": 0.3, "least": 0.2, "most": 0.4, "share": 0.0, "low": 0.1, "p": 0.01},
            "against",
        ),
        ({"effect": 0.3, "least": 0.09, "most": 0.4, "share": 0.0}, "hangs on choices"),
        ({"effect": np.nan}, "not estimable"),
    ],
)
def test_an_absence_survives_within_what_is_negligible(changes, expected) -> None:
    nothing = {"effect": 0.02, "low": -0.4, "high": 0.5, "p": 0.9, "least": -0.05, "most": 0.1}
    assert verdict("none", found(**{**nothing, **changes}), 0.1) == expected


@given(
    st.sampled_from(["positive", "negative"]),
    st.tuples(*[st.floats(-1, 1)] * 5),
    st.tuples(*[st.floats(0, 1)] * 4),
)
def test_no_relation_is_both_for_and_against(sign, measures, shares) -> None:
    low, least, effect, most, high = sorted(measures)
    p, adjusted, share, joint = shares
    one = Found(effect, low, high, p, adjusted, least, most, share, joint)
    other = "negative" if sign == "positive" else "positive"
    opposite = Found(effect, low, high, p, adjusted, least, most, 1 - share, 1 - joint)
    stands = ("holds in every respect", "holds, not after adjustment", "as asserted, uncertain")
    if verdict(sign, one, 0.1) in stands:
        assert verdict(other, opposite, 0.1).startswith("against")


def relation(**changes) -> Relation:
    usual = {
        **{"location": "Table 6", "statement": "More goes with more.", "x": "ce_index"},
        **{"groups": ["traditional_manufacturing"], "y": "up_product", "sign": "positive"},
    }
    return Relation.model_validate({**usual, **changes})


def test_what_a_relation_is_measured_by() -> None:
    governed = {"x": "gov_market", "sign": "negative"}
    assert explanation_of(relation()) == "ce_index"
    assert explanation_of(relation(**governed, chains=["any", "global"])) == "gov_market"
    assert explanation_of(relation(**governed, chains=["global"])) == "gov_market_global"
    assert scope_of(relation()) == "traditional_manufacturing"
    assert scope_of(relation(groups=["traditional_manufacturing", "specialised_suppliers"])) == (
        "blocked"
    )


@pytest.fixture(scope="module")
def measured(clusters, indices) -> pd.DataFrame:
    return association(clusters, indices, PERMUTATION, BOOTSTRAP)


RELATIONS = {
    "tm-product": relation(),
    "sw-product": relation(groups=["specialised_suppliers"], location="Table 16"),
    "all-market": relation(
        groups=["traditional_manufacturing", "natural_resource_based"],
        x="gov_market",
        y="up_functional",
        sign="negative",
        chains=["any"],
    ),
}


def curves() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Specification curves made up: one per relation, of which the second is not estimable."""
    nan = float("nan")
    summary = pd.DataFrame(
        {
            "relation": list(RELATIONS),
            "specifications": [2000, 12, 500],
            "median": [0.4, nan, 0.1],
            "share_asserted": [0.9995, nan, 0.4],
            "not_estimable": [0, 96, 4],
            "p_median": [0.03, nan, 0.7],
            "p_share": [0.15, nan, 0.8],
            "p_z": [0.04, nan, 0.6],
        }
    )
    choices = pd.DataFrame(
        {
            "relation": ["tm-product", "tm-product", "sw-product"],
            "choice": ["measure", "edition", "edition"],
            "explained": [0.4, 0.1, nan],
        }
    )
    return summary, choices


@pytest.fixture(scope="module")
def survived(measured) -> pd.DataFrame:
    return survives(RELATIONS, measured, *curves(), 0.1, "relations.yaml")


def test_a_relation_takes_its_numbers_from_association_and_curve(survived, measured) -> None:
    row = survived.iloc[0]
    source = measured.query(
        "upgrading == 'up_product' and index == 'ce_index' and scope == 'traditional_manufacturing'"
    ).iloc[0]
    assert (row["tau_b"], row["low"], row["p_adjusted"]) == (
        source["tau_b"],
        source["tau_b_low"],
        source["p_adjusted"],
    )
    assert (row["share_asserted"], row["p_joint"]) == (0.9995, 0.03)
    assert (row["matters_most"], row["matters_explained"]) == ("measure", 0.4)
    assert survived["verdict"].tolist()[1:] == ["not estimable", "hangs on choices"]
    assert survived["scope"].tolist()[2] == "blocked"


def test_chains_that_association_does_not_measure_are_named(measured) -> None:
    listed = {"mine": relation(x="gov_market", chains=["domestic", "any"])}
    with pytest.raises(DataFaults, match=r'relations.yaml: mine.chains: "domestic" comes first'):
        survives(listed, measured, *curves(), 0.1, "relations.yaml")


@pytest.fixture(scope="module")
def pooling(clusters, indices) -> pd.DataFrame:
    return pooled_and_within(clusters, indices, "up_product", PERMUTATION)


def test_pooling_gives_the_figures_of_association(pooling, measured) -> None:
    rows = measured.query("upgrading == 'up_product' and index == 'ce_index'")
    for column in ("scope", "clusters", "tau_b", "p", "rho", "rho_p", "note"):
        pd.testing.assert_series_equal(
            pooling[column].reset_index(drop=True), rows[column].reset_index(drop=True)
        )


def test_pairs_of_one_group_add_up_to_the_blocked_surplus(pooling) -> None:
    surplus = pooling.set_index("scope")["surplus"]
    groups = surplus.drop(["blocked", "pooled"])
    assert groups.sum() == surplus["blocked"] < surplus["pooled"]


def test_the_printed_index_gives_the_values_of_r(clean_cases, tables) -> None:
    """R 4.2.2 on the printed index: `cor.test`, Kendall 0.3323; ρ by sector; p of ρ within .076."""
    index = printed_index(clean_cases.cells, tables)
    choices = PermutationChoices(permutations=9999, exact_up_to=50000, seed=2004)
    rows = pooled_and_within(clean_cases.printed_clusters, index, "up_product", choices)
    rows = rows.set_index("scope")
    assert rows.loc["pooled", "tau_b"] == pytest.approx(0.3323, abs=5e-5)
    assert rows.loc["pooled", "rho_p"] == pytest.approx(0.0068, abs=0.002)
    assert rows.loc["blocked", "rho_p"] == pytest.approx(0.076, abs=0.006)
    assert [round(value, 2) for value in rows["rho"][:3]] == [0.44, 0.62, -0.58]
    assert rows.loc["specialised_suppliers", "note"].startswith("not estimable")


@pytest.fixture(scope="module")
def made(measured, pooling, survived, clusters, indices, clean_cases, tables):
    as_printed = pooled_and_within(
        clean_cases.printed_clusters,
        printed_index(clean_cases.cells, tables),
        "up_product",
        PERMUTATION,
    )
    built = (
        association_tables.primary(measured, LEVEL),
        association_tables.exploratory(measured),
        association_tables.pooled_within(pooling, as_printed, "corrected"),
        association_tables.across_degrees(across_degrees(clusters, indices, PERMUTATION)),
        survives_table(survived, LEVEL, Fraction(1, 10), "corrected"),
    )
    return {table.exhibit: cells_and_text(table) for table in built}


def rows_of(table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(to_csv(table[0]))))


def test_the_primary_family_has_twenty_lines_and_reasons(made) -> None:
    rows = [row for row in rows_of(made["association_primary"])[1:] if any(row[2:])]
    assert len(rows) == 20
    software = next(row for row in rows if row[0] == "product_upgrading_specialised_suppliers")
    assert software[2:] == [
        *("5", "not estimable", "–", "–", "–", "–", "The upgrading scores are all the same")
    ]
    assert "adjusted for the 14 tests" in " ".join(made["association_primary"][1].notes)


def test_the_exploratory_table_leaves_nothing_out_and_no_cell_empty(made) -> None:
    rows = [row for row in rows_of(made["association_exploratory"])[1:] if any(row[2:])]
    assert len(rows) == 2 + 8 + 8  # the index itself is in the primary family
    assert all(all(row) for row in rows)


def test_pooled_against_within_splits_the_pairs(made) -> None:
    table = made["pooled_within"]
    rows = {row[0]: row for row in rows_of(table)}
    pooled, between, within = (
        int(rows[f"as_printed_{name}"][3])
        for name in (
            "all_clusters_pooled",
            "of_these_pairs_of_different_groups",
            "all_groups_within_each",
        )
    )
    assert (pooled, between + within) == (216, 216)
    told = " ".join(table[1].notes)
    assert f"pairs: {pooled}, of which {between} between clusters of different groups" in told
    assert "complex product systems −0.58" in told


def test_each_relation_has_a_line_under_its_name(made) -> None:
    rows = {row[0]: row[1:] for row in rows_of(made["survives"])}
    assert rows["tm_product"][2:5] == ["+", "15", "0.39"]
    assert rows["tm_product"][-3:-1] == [">99", "0.030"]
    assert rows["sw_product"][4:] == ["not estimable", *"––––––", "not estimable"]
    assert rows["all_market"][2] == "−"


def test_tables_write_themselves_and_say_that_the_cases_were_chosen(made) -> None:
    for cells, text in made.values():
        for content in (to_html(cells, text), to_latex(cells, text)):
            assert "chosen cases, not a sample" in content
            assert "nan" not in content.lower().replace("governance", "")


def test_words_for_numbers() -> None:
    told = [per_cent(share) for share in (0.0, 0.0004, 0.5, 0.9996, 1.0)]
    assert told == ["0", "<1", "50", ">99", "100"]
    assert [signed(value) for value in (0.444, -0.58, -0.001, float("nan"))] == [
        *("+0.44", "−0.58", "0.00", "not estimable")
    ]
    note = "a score is constant in specialised_suppliers, left out"
    assert remark(note) == "A score is constant in Specialised suppliers (software), left out"
