"""Tables as data: what a program reads of them."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upgrading.publish.table_data import columns_of, to_csv


@pytest.fixture(scope="module")
def table(exhibits):
    return lambda exhibit: exhibits[exhibits["exhibit"] == exhibit].copy()


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def with_cells(table: pd.DataFrame, column: str, cells: list[tuple[str, str]]) -> pd.DataFrame:
    """Table 6 with these texts and values in the three lines of a column."""
    own = (table["column"] == column) & (table["row_kind"] == "body")
    table.loc[own, ["shown", "value"]] = cells
    table.loc[own, "differs"] = False
    table.loc[own, "count"] = None
    return table


def read(table: pd.DataFrame, *headings: str) -> list[list[str]]:
    header, *lines = rows(to_csv(table))
    places = [header.index(heading) for heading in headings]
    return [[line[place] for place in places] for line in lines]


def test_what_is_printed_stands_beside_a_column_that_differs_in_every_line(table) -> None:
    header, high, medium, low = rows(to_csv(table("table_06")))
    assert header[:5] == [
        "row",
        "Collective Efficiency",
        "Product Upgrading",
        "Product Upgrading (printed)",
        "Product Upgrading (clusters)",
    ]
    assert high[:5] == ["high", "High", "2.5", "2.5", "2"]
    assert medium[:5] == ["medium", "Medium", "1.9", "2.0", "10"]
    assert low[0] == "low"


def test_a_table_that_agrees_has_no_more_columns_than_printed(table) -> None:
    found = rows(to_csv(table("table_04")))
    assert found[0] == ["row", "Cluster", "Market", "Network", "Quasi-hierarchy", "Hierarchy"]
    assert {len(row) for row in found} == {6}


@pytest.mark.parametrize("exhibit", ["table_01", "table_02", "table_03", "table_18", "table_20"])
def test_one_line_of_headings_and_all_others_equally_long(table, exhibit) -> None:
    cells = table(exhibit)
    found = rows(to_csv(cells))
    assert len(found) == 1 + cells.loc[cells["row_kind"] != "header", "line"].nunique()
    assert len({len(row) for row in found}) == 1
    assert len(set(found[0])) == len(found[0])
    assert found[0] == ["row", *(column.heading for column in columns_of(cells))]


def test_headings_have_no_marks_of_footnotes(table) -> None:
    headings = rows(to_csv(table("table_03")))[0]
    assert headings[:4] == ["row", "Cluster", "EE", "EE (printed)"]
    assert {"Index", "Index (printed)", "Degree"} <= set(headings)


def test_a_column_without_a_heading_goes_by_its_name(table) -> None:
    assert rows(to_csv(table("table_02")))[0][:3] == ["row", "label_1", "Cluster"]


def test_thousands_have_no_comma_and_what_is_not_there_is_empty(table) -> None:
    jobs = dict(read(table("table_02"), "row", "Direct jobs"))
    assert jobs["salmon_austral_region"] == "29000"
    assert jobs["grapes_petrolina_juazeiro"] == ""
    assert dict(read(table("table_02"), "row", "Indirect Jobs"))["furniture_chipilo"] == ""
    market = dict(read(table("table_04"), "row", "Market"))
    assert market["footwear_campina_grande"] == ""


def test_panels_under_each_other_have_the_columns_of_both(table) -> None:
    economies = read(table("table_18"), "row", "Market access", "Joint Action index")
    assert economies[1] == ["traditional_manufacturing", "1.83", ""]
    assert economies[-1] == ["specialised_suppliers", "", "7.8"]
    assert read(table("table_18"), "row", "Group")[0] == ["panel_1", "External Economies: Average"]


def test_the_ends_of_an_interval_stand_in_two_columns(table) -> None:
    cells = with_cells(
        table("table_06"),
        "up_product",
        [("[-0.12, 0.71]", "-0.1167 0.7133"), ("no interval", ""), ("–", "")],
    )
    ends = ("Product Upgrading (low)", "Product Upgrading (high)")
    assert read(cells, *ends) == [["-0.12", "0.71"], ["", ""], ["", ""]]
    assert "Product Upgrading" not in rows(to_csv(cells))[0]


def test_a_column_of_numbers_and_intervals_has_three(table) -> None:
    cells = with_cells(
        table("table_06"),
        "up_product",
        [("[-0.12, 0.71]", "-0.1167 0.7133"), ("(0.15)", "0.1546"), ("not estimable", "")],
    )
    three = ("Product Upgrading", "Product Upgrading (low)", "Product Upgrading (high)")
    assert read(cells, *three) == [["", "-0.12", "0.71"], ["0.15", "", ""], ["", "", ""]]


@pytest.mark.parametrize(
    ("shown", "value", "data"),
    [
        ("-1.9", "-1.9", "-1.9"),
        ("<0.001", "0.0000433064997196", "0.0000433064997196"),
        ("1,234.5", "1234.5", "1234.5"),
        ("Medium", "medium", "Medium"),
        ("65 + 150", "65 150", "65 + 150"),
        ("no arrangement", "", "no arrangement"),
        ("..", "", ""),
        ("not estimable", "", ""),
    ],
)
def test_a_number_is_a_number(table, shown, value, data) -> None:
    cells = with_cells(table("table_06"), "up_product", [(shown, value), ("2.0", "2"), ("", "")])
    assert read(cells, "Product Upgrading")[0] == [data]


def test_a_dash_in_a_column_of_text_is_text(table) -> None:
    cells = with_cells(table("table_06"), "up_product", [("–", ""), ("words", ""), ("", "")])
    assert read(cells, "Product Upgrading") == [["–"], ["words"], [""]]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_words_survive(exhibits, text: str) -> None:
    cells = exhibits[(exhibits["exhibit"] == "table_01")].copy()
    body = (cells["column"] == "industries") & (cells["row_kind"] == "body")
    cells.loc[body, "shown"] = text
    assert {row[0] for row in read(cells, "Industries")} == {text}
