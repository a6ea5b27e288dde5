from __future__ import annotations

import pandas as pd
import pytest

from upgrading.parts import Cell, Exhibit, Name, Number, plain
from upgrading.publish.terms import called, names_of, sentence

CLUSTERS = {"garments_torreon": "Torreón", "wine": "Wine"}


def test_an_id_that_is_a_plain_word_stays_that_word() -> None:
    clusters = pd.DataFrame(
        [("software", "Software park", "Software"), ("park2_b", "Second park", "Software")],
        columns=["cluster_id", "name", "industry"],
    )
    none = pd.DataFrame(columns=["profile_id", "cluster_id", "product"])
    names = names_of(clusters, none, {})
    assert called("software", names) == "software"
    assert called("park2_b", names) == "Second park (software)"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (("mean ", Name("up_functional"), ": 0.76"), "mean functional upgrading: 0.76"),
        ((Name("gov_quasi_hierarchy"), " (any)"), "quasi-hierarchy (any)"),
        (("not ", Name("garments_torreon"), ", ", Name("ict")), "not Torreón, ict"),
        ((Cell("table_03", "garments_torreon", "eei"),), "T 3, Torreón, external economies index"),
        ((Exhibit("table_03"), " prints ", Number("2.50", "2.5")), "T 3 prints 2.50"),
        # no name is looked for in what is words
        (("mean up_functional of garments_torreon, table_03",),) * 2,
        ((), ""),
    ],
)
def test_names_are_told_as_readers_know_them(told, words) -> None:
    written = words if isinstance(words, str) else plain(words)
    assert sentence(told, {**CLUSTERS, "table_03": "T 3"}) == written


def test_clusters_profiles_and_products_have_names() -> None:
    clusters = pd.DataFrame(
        [("footwear_leon", "León", "Footwear"), ("fruit_vale", "Vale", "Fruit")],
        columns=["cluster_id", "name", "industry"],
    )
    profiles = pd.DataFrame(
        [("mangoes_vale", "fruit_vale", "mangoes"), ("footwear_leon", "footwear_leon", "shoes")],
        columns=["profile_id", "cluster_id", "product"],
    )
    products = {"fresh_milk": "Milk, fresh", "tobacco": "Tobacco, unmanufactured"}
    names = names_of(clusters, profiles, products)
    assert names == {
        "footwear_leon": "León (footwear)",
        "fruit_vale": "Vale (fruit)",
        "mangoes_vale": "Vale (mangoes)",
        "fresh_milk": "milk, fresh",
    }
    told = ("no ", Name("tobacco"), ", no ", Name("fresh_milk"))
    assert sentence(told, names) == "no tobacco, no milk, fresh"
