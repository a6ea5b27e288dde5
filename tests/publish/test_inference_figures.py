"""The forest plot of the primary family, and upgrading against the index with its measures."""

from __future__ import annotations

import re

import numpy as np
import pytest
from drawn_pages import check_data, check_page, told, written
from reference import REPORT_RULE
from tiers import few_in_quick

from upgrading.exhibits.association import signed
from upgrading.figures.association import association_forest, upgrading_against_index
from upgrading.figures.style import Drawing, render
from upgrading.vocabulary import SECTOR_GROUPS, UPGRADING


@pytest.fixture(scope="module")
def forest(measured) -> Drawing:
    return association_forest.draw(measured, 0.95)


@pytest.fixture(scope="module")
def scatter(clusters, indices, measured) -> Drawing:
    return upgrading_against_index.draw(clusters, indices, measured, REPORT_RULE.scale)


every_figure = pytest.mark.parametrize("name", few_in_quick(["forest", "scatter"], ["scatter"]))


@every_figure
def test_the_page_is_one_for_print(name, request) -> None:
    check_page(request.getfixturevalue(name))


def test_the_same_bytes_twice(forest, scatter, clusters, indices, measured) -> None:
    again = association_forest.draw(measured, 0.95)
    assert render(forest, "svg") == render(again, "svg")
    again = upgrading_against_index.draw(clusters, indices, measured, REPORT_RULE.scale)
    assert render(scatter, "png") == render(again, "png")


@every_figure
def test_it_says_that_the_cases_were_chosen(name, request) -> None:
    assert "Chosen cases, not a random sample" in told(request.getfixturevalue(name))


def test_forest_draws_every_estimable_relation_and_gives_reasons_for_the_rest(
    forest, measured
) -> None:
    primary = measured[measured["family"] == "primary"]
    estimable = primary[primary["tau_b"].notna()]
    marks = [
        line.get_xdata()[0]
        for axes in forest.figure.axes
        for line in axes.lines
        if line.get_marker() not in {"None", "", None}
    ]
    assert sorted(marks) == sorted(estimable["tau_b"])
    texts = [text.get_text() for text in written(forest)]
    assert texts.count("not estimable") == len(primary) - len(estimable) == 6
    assert texts.count("the upgrading scores are all the same") == 4
    assert texts.count("this kind of upgrading is not scored here") == 2


def test_forest_lines_end_where_the_interval_does(forest, measured) -> None:
    row = measured.query(
        "upgrading == 'up_product' and index == 'ce_index' and scope == 'complex_product_systems'"
    ).iloc[0]
    ends = [tuple(line.get_xdata()) for line in forest.figure.axes[0].lines]
    assert (row["tau_b_low"], row["tau_b_high"]) in ends
    assert (row["without_one_low"], row["without_one_high"]) in ends
    assert (
        f"complex product systems {signed(row['tau_b'])} ({signed(row['tau_b_low'])} to"
        in forest.alt
    )


def test_every_cluster_is_drawn_at_its_score_and_its_index(scatter, clusters, indices) -> None:
    first = scatter.figure.axes[0]
    assert len(scatter.figure.axes) == 20
    joined = clusters.merge(indices, on="cluster_id")
    own = joined[joined["group"] == "traditional_manufacturing"]
    expected = {
        (float(x), float(y)) for x, y in zip(own["ce_index"], own["up_product"], strict=True)
    }
    drawn = {tuple(mark.get_offsets()[0]): mark.get_sizes()[0] for mark in first.collections}
    assert set(drawn) == expected
    assert sum(drawn.values()) / min(drawn.values()) == pytest.approx(len(own))
    numbers = sorted(int(text.get_text()) for text in first.texts)
    assert len(own) == len(expected) + sum(number - 1 for number in numbers)


def test_the_trend_is_the_line_of_least_squares_where_there_is_a_measure(
    scatter, clusters, indices
) -> None:
    joined = clusters.merge(indices, on="cluster_id")
    own = joined[joined["group"] == "traditional_manufacturing"]
    x, y = (own[name].astype(float).to_numpy() for name in ("ce_index", "up_product"))
    slope, start = np.polyfit(x, y, 1)
    (line,) = scatter.figure.axes[0].lines
    assert list(line.get_xdata()) == [x.min(), x.max()]
    assert list(line.get_ydata()) == pytest.approx(
        [start + slope * x.min(), start + slope * x.max()]
    )
    software = scatter.figure.axes[3 * 4]
    assert not software.lines


def test_all_groups_have_a_pooled_line_and_one_within_groups(scatter, clusters, indices) -> None:
    joined = clusters.merge(indices, on="cluster_id")
    pooled, within = scatter.figure.axes[4 * 4].lines
    assert (pooled.get_linestyle(), within.get_linestyle()) == ("-", "--")
    scores = {name: joined[name].astype(float) for name in ("ce_index", "up_product")}
    x, y = (one - one.groupby(joined["group"]).transform("mean") for one in scores.values())
    (left, right), (low, high) = within.get_xdata(), within.get_ydata()
    assert (high - low) / (right - left) == pytest.approx((x * y).sum() / (x**2).sum())


def test_the_measures_stand_above_and_tell_within_from_pooled(scatter, measured) -> None:
    rows = measured[measured["index"] == "ce_index"].set_index(["upgrading", "scope"])["tau_b"]
    texts = [text.get_text() for text in scatter.figure.texts]
    within, pooled = (signed(rows["up_product", scope]) for scope in ("blocked", "pooled"))
    assert any(re.match(rf"pooled \{pooled}.*\nwithin \{within}", text) for text in texts)
    assert texts.count("n = 5\nnot estimable") == 3
    assert texts.count("n = 0\nnot estimable") == 2
    assert "specialised suppliers (software) not estimable (the upgrading scores" in scatter.alt


def test_it_finds_in_how_many_kinds_upgrading_rises_with_the_index(
    scatter, clusters, indices, measured
) -> None:
    assert scatter.alt.startswith(
        "Kinds of upgrading that rise with the index: traditional manufacturing 3 of 3, "
        "natural resource-based 4 of 4, complex product systems 0 of 3. "
    )
    turned = measured.assign(tau_b=-measured["tau_b"])
    other = upgrading_against_index.draw(clusters, indices, turned, REPORT_RULE.scale)
    assert "complex product systems 3 of 3" in other.alt


def test_forest_counts_what_stays_below_the_level_once_adjusted(measured) -> None:
    def found(p: float) -> str:
        frame = measured.assign(p_adjusted=measured["p_adjusted"].where(measured["p"].isna(), p))
        return association_forest.draw(frame, 0.95).alt.partition(". ")[0]

    assert found(0.5) == (
        "None of the 14 relations that can be estimated has p < 0.05 once adjusted for their number"
    )
    assert found(0.01).startswith("14 of the 14 relations that can be estimated have p < 0.05")


def test_the_data_of_the_forest_are_its_lines(forest, measured) -> None:
    data = association_forest.data(*association_forest.shows(measured, 0.95))
    check_data("association_forest", data)
    marks = [
        line.get_xdata()[0]
        for axes in forest.figure.axes
        for line in axes.lines
        if line.get_marker() not in {"None", "", None}
    ]
    assert marks == data["tau_b"].dropna().tolist()
    ends = {tuple(line.get_xdata()) for axes in forest.figure.axes for line in axes.lines}
    for low, high in (("tau_b_low", "tau_b_high"), ("without_one_low", "without_one_high")):
        assert set(data[[low, high]].dropna().itertuples(index=False, name=None)) <= ends


def test_the_data_of_the_scatter_are_its_clusters(scatter, clusters, indices, measured) -> None:
    data = upgrading_against_index.data(clusters, indices, measured, REPORT_RULE.scale)
    check_data("upgrading_against_index", data)
    for number, axes in enumerate(scatter.figure.axes):
        group, kind = divmod(number, len(UPGRADING))
        own = data if group == 4 else data[data["group"] == list(SECTOR_GROUPS)[group]]
        points = own[["ce_index", list(UPGRADING)[kind]]].dropna().astype(float)
        drawn = {tuple(mark.get_offsets()[0]) for mark in axes.collections}
        assert drawn == set(points.itertuples(index=False, name=None))
