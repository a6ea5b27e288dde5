from __future__ import annotations

import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.synthetic import few
from upgrading.files.frames import measured, to_csv
from upgrading.numbers import number_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333333"),
        (2.0, "2"),
        (-0.25, "-0.25"),
        (1e13, "10000000000000"),
        (-1e13, "-10000000000000"),
        (123456789012345.0, "123456789012345"),
        (1234567890123.75, "1234567890120"),
        (999999999999.5, "1000000000000"),
        (1e15, "1e+15"),
        (1.5e-9, "1.5e-09"),
        (0.0, "0"),
        (-0.0, "0"),
        (math.nan, ""),
    ],
)
def test_numbers(value, text) -> None:
    assert number_text(value) == text


def test_every_kind_of_column() -> None:
    frame = pd.DataFrame(
        {
            "text": pd.Series(["NA", "a,b", ""], dtype="str"),
            "whole": pd.Series([1, None, -3], dtype="Int64"),
            "float": [1e13, math.nan, -0.5],
            "truth": [True, False, True],
            "maybe": pd.Series([True, None, False], dtype="boolean"),
            "mixed": pd.Series([Fraction(1, 3), None, Fraction(-5, 2)], dtype=object),
            "other": pd.Series([True, 2, "x"], dtype=object),
        }
    )
    assert to_csv(frame) == (
        "text,whole,float,truth,maybe,mixed,other\n"
        "NA,1,10000000000000,true,true,0.333333333333,true\n"
        '"a,b",,,false,,,2\n'
        ",-3,-0.5,true,false,-2.5,x\n"
    )


def test_back_from_text() -> None:
    frame = measured(
        "text,code,whole,gaps,truth,maybe,empty\n"
        'NA,080450,1,1.5,true,true,\n"a,b",571,-3,,false,,\n,NA,10000000000000,2,true,false,\n',
        ["code"],
    )
    assert list(frame["text"]) == ["NA", "a,b", ""]
    assert list(frame["code"]) == ["080450", "571", "NA"]
    assert list(frame["whole"]) == [1, -3, 10**13]
    assert frame["whole"].dtype == "int64"
    assert frame["gaps"].isna().tolist() == [False, True, False]
    assert frame["truth"].dtype == bool
    assert frame["maybe"].dtype == "boolean"
    assert frame["maybe"].isna().tolist() == [False, True, False]
    assert frame["empty"].isna().all()


def test_a_column_of_empty_texts_is_text_if_it_is_named() -> None:
    frame = measured("a,b\n1,\n2,\n", ["b"])
    assert list(frame["b"]) == ["", ""]


def test_a_name_of_text_that_is_not_there_does_no_harm() -> None:
    assert list(measured("a\n1\n", ["outlier"]).columns) == ["a"]


def test_a_frame_without_rows_keeps_its_columns() -> None:
    frame = measured(to_csv(pd.DataFrame({"a": pd.Series(dtype="float64"), "b": []})))
    assert list(frame.columns) == ["a", "b"]
    assert len(frame) == 0


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=8)


@few
@given(
    st.lists(
        st.tuples(
            st.one_of(st.floats(-1e14, 1e14), st.just(math.nan)),
            st.one_of(st.none(), st.integers(-(10**14), 10**14)),
            st.one_of(st.none(), st.booleans()),
            TEXTS,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_is_written_is_read_to_twelve_digits(rows) -> None:
    floats, wholes, truths, texts = zip(*rows, strict=True)
    frame = pd.DataFrame(
        {
            "float": pd.Series(floats, dtype="float64"),
            "whole": pd.Series(wholes, dtype="Int64"),
            "truth": pd.Series(truths, dtype="boolean"),
            "text": pd.Series(texts, dtype="str"),
        }
    )
    written = to_csv(frame)
    again = measured(written, ["text"])
    assert list(again["text"]) == list(texts)
    for old, new in zip(floats, again["float"].astype("float64"), strict=True):
        assert math.isnan(new) if math.isnan(old) else new == pytest.approx(old, rel=6e-12)
    for old, new in zip(wholes, again["whole"], strict=True):
        assert pd.isna(new) if old is None else new == old
    for old, new in zip(truths, again["truth"], strict=True):
        assert pd.isna(new) if old is None else bool(new) is old
    # once at twelve digits, nothing changes any more
    assert to_csv(again.astype(frame.dtypes.to_dict())) == written
