"""Reports of exporters beside those of importers. Figures are invented."""

from __future__ import annotations

import math

import pandas as pd
from hypothesis import given

from trade.synthetic import few, flows, generated, pair
from upgrading.trade.mirror import MIRROR_COLUMNS, mirrored

BOTH = (
    pair("MEX", 100, 10, importer="USA"),
    pair("MEX", 106, 8, importer="USA", flow="import"),
    pair("MEX", 50, 5, importer="CAN"),  # Canada reports nothing
    pair("BRA", 70, 7, importer="USA", flow="import"),  # Brazil reports nothing
)


def test_a_flow_that_both_sides_report_by_hand() -> None:
    found = mirrored(flows(*BOTH))
    assert tuple(found.columns) == MIRROR_COLUMNS
    row = found.iloc[0]
    assert len(found) == 1
    assert (row["exporter"], row["importer"]) == ("MEX", "USA")
    assert (row["reported_usd"], row["mirror_usd"], row["mirror_ratio"]) == (100, 106, 1.06)
    # 106/8 over 100/10: the importer weighs less
    assert (row["reported_unit_value"], row["mirror_unit_value"]) == (10, 13.25)
    assert row["mirror_unit_value_ratio"] == 1.325


def test_world_is_no_country_that_reports() -> None:
    frame = flows(
        pair("MEX", 100, 10, importer="WLD"), pair("MEX", 90, 9, importer="WLD", flow="import")
    )
    assert mirrored(frame).empty


def test_a_quantity_that_one_side_lacks_leaves_no_unit_value() -> None:
    frame = flows(
        pair("MEX", 100, None, importer="USA"), pair("MEX", 106, 8, importer="USA", flow="import")
    )
    row = mirrored(frame).iloc[0]
    assert row["mirror_ratio"] == 1.06
    assert math.isnan(row["reported_unit_value"])
    assert math.isnan(row["mirror_unit_value_ratio"])


@few
@given(generated())
def test_the_same_reports_agree_in_any_order(frame) -> None:
    there = pd.concat([frame, frame.assign(flow="import", reporter=frame["importer"])])
    found = mirrored(there)
    assert (found["mirror_ratio"] == 1).all()
    pd.testing.assert_frame_equal(mirrored(there.iloc[::-1]), found)
    assert mirrored(frame).empty
