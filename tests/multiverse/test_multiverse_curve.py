from __future__ import annotations

import math
from fractions import Fraction
from zlib import crc32

import numpy as np
import pandas as pd
import pytest
from made_up import ERRATA, NATURAL, TRADITIONAL, grid, made_up, relation
from scipy import stats

from upgrading.faults import DataFaults
from upgrading.files.frames import to_csv
from upgrading.multiverse.curve import JointTest, curve, permutations
from upgrading.multiverse.relations import Member
from upgrading.multiverse.specifications import design
from upgrading.multiverse.summary import SPECIFICATION_COLUMNS, SUMMARY_COLUMNS, examine
from upgrading.multiverse.variants import editions

TEST = JointTest(permutations=30, seed=3, negligible=0.1)


def two_groups(
    seed: int, per_group: int = 6, between: int = 0
) -> tuple[dict[str, str], list, list]:
    """Clusters of two sector groups, scores drawn apart; `between` shifts both in the second."""
    draw = np.random.default_rng(seed)
    groups = {f"c{n:02d}": (TRADITIONAL, NATURAL)[n % 2] for n in range(2 * per_group)}
    shift = np.arange(2 * per_group) % 2 * between
    x = (draw.integers(0, 5, 2 * per_group) + shift).tolist()
    y = [Fraction(int(v), 2) for v in draw.integers(0, 5, 2 * per_group) + 2 * shift]
    return groups, x, y


def planned(of, data, chosen):
    """The specifications of a relation over made-up data."""
    return design([Member.of(of, 1)], data, chosen)


def by_hand(plan, sign: str, test: JointTest, name: str):
    """Effects and joint p-values, specification by specification and permutation by permutation."""
    generator = np.random.default_rng([test.seed, crc32(name.encode())])
    positions = permutations(plan.sectors, test.permutations, generator)
    effects = np.array(
        [
            [
                _tau_b(x, y[position], plan.sectors)
                for x, y in zip(plan.x[0], plan.y[0], strict=True)
            ]
            for position in positions
        ]
    )
    borne_out = {
        "positive": effects > 0,
        "negative": effects < 0,
        "none": np.abs(effects) <= test.negligible + 1e-9,
    }[sign]
    share = np.where(np.isnan(effects), math.nan, borne_out)
    some = effects[:, ~np.isnan(effects).all(axis=0)]
    some = some[:, np.nanstd(some, axis=0) > 1e-6]
    z = (some - np.nanmean(some, axis=0)) / np.nanstd(some, axis=0)
    found = []
    for statistic, side in (
        (np.round(np.nanmedian(np.round(effects, 3), axis=1), 6), sign),
        (np.nanmean(share, axis=1), "negative" if sign == "none" else "positive"),
        (np.nanmean(z, axis=1), sign),
    ):
        if side == "none":
            far = np.abs(statistic - statistic.mean())
            found.append((far >= far[0] - 1e-5).mean())
        else:
            turned = statistic if side == "positive" else -statistic
            found.append((turned >= turned[0] - 1e-5).mean())
    return effects[0], found


def _tau_b(x, y, sectors):
    excess = untied_x = untied_y = 0
    for i in range(len(x)):
        for j in range(i):
            if sectors[i] == sectors[j] and min(x[i], x[j], y[i], y[j]) >= 0:
                s, t = np.sign(int(x[i]) - int(x[j])), np.sign(int(y[i]) - int(y[j]))
                excess, untied_x, untied_y = excess + s * t, untied_x + abs(s), untied_y + abs(t)
    return excess / math.sqrt(untied_x * untied_y) if untied_x * untied_y else math.nan


@pytest.mark.parametrize(
    ("sign", "gaps"),
    [
        pytest.param("positive", False, marks=pytest.mark.ci),
        pytest.param("positive", True, marks=pytest.mark.ci),
        ("negative", False),
        ("none", True),
    ],
)
def test_the_curve_is_the_one_computed_by_loops(sign, gaps) -> None:
    groups, x, y = two_groups(seed=5, per_group=4)
    if gaps:
        y[2] = None
    asserted = relation(groups=(TRADITIONAL, NATURAL), sign=sign)
    chosen = grid(low_to=(Fraction(5), Fraction(9)), high_from=(Fraction(6), Fraction(10)))
    plan = planned(asserted, made_up(groups, x, y), chosen)
    found = curve(plan, sign, TEST, "loops")
    effects, p_values = by_hand(plan, sign, TEST, "loops")
    assert np.isnan(effects).any() and not np.isnan(effects).all()
    np.testing.assert_allclose(found.effects, effects, atol=1e-12)
    assert [found.median.p, found.share.p, found.z.p] == pytest.approx(p_values, abs=1e-12)


def test_p_of_one_specification_is_that_of_all_permutations() -> None:
    """τ-b of 1, 2, 3, 4 with itself is 1: as far out as its opposite, 2 of 24 permutations."""
    groups = {f"c{n}": TRADITIONAL for n in range(4)}
    data = made_up(groups, [0, 1, 2, 3], [0, 1, 2, 3])
    plan = planned(relation("ja_forward"), data, grid())
    found = curve(plan, "positive", JointTest(5_000, 1, 0.1), "x")
    assert found.p_values == pytest.approx([2 / 24], abs=0.01)
    assert found.median.p == pytest.approx(1 / 24, abs=0.01)


@pytest.mark.ci
def test_without_a_relation_the_joint_test_rejects_as_often_as_it_says() -> None:
    """Scores that differ between sector groups, and within them have nothing to do with y."""
    asserted = relation(groups=(TRADITIONAL, NATURAL))
    chosen = grid(low_to=(Fraction(4), Fraction(5)), high_from=(Fraction(11, 2), Fraction(6)))
    p_values = []
    for seed in range(400):
        data = made_up(*two_groups(seed, per_group=8, between=2))
        plan = planned(asserted, data, chosen)
        found = curve(plan, "positive", JointTest(99, seed, 0.1), "null")
        p_values.append((found.median.p, found.share.p, found.z.p))
    median, share, z = np.array(p_values).T
    for p in (median, z):
        assert 0.025 <= (p <= 0.05).mean() <= 0.08
        assert stats.kstest(p, "uniform").pvalue > 0.01
    assert (share <= 0.05).mean() <= 0.08  # coarse: often every specification has the sign


def test_what_nothing_can_be_estimated_of_is_missing_not_0() -> None:
    groups = {f"c{n}": TRADITIONAL for n in range(4)}
    found = examine(
        "x", relation("ja_forward"), made_up(groups, [0, 1, 2, 3], [3] * 4), grid(), TEST
    )
    row = found.summary.iloc[0]
    assert (row["not_estimable"], row["specifications"], row["clusters"]) == (1, 1, 4)
    assert row["median"] is None and row["p_median"] is None and row["share_asserted"] is None
    assert found.specifications["effect"].isna().all()
    assert found.choices["median"].isna().all()


def test_a_relation_of_groups_that_do_not_score_y_is_refused(of_report) -> None:
    with pytest.raises(DataFaults, match="relation x: no cluster of traditional_manufacturing has"):
        examine("x", relation(y="up_intersectoral"), of_report, grid(), TEST)


def test_the_order_of_rows_does_not_matter(clean_cases, tables) -> None:
    frames = [
        clean_cases.printed_clusters,
        clean_cases.corrected_clusters,
        clean_cases.cells,
        ERRATA,
    ]
    asserted = relation(groups=(NATURAL, TRADITIONAL), y="up_process")
    texts = []
    for order in (1, -1):
        read = editions(*(frame.iloc[::order].reset_index(drop=True) for frame in frames), tables)
        found = examine("x", asserted, read, grid(), TEST)
        texts.append(
            [
                to_csv(frame.astype(object).where(frame.notna(), None))
                for frame in (found.specifications, found.summary, found.choices)
            ]
        )
    assert texts[0] == texts[1]


def test_frames_have_the_columns_that_are_promised(of_report) -> None:
    found = examine("x", relation("jai"), of_report, grid(), TEST)
    assert tuple(found.specifications.columns) == SPECIFICATION_COLUMNS
    assert tuple(found.summary.columns) == SUMMARY_COLUMNS
    assert isinstance(found.specifications, pd.DataFrame)
    estimable = found.specifications["effect"].dropna()
    row = found.summary.iloc[0]
    assert row["median"] == pytest.approx(estimable.median())
    assert row["share_positive"] == pytest.approx((estimable > 0).mean())
    assert found.specifications["baseline"].sum() == 1
