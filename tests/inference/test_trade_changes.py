"""How sure a class is: shares and relative unit values drawn again. Figures are invented."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trade.synthetic import flows, pair

from upgrading.inference.intervals import BootstrapChoices, percentile_interval
from upgrading.inference.trade_changes import (
    INTERVAL_COLUMNS,
    PARTNERS_AND_YEARS,
    YEARS,
    deviations,
    replicates,
    with_intervals,
)
from upgrading.trade.classes import ClassChoices, Window
from upgrading.trade.measures import MeasureChoices, unit_values
from upgrading.trade.product_entries import Product
from upgrading.trade.study import classes

FEW = BootstrapChoices(400, 0.95, 2004)
WINDOW = Window(1996, 2002)
ALL_YEARS = list(range(1996, 2003))
ENDS = [1996, 1997, 2001, 2002]
NONE = flows(pair("MEX", 1, 1)).iloc[:0]
LISTED = {
    "940330": Product(
        label="Office furniture", codes={"HS": ("940330",)}, competitors=("MEX", "ITA")
    )
}


def series(years: list[int], share: Any, relative: Any) -> pd.DataFrame:
    return pd.DataFrame({"year": years, "market_share": share, "relative_unit_value": relative})


def at_ends(window: pd.DataFrame) -> pd.DataFrame:
    return window[window["year"].isin(ENDS)]


def test_deviations_by_hand() -> None:
    years = np.array([1.0, 2.0, 3.0, 4.0])
    logs = np.array([0.0, 1.0, 0.0, 1.0])
    # the line is 0.2 + 0.2 (t - 1): off it by -0.2, 0.6, -0.6, 0.2
    raw = np.array([-0.2, 0.6, -0.6, 0.2])
    # leverages 1/4 + (t - 2.5)² / 5: 0.7 at the ends, 0.3 between
    expected = raw / np.sqrt(1 - np.array([0.7, 0.3, 0.3, 0.7]))
    found = deviations(years, np.exp(logs)[:, None])[:, 0]
    assert found == pytest.approx(expected - expected.mean())


def test_three_years_or_a_year_of_nothing_have_no_line() -> None:
    three = np.array([[1.0], [2.0], [3.0]])
    assert len(deviations(np.arange(3.0), three)) == 0
    assert len(deviations(np.arange(4.0), np.array([[1.0], [0.0], [2.0], [3.0]]))) == 0
    assert len(deviations(np.arange(4.0), np.array([[1.0], [math.nan], [2.0], [3.0]]))) == 0


@given(st.floats(0.001, 0.5), st.floats(0.1, 10), st.floats(-0.2, 0.2))
@settings(max_examples=20)
def test_years_on_their_line_leave_no_doubt(share, relative, growth) -> None:
    """Constant figures, or figures that grow alike every year, have intervals of no width."""
    grown = [math.exp(growth * place) for place in range(7)]
    window = series(ALL_YEARS, [share * g for g in grown], [relative / g for g in grown])
    found, drawn = replicates(at_ends(window), window, NONE, "key", FEW)
    assert drawn == YEARS
    expected = (grown[5] + grown[6]) / (grown[0] + grown[1]) - 1
    assert np.allclose(found["share_change"], expected, rtol=0, atol=1e-9)
    assert np.ptp(found["relative_unit_value_change"]) < 1e-9


def test_the_random_numbers_belong_to_the_series() -> None:
    window = series(ALL_YEARS, [0.1, 0.3, 0.2, 0.1, 0.4, 0.2, 0.3], [1.0, 2, 1, 2, 1, 2, 1])
    first, again, other = (
        replicates(at_ends(window), window, NONE, key, FEW)[0] for key in ("a", "a", "b")
    )
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    """Of seven independent years about a trend; two years at an end, drawn alone, would not do."""
    source, held, ends_only = np.random.default_rng(1), 0, 0
    trend = 0.05 * np.arange(7)
    truth = np.exp(trend[5:]).sum() / np.exp(trend[:2]).sum() - 1
    choices = BootstrapChoices(300, 0.95, 2004)
    for number in range(200):
        noise = np.exp(trend + source.normal(0, 0.15, (2, 7)))
        window = series(ALL_YEARS, noise[0] / 10, noise[1])
        found, _ = replicates(at_ends(window), window, NONE, str(number), choices)
        low, high = percentile_interval(found["share_change"].to_numpy(), 0.95)
        held += low <= truth <= high
        lowest = noise[0, 5:].min() / noise[0, :2].max() - 1
        ends_only += lowest <= truth <= noise[0, 5:].max() / noise[0, :2].min() - 1
    assert 0.86 <= held / 200 <= 1
    assert ends_only < held


def market(partners: dict[str, tuple[float, ...]], world: float = 10_000) -> pd.DataFrame:
    """Mexico's sales to partners in the years of the window, at 2 dollars a kg; and a rival."""
    rows = [
        pair("MEX", value, value / 2, importer=name, year=year)
        for name, values in partners.items()
        for year, value in zip(ALL_YEARS, values, strict=True)
    ]
    return flows(*rows, *(pair("ITA", world, world / 4, year=year) for year in ALL_YEARS))


def classed(frame: pd.DataFrame, **choices: Any) -> pd.Series:
    measures, how = MeasureChoices(), ClassChoices(**choices)
    measured = unit_values(frame, measures)
    arguments = (frame, measured, LISTED, WINDOW, measures, how)
    found = with_intervals(classes(*arguments), *arguments, FEW)
    return found[found["exporter"] == "MEX"].iloc[0]


def test_partners_are_drawn_where_there_are_any() -> None:
    steady = (100.0,) * 7
    rising = (100.0, 100.0, 200.0, 300.0, 400.0, 500.0, 500.0)
    one = classed(market({"USA": rising}))
    assert one["resampled"] == YEARS
    many = classed(market({"USA": rising, "CAN": steady, "DEU": steady}))
    assert many["resampled"] == PARTNERS_AND_YEARS
    # without the USA there is no rise at all, with them alone all of it
    assert many["share_change_low"] < 0.2 < 2.5 < many["share_change_high"]
    assert 0 < many["replicates_in_class"] < 1 or many["class"] == "no clear change"


def test_partners_who_are_alike_move_nothing() -> None:
    alike = dict.fromkeys(("USA", "CAN", "DEU"), (100.0,) * 7)
    row = classed(market(alike))
    assert row["class"] == "no clear change"
    assert row["replicates_in_class"] == 1
    ends = row[[name for name in INTERVAL_COLUMNS if name.endswith(("low", "high"))]]
    assert ends.astype(float).tolist() == pytest.approx([0, 0, 0, 0], abs=1e-12)


@pytest.mark.parametrize("exporters", ["constant", "all"])
def test_an_interval_is_under_the_choice_of_exporters(exporters) -> None:
    frame = market({"USA": (100.0,) * 7})
    late = [pair("CHN", 10_000, 2_500, year=year) for year in (2001, 2002)]
    row = classed(pd.concat([frame, flows(*late)], ignore_index=True), exporters=exporters)
    assert row["share_change"] == row[f"share_change_{exporters}"]
    assert row["share_change_low"] <= row["share_change"] <= row["share_change_high"]
    # among constant exporters nothing happens; among all, shares halve when another one appears
    wide = row["share_change_high"] - row["share_change_low"] > 0.1
    assert wide == (exporters == "all")


def test_no_data_and_too_few_years_have_no_interval() -> None:
    frame = market({"USA": (100.0,) * 7})
    for years in ([1996, 2001, 2002], [1996, 1997, 1998]):
        row = classed(frame[frame["year"].isin(years)])
        assert row["class"] == "no data"
        assert row["resampled"] == ""
        assert math.isnan(row["replicates_in_class"])
