"""The figures of specification curves: what they say to who cannot see them, and the same bytes."""

import numpy as np
import pandas as pd
import pytest

from upgrading.figures.specification_curve import draw, draw_choices
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
    assert "Small multiples of 3 relations with product upgrading" in drawing.alt
    assert (
        "Collective efficiency index, Traditional manufacturing, asserted +: median 0.30, 75 % of "
        "4 as asserted, p 0.021; External economies index, Specialised suppliers, asserted none: "
        "not estimable; Chains: network, Specialised suppliers, asserted −: not estimable."
    ) in drawing.alt


def test_why_nothing_can_be_estimated_stands_in_the_panel(specifications, summary) -> None:
    figure = draw(specifications, summary, "up_product", 0.1).figure
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert texts == [
        "75 % of 4 as asserted\nmedian 0.30\np = .021",
        "not estimable:\na constant score",
        "not estimable:\nno cluster has both scores",
    ]


@pytest.mark.parametrize(
    ("share", "text"), [(0.999, "> 99 %"), (1.0, "100 %"), (0.001, "< 1 %"), (0.0, "0 %")]
)
def test_a_share_is_never_rounded_to_all_or_none(specifications, summary, share, text) -> None:
    summary.loc[0, "share_asserted"] = share
    assert (
        f"median 0.30, {text} of 4 as asserted"
        in draw(specifications, summary, "up_product", 0.1).alt
    )


def test_the_choices_of_one_relation(specifications, summary) -> None:
    rows = [
        ("one", "basis", 0.25, "printed_index", False, 2, 2, 0.4, 0.25, 1.0),
        ("one", "basis", 0.25, "components", True, 2, 2, 0.15, 0.0, 0.5),
    ]
    choices = pd.DataFrame(rows, columns=list(CHOICE_COLUMNS))
    drawing = draw_choices(specifications, summary, choices, CLUSTERS, "one")
    assert (
        drawing.title
        == "Collective efficiency index and product upgrading: traditional manufacturing"
    )
    assert drawing.alt.endswith("a choice explains by itself: index computed from 25 %.")
    labels = [label.get_text() for label in drawing.figure.axes[1].get_yticklabels()]
    assert labels == ["printed index", "components"]
    with pytest.raises(ValueError, match="two: no specification can be estimated"):
        draw_choices(specifications, summary, choices, CLUSTERS, "two")


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
    figure = draw_choices(chosen, summary, choices, CLUSTERS, "one").figure
    labels = [label.get_text() for label in figure.axes[1].get_yticklabels()]
    assert labels == list(levels.values())


def test_few_specifications_leave_no_place_unshaded(specifications, summary) -> None:
    rows = [("one", "basis", 0.25, "components", True, 2, 2, 0.15, 0.0, 0.5)]
    choices = pd.DataFrame(rows, columns=list(CHOICE_COLUMNS))
    (image,) = draw_choices(specifications, summary, choices, CLUSTERS, "one").figure.axes[1].images
    shaded = image.get_array()[15]
    assert shaded.tolist() == [1, 0, 1, 0] and not np.ma.is_masked(shaded)


def test_the_same_bytes_every_time(specifications, summary) -> None:
    first, second = (
        render(draw(specifications, summary, "up_product", 0.1), "svg") for _ in range(2)
    )
    assert first == second
