from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from reference import RAW

from upgrading.audit.printed_exports import (
    EXPORTS_COLUMNS,
    Figure,
    Series,
    against_trade,
    by_year,
    chance,
    figures,
    fit,
    offsets,
    placebos,
    series,
    told,
)
from upgrading.cases.printed import CELL_COLUMNS
from upgrading.trade.classes import NOTHING_SUPPLIED
from upgrading.trade.products import Product


def figure(text: str, year: int = 1996, row: str = "r", meant: int | None = None) -> Figure:
    value = Fraction(text.replace(",", ""))
    digits = len(text.partition(".")[2])
    return Figure(
        row, f"exports_{year}", text, year, value, digits, digits if meant is None else meant
    )


def of(values: dict[int, str], row: str = "r", source: str = "s") -> Series:
    return Series(source, row, "AAA", ("p",), {y: Fraction(v) for y, v in values.items()})


def only(figures_: list[Figure], trade: list[Series]) -> dict[str, object]:
    found = against_trade(figures_, trade)
    assert tuple(found.columns) == EXPORTS_COLUMNS
    assert len(found) == 1
    return found.iloc[0].to_dict()


# Verdicts, by hand ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meant", "value", "verdict"),
    [
        ("6.3", 1, "6.3", "exact"),
        ("51.0", 0, "51", "exact"),
        ("6.3", 1, "6.25", "rounded"),  # half up
        ("6.2", 1, "6.25", "rounded"),  # half to even
        ("6.3", 1, "6.349", "rounded"),
        ("6.3", 1, "6.35", "truncated"),  # 6.4 half up, 6.4 half to even
        ("6.3", 1, "6.399", "truncated"),
        ("6.3", 1, "6.4", "unexplained"),
        ("6.3", 1, "6.249", "unexplained"),
        ("51.0", 0, "50.849", "rounded"),  # at one decimal it is 50.8
        ("51.0", 1, "50.849", "unexplained"),
        ("51.0", 0, "51.96", "truncated"),
        ("51.0", 0, "50.4", "unexplained"),
        ("1,005.0", 0, "1004.5", "rounded"),
    ],
)
def test_verdict_where_only_the_printed_year_has_a_figure(text, meant, value, verdict) -> None:
    row = only([figure(text, meant=meant)], [of({1996: value})])
    assert row["verdict"] == verdict
    assert row["years_that_fit"] == ("" if verdict == "unexplained" else "1996")
    assert row["value_usd_mill"] == Fraction(value)
    assert row["difference_usd_mill"] == Fraction(value) - Fraction(text.replace(",", ""))
    assert row["rank_of_printed_year"] == 1


def test_another_year_explains_and_the_chance_of_that_is_told() -> None:
    """Printed 22.0 and 9.0, as whole millions; 1996 has 28.7 and 9.1."""
    printed = [figure("22.0", meant=0), figure("9.0", row="other", meant=0)]
    trade = [
        of({1994: "10.0", 1995: "22.136", 1996: "28.741"}),
        of({1995: "5", 1996: "9.1"}, row="other"),
    ]
    found = against_trade(printed, trade).set_index("row")
    row = found.loc["r"]
    assert row["verdict"] == "explained"
    assert (row["years_that_fit"], row["nearest_year"]) == ("1995", 1995)
    # off by 12, 0.136 and 6.741
    assert row["rank_of_printed_year"] == 2
    assert row["relative_difference"] == Fraction("6.741") / 22
    assert str(row["explanation"]) == (
        "s, AAA, p: the year that fits 22.0 from 1994 to 1996: 1995 (22.136); 1996 has 28.741. "
        "Of pairs of a printed figure and another row's series, 0 of 2 have a year that fits"
    )
    assert found.loc["other", "verdict"] == "rounded"
    assert str(found.loc["other", "explanation"]) == "s, AAA, p: 9.100 in 1996, in whole millions"


def test_several_years_that_fit_are_all_told() -> None:
    row = only([figure("6.0", meant=0)], [of({1995: "6.19", 1996: "1.787", 1998: "5.667"})])
    assert row["verdict"] == "explained"
    assert row["years_that_fit"] == "1995 1998"
    assert "the years that fit 6.0 from 1995 to 1998: 1995 (6.190), 1998 (5.667)" in (
        str(row["explanation"])
    )


def test_a_printed_year_without_a_figure() -> None:
    explained = only([figure("6.3")], [of({1995: "6.3"})])
    assert explained["verdict"] == "explained"
    assert explained["value_usd_mill"] is None
    assert explained["difference_usd_mill"] is None
    assert explained["rank_of_printed_year"] is None
    assert "; no 1996. Of pairs" in str(explained["explanation"])
    unexplained = only([figure("6.3")], [of({1995: "6.9"})])
    assert unexplained["verdict"] == "unexplained"
    assert unexplained["nearest_year"] == 1995
    assert str(unexplained["explanation"]).endswith(
        "no 1996; no year fits, the nearest is 1995 (6.900)"
    )


def test_a_figure_without_series_is_not_judged() -> None:
    row = only([figure("6.3")], [of({1996: "6.3"}, row="another")])
    assert row["verdict"] == NOTHING_SUPPLIED
    assert (row["source"], row["years_that_fit"], str(row["explanation"])) == ("", "", "")
    assert told(against_trade([figure("6.3")], [])) == {}


def test_every_source_judges_and_all_are_told() -> None:
    trade = [of({1996: "6.3"}, source="baci"), of({1996: "9"}, source="wits")]
    found = against_trade([figure("6.3")], trade)
    assert list(found["verdict"]) == ["exact", "unexplained"]
    text = told(found)["table_02", "r", "exports_1996"]
    assert str(text) == (
        "exact against trade statistics: CEPII BACI, AAA, p: 6.300 in 1996, in 1 decimal; "
        "unexplained against trade statistics: World Bank WITS, AAA, p: 9.000 in 1996; no year "
        "fits, the nearest is 1996 (9.000)"
    )


def test_ties_give_the_first_year_as_nearest_and_both_the_better_rank() -> None:
    """1995 and 1997 are both 1 off; the printed year is the later one."""
    row = only([figure("10.3", year=1997)], [of({1995: "9.3", 1996: "2", 1997: "11.3"})])
    assert row["nearest_year"] == 1995
    assert row["rank_of_printed_year"] == 1


def test_a_printed_nought_has_no_relative_difference() -> None:
    row = only([figure("0.0", meant=0)], [of({1996: "0.2"})])
    assert row["verdict"] == "rounded"
    assert row["relative_difference"] is None
    years = by_year([figure("0.0", meant=0)], [of({1996: "0.2"})])
    assert list(offsets(years)["median_relative_difference"]) == [None]


def test_a_fit_at_fewer_decimals_needs_a_figure_that_has_no_more() -> None:
    assert fit(figure("6.3"), Fraction(6), 0) == ""
    assert fit(figure("6.0"), Fraction("6.4"), 0) == "rounded"


def test_chance_is_that_of_the_source_that_explains() -> None:
    printed = [figure("10.0", row="a", meant=0), figure("7.7", row="b")]
    trade = [
        of({1995: "10.2", 1996: "1"}, row="a", source="baci"),
        of({1996: "7.7"}, row="b", source="baci"),
        of({1996: "10"}, row="b", source="wits"),
    ]
    row = against_trade(printed, trade).set_index(["source", "row"]).loc["baci", "a"]
    # in BACI neither 10 fits b's series nor 7.7 a's; that 10 fits b's in WITS is not counted
    assert str(row["explanation"]).endswith("0 of 2 have a year that fits")


def test_chance_counts_every_pair_that_does_not_belong_together() -> None:
    printed = [figure("10.0", row="a", meant=0), figure("7.7", row="b")]
    trade = [
        of({1990: "7.7", 1991: "99"}, row="a"),
        of({1990: "10.4"}, row="b"),
        of({1990: "3"}, row="c"),
    ]
    # a's 10 with b's 10.4 and c's 3; b's 7.7 with a's 7.7 and c's 3
    assert chance(printed, trade) == (2, 4)
    # year by year: a's 10 with b's 10.4, not c's 3; b's 7.7 with a's 7.7, not a's 99 or c's 3
    counted = placebos(printed, trade).set_index("held_against")
    assert list(counted.columns) == ["source", "fitting", "cases"]
    assert list(counted.loc["some year of another row"])[1:] == [2, 4]
    assert list(counted.loc["one year of another row"])[1:] == [2, 5]
    assert list(counted.loc["another year of its own row"])[1:] == [0, 3]


def test_the_printed_year_is_no_placebo_of_its_own_row() -> None:
    trade = [of({1996: "10", 2002: "10"}, row="a"), of({1996: "10"}, row="a", source="wits")]
    own = placebos([figure("10.0", row="a")], trade)
    own = own[own["held_against"] == "another year of its own row"]
    assert own.to_numpy().tolist() == [
        [trade[0].source, "another year of its own row", 1, 1],
        ["wits", "another year of its own row", 0, 0],
    ]


# What is printed ------------------------------------------------------------------------------


def cells(**rows: dict[str, str]) -> pd.DataFrame:
    """Cells of Table 2: by row, the printed strings by column."""
    headers = {
        "exports_2002": "Exports 2002 (US$ mill)",
        "exports_1996": "Exports 1996 (US$ mill)",
        "production_2002": "Production 2002 (US$ mill.)",
    }
    found = [
        ("table_02", line, 1, row, "body", column, headers[column], text)
        for line, (row, strings) in enumerate(rows.items(), start=2)
        for column, text in strings.items()
    ]
    return pd.DataFrame(found, columns=list(CELL_COLUMNS))


def test_a_nought_says_nothing_where_all_exports_of_the_row_print_one() -> None:
    table = cells(
        whole={"exports_2002": "1,005.0", "exports_1996": "22.0", "production_2002": "8.3"},
        mixed={"exports_2002": "7.0", "exports_1996": "17.1"},
        single={"exports_2002": "51.0", "exports_1996": ".."},
        precise={"exports_2002": "51.1", "exports_1996": ""},
    )
    found = {(f.row, f.year): (f.value, f.decimals, f.meant) for f in figures(table)}
    assert found == {
        ("whole", 2002): (Fraction(1005), 1, 0),
        ("whole", 1996): (Fraction(22), 1, 0),
        ("mixed", 2002): (Fraction(7), 1, 1),
        ("mixed", 1996): (Fraction("17.1"), 1, 1),
        ("single", 2002): (Fraction(51), 1, 0),
        ("precise", 2002): (Fraction("51.1"), 1, 1),
    }


def test_the_year_is_read_off_the_header() -> None:
    table = cells(r={"exports_1996": "5.0"}).assign(header="Exports 1995 (US$ mill)")
    assert [f.year for f in figures(table)] == [1995]


def test_series_add_up_products_of_a_row_in_each_source() -> None:
    """Invented figures; the row's second product lacks 1997, the third is another row's."""
    listed = {
        "milk": Product(label="m", clusters={"c": "NIC"}, codes={}, profiles=("r",)),
        "cheese": Product(label="c", clusters={"c": "NIC"}, codes={}, profiles=("r",)),
        "wine": Product(label="w", clusters={"c": "NIC"}, codes={}, profiles=("other",)),
    }
    rows = [
        ("a", "NIC", "milk", 1996, 1_000_000),
        ("a", "NIC", "milk", 1997, 2_500_000),
        ("a", "NIC", "cheese", 1996, 250_000.5),
        ("a", "CRI", "milk", 1996, 9_000_000),
        ("a", "NIC", "wine", 1996, 9_000_000),
        ("b", "NIC", "milk", 1996, 3_000_000),
    ]
    columns = ["source", "exporter", "product", "year", "value_usd"]
    found = series(pd.DataFrame(rows, columns=columns), listed, {"r": "c"})
    assert [(one.source, one.exporter, one.products) for one in found] == [
        ("a", "NIC", ("milk", "cheese")),
        ("b", "NIC", ("milk",)),
    ]
    assert found[0].values == {1996: Fraction("1.2500005"), 1997: Fraction("2.5")}
    assert found[1].values == {1996: Fraction(3)}


# Years ----------------------------------------------------------------------------------------


def test_offsets_count_what_fits_if_every_figure_were_of_another_year() -> None:
    printed = [figure("10.0", row="a", meant=0), figure("20.0", row="b", meant=0)]
    trade = [
        of({1995: "10.4", 1996: "15", 1997: "30"}, row="a"),
        of({1995: "20.6", 1996: "20.2", 1998: "20"}, row="b"),
    ]
    found = offsets(by_year(printed, trade))
    # 1997 and 1998 are in one series only
    assert list(found["offset"]) == [-1, 0]
    assert list(found["figures"]) == [2, 2]
    # 1995: 10.4 rounds to 10, 20.6 is truncated to 20; 1996: 20.2 alone
    assert list(found["fitting"]) == [2, 1]
    # (0.04 + 0.03) / 2 and (0.5 + 0.01) / 2
    assert list(found["median_relative_difference"]) == [Fraction("0.035"), Fraction("0.255")]


def test_by_year_tells_both_precisions() -> None:
    years = by_year([figure("10.0", meant=0)], [of({1995: "10.4", 1996: "10.02"})])
    assert list(years["fits_as_printed"]) == [False, True]
    assert list(years["fits_as_meant"]) == [True, True]
    assert list(years["difference_usd_mill"]) == [Fraction("0.4"), Fraction("0.02")]


# The shipped figures, worked out again from the raw files alone ----------------------------------

ITEMS = {
    "Milk and dairy": ("Nicaragua", ("cheese_whole_cow_milk", "milk_whole_fresh_cow")),
    "Mangoes": ("Brazil", ("mangoes_mangosteens_guavas",)),
    "Grapes": ("Brazil", ("grapes",)),
    "Melons": ("Brazil", ("melons_other_inc_cantaloupes",)),
    "Apples": ("Brazil", ("apples",)),
}
"""How a row of Table 2 begins; country and items of FAOSTAT."""


def raw_series() -> dict[str, dict[int, Decimal]]:
    """US$ million by the beginning of the row and year."""
    with (RAW / "trade" / "faostat_exports.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["element"] == "export_value"]
    assert {row["unit"] for row in rows} == {"1000 USD"}
    found: dict[str, dict[int, Decimal]] = {}
    for name, (country, items) in ITEMS.items():
        values = found.setdefault(name, {})
        for row in rows:
            if row["area"] == country and row["item_slug"] in items and row["value"]:
                year = int(row["year"])
                values[year] = values.get(year, Decimal(0)) + Decimal(row["value"]) / 1000
    return found


def raw_figures() -> dict[tuple[str, int], str]:
    """The printed strings by the beginning of the row and printed year."""
    with (RAW / "report" / "table_02.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    places = {
        year: next(i for i, title in enumerate(table[0]) if title.startswith(f"Exports {year}"))
        for year in (1996, 2002)
    }
    return {
        (name, year): row[place]
        for name in ITEMS
        for row in table[1:]
        if row[1].startswith(name)
        for year, place in places.items()
    }


def prints_as(value: Decimal, text: str, places: int) -> bool:
    """Whether a value is the printed one, rounded (half either way) or cut at some decimals."""
    unit = Decimal(1).scaleb(-places)
    low, high = Decimal(text) - unit / 2, Decimal(text) + unit
    # exactly half a unit below rounds up to it; half above stays only by rounding to even or a cut
    return low < value < high or (value == low)


def expected() -> dict[tuple[str, int], tuple[list[int], int, str]]:
    """Years that fit, nearest year and verdict of each printed figure."""
    trade, printed = raw_series(), raw_figures()
    found = {}
    for (name, year), text in printed.items():
        strings = [printed[name, other] for other in (1996, 2002)]
        places = 0 if all(string.endswith(".0") for string in strings) else 1
        values = trade[name]
        fits = [other for other in sorted(values) if prints_as(values[other], text, places)]
        nearest = min(sorted(values), key=lambda other: abs(values[other] - Decimal(text)))
        if year not in fits:
            verdict = "explained" if fits else "unexplained"
        elif values[year] == Decimal(text):
            verdict = "exact"
        else:
            # a cut only where rounding would have gone up
            at = 1 if prints_as(values[year], text, 1) else places
            half = Decimal(5).scaleb(-at - 1)
            verdict = "rounded" if values[year] - Decimal(text) < half else "truncated"
        found[name, year] = (fits, nearest, verdict)
    return found


def test_the_raw_files_give_the_same_years_and_verdicts(shipped) -> None:
    exports = shipped.frame("exports")
    rows = {
        "Milk and dairy": "dairy_boaco_chontales",
        "Mangoes": "mangoes_petrolina_juazeiro",
        "Grapes": "grapes_petrolina_juazeiro",
        "Melons": "melons_rio_grande_do_norte",
        "Apples": "apples_santa_catarina",
    }
    found = {
        (row.row, row.printed_year): (
            [int(year) for year in row.years_that_fit.split()],
            int(row.nearest_year),
            row.verdict,
        )
        for row in exports[exports["source"] != ""].itertuples()
    }
    again = {(rows[name], year): answer for (name, year), answer in expected().items()}
    assert len(again) == 10
    assert found == again


def test_the_raw_files_give_the_same_offsets_and_chance(shipped) -> None:
    trade, printed = raw_series(), raw_figures()
    whole = {
        name: all(printed[name, year].endswith(".0") for year in (1996, 2002)) for name in ITEMS
    }
    years = range(1990, 2006)

    def fits(name: str, year: int, of: str, other: int) -> bool:
        return other in trade[of] and prints_as(
            trade[of][other], printed[name, year], 0 if whole[name] else 1
        )

    offsets_ = shipped.frame("offsets")
    for row in offsets_.itertuples():
        counted = sum(
            fits(name, row.printed_year, name, row.printed_year + row.offset) for name in ITEMS
        )
        assert row.fitting == counted, row
    assert len(offsets_) == 11 + 9  # 1991 to 2001, and 1997 to 2005

    # all printed exports, also of rows without figures, with the series of other rows
    with (RAW / "report" / "table_02.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))[1:]
    alike = pairs = 0
    for row in table:
        strings = [text for text in row[7:9] if text not in {"", ".."}]
        places = 0 if all(text.endswith(".0") for text in strings) else 1
        for text in strings:
            for name in ITEMS:
                if not row[1].startswith(name):
                    pairs += 1
                    alike += any(
                        prints_as(trade[name][year], text, places)
                        for year in years
                        if year in trade[name]
                    )
    texts = shipped.frame("exports")["explanation"]
    stated = texts[texts.str.contains("Of pairs")]
    assert len(stated) > 0
    assert stated.str.endswith(f", {alike} of {pairs} have a year that fits").all()
