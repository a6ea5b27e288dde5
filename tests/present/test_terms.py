from __future__ import annotations

import pandas as pd
import pytest

from upgrading.present.terms import in_words, names_of

CLUSTERS = {"garments_torreon": "Torreón", "wine": "Wine"}


def test_an_id_that_is_a_plain_word_stays_that_word() -> None:
    clusters = pd.DataFrame(
        [("software", "Software park", "Software"), ("park2_b", "Second park", "Software")],
        columns=["cluster_id", "name", "industry"],
    )
    none = pd.DataFrame(columns=["profile_id", "cluster_id", "product"])
    names = names_of(clusters, none, {})
    assert in_words("software in park2_b", names) == "software in Second park (software)"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mean up_functional: 0.76", "mean functional upgrading: 0.76"),
        ("(eei with up_sum)", "(external economies index with sum of upgrading)"),
        ("gov_quasi_hierarchy (any)", "quasi-hierarchy (any)"),
        ("not garments_torreon, ict_san_jose", "not Torreón, ict_san_jose"),
        ("software: software_monterrey", "software: software_monterrey"),
        ("exports_1996 > production_1995", "exports in 1996 > production in 1995"),
        ("exports_1997", "exports_1997"),
        # neither parts of other names nor addresses
        ("up_product_change", "up_product_change"),
        ("table_03/garments_torreon/eei", "table_03/garments_torreon/eei"),
        ("", ""),
    ],
)
def test_names_are_told_as_readers_know_them(text: str, words: str) -> None:
    assert in_words(text, CLUSTERS) == words


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
    assert in_words("no tobacco, no fresh_milk", names) == "no tobacco, no milk, fresh"
