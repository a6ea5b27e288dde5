"""The figures of clusters, indices and upgrading."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from drawn_pages import check_page, told, written

from upgrading.cases.means import group_averages
from upgrading.figures.cases import group_profiles
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


@pytest.mark.parametrize("name", ["profiles"])
def test_the_page_is_one_for_print(name: str, request: pytest.FixtureRequest) -> None:
    check_page(request.getfixturevalue(name))


@pytest.mark.parametrize("name", ["profiles"])
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
