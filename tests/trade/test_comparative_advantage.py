import math

import pandas as pd
import pytest
from hypothesis import given

from trade.synthetic import few, flows, generated, pair
from upgrading.faults import DataFaults
from upgrading.trade.measures import revealed_advantage
from upgrading.trade.totals import exporter_totals

KITCHEN = {"product": "940340"}


def advantage(*rows) -> pd.DataFrame:
    return revealed_advantage(flows(*rows)).set_index(["exporter", "product"])


def test_by_hand() -> None:
    frame = advantage(
        pair("MEX", 30, 1),
        pair("MEX", 10, 1, **KITCHEN),
        pair("ITA", 20, 1),
        pair("ITA", 40, 1, **KITCHEN),
    )
    # (30/40) / (50/100) = 1.5; symmetric 0.5/2.5
    assert frame.loc[("MEX", "940330"), "rca"] == pytest.approx(1.5)
    assert frame.loc[("MEX", "940330"), "symmetric_rca"] == pytest.approx(0.2)
    # (10/40) / (50/100) = 0.5; symmetric -0.5/1.5
    assert frame.loc[("MEX", "940340"), "symmetric_rca"] == pytest.approx(-1 / 3)


def test_total_is_all_products_and_is_not_added_to_them() -> None:
    frame = advantage(
        pair("MEX", 30, 1),
        pair("MEX", 300, None, product="TOTAL"),
        pair("ITA", 20, 1),
        pair("ITA", 700, None, product="TOTAL"),
    )
    # (30/300) / (50/1000)
    assert frame.loc[("MEX", "940330"), "rca"] == pytest.approx(2)
    assert list(frame.index.get_level_values("product").unique()) == ["940330"]


def test_worlds_row_is_the_world() -> None:
    world = {"importer": "WLD", "aggregate": True}
    frame = advantage(
        pair("MEX", 30, 1),
        pair("MEX", 10, 1, **KITCHEN),
        pair("WLD", 100, 1, **world),
        pair("WLD", 300, 1, **world, **KITCHEN),
    )
    # (30/40) / (100/400)
    assert frame.loc[("MEX", "940330"), "rca"] == pytest.approx(3)


def test_products_of_different_levels_are_not_added() -> None:
    with pytest.raises(DataFaults, match="different levels are not added: 9403, 940330"):
        advantage(pair("MEX", 30, 1), pair("MEX", 40, 1, product="9403"))


@few
@given(generated())
def test_weighted_by_the_worlds_exports_advantages_have_the_mean_one(frame) -> None:
    """Σ_k (X_wk/X_w) · RCA_ik = Σ_k X_ik/X_i = 1, X_w over the exporter's own products."""
    found = revealed_advantage(frame)
    totals = exporter_totals(frame)
    world = totals.groupby(["product", "year"])["value_usd"].sum()
    for (_, year), group in found.groupby(["exporter", "year"]):
        values = [world[(product, year)] for product in group["product"]]
        weights = [value / sum(values) for value in values]
        assert math.isclose(sum(weights * group["rca"]), 1)
        assert group["symmetric_rca"].between(-1, 1).all()


def test_the_basis_is_told_and_never_mixed() -> None:
    """A total of Mexico's alone has no counterpart in the world, and is not used."""
    rows = (pair("MEX", 30, 1), pair("ITA", 20, 1))
    assert set(revealed_advantage(flows(*rows))["basis"]) == {"these products"}
    every = (
        *rows,
        pair("MEX", 300, None, product="TOTAL"),
        pair("ITA", 700, None, product="TOTAL"),
    )
    assert set(revealed_advantage(flows(*every))["basis"]) == {"all products"}
    half = revealed_advantage(flows(*every[:3]))
    assert set(half["basis"]) == {"these products"}
    assert half["rca"].tolist() == pytest.approx([1, 1])


def test_unequal_baskets_are_held_against_the_world_of_the_same_products() -> None:
    """Chile has chairs only: within them it has what the world has, and no advantage."""
    frame = advantage(
        pair("MEX", 30, 1),
        pair("MEX", 10, 1, **KITCHEN),
        pair("CHL", 20, 1),
        pair("ITA", 40, 1, **KITCHEN),
    )
    assert frame.loc[("CHL", "940330"), "rca"] == pytest.approx(1)
    # (30/40) / (50/100)
    assert frame.loc[("MEX", "940330"), "rca"] == pytest.approx(1.5)


def test_a_complete_source_has_its_sums_for_totals() -> None:
    """Chile exports no kitchens: all of the world's exports stand against its chairs."""
    rows = (pair("MEX", 30, 1), pair("CHL", 20, 1), pair("ITA", 50, 1, **KITCHEN))
    found = revealed_advantage(flows(*rows), complete=("comtrade",)).set_index("exporter")
    # (20/20) / (50/100)
    assert found.loc["CHL", "rca"] == pytest.approx(2)
    assert set(found["basis"]) == {"all products"}
