"""An author's flows in the place of those that they repeat. Every figure here is invented."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from trade.synthetic import flows, pair
from upgrading.trade import schema
from upgrading.trade.cleaning import replaced

GIVEN = flows(
    pair("MEX", 100, 10),
    pair("MEX", 60, 6, year=1997),
    pair("ITA", 500, 50),
    pair("MEX", 40, 4, customs="C01"),
)


def update(**more: Any) -> pd.DataFrame:
    row = {"exporter": "MEX", "value": 90, "quantity": 9, "file": "new.csv"}
    return flows(pair(**(row | more)))


def left(frame: pd.DataFrame) -> list[tuple[str, float]]:
    return list(zip(frame["file"], frame["value_usd"], strict=True))


def test_a_repeated_flow_is_replaced_with_its_parts_and_counted() -> None:
    frame, step = replaced(GIVEN, update())
    assert left(frame) == [("synthetic.csv", 60), ("synthetic.csv", 500), ("new.csv", 90)]
    assert (step.rows_in, step.rows_affected, step.rows_out) == (5, 2, 3)
    assert step.value_usd_affected == 140


@pytest.mark.parametrize(
    "other",
    [
        {"year": 1998},
        {"importer": "CAN"},
        {"importer": schema.WORLD},
        {"flow": "import", "reporter": "USA"},
        {"reporter": "USA"},
        {"product": "940340"},
        {"source": "baci"},
        {"exporter": "BRA"},
    ],
)
def test_a_flow_that_differs_in_any_part_of_the_key_is_added(other: dict[str, Any]) -> None:
    frame, step = replaced(GIVEN, update(**other))
    assert len(frame) == len(GIVEN) + 1
    assert step.rows_affected == 0


def test_another_vintage_is_the_same_trade() -> None:
    assert replaced(GIVEN, update(classification="H3"))[1].rows_affected == 2


def test_a_row_without_a_value_replaces_nothing() -> None:
    frame, step = replaced(GIVEN, update().assign(value_usd=float("nan")))
    assert step.rows_affected == 0
    assert len(frame) == len(GIVEN) + 1


def test_without_updates_or_without_flows() -> None:
    frame, step = replaced(GIVEN, schema.empty())
    pd.testing.assert_frame_equal(frame, GIVEN)
    assert (step.rows_in, step.rows_affected, step.rows_out) == (4, 0, 4)
    frame, step = replaced(schema.empty(), update())
    pd.testing.assert_frame_equal(frame, update())
    assert replaced(schema.empty(), schema.empty())[0].empty


def test_an_update_that_repeats_itself_is_left_to_the_check_of_the_key() -> None:
    twice = pd.concat([update(), update()], ignore_index=True)
    assert left(replaced(GIVEN, twice)[0])[-2:] == [("new.csv", 90)] * 2
