"""What survives, and the tables of association."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from page_templates import ENVIRONMENT
from reference import REPORT_RULE
from tabulated import cells_and_text, shown_lines

from upgrading.cases.indices import collective_efficiency
from upgrading.exhibits import association as association_tables
from upgrading.exhibits.association import remark, signed
from upgrading.exhibits.survives import per_cent, sets_table, survives_table
from upgrading.faults import DataFaults
from upgrading.inference.association import association, pooled_and_within, printed_index
from upgrading.inference.degrees import across_degrees
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.permutation import PermutationChoices
from upgrading.inference.samples import without_a_say
from upgrading.inference.sets import Drawing, judged
from upgrading.inference.survives import explanation_of, scope_of, survives, word_of
from upgrading.multiverse.relations import Relation
from upgrading.publish.latex_tables import to_latex
from upgrading.publish.tables import to_html
from upgrading.vocabulary import SECTOR_GROUPS

LEVEL = Fraction(95, 100)
PERMUTATION = PermutationChoices(permutations=199, exact_up_to=5000, seed=4)
BOOTSTRAP = BootstrapChoices(resamples=100, confidence=0.95, seed=4)


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
    "tm-no-link": relation(y="up_process", sign="none", denies="link"),
    "tm-no-effect": relation(y="up_process", sign="none"),
}


def curves() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Specification curves made up: one per relation, of which the second is not estimable."""
    nan = float("nan")
    summary = pd.DataFrame(
        {
            "relation": list(RELATIONS),
            "specifications": [2000, 12, 500, 4, 4],
            "median": [0.4, nan, 0.1, 0.2, 0.2],
            "share_asserted": [0.9995, nan, 0.4, 0.1, 0.1],
            "not_estimable": [0, 12, 4, 0, 0],
            "p_median": [0.03, nan, 0.7, 0.3, 0.3],
        }
    )
    choices = pd.DataFrame(
        {
            "relation": ["tm-product", "tm-product", "sw-product"],
            "choice": ["weight", "edition", "edition"],
            "explained": [0.4, 0.1, nan],
        }
    )
    return summary, choices


SHARES = pd.DataFrame(
    {"relation": list(RELATIONS), "share_positive": 1.0, "share_negative": 0.0},
)


@pytest.fixture(scope="module")
def judged_twice(clean_cases, clusters, indices) -> dict[str, dict[str, pd.DataFrame]]:
    """Relations and sets of both editions, in few draws."""
    printed = clean_cases.printed_clusters
    frames = {
        "printed": (printed, collective_efficiency(printed, REPORT_RULE)),
        "corrected": (clusters, indices),
    }
    drawing = Drawing(4, 2000, 2000)
    return {of: judged(*one, RELATIONS, SHARES, drawing) for of, one in frames.items()}


def of_each(judged_twice, table: str) -> dict[str, pd.DataFrame]:
    return {of: tables[table] for of, tables in judged_twice.items()}


@pytest.fixture(scope="module")
def survived(judged_twice) -> pd.DataFrame:
    relations = of_each(judged_twice, "relations")
    return survives(RELATIONS, relations, "corrected", *curves(), "relations.yaml")


def test_a_relation_takes_its_numbers_from_its_test_and_its_curve(survived, judged_twice) -> None:
    row, source = survived.iloc[0], judged_twice["corrected"]["relations"].iloc[0]
    for column in ("tau_b", "p_adjusted", "needed", "possible", "without_one_low", "share"):
        assert row[column] == source[column]
    assert row["p_within"] == source["p"] and row["exact"]
    assert (row["share_asserted"], row["p_joint"]) == (0.9995, 0.03)
    assert (row["matters_most"], row["matters_explained"]) == ("weight", 0.4)
    assert survived["verdict"].tolist() == survived["verdict_corrected"].tolist()
    assert survived["verdict"].tolist() == ["leaning", "not_testable", "open", "supported", "open"]
    assert survived["scope"].tolist()[2] == "blocked"


def test_what_is_open_bears_out_no_clear_link_and_not_that_there_is_no_effect() -> None:
    absences = {denies: relation(sign="none", denies=denies) for denies in ("link", "effect")}
    words = ("open", "leaning", "contradicted")
    told = {denies: [word_of(one, word) for word in words] for denies, one in absences.items()}
    assert told["link"] == ["supported", "leaning_against", "contradicted"]
    assert told["effect"] == ["open", "open", "contradicted"]
    assert [word_of(relation(), word) for word in words] == list(words)


def test_chains_that_association_does_not_measure_are_named() -> None:
    listed = {"mine": relation(x="gov_market", chains=["domestic", "any"])}
    with pytest.raises(DataFaults, match=r'relations.yaml: mine.chains: "domestic" comes first'):
        survives(listed, {}, "printed", *curves(), "relations.yaml")


@pytest.fixture(scope="module")
def pooling(clusters, indices) -> pd.DataFrame:
    return pooled_and_within(clusters, indices, "up_product", PERMUTATION)


def test_pooling_gives_the_figures_of_association(pooling, measured) -> None:
    rows = measured.query("upgrading == 'up_product' and index == 'ce_index'")
    # pooling has no intervals that could contradict a p
    rows = rows.assign(note=rows["note"].str.replace(r"(; )?the interval of .*", "", regex=True))
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
def made(measured, pooling, survived, judged_twice, clusters, indices, clean_cases, tables):
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
        sets_table(of_each(judged_twice, "sets")),
        survives_table(survived, Fraction(1, 10), "corrected"),
    )
    return {table.exhibit: cells_and_text(table) for table in built}


def rows_of(table) -> list[list[str]]:
    return shown_lines(table[0])


def test_the_primary_family_has_twenty_lines_and_reasons(made) -> None:
    rows = [row for row in rows_of(made["association_primary"])[1:] if any(row[2:])]
    assert len(rows) == 20
    software = next(row for row in rows if row[0] == "product_upgrading_specialised_suppliers")
    assert software[2:] == [
        *("5", "not estimable", "–", "–", "–", "–", "The upgrading scores are all the same")
    ]
    assert "adjusted for the 14 tests" in " ".join(made["association_primary"][1].notes)


def test_the_cell_of_an_interval_says_why_there_is_none(measured) -> None:
    """Index and product upgrading of natural resource-based clusters: two scores occur."""
    cells, text = cells_and_text(association_tables.primary(measured, LEVEL))
    shown = cells.set_index(["row", "column"])["shown"]
    row = "product_upgrading_natural_resource_based"
    assert shown[row, "95_interval"] == "no interval: two levels"
    remarks = cells.loc[cells["column"] == "remark", "shown"]
    assert not remarks.str.contains("interval of (?:γ|Somers|ρ)", regex=True).any()
    assert "fixed by rule" in text.caption
    assert "not registered in advance" in " ".join(text.notes)


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
    assert rows["tm_product"][-5:-2] == ["2000", ">99", "0.030"]
    assert rows["sw_product"][4:9] == ["not estimable", *"––––"]
    assert rows["sw_product"][-2:] == ["Not testable"] * 2
    assert rows["all_market"][2] == "−"
    told = " ".join(made["survives"][1].notes)
    assert "3 relations asserted with a sign: Leans that way 1; Open 1; Not testable 1 (as" in told
    assert "2 asserted absences: Supported 1; Open 1 (as printed)" in told


def test_sets_come_in_the_order_of_their_test(made) -> None:
    rows = rows_of(made["sets"])
    assert [row[0] for row in rows if row[2]] == [
        "header",
        "efficiency",
        *(f"efficiency_{group}" for group in SECTOR_GROUPS),
        "governance",
    ]
    first = next(row for row in rows if row[0] == "efficiency")
    assert first[1:5] == ["All sector groups", "3", "35", "0.23"]


def test_a_tau_that_no_arrangement_reaches_is_no_missing_number(survived) -> None:
    rows = survived.assign(needed=float("nan"), possible=False)
    cells, _ = cells_and_text(survives_table(rows, Fraction(1, 10), "corrected"))
    shown = cells.set_index(["row", "column"])["shown"]
    assert shown["tm_product", "needed"] == "no arrangement"


def test_tables_write_themselves_and_say_that_the_cases_were_chosen(made) -> None:
    for cells, text in made.values():
        for content in (to_html(cells, text, ENVIRONMENT), to_latex(cells, text)):
            assert "chosen cases, not a random sample" in content
            assert "nan" not in content.lower().replace("governance", "")


def test_words_for_numbers() -> None:
    told = [per_cent(share) for share in (0.0, 0.0004, 0.5, 0.9996, 1.0)]
    assert told == ["0", "<1", "50", ">99", "100"]
    assert [signed(value) for value in (0.444, -0.58, -0.001, float("nan"))] == [
        *("+0.44", "−0.58", "0.00", "not estimable")
    ]
    note = without_a_say("specialised_suppliers")
    assert remark(note) == (
        "Specialised suppliers (software) left out: one of the scores is the same in all of its "
        "clusters"
    )
