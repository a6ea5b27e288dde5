from __future__ import annotations

import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upgrading.trade.classes import CLASS_COLUMNS, ClassChoices
from upgrading.trade.field_study import (
    FIELD_COLUMNS,
    agreement,
    beside_scores,
    concordance,
    summary,
)
from upgrading.trade.products import Product

CHOICES = ClassChoices(unit_value_tolerance=0.05)


@pytest.mark.parametrize(
    ("change", "score", "answer"),
    [
        (0.2, "2", "agrees"),
        (0.2, "3", "agrees"),
        (0.2, "1.5", "disagrees"),  # low, half a step up
        (-0.2, "1.5", "agrees"),
        (-0.2, "0", "agrees"),
        (-0.2, "2", "disagrees"),
        (0.05, "3", "no clear change"),  # up to the tolerance
        (-0.05, "0", "no clear change"),
        (0.051, "3", "agrees"),
        (math.nan, "3", "no data"),
    ],
)
def test_agreement(change, score, answer) -> None:
    assert agreement(change, Fraction(score), CHOICES) == answer


def test_which_scores_count_as_upgrading_is_a_choice() -> None:
    choices = ClassChoices(scored_from=2.5)
    assert agreement(0.2, Fraction(2), CHOICES) == "agrees"
    assert agreement(0.2, Fraction(2), choices) == "disagrees"
    assert agreement(0.2, Fraction(5, 2), choices) == "agrees"


def test_without_a_score_there_is_no_answer() -> None:
    assert agreement(0.2, None, CHOICES) == "no data"


LISTED = {
    "wine": Product(label="Wine", clusters={"colchagua": "CHL", "serra": "BRA"}, codes={}),
    "salmon": Product(label="Salmon", clusters={"austral": "CHL"}, codes={}),
}
SCORES = {"colchagua": Fraction(3), "serra": Fraction("1.5"), "austral": Fraction(2)}


def upgrading(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    """Invented changes: source, exporter, product, change of relative unit value."""
    full = [
        (source, exporter, product, 1996, 2002, 0.1, change, "a class")
        for source, exporter, product, change in rows
    ]
    return pd.DataFrame(full, columns=list(CLASS_COLUMNS))


def verdicts(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source", "exporter", "product", "verdict"])


def test_each_cluster_stands_beside_its_own_exporter() -> None:
    found = beside_scores(
        upgrading(
            ("a", "CHL", "wine", 0.2),
            ("a", "BRA", "wine", 0.3),
            ("b", "CHL", "wine", -0.4),
            ("a", "ARG", "wine", 9.0),
        ),
        verdicts(("a", "CHL", "wine", "stable"), ("b", "CHL", "wine", "flips")),
        LISTED,
        SCORES,
        CHOICES,
    )
    assert tuple(found.columns) == FIELD_COLUMNS
    shown = ["cluster_id", "source", "relative_unit_value_change", "robustness", "agreement"]
    assert list(found[shown][:3].itertuples(index=False, name=None)) == [
        ("colchagua", "a", 0.2, "stable", "agrees"),
        ("colchagua", "b", -0.4, "flips", "disagrees"),
        ("serra", "a", 0.3, "", "disagrees"),
    ]
    none = found.iloc[3]
    assert (none["product"], none["source"], none["class"]) == ("salmon", "", "no data")
    assert (none["agreement"], none["up_product"]) == ("no data", 2)
    assert pd.isna(none["base"])
    assert math.isnan(none["share_change"])


def test_a_cluster_without_score_has_no_agreement() -> None:
    found = beside_scores(
        upgrading(("a", "CHL", "salmon", 0.2)), verdicts(), LISTED, {"austral": None}, CHOICES
    )
    assert set(found["agreement"]) == {"no data"}


def test_nothing_supplied_gives_a_row_for_every_product_of_every_cluster() -> None:
    found = beside_scores(upgrading(), verdicts(), LISTED, SCORES, CHOICES)
    assert list(found["cluster_id"]) == ["colchagua", "serra", "austral"]
    assert summary(found, CHOICES) == "No product has both trade figures and a score."


def test_pairs_by_hand() -> None:
    # (0.1, 1) (0.2, 2): alike; (0.1, 1) (0.3, 1): tied; (0.2, 2) (0.3, 1): the other way
    pairs = [(0.1, Fraction(1)), (0.2, Fraction(2)), (0.3, Fraction(1))]
    assert concordance(pairs) == (1, 1, 1)


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 3)), max_size=7))
def test_every_pair_is_one_of_three_and_turning_one_side_round_swaps_two(pairs) -> None:
    found = concordance([(float(change), Fraction(score)) for change, score in pairs])
    assert sum(found) == len(pairs) * (len(pairs) - 1) // 2
    turned = concordance([(float(-change), Fraction(score)) for change, score in pairs])
    assert turned == (found[1], found[0], found[2])


def test_the_summary_counts_products_of_clusters() -> None:
    found = beside_scores(
        upgrading(("a", "CHL", "wine", 0.2), ("a", "BRA", "wine", 0.3), ("a", "CHL", "salmon", 0)),
        verdicts(),
        LISTED,
        SCORES,
        CHOICES,
    )
    # scores 3, 1.5, 2: (0.2, 0.3) the other way, (0.2, 0) alike, (0.3, 0) the other way
    assert summary(found, CHOICES) == (
        "Of 3 products of clusters with figures and a score, 1 agree, 1 disagree and 1 show no "
        "clear change; relative unit value and score rank 1 of the 3 pairs of products the same "
        "way and 2 the opposite way; 0 are tied."
    )


def test_sources_are_summed_up_each_by_itself() -> None:
    found = beside_scores(
        upgrading(("baci", "CHL", "wine", 0.2), ("wits", "CHL", "wine", -0.2)),
        verdicts(),
        LISTED,
        SCORES,
        CHOICES,
    )
    first, second = summary(found, CHOICES).split(" World Bank WITS: ")
    assert first.startswith("CEPII BACI: Of 1 products of clusters with figures and a score, 1 ag")
    assert second.startswith("Of 1 products of clusters with figures and a score, 0 agree, 1 dis")
    assert "of the 0 pairs" in first
