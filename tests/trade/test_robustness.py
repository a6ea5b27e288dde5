"""Classes over all choices against a computation window by window. Every figure is invented."""

from __future__ import annotations

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade import run_steps
from trade.synthetic import few, flows, pair
from upgrading.steps import trade_robustness
from upgrading.trade import study
from upgrading.trade.classes import CLEAR_CLASSES, ClassChoices, Window, changes
from upgrading.trade.product_entries import Product
from upgrading.trade.robustness import (
    ROBUSTNESS_COLUMNS,
    VERDICT_COLUMNS,
    every_window,
    over_choices,
    verdicts,
    with_comparison,
)

NUMBERS = st.one_of(st.just(math.nan), st.just(0.0), st.floats(0.01, 100))

Rows = list[tuple[str, int, float, float]]


def frame(rows: Rows) -> pd.DataFrame:
    """Unit values of one source and product: exporter, year, share, relative unit value."""
    columns = ["exporter", "year", "market_share", "relative_unit_value"]
    return pd.DataFrame(rows, columns=columns).assign(source="s", product="p")


@st.composite
def measured(draw: st.DrawFn) -> Rows:
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from("AB"), st.integers(1990, 1995)),
            min_size=1,
            max_size=12,
            unique=True,
        )
    )
    return [(*key, draw(NUMBERS), draw(NUMBERS)) for key in sorted(keys)]


def naive_change(series: dict[int, float], window: Window) -> float:
    """End over base less 1, year by year; missing where a year is, or the base is 0."""
    ends = []
    for years in (window.base_years, window.end_years):
        values = [series.get(year, math.nan) for year in years]
        if any(map(math.isnan, values)):
            return math.nan
        ends.append(sum(values) / len(values))
    return ends[1] / ends[0] - 1 if ends[0] > 0 else math.nan


def naive_class(share: float, unit_value: float, tolerance: float) -> str:
    if math.isnan(share) or math.isnan(unit_value):
        return "no data"
    if abs(share) <= tolerance or abs(unit_value) <= tolerance:
        return "no clear change"
    kind = "product upgrading" if unit_value > 0 else "process upgrading"
    failed = share < 0
    return f"failed {kind}" if failed else kind


@few
@given(measured(), measured(), st.lists(st.sampled_from((0.0, 0.05, 0.2)), unique=True))
def test_every_choice_is_as_if_it_were_the_only_one(first, second, tolerances) -> None:
    by_comparator = {"world_excluding": first, "named": second}
    windows = every_window(1990, 1995, (1, 2, 3), 2)
    found = over_choices(
        {name: changes(frame(rows), windows) for name, rows in by_comparator.items()},
        tolerances,
        ClassChoices(),
    )
    assert tuple(found.columns) == ROBUSTNESS_COLUMNS
    seen = {}
    for row in found.itertuples(index=False):
        key = (row.exporter, row.base, row.end, row.years, row.tolerance, row.comparator)
        seen[key] = (row[8], row[9], row[10])
    assert len(seen) == len(found)
    expected = 0
    for (name, rows), window, tolerance in itertools.product(
        by_comparator.items(), windows, tolerances
    ):
        for exporter in {row[0] for row in rows}:
            own = [row for row in rows if row[0] == exporter]
            share = naive_change({row[1]: row[2] for row in own}, window)
            unit_value = naive_change({row[1]: row[3] for row in own}, window)
            key = (exporter, window.base, window.end, window.years, tolerance, name)
            got_share, got_unit_value, got_class = seen[key]
            expected += 1
            for got, wanted in ((got_share, share), (got_unit_value, unit_value)):
                assert (math.isnan(got) and math.isnan(wanted)) or got == pytest.approx(wanted)
            margins = [abs(abs(x) - tolerance) for x in (share, unit_value)]
            if not any(margin < 1e-9 for margin in margins):  # there a last bit decides
                assert got_class == naive_class(share, unit_value, tolerance)
    assert expected == len(found)


def test_every_window_has_two_separate_ends_and_the_least_length() -> None:
    found = {(w.base, w.end, w.years) for w in every_window(1990, 1994, (1, 2), 2)}
    assert found == {
        *((1990, end, 1) for end in (1992, 1993, 1994)),
        *((1991, end, 1) for end in (1993, 1994)),
        (1992, 1994, 1),
        *((1990, end, 2) for end in (1993, 1994)),
        (1991, 1994, 2),
    }
    # a window needs two years, whatever the least length
    assert [(w.base, w.end) for w in every_window(1990, 1991, (1,), 0)] == [(1990, 1991)]


@few
@given(st.integers(1980, 2000), st.integers(0, 12), st.sets(st.integers(1, 4)), st.integers(0, 6))
def test_windows_are_all_those_that_can_be(first, length, years, shortest) -> None:
    last = first + length
    found = every_window(first, last, sorted(years), shortest)
    assert len(found) == len(set(found))
    possible = set()
    for base, end, number in itertools.product(
        range(first, last + 1), range(first, last + 1), years
    ):
        separate = not set(range(base, base + number)) & set(range(end - number + 1, end + 1))
        if separate and base + number <= end - number + 1 and end - base >= shortest:
            possible.add((base, end, number))
    assert {(w.base, w.end, w.years) for w in found} == possible


def test_without_windows_or_figures_there_is_nothing() -> None:
    rows = [("A", 1996, 0.1, 1.0)]
    choices = ClassChoices()
    none = over_choices({"named": changes(frame(rows), [])}, [0.05], choices)
    assert tuple(none.columns) == ROBUSTNESS_COLUMNS
    assert none.empty
    empty = over_choices({"named": changes(frame([]), [Window(1996, 2002)])}, [0.05], choices)
    assert empty.empty
    assert over_choices({}, [0.05], choices).empty
    assert tuple(verdicts(none).columns) == VERDICT_COLUMNS


def test_series_without_a_comparison_are_left_out() -> None:
    rows = [("A", 1996, 0.1, math.nan), ("A", 1997, 0.1, 2.0), ("B", 1996, 0.2, math.nan)]
    assert list(with_comparison(frame(rows))["exporter"]) == ["A", "A"]
    assert with_comparison(frame([])).empty


def choices_with(*classes: str, **columns: list[object]) -> pd.DataFrame:
    """Robustness of one series, a row per class; windows differ unless `columns` say else."""
    number = len(classes)
    frame_ = {
        "source": "s",
        "exporter": "A",
        "product": "p",
        "base": list(range(number)),
        "end": 2000,
        "years": 1,
        "tolerance": 0.0,
        "comparator": "named",
        "share_change": 0.1,
        "relative_unit_value_change": 0.1,
        "class": list(classes),
    }
    return pd.DataFrame({**frame_, **columns})


UP, DOWN = CLEAR_CLASSES[0], CLEAR_CLASSES[3]


@pytest.mark.parametrize(
    ("classes", "verdict", "sentence"),
    [
        ((UP, UP), "stable", "product upgrading under all 2 choices"),
        (("no data",), "no data", "no data under all 1 choices"),
        (
            (UP, UP, "no clear change"),
            "fades",
            "fades: product upgrading under 2, no clear change under 1 of 3 choices",
        ),
        (
            ("no data", "no clear change"),
            "fades",
            "fades: no clear change under 1, no data under 1 of 2 choices",
        ),
        (
            (DOWN, UP, UP),
            "flips",
            "flips: product upgrading under 2, failed process upgrading under 1 of 3 choices",
        ),
    ],
)
def test_verdicts(classes, verdict, sentence) -> None:
    row = verdicts(choices_with(*classes)).iloc[0]
    assert (row["verdict"], row["sentence"]) == (verdict, sentence)
    assert row["choices"] == len(classes)
    assert row["turns_on"] == ("window" if verdict == "flips" else "")


def test_a_class_turns_on_a_choice_only_if_the_others_are_held() -> None:
    same = {"base": [1990, 1990]}
    on_comparator = choices_with(UP, DOWN, **same, comparator=["named", "world_excluding"])
    assert verdicts(on_comparator)["turns_on"].item() == "comparator"
    on_tolerance = choices_with(UP, DOWN, **same, tolerance=[0.0, 0.1])
    assert verdicts(on_tolerance)["turns_on"].item() == "tolerance"
    together = choices_with(UP, DOWN, comparator=["named", "world_excluding"])
    assert verdicts(together)["turns_on"].item() == ""
    assert verdicts(together)["verdict"].item() == "flips"


def test_products_measured_together_are_as_each_by_itself() -> None:
    years = range(1996, 2003)
    rows = [
        pair(exporter, 1000 + 37 * step * place, 100 + 11 * step, product=product, year=year)
        for step, year in enumerate(years, start=1)
        for place, exporter in enumerate(("BRA", "ITA", "MEX"), start=1)
        for product in ("tiles", "shoes", "salmon")
        if (product, exporter) != ("shoes", "MEX")  # and of salmon nothing is told
        and product != "salmon"
    ]
    entries = {
        name: Product(label=name, clusters={"a_cluster": "BRA"}, codes={"HS": (code,)})
        for name, code in {"tiles": "690890", "shoes": "640399", "salmon": "030212"}.items()
    }
    config = {
        "comparators": ["world_excluding", "median_exporter"],
        "tolerances": [0, 0.05],
        "years": [1, 2],
        "shortest": 2,
    }
    shipped = run_steps.config()
    asked = trade_robustness.pieces(
        flows(*rows), entries, shipped["measures"], shipped["classes"], config
    )
    together = trade_robustness.make(asked)
    assert list(together) == list(entries)
    assert len(together["tiles"])
    for name, data in asked.items():
        own = study.over_all_choices(*data)
        pd.testing.assert_frame_equal(together[name], own, check_dtype=len(own) > 0)
    assert trade_robustness.make({}) == {}
