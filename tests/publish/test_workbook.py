from __future__ import annotations

import io
from datetime import date, datetime
from fractions import Fraction

import openpyxl
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from reference import ROOT

from upgrading.exhibits.tabulation import EXHIBIT_COLUMNS
from upgrading.publish.citation import Citation
from upgrading.publish.legend import Made
from upgrading.publish.tables import Text
from upgrading.publish.workbook import sheet_name, workbook
from upgrading.verdicts import CELL_VERDICTS, STATEMENT_VERDICTS

MADE = Made(
    "corrected",
    Citation.of(yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))),
    date(2026, 11, 25),
)


def words(exhibits: pd.DataFrame) -> dict[str, Text]:
    return {
        str(name): Text(str(name), "", f"About {name}", ("A note.",))
        for name in exhibits["exhibit"].unique()
    }


def opened(exhibits: pd.DataFrame, **options) -> openpyxl.Workbook:
    content = workbook(exhibits, words(exhibits), MADE)
    return openpyxl.load_workbook(io.BytesIO(content), **options)


@pytest.fixture(scope="module")
def book(exhibits) -> openpyxl.Workbook:
    return opened(exhibits)


def row_of(sheet, label: str):
    return next(row for row in sheet.iter_rows() if any(cell.value == label for cell in row))


def header_of(sheet) -> list[str]:
    row = next(sheet.iter_rows(min_row=3, max_row=3))
    return [str(cell.value or "") for cell in row]


def places_of(sheet, kind: str) -> list[int]:
    """Columns that hold what the report prints, or the numbers of clusters."""
    return [
        place
        for place, column in enumerate(sheet.iter_cols(values_only=True))
        if any(str(value).endswith(f" ({kind})") for value in column)
    ]


def test_a_degree_that_differs_is_marked_as_numbers_are(book) -> None:
    marked = [
        cell.value
        for row in book["Table 15"].iter_rows(min_row=4)
        for cell in row
        if cell.fill.fgColor.rgb == "FFFDEECB" and cell.data_type == "s"
    ]
    assert {"Medium", "High"} <= set(marked)


def test_a_sheet_for_every_exhibit_and_a_list_of_them(book, exhibits) -> None:
    names = [sheet_name(name) for name in exhibits["exhibit"].unique()]
    assert book.sheetnames == ["Legend", "Contents", *names]
    assert names[:3] == ["Table 1", "Table 2", "Table 3"]
    contents = book["Contents"]
    assert [row[0].value for row in contents.iter_rows(min_row=2)] == names
    for row, (name, table) in zip(
        contents.iter_rows(min_row=2), exhibits.groupby("exhibit", sort=False), strict=True
    ):
        assert row[0].hyperlink.location == f"'{sheet_name(name)}'!A1"
        assert row[1].value == f"About {name}"
        assert (row[2].value or 0) == int(table["differs"].astype(bool).sum())


def test_names_of_sheets_are_allowed_and_apart(exhibits) -> None:
    assert sheet_name("trade_a:b[c]*d?e/f\\g") == "trade a b c  d e f g"
    assert len(sheet_name("trade_telecommunication_apparatus_of_all_kinds")) == 31
    table = exhibits[exhibits["exhibit"] == "table_06"]
    long = [f"trade_telecommunication_apparatus_{kind}" for kind in ("wired", "wireless", "other")]
    both = pd.concat([table.assign(exhibit=name) for name in long], ignore_index=True)
    names = opened(both).sheetnames
    assert names[2:4] == ["trade telecommunication apparat", "trade telecommunication appar 2"]
    assert len({name.lower() for name in names}) == 5
    assert max(map(len, names)) <= 31


def test_a_computed_number_is_a_number_in_full_and_shown_as_the_table_shows_it(book) -> None:
    sheet = book["Table 6"]
    low = row_of(sheet, "Low")
    process = low[header_of(sheet).index("Process Upgrading")]
    assert process.data_type == "n"
    assert process.value == pytest.approx(float(Fraction(13, 6)), abs=1e-11)
    assert process.number_format == "0.0"
    jobs = book["Table 2"]
    place = next(number for number, text in enumerate(header_of(jobs)) if text.startswith("Direct"))
    salmon = next(row for row in jobs.iter_rows() if "Salmon" in str(row[1].value))
    assert (salmon[place].value, salmon[place].number_format) == (29000, "#,##0")


def test_the_printed_figure_stands_beside_and_is_marked_where_it_differs(book, exhibits) -> None:
    sheet = book["Table 6"]
    header = header_of(sheet)
    at = header.index("Product Upgrading")
    assert header[at + 1] == "Product Upgrading (printed)"
    high, medium = row_of(sheet, "High"), row_of(sheet, "Medium")
    assert (medium[at + 1].value, medium[at + 1].number_format) == (2, "0.0")
    assert medium[at].font.b and medium[at + 1].font.b
    assert medium[at].fill.fgColor.rgb == "FFFDEECB"
    assert not high[at].font.b and not high[at + 1].font.b
    marked = 0
    for name in exhibits["exhibit"].unique():
        places = places_of(book[sheet_name(name)], "printed")
        for row in book[sheet_name(name)].iter_rows(min_row=4):
            marked += sum(row[place].fill.fgColor.rgb == "FFFDEECB" for place in places)
    assert marked == int(exhibits["differs"].astype(bool).sum())


def test_a_print_that_could_be_read_otherwise_stays_text(book) -> None:
    found = {
        str(row[place].value): row[place].data_type
        for name in ("Table 2", "Table 5", "Annex Table 1")
        for place in places_of(book[name], "printed")
        for row in book[name].iter_rows(min_row=4)
    }
    assert found["29.000"] == found["8,5"] == found["31,5"] == "s"
    assert found["3"] == "n"


def test_every_computed_number_is_in_the_workbook(book, exhibits) -> None:
    for name, table in exhibits.groupby("exhibit", sort=False):
        sheet = book[sheet_name(name)]
        others = [*places_of(sheet, "printed"), *places_of(sheet, "clusters")]
        numbers = [
            cell.value
            for row in book[sheet_name(name)].iter_rows()
            for place, cell in enumerate(row)
            if cell.data_type == "n" and cell.value is not None and place not in others
        ]
        values = []
        for text in table.loc[table["value"] != "", "value"]:
            try:
                values.append(float(Fraction(text)))
            except ValueError:
                continue  # a degree, or two numbers in one cell
        assert sorted(numbers) == pytest.approx(sorted(values)), name


def test_the_clusters_behind_a_mean_stand_beside_it(book) -> None:
    sheet = book["Table 6"]
    at = header_of(sheet).index("Process Upgrading (clusters)")
    assert [row_of(sheet, degree)[at].value for degree in ("High", "Medium", "Low")] == [2, 10, 3]


def test_the_header_stays_in_sight(book) -> None:
    assert book["Contents"].freeze_panes == "A2"
    for name in ("Table 3", "Table 6", "Annex Table 1"):
        frozen = book[name].freeze_panes
        assert frozen.startswith("B") and int(frozen[1:]) >= 4, name
    assert header_of(book["Table 6"])[0] == "Collective Efficiency"


def legend_of(book) -> dict[str, str]:
    return {
        row[0]: row[1] for row in book["Legend"].iter_rows(values_only=True) if row[0] and row[1]
    }


def test_the_legend_says_what_it_is_and_how_it_is_cited(book) -> None:
    told = legend_of(book)
    assert "Pietrobelli, Carlo and Rabellotti, Roberta (2004)." in told["Source"]
    assert "Inter-American Development Bank" in told["Source"]
    assert told["Edition of the scores"].startswith("corrected: ")
    assert MADE.citation.version in told["Version"]
    assert told["Version"].endswith("2026-11-25")
    assert MADE.citation.title in told["This workbook"] and "2026" in told["This workbook"]
    assert "CC-BY-4.0" in told["FAOSTAT: Crops and livestock products (trade)"]
    assert "CC-BY-NC-SA-3.0-IGO" in told["Global Aquaculture Production"]


def test_the_legend_has_every_verdict_with_its_mark_and_meaning(book) -> None:
    told = legend_of(book)
    for verdict in (*STATEMENT_VERDICTS, *CELL_VERDICTS):
        meaning = told[f"{verdict.mark} {verdict.word}"]
        assert meaning.lower() == f"{verdict.meaning}.".lower()


def test_the_legend_shows_the_colours_that_it_explains(book) -> None:
    samples = {row[0].value: row[0] for row in book["Legend"].iter_rows() if row[0].value}
    assert samples["1.9"].fill.fgColor.rgb == "FFFDEECB" and samples["1.9"].font.b
    assert samples["Heading"].font.i
    assert samples["… (printed)"].font.color.rgb == "FF444444"


def test_the_date_is_that_of_the_data(book) -> None:
    assert book.properties.created == book.properties.modified == datetime(2026, 11, 25)
    assert book.properties.title == MADE.citation.title


def test_a_sheet_is_printed_on_the_width_of_a_page_with_its_header_on_each(book) -> None:
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert book["Contents"].print_title_rows == "$1:$1"
    assert book["Table 6"].print_title_rows == "$1:$3"


def test_rows_under_a_header_can_be_filtered_but_for_totals(book) -> None:
    assert book["Contents"].auto_filter.ref == f"A1:C{book['Contents'].max_row}"
    assert book["Table 6"].auto_filter.ref == "A3:J6"
    totals = book["Table 9"]
    first, last = totals.auto_filter.ref.split(":")
    assert first == "A3"
    below = next(totals.iter_rows(min_row=int(last.lstrip("ABCDEFGHIJKLMN")) + 1, values_only=True))
    assert below[0] == "Total"


@pytest.mark.parametrize("name", ["Table 3", "Table 18"])
def test_rows_parted_by_headings_cannot_be_filtered(book, name) -> None:
    assert book[name].auto_filter.ref is None


def test_a_note_runs_over_the_whole_table_on_as_many_lines_as_it_takes(exhibits) -> None:
    table = exhibits[exhibits["exhibit"] == "table_06"]
    text = {"table_06": Text("table_06", "", "Short", ("word " * 200, "A note."))}
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(table, text, MADE)))["Table 6"]
    long = next(row[0] for row in sheet.iter_rows() if str(row[0].value).startswith("word word"))
    assert long.alignment.wrap_text
    assert f"A{long.row}:J{long.row}" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[long.row].height > 5 * 15
    assert (sheet.row_dimensions[long.row + 1].height or 15) == 15


BEGINNINGS = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK('http://x','y')", "{=1}", "http://x.org"]


def with_texts(exhibits: pd.DataFrame, texts: list[str]) -> pd.DataFrame:
    """Table 6 with texts for its first label, and for its second printed figures."""
    table = exhibits[exhibits["exhibit"] == "table_06"].copy()
    rows = table[(table["row_kind"] == "body") & (table["column"] == "label_1")].index
    frames = []
    for number, text in enumerate(texts):
        one = table.copy()
        one["exhibit"] = f"table_of_{number}"
        one.loc[rows, "shown"] = text
        printed = one["printed"] != ""
        one.loc[printed & (one["row_kind"] == "body"), "printed"] = text
        frames.append(one)
    return pd.concat(frames, ignore_index=True)[list(EXHIBIT_COLUMNS)]


def test_text_is_never_a_formula_or_a_link(exhibits) -> None:
    book = opened(with_texts(exhibits, BEGINNINGS))
    for number, text in enumerate(BEGINNINGS):
        cells = [
            cell
            for row in book[f"table of {number}"].iter_rows()
            for cell in row
            if cell.value == text
        ]
        assert len(cells) > 3, text
        assert {cell.data_type for cell in cells} == {"s"}
        assert all(cell.hyperlink is None for cell in cells)


def test_notes_and_titles_are_text_as_well(exhibits) -> None:
    table = exhibits[exhibits["exhibit"] == "table_06"]
    text = {"table_06": Text("table_06", "", "=1+1", ("@note", "-note"))}
    book = openpyxl.load_workbook(io.BytesIO(workbook(table, text, MADE)))
    cells = [cell for row in book["Table 6"].iter_rows() for cell in row]
    found = {cell.value: cell.data_type for cell in cells}
    assert [found[value] for value in ("=1+1", "@note", "-note")] == ["s", "s", "s"]
    assert book["Contents"]["B2"].data_type == "s"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_text_survives(exhibits, text: str) -> None:
    book = opened(with_texts(exhibits, [text]))
    values = [cell.value for row in book["table of 0"].iter_rows() for cell in row]
    assert text in values


def test_the_same_bytes_every_time(exhibits) -> None:
    assert workbook(exhibits, words(exhibits), MADE) == workbook(
        exhibits.copy(), words(exhibits), MADE
    )


@pytest.mark.parametrize(
    ("shown", "value", "pattern"),
    [
        ("0.39", "0.391883526302", "0.00"),
        ("-0.39", "-0.391883526302", "0.00"),
        ("(0.15)", "0.154618", "(0.00)"),
        ("1,196", "1196", "#,##0"),
        ("<0.001", "0.0000433", '"<0.001"'),
        (">99", "99.95", '">99"'),
    ],
)
def test_a_number_is_shown_as_its_table_shows_it(exhibits, shown, value, pattern) -> None:
    table = exhibits[exhibits["exhibit"] == "table_06"].copy()
    one = (table["row"] == "medium") & (table["column"] == "up_product")
    table.loc[one, ["shown", "value", "differs"]] = [shown, value, False]
    found = [
        cell
        for row in opened(table)["Table 6"].iter_rows()
        for cell in row
        if cell.value == float(value)
    ]
    assert [cell.number_format for cell in found] == [pattern]
