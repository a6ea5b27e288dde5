import math
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from drawn_pages import check_data, check_page
from hypothesis import given
from hypothesis import strategies as st
from tiers import few_in_quick
from trade_data import ALPHA, CHOICES, COMPARATOR, WINDOW, TradeFrames, shipped

from upgrading.exhibits.trade import NATIONAL
from upgrading.figures.label_placement import Box, Bubble, far, place_labels
from upgrading.figures.page import listed
from upgrading.figures.style import Drawing, render
from upgrading.figures.trade import (
    trade_over_time,
    trade_printed_years,
    trade_quadrants,
    trade_quality_ranges,
)
from upgrading.figures.trade_series import (
    CLASS_COLOURS,
    change_text,
    significant,
    sources_apart,
)


@pytest.fixture(scope="session")
def trade(clean_cases, clusters) -> TradeFrames:
    return shipped(clusters, clean_cases.profiles, clean_cases.cells)


def over_time(trade: TradeFrames) -> Drawing:
    return trade_over_time.draw(
        trade.unit_values, trade.upgrading, trade.warnings, trade.products, WINDOW, COMPARATOR
    )


def quadrants(trade: TradeFrames) -> Drawing:
    near = trade_quadrants.close_by(trade.robustness, trade.products, WINDOW)
    return trade_quadrants.draw(trade.upgrading, near, trade.products, CHOICES, WINDOW)


def ranges(trade: TradeFrames) -> Drawing:
    return trade_quality_ranges.draw(trade.quality_ranges, trade.products, ALPHA, COMPARATOR)


def printed_years(trade: TradeFrames) -> Drawing:
    return trade_printed_years.draw(trade.years, trade.offsets, trade.exports)


FIGURES = [over_time, quadrants, ranges, printed_years]

every_figure = pytest.mark.parametrize("draw", FIGURES, ids=lambda draw: draw.__name__)


def change(trade: TradeFrames, exporter: str, product: str, column: str) -> float:
    rows = trade.upgrading
    return rows[(rows["exporter"] == exporter) & (rows["product"] == product)][column].item()


def texts(drawing: Drawing) -> list[str]:
    """Every text of the figure and of its axes."""
    figure = drawing.figure
    found = [text.get_text() for text in figure.texts]
    for axes in figure.axes:
        found += [text.get_text() for text in axes.texts]
    return found


@every_figure
def test_the_page_is_one_for_print(trade, draw) -> None:
    drawing = draw(trade)
    assert drawing.figure.axes
    check_page(drawing)


@every_figure
def test_without_trade_the_figure_says_so(trade, draw) -> None:
    drawing = draw(trade.empty())
    assert not drawing.figure.axes
    assert any("no data supplied" in text for text in texts(drawing))
    assert "no data supplied" in drawing.alt
    assert render(drawing, "png")


@every_figure
def test_one_product_is_enough(trade, draw) -> None:
    drawing = draw(trade.only("mangoes"))
    assert drawing.figure.axes
    assert "Mangoes, BRA" in drawing.alt
    assert "Grapes" not in drawing.alt


@pytest.mark.parametrize("draw", few_in_quick(FIGURES, [quadrants]), ids=lambda draw: draw.__name__)
def test_the_same_bytes_twice(trade, draw) -> None:
    first, second = (render(draw(trade), "svg") for _ in range(2))
    assert first == second


@every_figure
def test_two_sources_are_told_apart(trade, draw) -> None:
    other = {
        name: pd.concat([frame, frame.assign(source="baci")], ignore_index=True)
        for name, frame in vars(trade).items()
        if name != "products"
    }
    alt = draw(TradeFrames(trade.products, **other)).alt
    assert "(CEPII BACI)" in alt and "(FAOSTAT)" in alt


def test_over_time_has_a_panel_a_product_with_two_lines_that_are_100_in_the_base_year(
    trade,
) -> None:
    drawing = over_time(trade)
    assert len(drawing.figure.axes) == len(trade.upgrading)
    axes = drawing.figure.axes[0]
    share, value = (line for line in axes.lines if line.get_linestyle() == "-")
    rows = trade.unit_values.query("exporter == 'BRA' and product == 'mangoes'").set_index("year")
    for line, column in ((share, "market_share"), (value, "relative_unit_value")):
        drawn = dict(zip(line.get_xdata(), line.get_ydata(), strict=True))
        assert drawn[1996] == 100
        assert drawn[2002] == pytest.approx(100 * rows.loc[2002, column] / rows.loc[1996, column])
    written = texts(drawing)
    assert "Mangoes, BRA" in written
    moved = [
        change_text(change(trade, "BRA", "mangoes", f"{name}_change"))
        for name in ("share", "relative_unit_value")
    ]
    assert f"process upgrading\nshare {moved[0]}, unit value {moved[1]}" in written
    level = significant(100 * rows.loc[2005, "market_share"])
    assert next(text.get_text() for text in axes.texts) == f"share\n{level} %"


def test_over_time_starts_where_both_figures_are_known(trade) -> None:
    """Nicaragua exported no milk in 1996: its index starts in 1991."""
    drawing = over_time(trade.only("fresh_milk"))
    (axes,) = drawing.figure.axes
    for line in (line for line in axes.lines if line.get_linestyle() == "-"):
        assert dict(zip(line.get_xdata(), line.get_ydata(), strict=True))[1991] == 100
    assert "no class\nfigures missing at an end; 1991 = 100" in texts(drawing)


def test_over_time_finds_who_gained_and_at_what_price(trade) -> None:
    rows = trade.upgrading[trade.upgrading["class"] != "no data"]
    gained = rows[rows["share_change"] > 0]
    fell = (gained["relative_unit_value_change"] < 0).sum()
    assert over_time(trade).alt.startswith(
        f"{len(gained)} of {len(rows)} series gained market share between 1996 and 2002, "
        f"{fell} of them while their relative unit value fell. "
    )
    lost = replace(trade, upgrading=trade.upgrading.assign(share_change=-0.5))
    assert over_time(lost).alt.startswith(
        f"0 of {len(rows)} series gained market share between 1996 and 2002. "
    )


def test_labels_of_lines_that_end_together_make_room(trade) -> None:
    flat = trade.unit_values.assign(market_share=0.1, relative_unit_value=1.0)
    axes = over_time(replace(trade, unit_values=flat)).figure.axes[0]
    share, value = (text.xy[1] for text in axes.texts)
    assert abs(share - value) * 0.8 == pytest.approx(0.25)


def test_over_time_shades_the_years_of_the_products_own_window(trade) -> None:
    shaded = [
        (patch.get_x(), patch.get_x() + patch.get_width())
        for patch in over_time(trade).figure.axes[0].patches
    ]
    assert shaded == [(1995.5, 1997.5), (2000.5, 2002.5)]


def test_over_time_draws_years_with_a_warning_open(trade) -> None:
    (axes,) = over_time(trade.only("mangoes")).figure.axes
    warned = set(trade.warnings.query("exporter == 'BRA' and product == 'mangoes'")["year"])
    marks = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    assert len(marks) == 2
    for line in marks:
        drawn = {
            year
            for year, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
            if not math.isnan(y)
        }
        assert drawn == warned != set()


@every_figure
def test_the_note_says_what_national_figures_stand_for_and_whose_they_are(trade, draw) -> None:
    note = " ".join(texts(draw(trade))).replace("\n", " ")
    assert NATIONAL in note
    assert "FAOSTAT" in note and "CC BY 4.0" in note


@pytest.mark.parametrize("draw", [over_time, ranges], ids=["over_time", "ranges"])
def test_the_note_names_the_comparator(trade, draw) -> None:
    assert "the world without the exporter" in " ".join(texts(draw(trade))).replace("\n", " ")


def test_two_formats_of_one_database_are_told_apart_by_their_ids() -> None:
    assert sources_apart(["faostat_bulk", "faostat_embedded", "baci"]) == {
        "baci": " (CEPII BACI)",
        "faostat_bulk": " (faostat_bulk)",
        "faostat_embedded": " (faostat_embedded)",
    }
    assert sources_apart(["baci"]) == {"baci": ""}


def test_over_time_counts_what_is_not_supplied(trade) -> None:
    configured = sum(len(product.exporters) for product in trade.products.values())
    note = " ".join(texts(over_time(trade))).replace("\n", " ")
    assert f"No data were supplied for {configured - len(trade.upgrading)} of {configured}" in note


def test_quadrants_places_each_product_by_the_logarithm_of_end_over_base(trade) -> None:
    drawing = quadrants(trade.only("mangoes"))
    (axes,) = drawing.figure.axes
    circles = [line for line in axes.lines if line.get_marker() == "o"]
    assert [float(line.get_xdata()[0]) for line in circles] == [
        pytest.approx(math.log1p(change(trade, "BRA", "mangoes", "share_change")))
    ]
    assert [float(line.get_ydata()[0]) for line in circles] == [
        pytest.approx(math.log1p(change(trade, "BRA", "mangoes", "relative_unit_value_change")))
    ]


def test_quadrants_bars_reach_from_the_least_to_the_most_that_choices_close_by_give(trade) -> None:
    (axes,) = quadrants(trade.only("mangoes")).figure.axes
    near = trade.robustness.query(
        "product == 'mangoes' and 1995 <= base <= 1997 and 2001 <= end <= 2003"
    )
    assert 1 < len(near) < len(trade.robustness.query("product == 'mangoes'"))
    bars = [line for line in axes.lines if line.get_color() == CLASS_COLOURS["process upgrading"]]
    thin = [line for line in bars if line.get_linewidth() < 1 and line.get_marker() == "None"]
    across, up = thin
    for ends, column in (
        (across.get_xdata(), "share_change"),
        (up.get_ydata(), "relative_unit_value_change"),
    ):
        assert list(ends) == pytest.approx(
            [math.log1p(near[column].min()), math.log1p(near[column].max())]
        )


def test_quadrants_fill_what_no_choice_close_by_turns_into_another_class(trade) -> None:
    def found(class_: str) -> tuple[set[bool], str]:
        rows = trade.robustness.assign(**{"class": class_})
        drawing = quadrants(replace(trade.only("mangoes"), robustness=rows))
        (axes,) = drawing.figure.axes
        marks = [line for line in axes.lines if line.get_marker() == "o"]
        return {line.get_markerfacecolor() == "white" for line in marks}, drawing.alt

    unturned, alt = found("process upgrading")
    assert unturned == {False}
    assert alt.startswith("None of 1 upgrading classes gives way to another under ")
    turned, alt = found("product upgrading")
    assert turned == {True}
    assert alt.startswith("1 of 1 upgrading classes gives way to another under similar choices. ")


def test_quadrants_names_what_has_no_place(trade) -> None:
    gone = trade.upgrading.copy()
    gone.loc[gone["product"] == "apples", "share_change"] = -1.0
    drawing = quadrants(replace(trade, upgrading=gone))
    without = drawing.alt.rpartition("Without a change to draw: ")[2]
    assert without == "Apples, BRA and Milk, fresh, NIC."


def test_quadrants_numbers_many_points_and_names_them_below(trade) -> None:
    places = [(name, e) for name, p in trade.products.items() for e in p.exporters]
    assert len(places) > 30
    many = pd.DataFrame(
        {
            "source": "comtrade",
            "exporter": [exporter for _, exporter in places],
            "product": [name for name, _ in places],
            "base": 1996,
            "end": 2002,
            "share_change": [0.02 * n - 0.4 for n in range(len(places))],
            "relative_unit_value_change": [0.5 * math.sin(n) for n in range(len(places))],
            "class": "no clear change",
            "exporters": "constant",
            "class_all": "no clear change",
        }
    )
    frames = replace(trade, upgrading=many)
    written = texts(quadrants(frames))
    assert {str(n) for n in range(1, len(places) + 1)} <= set(written)
    note = " ".join(written).replace("\n", " ")
    assert "1 Mangoes, BRA; 2 Grapes, BRA;" in note


def test_ranges_print_sign_and_ratio_in_every_cell(trade) -> None:
    drawing = ranges(trade.only("mangoes"))
    rows = trade.quality_ranges.query("product == 'mangoes'").sort_values("year")
    signs = {"up": "▲", "middle": "=", "down": "▼"}
    (axes,) = drawing.figure.axes
    written = [text.get_text() for text in axes.texts]
    assert written[::2] == [signs[name] for name in rows["quality_range"]]
    assert written[1::2] == [f"{ratio:.2f}" for ratio in rows["relative_unit_value"]]
    counts = rows["quality_range"].value_counts()
    assert f"up {counts['up']}, middle {counts['middle']}, down {counts['down']}" in drawing.alt


def test_ranges_of_many_years_keep_the_signs_alone(trade) -> None:
    long = pd.DataFrame(
        {
            "source": "baci",
            "exporter": "BRA",
            "product": "mangoes",
            "year": range(1980, 2020),
            "relative_unit_value": 1.0,
            "quality_range": "middle",
        }
    )
    (axes,) = ranges(replace(trade, quality_ranges=long)).figure.axes
    assert {text.get_text() for text in axes.texts} == {"="}
    assert len(axes.texts) == 40


def test_printed_years_marks_exactly_the_years_that_fit(trade) -> None:
    frames = trade.only("apples")
    drawing = printed_years(frames)
    panel, _ = drawing.figure.axes
    rows = frames.years[frames.years["printed_year"] == 1996]
    fits = list(rows.loc[rows["fits_as_meant"], "year"])
    assert fits and _marked(panel) == fits
    assert f"fits {listed([_with_amount(rows, year) for year in fits])}" in drawing.alt
    low, high = panel.patches[0].get_y(), panel.patches[0].get_y() + panel.patches[0].get_height()
    assert (low, high) == (5.5, 6.5)  # 6.0, which says whole millions


def _marked(axes) -> list[int]:
    """The years that fit what is printed for 1996."""
    (marks,) = (
        line
        for line in axes.lines
        if line.get_marker() == "D" and line.get_markerfacecolor() != "none"
    )
    return [int(x) for x in marks.get_xdata()]


def test_printed_years_draws_both_figures_of_a_series_in_one_panel(trade) -> None:
    """Each at the year that it is printed for, in looks of its own, the figure at the right."""
    drawing = printed_years(trade)
    assert len(drawing.figure.axes) == trade.years["row"].nunique() + 1
    melons = drawing.figure.axes[3]
    targets = {
        (int(line.get_xdata()[0]), float(line.get_ydata()[0]), line.get_marker())
        for line in melons.lines
        if line.get_markerfacecolor() == "none"
    }
    assert targets == {(1996, 25.0, "D"), (2002, 38.0, "s")}
    assert [text.get_text() for text in melons.texts] == ["25.0", "38.0"]


def test_printed_years_finds_how_many_fit_their_year(trade) -> None:
    told = []
    for year in (2002, 1996):
        own = trade.years[trade.years["printed_year"] == year]
        fitting = own.loc[own["year"] == year, "fits_as_meant"].sum()
        told.append(f"{fitting} of {own['row'].nunique()}")
    assert printed_years(trade).alt.startswith(
        f"Of the figures printed for 2002, {told[0]} fit the trade of that year; "
        f"of those for 1996, {told[1]}. "
    )


def _with_amount(rows: pd.DataFrame, year: int) -> str:
    return f"{year} ({rows.loc[rows['year'] == year, 'value_usd_mill'].item():.1f})"


def test_printed_years_tells_for_each_offset_how_many_fit(trade) -> None:
    alt = printed_years(trade).alt
    for printed_year, rows in trade.offsets.groupby("printed_year"):
        told = re.search(rf"Of (\d+) figures printed for {printed_year}, ([^.]*)\.", alt)
        assert int(told[1]) == rows["figures"].max()
        for row in rows[rows["fitting"] > 0].itertuples():
            verb = "fits" if row.fitting == 1 else "fit"
            assert f"{row.fitting} {verb} {printed_year + row.offset}" in told[2]


def test_changes_are_told_with_a_sign_that_rounding_leaves() -> None:
    told = [change_text(change) for change in (0.8346, -0.364, 0.004, -0.004, 23.0, math.nan)]
    assert told == ["+83 %", "−36 %", "0 %", "0 %", "+2,300 %", "no data"]


def test_significant_figures_without_powers_of_ten() -> None:
    told = [significant(value) for value in (0, 0.000123456, 2.6526, 11.68, 949.4, 12345.6)]
    assert told == ["0", "0.000123", "2.65", "11.7", "949", "12,346"]


def test_lists_in_words() -> None:
    told = [listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])]
    assert told == ["", "a", "a and b", "a, b and c"]


FRAME = Box(0, 0, 400, 300)


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(2, 18)),
        max_size=10,
        unique_by=lambda point: point[:2],
    )
)
def test_labels_of_bubbles_with_room_cover_nothing(points) -> None:
    bubbles = [Bubble(50 + 100 * x, 40 + 70 * y, r, 50, 7) for x, y, r in points]
    labels = place_labels(bubbles, FRAME)
    for number, label in enumerate(labels):
        assert label.inside(FRAME)
        assert all(label.overlap(bubble.box) == 0 for bubble in bubbles)
        assert all(label.overlap(other) == 0 for other in labels[number + 1 :])
        assert not far(bubbles[number], label)


def test_labels_of_bubbles_on_one_spot_move_apart_and_off_what_is_kept() -> None:
    bubbles = [Bubble(200, 150, 4, 60, 7)] * 5
    kept = [Box(206, 100, 100, 100)]
    labels = place_labels(bubbles, FRAME, kept)
    for number, label in enumerate(labels):
        assert label.overlap(kept[0]) == 0
        assert all(label.overlap(other) == 0 for other in labels[number + 1 :])
    assert any(far(bubble, label) for bubble, label in zip(bubbles, labels, strict=True))


# The data behind the figures ------------------------------------------------------------------


def over_time_data(trade: TradeFrames) -> pd.DataFrame:
    return trade_over_time.data(
        trade.unit_values, trade.upgrading, trade.warnings, trade.products, WINDOW, COMPARATOR
    )


def quadrants_data(trade: TradeFrames) -> pd.DataFrame:
    near = trade_quadrants.close_by(trade.robustness, trade.products, WINDOW)
    return trade_quadrants.data(trade.upgrading, near, trade.products, CHOICES, WINDOW)


def ranges_data(trade: TradeFrames) -> pd.DataFrame:
    return trade_quality_ranges.data(trade.quality_ranges, trade.products, ALPHA, COMPARATOR)


def printed_years_data(trade: TradeFrames) -> pd.DataFrame:
    return trade_printed_years.data(trade.years, trade.offsets, trade.exports)


DATA = {
    "trade_over_time": over_time_data,
    "trade_quadrants": quadrants_data,
    "trade_quality_ranges": ranges_data,
    "trade_printed_years": printed_years_data,
}


@pytest.mark.parametrize("figure", DATA)
def test_data_are_described_and_without_trade_they_are_a_header(trade, figure: str) -> None:
    data = DATA[figure](trade)
    check_data(figure, data)
    nothing = DATA[figure](trade.empty())
    assert nothing.empty and list(nothing.columns) == list(data.columns)


def test_the_data_over_time_are_the_points_of_every_line(trade) -> None:
    data = over_time_data(trade)
    drawn = [
        [y for y in line.get_ydata() if not math.isnan(y)]
        for axes in over_time(trade).figure.axes
        for line in axes.lines
        if line.get_linestyle() == "-"
    ]
    series = data.groupby(["source", "exporter", "product"], sort=False)
    listed_ = [
        own[f"{measure}_index"].dropna().tolist()
        for _, own in series
        for measure in ("market_share", "relative_unit_value")
    ]
    assert listed_ == drawn
    common = data.dropna(subset=["market_share_index", "relative_unit_value_index"])
    base = common[common["year"] == 1996]
    assert (base[["market_share_index", "relative_unit_value_index"]] == 100).all(axis=None)
    assert base.groupby(["exporter", "product"]).ngroups > 8
    measured = trade.unit_values.set_index(["exporter", "product", "year"])["market_share"]
    for row in data.itertuples():
        assert row.market_share == measured[row.exporter, row.product, row.year]
    known = set(trade.warnings[["exporter", "product", "year"]].itertuples(index=False, name=None))
    for row in data.itertuples():
        assert row.warning == ((row.exporter, row.product, row.year) in known)


def test_the_data_of_quadrants_are_its_marks_and_bars(trade) -> None:
    data = quadrants_data(trade)
    (axes,) = quadrants(trade).figure.axes
    circles = [line for line in axes.lines if line.get_marker() == "o"]
    across = [math.expm1(line.get_xdata()[0]) for line in circles]
    up = [math.expm1(line.get_ydata()[0]) for line in circles]
    assert across == pytest.approx(data["share_change"].tolist())
    assert up == pytest.approx(data["relative_unit_value_change"].tolist())
    filled = [line.get_markerfacecolor() != "white" for line in circles]
    assert filled == data["kept"].tolist()
    mangoes = data[data["product"] == "mangoes"].iloc[0]
    near = trade.robustness.query(
        "product == 'mangoes' and 1995 <= base <= 1997 and 2001 <= end <= 2003"
    )
    for change_ in ("share_change", "relative_unit_value_change"):
        assert mangoes[f"{change_}_lowest"] == pytest.approx(near[change_].min())
        assert mangoes[f"{change_}_highest"] == pytest.approx(near[change_].max())
        middle = np.expm1(np.quantile(np.log1p(near[change_]), (0.25, 0.75)))
        ends = mangoes[[f"{change_}_lower_quartile", f"{change_}_upper_quartile"]]
        assert ends.astype(float).tolist() == pytest.approx(list(middle))


def test_the_data_of_ranges_are_its_cells(trade) -> None:
    data = ranges_data(trade)
    (axes,) = ranges(trade).figure.axes
    signs = {"▲": "up", "=": "middle", "▼": "down"}
    drawn = [signs[text.get_text()] for text in axes.texts if text.get_text() in signs]
    assert drawn == list(data["quality_range"])
    whole = trade.quality_ranges.set_index(["exporter", "product", "year"])["relative_unit_value"]
    for row in data.itertuples():
        assert row.relative_unit_value == whole[row.exporter, row.product, row.year]


def test_the_data_of_printed_years_are_lines_fits_and_bars(trade) -> None:
    data = printed_years_data(trade)
    *panels, bars = printed_years(trade).figure.axes
    lines = [next(line for line in axes.lines if line.get_marker() == "o") for axes in panels]
    drawn = sorted(value for line in lines for value in line.get_ydata())
    once = data.drop_duplicates(["source", "row", "year"])
    assert drawn == sorted(once["value_usd_mill"].astype(float))
    fits = [
        x
        for axes in panels
        for line in axes.lines
        if line.get_markersize() == 4.2
        for x in line.get_xdata()
    ]
    assert sorted(fits) == sorted(data.loc[data["fits_as_meant"], "year"])
    tall = sorted(patch.get_height() for patch in bars.patches)
    apart = data["year"] - data["printed_year"]
    of_bars = trade.offsets.groupby(["printed_year", "offset"])["fitting"].sum()
    fitting = data[data["fits_as_meant"]].groupby([data["printed_year"], apart]).size()
    assert tall == sorted(fitting.get(place, 0) for place in of_bars.index)
