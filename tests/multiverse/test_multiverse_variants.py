"""What the multiverse computes is what `indices` computes, over the whole range of scores."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from made_up import TRADITIONAL
from reference import REPORT_RULE

from upgrading.cases.indices import INDEX_FORMULAS, collective_efficiency, degree, pooled_index
from upgrading.multiverse.variants import Editions, IndexChoice, Variants
from upgrading.vocabulary import COMPONENTS

scores = st.lists(
    st.none() | st.sampled_from([Fraction(n, 2) for n in range(7)]), min_size=8, max_size=8
)
weights = st.tuples(*[st.integers(0, 40).map(lambda n: Fraction(n, 20))] * 2).filter(any)
rules = st.builds(
    lambda weights, low, above, missing, formula: replace(
        REPORT_RULE,
        weight_external_economies=weights[0],
        weight_joint_action=weights[1],
        low_to=low,
        high_from=low + above,
        not_available=missing,
        formula=formula,
    ),
    weights,
    st.integers(0, 48).map(lambda n: Fraction(n, 4)),
    st.integers(1, 24).map(lambda n: Fraction(n, 4)),
    st.sampled_from(["zero", "skip", "exclude"]),
    st.sampled_from(sorted(INDEX_FORMULAS)),
)


@given(scores, rules)
def test_an_index_of_the_multiverse_is_that_of_the_analysis(eight, rule) -> None:
    frame = pd.DataFrame([["x", *eight]], columns=["cluster_id", *COMPONENTS], dtype=object)
    expected = collective_efficiency(frame, rule).iloc[0]
    of = {("x", name): score for name, score in zip(COMPONENTS, eight, strict=True)}
    variants = Variants(Editions({"x": TRADITIONAL}, {"printed": of}, {}, {}))
    own = IndexChoice("printed", "components", rule.with_share(rule.weights.share), "sum")
    assert [variants.index(name, own)["x"] for name in ("eei", "jai", "ce_index")] == [
        expected["eei"],
        expected["jai"],
        expected["ce_index"],
    ]
    assert degree(expected["ce_index"], rule) == expected["ce_degree"]
    if None not in eight and rule.formula == "weighted_mean":
        pooled = variants.index("ce_index", replace(own, aggregation="mean"))["x"]
        assert pooled == expected["ce_index"]


def test_a_pooled_index_by_hand() -> None:
    """½ × (3 + 1 + 2) and ½ × (2 + 1 + 1 + 1), of 3½ weights of 4."""
    economies = [Fraction(3), Fraction(1), None, Fraction(2)]
    actions = [Fraction(2), Fraction(1), Fraction(1), Fraction(1)]
    assert pooled_index(economies, actions, REPORT_RULE) == Fraction(44, 7)
    uneven = REPORT_RULE.with_share(Fraction(1, 4))
    # (6/4 + 15/4) / (3/4 + 3) of 4
    assert pooled_index(economies, actions, uneven) == Fraction(28, 5)
    assert pooled_index([None] * 4, actions, REPORT_RULE) is None
    assert pooled_index(economies, [None] * 4, REPORT_RULE) is None
