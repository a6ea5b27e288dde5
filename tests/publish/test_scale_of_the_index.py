"""Figures and notes are on the scale of the formula that makes the index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from own_index import registered
from reference import REPORT_RULE

from upgrading.cases.indices import IndexRule, collective_efficiency
from upgrading.exhibits import comparisons as comparison_tables
from upgrading.figures.association import upgrading_against_index
from upgrading.figures.cases import indices_by_cluster
from upgrading.figures.style import render
from upgrading.inference.between_groups import between_groups, group_differences
from upgrading.inference.permutation import PermutationChoices

GEOMETRIC = replace(REPORT_RULE, formula="geometric_mean")


@pytest.fixture
def percent() -> Iterator[IndexRule]:
    with registered() as rule:
        yield rule


def drawn(clusters: pd.DataFrame, rule: IndexRule):
    return indices_by_cluster.draw(clusters, collective_efficiency(clusters, rule), rule)


@pytest.mark.parametrize("rule", [REPORT_RULE, GEOMETRIC], ids=["report", "geometric"])
def test_the_dot_plot_is_on_the_report_s_scale_where_the_index_is(clusters, rule) -> None:
    drawing = drawn(clusters, rule)
    axes = drawing.figure.axes[0]
    assert axes.get_xlim() == pytest.approx((-0.3, 12.3))
    assert axes.get_xlabel() == "Points (external economies and joint action: 0–12)"
    assert list(axes.get_xticks())[1:-1] == [0, 2, 4, 6, 8, 10, 12]


def test_the_dot_plot_shows_the_index_of_the_formula(clusters) -> None:
    """Highest are Valle del Cauca's √90 = 9.49, Medium, and Petrolina's √93.5 and others, High."""
    usual, geometric = (drawn(clusters, rule) for rule in (REPORT_RULE, GEOMETRIC))
    assert render(usual, "svg") != render(geometric, "svg")
    sugar = collective_efficiency(clusters, GEOMETRIC).set_index("cluster_id")
    assert list(sugar.loc["sugar_valle_del_cauca", ["ce_index", "ce_degree"]]) == [
        Fraction("9.48683298051"),
        "medium",
    ]


def test_the_dot_plot_is_on_the_scale_of_an_own_formula(clusters, percent) -> None:
    axes = drawn(clusters, percent).figure.axes[0]
    assert axes.get_xlim() == pytest.approx((-2.5, 102.5))
    assert axes.get_xlabel() == (
        "Points (external economies and joint action: 0–12; collective efficiency: 0–100)"
    )
    assert list(axes.get_xticks())[1:4] == [0, 10, 20]
    assert {text.get_text() for text in axes.texts} >= {"Low up to 17.5 ", " High from 60"}


def test_small_multiples_are_on_the_scale_of_the_formula(clusters, percent, measured) -> None:
    for rule, limits, label in (
        (REPORT_RULE, (-0.6, 12.6), "(points, 0–12); scores 0–3"),
        (percent, (-5, 105), "(points, 0–100); scores 0–3"),
    ):
        indices = collective_efficiency(clusters, rule)
        figure = upgrading_against_index.draw(clusters, indices, measured, rule.scale).figure
        assert figure.axes[0].get_xlim() == pytest.approx(limits)
        assert any(label in text.get_text() for text in figure.texts)


@pytest.mark.ci
def test_the_note_of_group_differences_tells_the_scale(clusters, percent) -> None:
    level, choices = Fraction(95, 100), PermutationChoices(99, 0, 4)
    for rule, start in (
        (GEOMETRIC, "Indices 0–12, scores 0–3. "),
        (percent, "Indices 0–12, collective efficiency 0–100, scores 0–3. "),
    ):
        indices = collective_efficiency(clusters, rule)
        compared = (
            between_groups(clusters, indices, choices),
            group_differences(clusters, indices, level),
        )
        table = comparison_tables.group_differences(*compared, level, rule.scale)
        assert table.notes[0].startswith(start)
