"""The figures of clusters, indices and upgrading."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from drawn_pages import check_data, check_page, told, written
from reference import REPORT_RULE

from upgrading.cases.cleaning import CleanCases
from upgrading.cases.means import group_averages
from upgrading.figures.cases import (
    components_heatmap,
    diagram_1,
    exports_and_production,
    governance_matrix,
    group_profiles,
    indices_by_cluster,
    salmon_life_cycle,
    upgrading_by_degree,
)
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


@pytest.fixture(scope="module")
def heatmap(clusters: pd.DataFrame, indices: pd.DataFrame) -> Drawing:
    return components_heatmap.draw(*components_heatmap.shows(clusters, indices))


@pytest.fixture(scope="module")
def dots(clusters: pd.DataFrame, indices: pd.DataFrame) -> Drawing:
    return indices_by_cluster.draw(clusters, indices, REPORT_RULE)


@pytest.fixture(scope="module")
def governance(clusters: pd.DataFrame) -> Drawing:
    return governance_matrix.draw(clusters)


@pytest.fixture(scope="module")
def amounts(clean_cases: CleanCases, clusters: pd.DataFrame) -> Drawing:
    return exports_and_production.draw(clean_cases.profiles, clusters)


@pytest.fixture(scope="module")
def salmon(clean_cases: CleanCases) -> Drawing:
    return salmon_life_cycle.draw(clean_cases.stages)


@pytest.fixture(scope="module")
def diagram() -> Drawing:
    return diagram_1.draw()


every_figure = pytest.mark.parametrize(
    "name",
    [
        *("profiles", "degrees", "heatmap", "dots", "governance", "amounts", "salmon"),
        "diagram",
    ],
)


@every_figure
def test_the_page_is_one_for_print(name: str, request: pytest.FixtureRequest) -> None:
    check_page(request.getfixturevalue(name))


@every_figure
def test_text_is_text(name: str, request: pytest.FixtureRequest) -> None:
    drawing = request.getfixturevalue(name)
    picture = render(drawing, "svg").decode()
    words = drawing.figure.texts[0].get_text()
    assert f">{words}</text>" in picture
    assert "DejaVuSans-" not in picture


# Findings of figures that are tables of single clusters ---------------------------------------


def changed(frame: pd.DataFrame, column: str, value: object) -> pd.DataFrame:
    return frame.assign(**{column: pd.Series([value] * len(frame), frame.index, dtype=object)})


def test_the_heat_map_is_sorted_by_the_index_within_groups(
    heatmap: Drawing, clusters: pd.DataFrame, indices: pd.DataFrame
) -> None:
    (axes,) = heatmap.figure.axes
    beside = max(text.get_position()[0] for text in axes.texts)
    column = [
        text.get_text()
        for text in sorted(axes.texts, key=lambda text: text.get_position()[1])
        if text.get_position()[0] == beside
    ]
    joined = clusters.merge(indices, on="cluster_id")
    assert column == [
        shown(index, 2)
        for group in SECTOR_GROUPS
        for index in sorted(joined.loc[joined["group"] == group, "ce_index"], reverse=True)
    ]


def test_the_heat_map_finds_the_components_with_most_and_fewest_high_scores(
    clusters: pd.DataFrame, indices: pd.DataFrame
) -> None:
    all_high = changed(clusters, "ja_bilateral", Fraction(3))
    none = changed(all_high, "ee_labour_market", Fraction(1))
    found = components_heatmap.draw(none, indices).alt
    assert found.startswith(
        "High scores are most common in horizontal bilateral linkages (40 of 40 clusters), "
        "rarest in specialised labour market (0). "
    )


def test_the_dot_plot_counts_where_external_economies_are_ahead(
    clusters: pd.DataFrame, indices: pd.DataFrame
) -> None:
    behind = changed(indices, "eei", Fraction(0))
    assert indices_by_cluster.draw(clusters, behind, REPORT_RULE).alt.startswith(
        "External economies exceed joint action in 0 of 40 clusters. "
    )


def test_governance_finds_the_commonest_and_the_rarest_pattern(
    governance: Drawing, clusters: pd.DataFrame
) -> None:
    assert governance.alt.startswith(
        "Market and quasi-hierarchy are the commonest (23 of 34 clusters each), "
        "hierarchy the rarest (3). "
    )
    codes = [None if code is None else Fraction(1) for code in clusters["gov_hierarchy"]]
    everywhere = clusters.assign(gov_hierarchy=pd.Series(codes, clusters.index, dtype=object))
    assert governance_matrix.draw(everywhere).alt.startswith(
        "Hierarchy is the commonest (34 of 34 clusters), "
    )


def test_amounts_and_salmon_find_how_far_figures_went(amounts: Drawing, salmon: Drawing) -> None:
    assert amounts.alt.startswith(
        "Exports rose in 7 of 8 products with figures of both years, production in 6 of 8. "
    )
    assert salmon.alt.startswith(
        "Output went from 50 tonnes to 400,000 tonnes, the price from US$ 9–10 to 2.8–4.5 per "
        "kilogram. "
    )


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


# The data behind the figures ------------------------------------------------------------------


def marks(drawing: Drawing, column: pd.Series) -> list[float]:
    """The places across of single marks, of those that `column` could have."""
    values = set(column.dropna().astype(float))
    return sorted(
        float(line.get_xdata()[0])
        for axes in drawing.figure.axes
        for line in axes.lines
        if line.get_marker() not in {"None", "", None}
        and len(line.get_xdata()) == 1
        and float(line.get_xdata()[0]) in values
    )


def test_the_data_of_the_heat_map_are_its_cells(
    heatmap: Drawing, clusters: pd.DataFrame, indices: pd.DataFrame
) -> None:
    data = components_heatmap.data(*components_heatmap.shows(clusters, indices))
    check_data("components_heatmap", data)
    assert len(data) == 40
    (axes,) = heatmap.figure.axes
    rows: dict[float, list[str]] = {}
    for text in axes.texts:
        rows.setdefault(text.get_position()[1], []).append(text.get_text())
    labels = [label.get_text() for label in axes.get_yticklabels()[4:]]
    cells = data[[*COMPONENTS, "ce_index"]]
    # the headings above the columns come last
    assert [rows[y][:9] for y in sorted(rows)] == [
        [
            "n.a." if value is None else shown(value, 2, trim=name != "ce_index")
            for name, value in row.items()
        ]
        for row in cells.to_dict("records")
    ]
    assert labels == [components_heatmap.cluster_label(row) for row in data.to_dict("records")]


def test_the_data_of_the_dot_plot_are_its_marks(
    dots: Drawing, clusters: pd.DataFrame, indices: pd.DataFrame
) -> None:
    data = indices_by_cluster.data(clusters, indices, REPORT_RULE)
    check_data("indices_by_cluster", data)
    values = data[["eei", "jai", "ce_index"]].stack()
    assert marks(dots, values) == sorted(values.astype(float))
    by_id = indices.set_index("cluster_id")
    assert data.set_index("cluster_id")["ce_degree"].to_dict() == by_id["ce_degree"].to_dict()
    assert list(data.loc[data["incomplete"], "cluster_id"]) == list(
        clusters.loc[clusters[[*COMPONENTS]].isna().any(axis=1), "cluster_id"]
    )


def test_the_data_of_governance_are_its_matrix(governance: Drawing, clusters: pd.DataFrame) -> None:
    data = governance_matrix.data(*governance_matrix.shows(clusters))
    check_data("governance_matrix", data)
    assert len(data) == len(clusters)
    known = data[["gov_market", "gov_network", "gov_quasi_hierarchy", "gov_hierarchy"]].stack()
    (axes,) = governance.figure.axes
    drawn = [line.get_marker() for line in axes.lines if len(line.get_xdata()) == 1]
    # a dot for none and for domestic chains, a square for global ones, both for both
    assert drawn.count("s") == known.isin([2, 3]).sum()
    assert drawn.count("o") == known.isin([0, 1, 3]).sum()


def test_the_data_of_profiles_are_the_averages(profiles: Drawing, averages: pd.DataFrame) -> None:
    data = group_profiles.data(averages)
    check_data("group_profiles", data)
    found = data.set_index(["variable", "group"])["mean"].to_dict()
    assert found == averages.set_index(["variable", "group"])["mean"].to_dict()
    assert marks(profiles, data["mean"]) == sorted(data["mean"].astype(float))


def test_the_data_of_amounts_are_those_of_table_2(
    amounts: Drawing, clean_cases: CleanCases, clusters: pd.DataFrame
) -> None:
    data = exports_and_production.data(
        *exports_and_production.shows(clean_cases.profiles, clusters)
    )
    check_data("exports_and_production", data)
    columns = ["production_1995", "production_2002", "exports_1996", "exports_2002"]
    known = data[columns].stack().dropna()
    (axes,) = amounts.figure.axes
    assert marks(amounts, known) == sorted(known[known != 0].astype(float))
    labels = [label.get_text() for label in axes.get_yticklabels() if label.get_text()]
    assert [text.partition(",")[0].lower() for text in labels[: len(data)]] == list(data["product"])


def test_the_data_of_the_salmon_are_its_stages(clean_cases: CleanCases) -> None:
    stages = clean_cases.stages
    data = salmon_life_cycle.data(stages)
    check_data("salmon_life_cycle", data)
    assert data.equals(stages)
    undated = stages.assign(from_year=stages["from_year"].where(stages.index != 0, None))
    assert list(salmon_life_cycle.data(undated)["stage"]) == list(stages["stage"][1:])


def test_the_data_by_degree_are_printed_and_recomputed_means(
    degrees: Drawing, exhibits: pd.DataFrame, clusters: pd.DataFrame, indices: pd.DataFrame
) -> None:
    data = upgrading_by_degree.data(*upgrading_by_degree.shows(exhibits))
    check_data("upgrading_by_degree", data)
    joined = clusters.merge(indices, on="cluster_id")
    for row in data.itertuples():
        own = joined[(joined["group"] == row.group) & (joined["ce_degree"] == row.ce_degree)]
        scores = own[row.upgrading].dropna()
        mean = float(sum(scores)) / len(scores) if len(scores) else None
        assert (row.mean, row.count) == (mean and pytest.approx(mean), len(scores)), row
    dots = sum(
        line.get_marker() == "o" and len(line.get_xdata()) == 1
        for axes in degrees.figure.axes
        for line in axes.lines
    )
    assert dots == data["mean"].notna().sum()
