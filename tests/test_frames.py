"""Exact frames: one line reads them, and a frame of floats is refused, not computed with."""

import io
import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from reference import REPORT_RULE

from upgrading.cases.indices import collective_efficiency
from upgrading.cases.means import governance_counts, group_averages, upgrading_by_degree
from upgrading.exhibits.values import with_up_sum
from upgrading.files.frames import from_csv, to_csv
from upgrading.inference.association import explanations
from upgrading.numbers import number_text


def test_from_csv_gives_back_what_was_written(clusters, indices) -> None:
    for frame in (clusters, indices):
        content = ("\ufeff" + to_csv(frame)).encode()
        pd.testing.assert_frame_equal(from_csv(content), frame.reset_index(drop=True))
    assert isinstance(from_csv(to_csv(indices))["ce_index"][0], Fraction)


def test_truth_is_written_alike_whatever_kind_of_object_it_is() -> None:
    values = pd.Series([True, np.True_, np.False_, None], dtype=object)
    assert to_csv(pd.DataFrame({"a": values})) == 'a\ntrue\ntrue\nfalse\n""\n'


@given(st.lists(st.floats() | st.integers(-(10**16), 10**16).map(float), min_size=1))
@example([1e12, 1e12 - 1, -(1e12 - 1), -0.0, 1e15, 123456789012.5, math.nan, math.inf])
def test_a_column_of_floats_is_written_as_each_of_them_alone(values: list[float]) -> None:
    frame = pd.DataFrame({"of": "x", "a": values})
    assert to_csv(frame) == "of,a\n" + "".join(f"x,{number_text(value)}\n" for value in values)


def test_columns_with_gaps_are_written_with_empty_cells() -> None:
    frame = pd.DataFrame(
        {
            "line": pd.array([2, None, 10**15], dtype="Int64"),
            "estimated": pd.array([True, None, False], dtype="boolean"),
            "aggregate": [True, False, True],
            "unit": pd.Series(["kg", None, "m2, net"], dtype="str"),
        }
    )
    text = "line,estimated,aggregate,unit\n2,true,true,kg\n,,false,\n"
    assert to_csv(frame) == text + '1000000000000000,false,true,"m2, net"\n'


def test_a_file_without_a_header_is_refused() -> None:
    with pytest.raises(ValueError, match="the file is empty"):
        from_csv(b"")


@pytest.mark.parametrize(
    "compute",
    [
        lambda clusters, indices: collective_efficiency(clusters, REPORT_RULE),
        lambda clusters, indices: upgrading_by_degree(clusters, indices, "skip"),
        lambda clusters, indices: group_averages(clusters, indices, "skip"),
        lambda clusters, indices: governance_counts(clusters),
        lambda clusters, indices: with_up_sum(clusters),
        explanations,
    ],
)
def test_floats_are_refused_with_how_to_read_the_file(clusters, indices, compute) -> None:
    frames = [pd.read_csv(io.StringIO(to_csv(frame))) for frame in (clusters, indices)]
    with pytest.raises(TypeError, match=r"floats where exact numbers belong.*upgrading\.load\("):
        compute(*frames)
