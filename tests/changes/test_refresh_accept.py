"""What `make accept` says of the baseline that it replaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.accept import BASELINE, CANDIDATE, replaced

OF_BEFORE = {
    "claims": "claim_id,verdict\na,mixed\n",
    "degrees": "cluster_id,ce_degree\nx,low\n",
    "numbers": "exhibit,value\nt,1\n",
    "inputs/relations": "relation,value\nr,1\n",
}
NOW = {
    "claims": "claim_id,basis,verdict\na,case,open\n",
    "degrees": "cluster_id,ce_degree\nx,low\n",
    "numbers": "exhibit,value\nt,2\n",
    "inputs/relations": "relation,value\nr,2\n",
    "relations": "relation,word\nr,open\n",
    "sets": "set,word\ns,open\n",
}


@pytest.fixture
def in_a_folder(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(CANDIDATE, NOW)


def write(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        path = folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("in_a_folder")
def test_files_of_an_earlier_program_are_not_said_to_be_other_than_before() -> None:
    """Their words are of other rules: nothing that they say has become another."""
    write(BASELINE, OF_BEFORE)
    assert replaced() == (
        "Other than before are of the results: numbers; of the inputs: relations. "
        "Kept with other columns than before, and not compared are of the results: claims; of the "
        "inputs: none. Kept for the first time are of the results: relations, sets; of the inputs: "
        "none."
    )


@pytest.mark.usefixtures("in_a_folder")
def test_the_same_baseline_is_nothing_new() -> None:
    write(BASELINE, NOW)
    assert replaced() == "Nothing in it is another than before."


@pytest.mark.usefixtures("in_a_folder")
def test_the_first_baseline_is_kept_for_the_first_time() -> None:
    assert replaced().startswith("Kept for the first time are of the results: claims, degrees, ")
    assert "Other than before" not in replaced()
