from __future__ import annotations

import pytest

from upgrading.present.terms import in_words

CLUSTERS = {"garments_torreon": "Torreón", "wine": "Wine"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mean up_functional: 0.76", "mean functional upgrading: 0.76"),
        ("(eei with up_sum)", "(external economies index with sum of upgrading)"),
        ("gov_quasi_hierarchy (any)", "quasi-hierarchy (any)"),
        ("not garments_torreon, ict_san_jose", "not Torreón, ict_san_jose"),
        ("software: software_monterrey", "software: software_monterrey"),
        # neither parts of other names nor addresses
        ("up_product_change", "up_product_change"),
        ("table_03/garments_torreon/eei", "table_03/garments_torreon/eei"),
        ("", ""),
    ],
)
def test_names_are_told_as_readers_know_them(text: str, words: str) -> None:
    assert in_words(text, CLUSTERS) == words
