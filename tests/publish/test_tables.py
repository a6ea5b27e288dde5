from html.parser import HTMLParser

import pandas as pd
import pytest
from page_templates import ENVIRONMENT

from upgrading.publish.tables import (
    Text,
    number_of,
    text_positions,
    to_html,
    with_minus,
)

TEXT = Text("table_06", "Table 6", "A caption*", ("A note with 50 % & more.",))


@pytest.fixture(scope="module")
def table(exhibits):
    return lambda exhibit: exhibits[exhibits["exhibit"] == exhibit]


class Cells(HTMLParser):
    """Collects the text of every cell, and the widths of the rows in columns."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.widths: list[int] = []

    def handle_starttag(self, tag, attrs) -> None:
        if tag == "tr":
            self.widths.append(0)
        if tag in {"td", "th"}:
            self.widths[-1] += int(dict(attrs).get("colspan", 1))
            self.cells.append("")

    def handle_data(self, data) -> None:
        if self.cells:
            self.cells[-1] += data


@pytest.mark.parametrize("exhibit", ["table_03", "table_06", "table_18", "table_02"])
def test_html_rows_are_equally_wide(table, exhibit) -> None:
    parser = Cells()
    parser.feed(to_html(table(exhibit), TEXT, ENVIRONMENT))
    assert len(set(parser.widths)) == 1


def test_html_marks_what_differs_and_counts(table) -> None:
    page = to_html(table("table_06"), TEXT, ENVIRONMENT)
    assert '<td class="differs">1.9 <span class="count">(10)</span>' in page
    assert '<span class="printed">[2.0]</span>' in page
    assert "<title>Table 6. A caption</title>" in page
    assert "50 % &amp; more" in page
    assert "http" not in page


@pytest.mark.parametrize(
    ("exhibit", "number"),
    [
        ("table_03", "Table 3"),
        ("table_20", "Table 20"),
        ("annex_table_8", "Annex Table 8"),
        ("box_2", "Box 2"),
        ("governance_by_group", ""),
    ],
)
def test_number_under_which_the_report_cites_an_exhibit(exhibit, number) -> None:
    assert number_of(exhibit) == number


def test_people_read_a_true_minus(table) -> None:
    cells = table("table_06").copy()
    one = (cells["row"] == "medium") & (cells["column"] == "up_product")
    cells.loc[one, ["shown", "value"]] = ["-1.9", "-1.9"]
    text = Text("table_06", "Table 6", "A caption", ())
    assert "−1.9" in to_html(cells, text, ENVIRONMENT)


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("-0.12", "−0.12"),
        ("[-0.12, 0.73]", "[−0.12, 0.73]"),
        ("[-0.5, -0.1]", "[−0.5, −0.1]"),
        ("10-20", "10-20"),
        ("1996–2002", "1996–2002"),
        ("n.a.", "n.a."),
    ],
)
def test_a_hyphen_before_a_number_is_a_minus(shown, read) -> None:
    assert with_minus(shown) == read


def test_what_is_printed_stands_as_numbers_do_if_most_of_it_are_numbers() -> None:
    def column(texts: list[str], name: str = "printed") -> pd.DataFrame:
        columns = {"row_kind": "body", "position": 2, "column": name, "value": "", "shown": texts}
        return pd.DataFrame(columns)

    assert text_positions(column(["970.0", "12.7", "143.000", "2.8-4.5", "sharp"])) == set()
    assert text_positions(column(["sharp", "steep", "12"])) == {2}
    # a year that names its row is a heading
    assert text_positions(column(["1996", "1997"], "label_1")) == {2}


def test_prose_is_set_flush_left_though_a_few_of_its_rows_are_numbers(table) -> None:
    """Table 20: years, tonnes and prices of a stage above what is told of it."""
    assert text_positions(table("table_20")) == {1, 2, 3, 4}
    # the not available cells of Table 2's columns of numbers do not make them text
    assert text_positions(table("table_02")) == {1, 2, 3, 4}
