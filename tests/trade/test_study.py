from __future__ import annotations

import math

import pandas as pd

from trade.synthetic import flows, pair
from upgrading.figures.trade import trade_over_time
from upgrading.trade.classes import UPGRADING_COLUMNS, ClassChoices, Window
from upgrading.trade.measures import MeasureChoices, unit_values
from upgrading.trade.product_entries import Product
from upgrading.trade.study import classes, empty_windows, with_constant


def found(*rows: tuple[int, int, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["base", "end", "class"])


def test_a_window_in_which_no_product_has_figures_is_told_in_words() -> None:
    measured = pd.DataFrame({"year": [2002, 1990, 1996]})
    rows = found(
        (1950, 1960, "no data"),
        (1950, 1960, "no data"),
        (1996, 2002, "no data"),
        (1996, 2002, "no clear change"),
    )
    assert empty_windows(rows, measured) == [
        "window 1950 to 1960: no product has figures at both ends; the trade files have 1990 to "
        "2002"
    ]


def test_without_figures_there_is_no_window_to_tell_of() -> None:
    assert empty_windows(found(), pd.DataFrame({"year": []})) == []


LISTED = {
    "940330": Product(
        label="Office furniture", codes={"HS": ("940330",)}, competitors=("MEX", "ITA")
    )
}
YEARS = (1996, 1997, 1999, 2001, 2002)


def reported(*more: dict[str, object], flow: str = "export") -> pd.DataFrame:
    """Mexico at 1 dollar and Italy at 2, the same in every year, and `more`."""
    steady = [
        pair(who, value, value / unit_value, year=year, flow=flow)
        for year in YEARS
        for who, value, unit_value in (("MEX", 100, 1), ("ITA", 300, 2))
    ]
    return flows(*steady, *more)


def late(flow: str = "export", importer: str = "USA") -> list[dict[str, object]]:
    """An exporter, or an importer, who reports from 2001."""
    who = "CHN" if flow == "export" else "ITA"
    more = {"flow": flow, "importer": importer}
    return [pair(who, 400, 100, year=year, **more) for year in (2001, 2002)]


def constant(frame: pd.DataFrame) -> pd.DataFrame:
    measures, window = MeasureChoices(), Window(1996, 2002)
    measured = unit_values(frame, measures)
    found = with_constant(measured, frame, LISTED, window, measures)
    assert len(found) == len(measured)
    return found


def test_a_line_through_the_years_is_among_the_same_exporters() -> None:
    found = constant(reported(*late()))
    mexico = found[found["exporter"] == "MEX"].set_index("year")
    # 100 of 400; with China 100 of 800
    assert mexico["market_share"].tolist() == [0.25, 0.25, 0.25, 0.125, 0.125]
    assert mexico["market_share_constant"].tolist() == [0.25] * 5
    assert mexico["relative_unit_value_constant"].tolist() == [0.5] * 5
    assert found.loc[found["exporter"] == "CHN", "market_share_constant"].isna().all()
    window, chosen = {"base": 1996, "end": 2002}, {"exporters": "constant"}
    none = pd.DataFrame(columns=UPGRADING_COLUMNS)
    drawn = trade_over_time.shows(found, none, found, LISTED, window, chosen, "x")[0]
    assert drawn.loc[drawn["exporter"] == "MEX", "market_share"].tolist() == [0.25] * 5
    china = drawn[drawn["exporter"] == "CHN"]
    assert china["market_share"].tolist() == [0.5, 0.5]


def test_a_year_in_which_one_of_them_is_missing_has_no_figure() -> None:
    frame = reported()
    found = constant(frame[(frame["exporter"] == "MEX") | (frame["year"] != 1999)])
    by_year = found[found["exporter"] == "MEX"].set_index("year")["market_share_constant"]
    assert math.isnan(by_year[1999])
    assert by_year.drop(1999).tolist() == [0.25] * 4


def test_where_nobody_stands_for_a_cluster_there_is_no_line() -> None:
    frame = reported()
    measured = unit_values(frame, MeasureChoices())
    none = {"940330": LISTED["940330"].model_copy(update={"competitors": ()})}
    found = with_constant(measured, frame, none, Window(1996, 2002), MeasureChoices())
    assert found["market_share_constant"].isna().all()


def test_in_mirror_data_the_importers_are_constant() -> None:
    """Canada reports from 2001 what it buys from Italy: Mexico lost nothing."""
    frame = reported(*late("import", "CAN"), flow="import")
    measures = MeasureChoices(flow="import")
    measured = unit_values(frame, measures)
    found = classes(frame, measured, LISTED, Window(1996, 2002), measures, ClassChoices())
    mexico = found.set_index("exporter").loc["MEX"]
    assert mexico["share_change"] == 0
    assert mexico["share_change_all"] == -0.5
