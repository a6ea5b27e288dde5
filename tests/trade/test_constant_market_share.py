"""What the change of exports is made of. Figures are invented."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.synthetic import flows, pair
from upgrading.trade.constant_market_share import PARTS, decomposed, exports, parts
from upgrading.trade.measures import MeasureChoices
from upgrading.trade.product_entries import Window

WINDOW = Window(1996, 2002, 1)
DEFAULT = MeasureChoices()
COLUMNS = ["base_usd", "end_usd", "world_base_usd", "world_end_usd"]


def products(*rows: tuple[float, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def test_the_parts_by_hand() -> None:
    found = parts(products((100, 180, 1000, 1500), (100, 90, 1000, 900)))
    # the world grows from 2000 to 2400: a fifth of 200
    assert found["world_growth"] == pytest.approx(40)
    # products grow by 50 and by -10 per cent: 100 (0.5 - 0.2) + 100 (-0.1 - 0.2)
    assert found["composition"] == pytest.approx(0)
    # 180 - 150 of the one, 90 - 90 of the other
    assert found["competitiveness"] == pytest.approx(30)
    assert found["change_usd"] == 70
    # the share of the first goes from 10 to 12 per cent: 0.02 of 1000, and of the 500 more
    assert found["at_base"] == pytest.approx(20)
    assert found["interaction"] == pytest.approx(10)


def test_with_weights_of_the_last_year_the_interaction_is_the_worlds() -> None:
    """The order: effects of the world with shares of the last year, of shares in the first."""
    rows = [(100.0, 180.0, 1000.0, 1500.0), (100.0, 60.0, 1000.0, 900.0)]
    found = parts(products(*rows))
    of_world = sum(end / after * (after - before) for _, end, before, after in rows)
    of_shares = sum((end / after - base / before) * before for base, end, before, after in rows)
    assert of_shares == pytest.approx(found["at_base"])
    world = found["world_growth"] + found["composition"] + found["interaction"]
    assert of_world == pytest.approx(world)


AMOUNT = st.integers(1, 10**9)


@given(st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT, AMOUNT), min_size=1, max_size=8))
def test_parts_add_up_to_the_change(rows) -> None:
    found = parts(products(*rows))
    size = max(1, *(abs(found[part]) for part in PARTS), found["base_usd"])
    assert found["change_usd"] == sum(end - base for base, end, _, _ in rows)
    assert math.isclose(
        math.fsum(found[part] for part in PARTS), found["change_usd"], abs_tol=1e-9 * size
    )
    both = found["at_base"] + found["interaction"]
    assert math.isclose(both, found["competitiveness"], abs_tol=1e-9 * size)


@given(st.lists(st.tuples(AMOUNT, AMOUNT), min_size=1, max_size=8), st.integers(1, 9))
def test_constant_shares_leave_nothing_to_competitiveness(worlds, tenths) -> None:
    rows = [(a * tenths / 10, b * tenths / 10, a, b) for a, b in worlds]
    found = parts(products(*rows))
    assert math.isclose(found["competitiveness"], 0, abs_tol=1e-6 * max(1, found["end_usd"]))


def market(*figures: tuple[str, str, int, float]) -> pd.DataFrame:
    """Exports by exporter, product, year and value."""
    return flows(
        *(pair(who, value, None, product=what, year=year) for who, what, year, value in figures)
    )


TWO = (
    *(("MEX", "940330", 1996, 100), ("MEX", "940330", 2002, 180)),
    *(("ITA", "940330", 1996, 900), ("ITA", "940330", 2002, 1320)),
    *(("MEX", "940340", 1996, 100), ("MEX", "940340", 2002, 90)),
    *(("ITA", "940340", 1996, 900), ("ITA", "940340", 2002, 810)),
)


def test_an_exporter_who_begins_to_report_is_no_growth_of_the_world() -> None:
    frame = market(*TWO, ("CHN", "940330", 2002, 1000))
    found = decomposed(frame, WINDOW, DEFAULT).set_index(["exporter", "exporters"])
    mexico = found.loc[("MEX", "constant")]
    assert mexico["competitiveness"] == pytest.approx(30)
    # among all, the world of the first product grows to 2500: 180 - 250, and 90 - 90
    assert found.loc[("MEX", "all"), "competitiveness"] == pytest.approx(-70)
    assert mexico["products"] == "940330 940340"
    assert "CHN" not in found.index.get_level_values("exporter")


def test_a_row_for_world_is_the_world_under_either_choice() -> None:
    worlds = [("WLD", what, year, 9999) for what in ("940330", "940340") for year in (1996, 2002)]
    found = decomposed(market(*TWO, *worlds), WINDOW, DEFAULT)
    assert set(found["exporter"]) == {"ITA", "MEX"}
    constant, every = (found[found["exporters"] == which] for which in ("constant", "all"))
    for part in PARTS:
        assert constant[part].tolist() == pytest.approx(every[part].tolist())
    assert (found["world_growth"] == 0).all()


def test_a_product_without_a_figure_in_a_year_is_left_out_and_one_alone_has_no_composition() -> (
    None
):
    found = decomposed(market(*TWO[:-3]), WINDOW, DEFAULT)
    assert found.empty
    assert exports(market(*TWO[:-3]), WINDOW, DEFAULT, "all")["product"].tolist() == ["940330"] * 2
