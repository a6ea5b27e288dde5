import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.synthetic import few, flows, generated, pair
from upgrading.faults import DataFaults
from upgrading.trade.intra_industry import (
    TYPE_SHARES,
    IntraIndustryChoices,
    aggregate,
    by_product,
    grubel_lloyd,
    grubel_lloyd_aggregate,
    horizontal_vertical,
    quality_range,
    trade_type,
    two_way,
)

DEFAULT = IntraIndustryChoices()
TOGETHER = IntraIndustryChoices(bilateral=False)
AMOUNTS = st.floats(0, 1e9)


@pytest.mark.parametrize(
    ("exports", "imports", "index"),
    [
        (100, 50, 2 / 3),  # 1 - 50/150
        (100, 100, 1),
        (100, 0, 0),
        (0, 0, math.nan),
        (math.nan, 5, math.nan),
    ],
)
def test_grubel_lloyd_by_hand(exports, imports, index) -> None:
    assert grubel_lloyd(exports, imports) == pytest.approx(index, nan_ok=True)


def test_aggregate_by_hand() -> None:
    # 1 - (|100-50| + |0-50|) / (150 + 50) = 1 - 100/200
    assert grubel_lloyd_aggregate([100, 0, math.nan], [50, 50, 7]) == 0.5
    # not the index of the sums, 1 - |100-100|/200 = 1: surplus and deficit do not cancel
    assert math.isnan(grubel_lloyd_aggregate([], []))


@given(AMOUNTS, AMOUNTS)
def test_grubel_lloyd_is_within_0_and_1_and_symmetric(exports, imports) -> None:
    index = grubel_lloyd(exports, imports)
    assert math.isnan(index) if exports + imports == 0 else 0 <= index <= 1
    assert index == grubel_lloyd(imports, exports) or math.isnan(index)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=10), st.randoms())
def test_the_aggregate_lies_within_its_products_in_any_order(pairs, random) -> None:
    index = grubel_lloyd_aggregate(*zip(*pairs, strict=True))
    single = [g for x, m in pairs if not math.isnan(g := grubel_lloyd(x, m))]
    if single:
        assert min(single) - 1e-9 <= index <= max(single) + 1e-9
    random.shuffle(pairs)
    again = grubel_lloyd_aggregate(*zip(*pairs, strict=True))
    assert again == index or math.isnan(index)


@pytest.mark.parametrize(
    ("ratio", "alpha", "ghm", "ff"),
    [
        # at 25 per cent: GHM 0.75 to 1.25, Fontagné-Freudenberg 1/1.25 = 0.80 to 1.25
        (0.74, 0.25, "vertical low", "down"),
        (0.75, 0.25, "horizontal", "down"),
        (0.79, 0.25, "horizontal", "down"),
        (0.80, 0.25, "horizontal", "middle"),
        (1.25, 0.25, "horizontal", "middle"),
        (1.26, 0.25, "vertical high", "up"),
        # at 15 per cent: 0.85 to 1.15, and 1/1.15 = 0.8696 to 1.15
        (0.86, 0.15, "horizontal", "down"),
        (0.87, 0.15, "horizontal", "middle"),
        (1.15, 0.15, "horizontal", "middle"),
        (0.85, 0.15, "horizontal", "down"),
        (math.nan, 0.15, "unknown", "unknown"),
    ],
)
def test_bounds_of_similar_unit_values(ratio, alpha, ghm, ff) -> None:
    assert horizontal_vertical(ratio, alpha) == ghm
    assert quality_range(ratio, alpha) == ff


@given(st.floats(0.01, 100), st.sampled_from((0.15, 0.25)))
def test_ranges_of_the_reciprocal_are_the_opposite(ratio, alpha) -> None:
    """So for Fontagné-Freudenberg, whose bounds are reciprocal; not for 1 − α to 1 + α."""
    opposite = {"up": "down", "down": "up", "middle": "middle"}
    assert quality_range(1 / ratio, alpha) == opposite[quality_range(ratio, alpha)]


@pytest.mark.parametrize(
    ("exports", "imports", "ratio", "kind"),
    [
        (100, 10, 1, "one-way"),  # 10 of 100 is not above a tenth
        (100, 11, 1, "two-way horizontal"),
        (11, 100, 2, "two-way vertical"),
        (11, 100, 0.5, "two-way vertical"),
        (11, 100, math.nan, "two-way"),
        (0, 0, 1, "unknown"),
        (math.nan, 5, 1, "unknown"),
    ],
)
def test_types_of_trade(exports, imports, ratio, kind) -> None:
    assert trade_type(exports, imports, ratio, DEFAULT) == kind


TRADE = flows(
    pair("MEX", 100, 10),
    pair("MEX", 50, None, importer="CAN"),
    pair("USA", 60, 4, importer="MEX", flow="import"),  # Mexico's import, reported by it
    pair("USA", 40, 8, importer="MEX", flow="import", product="940340"),
)


def test_two_sides_by_hand() -> None:
    rows = two_way(TRADE, TOGETHER).set_index(["country", "product"])
    office = rows.loc[("MEX", "940330")]
    assert (office["exports"], office["imports"]) == (150, 60)
    # 100/10 against 60/4
    assert (office["export_unit_value"], office["import_unit_value"]) == (10, 15)
    assert office["unit_value_ratio"] == pytest.approx(2 / 3)
    kitchen = rows.loc[("MEX", "940340")]
    # Mexico reports exports in 1996, and none of these: 0, not missing
    assert (kitchen["exports"], kitchen["imports"]) == (0, 40)
    # what Mexico reports says nothing of what the USA or Canada report
    assert list(rows.index.get_level_values("country").unique()) == ["MEX"]


def test_a_file_of_exports_says_nothing_about_imports() -> None:
    rows = two_way(flows(pair("MEX", 100, 10)), DEFAULT)
    assert rows["imports"].isna().all()
    assert by_product(rows, DEFAULT)["grubel_lloyd"].isna().all()
    assert aggregate(rows, DEFAULT).empty


def test_a_source_without_mirrors_gives_both_sides() -> None:
    frame = flows(
        pair("MEX", 100, 10, source="baci"), pair("USA", 60, 4, importer="MEX", source="baci")
    )
    rows = two_way(frame, DEFAULT).set_index("country")
    assert (rows.loc["MEX", "exports"], rows.loc["MEX", "imports"]) == (100, 60)
    assert (rows.loc["USA", "exports"], rows.loc["USA", "imports"]) == (60, 100)


def test_by_partner() -> None:
    rows = two_way(TRADE, IntraIndustryChoices(bilateral=True)).set_index(["partner", "product"])
    assert rows.loc[("USA", "940330"), "exports"] == 100
    assert (rows.loc[("CAN", "940330"), "exports"], rows.loc[("CAN", "940330"), "imports"]) == (
        50,
        0,
    )


def test_aggregate_and_its_parts_by_hand() -> None:
    row = aggregate(two_way(TRADE, TOGETHER), TOGETHER).iloc[0]
    # overlap 2·60 of 150 + 60, nothing of 40: 120 / 250
    assert row["grubel_lloyd"] == pytest.approx(0.48)
    # r = 10/15 = 0.67 < 0.85
    assert row["vertical_low"] == pytest.approx(0.48)
    assert row[["horizontal", "vertical_high", "unknown"]].tolist() == [0, 0, 0]


PARTNERS = (
    # exports, imports, unit values: one-way (5 of 100), horizontal, vertical up and down, unknown
    *(("AAA", 100, 5, 10, 10), ("BBB", 60, 40, 10, 11), ("CCC", 30, 20, 20, 10)),
    *(("DDD", 80, 120, 5, 10), ("EEE", 25, 20, None, 10)),
)


def traded(*partners: tuple[str, float, float, float | None, float]) -> pd.DataFrame:
    """Mexico's exports to and imports from each partner, reported by Mexico, at unit values."""
    rows = []
    for name, out, back, dear, paid in partners:
        rows.append(pair("MEX", out, None if dear is None else out / dear, importer=name))
        rows.append(pair(name, back, back / paid, importer="MEX", flow="import"))
    return flows(*rows)


def test_shares_of_the_types_of_trade_by_hand() -> None:
    row = aggregate(two_way(traded(*PARTNERS), DEFAULT), DEFAULT).iloc[0]
    # 105 one-way, 100 horizontal, 50 up, 200 down and 45 unknown, of 500
    assert row["bilateral_trade_usd"] == 500
    shares = [row[name] for name in TYPE_SHARES]
    assert shares == pytest.approx([0.21, 0.2, 0.1, 0.4, 0.09])


def test_partners_added_up_have_no_type_of_trade() -> None:
    """What goes to one country and comes from another would count as two-way trade."""
    frame = traded(("AAA", 100, 0, 10, 10), ("BBB", 0, 100, 10, 10))
    apart = aggregate(two_way(frame, DEFAULT), DEFAULT).iloc[0]
    assert apart["one_way"] == 1
    added = aggregate(two_way(frame, TOGETHER), TOGETHER).iloc[0]
    assert added["grubel_lloyd"] == 1
    assert math.isnan(added["bilateral_trade_usd"])
    assert all(math.isnan(added[name]) for name in TYPE_SHARES)
    assert set(by_product(two_way(frame, TOGETHER), TOGETHER)["trade_type"]) == {"unknown"}


def test_chapters_and_headings_are_not_added() -> None:
    frame = flows(
        pair("MEX", 9, 1), pair("MEX", 9, 1, flow="import"), pair("MEX", 9, 1, product="9403")
    )
    frame.loc[1, ["exporter", "importer", "reporter"]] = ["USA", "MEX", "MEX"]
    with pytest.raises(DataFaults, match="different levels are not added: 9403, 940330"):
        aggregate(two_way(frame, DEFAULT), DEFAULT)


def test_choices_come_from_the_config() -> None:
    assert IntraIndustryChoices.from_config({"alpha": 0.25}).alpha == 0.25


@few
@given(generated(), generated(), st.data())
def test_parts_add_to_the_whole_and_order_and_splitting_change_nothing(out, back, data) -> None:
    back = back.rename(columns={"exporter": "importer", "importer": "exporter"})
    frame = pd.concat([out, back.assign(flow="import")], ignore_index=True)
    expected = two_way(frame, DEFAULT)
    shuffled = frame.iloc[data.draw(st.permutations(range(len(frame))))]
    pd.testing.assert_frame_equal(two_way(shuffled, DEFAULT), expected, check_exact=True)
    doubled = pd.concat([frame, frame], ignore_index=True)
    halves = doubled.assign(value_usd=doubled["value_usd"] / 2, quantity=doubled["quantity"] / 2)
    pd.testing.assert_frame_equal(two_way(halves, DEFAULT), expected, check_exact=True)
    for _, row in aggregate(expected, DEFAULT).iterrows():
        parts = row[["horizontal", "vertical_high", "vertical_low", "unknown"]]
        assert math.isclose(math.fsum(parts), row["grubel_lloyd"], abs_tol=1e-12)
        assert 0 <= row["grubel_lloyd"] <= 1
        assert math.isclose(math.fsum(row[list(TYPE_SHARES)]), 1)
