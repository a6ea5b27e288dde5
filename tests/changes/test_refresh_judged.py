"""Words on sets and relations: of each edition by itself, put down to the inputs that move them."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
from refresh_states import edited, score

from upgrading.changes import evaluation
from upgrading.changes.attribution import Effect
from upgrading.changes.compare import Comparison
from upgrading.changes.differences import Place, Shown, causes, changes
from upgrading.changes.inputs import Inputs
from upgrading.changes.states import Source, States, reading, source_of, told_apart
from upgrading.files.form import Form

RULE = "edition_relations"
EDITIONS = ("printed", "corrected")
PRINTED, CORRECTED = (Source(RULE, edition=edition) for edition in EDITIONS)
SERRA_GAUCHA = "furniture_serra_gaucha"

RULES = {
    RULE: {
        "inputs": {"clusters": "data/processed/{edition}/clusters.csv"},
        "outputs": {
            "relations": "results/inference/relations_{edition}.csv",
            "sets": "results/inference/sets_{edition}.csv",
        },
        "params": {},
        "choices": {"seed": ["inference", "seed"]},
    }
}
"""One rule with a wildcard, whose step is quick."""


def judged(clusters: pd.DataFrame, seed: int) -> dict[str, pd.DataFrame]:
    """Words that go by the backward linkages of one cluster."""
    known = clusters.set_index("cluster_id")["ja_backward"]
    word = "supported" if known[SERRA_GAUCHA] == 0 else "open"
    return {
        "sets": pd.DataFrame({"set": ["efficiency", "efficiency/one"], "word": [word, ""]}),
        "relations": pd.DataFrame({"relation": ["tm", "nr"], "word": [word, "open"]}),
    }


@pytest.fixture
def states(monkeypatch, config: dict[str, Any]) -> States:
    """The study of that rule alone."""
    step = ModuleType(f"upgrading.steps.{RULE}")
    step.edition_relations = judged
    step.TOLD_APART = 2
    monkeypatch.setitem(sys.modules, step.__name__, step)
    form_of = evaluation.form_of

    def form(path: str) -> Form:
        kind = path.removeprefix("results/inference/").partition("_")[0]
        if kind not in {"sets", "relations"}:
            return form_of(path)
        return Form("files.frames:EXACT", (kind.removesuffix("s"), "word"))

    monkeypatch.setattr(evaluation, "form_of", form)
    return States(RULES, {}, config)


def word(kind: str, row: str, edition: str) -> Place:
    return Place(kind, f"{kind}s", row, "word" if edition == "printed" else "word_corrected")


def test_each_edition_says_the_words_of_its_scores(states, baseline) -> None:
    """A set of a single relation has no word: its relation has."""
    corrected = edited(baseline, ("clusters_corrected", (SERRA_GAUCHA,), "ja_backward", "1"))
    assert states.said(PRINTED, corrected) == {
        word("set", "efficiency", "printed"): Shown("supported", "supported"),
        word("relation", "tm", "printed"): Shown("supported", "supported"),
        word("relation", "nr", "printed"): Shown("open", "open"),
    }
    assert states.said(CORRECTED, corrected) == {
        word("set", "efficiency", "corrected"): Shown("open", "open"),
        word("relation", "tm", "corrected"): Shown("open", "open"),
        word("relation", "nr", "corrected"): Shown("open", "open"),
    }
    assert states.key(PRINTED, corrected) == states.key(PRINTED, baseline)
    assert states.key(CORRECTED, corrected) != states.key(CORRECTED, baseline)


@pytest.mark.parametrize("kind", ["set", "relation"])
def test_a_word_comes_from_the_rule_of_its_edition(kind) -> None:
    assert source_of(word(kind, "x", "printed"), (), ()) == PRINTED
    assert source_of(word(kind, "x", "corrected"), (), ()) == CORRECTED


def test_an_edition_reads_its_own_scores(states, baseline) -> None:
    after = edited(
        baseline,
        ("clusters_corrected", (SERRA_GAUCHA,), "ja_backward", "1"),
        ("choices", ("inference.seed",), "value", "7"),
        ("choices", ("inference.confidence",), "value", "0.9"),
    )
    listed = causes(baseline, after, {})

    def read_by(source: Source) -> list[str]:
        return [listed[number].name[-1] for number in reading(states.reach(source), listed)]

    assert read_by(CORRECTED) == ["ja_backward", "inference.seed"]
    assert read_by(PRINTED) == ["inference.seed"]
    assert told_apart(states.reach(PRINTED)) == 2


def test_words_are_put_down_to_the_input_that_moves_them(states, baseline, tables) -> None:
    """One score of both editions, and one that moves no word."""
    after: Inputs = score(baseline, SERRA_GAUCHA, "ja_backward", "1")
    after = score(after, "footwear_sinos_valley", "up_product", "2")
    before, now = (
        {**states.said(PRINTED, inputs), **states.said(CORRECTED, inputs)}
        for inputs in (baseline, after)
    )
    shapes = {name: table.shape for name, table in tables.items()}
    listed = causes(baseline, after, shapes)
    comparison = Comparison(listed, baseline, after, tables, states, now, before)
    moved, _ = comparison.attributed(changes(before, now), {})
    assert [one.change.place for one in moved] == [
        word("set", "efficiency", "printed"),
        word("set", "efficiency", "corrected"),
        word("relation", "tm", "printed"),
        word("relation", "tm", "corrected"),
    ]
    (own,) = (n for n, cause in enumerate(listed) if SERRA_GAUCHA in cause.name)
    assert {one.effects for one in moved} == {(Effect("alone", (own,)),)}
