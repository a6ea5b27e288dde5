import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.synthetic import few, flows, generated, pair
from upgrading.faults import DataFaults
from upgrading.trade.measures import (
    COMPARATORS,
    UNIT_VALUE_COLUMNS,
    MeasureChoices,
    unit_values,
)
from upgrading.trade.totals import exporter_totals, world_totals

DEFAULT = MeasureChoices()
INCLUDING = MeasureChoices(comparator="world_including")
KEYS = ["source", "product", "year"]

MARKET = (
    pair("MEX", 300, 100, importer="USA"),
    pair("MEX", 100, None, importer="CAN"),  # value without a quantity
    pair("ITA", 800, 100),
    pair("CHN", 400, 200),
)


def measured(frame: pd.DataFrame, choices: MeasureChoices = DEFAULT) -> pd.DataFrame:
    return unit_values(frame, choices).set_index("exporter")


def test_unit_value_share_and_coverage_by_hand() -> None:
    row = measured(flows(*MARKET)).loc["MEX"]
    assert row["value_usd"] == 400
    assert row["quantity"] == 100
    # only the 300 that have a quantity: 300 / 100, not 400 / 100
    assert row["unit_value"] == 3
    # 300 of 400
    assert row["quantity_coverage"] == 0.75
    # all value counts for the share: 400 / (400 + 800 + 400)
    assert row["market_share"] == 0.25


def test_columns_are_those_of_the_contract() -> None:
    assert tuple(unit_values(flows(*MARKET), DEFAULT).columns) == UNIT_VALUE_COLUMNS


@pytest.mark.parametrize(
    ("choices", "against", "world"),
    [
        # (800 + 400) / (100 + 200) = 4
        (DEFAULT, 4, 4),
        # (300 + 800 + 400) / (100 + 100 + 200) = 3.75
        (INCLUDING, 3.75, 3.75),
        # median of 3, 8 and 2
        (MeasureChoices(comparator="median_exporter"), 3, 3.75),
        # Italy alone: 8
        (MeasureChoices(comparator="named", competitors={"*": ("ITA", "MEX")}), 8, 3.75),
        (
            MeasureChoices(comparator="named", competitors={"940330": ("CHN",), "*": ("ITA",)}),
            2,
            3.75,
        ),
    ],
)
def test_comparators_by_hand(choices, against, world) -> None:
    row = measured(flows(*MARKET), choices).loc["MEX"]
    assert row["relative_unit_value"] == 3 / against
    assert row["world_unit_value"] == world


def test_the_world_without_an_exporter_differs_for_each() -> None:
    frame = measured(flows(*MARKET))
    # without Italy: (300 + 400) / (100 + 200)
    assert frame.loc["ITA", "world_unit_value"] == 700 / 300
    # without China: (300 + 800) / (100 + 100)
    assert frame.loc["CHN", "world_unit_value"] == 5.5


def test_a_named_competitor_is_not_compared_with_itself() -> None:
    choices = MeasureChoices(comparator="named", competitors={"*": ("ITA",)})
    assert math.isnan(measured(flows(*MARKET), choices).loc["ITA", "relative_unit_value"])


def test_named_competitors_must_be_named() -> None:
    with pytest.raises(ValueError, match="needs competitors"):
        MeasureChoices(comparator="named")


def test_two_exporters_make_no_median() -> None:
    choices = MeasureChoices(comparator="median_exporter")
    frame = measured(flows(pair("MEX", 1, 1), pair("ITA", 1, 2)), choices)
    assert frame["relative_unit_value"].isna().all()


WORLD_ROW = (
    pair("WLD", 1000, 500, importer="WLD", aggregate=True),
    pair("BRA", 200, 50, importer="WLD"),
    pair("CHL", 100, 50, importer="WLD"),
)


def test_worlds_own_row_is_the_world_and_is_not_added() -> None:
    frame = measured(flows(*WORLD_ROW))
    assert list(frame.index) == ["BRA", "CHL"]
    assert frame.loc["BRA", "market_share"] == 0.2
    # (1000 - 200) / (500 - 50), Chile being inside
    assert frame.loc["BRA", "world_unit_value"] == 800 / 450
    world = world_totals(exporter_totals(flows(*WORLD_ROW))).iloc[0]
    assert (world["world_from"], world["exporters"]) == ("row", 2)


def test_the_world_without_an_exporter_is_unknown_if_its_quantity_is() -> None:
    """World's row may hold the quantity of the flow that the exporter's row lacks."""
    frame = measured(flows(WORLD_ROW[0], pair("BRA", 200, None, importer="WLD")))
    assert math.isnan(frame.loc["BRA", "world_unit_value"])
    assert frame.loc["BRA", "market_share"] == 0.2


def test_one_exporter_is_not_the_world() -> None:
    """A file of Mexico's exports alone: its share of itself would be 1."""
    row = measured(flows(pair("MEX", 10, 1))).loc["MEX"]
    assert math.isnan(row["market_share"])
    assert math.isnan(row["relative_unit_value"])
    assert row["unit_value"] == 10


def test_zeros_are_printed_and_have_no_unit_value() -> None:
    row = measured(flows(pair("NIC", 0, 0), pair("MEX", 10, 1))).loc["NIC"]
    assert row["market_share"] == 0
    assert math.isnan(row["unit_value"])
    assert math.isnan(row["quantity_coverage"])


def test_units_are_never_added() -> None:
    frame = flows(pair("MEX", 10, 1), pair("ITA", 10, 1, quantity_unit="items"))
    with pytest.raises(DataFaults, match=r"synthetic\.csv, line 2, \"quantity_unit\".*items, kg"):
        unit_values(frame, DEFAULT)


def test_world_is_never_added_to_its_partners() -> None:
    frame = flows(pair("MEX", 10, 1), pair("MEX", 30, 3, importer="WLD", aggregate=True))
    with pytest.raises(DataFaults, match=r"line 3: the partner World appears along with"):
        unit_values(frame, DEFAULT)


def test_imports_and_re_exports_are_not_exports() -> None:
    frame = flows(
        *MARKET,
        pair("MEX", 5, 1, flow="re_export"),
        pair("MEX", 330, 100, flow="import"),
    )
    pd.testing.assert_frame_equal(unit_values(frame, DEFAULT), unit_values(flows(*MARKET), DEFAULT))
    mirror = MeasureChoices(flow="import")
    assert measured(frame, mirror).loc["MEX", "unit_value"] == 3.3


def test_sources_are_not_added() -> None:
    frame = flows(*MARKET, *({**row, "source": "baci"} for row in MARKET))
    both = unit_values(frame, DEFAULT)
    for _, one in both.groupby("source"):
        expected = unit_values(flows(*MARKET), DEFAULT)
        columns = list(UNIT_VALUE_COLUMNS[1:])
        pd.testing.assert_frame_equal(one[columns].reset_index(drop=True), expected[columns])


def test_choices_come_from_the_config() -> None:
    config = {"comparator": "named", "competitors": {"571": ["CHL"]}}
    assert MeasureChoices.from_config(config).competitors == {"571": ("CHL",)}
    with pytest.raises(ValueError, match=r"comparator\n.*'world_excluding'"):
        MeasureChoices.from_config({"comparator": "rest"})
    with pytest.raises(ValueError, match="comparater\n"):
        MeasureChoices.from_config({"comparater": "named"})


@few
@given(generated())
def test_market_shares_add_to_one(frame: pd.DataFrame) -> None:
    shares = unit_values(frame, DEFAULT).groupby(KEYS)["market_share"]
    for _, group in shares:
        # one exporter alone is not taken for the world
        assert group.isna().all() if len(group) == 1 else math.isclose(group.sum(), 1)


@few
@given(generated())
def test_mean_relative_unit_value_against_the_world_including_the_exporter(frame) -> None:
    """Weighted by quantity shares the relative unit values have the mean 1.

    Σ (Q_i/Q)(UV_i/UV) = Σ V_i / (Q · UV) = V/V, over exporters with a quantity. Weighted by their
    value shares it is the *harmonic* mean that is 1; the arithmetic one is at least 1.
    """
    for _, group in unit_values(frame, INCLUDING).dropna(subset="unit_value").groupby(KEYS):
        relative = group["relative_unit_value"]
        by_quantity = group["quantity"] / group["quantity"].sum()
        covered = group["value_usd"] * group["quantity_coverage"]
        by_value = covered / covered.sum()
        assert math.isclose((by_quantity * relative).sum(), 1)
        assert math.isclose((by_value / relative).sum(), 1)
        assert (by_value * relative).sum() >= 1 - 1e-9


@few
@given(generated())
def test_the_two_worlds_agree(frame) -> None:
    """1/RUV including = θ + (1−θ)/RUV excluding, θ the exporter's share of the world's quantity."""
    including, excluding = unit_values(frame, INCLUDING), unit_values(frame, DEFAULT)
    theta = including["quantity"] / including.groupby(KEYS)["quantity"].transform("sum")
    expected = theta + (1 - theta) / excluding["relative_unit_value"]
    both = excluding["relative_unit_value"].notna()
    for found, hoped in zip(
        1 / including["relative_unit_value"][both], expected[both], strict=True
    ):
        assert math.isclose(found, hoped, rel_tol=1e-6)


@few
@given(st.sampled_from(COMPARATORS), generated(), st.data())
def test_order_of_rows_and_splitting_a_row_change_nothing(comparator, frame, data) -> None:
    choices = MeasureChoices(comparator=comparator, competitors={"*": ("AAA", "BBB")})
    expected = unit_values(frame, choices)
    shuffled = frame.iloc[data.draw(st.permutations(range(len(frame))))]
    pd.testing.assert_frame_equal(unit_values(shuffled, choices), expected, check_exact=True)
    chosen = data.draw(st.integers(0, len(frame) - 1))
    halves = frame.iloc[[chosen, chosen]].copy()
    for column in ("value_usd", "quantity"):
        whole = halves[column].iloc[0]
        # a part of the quantity is above 0: a row with none would lose the value from ΣV
        part = 0.5 * whole if column == "quantity" else float(data.draw(st.integers(0, int(whole))))
        halves[column] = [part, whole - part]
    split = pd.concat([frame.drop(frame.index[chosen]), halves], ignore_index=True)
    pd.testing.assert_frame_equal(unit_values(split, choices), expected, check_exact=True)


@few
@given(st.lists(st.tuples(st.floats(0.001, 1e9), st.floats(0.001, 1e9)), min_size=2, max_size=20))
def test_sums_of_any_numbers_are_the_same_in_any_order(figures) -> None:
    """With fractions, whose sum in floating point hangs on their order."""
    frame = flows(*(pair("MEX", v, q) for v, q in figures), pair("ITA", 0.1, 0.3))
    turned = frame.iloc[::-1]
    pd.testing.assert_frame_equal(
        unit_values(frame, DEFAULT), unit_values(turned, DEFAULT), check_exact=True
    )
