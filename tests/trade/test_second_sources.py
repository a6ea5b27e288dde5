"""Files of second sources, what is asked of them, and they against trade: figures had by hand."""

from __future__ import annotations

import copy
from fractions import Fraction

import pandas as pd
import pytest
from second_data import CONFIG, FAULTS, FILES, LISTED, SERIES_SHIPPED

from upgrading.faults import DataFaults
from upgrading.trade.second_entries import second_sources
from upgrading.trade.second_sources import Figures, pairs, read, series, warnings_of

SALMON = ("Atlantic salmon", "Coho salmon", "Chinook salmon")
FAO = "FAO, Global Aquaculture Production (FishStat, release 2021)"
HEADER = "source,area,product,year,element,value,unit,status\n"
ROW = "Mine,CHL,Atlantic salmon,2002,production_quantity,265726,tonnes,\n"


def told(text: str) -> list[str]:
    return [str(fault) for fault in read((HEADER + text).encode(), "my.csv")[1]]


def test_the_files_that_are_shipped_hold_489_figures_without_a_fault() -> None:
    assert not FAULTS
    assert len(SERIES_SHIPPED) == 489
    assert len(FILES) == 3


def test_amounts_are_in_kilograms_and_dollars() -> None:
    frame, _ = read(
        (HEADER + ROW + ROW.replace("quantity,265726,tonnes", "value,930041,1000 USD")).encode(),
        "my.csv",
    )
    assert list(frame["amount"]) == [265_726_000, 930_041_000]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ROW.replace("production_quantity", "production"),
            'my.csv, line 2, "element": "production" is not one of those known; did you mean '
            '"production_value"? (allowed: production_quantity, production_value, '
            "export_quantity, export_value)",
        ),
        (
            ROW.replace("tonnes", "USD"),
            'my.csv, line 2, "unit": "USD" is not a unit of a quantity (allowed: kg, tonnes, '
            "tonnes live weight)",
        ),
        (
            ROW.replace("265726", "many"),
            'my.csv, line 2, "value": "many" is not a number such as 1234.5',
        ),
        (
            ROW.replace("265726", "-3"),
            'my.csv, line 2, "value": "-3" is negative',
        ),
        (
            ROW.replace("265726", ""),
            'my.csv, line 2, "value": there is no figure (the cell holds "")',
        ),
        (ROW.replace("2002", "02"), 'my.csv, line 2, "year": "02" is not a year'),
        (ROW.replace("CHL", ""), 'my.csv, line 2, "area": the cell is empty'),
        (
            ROW.replace("tonnes,", "tonnes,guess"),
            'my.csv, line 2, "status": "guess" is not one of those known (allowed: nothing, '
            "official, E, sum of countries)",
        ),
    ],
)
def test_a_row_at_fault_is_told_with_line_column_text_and_what_is_allowed(row, message) -> None:
    assert told(row) == [message]


def test_a_figure_that_stands_twice_is_refused_within_a_file_and_across_files() -> None:
    text = "the file has two figures for this source, area, product, year and element"
    assert told(ROW + ROW) == [f'my.csv, line {line}, "value": "265726": {text}' for line in (2, 3)]
    one = (HEADER + ROW).encode()
    _, faults = series({"a.csv": one, "b.csv": one})
    assert [str(fault) for fault in faults] == [
        "b.csv, line 2: a.csv, line 2, has a figure of the same source for this area, product, "
        "year and element"
    ]


def test_a_column_that_is_missing_is_told_once() -> None:
    content = (HEADER + ROW).replace(",status", "").replace("tonnes,", "tonnes").encode()
    _, faults = read(content, "my.csv")
    assert [str(fault) for fault in faults] == [
        'my.csv, line 1, "status": the column is missing (columns: source, area, product, year, '
        "element, value, unit, status)"
    ]


# What is measured -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures(SERIES_SHIPPED)


def test_salmon_of_2001_and_2002_is_the_sum_of_three_species(figures) -> None:
    """By hand: 253,850 + 136,870 + 3,807 and 265,726 + 102,522 + 2,463."""
    for year, tonnes in ((2001, 394_527), (2002, 370_711)):
        found = figures.measured(FAO, "production", "quantity", "CHL", SALMON, year)
        assert found and found.value == tonnes


def test_the_share_of_the_world_is_that_of_the_same_species(figures) -> None:
    world = figures.measured(FAO, "production", "quantity", "WLD", SALMON, 2002)
    assert world and world.value == 1_086_134 + 112_845 + 19_852
    share = figures.measured(FAO, "production", "share", "CHL", SALMON, 2002)
    assert share and share.value == 100 * Fraction(370_711) / world.value


def test_a_species_that_was_not_farmed_yet_counts_nothing(figures) -> None:
    found = figures.measured(FAO, "production", "quantity", "CHL", SALMON, 1978)
    assert found and (found.value, found.formula) == (49, "49")


def test_without_a_value_there_is_no_price(figures) -> None:
    assert figures.measured(FAO, "production", "unit_value", "CHL", SALMON, 1983) is None
    found = figures.measured(FAO, "production", "unit_value", "CHL", SALMON, 1984)
    assert found and found.value == 10


def test_assumed_prices_and_estimates_are_marked(figures) -> None:
    """1995: 3.80, 4.00 and 5.00 US$/kg; the world's are sums and no round prices."""
    value = figures.measured(FAO, "production", "value", "CHL", SALMON, 1995)
    world = figures.measured(FAO, "production", "value", "WLD", SALMON, 1995)
    tonnes = figures.measured(FAO, "production", "quantity", "CHL", SALMON, 2003)
    assert value and value.assumed and not value.estimated
    assert world and not world.assumed
    assert tonnes and tonnes.estimated and not tonnes.assumed


def test_production_and_exports_of_the_same_goods_are_never_one_sum() -> None:
    exported = ROW.replace("production", "export").replace("265726", "9")
    frame, faults = read((HEADER + ROW + exported).encode(), "my.csv")
    assert not faults
    both = Figures(frame)
    found = {
        kind: both.measured("Mine", kind, "quantity", "CHL", ["Atlantic salmon"], 2002)
        for kind in ("production", "exports")
    }
    assert {kind: one.value for kind, one in found.items()} == {
        "production": 265_726,
        "exports": 9,
    }
    only, _ = read((HEADER + exported).encode(), "my.csv")
    assert Figures(only).sources("production", "CHL", ["Atlantic salmon"]) == []


# What the config may say ----------------------------------------------------------------------


def asked(section: str, name: str, **fields: object) -> list[str]:
    config = copy.deepcopy(CONFIG)
    config[section][name] |= fields
    with pytest.raises(DataFaults) as raised:
        second_sources(config, "s.yaml", ("grapes", "wine", "melons"))
    return [str(fault) for fault in raised.value.faults]


def test_printed_exports_cannot_be_held_against_production() -> None:
    assert asked("printed", "salmon_exports_2002", of="production") == [
        's.yaml, printed.salmon_exports_2002: of: "table_02/salmon_austral_region/exports_2002" '
        "prints exports, which are never compared with production"
    ]
    assert asked("printed", "salmon_worth_2002", of="exports") == [
        's.yaml, printed.salmon_worth_2002: of: "table_02/salmon_austral_region/production_2002" '
        "prints production, which are never compared with exports"
    ]


@pytest.mark.parametrize(
    ("section", "name", "fields", "message"),
    [
        ("printed", "salmon_1978", {"products": "trout"}, '"trout" is not allowed here'),
        ("printed", "salmon_1978", {"cell": ""}, 'either "cell" or "stated" is expected'),
        ("printed", "salmon_1978", {"cell": "table_20"}, "is not of the form table/row/column"),
        ("printed", "salmon_1978", {"years": [2000, 1999]}, "1999 is before 2000"),
        ("printed", "salmon_1978", {"least": 2}, '"growth" needs it'),
        ("printed", "salmon_1978", {"measure": "weight"}, '"weight" is not allowed here'),
        ("pairs", "wine", {"product": "wines"}, '"wines" is not allowed here; did you mean "wine"'),
    ],
)
def test_what_the_config_may_not_say(section, name, fields, message) -> None:
    (fault,) = asked(section, name, **fields)
    assert message in fault


# Beside trade ---------------------------------------------------------------------------------


def test_wine_of_2001_differs_by_half_and_grapes_agree() -> None:
    rows = [
        ("faostat_embedded", "BRA", "wine", 2001, 2_712_000.0, 5_607_000.0, "kg"),
        ("faostat_embedded", "BRA", "wine", 2002, 1_145_000.0, 2_296_000.0, "kg"),
        ("faostat_embedded", "BRA", "grapes", 2001, 21_563_000.0, 20_660_000.0, "kg"),
        ("faostat_embedded", "BRA", "melons", 2002, 37_823_000.0, 98_690_000.0, "kg"),
    ]
    columns = ["source", "exporter", "product", "year", "value_usd", "quantity", "quantity_unit"]
    beside = pairs(SERIES_SHIPPED, pd.DataFrame(rows, columns=columns), LISTED)
    agrees = beside.set_index(["pair", "element", "year"])["agrees"].to_dict()
    assert agrees["wine", "export_value", 2001] is False
    assert agrees["wine", "export_value", 2002] is True
    assert agrees["grapes", "export_quantity", 2001] is True
    # a state's exports are part of its country's, and need not be the same
    assert agrees["melons", "export_value", 2002] is None
    (warning,) = warnings_of(beside, LISTED).to_dict("records")
    assert (warning["exporter"], warning["product"], warning["year"]) == ("BRA", "wine", 2001)
    assert warning["warning"] == (
        "FAOSTAT and Embrapa, VitiBrasil differ: 2,712 and 1,458 thousand US$ and 5,607 and 2,736 t"
    )
