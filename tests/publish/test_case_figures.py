"""The figures of clusters, indices and upgrading."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from drawn_pages import check_page, told, written

from upgrading.cases.means import group_averages
from upgrading.figures.cases import group_profiles, upgrading_by_degree
from upgrading.figures.style import GROUP_COLOURS, Drawing, render
from upgrading.numbers import shown
from upgrading.vocabulary import COMPONENTS, SECTOR_GROUPS


@pytest.fixture(scope="module")
def averages(clusters: pd.DataFrame, indices: pd.DataFrame) -> pd.DataFrame:
    found = group_averages(clusters, indices, "skip")
    return found[found["variable"].isin(list(COMPONENTS))]


@pytest.fixture(scope="module")
def profiles(averages: pd.DataFrame) -> Drawing:
    return group_profiles.draw(averages)


@pytest.fixture(scope="module")
def degrees(exhibits: pd.DataFrame) -> Drawing:
    return upgrading_by_degree.draw(*upgrading_by_degree.shows(exhibits))


@pytest.mark.parametrize("name", ["profiles", "degrees"])
def test_the_page_is_one_for_print(name: str, request: pytest.FixtureRequest) -> None:
    check_page(request.getfixturevalue(name))


@pytest.mark.parametrize("name", ["profiles", "degrees"])
def test_text_is_text(name: str, request: pytest.FixtureRequest) -> None:
    drawing = request.getfixturevalue(name)
    picture = render(drawing, "svg").decode()
    words = drawing.figure.texts[0].get_text()
    assert f">{words}</text>" in picture
    assert '<path id="DejaVuSans' not in picture


# Group profiles -------------------------------------------------------------------------------


def test_profiles_have_a_mark_for_every_average_and_a_line_between_the_ends(
    profiles: Drawing, averages: pd.DataFrame
) -> None:
    marks = [
        (line.get_color(), float(line.get_xdata()[0]))
        for axes in profiles.figure.axes
        for line in axes.lines
        if len(line.get_xdata()) == 1
    ]
    assert sorted(marks) == sorted(
        (GROUP_COLOURS[row.group], float(row.mean)) for row in averages.itertuples(index=False)
    )
    lines = [
        tuple(line.get_xdata())
        for axes in profiles.figure.axes
        for line in axes.lines
        if len(line.get_xdata()) == 2
    ]
    ends = averages.groupby("variable")["mean"].agg(["min", "max"])
    assert sorted(lines) == sorted((float(low), float(high)) for low, high in ends.to_numpy())


def test_marks_of_near_averages_do_not_hide_each_other(profiles: Drawing) -> None:
    for axes in profiles.figure.axes:
        spots = [
            (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
            for line in axes.lines
            if len(line.get_xdata()) == 1
        ]
        for number, (x, y) in enumerate(spots):
            for other, second in spots[number + 1 :]:
                assert abs(x - other) > 0.08 or abs(y - second) > 0.2


def test_profiles_find_the_components_in_which_groups_differ_most_and_least(
    averages: pd.DataFrame,
) -> None:
    one = averages["group"] == "natural_resource_based"
    means = averages["mean"].where(~(one & (averages["variable"] == "ja_forward")), Fraction(0))
    changed = averages.assign(mean=means)
    spread = changed.groupby("variable")["mean"].agg(lambda values: max(values) - min(values))
    most, least = (COMPONENTS[name].lower() for name in (spread.idxmax(), spread.idxmin()))
    drawing = group_profiles.draw(changed)
    assert drawing.alt.startswith(f"Sector groups differ most in {most}, least in {least}. ")
    assert most == "forward vertical linkages"


def test_a_group_without_scores_has_no_mark_and_no_cluster(averages: pd.DataFrame) -> None:
    gone = averages["group"] == "specialised_suppliers"
    frame = averages.assign(
        mean=averages["mean"].where(~gone, None), count=averages["count"].where(~gone, 0)
    )
    drawing = group_profiles.draw(frame)
    marks = [line for axes in drawing.figure.axes for line in axes.lines]
    assert GROUP_COLOURS["specialised_suppliers"] not in {line.get_color() for line in marks}
    assert "Specialised suppliers (software) (0 clusters)" in told(drawing)


def test_the_alt_text_tells_every_average(profiles: Drawing, averages: pd.DataFrame) -> None:
    for row in averages.itertuples(index=False):
        assert f"{SECTOR_GROUPS[row.group].lower()} {shown(row.mean, 2)}" in profiles.alt
    assert written(profiles)


# Upgrading by degree --------------------------------------------------------------------------


def of_table_6(exhibits: pd.DataFrame, degree: str, column: str = "value") -> list:
    chosen = (exhibits["exhibit"] == "table_06") & (exhibits["column"] == "up_process")
    return exhibits.loc[chosen & (exhibits["row"] == degree), column].tolist()


def test_degrees_rise_from_left_to_right(degrees: Drawing, exhibits: pd.DataFrame) -> None:
    process = degrees.figure.axes[1]
    lines = {line.get_linestyle(): line for line in process.lines if len(line.get_xdata()) > 1}
    means = [float(Fraction(*of_table_6(exhibits, degree))) for degree in ("low", "medium", "high")]
    assert list(lines["-"].get_ydata()) == pytest.approx(means)
    assert list(lines["--"].get_ydata()) == [2.5, 2.5, 2.5]
    labels = [label.get_text().partition("\n")[0] for label in process.get_xticklabels()]
    assert labels == ["Low", "Medium", "High"]


def test_the_area_of_a_recomputed_mean_shows_how_many_clusters_it_has(
    degrees: Drawing, exhibits: pd.DataFrame
) -> None:
    dots = [line for line in degrees.figure.axes[1].lines if line.get_marker() == "o"]
    area = {float(dot.get_xdata()[0]): dot.get_markersize() ** 2 for dot in dots}
    for x, degree in enumerate(("low", "medium", "high")):
        (count,) = of_table_6(exhibits, degree, "count")
        assert area[x] / area[2] == pytest.approx(count / 2)


def test_printed_and_recomputed_are_told_apart_where_they_differ(degrees: Drawing) -> None:
    texts = [(text.get_text(), text.get_style()) for text in degrees.figure.axes[1].texts]
    assert texts == [
        *(("2.5", "italic"), ("2.2", "normal"), ("2.5", "italic"), ("2.0", "normal")),
        ("2.5", "normal"),
    ]


def test_degrees_find_where_upgrading_rises(exhibits: pd.DataFrame) -> None:
    def found(frame: pd.DataFrame) -> str:
        return upgrading_by_degree.draw(frame).alt.partition(". ")[0]

    assert found(exhibits).endswith(
        "traditional manufacturing 3 of 3, natural resource-based 3 of 4, "
        "complex product systems 1 of 4"
    )
    high = (exhibits["exhibit"] == "table_06") & (exhibits["row"] == "high")
    fallen = exhibits.assign(value=exhibits["value"].mask(high & exhibits["count"].notna(), "0"))
    assert "traditional manufacturing 0 of 3" in found(fallen)
    assert found(exhibits.iloc[:0]) == "No mean of two degrees to compare"
