"""Printed figures against second sources: the words, computed by hand from the files."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from drawn_pages import check_data
from second_data import FILES, LISTED, SERIES_SHIPPED

from upgrading.audit import rounding
from upgrading.audit.second_sources import comparisons, round_step, years
from upgrading.claims.evidence import Evidence
from upgrading.claims.trade_readings import second_source_agrees
from upgrading.exhibits.second_sources import PAIRS, tables
from upgrading.exhibits.tabulation import formulas_of
from upgrading.figures.trade import trade_printed_production
from upgrading.trade.classes import ClassChoices
from upgrading.trade.evidence import NO_TRADE, TradeEvidence
from upgrading.trade.second_sources import PAIR_COLUMNS, pairs, series, warnings_of

MY_OWN = b"""source,area,product,year,element,value,unit,status
My yearbook,CHL,Atlantic salmon,1985,production_quantity,0,tonnes,
My yearbook,CHL,Coho salmon,1985,production_quantity,900000,kg,
My yearbook,CHL,Chinook salmon,1985,production_quantity,0,tonnes,
"""


@pytest.fixture(scope="module")
def found(clean_cases) -> pd.DataFrame:
    return comparisons(SERIES_SHIPPED, clean_cases.cells, LISTED)


def words(frame: pd.DataFrame) -> dict[str, str]:
    deciding = frame[frame["decides"]]
    return dict(zip(deciding["comparison"], deciding["word"], strict=True))


def test_each_printed_figure_has_the_word_that_its_source_gives(found) -> None:
    """FAO: 49, 500, 1,144, 98,658, 144,656 and 373,624 tonnes; 24.2 of 38 million of melons."""
    assert words(found) == {
        "salmon_1978": "supported",
        "salmon_1985": "contradicted",
        "salmon_1986": "contradicted",
        "salmon_1995": "contradicted",
        "salmon_1996": "contradicted",
        "salmon_2003": "supported",
        "salmon_price_learning": "not_testable",
        "salmon_price_maturing": "contradicted",
        "salmon_price_globalization": "supported",
        "salmon_worth_1995": "contradicted",
        "salmon_worth_2002": "contradicted",
        "salmon_exports_1996": "not_testable",
        "salmon_exports_2002": "not_testable",
        "salmon_world_share": "contradicted",
        "salmon_sharp_growth": "supported",
        "melons_1996": "not_testable",
        "melons_2002": "contradicted",
        "grapes_1996": "contradicted",
        "grapes_2002": "supported",
    }


def test_figures_and_where_they_come_from(found) -> None:
    row = found[found["comparison"] == "salmon_1995"].iloc[0]
    assert (row["low"], row["formula"]) == (98_658, "(54250 + 44037 + 371)")
    assert row["printed"] == "143.000"
    assert row["relative_difference"] == Fraction(98_658, 143_000) - 1
    lines = FILES["data/raw/second_sources/fao_aquaculture.csv"].decode().splitlines()
    assert row["lines"].startswith("data/raw/second_sources/fao_aquaculture.csv, lines ")
    numbers = [int(one) for one in row["lines"].partition("lines ")[2].split(", ")]
    values = {float(lines[number - 1].split(",")[-3]) for number in numbers}
    assert values == {54_250, 44_037, 371}


def test_the_reading_with_trout_stands_beside_and_decides_nothing(found) -> None:
    beside = found[(found["comparison"] == "salmon_1995") & ~found["decides"].astype(bool)]
    assert beside["products"].tolist() == ["salmon and trout"]
    assert beside["told"].tolist() == ["141,377 t in 1995"]


def test_exports_of_salmon_are_not_answered_by_its_production(found) -> None:
    row = found[found["comparison"] == "salmon_exports_2002"].iloc[0]
    assert row["source"] == ""
    assert row["told"] == "no second source has exports of salmon, CHL"


def test_a_year_that_the_source_lacks_is_told_with_the_nearest(found) -> None:
    row = found[found["comparison"] == "melons_1996"].iloc[0]
    assert row["told"] == "no figure of 1996; 19.4 US$ mill. in 1997, the nearest year"


def test_a_file_of_the_same_columns_is_compared_at_once(clean_cases) -> None:
    both, faults = series({**FILES, "data/raw/updates/mine.csv": MY_OWN})
    assert not faults
    frame = comparisons(both, clean_cases.cells, LISTED)
    own = frame[(frame["comparison"] == "salmon_1985") & (frame["products"] == "salmon")]
    assert dict(zip(own["source"], own["word"], strict=True)) == {
        "FAO, Global Aquaculture Production (FishStat, release 2021)": "contradicted",
        "My yearbook": "supported",
    }
    # two sources that part decide nothing
    outcome = second_source_agrees("salmon_1985")(evidence(frame))
    assert outcome.holds is None
    # one without the year leaves the other's answer as it is
    assert set(frame.loc[frame["comparison"] == "salmon_1995", "word"]) == {
        *("contradicted", "not_testable")
    }
    assert second_source_agrees("salmon_1995")(evidence(frame)).holds is False


def evidence(frame: pd.DataFrame) -> Evidence:
    nothing = pd.DataFrame()
    trade = TradeEvidence(NO_TRADE.upgrading, NO_TRADE.unit_values, ClassChoices(), frame)
    return Evidence(nothing, nothing, nothing, {}, trade)


@pytest.mark.parametrize(
    ("figure", "holds", "told"),
    [
        ("salmon_1978", True, "printed: 50; FAO, Global Aquaculture Production: 49 t in 1978"),
        ("melons_2002", False, "printed: 38.0; MDIC/SECEX, Comex Stat: 24.2 US$ mill. in 2002"),
        (
            "salmon_exports_2002",
            None,
            "printed: 970.0; no second source has exports of salmon, CHL",
        ),
    ],
)
def test_what_a_claim_hears(found, figure, holds, told) -> None:
    outcome = second_source_agrees(figure)(evidence(found))
    assert (outcome.holds, outcome.told) == (holds, told)


def test_a_cell_without_a_figure_is_not_testable(clean_cases) -> None:
    cells = clean_cases.cells
    there = (cells["row"] == "production_at_the_start_tonnes") & (cells["column"] == "maturing")
    frame = comparisons(
        SERIES_SHIPPED, cells.assign(printed=cells["printed"].mask(there, "n.a.")), LISTED
    )
    row = frame[frame["comparison"] == "salmon_1986"].iloc[0]
    assert (row["word"], row["told"]) == ("not_testable", "the report prints no figure")


def test_noughts_at_the_end_of_tonnes_say_nothing() -> None:
    assert [round_step(Fraction(n)) for n in (50, 900, 1350, 143_000, 400_000, 7)] == [
        *(10, 100, 10, 1000, 100_000, 1)
    ]


@pytest.mark.parametrize(
    ("value", "how"),
    [
        (143_000, "exact"),
        (142_600, "rounded"),
        (143_900, "truncated"),
        (144_000, ""),
        (141_377, ""),
    ],
)
def test_a_figure_fits_rounded_or_cut_off_to_its_step(value, how) -> None:
    assert rounding.fits(Fraction(143_000), Fraction(1000), Fraction(value)) == how


def test_tonnes_are_rounded_and_never_cut_off(found) -> None:
    """Printed are 400.000 tonnes in 2003; with trout there were 488,231."""
    rows = found[found["comparison"] == "salmon_2003"].set_index("products")
    assert rows.at["salmon", "word"] == "supported"
    assert rows.at["salmon and trout", "word"] == "contradicted"


def test_a_range_holds_what_prints_within_it() -> None:
    ends = Fraction(4), Fraction(5), Fraction(1)
    assert [rounding.within(*ends, Fraction(n, 10)) for n in (34, 39, 54, 59, 61)] == [
        *(False, True, True, True, False)
    ]


def test_series_behind_the_figures_run_over_all_years(found) -> None:
    frame = years(SERIES_SHIPPED, LISTED).set_index(["measure", "products", "year"])["value"]
    assert frame["quantity", "salmon and trout", 2001] == 504_422
    assert frame["quantity", "salmon", 1978] == 49


def test_tables_have_a_formula_for_every_number(found) -> None:
    place = ("wine", "Embrapa, VitiBrasil (from SECEX)", "faostat_embedded", "export_value", 2001)
    rows = [
        (*place, Fraction(1_457_918), Fraction(2_712_000), Fraction(-627_041, 1_356_000), False)
    ]
    made = tables(found, pd.DataFrame(rows, columns=list(PAIR_COLUMNS), dtype=object), LISTED)
    formulas = formulas_of(made, None).set_index(["exhibit", "column"])
    line = formulas.loc[PAIRS, "value_trade"]
    assert line["inputs"] == "trade_wine/faostat_embedded_bra_2001/value_usd_mill"
    cells = {cell.column: cell.shown for cell in made[1].cells if cell.row_kind == "body"}
    assert cells["value_ratio"] == "53.8"
    assert cells["differ"] == "value"
    assert "they differ most in 2001, by 46 %" in " ".join(made[1].notes)
    for table in made:
        headings = [cell.shown for cell in table.cells if cell.row_kind == "header"]
        assert len(headings) == len(set(headings))


def test_without_any_second_source_the_tables_say_so(clean_cases) -> None:
    none, _ = series({})
    found = comparisons(none, clean_cases.cells, LISTED)
    assert set(words(found).values()) == {"not_testable"}
    trade = pd.DataFrame(columns=["source", "exporter", "product", "year", "value_usd", "quantity"])
    beside = pairs(none, trade, LISTED)
    assert warnings_of(beside, LISTED).empty
    made = tables(found, beside, LISTED)
    assert len(formulas_of(made, None)) > 0


def test_the_picture_counts_the_words_and_draws_nothing_of_nothing(found) -> None:
    drawn = trade_printed_production.draw(found, years(SERIES_SHIPPED, LISTED))
    assert drawn.alt.startswith("Of 6 printed volumes FAO’s figures support 2 and contradict 4.")
    assert "98,658 t in 1995 (salmon, contradicted)" in drawn.alt
    data = trade_printed_production.data(found, years(SERIES_SHIPPED, LISTED))
    check_data("trade_printed_production", data)
    printed = data[data["place"].notna()]
    volume, price = drawn.figure.axes
    points = {
        (int(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in volume.lines
        if line.get_marker() in {"s", "X"}
    }
    tonnes = printed[printed["measure"] == "quantity"]
    assert points == set(zip(tonnes["first_year"], tonnes["low"], strict=True))
    bars = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in price.patches]
    ranges = printed[printed["measure"] == "unit_value"]
    assert bars == [pytest.approx(ends) for ends in zip(ranges["low"], ranges["high"], strict=True)]
    for measure, axes in (("quantity", volume), ("unit_value", price)):
        own = data[data["place"].isna() & (data["measure"] == measure)]
        lines = [line for line in axes.lines if line.get_marker() == "None"]
        assert [list(line.get_ydata()) for line in lines] == [
            pytest.approx(rows["low"].astype(float).tolist())
            for _, rows in own.groupby("products", sort=False)
        ]
    none = trade_printed_production.draw(found.iloc[:0], years(SERIES_SHIPPED, LISTED))
    assert "Nothing is drawn" in none.alt
