"""The search for a rule by which a table of means was made of some of its clusters."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upgrading.audit import rounding, selections
from upgrading.audit.selections import Means, search
from upgrading.numbers import mean, shown
from upgrading.parts import plain
from upgrading.vocabulary import CLUSTER_COLUMNS, DEGREES

KINDS = ("up_product", "up_process")


def made_up(scores: list[dict[str, object]]) -> pd.DataFrame:
    """Clusters with some scores, the others not available."""
    rows = [{"cluster_id": f"c{n}", **own} for n, own in enumerate(scores)]
    frame = pd.DataFrame(rows, columns=list(CLUSTER_COLUMNS), dtype=object)
    return frame.where(frame.notna(), None).set_index("cluster_id")


def printed_of(clusters: pd.DataFrame, degrees: dict[str, str], missing: str = "skip"):
    """The table of means that these clusters give, two decimals."""
    texts = {}
    for degree in DEGREES:
        for kind in KINDS:
            scores = [clusters.loc[c, kind] for c in clusters.index if degrees[c] == degree]
            if missing == "zero":
                scores = [score or Fraction(0) for score in scores]
            value, _ = mean(scores)
            if value is not None:
                texts[degree, kind] = shown(value, 2)
    return texts


def group() -> tuple[pd.DataFrame, dict[str, str]]:
    """Twelve clusters of three degrees, five of them without functional upgrading."""
    scores = [
        {
            "up_product": Fraction((7 * n) % 6 + 1, 2),
            "up_process": Fraction((5 * n) % 7, 2),
            "up_functional": Fraction(n % 5 % 3),
            "gov_market": Fraction(n % 4),
        }
        for n in range(12)
    ]
    clusters = made_up(scores)
    names = list(DEGREES)
    return clusters, {cluster: names[n % 3] for n, cluster in enumerate(clusters.index)}


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ("clusters with up_functional above 0", lambda row: row["up_functional"] > 0),
        ("clusters with gov_market global chain", lambda row: row["gov_market"] == 2),
        ("clusters with up_product of at least 2", lambda row: row["up_product"] >= 2),
    ],
)
def test_a_rule_that_made_a_table_is_found(told, rule) -> None:
    clusters, degrees = group()
    kept = clusters[[rule(row) for _, row in clusters.iterrows()]]
    texts = printed_of(kept, degrees)
    found = search(Means(texts, clusters, {"as printed": degrees}))
    assert found is not None
    assert found.cells == set(texts)
    assert told in [plain(one.told) for one in found.best]


def test_a_table_of_all_its_clusters_needs_no_rule() -> None:
    clusters, degrees = group()
    assert search(Means(printed_of(clusters, degrees), clusters, {"as printed": degrees})) is None


def test_what_is_not_available_may_count_as_nothing_or_leave_its_cluster_out() -> None:
    clusters, degrees = group()
    clusters.loc["c3", "up_product"] = None
    for missing, told in (
        ("zero", "all clusters, what is not available counted as 0"),
        ("leave out", "all clusters, without those that lack a score of the table"),
    ):
        kept = clusters.drop(index="c3") if missing == "leave out" else clusters
        texts = printed_of(kept, degrees, missing)
        found = search(Means(texts, clusters, {"as printed": degrees}))
        assert found is not None
        assert told in [plain(one.told) for one in found.best]


def test_the_degrees_may_be_those_recomputed() -> None:
    clusters, degrees = group()
    others = {**degrees, "c0": "low", "c4": "high"}
    texts = printed_of(clusters, others)
    found = search(Means(texts, clusters, {"as printed": degrees, "recomputed": others}))
    assert found is not None
    assert plain(found.best[0].told) == "all clusters, degrees recomputed"


def test_chance_is_counted_over_all_subsets_of_as_many_clusters() -> None:
    clusters, degrees = group()
    kept = clusters[[row["up_functional"] > 0 for _, row in clusters.iterrows()]]
    texts = printed_of(kept, degrees)
    found = search(Means(texts, clusters, {"as printed": degrees}))
    assert found is not None
    size = len(found.best[0].members)
    good = 0
    subsets = list(combinations(clusters.index, size))
    for subset in subsets:
        fits = 0
        for (degree, kind), text in texts.items():
            value, _ = mean(clusters.loc[c, kind] for c in subset if degrees[c] == degree)
            fits += value is not None and rounding.match(text, value).agrees
        good += fits >= len(found.cells)
    assert (found.as_good, found.subsets) == (good, len(subsets))
    assert Fraction(good, len(subsets)) <= found.chance < 1
    assert found.distinct <= found.tried


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.one_of(st.none(), st.integers(0, 6)), st.integers(0, 2)),
        min_size=2,
        max_size=8,
    ),
    st.sampled_from(["skip", "zero"]),
    st.data(),
)
def test_cells_are_reproduced_as_exact_means_are(rows, missing, data) -> None:
    """The whole numbers by which many subsets are compared say what fractions say."""
    clusters = made_up(
        [
            {"up_product": Fraction(a, 2), "up_process": None if b is None else Fraction(b, 2)}
            for a, b, _ in rows
        ]
    )
    degrees = {f"c{n}": list(DEGREES)[place] for n, (_, _, place) in enumerate(rows)}
    texts = {
        (degree, kind): data.draw(st.sampled_from(["0.5", "1.25", "1.66", "2", "1.7", "0.12"]))
        for degree in DEGREES
        for kind in KINDS
    }
    members = data.draw(st.sets(st.sampled_from(sorted(degrees))))
    counted = selections._Counted.of(Means(texts, clusters, {"d": degrees}), "d")
    expected = set()
    for (degree, kind), text in texts.items():
        scores = [clusters.loc[c, kind] for c in members if degrees[c] == degree]
        if missing == "zero":
            scores = [score or Fraction(0) for score in scores]
        value, _ = mean(scores)
        if value is not None and rounding.match(text, value).agrees:
            expected.add((degree, kind))
    assert counted.cells(sorted(members), missing) == expected


def test_of_too_many_clusters_nothing_is_said() -> None:
    clusters = made_up([{kind: Fraction(1) for kind in KINDS}] * (selections.LARGEST_CLASS + 1))
    degrees = dict.fromkeys(clusters.index, "high")
    assert search(Means({("high", "up_product"): "3"}, clusters, {"as printed": degrees})) is None
