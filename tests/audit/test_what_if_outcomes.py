"""The conclusions under other choices are those of the code that judges the study."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from reference import REPORT_RULE
from shipped_config import SHIPPED

from upgrading.audit.what_if import Levels, what_if
from upgrading.cases.indices import collective_efficiency
from upgrading.claims.tested import EditionVerdicts
from upgrading.inference.sets import Drawing, judged

REPORTED = {"not_available": "zero", "weight": "0.5"}


def under(conclusions: pd.DataFrame, **setting: str) -> dict[tuple[str, str], str]:
    """The words under a setting: what asks for a degree under its thresholds, the rest as it is."""
    limits = {name: ["", setting.pop(name)] for name in ("high_from", "low_to")}
    chosen = conclusions[
        (conclusions[list(setting)] == pd.Series(setting)).all(axis=1)
        & conclusions["high_from"].isin(limits["high_from"])
        & conclusions["low_to"].isin(limits["low_to"])
    ]
    assert not chosen.duplicated(["kind", "name"]).any()
    return dict(zip(zip(chosen["kind"], chosen["name"], strict=True), chosen["word"], strict=True))


def of_kind(words: dict[tuple[str, str], str], kind: str) -> dict[str, str]:
    return {name: word for (one, name), word in words.items() if one == kind}


@pytest.mark.parametrize(
    ("edition", "column"), [("printed", "verdict"), ("corrected", "verdict_corrected")]
)
def test_under_the_study_s_own_choices_every_word_is_the_study_s(
    conclusions, in_parts, found, edition, column
) -> None:
    words = under(conclusions, edition=edition, **REPORTED, high_from="9.5", low_to="5")
    claims = found.claims.set_index("claim_id")[column]
    judged_again = of_kind(words, "claim")
    assert len(judged_again) > 60
    assert {name: claims[name] for name in judged_again} == judged_again
    relations, sets = in_parts.tests[edition]
    for kind, frame in (("relation", relations), ("set", sets)):
        own = frame.set_index(kind)["word"]
        assert {name: own[name] for name in of_kind(words, kind)} == of_kind(words, kind)
    assert {name for name, one in in_parts.relations.items() if one.x == "ce_index"} <= set(
        of_kind(words, "relation")
    )
    assert "efficiency" in of_kind(words, "set")


def test_other_choices_give_what_the_code_gives_that_judges_the_study(
    conclusions, in_parts, as_asserted
) -> None:
    """Thresholds and weights at once: every claim, by the code that writes `claims.csv`."""
    rule = replace(
        REPORT_RULE.with_share(Fraction(7, 10)), high_from=Fraction(9), low_to=Fraction(6)
    )
    clusters = in_parts.editions["printed"]
    tested = judged(
        *(clusters, collective_efficiency(clusters, rule), in_parts.relations, as_asserted),
        Drawing(2004, first=2_000, most=100_000),
    )
    evidence = in_parts.evidence(rule, "printed")
    verdicts = EditionVerdicts(
        *(in_parts.report, evidence, rule, in_parts.relations),
        *(tested["relations"], tested["sets"], 2004),
    )
    words = of_kind(
        under(
            conclusions,
            edition="printed",
            not_available="zero",
            weight="0.7",
            high_from="9",
            low_to="6",
        ),
        "claim",
    )
    usual = of_kind(
        under(conclusions, edition="printed", **REPORTED, high_from="9.5", low_to="5"), "claim"
    )
    assert words.keys() == usual.keys()
    expected = {
        claim.claim_id: verdicts.judged(claim, evidence).word
        for claim in in_parts.report
        if claim.claim_id in words
    }
    assert words == expected
    assert sum(words[name] != usual[name] for name in words) > 3
    assert words["tm-three-low"] != usual["tm-three-low"]


def test_the_levels_go_from_the_smallest_to_the_largest_in_steps() -> None:
    levels = Levels.from_config(SHIPPED["multiverse"], REPORT_RULE)
    assert levels.weights == tuple(Fraction(tenth, 10) for tenth in range(3, 8))
    assert levels.high_from == tuple(Fraction(quarter, 4) for quarter in range(36, 41))
    assert levels.low_to == tuple(Fraction(quarter, 4) for quarter in range(18, 23))
    own = replace(REPORT_RULE, high_from=Fraction("9.6"))
    assert Fraction("9.6") in Levels.from_config(SHIPPED["multiverse"], own).high_from
    geometric = replace(REPORT_RULE, formula="geometric_mean")
    assert Levels.from_config(SHIPPED["multiverse"], geometric).weights == (Fraction(1, 2),)


def test_thresholds_leave_room_for_medium() -> None:
    levels = Levels(REPORT_RULE, (Fraction(1, 2),), (Fraction(5), Fraction(9)), (Fraction(5),))
    assert [one.high_from for one in levels.thresholds(REPORT_RULE)] == [9]


def test_a_word_that_hangs_on_more_draws_is_marked(in_parts, as_asserted, monkeypatch) -> None:
    """Hardly any p is clear of its level with so few draws: claims say so as their set does."""
    monkeypatch.setattr("upgrading.audit.what_if._FIRST_DRAWS", 40)
    monkeypatch.setattr("upgrading.audit.what_if._MOST_DRAWS", 40)
    weights = (Fraction(1, 2), Fraction(7, 10))
    levels = Levels(REPORT_RULE, weights, (Fraction("9.5"),), (Fraction(5),))
    found = what_if(in_parts, levels, as_asserted)
    general = found[(found["name"] == "efficiency") & (found["weight"] == "0.7")]
    assert general["undecided"].any()
    named = found[(found["name"] == "co-efficiency-raises-upgrading") & (found["weight"] == "0.7")]
    assert list(named["undecided"]) == list(general["undecided"])
    assert not found.loc[found["high_from"] != "", "undecided"].any()
