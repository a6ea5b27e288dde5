"""Unit values that single partners do not decide. Figures are invented."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.synthetic import few, flows, generated, pair
from upgrading.trade.measures import MeasureChoices, over_partners, unit_values
from upgrading.trade.schema import REST

MEDIAN, TRIMMED = "median_bilateral_unit_value", "trimmed_bilateral_unit_value"


def row_of(*rows: dict[str, object], trim: float = 0.1) -> pd.Series:
    return over_partners(flows(*rows), "export", trim).iloc[0]


def test_median_and_trimmed_by_hand() -> None:
    # unit values 1, 2, 4, 8 and 100, of quantities 10, 20, 10, 5 and 1
    sold = {"AAA": (10, 10), "BBB": (40, 20), "CCC": (40, 10), "DDD": (40, 5), "EEE": (100, 1)}
    rows = [pair("MEX", *amounts, importer=name) for name, amounts in sold.items()]
    found = row_of(*rows, trim=0.2)
    assert found["partners"] == 5
    assert found[MEDIAN] == 4
    # one of five is left out at either end: (40 + 40 + 40) / (20 + 10 + 5)
    assert found[TRIMMED] == pytest.approx(120 / 35)
    # not the plain unit value, which the one dear sale lifts: 230 / 46 = 5
    assert unit_values(flows(*rows), MeasureChoices())["unit_value"].item() == 5


def test_a_partner_is_one_whatever_rows_it_comes_in() -> None:
    """As of a product of several codes: 3 + 9 dollars for 1 + 2 kg are 4 dollars a kg."""
    found = row_of(
        pair("MEX", 3, 1, importer="USA"),
        pair("MEX", 9, 2, importer="USA", classification="H1"),
        pair("MEX", 8, 1, importer="CAN"),
    )
    assert found["partners"] == 2
    assert found[MEDIAN] == 6


def test_a_partner_without_a_quantity_counts_and_has_no_unit_value() -> None:
    found = row_of(pair("MEX", 9, 3, importer="USA"), pair("MEX", 90, None, importer="CAN"))
    assert (found["partners"], found[MEDIAN]) == (2, 3)


@pytest.mark.parametrize(("partners", "out"), [(9, 0), (10, 1), (19, 1), (20, 2)])
def test_a_tenth_rounded_down_is_left_out_and_nothing_is_no_trimming(partners, out) -> None:
    rows = [pair("MEX", n + 1, 1, importer=f"C{n:02}") for n in range(partners)]
    found = row_of(*rows)[TRIMMED]
    if out == 0:
        assert math.isnan(found)
    else:
        # unit values 1 to n: what is left lies evenly about the middle
        assert found == pytest.approx((partners + 1) / 2)


def test_world_and_what_is_left_of_it_are_no_partners() -> None:
    measured = unit_values(
        flows(
            pair("MEX", 9, 3, importer="WLD"),
            pair("ITA", 8, 1),
            pair("ITA", 4, None, importer=REST),
        ),
        MeasureChoices(),
    ).set_index("exporter")
    assert measured["partners"].to_dict() == {"ITA": 1, "MEX": 0}
    assert math.isnan(measured.loc["MEX", MEDIAN])
    assert measured.loc["ITA", MEDIAN] == 8


def test_mirror_data_have_partners_too() -> None:
    rows = [
        pair("MEX", 8, 2, importer="USA", flow="import"),
        pair("MEX", 6, 1, importer="CAN", flow="import"),
    ]
    assert over_partners(flows(*rows), "import", 0.1)[MEDIAN].item() == 5


@few
@given(generated(), st.randoms(), st.integers(0, 6))
def test_order_changes_nothing_and_scale_scales(frame, random, power) -> None:
    expected = over_partners(frame, "export", 0.34)
    shuffled = frame.sample(frac=1, random_state=random.randrange(2**32))
    pd.testing.assert_frame_equal(over_partners(shuffled, "export", 0.34), expected)
    dearer = over_partners(frame.assign(value_usd=frame["value_usd"] * 2**power), "export", 0.34)
    for column in (MEDIAN, TRIMMED):
        pd.testing.assert_series_equal(dearer[column], expected[column] * 2**power)


@few
@given(generated())
def test_both_lie_within_the_unit_values_of_the_partners(frame) -> None:
    keys = ["source", "exporter", "product", "year"]
    each = frame.assign(one=frame["value_usd"] / frame["quantity"]).groupby(keys)["one"]
    found = over_partners(frame, "export", 0.34).set_index(keys)
    for column in (MEDIAN, TRIMMED):
        known = found[column].dropna()
        assert (known >= each.min().reindex(known.index) * (1 - 1e-12)).all()
        assert (known <= each.max().reindex(known.index) * (1 + 1e-12)).all()
