"""A baseline of an earlier program is compared as far as its words mean what they mean now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
import yaml
from reference import ROOT
from rules_of_study import rules
from second_data import LISTED, SERIES_SHIPPED

from upgrading.changes.comparable import LATER, NAMED, comparable, said
from upgrading.changes.differences import Place, Shown, changes
from upgrading.changes.inputs import KEYS, Inputs, InputTable
from upgrading.changes.state import (
    CANDIDATE,
    FOLDER,
    RESULTS,
    State,
    baseline,
    candidate,
    present_frames,
    present_inputs,
)
from upgrading.files.codec import RawFile
from upgrading.steps import changes as step
from upgrading.trade import schema

CLAIMS = pd.DataFrame(
    {
        "claim_id": ["a", "b", "c"],
        "basis": ["count", "relation", "case"],
        "verdict": ["supported", "open", "consistent"],
        "verdict_corrected": ["supported", "leaning", "consistent"],
        "evidence": ["", "", ""],
    }
)
SETS = pd.DataFrame({"set": ["efficiency", "efficiency/x", "governance"], "word": ["open", "", ""]})
RELATIONS = pd.DataFrame({"relation": ["tm", "nr"], "word": ["leaning", "open"]})


def frames(claims: pd.DataFrame = CLAIMS) -> dict[str, pd.DataFrame]:
    """The present results, the set on governance with a word as corrected alone."""
    return present_frames(
        pd.DataFrame(
            [("t", "r", "c", "1", "1.0")], columns=["exhibit", "row", "column", "value", "shown"]
        ),
        pd.DataFrame({"cluster_id": ["x"], "ce_degree": ["low"]}),
        pd.DataFrame([("t", "r", "c", "exact")], columns=["exhibit", "row", "column", "verdict"]),
        claims,
        {"printed": SETS, "corrected": SETS.assign(word=["supported", "", "leaning"])},
        {"printed": RELATIONS, "corrected": RELATIONS},
        [],
        [],
    )


def of_an_earlier_program() -> dict[str, pd.DataFrame]:
    """A baseline without sets and relations, whose claims have the words of before."""
    old = frames(CLAIMS.assign(verdict=["supported", "mixed", "mixed"]))
    kept = {name: frame for name, frame in old.items() if name not in LATER}
    kept["claims"] = kept["claims"].drop(columns="basis")
    kept["degrees"] = kept["degrees"].assign(ce_degree=["high"])
    return kept


def test_the_baseline_keeps_words_of_both_editions_and_the_kind_of_claims() -> None:
    kept = frames()
    assert kept["sets"].to_dict("split")["data"] == [
        ["efficiency", "open", "supported"],
        ["governance", "", "leaning"],
    ]
    assert list(kept["sets"]) == ["set", "word", "word_corrected"]
    assert list(kept["relations"]) == ["relation", "word", "word_corrected"]
    assert list(kept["claims"]) == ["claim_id", "basis", "verdict", "verdict_corrected"]
    assert {place.kind for place in said(kept)} == {
        *("set", "relation", "claim", "degree", "verdict", "number"),
    }
    assert said(kept)[Place("set", "sets", "governance", "word_corrected")].value == "leaning"


def test_states_of_one_program_are_compared_whole() -> None:
    found = comparable(frames(), frames())
    assert found.apart == ()
    assert found.before == found.now == said(frames())


def test_of_a_baseline_of_before_all_is_compared_but_words_by_other_rules() -> None:
    found = comparable(of_an_earlier_program(), frames())
    (change,) = changes(found.before, found.now)
    assert change.place.kind == "degree"
    assert {place.kind for place in found.now} == {"degree", "verdict", "number"}
    assert found.apart == (
        "Sets, relations and claims are not compared: the baseline was accepted before they had "
        "words, or when words meant something else (`CHANGELOG.md`); `make accept` makes the "
        "present results the baseline, and later runs compare them.",
    )


def test_what_is_kept_of_the_new_kinds_is_compared() -> None:
    before = {name: frame for name, frame in frames().items() if name != "sets"}
    found = comparable(before, frames())
    assert {place.kind for place in found.before} == {
        *("relation", "claim", "degree", "verdict", "number"),
    }
    (sentence,) = found.apart
    assert sentence.startswith("Sets are not compared: ")


def test_a_claim_of_another_kind_is_not_held_against_its_word_of_before() -> None:
    """One of another kind; one that moved, and one that came, as ever."""
    more = pd.DataFrame([("d", "case", "open", "open", "")], columns=CLAIMS.columns)
    now = pd.concat(
        [
            CLAIMS.assign(
                basis=["arithmetic", "relation", "case"],
                verdict=["contradicted", "leaning", "consistent"],
            ),
            more,
        ]
    )
    found = comparable(frames(), frames(now))
    moved = changes(found.before, found.now)
    assert [change.place.row for change in moved] == ["b", "d", "d"]
    assert moved[0].old == Shown("open", "open")
    assert found.apart == (
        "1 claim is not compared, since it is of another kind than in the baseline and judged by "
        "another rule: `a` (column `basis` of `baseline/claims.csv` and "
        "`results/audit/claims.csv`).",
    )


def test_many_claims_of_another_kind_are_counted_and_said_to_be_where() -> None:
    count = NAMED + 3
    ids = [f"c{number:02}" for number in range(count)]
    word = ["open"] * count
    columns = {"claim_id": ids, "verdict": word, "verdict_corrected": word}
    before, now = (
        pd.DataFrame({**columns, "basis": [basis] * count}) for basis in ("case", "count")
    )
    (sentence,) = comparable(frames(before), frames(now)).apart
    assert sentence.startswith(f"{count} claims are not compared, since they are of another kind")
    assert sentence.count("`c") == NAMED
    assert f"`{ids[NAMED - 1]}` and 3 more (column `basis` of `baseline/claims.csv`" in sentence


EMPTY: Inputs = {name: InputTable(columns, {}) for name, columns in KEYS.items()}

LISTS = {"products": "trade_products", "relations": "relations"}
"""Inputs that are lists of entries, and their files."""


def written(kept: Mapping[str, pd.DataFrame], inputs: Inputs = EMPTY) -> list[Path]:
    """A baseline in the present folder."""
    found = []
    for name, text in candidate(State(inputs, kept)).items():
        path = FOLDER / Path(name).relative_to(CANDIDATE)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        found.append(path)
    return found


@pytest.mark.parametrize("kept", [frames(), of_an_earlier_program()], ids=["present", "earlier"])
def test_a_baseline_of_either_program_is_one(kept, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    state, missing = baseline(written(kept))
    assert missing == []
    assert state is not None
    assert state.frames.keys() == kept.keys()
    assert state.said == said(kept)
    assert state.frames.keys() >= set(RESULTS)


def test_the_step_compares_with_a_baseline_of_an_earlier_program(
    clean_cases, config, tables, exhibits, tmp_path: Path, monkeypatch
) -> None:
    """On the same inputs: a degree is another one, and the page says what it leaves out."""

    def raw(path: str) -> RawFile:
        return RawFile(path, (ROOT / path).read_bytes())

    own = frames()
    claims = CLAIMS.assign(claim=["A.", "B.", "C."], tier="section")
    entries = {name: raw(f"config/{file}.yaml") for name, file in LISTS.items()}
    tables_of = {
        "clusters_printed": clean_cases.printed_clusters,
        "clusters_corrected": clean_cases.corrected_clusters,
        "profiles": clean_cases.profiles,
        "salmon_stages": clean_cases.stages,
        "printed_cells": clean_cases.cells,
    }
    content = {name: file.content for name, file in entries.items()}
    inputs = present_inputs(config, content, schema.empty(), **tables_of)
    captions = yaml.safe_load((ROOT / "config/captions.yaml").read_text(encoding="utf-8"))
    monkeypatch.chdir(tmp_path)
    outputs = step.changes(
        program=[],
        baseline=written(of_an_earlier_program(), inputs),
        pictures_before=[],
        numbers=own["numbers"],
        indices=own["degrees"],
        audit=own["verdicts"],
        claims=claims,
        sets_printed=SETS,
        sets_corrected=SETS,
        relations_printed=RELATIONS,
        relations_corrected=RELATIONS,
        figures=[],
        printed_clusters=clean_cases.printed_clusters,
        corrected_clusters=clean_cases.corrected_clusters,
        profiles=clean_cases.profiles,
        stages=clean_cases.stages,
        cells=clean_cases.cells,
        updates=pd.DataFrame({"cluster_id": [], "column": []}),
        flows=schema.empty(),
        series=SERIES_SHIPPED,
        second=LISTED,
        made=[],
        products=entries["products"],
        relations=entries["relations"],
        claims_files={},
        cluster_register=raw("data/raw/clusters.csv"),
        profile_register=raw("data/raw/profiles.csv"),
        exhibits={"cases": exhibits},
        words={},
        layouts=tables,
        catalogue={},
        captions=captions,
        config=config,
        rules=rules(),
        output={"pictures": tmp_path / "results/changes/figures"},
        threads=1,
    )
    page = outputs["page"]
    assert "**1 degree changed its word.**" in page
    assert "Sets, relations and claims are not compared: " in page
    assert "| x | High | Low | the program |" in page
    assert set(outputs["table"]["kind"]) == {"degree"}
    # every file of the candidate is an output that its rule names
    listed = rules()["changes"]["outputs"]["candidate"]
    assert outputs.keys() == {"page", "table", *listed}
