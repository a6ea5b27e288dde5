"""The forest plot of the primary family, and the scatter plots with their measures."""

from __future__ import annotations

import re

import pytest
from reference import REPORT_RULE

from upgrading.exhibits.association import signed
from upgrading.figures.association import association_forest, association_scatter
from upgrading.figures.style import WIDTH, Drawing, render


@pytest.fixture(scope="module")
def forest(measured) -> Drawing:
    return association_forest.draw(measured, 0.95)


@pytest.fixture(scope="module")
def scatter(clusters, indices, measured) -> Drawing:
    return association_scatter.draw(clusters, indices, measured, REPORT_RULE.scale)


every_figure = pytest.mark.parametrize("name", ["forest", "scatter"])


def written(drawing: Drawing) -> list:
    """Every text of the figure and of its axes that is not empty."""
    figure = drawing.figure
    found = [*figure.texts, *(text for legend in figure.legends for text in legend.get_texts())]
    for axes in figure.axes:
        found += [*axes.texts, axes.xaxis.get_label(), axes.yaxis.get_label()]
    return [text for text in found if text.get_text()]


@every_figure
def test_drawn_at_printed_width_with_nothing_off_the_page(name, request) -> None:
    drawing = request.getfixturevalue(name)
    figure = drawing.figure
    assert figure.get_size_inches()[0] == pytest.approx(WIDTH)
    assert figure.get_size_inches()[1] <= 9.2
    figure.draw_without_rendering()
    for text in written(drawing):
        box = text.get_window_extent()
        assert box.x0 >= figure.bbox.x0 and box.x1 <= figure.bbox.x1, text.get_text()
        assert box.y0 >= figure.bbox.y0 and box.y1 <= figure.bbox.y1, text.get_text()


@every_figure
def test_texts_do_not_cover_each_other(name, request) -> None:
    drawing = request.getfixturevalue(name)
    drawing.figure.draw_without_rendering()
    boxes = [(text.get_text(), text.get_window_extent()) for text in drawing.figure.texts]
    for number, (text, box) in enumerate(boxes):
        for other, second in boxes[number + 1 :]:
            assert not box.overlaps(second), (text, other)


def test_the_same_bytes_twice(forest, scatter, clusters, indices, measured) -> None:
    again = association_forest.draw(measured, 0.95)
    assert render(forest, "svg") == render(again, "svg")
    again = association_scatter.draw(clusters, indices, measured, REPORT_RULE.scale)
    assert render(scatter, "png") == render(again, "png")


@every_figure
def test_it_says_that_the_cases_were_chosen(name, request) -> None:
    texts = " ".join(text.get_text() for text in written(request.getfixturevalue(name)))
    assert "Chosen cases, not a random sample" in re.sub(r"\s+", " ", texts)


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


def test_scatter_has_a_mark_for_every_cluster(scatter, clusters, indices) -> None:
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


def test_scatter_writes_measures_above_and_tells_within_from_pooled(scatter, measured) -> None:
    rows = measured[measured["index"] == "ce_index"].set_index(["upgrading", "scope"])["tau_b"]
    texts = [text.get_text() for text in scatter.figure.texts]
    within, pooled = (signed(rows["up_product", scope]) for scope in ("blocked", "pooled"))
    assert any(re.match(rf"within \{within}.*\npooled \{pooled}", text) for text in texts)
    assert texts.count("n = 5\nnot estimable") == 3
    assert texts.count("n = 0\nnot estimable") == 2
    assert "specialised suppliers (software) not estimable (the upgrading scores" in scatter.alt
