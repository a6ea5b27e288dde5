"""How a number comes about, evaluated as written, gives the number."""

from __future__ import annotations

import re
from fractions import Fraction

import pandas as pd
import pytest
from reference import REPORT_RULE

from upgrading.cases.means import governance_counts
from upgrading.exhibits.build import build
from upgrading.exhibits.own import own_tables
from upgrading.exhibits.tabulation import FORMULA_COLUMNS, exhibits_of, formulas_of
from upgrading.exhibits.values import Scored, homes, values
from upgrading.vocabulary import DEGREES


@pytest.fixture(scope="session")
def scored(tables, study) -> Scored:
    return Scored(tables, study, REPORT_RULE)


@pytest.fixture(scope="session")
def found(tables, study, clean_cases, scored) -> pd.DataFrame:
    return formulas_of(build(clean_cases.cells, tables, study), scored)


def evaluated(formula: str) -> Fraction:
    """`(3 + 1.5) / 2`, `0.5 × 7 + 0.5 × 6` as exact arithmetic."""
    assert re.fullmatch(r"[\d. +×/()]+", formula), formula
    code = re.sub(r"\d+(?:\.\d+)?", lambda number: f"Fraction('{number[0]}')", formula)
    return eval(code.replace("×", "*"), {"Fraction": Fraction})


def test_every_computed_cell_has_one(found, exhibits) -> None:
    assert tuple(found.columns) == FORMULA_COLUMNS
    wanted = {(cell.exhibit, cell.row, cell.column) for cell in exhibits.itertuples() if cell.value}
    named = list(zip(found["exhibit"], found["row"], found["column"], strict=True))
    assert len(named) == len(set(named))
    assert set(named) == wanted


def test_evaluated_as_written_it_gives_the_value(found, tables, study) -> None:
    computed = {
        (exhibit, *cell): entry
        for exhibit, table in tables.items()
        for cell, entry in values(table, study).items()
    }
    checked = 0
    for row in found.itertuples():
        entry = computed[row.exhibit, row.row, row.column]
        if row.formula and entry.degree is None:
            assert evaluated(row.formula) == entry.numbers[0], row
            checked += 1
        elif entry.degree is not None:
            assert entry.degree in DEGREES
            assert row.formula
    assert checked > 300


def test_inputs_are_cells_with_the_values_that_the_formula_names(found, tables, study) -> None:
    computed = {
        f"{exhibit}/{row}/{column}": entry
        for exhibit, table in tables.items()
        for (row, column), entry in values(table, study).items()
    }
    for row in found.itertuples():
        places = [place for place in row.inputs.split("; ") if place]
        assert all(place in computed for place in places), row
        if " / " in row.formula or row.words.startswith("sum"):
            total = sum((computed[place].numbers[0] for place in places), Fraction(0))
            written = row.formula.split(" / ")[0]
            assert evaluated(written) == total, row


def test_the_medium_process_cell_of_table_6_names_its_ten_clusters(found) -> None:
    chosen = found[
        (found["exhibit"] == "table_06")
        & (found["row"] == "medium")
        & (found["column"] == "up_process")
    ].iloc[0]
    places = chosen["inputs"].split("; ")
    assert len(places) == 10
    assert all(place.startswith("table_05/") for place in places)
    assert chosen["formula"].endswith("/ 10")


def test_the_project_s_own_tables_are_told_too(study, scored) -> None:
    made = own_tables(study, governance_counts(study.clusters))
    own, found = exhibits_of(made), formulas_of(made, scored)
    values = {(c.exhibit, c.row, c.column): c.value for c in own.itertuples() if c.value}
    assert set(zip(found["exhibit"], found["row"], found["column"], strict=True)) == set(values)
    means = found[found["exhibit"] == "software_by_degree"]
    for row in means.itertuples():
        shown = values[row.exhibit, row.row, row.column]
        assert float(evaluated(row.formula)) == pytest.approx(float(shown))
        assert all(place.startswith("table_16/") for place in row.inputs.split("; "))
    market = found[(found["row"] == "natural_resource_based") & (found["column"] == "gov_market")]
    assert market.iloc[0]["inputs"] == "table_08//gov_market"


def test_every_variable_has_a_home_in_its_group(tables) -> None:
    found = homes(tables)
    assert found["traditional_manufacturing", "ce_index"] == "table_03"
    assert found["complex_product_systems", "gov_hierarchy"] == "table_12"
    assert found["specialised_suppliers", "ja_backward"] == "annex_table_8"
    assert ("specialised_suppliers", "gov_market") not in found
