"""The figures of all specifications: where the effects lie, what they say, and the same bytes."""

import numpy as np
import pandas as pd
import pytest
from drawn_pages import check_data, check_page, told

from upgrading.figures.specification_intervals import (
    data,
    data_of_choices,
    draw,
    draw_choices,
)
from upgrading.figures.style import render
from upgrading.multiverse.summary import CHOICE_COLUMNS, SUMMARY_COLUMNS

CLUSTERS = pd.DataFrame(
    [
        ("footwear_leon", "León", "Footwear"),
        ("footwear_guadalajara", "Guadalajara", "Footwear"),
        ("software_guadalajara", "Guadalajara", "Software"),
        ("aeronautics_sao_jose_dos_campos", "São José dos Campos Paulista", "Aeronautics"),
    ],
    columns=["cluster_id", "name", "industry"],
)

EFFECTS = [-0.1, 0.2, 0.4, 0.6]


@pytest.fixture
def summary() -> pd.DataFrame:
    rows = [
        {
            "relation": "one",
            "groups": "traditional_manufacturing",
            "x": "ce_index",
            "sign": "positive",
            "clusters": 15,
            "specifications": 4,
            "not_estimable": 0,
            "median": 0.3,
            "lowest": -0.1,
            "highest": 0.6,
            "lower_quartile": 0.125,
            "upper_quartile": 0.45,
            "share_asserted": 0.75,
            "p_median": 0.0213,
            "p_z": 0.03,
        },
        {"relation": "two", "groups": "specialised_suppliers", "x": "eei", "sign": "none"},
        {"relation": "three", "groups": "specialised_suppliers", "x": "gov_network"},
    ]
    frame = pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS))
    frame["sign"] = frame["sign"].fillna("negative")
    frame["clusters"] = [15, 5, 0]
    return frame.assign(y="up_product")


@pytest.fixture
def specifications() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "relation": ["one"] * 4 + ["two"] * 2 + ["three"],
            "baseline": [False, False, True, False, True, False, True],
            "effect": [*EFFECTS, np.nan, np.nan, np.nan],
            "basis": ["components", "printed_index", "components", "printed_index", *[""] * 3],
        }
    )


def test_the_alt_text_tells_every_relation(specifications, summary) -> None:
    drawing = draw(specifications, summary, "up_product", 0.1)
    assert "A row for each of 3 relations with product upgrading" in drawing.alt
    assert (
        "Collective efficiency index, Traditional manufacturing, asserted +: median 0.30, 75 % of "
        "4 as asserted, p 0.021; External economies index, Specialised suppliers, asserted none: "
        "not estimable; Chains: network, Specialised suppliers, asserted −: not estimable."
    ) in drawing.alt


def test_a_relation_is_a_row_with_range_middle_half_median_and_own_choice(
    specifications, summary
) -> None:
    (axes,) = draw(specifications, summary, "up_product", 0.1).figure.axes
    rows = [line for line in axes.lines if line.get_xdata()[0] != 0 or len(line.get_xdata()) == 1]
    assert [list(line.get_xdata()) for line in rows] == [[-0.1, 0.6], [0.125, 0.45], [0.4], [0.3]]
    (shade,) = axes.patches  # of the absence that is asserted
    assert (shade.get_x(), shade.get_width()) == (-0.1, 0.2)


@pytest.mark.parametrize(
    ("sign", "median", "filled"),
    [
        *[("positive", 0.3, True), ("positive", -0.3, False), ("negative", -0.3, True)],
        *[("none", 0.1, True), ("none", -0.11, False), ("positive", 0.0, False)],
    ],
)
def test_a_median_is_filled_if_it_is_as_asserted(
    specifications, summary, sign, median, filled
) -> None:
    summary.loc[0, ["sign", "median"]] = sign, median
    (axes,) = draw(specifications, summary, "up_product", 0.1).figure.axes
    mark = next(line for line in axes.lines if line.get_marker() == "o")
    assert (mark.get_markerfacecolor() != "white") == filled


def test_what_cannot_be_estimated_says_why(specifications, summary) -> None:
    words = told(draw(specifications, summary, "up_product", 0.1))
    assert "not estimable: constant score" in words
    assert "not estimable: no cluster has both scores" in words


def test_the_finding_counts_relations_that_hold_throughout(specifications, summary) -> None:
    def found(share: float) -> str:
        summary.loc[0, "share_asserted"] = share
        return draw(specifications, summary, "up_product", 0.1).alt.partition(". ")[0]

    assert found(1.0) == (
        "1 of 1 relations that can be estimated is as asserted in every specification, none in none"
    )
    assert found(0.75) == (
        "0 of 1 relations that can be estimated are as asserted in every specification, "
        "none in none"
    )
    assert found(0.0).endswith(
        "0 of 1 relations that can be estimated are as asserted in every specification, 1 in none"
    )


def test_the_pages_are_for_print(specifications, summary, choices) -> None:
    check_page(draw(specifications, summary, "up_product", 0.1))
    check_page(draw_choices(specifications, summary, choices, CLUSTERS, "one"))


def test_without_a_relation_nothing_is_drawn(specifications, summary) -> None:
    drawing = draw(specifications, summary, "up_process", 0.1)
    assert drawing.alt == "No relation with process upgrading is listed. Nothing is drawn."
    assert not drawing.figure.axes


@pytest.mark.parametrize(
    ("share", "text"), [(0.999, "> 99 %"), (1.0, "100 %"), (0.001, "< 1 %"), (0.0, "0 %")]
)
def test_a_share_is_never_rounded_to_all_or_none(specifications, summary, share, text) -> None:
    summary.loc[0, "share_asserted"] = share
    assert (
        f"median 0.30, {text} of 4 as asserted"
        in draw(specifications, summary, "up_product", 0.1).alt
    )


@pytest.fixture
def choices() -> pd.DataFrame:
    rows = [
        ("one", "basis", 0.25, "printed_index", False, 2, 2, 0.4, 0.25, 1.0),
        ("one", "basis", 0.25, "components", True, 2, 2, 0.15, 0.0, 0.5),
    ]
    return pd.DataFrame(rows, columns=list(CHOICE_COLUMNS))


def test_the_choices_of_one_relation(specifications, summary, choices) -> None:
    drawing = draw_choices(specifications, summary, choices, CLUSTERS, "one")
    assert drawing.title == (
        "Collective efficiency index and product upgrading, traditional manufacturing: "
        "every specification"
    )
    assert drawing.alt.startswith("The median τ-b is 0.15 to 0.40 whichever option is taken. ")
    assert drawing.alt.endswith("Index computed from, 25 %: printed index 0.40, components 0.15.")
    (axes,) = drawing.figure.axes
    lines = [line for line in axes.lines if line.get_linestyle() in {"-", "None"}][1:]
    drawn = [[round(float(x), 6) for x in line.get_xdata()] for line in lines]
    # range, middle half and median of each option: of 0.2 and 0.6, of −0.1 and 0.4
    assert drawn == [[0.2, 0.6], [0.3, 0.5], [0.4], [-0.1, 0.4], [0.025, 0.275], [0.15]]
    assert [line.get_marker() for line in lines if len(line.get_xdata()) == 1] == ["o", "D"]
    with pytest.raises(ValueError, match="two: no specification can be estimated"):
        draw_choices(specifications, summary, choices, CLUSTERS, "two")


def test_of_several_choices_the_finding_names_the_first(specifications, summary, choices) -> None:
    more = choices.assign(choice="weight", explained=0.1, level=["0.3", "0.5"])
    both = pd.concat([choices, more])
    weighted = specifications.assign(weight=["0.3", "0.5", "0.3", "0.5", *[""] * 3])
    alt = draw_choices(weighted, summary, both, CLUSTERS, "one").alt
    assert "whichever option is taken; “index computed from” matters most. " in alt


def test_clusters_whose_figure_is_in_doubt_are_called_by_their_names(
    specifications, summary
) -> None:
    levels = {
        "none": "none",
        "eei of footwear_leon": "EEI, León",
        "jai of footwear_guadalajara": "JAI, Guadalajara (footwear)",
        "eei of aeronautics_sao_jose_dos_campos": "EEI, São José dos Campos …",
        "jai of footwear_leon, software_guadalajara": "JAI, 2 clusters",
        "eei of footwear_leon and jai of footwear_leon": "EEI, León; JAI, León",
        "eei of footwear_leon, software_guadalajara and jai of footwear_leon": (
            "EEI, 2 clusters; JAI, León"
        ),
        "up_process of footwear_leon 3": "up_process of footwear_leon 3",
    }
    rows = [("one", "as_printed", 0.1, level, False, 1, 1, 0.3, 0.0, 1.0) for level in levels]
    choices = pd.DataFrame(rows, columns=list(CHOICE_COLUMNS))
    chosen = specifications.assign(as_printed="none")
    # an option is drawn where a specification takes it
    drawn = []
    for level in levels:
        taken = chosen.assign(as_printed=level)
        alt = draw_choices(taken, summary, choices, CLUSTERS, "one").alt
        drawn.append(alt.partition("Doubtful figure taken as printed, 10 %: ")[2])
    assert drawn == [f"{label} 0.30." for label in levels.values()]


def test_the_same_bytes_every_time(specifications, summary) -> None:
    first, second = (
        render(draw(specifications, summary, "up_product", 0.1), "svg") for _ in range(2)
    )
    assert first == second


def test_the_data_of_intervals_are_what_each_row_draws(specifications, summary) -> None:
    counted = summary.assign(specifications=[4, 2, 1], not_estimable=[0, 2, 1])
    found = data(specifications, counted, "up_product", 0.1)
    check_data("specification_intervals_product", found)
    assert list(found["relation"]) == ["one", "two", "three"]
    (axes,) = draw(specifications, summary, "up_product", 0.1).figure.axes
    drawn = {tuple(line.get_xdata()) for line in axes.lines}
    row = found.iloc[0]
    assert {
        (row["lowest"], row["highest"]),
        (row["lower_quartile"], row["upper_quartile"]),
        (row["baseline"],),
        (row["median"],),
    } <= drawn
    assert data(specifications, summary, "up_process", 0.1).empty


def test_the_data_of_choices_are_the_options(specifications, summary, choices) -> None:
    found = data_of_choices(specifications, summary, choices, CLUSTERS, "one")
    check_data("specification_choices", found)
    ends = found[["lowest", "lower_quartile", "median", "upper_quartile", "highest"]]
    # of 0.2 and 0.6, of −0.1 and 0.4
    assert [[round(value, 6) for value in row] for row in ends.to_numpy()] == [
        [0.2, 0.3, 0.4, 0.5, 0.6],
        [-0.1, 0.025, 0.15, 0.275, 0.4],
    ]
    assert list(found["level"]) == ["printed_index", "components"]
    assert list(found["baseline"]) == [False, True] and list(found["estimable"]) == [2, 2]
