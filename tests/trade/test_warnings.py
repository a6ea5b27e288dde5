"""Warnings on unit values. Every figure is invented."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from trade.synthetic import flows, pair
from upgrading.trade.classes import UPGRADING_COLUMNS
from upgrading.trade.cleaning import CleaningChoices, clean
from upgrading.trade.measures import MeasureChoices, unit_values
from upgrading.trade.totals import exporter_totals, world_totals
from upgrading.trade.warnings import WARNING_COLUMNS, WarningChoices, unit_value_warnings

DEFAULT = WarningChoices()
NO_CLASSES = pd.DataFrame(columns=list(UPGRADING_COLUMNS))


def warned(*rows, choices: WarningChoices = DEFAULT) -> list[tuple[str, str, int, str]]:
    """Exporter, product, year and warning, of rows in one source with the world printed beside."""
    frame = clean(flows(*rows), CleaningChoices())[0]
    totals = exporter_totals(frame)
    measured = unit_values(frame, MeasureChoices())
    found = unit_value_warnings(frame, measured, world_totals(totals), NO_CLASSES, choices)
    assert tuple(found.columns) == WARNING_COLUMNS
    assert set(found["source"]) <= {"comtrade"}
    return list(found.drop(columns="source").itertuples(index=False, name=None))


def but_of_partners(found: list[tuple[str, str, int, str]]) -> list[tuple[str, str, int, str]]:
    return [row for row in found if not row[3].startswith("no row for World: the figures are")]


def world(year: int, value: float = 1000, quantity: float = 100) -> dict[str, object]:
    return pair("WLD", value, quantity, importer="WLD", year=year)


def mex(year: int, value: float, quantity: float | None, **more: object) -> dict[str, object]:
    return pair("MEX", value, quantity, importer="WLD", year=year, **more)


def series(*unit_values_: float) -> list[dict[str, object]]:
    """Mexico's unit values year by year from 1990 on, and the world's figures."""
    years = range(1990, 1990 + len(unit_values_))
    return [
        row
        for year, value in zip(years, unit_values_, strict=True)
        for row in (mex(year, 10 * value, 10), world(year))
    ]


def test_a_steady_series_is_not_warned_of() -> None:
    assert warned(*series(10, 10, 11, 12, 10)) == []


def test_a_jump_is_told_against_the_two_years_on_either_side() -> None:
    # 1993: 30 against the median of 10, 10, 12, 12; the others: medians of 10 or 12
    assert warned(*series(10, 10, 10, 30, 12, 12, 12)) == [
        ("MEX", "940330", 1993, "unit value 2.73 times the median of the years around it")
    ]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (14.9, []),
        (15.0, ["unit value 1.50 times the median of the years around it"]),  # from there on
        (6.7, []),
        (6.66, ["unit value 0.67 times the median of the years around it"]),
        (5.0, ["unit value 0.50 times the median of the years around it"]),
    ],
)
def test_where_a_jump_begins(value, told) -> None:
    found = warned(*series(10, 10, value, 10, 10))
    assert [warning for _, _, year, warning in found if year == 1992] == told


def test_a_year_beyond_a_gap_is_not_around() -> None:
    assert warned(mex(1990, 10, 1), world(1990), mex(1993, 90, 1), world(1993)) == []


def test_coverage_below_the_limit_and_none_at_all() -> None:
    choices = WarningChoices(least_coverage=0.8)
    found = warned(
        pair("MEX", 79, 1, importer="USA", year=1996),
        pair("MEX", 21, None, importer="CAN", year=1996),
        pair("ITA", 80, 1, importer="USA", year=1996),
        pair("ITA", 20, None, importer="CAN", year=1996),
        pair("CHN", 5, None, importer="USA", year=1996),
        pair("DEU", 0, None, importer="USA", year=1996),
        world(1996),
        choices=choices,
    )
    assert but_of_partners(found) == [
        ("CHN", "940330", 1996, "no quantity: no unit value"),
        ("MEX", "940330", 1996, "79 % of the value has a quantity, less than 80 %"),
    ]


def test_what_readers_and_outlier_rules_say_of_rows_is_said_once() -> None:
    partners = [f"X{number:02}" for number in range(12)]
    rows = [
        pair("MEX", 10, 1, importer=partner, warning="mind the source", year=1996)
        for partner in partners
    ]
    rows[-1] |= {"value_usd": 10_000.0}
    # what is said of World's row is said of no exporter
    rows.append(mex(1996, 10_110, 12))
    found = warned(*rows, world(1996, 20_000, 2_000) | {"warning": "of the world"})
    assert found == [
        ("MEX", "940330", 1996, "1 row with an outlying unit value (z_score)"),
        ("MEX", "940330", 1996, "mind the source"),
    ]


def test_a_world_that_is_a_sum_is_told_with_its_exporters() -> None:
    found = warned(pair("MEX", 10, 1), pair("ITA", 10, 1))
    text = "the world is the sum of the 2 exporters in the files"
    assert but_of_partners(found) == [("ITA", "940330", 1996, text), ("MEX", "940330", 1996, text)]


LEFT_OUT = "; the source’s estimates are left out (cleaning.estimated)"
OF_PARTNERS = "World’s value, and the quantities of the rows by partner that have one"
KEPT = "100 % of the value has a quantity that the source estimated (cleaning.estimated: keep)"
ESTIMATE: dict[str, object] = {"quantity_estimated": True}
WORLDS = pair("MEX", 100, 10, importer="WLD", **ESTIMATE)
MEASURED = pair("MEX", 60, 6), pair("MEX", 40, 5, importer="CAN")
GUESSED = tuple(row | ESTIMATE for row in MEASURED)


@pytest.mark.parametrize(
    ("rows", "estimated", "unit_value", "told"),
    [
        (
            (WORLDS,),
            "exclude",
            math.nan,
            [f"no quantity: no unit value{LEFT_OUT}, and rows by partner would give a unit value"],
        ),
        ((WORLDS,), "keep", 10, [f"{KEPT}; rows by partner may have measured ones"]),
        ((WORLDS, *MEASURED), "exclude", 100 / 11, []),
        (
            (WORLDS, MEASURED[0]),
            "exclude",
            10,
            [f"60 % of the value has a quantity, less than 80 %{LEFT_OUT}", OF_PARTNERS],
        ),
        ((WORLDS, *GUESSED), "exclude", math.nan, [f"no quantity: no unit value{LEFT_OUT}"]),
        ((WORLDS, *GUESSED), "keep", 100 / 11, [KEPT]),
        (
            (WORLDS | {"quantity_estimated": False}, *GUESSED),
            "exclude",
            10,
            ["World’s quantity, which rows by partner lack"],
        ),
    ],
)
def test_estimates_of_world_and_of_its_partners(rows, estimated, unit_value, told) -> None:
    choices = CleaningChoices(estimated=estimated)
    frame = clean(flows(*rows, world(1996)), choices)[0]
    measured = unit_values(frame, MeasureChoices())
    assert measured["unit_value"].item() == pytest.approx(unit_value, nan_ok=True)
    worlds = world_totals(exporter_totals(frame))
    found = unit_value_warnings(frame, measured, worlds, NO_CLASSES, DEFAULT)
    assert found["warning"].tolist() == told


@pytest.mark.parametrize(
    ("partners", "told"),
    [
        (["USA"], "sales to USA alone"),
        (["CAN", "USA"], "sales to CAN, USA alone"),
        ([f"X{number:02}" for number in range(5)], "sales to X00, X01, X02, X03, X04 alone"),
        ([f"X{number:02}" for number in range(6)], "the partners in the files"),
    ],
)
def test_a_total_of_the_partners_in_a_file_is_told(partners, told) -> None:
    text = f"no row for World: the figures are those of {told}"
    rows = [pair("MEX", 10, 1, importer=partner) for partner in partners]
    assert warned(*rows, world(1996)) == [("MEX", "940330", 1996, text)]
    # not where a row for World stands beside them: it is the total
    assert warned(*rows, mex(1996, 10 * len(rows), len(rows)), world(1996)) == []


def test_nothing_to_warn_of() -> None:
    frame = clean(flows(pair("MEX", 1, 1))[:0], CleaningChoices())[0]
    measured = unit_values(frame, MeasureChoices())
    world_ = world_totals(exporter_totals(frame))
    found = unit_value_warnings(frame, measured, world_, NO_CLASSES, DEFAULT)
    assert tuple(found.columns) == WARNING_COLUMNS
    assert found.empty


def test_choices_come_from_the_config() -> None:
    assert WarningChoices.from_config({"jump": 2}) == WarningChoices(jump=2)
    with pytest.raises(ValueError, match="leap"):
        WarningChoices.from_config({"leap": 2})


def test_the_order_of_rows_does_not_matter() -> None:
    rows = series(10, 10, 30, 12, math.pi)
    assert warned(*rows) == warned(*reversed(rows))
    assert len(pd.DataFrame(warned(*rows))) > 0
