from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upgrading.exhibits.build import numbers_shown
from upgrading.faults import DataFaults
from upgrading.publish.quotable import (
    QUOTABLE_COLUMNS,
    Quotable,
    frame,
    macro,
    of_exhibits,
    to_latex,
)

LINE = re.compile(r"\\newcommand\{\\([A-Za-z]+)\}\{(.*)\}% (.+)")


@pytest.fixture(scope="module")
def numbers(exhibits) -> pd.DataFrame:
    return numbers_shown(exhibits)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("table_06", "medium", "up_process"), "TableSixMediumUpProcess"),
        (("annex_table_1", "footwear_leon", "eei"), "AnnexTableOneFootwearLeonEei"),
        (("table_18", "x", "y"), "TableOneEightXY"),
        (("claims", "not_testable"), "ClaimsNotTestable"),
        (("trade_wine", "fao_chl_2005", "quantity"), "TradeWineFaoChlTwoZeroZeroFiveQuantity"),
    ],
)
def test_the_name_of_a_macro(parts, name) -> None:
    assert macro(*parts) == name


@given(st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True), min_size=1, max_size=4))
def test_the_name_of_a_macro_is_made_of_letters(parts: list[str]) -> None:
    assert re.fullmatch("[A-Za-z]+", macro(*parts))
    assert macro(*parts) == macro(*parts)


@given(st.lists(st.text(), max_size=4))
def test_nothing_but_letters_gets_into_a_name(parts: list[str]) -> None:
    assert re.fullmatch("[A-Za-z]*", macro(*parts))


@given(st.integers(0, 10**6))
def test_numbers_in_a_name_are_told_apart(number: int) -> None:
    assert macro("table", str(number)) != macro("table", str(number + 1))


def test_every_number_has_a_macro_of_its_own(numbers) -> None:
    found = frame(of_exhibits(numbers))
    assert tuple(found.columns) == QUOTABLE_COLUMNS
    assert len(found) == len(numbers)
    assert found["name"].is_unique
    assert list(found["name"]) == sorted(found["name"])
    places = numbers["exhibit"] + "/" + numbers["row"] + "/" + numbers["column"]
    assert set(found["where"]) == set(places)
    shown = dict(zip(places, numbers["shown"], strict=True))
    assert all(row.shown == shown[row.where] for row in found.itertuples())


def test_two_numbers_under_one_name_are_refused() -> None:
    clash = [Quotable("Name", "1", "1", "table_06/a/b"), Quotable("Name", "2", "2", "table_06/c/d")]
    with pytest.raises(DataFaults, match="table_06/a/b and table_06/c/d would both be the macro"):
        frame(clash)
    assert len(frame([clash[0], clash[0]])) == 1


def test_a_number_without_a_name_is_no_macro(numbers) -> None:
    """Every name is one that TeX can define, in the file as well."""
    text = to_latex(frame(of_exhibits(numbers)), {"Edition": "corrected"})
    lines = text.splitlines()
    assert lines[0] == "% Edition: corrected"
    assert len(lines) == len(numbers) + 1
    for line in lines[1:]:
        assert LINE.fullmatch(line), line


def test_what_latex_would_read_is_escaped() -> None:
    found = frame(
        [
            Quotable("Share", "50 %", "50", "a/b/c"),
            Quotable("Low", "<0.001", "0.0001", "a/b/d"),
            Quotable("Interval", "[-0.5, 1]_{x}", "0", "a/b/e"),
        ]
    )
    text = to_latex(found, {})
    assert r"\newcommand{\Share}{50~\%}% a/b/c" in text
    assert r"\newcommand{\Low}{\ensuremath{<}0.001}% a/b/d" in text
    assert r"\newcommand{\Interval}{[\ensuremath{-}0.5, 1]\_\{x\}}% a/b/e" in text


def test_the_macro_of_a_cell_says_what_the_table_says(numbers) -> None:
    text = to_latex(frame(of_exhibits(numbers)), {})
    assert "\\newcommand{\\TableSixLowUpProcess}{2.2}% table_06/low/up_process\n" in text
