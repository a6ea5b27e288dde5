"""What a referee asks: by hand on made-up clusters, and of the study."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from reference import REPORT_RULE
from tabulated import cells_and_text

from upgrading.cases.indices import collective_efficiency
from upgrading.claims.draws import errors
from upgrading.claims.evidence import Evidence
from upgrading.claims.tested import effects_under_error
from upgrading.inference.referee import (
    Ceiling,
    Corrected,
    added_clusters,
    ceilings,
    corrected_cells,
    pairings,
    power,
    sign_test,
    twins,
)
from upgrading.inference.sets import Cases, effects, efficiency_steps
from upgrading.steps.inference_exhibits import referee_at_all
from upgrading.vocabulary import SCORES


@pytest.mark.parametrize(
    ("above", "below", "p"),
    [(0, 0, 1), (1, 0, 1), (5, 0, Fraction(1, 16)), (4, 1, Fraction(3, 8)), (3, 3, 1)],
)
def test_the_sign_test_by_hand(above, below, p) -> None:
    """Of five: 2 × 1/32 with none below, 2 × (1 + 5)/32 with one."""
    assert sign_test(above, below) == sign_test(below, above) == p


def test_ceilings_of_the_study(printed_clusters) -> None:
    found = {one.column: one for one in ceilings(printed_clusters)}
    assert found["up_product"] == Ceiling("up_product", 40, 18)
    assert found["up_functional"] == Ceiling("up_functional", 39, 0)


def test_twins_of_the_study(clusters, indices, printed_clusters) -> None:
    """The corrected apples are the mangoes."""
    apples = ("apples_santa_catarina", "mangoes_grapes_petrolina_juazeiro")
    found = {one.clusters: one for one in twins(clusters, indices)}
    assert found[apples].efficiency == Fraction(21, 2)
    assert found[apples].upgrading == (3, 3, 0, 0)
    assert apples not in {
        one.clusters
        for one in twins(printed_clusters, collective_efficiency(printed_clusters, REPORT_RULE))
    }
    assert all(a < b for a, b in found)


def test_pairs_of_the_study(printed_clusters) -> None:
    """As counted by the table of external economies against joint action."""
    indices = collective_efficiency(printed_clusters, REPORT_RULE)
    economies, *upgrading = pairings(printed_clusters, indices)
    assert (economies.above, economies.equal, economies.below) == (31, 6, 3)
    assert [(one.above, one.equal, one.below) for one in upgrading] == [(35, 4, 0), (37, 2, 0)]
    assert upgrading[0].p == Fraction(1, 2**34)


def test_what_the_corrected_edition_changes(printed_clusters, clusters) -> None:
    assert [*corrected_cells(printed_clusters, clusters)] == [
        Corrected("apples_santa_catarina", "natural_resource_based", "up_process", 2, 3)
    ]
    assert added_clusters(printed_clusters, clusters) == []
    assert added_clusters(printed_clusters.iloc[1:], clusters) == ["traditional_manufacturing"]


def test_what_relations_of_a_group_would_have_taken(relations_tested, listed) -> None:
    tested = relations_tested["printed"][0]
    found = {one.groups: one for one in power(tested, listed)}
    signed = tested[(tested["sign"] != "none") & tested["tau_b"].notna()]
    assert sum(one.relations for one in found.values()) == len(signed)
    assert sum(one.impossible for one in found.values()) == (signed["possible"] == False).sum()  # noqa: E712
    natural = signed[signed["relation"].str.startswith("nr-") & (signed["clusters"] == 11)]
    assert found["natural_resource_based"].clusters == (11, 11)
    assert found["natural_resource_based"].needed == (
        natural["needed"].min(),
        natural["needed"].max(),
    )
    assert "specialised_suppliers" not in found


def test_effects_under_error_are_those_of_scores_moved_in_the_data(
    printed_clusters,
) -> None:
    members = efficiency_steps()[0].sets["efficiency"]
    indices = collective_efficiency(printed_clusters, REPORT_RULE)
    moved = effects_under_error({"all": members}, printed_clusters, indices, REPORT_RULE, 3, 20)
    scores = printed_clusters.assign(profile_id=None).set_index("cluster_id")
    steps = errors(Evidence(scores, pd.DataFrame(), pd.DataFrame(), {}), 3, draws=20)
    assert {column for _, column in steps} == set(SCORES)
    for draw in range(20):
        one = printed_clusters.set_index("cluster_id").copy()
        for (cluster, column), step in steps.items():
            score = one.at[cluster, column] + Fraction(int(step[draw]), 2)
            one.at[cluster, column] = min(max(score, Fraction(0)), Fraction(3))
        one = one.reset_index()
        cases = Cases.of(one, collective_efficiency(one, REPORT_RULE))
        expected = np.mean([effects(member, cases)[0] for member in members])
        assert moved["all"][draw] == pytest.approx(expected)


@pytest.fixture(scope="module")
def table(relations_tested, clusters, indices, printed_clusters, listed):
    tested = {
        f"{name}_{edition}": relations_tested[edition][place]
        for place, name in enumerate(("relations", "sets"))
        for edition in ("printed", "corrected")
    }
    rule = {
        **{"formula": "weighted_mean", "not_available": "zero"},
        "weights": {"external_economies": 0.5, "joint_action": 0.5},
        "degrees": {"high_from": 9.5, "low_to": 5},
    }
    return referee_at_all(
        **tested,
        clusters=clusters,
        indices=indices,
        printed_clusters=printed_clusters,
        corrected_clusters=clusters,
        relations=listed,
        inference={"seed": 1},
        rule=rule,
        edition="corrected",
    )


def test_the_table_answers_every_question(table) -> None:
    cells, text = cells_and_text(table)
    shown = cells.set_index(["row", "column"])["shown"]
    assert shown["ceiling_up_product", "told"] == "18 of 40, 45 %"
    assert shown["power_of_natural_resource_based", "clusters"] == "11"
    assert shown["pair_eei_jai", "told"] == "31 of the 34 that differ"
    assert shown["error_efficiency", "number"] == "0.25"
    low, high = map(float, shown["error_efficiency", "range"].strip("[]").split(","))
    assert 0.08 < low < 0.25 < high < 0.32
    assert "One team scored upgrading, governance and collective efficiency" in text.notes[0]
    panels = cells[(cells["row_kind"] == "panel") & (cells["position"] == 1)]["shown"]
    assert [panel.partition(":")[0] for panel in panels][:4] == [
        *("Power", "Ceiling", "Twins", "Half-step error of the raters")
    ]


def test_a_word_that_the_corrected_cell_turns_names_it(table) -> None:
    """In few draws another set may turn, or none: what is told is that cell."""
    cells, _ = cells_and_text(table)
    told = cells[cells["row"].str.startswith("turned_") & (cells["column"] == "told")]["shown"]
    for words in told:
        assert words.endswith("Process upgrading of Apples, Santa Catarina 2 → 3")
