"""How the numbers of inference come about: evaluated as written, formulas give the numbers."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabulated import formulas_by_cell
from tiers import few_in_quick, few_rows_in_quick

from upgrading.exhibits import association as association_tables
from upgrading.exhibits import comparisons as comparison_tables
from upgrading.exhibits.comparisons import Cases
from upgrading.exhibits.estimates import whole
from upgrading.exhibits.regression import regression_table
from upgrading.exhibits.relations import Measured, Relations, adjusted
from upgrading.exhibits.survives import sets_table, survives_table
from upgrading.exhibits.tabulation import (
    Column,
    Formula,
    Number,
    Tabulation,
    exhibits_of,
    formulas_of,
)
from upgrading.exhibits.values import homes
from upgrading.inference import between_groups
from upgrading.inference.association import (
    association,
    benjamini_hochberg,
    holm,
    pooled_and_within,
    printed_index,
)
from upgrading.inference.between_groups import reliability
from upgrading.inference.degrees import across_degrees
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.models import Draws, estimate
from upgrading.inference.permutation import PermutationChoices
from upgrading.inference.sets import Drawing, judged
from upgrading.inference.survives import survives
from upgrading.multiverse.relations import Relation

LEVEL = Fraction(95, 100)
PERMUTATION = PermutationChoices(permutations=199, exact_up_to=5000, seed=4)
BOOTSTRAP = BootstrapChoices(resamples=100, confidence=0.95, seed=4)


def evaluated(formula: str) -> float:
    """`(9 − 8) / √(34 × 26)` as arithmetic; `min(1, …)` stands for itself."""
    assert re.fullmatch(r"(?:min|[\d. +×/()√−,e-])+", formula), formula
    code = formula.replace("×", "*").replace("−", "-").replace("√", "math.sqrt")
    return float(eval(code, {"math": math, "min": min}))


def asserted(**changes) -> Relation:
    usual = {
        **{"location": "Table 6", "statement": "More goes with more.", "x": "ce_index"},
        **{"groups": ["traditional_manufacturing"], "y": "up_product", "sign": "positive"},
    }
    return Relation.model_validate({**usual, **changes})


ASSERTED = {
    "tm-product": asserted(),
    "nr-labour": asserted(groups=["natural_resource_based"], x="ee_labour_market"),
    "sw-product": asserted(groups=["specialised_suppliers"]),
    "two-groups": asserted(groups=["traditional_manufacturing", "natural_resource_based"]),
}


def curves() -> tuple[pd.DataFrame, pd.DataFrame]:
    nan = float("nan")
    summary = pd.DataFrame(
        {
            "relation": list(ASSERTED),
            "specifications": [2000, 500, 12, 8],
            "median": [0.4, 0.1, nan, 0.2],
            "share_asserted": [0.9995, 0.25, nan, 0.5],
            "not_estimable": [0, 100, 12, 0],
            "p_median": [3 / 100, 70 / 100, nan, 1 / 100],
        }
    )
    choices = pd.DataFrame({"relation": [], "choice": [], "explained": []}, dtype=object)
    return summary, choices


@pytest.fixture(scope="module")
def told(clusters, indices, clean_cases, tables) -> tuple[pd.DataFrame, dict]:
    """The cells of the tables of association and the formulas of their numbers."""
    measured = association(clusters, indices, PERMUTATION, BOOTSTRAP)
    degrees = across_degrees(clusters, indices, PERMUTATION)
    printed = clean_cases.printed_clusters, printed_index(clean_cases.cells, tables)
    analysed, as_printed = (
        pooled_and_within(*data, "up_product", PERMUTATION)
        for data in ((clusters, indices), printed)
    )
    shares = pd.DataFrame(columns=["relation", "share_positive", "share_negative"])
    frames = {
        "printed": (clean_cases.printed_clusters, indices),
        "corrected": (clusters, indices),
    }
    drawing = Drawing(4, 2000, 2000)
    words = {of: judged(*one, ASSERTED, shares, drawing) for of, one in frames.items()}
    relations = {of: one["relations"] for of, one in words.items()}
    found = survives(ASSERTED, relations, "corrected", *curves(), "relations.yaml")
    built = (
        association_tables.primary(measured, LEVEL),
        association_tables.exploratory(measured),
        association_tables.pooled_within(analysed, as_printed, "corrected"),
        association_tables.across_degrees(degrees),
        sets_table({of: one["sets"] for of, one in words.items()}),
        survives_table(found, Fraction(1, 10), "corrected"),
    )
    related = (Relations(*data, homes(tables)) for data in ((clusters, indices), printed))
    on = Measured(measured, *related, PERMUTATION, BOOTSTRAP, (99, 7))
    return exhibits_of(built), formulas_by_cell(built, on)


@pytest.fixture(scope="module")
def compared(clusters, indices, tables) -> tuple[pd.DataFrame, dict]:
    """The cells of the other tables and the formulas of their numbers."""
    overall = between_groups.between_groups(clusters, indices, PERMUTATION)
    pairs = between_groups.group_differences(clusters, indices, LEVEL)
    tests, alphas = between_groups.paired_tests(clusters, indices, LEVEL), reliability(clusters)
    built = (
        comparison_tables.group_differences(overall, pairs, LEVEL),
        comparison_tables.economies_against_joint_action(tests, LEVEL),
        comparison_tables.reliability(alphas),
        regression_table(
            *estimate(clusters, indices, LEVEL, Draws(PERMUTATION, 99)), "up_product", LEVEL
        ),
    )
    on = Cases(clusters, indices, homes(tables), 4)
    return exhibits_of(built), formulas_by_cell(built, on)


@pytest.mark.parametrize("of", few_in_quick(["told", "compared"], ["told"]))
def test_every_number_has_a_formula_and_nothing_else_has(of, request) -> None:
    exhibits, formulas = request.getfixturevalue(of)
    filled = exhibits[exhibits["value"] != ""]
    assert set(zip(filled["exhibit"], filled["row"], filled["column"], strict=True)) == set(
        formulas
    )
    assert all(formula.words for formula in formulas.values())


@pytest.mark.parametrize(
    ("of", "least"), few_rows_in_quick([("told", 250), ("compared", 100)], [("told", 250)])
)
def test_evaluated_as_written_a_formula_gives_the_number(of, least, request) -> None:
    exhibits, formulas = request.getfixturevalue(of)
    values = {(c.exhibit, c.row, c.column): c.value for c in exhibits.itertuples()}
    checked = 0
    for cell, formula in formulas.items():
        if formula.formula and "±" not in formula.formula:
            expected = float(Fraction(values[cell]))
            found = evaluated(formula.formula)
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-12), (cell, formula)
            checked += 1
        elif formula.formula:
            middle, width = formula.formula.split(" ± ")
            low, high = map(float, values[cell].split(" "))
            half = evaluated(width)
            assert [low, high] == pytest.approx(
                [float(middle) - half, float(middle) + half], rel=2e-3, abs=2e-3
            )
            checked += 1
    assert checked > least


@pytest.mark.parametrize("of", few_in_quick(["told", "compared"], ["told"]))
def test_inputs_are_cells_columns_or_tables_that_exist(of, request, exhibits) -> None:
    own, formulas = request.getfixturevalue(of)
    known = pd.concat([own, exhibits])
    cells = set(known["exhibit"] + "/" + known["row"] + "/" + known["column"])
    columns = set(known["exhibit"] + "//" + known["column"])
    for formula in formulas.values():
        assert set(formula.inputs) <= cells | columns | set(known["exhibit"]), formula


def test_a_tau_names_its_sample_and_the_columns_it_comes_from(told) -> None:
    tau = told[1]["association_primary", "product_upgrading_natural_resource_based", "kendalls_b"]
    assert "11 clusters of natural resource-based" in tau.words
    assert tau.inputs == ("table_07//ce_index", "table_09//up_product")
    blocked = told[1]["association_primary", "product_upgrading_all_groups_within_each", "p"]
    assert "distinct arrangements of the scores within sector groups: exact" in blocked.words
    assert blocked.formula == ""  # a share of billions has more digits than the file keeps
    exact = told[1]["association_primary", "product_upgrading_natural_resource_based", "p"]
    assert "all 330 distinct arrangements" in exact.words
    interval = told[1]["association_primary", blocked_row(), "95_interval"]
    assert "95 % bootstrap interval" in interval.words
    assert "100 resamples of the clusters, drawn within sector groups, seed 4" in interval.words


def blocked_row() -> str:
    return "product_upgrading_all_groups_within_each"


def test_an_adjusted_p_says_of_how_many_tests(told) -> None:
    primary = told[1]["association_primary", blocked_row(), "p_holm"]
    assert "after Holm for the 14 tests of the primary family" in primary.words
    other = told[1]["survives", "nr_labour", "p_adjusted"]
    assert "among all relations asserted with a sign" in other.words
    assert "over 2,000 draws of whole rows of upgrading scores" in other.words


def test_a_relation_of_some_sector_groups_is_told_of_their_clusters_alone(told) -> None:
    assert "26 clusters" in told[1]["survives", "two_groups", "kendalls_b"].words


def test_a_coefficient_names_model_sample_and_errors(compared) -> None:
    formulas = compared[1]
    name = "least_squares_collective_efficiency_index"
    told = formulas["regression_product", name, "model_2"].words
    assert "model (2): product upgrading on collective efficiency index and sector effects" in told
    assert "40 clusters" in told
    error = formulas["regression_product", f"{name}_standard_error", "model_2"]
    assert "(HC3)" in error.words
    assert error.inputs == (f"regression_product/{name}/model_2",)


def test_a_number_without_a_formula_is_no_table() -> None:
    columns = [Column("told", "Told", Number, "shown value", "counted"), Column("other", "Other")]
    table = Tabulation("own", columns)
    line = table.line("A line", shows={"shown": "1", "value": "1"})
    assert formulas_by_cell([table], None) == {("own", "a_line", "told"): Formula("counted")}
    line.cell("other", Number("2", "2"), "twice that", [line["told"]])
    told = formulas_by_cell([table], None)["own", "a_line", "other"]
    assert told == Formula("twice that", "", ("own/a_line/told",))
    table.line("Another").cell("other", Number("3", "3"))
    with pytest.raises(ValueError, match="own/another/other: a number without a formula"):
        formulas_of([table], None)
    untold = Tabulation("own", [Column("told", "Told", whole, how=lambda on, row: on)])
    untold.line("A line", shows={"told": 1})
    assert formulas_by_cell([untold], "words")
    with pytest.raises(ValueError, match="own/a_line/told: a number without a formula"):
        formulas_of([untold], "")
    with pytest.raises(ValueError, match="own: no column third; label_1, told, other"):
        line.cell("third", "")


def test_what_is_missing_has_no_formula_and_words_have_one_if_numbers_decide_them() -> None:
    columns = [
        Column("p", "p", Number, "p_shown p_value", "a test", (), "tau"),
        Column("verdict", "Verdict", str, "verdict", lambda on, row: f"{on} of {row['tau']}"),
    ]
    table = Tabulation("own", columns)
    table.line("Of it", shows={"tau": 0.5, "p_shown": "0.1", "p_value": "0.1", "verdict": "yes"})
    table.line("No more", shows={"tau": None, "p_shown": "0", "p_value": "0"})
    shown = exhibits_of([table]).set_index(["row", "column"])["shown"]
    assert (shown["no_more", "p"], shown["no_more", "verdict"]) == ("–", "")
    told = formulas_by_cell([table], "decided by the sign")
    assert {place[1:]: formula.words for place, formula in told.items()} == {
        ("of_it", "p"): "a test",
        ("of_it", "verdict"): "decided by the sign of 0.5",
    }


@given(st.lists(st.floats(0.001, 1) | st.just(float("nan")), min_size=1, max_size=12))
def test_adjustments_as_written_are_those_of_the_tests(p: list[float]) -> None:
    p = [float(f"{value:.12g}") for value in p]
    for method, adjust in (("Holm", holm), ("Benjamini–Hochberg", benjamini_hochberg)):
        written = [evaluated(text) if text else math.nan for text in adjusted(p, method)[0]]
        assert written == pytest.approx(list(adjust(np.array(p))), rel=1e-9, nan_ok=True)
