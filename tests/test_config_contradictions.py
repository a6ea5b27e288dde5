from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from own_index import PERCENT, registered
from shipped_config import changed

from plan.contradictions import contradictions
from upgrading.cases.indices import INDEX_FORMULAS


def told(wrong: tuple[str, ...] = (), **changes: Any) -> list[str]:
    relations, products = ["all-efficiency-product", "all-x"], ["mangoes"]
    faults = contradictions(changed(**changes), "c.yaml", wrong, relations, products)
    return [str(fault) for fault in faults]


def test_the_shipped_choices_can_stand_together() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"indices__weights": {"external_economies": 0, "joint_action": 0}},
            "indices.weights: all are 0; one must be above 0",
        ),
        (
            {"indices__degrees__low_to": 9.5},
            "indices.degrees: low_to (9.5) must be below high_from (9.5)",
        ),
        (
            {"indices__degrees__high_from": 12.5},
            "indices.degrees.high_from: 12.5 is above the largest index that weighted_mean gives "
            "with indices.weights (allowed: 0 to 12)",
        ),
        (
            {"indices__weights": {"external_economies": 0.3, "joint_action": 0.4}},
            "indices.degrees.high_from: 9.5 is above the largest index that weighted_mean gives "
            "with indices.weights (allowed: 0 to 8.4)",
        ),
        (
            {"indices__degrees__low_to": -0.5},
            "indices.degrees.low_to: -0.5 is below the smallest index that weighted_mean gives "
            "with indices.weights (allowed: 0 to 12)",
        ),
        (
            {"indices__formula": "geometric"},
            'indices.formula: "geometric" is not allowed here; did you mean "geometric_mean"? '
            "(allowed: weighted_mean, geometric_mean)",
        ),
        (
            {"indices__formula": "geometric_mean", "indices__degrees__high_from": 12.5},
            "indices.degrees.high_from: 12.5 is above the largest index that geometric_mean gives "
            "with indices.weights (allowed: 0 to 12)",
        ),
        (
            {"multiverse__high_from": [9, 13, 10]},
            "multiverse.high_from, item 2: 13 is above the largest index that weighted_mean gives "
            "with indices.weights (allowed: 0 to 12)",
        ),
        (
            {"multiverse__low_to": [-1]},
            "multiverse.low_to, item 1: -1 is below the smallest index that weighted_mean gives",
        ),
        (
            {"multiverse__shown": "al-efficiency-product"},
            'multiverse.shown: "al-efficiency-product" is not a relation of config/relations.yaml; '
            'did you mean "all-efficiency-product"?',
        ),
        (
            {"trade__window": {"base": 2002, "end": 1996, "years": 2}},
            "trade.window: 2002 to 1996 has no two separate ends of 2 years",
        ),
        (
            {"trade__window__years": 4},
            "trade.window: 1996 to 2002 has no two separate ends of 4 years",
        ),
        (
            {"trade__cleaning__outliers__rules": ["z_score", "bounds"]},
            'trade.cleaning.outliers.rules: "bounds" needs the table of bounds that '
            "trade.standard_unit_values names; it names none",
        ),
        (
            {"trade__cleaning__outliers__excluded": ["percentile"]},
            'trade.cleaning.outliers.excluded: "percentile" is not among outliers.rules '
            "(allowed: z_score)",
        ),
        (
            {"trade__cleaning__outliers__low_percentile": 95},
            "trade.cleaning.outliers: low_percentile (95) must be below high_percentile (95)",
        ),
        (
            {"trade__cleaning__outliers__low_percentile": 96},
            "trade.cleaning.outliers: low_percentile (96) must be below high_percentile (95)",
        ),
        (
            {"indices__weights": {"external_economies": 1, "joint_action": 1}},
            "indices.weights: they add to 2, so that the index runs from 0 to 24, and "
            "indices.degrees are for an index from 0 to 12; give weights that add to 1, or",
        ),
        (
            {"indices__weights": {"external_economies": 0.5, "joint_action": 0.4}},
            "indices.weights: they add to 0.9, so that the index runs from 0 to 10.8, and",
        ),
        ({"trade__classes__slight": 0.3}, "trade.classes: slight (0.3) must not be above sharp (0"),
        (
            {"trade__robustness__shortest": 7},
            "trade.robustness.shortest: 7 is more than the 6 years of trade.window (1996 to 2002): "
            "the window itself would be left out (allowed: 1 to 6)",
        ),
        (
            {"trade__robustness__years": [4, 5]},
            "trade.robustness.years: no end of 4 or 5 years fits twice into trade.window (1996 to "
            "2002; one of 1 to 3 is expected)",
        ),
        (
            {"trade__download__first_year": 2010},
            "trade.download: first_year (2010) is after last_year (2005)",
        ),
        (
            {"trade__download__products": ["mangoes", "mangos"]},
            'trade.download.products: "mangos" is not a product of config/trade_products.yaml; did '
            'you mean "mangoes"?',
        ),
    ],
)
def test_every_contradiction_is_told(changes, fault) -> None:
    (found,) = told(**changes)
    assert found.startswith(f"c.yaml, {fault}")


@pytest.mark.parametrize(
    "changes",
    [
        {
            "trade__window": {"base": 1996, "end": 1999, "years": 2},
            "trade__robustness__shortest": 3,
        },
        {"trade__robustness__shortest": 6},
        {"trade__robustness__years": [3, 9]},
        {"trade__classes__slight": 0.2},
        {"indices__degrees": {"high_from": 12, "low_to": 0}},
        {"indices__weights": {"external_economies": 0.3, "joint_action": 0.7}},
        {
            "indices__weights": {"external_economies": 1, "joint_action": 1},
            "indices__degrees": {"high_from": 19, "low_to": 10},
        },
        {
            "indices__weights": {"external_economies": 1, "joint_action": 1},
            "indices__degrees__high_from": 24,
        },
        {
            "trade__standard_unit_values": "bounds.csv",
            "trade__cleaning__outliers__rules": ["bounds"],
        },
        {"trade__download__products": "all"},
    ],
)
def test_what_can_just_stand_together_passes(changes) -> None:
    assert told(**changes) == []


@pytest.mark.parametrize(
    ("high", "low", "faults"),
    [
        (
            9.5,
            5,
            [
                "c.yaml, indices.degrees: 9.5 and 5 are the report's, on a scale of 0 to 12; "
                "percent runs from 0 to 100: give both on that scale"
            ],
        ),
        (
            101,
            -1,
            [
                "c.yaml, indices.degrees.high_from: 101 is above the largest index that percent "
                "gives with indices.weights (allowed: 0 to 100)",
                "c.yaml, indices.degrees.low_to: -1 is below the smallest index that percent gives "
                "with indices.weights (allowed: 0 to 100)",
            ],
        ),
        (80, 40, []),
    ],
)
def test_thresholds_follow_the_scale_of_an_own_formula(high, low, faults) -> None:
    degrees = {"high_from": high, "low_to": low}
    with registered():
        assert told(indices__formula="percent", indices__degrees=degrees) == faults


def test_a_formula_that_cannot_be_computed_is_told_instead_of_its_thresholds(monkeypatch) -> None:
    broken = replace(PERCENT, compute=lambda eei, jai, _: eei / jai)
    monkeypatch.setitem(INDEX_FORMULAS, "broken", broken)
    assert told(indices__formula="broken") == [
        "c.yaml, indices.formula: broken of EEI 0 and JAI 0 cannot be computed: it divides by 0"
    ]


def test_all_contradictions_are_told_at_once() -> None:
    assert (
        len(told(indices__degrees__low_to=10, trade__classes__slight=1, multiverse__shown="")) == 3
    )


def test_what_rests_on_a_value_at_fault_is_left_alone() -> None:
    assert told(("indices.degrees.low_to",), indices__degrees__low_to="x") == []
    assert told(("trade",), trade=None) == []
    # a key that is not known is no reason to pass over the others
    assert len(told(("trade.classes.slihgt",), trade__classes__slight=1)) == 1
    years = ("trade.robustness.years, item 1",)
    assert told(years, trade__robustness__years=["x"]) == []
