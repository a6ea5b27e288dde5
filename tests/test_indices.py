import re
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import REPORT_RULE
from shipped_config import SHIPPED, changed

from upgrading.cases.indices import (
    INDEX_FORMULAS,
    REPORTED,
    IndexRule,
    Weights,
    collective_efficiency,
    component_sum,
    degree,
    degree_told,
    formula_fault,
    geometric_mean,
    index_of,
    index_told,
    sum_told,
)
from upgrading.numbers import exact_text
from upgrading.vocabulary import COMPONENTS

half_steps = st.sampled_from([Fraction(n, 2) for n in range(7)])


@pytest.mark.parametrize(
    ("cluster", "eei", "jai", "ce_index", "ce_degree"),
    [
        # by hand from Annex Tables 1-8
        ("textiles_medellin", "6.5", "6", "6.25", "medium"),  # 2+2+1+1.5, 1+2+1+2
        ("footwear_guadalajara", "9", "7", "8", "medium"),  # 3+2+2+2, 2+2+1+2
        ("garments_torreon", "2", "2", "2", "low"),
        ("furniture_chipilo", "6", "4", "5", "low"),  # 1+2+2+1, 2+1+0+1; 5 is still Low
        ("sugar_valle_del_cauca", "9", "10", "9.5", "high"),  # 9.5 is already High
        ("electronics_jalisco", "6", "3.38", "4.69", "low"),  # 1+0+1.5+0.88
        ("high_tech_campinas", "8", "6", "7", "medium"),  # 3+1+2+2, 2+1+1+2
        ("software_blumenau", "9.5", "9", "9.25", "medium"),  # 3+1.5+2+3, 1+3+2+3
        ("garments_bucaramanga", "6", "5", "5.5", "medium"),  # 3+1+n.a.+2 summed as it is
    ],
)
def test_index_by_hand(indices, cluster, eei, jai, ce_index, ce_degree) -> None:
    row = indices.set_index("cluster_id").loc[cluster]
    assert list(row) == [Fraction(eei), Fraction(jai), Fraction(ce_index), ce_degree]


@pytest.mark.parametrize(
    ("rule", "expected"), [("zero", Fraction(6)), ("skip", Fraction(8)), ("exclude", None)]
)
def test_rule_for_a_component_not_available(rule, expected) -> None:
    assert component_sum([Fraction(3), Fraction(1), None, Fraction(2)], rule) == expected


@pytest.mark.parametrize("rule", ["zero", "skip", "exclude"])
def test_an_index_of_nothing_is_nothing(rule) -> None:
    assert component_sum([None] * 4, rule) is None


@pytest.mark.parametrize("rule", ["zero", "skip", "exclude"])
def test_a_cluster_without_any_score_has_no_index(rule) -> None:
    frame = pd.DataFrame({name: [None, Fraction(1)] for name in COMPONENTS}, dtype=object)
    frame = frame.assign(cluster_id=["none", "some"])
    found = collective_efficiency(frame, replace(REPORT_RULE, not_available=rule))
    assert found.to_numpy().tolist() == [["none", *[None] * 4], ["some", 4, 4, 4, "low"]]


def test_excluded_cluster_has_no_index_and_no_degree(clusters) -> None:
    rule = replace(REPORT_RULE, not_available="exclude")
    row = collective_efficiency(clusters, rule).set_index("cluster_id").loc["garments_bucaramanga"]
    assert row["eei"] is None
    assert row["ce_index"] is None
    assert row["ce_degree"] is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [("9.5", "high"), ("9.49", "medium"), ("5.01", "medium"), ("5", "low"), ("0", "low")],
)
def test_degree_at_its_thresholds(value: str, expected: str) -> None:
    assert degree(Fraction(value), REPORT_RULE) == expected


def test_rule_reads_decimals_of_the_config_as_written() -> None:
    rule = IndexRule.from_config(
        {
            "weights": {"external_economies": 0.3, "joint_action": 0.7},
            "degrees": {"high_from": 9.1, "low_to": 5.3},
            "not_available": "skip",
        }
    )
    assert rule.weight_external_economies == Fraction(3, 10)
    assert rule.high_from == Fraction(91, 10)
    assert rule.formula == "weighted_mean"  # of choices accepted before there was a formula


def test_the_formula_is_the_one_that_the_config_names() -> None:
    rule = IndexRule.from_config(changed(indices__formula="geometric_mean")["indices"])
    assert rule == replace(REPORT_RULE, formula="geometric_mean")
    assert IndexRule.from_config(SHIPPED["indices"]) == REPORT_RULE


@given(st.lists(half_steps, min_size=8, max_size=8))
def test_index_lies_between_its_two_parts_and_on_the_scale(scores: list[Fraction]) -> None:
    columns = [
        ["ee_labour_market", "ee_inputs", "ee_information", "ee_market_access"],
        ["ja_backward", "ja_forward", "ja_bilateral", "ja_multilateral"],
    ]
    frame = pd.DataFrame([["x", *scores]], columns=["cluster_id", *columns[0], *columns[1]])
    row = collective_efficiency(frame, REPORT_RULE).iloc[0]
    assert row["eei"] == sum(scores[:4])
    assert min(row["eei"], row["jai"]) <= row["ce_index"] <= max(row["eei"], row["jai"])
    assert 0 <= row["ce_index"] <= 12


def evaluated(formula: str) -> Fraction:
    """`(3 + 1.5) × 4 / 2` as exact arithmetic."""
    assert re.fullmatch(r"[\d. +×/()]+", formula), formula
    code = re.sub(r"\d+(?:\.\d+)?", lambda number: f"Fraction('{number[0]}')", formula)
    return eval(code.replace("×", "*"), {"Fraction": Fraction})


@given(
    st.lists(st.none() | half_steps, min_size=4, max_size=4),
    st.sampled_from(["zero", "skip", "exclude"]),
)
def test_a_sum_is_told_as_it_is_computed(scores, rule) -> None:
    value = component_sum(scores, rule)
    words, formula = sum_told(scores, rule)
    assert words.startswith("sum of the four components")
    assert (";" in words) is (None in scores)
    if value is not None:
        assert evaluated(formula) == value


points = st.integers(0, 24).map(lambda n: Fraction(n, 2))


@given(points, points, st.integers(0, 10).map(lambda n: Fraction(n, 10)))
def test_an_index_is_told_as_it_is_computed(eei, jai, share) -> None:
    rule = REPORT_RULE.with_share(share)
    assert rule.weights.share == share
    assert evaluated(index_told(eei, jai, rule)[1]) == index_of(eei, jai, rule)


def test_a_degree_is_told_with_its_thresholds() -> None:
    words = "degree of the index: High from 9.5, Low up to 5, else Medium"
    assert degree_told(Fraction("6.25"), REPORT_RULE) == (words, "6.25")
    assert degree_told(None, REPORT_RULE) == (words, "")


def test_the_report_s_own_rule_is_that_of_its_footnote_11() -> None:
    assert REPORTED == REPORT_RULE


@pytest.mark.parametrize(
    ("missing", "cluster", "eei", "jai", "ce_index", "ce_degree"),
    [
        # by hand from Annex Tables 1 and 2: the roots of 39, 24 and 30, of 40 with 6 × 4 / 3
        *(
            (missing, *row)
            for missing in ("zero", "skip", "exclude")
            for row in (
                ("textiles_medellin", "6.5", "6", "6.24499799840", "medium"),
                ("furniture_chipilo", "6", "4", "4.89897948557", "low"),
                ("garments_torreon", "2", "2", "2", "low"),
            )
        ),
        ("zero", "garments_bucaramanga", "6", "5", "5.47722557505", "medium"),
        ("skip", "garments_bucaramanga", "8", "5", "6.32455532034", "medium"),
        ("exclude", "garments_bucaramanga", None, "5", None, None),
    ],
)
def test_geometric_means_by_hand(clusters, missing, cluster, eei, jai, ce_index, ce_degree) -> None:
    rule = replace(REPORT_RULE, formula="geometric_mean", not_available=missing)
    row = collective_efficiency(clusters, rule).set_index("cluster_id").loc[cluster]
    expected = [None if text is None else Fraction(text) for text in (eei, jai, ce_index)]
    assert list(row) == [*expected, ce_degree]


@pytest.mark.parametrize(
    ("eei", "jai", "weights", "expected"),
    [
        (0, 12, (1, 1), "0"),
        (0, 12, (0, 1), "12"),
        (0, 12, (1, 0), "0"),
        (4, 9, ("0.5", "0.5"), "6"),
        (4, 9, (2, 2), "6"),  # weights that add to more: the same mean
        (1, 8, ("0.1", "0.2"), "4"),  # the third root of 1 × 64
        (Fraction(20, 3), Fraction(20, 3), (1, 2), "20/3"),
        (2, 6, (1, 1), "3.46410161514"),
        (3, 4, (1, 1), "3.46410161514"),  # of the same product, so a tie
    ],
)
def test_a_geometric_mean_where_it_is_a_plain_number(eei, jai, weights, expected) -> None:
    given = Weights(*map(Fraction, weights))
    assert geometric_mean(Fraction(eei), Fraction(jai), given) == Fraction(expected)


@given(points, points, st.integers(1, 9))
def test_a_geometric_mean_is_right_to_twelve_digits(eei, jai, tenths) -> None:
    value = geometric_mean(eei, jai, Weights(Fraction(tenths, 10), Fraction(10 - tenths, 10)))
    power = eei**tenths * jai ** (10 - tenths)
    # half of the twelfth digit, ten times
    assert abs(value**10 - power) <= power * Fraction(6, 10**11)
    assert min(eei, jai) <= value <= max(eei, jai)
    text = exact_text(value)
    assert Fraction(text) == value, "a data file holds all of it"


@given(
    st.sampled_from(sorted(INDEX_FORMULAS)),
    st.lists(st.none() | half_steps, min_size=8, max_size=8),
    st.sampled_from(["zero", "skip", "exclude"]),
    st.integers(0, 10),
    st.integers(1, 10),
)
def test_every_formula_stays_on_its_scale(name, scores, missing, share, total) -> None:
    rule = replace(REPORT_RULE, formula=name, not_available=missing)
    rule = rule.with_share(Fraction(share, 10), total=Fraction(total, 5))
    assert formula_fault(rule) is None
    eei, jai = (component_sum(four, missing) for four in (scores[:4], scores[4:]))
    index = index_of(eei, jai, rule)
    assert (index is None) is (eei is None or jai is None)
    if index is not None:
        assert isinstance(index, Fraction)
        assert rule.scale[0] <= index <= rule.scale[1]


def test_a_geometric_mean_is_told() -> None:
    rule = replace(REPORT_RULE.with_share(Fraction(3, 10)), formula="geometric_mean")
    assert index_told(Fraction("6.5"), Fraction(6), rule) == (
        "weighted geometric mean of the indices of external economies and of joint action",
        "6.5^0.3 × 6^0.7",
    )


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (lambda eei, jai: eei / jai, "own of EEI 0 and JAI 0 cannot be computed: it divides by 0"),
        (lambda eei, jai: 0.5 * eei, "own of EEI 0 and JAI 0 is no exact Fraction: 0.0"),
        (lambda eei, jai: eei + jai, "own of EEI 1 and JAI 12 is 13, which is not on its scale, "),
        (lambda eei, jai: eei - jai, "own of EEI 0 and JAI 1 is -1, which is not on its scale, "),
    ],
)
def test_a_formula_that_does_not_do_is_told(monkeypatch, value, fault) -> None:
    own = replace(INDEX_FORMULAS["weighted_mean"], compute=lambda eei, jai, _: value(eei, jai))
    monkeypatch.setitem(INDEX_FORMULAS, "own", own)
    assert formula_fault(replace(REPORT_RULE, formula="own")).startswith(fault)
