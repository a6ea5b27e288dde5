import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.synthetic import few, flows, generated, pair
from upgrading.faults import DataFaults
from upgrading.trade.cleaning import CleaningChoices, Concordance, OutlierChoices, clean, estimated
from upgrading.trade.double_counting import UNKNOWN
from upgrading.trade.measures import MeasureChoices, unit_values
from upgrading.trade.schema import STEP_COLUMNS
from upgrading.trade.sources import SHORT_NAMES

DEFAULT = CleaningChoices()


def cleaned(*rows, choices=DEFAULT, **more):
    return clean(flows(*rows), choices, **more)


def step(report: pd.DataFrame, name: str) -> tuple[object, ...]:
    """Choice, rows before, rows touched, their value, rows after."""
    row = report.set_index("step").loc[name]
    return tuple(row[column] for column in STEP_COLUMNS[1:])


def test_every_step_is_reported_and_rows_follow_on() -> None:
    _, report = cleaned(pair("MEX", 10, 1), pair("ITA", 20, 2))
    assert tuple(report.columns) == STEP_COLUMNS
    assert list(report["step"]) == [
        "values_present",
        "detail_rows",
        "re_exports",
        "regions",
        "unknown_countries",
        "unique_key",
        "six_digits",
        "coarse_products",
        "one_vintage",
        "zeros_missing",
        "estimated",
        "one_unit",
        "whole_series",
        "world_partner",
        "unspecified_partners",
        "outliers_z_score",
    ]
    assert list(report["rows_in"][1:]) == list(report["rows_out"][:-1])
    assert report["rows_affected"].sum() == 0


def test_choices_come_from_the_config() -> None:
    config = {"estimated": "keep", "units": {"940330": "items"}, "outliers": {"rules": ["bounds"]}}
    choices = CleaningChoices.from_config(config)
    assert choices.estimated == "keep"
    assert choices.outliers == OutlierChoices(rules=("bounds",))
    assert CleaningChoices.from_config({}) == DEFAULT


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ({"estimated": "drop"}, r"^estimated\n.*'exclude' or 'keep'"),
        ({"estimate": "keep"}, r"^estimate\n"),
        ({"outliers": {"rules": ["zscore"]}}, r"^outliers\.rules\.0\n.*'z_score', 'bounds'"),
    ],
)
def test_wrong_choices_are_named(config, problem) -> None:
    with pytest.raises(ValueError, match=f"(?m){problem}"):
        CleaningChoices.from_config(config)


def test_a_row_without_value_does_not_lend_its_quantity() -> None:
    """FAOSTAT lists quantities whose value is missing: 100 / (10 + 90) would be 1, not 10."""
    frame, report = cleaned(pair("MEX", 100, 10), pair("MEX", math.nan, 90, importer="CAN"))
    assert list(frame["quantity"]) == [10]
    assert step(report, "values_present") == ("leave out", 2, 1, 0.0, 1)


def test_negative_numbers_are_refused_with_their_place() -> None:
    place = r"synthetic\.csv, line 2, \"value_usd\": -5 is not a number from 0 up"
    with pytest.raises(DataFaults, match=place):
        cleaned(pair("MEX", -5, 1))


class TestDoubleCounting:
    DETAIL = (
        pair("MEX", 100, 10, customs="C00", transport="0", supply="0", partner2="0"),
        pair("MEX", 60, 6, customs="C01", transport="0", supply="0", partner2="0"),
        pair("MEX", 40, 4, customs="C00", transport="2100", supply="0", partner2="0"),
    )

    def test_parts_of_a_total_are_left_out_and_counted(self) -> None:
        frame, report = cleaned(*self.DETAIL)
        assert list(frame["value_usd"]) == [100]
        # 60 + 40
        assert step(report, "detail_rows") == ("filter", 3, 2, 100.0, 1)

    def test_parts_are_refused_if_the_config_says_so(self) -> None:
        with pytest.raises(DataFaults, match=r"line 3: a part of a total \(customs C01, transport"):
            cleaned(*self.DETAIL, choices=CleaningChoices(detail_rows="refuse"))

    def test_a_part_without_its_total_does_not_vanish_unseen(self) -> None:
        with pytest.raises(DataFaults, match=r"line 2: a part whose total is not in the file"):
            cleaned(self.DETAIL[1])

    def test_a_key_that_is_not_unique_is_refused_not_summed(self) -> None:
        with pytest.raises(DataFaults) as caught:
            cleaned(pair("MEX", 1, 1), pair("ITA", 5, 1), pair("MEX", 2, 1))
        assert str(caught.value) == (
            "synthetic.csv, line 2: the same flow as in synthetic.csv, line 4: "
            "MEX to USA, export of 940330 in 1996, reported by MEX"
        )

    def test_the_first_duplicates_are_named_and_the_rest_counted(self) -> None:
        rows = [pair("MEX", 1, 1, year=year) for year in range(1990, 1998) for _ in range(2)]
        with pytest.raises(DataFaults) as caught:
            cleaned(*rows)
        messages = [str(fault) for fault in caught.value.faults]
        assert [fault.line for fault in caught.value.faults] == [2, 4, 6, 8, 10, None]
        assert messages[-1] == "synthetic.csv: and 3 more flows that are there more than once"

    def test_the_same_trade_in_two_vintages_is_the_same_trade(self) -> None:
        with pytest.raises(DataFaults, match="in classifications H0, H1; keep one"):
            cleaned(pair("MEX", 1, 1), pair("MEX", 1, 1, classification="H1"))

    def test_an_exporter_and_its_mirror_are_not_duplicates(self) -> None:
        frame, _ = cleaned(pair("MEX", 1, 1), pair("MEX", 2, 1, flow="import"))
        assert len(frame) == 2

    @pytest.mark.parametrize("source", SHORT_NAMES)
    def test_a_file_that_is_given_twice_is_refused_whatever_its_format(self, source: str) -> None:
        flow = pair("BRA", 1, 1, source=source)
        with pytest.raises(DataFaults, match=r"copy\.csv, line 2: the same flow as in synthetic"):
            cleaned(flow, {**flow, "file": "copy.csv", "line": 2})

    def test_re_exports_are_inside_exports(self) -> None:
        frame, report = cleaned(pair("MEX", 9, 1), pair("MEX", 4, 1, flow="re_export"))
        assert list(frame["flow"]) == ["export"]
        assert step(report, "re_exports") == ("set_aside", 2, 1, 4.0, 1)
        kept, report = cleaned(
            pair("MEX", 9, 1),
            pair("MEX", 4, 1, flow="re_export"),
            choices=CleaningChoices(re_exports="keep"),
        )
        assert len(kept) == 2
        assert step(report, "re_exports") == ("keep", 2, 1, 4.0, 2)

    def test_countries_that_are_not_known_are_counted_once_each_and_stay(self) -> None:
        frame, report = cleaned(
            pair("XYZ", 7, 1),
            pair("XYZ", 5, 1, importer="comtrade:999"),
            pair("comtrade:490", 3, 1, importer="comtrade:899"),
            pair("MEX", 2, 1, importer="comex:249"),
        )
        assert len(frame) == 4
        found = report[report["step"] == "unknown_countries"]
        assert list(found["choice"]) == ["keep XYZ", "keep comtrade:999"]
        assert list(found["rows_affected"]) == [2, 1]
        assert list(found["value_usd_affected"]) == [12, 5]

    def test_of_many_countries_that_are_not_known_the_last_are_counted_together(self) -> None:
        rows = [pair(f"XX{chr(65 + n)}", 1 + n, 1) for n in range(UNKNOWN + 3)]
        _, report = cleaned(*rows)
        found = report[report["step"] == "unknown_countries"]
        assert len(found) == UNKNOWN + 1
        assert tuple(found.iloc[-1])[1:5] == ("keep 3 others", UNKNOWN + 3, 3, 6)

    def test_regions_are_left_out_and_world_stays(self) -> None:
        frame, report = cleaned(
            pair("fao:5100", 50, 1, importer="WLD", aggregate=True),
            pair("fao:351", 70, 1, importer="WLD"),  # China with Hong Kong, Macao and Taiwan
            pair("comtrade:97", 80, 1, importer="WLD", aggregate=True),
            pair("MEX", 5, 1, importer="EUR", aggregate=True),
            pair("WLD", 90, 1, importer="WLD", aggregate=True),
            pair("fao:5", 3, 1, importer="WLD"),
        )
        assert sorted(frame["exporter"]) == ["WLD", "fao:5"]
        # 50 + 70 + 80 + 5
        assert step(report, "regions")[1:] == (6, 4, 205.0, 2)

    WORLD = pair("MEX", 100, 10, importer="WLD", aggregate=True)
    PARTNERS = (pair("MEX", 60, 6), pair("MEX", 40, 4, importer="CAN"))

    @pytest.mark.parametrize(
        ("choice", "partners", "kept"),
        [
            ("complete", PARTNERS, ["CAN", "USA"]),  # 60 + 40 = 100
            ("complete", PARTNERS[:1], ["WLD"]),  # 60 of 100: an extract
            ("partners", PARTNERS[:1], ["USA"]),
            ("world", PARTNERS, ["WLD"]),
            ("partners", (), ["WLD"]),  # FAOSTAT has no partners
        ],
    )
    def test_world_is_never_beside_its_partners(self, choice, partners, kept) -> None:
        choices = CleaningChoices(world_partner=choice)
        frame, _ = cleaned(self.WORLD, *partners, choices=choices)
        assert sorted(frame["importer"]) == kept
        unit_values(frame, MeasureChoices())  # which refuses both together

    def test_what_world_or_its_partners_lose_is_counted(self) -> None:
        _, report = cleaned(self.WORLD, *self.PARTNERS)
        assert step(report, "world_partner") == ("complete", 3, 1, 100.0, 2)

    def test_world_of_the_importers_side(self) -> None:
        world = pair("WLD", 100, 10, importer="USA", flow="import", aggregate=True)
        frame, _ = cleaned(world, pair("MEX", 100, 10, flow="import"))
        assert list(frame["exporter"]) == ["MEX"]

    def test_unspecified_partners(self) -> None:
        rows = (pair("MEX", 9, 1), pair("MEX", 4, 1, importer="comtrade:899"))
        other = pair("comtrade:490", 7, 1)  # as an exporter, Taiwan in BACI: it stays
        frame, report = cleaned(*rows, other)
        assert len(frame) == 3
        assert step(report, "unspecified_partners") == ("keep", 3, 1, 4.0, 3)
        choices = CleaningChoices(unspecified_partners="drop")
        frame, report = cleaned(*rows, other, choices=choices)
        assert sorted(frame["exporter"]) == ["MEX", "comtrade:490"]
        assert step(report, "unspecified_partners") == ("drop", 3, 1, 4.0, 2)


class TestProductCodes:
    def test_no_unit_value_above_six_digits(self) -> None:
        rows = (pair("MEX", 50, 5, product="9403", net_weight_kg=5), pair("MEX", 10, 1))
        frame, report = cleaned(*rows)
        coarse = frame[frame["product"] == "9403"].iloc[0]
        assert (coarse["value_usd"], coarse["quantity_unit"]) == (50, "")
        assert math.isnan(coarse["quantity"])
        assert step(report, "coarse_products") == ("value_only", 2, 1, 50.0, 2)
        frame, _ = cleaned(*rows, choices=CleaningChoices(coarse_products="drop"))
        assert list(frame["product"]) == ["940330"]

    def test_faos_items_have_unit_values(self) -> None:
        frame, _ = cleaned(pair("BRA", 50, 5, classification="FCL", product="571"))
        assert list(frame["quantity"]) == [5]

    def test_a_change_of_vintage_within_a_series_is_refused(self) -> None:
        rows = (pair("MEX", 1, 1), pair("MEX", 1, 1, year=2002, classification="H2"))
        with pytest.raises(DataFaults, match=r"940330 in .* H0 \(1996 to 1996\), H2 \(2002 to"):
            cleaned(*rows)
        for codes in (("940330",), ("*",)):
            _, report = cleaned(*rows, choices=CleaningChoices(unchanged_codes=codes))
            assert step(report, "one_vintage")[1:] == (2, 2, 2.0, 2)

    TABLE = pd.DataFrame(
        {"from": ["940330", "940330"], "to": ["940331", "940332"], "weight": [0.25, 0.75]}
    )

    def test_a_concordance_splits_by_weight(self) -> None:
        change = Concordance("H0", "H1", self.TABLE, "h0_h1.csv")
        frame, report = cleaned(pair("MEX", 100, 8, net_weight_kg=8.0), concordances=[change])
        figures = frame[["product", "classification", "value_usd", "quantity"]]
        assert figures.values.tolist() == [["940331", "H1", 25.0, 2.0], ["940332", "H1", 75.0, 6.0]]
        assert step(report, "concordance") == ("H0 to H1", 1, 1, 100.0, 2)

    def test_several_old_codes_give_one_new_one(self) -> None:
        """After the check of the key: the same new code twice is no double counting."""
        table = pd.DataFrame({"from": ["940330", "940340"], "to": ["9403"] * 2, "weight": [1, 1]})
        change = Concordance("H0", "H1", table, "h0_h1.csv")
        rows = (pair("MEX", 10, 1), pair("MEX", 20, 1, product="940340"))
        frame, _ = cleaned(*rows, concordances=[change])
        assert unit_values(frame, MeasureChoices())["value_usd"].tolist() == [30]

    @pytest.mark.parametrize(
        ("table", "problem"),
        [
            (TABLE.assign(weight=[0.5, 0.6]), r"line 2, \"weight\": the weights of 940330 add to"),
            (TABLE.assign(weight=[-1.0, 2.0]), r"line 2, \"weight\": -1\.0 is not above 0"),
            (TABLE.assign(to="940331"), "line 3: the same from and to"),
            (TABLE.drop(columns="to"), "no column to: a concordance has from, to, weight"),
            (TABLE.assign(**{"from": "940350"}), "no line for code 940330 of H0"),
        ],
    )
    def test_a_faulty_concordance_is_refused(self, table, problem) -> None:
        change = Concordance("H0", "H1", table, "h0_h1.csv")
        with pytest.raises(DataFaults, match=problem):
            cleaned(pair("MEX", 100, 8), concordances=[change])


class TestQuantities:
    def test_a_zero_weight_is_missing(self) -> None:
        frame, report = cleaned(pair("MEX", 100, 0), pair("ITA", 50, 5))
        assert frame["quantity"].isna().tolist() == [True, False]
        assert step(report, "zeros_missing") == ("missing", 2, 1, 100.0, 2)
        row = unit_values(frame, MeasureChoices()).set_index("exporter").loc["MEX"]
        assert math.isnan(row["unit_value"])
        assert row["quantity_coverage"] == 0

    ESTIMATED = (
        pair("MEX", 100, 10, quantity_estimated=True),
        pair("ITA", 50, 5, quantity_estimated=pd.NA),
        pair("CHN", 30, 7, quantity_unit="items", net_weight_kg=3, net_weight_estimated=True),
    )

    def test_estimates_are_out_by_default_and_their_value_stays(self) -> None:
        frame, report = cleaned(*self.ESTIMATED)
        assert frame["quantity"].isna().tolist() == [True, False, True]
        assert frame["value_usd"].tolist() == [100, 50, 30]
        assert step(report, "estimated") == ("exclude", 3, 2, 130.0, 3)

    def test_estimates_can_be_kept_and_are_counted(self) -> None:
        frame, report = cleaned(*self.ESTIMATED, choices=CleaningChoices(estimated="keep"))
        assert frame["quantity"].tolist() == [10, 5, 3]
        assert step(report, "estimated") == ("keep", 3, 2, 130.0, 3)

    def test_an_estimated_weight_leaves_the_quantity_and_the_other_way_round(self) -> None:
        choices = CleaningChoices(quantity="main_unit")
        frame, _ = cleaned(self.ESTIMATED[2], choices=choices)
        assert (frame.iloc[0]["quantity"], frame.iloc[0]["quantity_unit"]) == (7, "items")

    MIXED = (
        pair("MEX", 100, 10, quantity_unit="items", net_weight_kg=200),
        pair("ITA", 50, 5, quantity_unit="kg"),
        pair("CHN", 70, 3, quantity_unit="items"),
    )

    @pytest.mark.parametrize(
        ("choices", "quantities", "unit", "lost"),
        [
            # the weight, or a quantity in kg; China has neither
            (CleaningChoices(), [200, 5, None], "kg", 70.0),
            # 100 + 70 in items, 50 in kg
            (CleaningChoices(quantity="main_unit"), [10, None, 3], "items", 50.0),
            (CleaningChoices(units={"940330": "items"}), [10, None, 3], "items", 50.0),
        ],
    )
    def test_one_unit_for_a_product_never_mixed(self, choices, quantities, unit, lost) -> None:
        frame, report = cleaned(*self.MIXED, choices=choices)
        assert [None if math.isnan(q) else q for q in frame["quantity"]] == quantities
        assert frame["quantity_unit"].tolist() == ["" if q is None else unit for q in quantities]
        assert step(report, "one_unit")[2:4] == (1, lost)


def spread(*unit_values: float):
    """One row for each unit value, of 1 kg each."""
    return [pair("MEX", v, 1, importer=f"P{i:02}") for i, v in enumerate(unit_values)]


def flagged(*rows, bounds=None, **choices):
    rule = CleaningChoices(outliers=OutlierChoices(**choices))
    return cleaned(*rows, choices=rule, bounds=bounds)


class TestOutliers:
    def test_z_score_by_hand(self) -> None:
        """Eleven logs 0 and one log L: mean L/12, s² = (11·(L/12)² + (11L/12)²)/11 = L²/12.

        z = (11L/12) / (L/√12) = 11/√12 = 3.175 for whatever L: beyond 3.
        """
        frame, report = flagged(*spread(*[1.0] * 11, 50.0))
        assert frame["outlier"].tolist() == [""] * 11 + ["z_score"]
        assert frame["quantity"].notna().all()
        assert step(report, "outliers_z_score") == ("flag", 12, 1, 50.0, 12)

    def test_with_ten_rows_no_z_score_reaches_three(self) -> None:
        """(n−1)/√n = 9/√10 = 2.846, however far off the row."""
        _, report = flagged(*spread(*[1.0] * 9, 1e9))
        assert step(report, "outliers_z_score")[2] == 0

    def test_rounding_is_no_spread(self) -> None:
        """The same unit value, but for the last bit."""
        rows = [pair("MEX", 0.1 * n, 0.3 * n, importer=f"P{n:02}") for n in range(1, 40)]
        _, report = flagged(*rows)
        assert step(report, "outliers_z_score")[2] == 0

    def test_exclusion_takes_the_quantity_and_keeps_the_row(self) -> None:
        frame, report = flagged(*spread(*[1.0] * 11, 50.0), excluded=("z_score",))
        assert len(frame) == 12
        assert frame["quantity"].isna().sum() == 1
        assert step(report, "outliers_z_score") == ("exclude", 12, 1, 50.0, 12)

    def test_mean_ratio_by_hand(self) -> None:
        """Mean of 1, 2, 3, 34 is 10: below 10/5 = 2 is 1 alone; above 50 none."""
        frame, _ = flagged(*spread(1, 2, 3, 34), rules=("mean_ratio",))
        assert frame["outlier"].tolist() == ["mean_ratio", "", "", ""]

    def test_percentile_by_hand(self) -> None:
        """1 to 21: the 5th percentile is 1 + 0.05·20 = 2, the 95th 20; outside lie 1 and 21."""
        frame, _ = flagged(*spread(*range(1, 22)), rules=("percentile",))
        assert frame.loc[frame["outlier"] != "", "value_usd"].tolist() == [1, 21]

    def test_bounds(self) -> None:
        bounds = pd.DataFrame({"product": ["940330"], "uv_min": [2.0], "uv_max": [3.0]})
        frame, _ = flagged(*spread(1, 2, 3, 4), rules=("bounds",), bounds=bounds)
        assert frame["outlier"].tolist() == ["bounds", "", "", "bounds"]
        with pytest.raises(ValueError, match="needs a file of standard unit values"):
            flagged(*spread(1, 2), rules=("bounds",))

    def test_years_and_products_are_looked_at_apart(self) -> None:
        other = [pair("MEX", 50, 1, year=2002)]
        _, report = flagged(*spread(*[1.0] * 11), *other)
        assert step(report, "outliers_z_score")[2] == 0

    def test_worlds_row_is_no_observation(self) -> None:
        world = pair("WLD", 1000, 1, importer="WLD", aggregate=True)
        frame, _ = flagged(*spread(1, 2, 3), world, rules=("mean_ratio",))
        assert frame["outlier"].tolist() == [""] * 4

    def test_rules_are_named_together(self) -> None:
        frame, report = flagged(*spread(*[1.0] * 11, 500.0), rules=("z_score", "mean_ratio"))
        # mean 511/12 = 42.6: below 8.5 and above 213
        assert frame["outlier"].tolist() == ["mean_ratio"] * 11 + ["z_score mean_ratio"]
        assert step(report, "outliers_mean_ratio")[2] == 12


@few
@given(generated(), st.data())
def test_the_order_of_rows_changes_nothing(frame, data) -> None:
    choices = CleaningChoices(
        outliers=OutlierChoices(
            rules=("z_score", "percentile", "mean_ratio"), excluded=("mean_ratio",)
        )
    )
    expected, report = clean(frame, choices)
    shuffled = frame.iloc[data.draw(st.permutations(range(len(frame))))]
    found, again = clean(shuffled, choices)
    order = ["file", "line"]
    pd.testing.assert_frame_equal(
        found.sort_values(order).reset_index(drop=True), expected, check_exact=True
    )
    pd.testing.assert_frame_equal(again, report, check_exact=True)


@few
@given(generated())
def test_cleaning_twice_is_cleaning_once(frame) -> None:
    once, _ = clean(frame, DEFAULT)
    twice, report = clean(once, DEFAULT)
    pd.testing.assert_frame_equal(twice, once)
    again = report[report["step"] != "unknown_countries"]
    assert again["rows_affected"].sum() == 0 or (once["outlier"] != "").any()


def test_the_callers_frame_is_left_alone() -> None:
    frame = flows(*TestQuantities.MIXED, *TestDoubleCounting.PARTNERS[1:])
    before = frame.copy(deep=True)
    clean(frame, DEFAULT)
    pd.testing.assert_frame_equal(frame, before)


def test_no_flows_at_all() -> None:
    frame, report = clean(flows(pair("MEX", 1, 1)).iloc[:0], DEFAULT)
    assert len(frame) == 0
    assert report["rows_out"].tolist() == [0] * len(report)
    assert unit_values(frame, MeasureChoices()).empty


def test_an_estimated_weight_takes_the_same_quantity_with_it() -> None:
    """UN Comtrade prints a net weight in kg as the quantity too: it must not come back so."""
    frame = flows(
        {"quantity": 10.0, "net_weight_kg": 10.0, "net_weight_estimated": True},
        {
            "quantity": 4.0,
            "quantity_unit": "items",
            "net_weight_kg": 9.0,
            "net_weight_estimated": True,
        },
    )
    cleaned, step = estimated(frame, "exclude")
    assert cleaned["quantity"].isna().tolist() == [True, False]
    assert cleaned["net_weight_kg"].isna().all()
    assert step.rows_affected == 2
