import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.synthetic import flows, pair
from upgrading.trade.classes import (
    DOWNGRADING,
    FAILED_PROCESS_UPGRADING,
    FAILED_PRODUCT_UPGRADING,
    NEITHER,
    NO_CLEAR_CHANGE,
    NO_DATA,
    PROCESS_UPGRADING,
    PRODUCT_UPGRADING,
    WITHDRAWING,
    ClassChoices,
    Window,
    changes,
    classified,
    gehlhar_pick,
    reading,
    upgrading_class,
)
from upgrading.trade.measures import MeasureChoices, unit_values
from upgrading.trade.robustness import every_window, over_choices, verdicts

DEFAULT = ClassChoices()
EXACT = ClassChoices(share_tolerance=0, unit_value_tolerance=0)
CHANGES = st.floats(-0.99, 5)


def series(share: dict[int, float], relative: dict[int, float]) -> pd.DataFrame:
    """Synthetic measures of one exporter and product by year."""
    years = sorted(share)
    return pd.DataFrame(
        {
            "source": "synthetic",
            "exporter": "MEX",
            "product": "940330",
            "year": years,
            "market_share": [share[year] for year in years],
            "relative_unit_value": [relative[year] for year in years],
        }
    )


def upgrading(unit_values: pd.DataFrame, window: Window, choices: ClassChoices) -> pd.DataFrame:
    """The class of every series over one window."""
    return classified(changes(unit_values, [window]), choices)


@pytest.mark.parametrize(
    ("share", "unit_value", "name"),
    [
        (0.5, 0.5, PRODUCT_UPGRADING),
        (-0.5, 0.5, FAILED_PRODUCT_UPGRADING),
        (0.5, -0.5, PROCESS_UPGRADING),
        (-0.5, -0.5, FAILED_PROCESS_UPGRADING),
        (0.05, 0.5, NO_CLEAR_CHANGE),  # a change of exactly the tolerance counts as none
        (0.5, -0.05, NO_CLEAR_CHANGE),
        (0.051, 0.051, PRODUCT_UPGRADING),
        (math.nan, 0.5, NO_DATA),
        (0.5, math.nan, NO_DATA),
    ],
)
def test_the_four_classes_and_the_band(share, unit_value, name) -> None:
    assert upgrading_class(share, unit_value, DEFAULT) == name


OFFICE, BEDROOM = (-0.04, -0.45), (-0.35, -0.25)
"""Invented changes of the kind the report tells of: office furniture, and the other segments."""


def test_signs_do_not_tell_office_furniture_from_the_rest() -> None:
    """Both fall on both counts: one quadrant."""
    assert upgrading_class(*OFFICE, EXACT) == upgrading_class(*BEDROOM, EXACT)
    assert upgrading_class(*OFFICE, EXACT) == FAILED_PROCESS_UPGRADING


def test_magnitude_and_tolerance_do() -> None:
    assert upgrading_class(*OFFICE, DEFAULT) == NO_CLEAR_CHANGE  # its share fell within 5 per cent
    assert upgrading_class(*BEDROOM, DEFAULT) == FAILED_PROCESS_UPGRADING
    assert reading(*OFFICE, DEFAULT) == DOWNGRADING
    assert reading(*BEDROOM, DEFAULT) == WITHDRAWING


@pytest.mark.parametrize(
    ("share", "unit_value", "name"),
    [
        (-0.10, -0.20, DOWNGRADING),  # both at their thresholds
        (-0.10, -0.19, NEITHER),  # slightly down, and not sharply
        (-0.11, -0.20, WITHDRAWING),
        (-0.11, -0.01, WITHDRAWING),
        (0.01, -0.50, NEITHER),
        (-0.50, 0.01, NEITHER),
        (math.nan, -0.5, NO_DATA),
    ],
)
def test_readings_at_their_thresholds(share, unit_value, name) -> None:
    assert reading(share, unit_value, DEFAULT) == name


OPPOSITE = {
    PRODUCT_UPGRADING: FAILED_PROCESS_UPGRADING,
    FAILED_PROCESS_UPGRADING: PRODUCT_UPGRADING,
    PROCESS_UPGRADING: FAILED_PRODUCT_UPGRADING,
    FAILED_PRODUCT_UPGRADING: PROCESS_UPGRADING,
    NO_CLEAR_CHANGE: NO_CLEAR_CHANGE,
}


@given(CHANGES, CHANGES, st.floats(0, 1), st.floats(0, 1))
def test_opposite_changes_have_opposite_classes(share, unit_value, band, other) -> None:
    choices = ClassChoices(share_tolerance=band, unit_value_tolerance=other)
    found = upgrading_class(-share, -unit_value, choices)
    assert found == OPPOSITE[upgrading_class(share, unit_value, choices)]


@given(*[st.floats(0.01, 100)] * 4)
def test_time_run_backwards_has_the_opposite_class(share0, share1, value0, value1) -> None:
    """Without a tolerance: 1/1.05 − 1 is −4.8 per cent, so that a band is not its own mirror."""
    there = upgrading_class(share1 / share0 - 1, value1 / value0 - 1, EXACT)
    back = upgrading_class(share0 / share1 - 1, value0 / value1 - 1, EXACT)
    assert back == OPPOSITE[there]


def test_a_window_by_hand() -> None:
    share = {1996: 0.10, 1997: 0.20, 1998: 0.9, 2001: 0.20, 2002: 0.25}
    relative = {1996: 1.5, 1997: 0.5, 1998: 9.0, 2001: 0.8, 2002: 0.7}
    row = upgrading(series(share, relative), Window(1996, 2002), DEFAULT).iloc[0]
    # share (0.20 + 0.25)/2 = 0.225 against (0.10 + 0.20)/2 = 0.15: half as much again
    assert math.isclose(row["share_change"], 0.5)
    # relative unit value (0.8 + 0.7)/2 = 0.75 against (1.5 + 0.5)/2 = 1
    assert math.isclose(row["relative_unit_value_change"], -0.25)
    assert (row["base"], row["end"], row["class"]) == (1996, 2002, PROCESS_UPGRADING)
    single = upgrading(series(share, relative), Window(1996, 2002, 1), DEFAULT).iloc[0]
    # 0.25/0.10 - 1 and 0.7/1.5 - 1
    assert math.isclose(single["share_change"], 1.5)
    assert math.isclose(single["relative_unit_value_change"], -8 / 15)


@pytest.mark.parametrize("year", [1996, 1997, 2001, 2002])
@pytest.mark.parametrize("gone", ["row", "figure"])
def test_a_year_without_a_figure_is_no_data_not_a_shorter_mean(year, gone) -> None:
    frame = series(
        dict.fromkeys((1996, 1997, 2001, 2002), 1.0),
        {
            1996: 1.0,
            1997: 1.0,
            2001: 2.0,
            2002: 2.0,
        },
    )
    if gone == "row":
        frame = frame[frame["year"] != year]
    else:
        frame["relative_unit_value"] = frame["relative_unit_value"].mask(frame["year"] == year)
    row = upgrading(frame, Window(1996, 2002), DEFAULT).iloc[0]
    assert math.isnan(row["relative_unit_value_change"])
    assert row["class"] == NO_DATA


def test_from_nothing_there_is_no_relative_change() -> None:
    frame = series({1996: 0.0, 2002: 0.5}, {1996: 1.0, 2002: 2.0})
    row = upgrading(frame, Window(1996, 2002, 1), DEFAULT).iloc[0]
    assert math.isnan(row["share_change"])
    assert row["class"] == NO_DATA


@pytest.mark.parametrize(("base", "end", "years"), [(1996, 1998, 2), (1996, 1996, 1), (1, 9, 0)])
def test_ends_of_a_window_share_no_year(base, end, years) -> None:
    with pytest.raises(ValueError, match="no two separate ends"):
        Window(base, end, years)


def test_choices_come_from_the_config() -> None:
    assert ClassChoices.from_config({"share_tolerance": 0.1}) == ClassChoices(share_tolerance=0.1)
    with pytest.raises(ValueError, match="tolerance\n"):
        ClassChoices.from_config({"tolerance": 0.1})


@pytest.mark.parametrize(
    ("export_value", "import_value", "exports", "imports", "kind"),
    [
        (1, 2, 10, 5, "successful price competition"),
        (2, 1, 5, 10, "unsuccessful price competition"),
        (2, 1, 10, 5, "successful non-price competition"),
        (1, 2, 5, 10, "unsuccessful non-price competition"),
        (1, 1, 10, 5, "no clear class"),
        (1, 2, 5, 5, "no clear class"),
        (math.nan, 2, 5, 5, NO_DATA),
    ],
)
def test_gehlhar_and_pick(export_value, import_value, exports, imports, kind) -> None:
    assert gehlhar_pick(export_value, import_value, exports, imports) == kind


def test_from_flows_to_a_class() -> None:
    """Mexico 100 at 10 a piece, then 300 at 20; the rest 900 at 10 both times.

    Share 100/1000 = 0.10, then 300/1200 = 0.25: + 150 per cent. Relative unit value 1, then 2.
    """
    frame = flows(
        pair("MEX", 100, 10),
        pair("ITA", 900, 90),
        pair("MEX", 300, 15, year=2002),
        pair("ITA", 900, 90, year=2002),
    )
    measured = unit_values(frame, MeasureChoices())
    found = upgrading(measured, Window(1996, 2002, 1), DEFAULT).set_index("exporter")
    assert math.isclose(found.loc["MEX", "share_change"], 1.5)
    assert math.isclose(found.loc["MEX", "relative_unit_value_change"], 1)
    assert found.loc["MEX", "class"] == PRODUCT_UPGRADING
    # Italy: 0.90 to 0.75, relative unit value 1 to 1/2
    assert found.loc["ITA", "class"] == FAILED_PROCESS_UPGRADING


class TestRobustness:
    WINDOWS = (Window(1996, 2002, 1), Window(1996, 2002, 2))

    def verdict(self, share, relative, tolerances=(0.0, 0.05), windows=WINDOWS):
        frame = series(share, relative)
        found = over_choices({"world_excluding": changes(frame, windows)}, tolerances, DEFAULT)
        row = verdicts(found).iloc[0]
        return row["verdict"], row["turns_on"], row["sentence"]

    def test_a_class_that_holds(self) -> None:
        rising = {1996: 1.0, 1997: 1.0, 2001: 2.0, 2002: 2.0}
        sentence = "product upgrading under all 4 choices"
        assert self.verdict(rising, rising) == ("stable", "", sentence)

    def test_a_class_that_flips_says_so_and_on_what(self) -> None:
        """From 1 to 2 by single years, from (1 + 5)/2 to (1 + 2)/2 by two."""
        rising = {1996: 1.0, 1997: 1.0, 2001: 2.0, 2002: 2.0}
        unsteady = {1996: 1.0, 1997: 5.0, 2001: 1.0, 2002: 2.0}
        assert self.verdict(rising, unsteady) == (
            "flips",
            "window",
            "flips: process upgrading under 2, product upgrading under 2 of 4 choices",
        )

    def test_a_class_that_fades(self) -> None:
        slight = {1996: 1.0, 1997: 1.0, 2001: 1.03, 2002: 1.03}
        assert self.verdict(slight, slight)[0::2] == (
            "fades",
            "fades: no clear change under 2, product upgrading under 2 of 4 choices",
        )

    def test_nothing_to_go_by(self) -> None:
        assert self.verdict({1996: 1.0}, {1996: 1.0}) == (
            "no data",
            "",
            "no data under all 4 choices",
        )

    def test_a_class_that_hangs_on_the_comparator(self) -> None:
        years = (1996, 2002)
        share = dict(zip(years, (1.0, 2.0), strict=True))
        by_comparator = {
            name: changes(series(share, dict(zip(years, relative, strict=True))), self.WINDOWS[:1])
            for name, relative in {"world_excluding": (1.0, 2.0), "named": (2.0, 1.0)}.items()
        }
        found = over_choices(by_comparator, (0.05,), DEFAULT)
        assert verdicts(found)["turns_on"].tolist() == ["comparator"]

    def test_every_window(self) -> None:
        found = every_window(1996, 1999, (1, 2), 2)
        assert found == [
            Window(1996, 1998, 1),
            Window(1996, 1999, 1),
            Window(1996, 1999, 2),
            Window(1997, 1999, 1),
        ]
