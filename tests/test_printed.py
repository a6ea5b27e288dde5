from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upgrading.cases import printed
from upgrading.cases.printed import Layout

SMALL = Layout(
    "small", 1, (("ee_inputs", "eei"),), (("Clusters", "Availability of inputs (b)", "EEI"),)
)
NAMES = {("León (Mex.)",): "footwear_leon", ("Gamarra (Peru)",): "garments_gamarra"}
HEADER = ["Clusters", "Availability of inputs (b)", "EEI"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,5", "1.5"), ("1.5", "1.5"), ("2", "2"), ("10.00", "10"), ("0,7", "0.7"), (" 3 ", "3")],
)
def test_score_reads_points_and_commas(text: str, value: str) -> None:
    assert printed.score(text) == Fraction(value)


@pytest.mark.parametrize("text", ["n.a.", "..", "...", "-", "–", "", "  "])
def test_missing_cells_are_none(text: str) -> None:
    assert printed.score(text) is None
    assert printed.count(text) is None
    assert printed.amount(text) is None


@pytest.mark.parametrize("text", ["two", "1.5.2", "1,5,2", "-1", "1e3", "1.", "½", "3 *"])
def test_score_refuses_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        printed.score(text)


@pytest.mark.parametrize(
    ("text", "value"), [("29.000", 29000), ("10.605", 10605), ("121", 121), ("1,005,000", 1005000)]
)
def test_count_reads_points_as_thousands(text: str, value: int) -> None:
    assert printed.count(text) == value


@pytest.mark.parametrize("text", ["29.00", "1.5", "2.9000", "65 + 150"])
def test_count_refuses_decimals(text: str) -> None:
    with pytest.raises(ValueError, match="is not a count"):
        printed.count(text)


def test_amount_reads_thousands_comma_and_decimal_point() -> None:
    assert printed.amount("1,005.0") == 1005
    assert printed.amount("2.9") == Fraction("2.9")
    with pytest.raises(ValueError, match="is not an amount"):
        printed.amount("1.005,0")


@pytest.mark.parametrize(
    ("text", "value"), [("Médium", "medium"), ("High", "high"), ("LOW", "low")]
)
def test_degree_ignores_accents_and_case(text: str, value: str) -> None:
    assert printed.degree(text) == value


@given(st.integers(0, 999), st.integers(0, 3), st.sampled_from(".,"))
def test_score_is_exact_under_either_mark(digits: int, decimals: int, mark: str) -> None:
    text = f"{digits / 10**decimals:.{decimals}f}"
    assert printed.score(text.replace(".", mark)) == Fraction(digits, 10**decimals)
    assert printed.decimals(text.replace(".", mark)) == decimals


def test_column_label_drops_footnote_marks() -> None:
    assert printed.column_label("Market access (d)") == "Market access"
    assert printed.column_label("External economies index** (EEI)") == "External economies index"
    assert printed.column_label("Production 2002 (US$ mill.)") == "Production 2002 (US$ mill.)"


def test_parse_accepts_a_byte_order_mark() -> None:
    rows, faults = printed.parse("﻿a,b\n1,2\n".encode(), "x.csv")
    assert (rows, faults) == ([["a", "b"], ["1", "2"]], [])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\nLe\xf3n,2\n", "x.csv, line 2: byte 0xF3 is not UTF-8; save the file as CSV UTF-8"),
        (b"", "x.csv: the file is empty"),
        (b"\n\n", "x.csv: the file is empty"),
        (b"a;b\n1;2\n", "x.csv, line 1: separated by semicolons; commas are allowed"),
        (
            b'a,b\n"1\n2",2\n"1,2\n3,4\n',
            "x.csv, line 4: not a comma-separated file: unexpected end of data; is a quotation "
            "mark not closed here?",
        ),
    ],
)
def test_parse_names_what_is_wrong_with_the_file(content: bytes, message: str) -> None:
    rows, faults = printed.parse(content, "x.csv")
    assert rows == []
    assert [str(fault) for fault in faults] == [message]


def cells(*rows: list[str]) -> tuple[list[str], list[str]]:
    frame, faults = printed.cells([HEADER, *rows], SMALL, NAMES, "small.csv", "labels.csv")
    named = [
        f"{c.row}/{c.column}={c.printed}" for c in frame.itertuples() if c.row_kind != "header"
    ]
    return named, [str(fault) for fault in faults]


def test_cells_name_rows_and_columns_and_keep_the_printed_string() -> None:
    named, faults = cells(
        ["Footwear", "", ""],
        ["León (Mex.)", "3", "12"],
        ["Gamarra (Peru)", "n.a.", "6,5"],
        ["Total", "3", "18,5"],
    )
    assert faults == []
    assert "footwear_leon/ee_inputs=3" in named
    assert "garments_gamarra/eei=6,5" in named
    assert "total/eei=18,5" in named
    assert "section_2/label_1=Footwear" in named


def test_empty_lines_are_passed_over() -> None:
    _, faults = cells([], ["León (Mex.)", "3", "12"], ["", "", ""], ["Gamarra (Peru)", "2", "8"])
    assert faults == []


def test_unknown_label_is_named_with_the_known_ones() -> None:
    _, faults = cells(["Leon", "3", "12"], ["Gamarra (Peru)", "2", "8"])
    assert faults == [
        'small.csv, line 2, "Clusters": "Leon" is not a known label of this table '
        "(known: León (Mex.); Gamarra (Peru))",
        'small.csv: no row "León (Mex.)" (footwear_leon), which labels.csv expects',
    ]


def test_the_same_row_twice_is_a_fault() -> None:
    rows = ["León (Mex.)", "3", "12"]
    _, faults = cells(rows, ["Gamarra (Peru)", "2", "8"], rows)
    assert faults == [
        'small.csv, line 4, "Clusters": "León (Mex.)" is footwear_leon, which line 2 is too'
    ]


def test_a_row_of_another_width_is_a_fault() -> None:
    _, faults = cells(["León (Mex.)", "3"], ["Gamarra (Peru)", "2", "8"])
    assert faults == ["small.csv, line 2: 2 cells where the table has 3 columns"]


def test_a_title_above_the_header_is_one_fault() -> None:
    table = [["A title", "", ""], ["", "", ""], HEADER, ["León (Mex.)", "3", "12"]]
    _, faults = printed.cells(table, SMALL, {}, "small.csv", "labels.csv")
    told = "the header is here; delete the 2 rows above it so that it comes first"
    assert list(map(str, faults)) == [f"small.csv, line 3: {told}"]


def test_missing_extra_and_swapped_columns_are_named() -> None:
    def of(header: list[str]) -> list[str]:
        return [
            str(fault) for fault in printed.cells([header], SMALL, {}, "small.csv", "labels.csv")[1]
        ]

    assert of(["Clusters", "EEI"]) == [
        'small.csv, line 1, "Availability of inputs": the column is missing'
    ]
    assert of([*HEADER, "Notes"]) == [
        'small.csv, line 1, "Notes": "Notes" is not a column of this table '
        '(allowed: "Clusters", "Availability of inputs (b)", "EEI")'
    ]
    assert "not in the printed order" in of(["Clusters", "EEI", HEADER[1]])[0]
