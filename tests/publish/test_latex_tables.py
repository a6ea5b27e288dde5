"""Tables for LaTeX: what floats, what breaks, what lies; columns that fit, numbers that align."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upgrading.publish.latex_tables import PACKAGES, PAGES, Column, document, fitted, to_latex
from upgrading.publish.tables import Text, texts

TEXT = Text("table_06", "Table 6", "A caption*", ("A note with 50 % & more.",))


@pytest.fixture(scope="module")
def table(exhibits):
    return lambda exhibit: exhibits[exhibits["exhibit"] == exhibit].copy()


def repeated(cells: pd.DataFrame, times: int) -> pd.DataFrame:
    """A table with the line of medium efficiency as often as asked."""
    one = cells[cells["row"] == "medium"]
    more = [one.assign(line=100 + n, row=f"again_{n}") for n in range(times)]
    return pd.concat([cells, *more], ignore_index=True)


def test_a_table_has_three_rules_and_the_printed_figure_in_brackets(table) -> None:
    text = to_latex(table("table_06"), TEXT)
    for rule in (r"\toprule", r"\midrule", r"\bottomrule"):
        assert text.count(rule) == 1
    assert r"Medium & \textbf{1.9}~{\scriptsize (10) [2.0]} &" in text
    assert r"50~\% \& more" in text


def test_latex_numbers_the_table_and_the_caption_tells_the_report_s_number(table) -> None:
    text = to_latex(table("table_06"), TEXT)
    assert r"\caption{A caption (Table 6 of the report)}\label{tab:table_06}" in text
    own = to_latex(table("table_06"), Text("own", "", "Of our own", ()))
    assert r"\caption{Of our own}\label{tab:own}" in own


def test_a_minus_is_one_in_every_cell_and_note(table) -> None:
    cells = table("table_06")
    place = (cells["row"] == "medium") & (cells["column"] == "up_product")
    cells.loc[place, ["shown", "value"]] = ["-1.9", "-1.9"]
    text = to_latex(cells, Text("table_06", "", "A caption", ("tau is -0.26",)))
    assert r"\textbf{$-$1.9}" in text
    assert "tau is $-$0.26" in text


def test_numbers_stand_under_each_other(table) -> None:
    """What a number lacks in decimals and in what follows it is left blank behind it."""
    cells = table("table_06")
    place = (cells["row"] == "high") & (cells["column"] == "up_product")
    cells.loc[place, "shown"] = "2"
    text = to_latex(cells, TEXT)
    assert r"High & 2\phantom{.0}\rlap{~{\scriptsize (2)}}\phantom{~{\scriptsize (10)" in text


def test_what_fits_a_page_floats_and_what_does_not_goes_on_with_its_head(table) -> None:
    few, many = (to_latex(repeated(table("table_06"), times), TEXT) for times in (20, 60))
    assert few.startswith("\\begin{table}[htbp]\n")
    assert r"\end{tabular*}" in few
    assert r"\begin{longtable}" in many
    assert many.count(r"\toprule") == 2
    assert r"\endfirsthead" in many and r"\endlastfoot" in many
    for text in (few, many):
        assert text.count(r"\caption") == text.count(r"\label") == 1


def test_a_note_that_no_page_holds_lets_the_table_break(table) -> None:
    notes = Text("table_06", "Table 6", "A caption", ("A long note. " * 500,))
    assert r"\begin{longtable}" in to_latex(table("table_06"), notes)


def test_no_rule_of_a_table_that_breaks_can_be_the_last_on_a_page(table) -> None:
    cells = repeated(table("table_06"), 60)
    cells.loc[cells["row"] == "low", "row_kind"] = "panel"
    assert to_latex(cells, TEXT).count(r"\midrule") == 2  # below the head, on either page
    cells = table("table_06")
    cells.loc[cells["row"] == "low", "row_kind"] = "panel"
    assert to_latex(cells, TEXT).count(r"\midrule") == 2  # below the head, above the panel


def test_a_row_that_starts_with_a_bracket_is_no_argument_of_the_one_above(table) -> None:
    cells = table("table_06")
    label = cells["column"].str.startswith("label_") & (cells["row"] == "low")
    cells.loc[label, "shown"] = "[2.0]"
    text = to_latex(cells, TEXT)
    assert "\\\\*\n{}[2.0] &" in text


def words(count: int, length: int) -> tuple[str, ...]:
    return tuple("word " * length for _ in range(count))


def test_the_page_is_the_first_that_holds_the_table() -> None:
    numbers = Column("r", ("n",), ("0.25",) * 4)
    few = fitted([Column("l", ("Label",), words(4, 2)), numbers])
    assert few.page is PAGES[0]
    assert 0.5 < few.share < 1
    many = fitted([Column("l", ("Label",), words(4, 2)), *[numbers] * 18])
    assert not many.page.upright
    prose = fitted([Column("l", ("Label",), words(4, 10))] * 3)
    assert prose.page is PAGES[0]
    assert all(column.paragraphs for column in prose.columns)


def test_where_no_page_is_wide_enough_words_above_numbers_stand_on_end() -> None:
    column = Column("r", ("Specifications",), ("104",) * 3)
    found = fitted([Column("l", ("Where",), words(3, 12)), *[column] * 12])
    assert found.page.on_end
    assert found.columns[1].on_end
    assert not found.columns[0].on_end


def test_a_column_gives_width_to_another_where_that_saves_lines() -> None:
    labels = Column("l", ("Label",), ("Complex product systems",) * 9)
    remarks = Column("l", ("Remark",), ("",) * 8 + words(1, 40))
    found = fitted([labels, remarks])
    assert not found.columns[0].paragraphs


CELLS = st.lists(st.text("ab-– τ0.[]()", max_size=30), min_size=3, max_size=3).map(tuple)
COLUMNS = st.builds(Column, st.sampled_from("lrc"), CELLS, CELLS)


@given(st.lists(COLUMNS, min_size=1, max_size=6))
def test_no_word_and_no_number_sticks_out(columns: list[Column]) -> None:
    found = fitted(columns)
    for before, after in zip(columns, found.columns, strict=True):
        assert after.ems >= before.least - 1e-3 or after.on_end
        assert before.natural(0) >= before.least
    assert 0 < found.share <= 1


def test_a_document_takes_every_table_and_the_numbers(exhibits, around) -> None:
    names = list(exhibits["exhibit"].unique())
    text = document(names)
    assert re.findall(r"^\\clearpage\\input\{tables/(.+)\}", text, re.M) == names
    assert r"\input{numbers}" in text
    assert rf"\usepackage{{{', '.join(PACKAGES)}}}" in text


def test_every_table_of_the_report_is_ascii_with_cells_in_every_row(exhibits, around) -> None:
    marks = {"own_tables": {}, "marks": "τ × 2 ≤ ½", "place": "Report: {section}"}
    report = exhibits[exhibits["exhibit"].isin(list(around))]
    told = texts(report, around, marks)
    for exhibit, cells in report.groupby("exhibit", sort=False):
        text = to_latex(cells, told[str(exhibit)])
        assert text.isascii()
        rows = [line for line in text.splitlines() if re.search(r"(?<!\\)&", line)]
        separators = {len(re.findall(r"(?<!\\)&", row)) for row in rows}
        assert separators == {cells["position"].max() - 1}
