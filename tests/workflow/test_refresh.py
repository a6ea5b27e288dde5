"""The refresh as an author sees it: one score, one run, and what moved because of it."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import yaml

from refresh_sources import present_frames, present_inputs
from sources import read_catalogue
from upgrading.refresh import outcomes
from upgrading.refresh.recompute import Recomputation

BACKWARD = '"Furniture, Serra Gaucha (Br.)",{},1,0,2.5'
SCORE = "Furniture, Serra Gaúcha (BRA): Backward vertical linkages"
GROUP = "traditional_manufacturing"


def accept(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "workflow/accept.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_changed_score_is_followed_from_cell_to_picture(project: Path, run) -> None:
    accepted = accept(project)
    assert accepted.returncode == 0
    assert "baseline/ is the baseline now" in accepted.stdout
    printed = project / "data/raw/report/annex_table_2.csv"
    text = printed.read_text(encoding="utf-8")
    assert text.count(BACKWARD.format(0)) == 1
    printed.write_text(text.replace(BACKWARD.format(0), BACKWARD.format(1)), encoding="utf-8")
    result = run(project, "results/changes.md")
    assert result.returncode == 0, result.stdout + result.stderr

    with (project / "results/changes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    # nothing by the program: what is recomputed from the baseline's inputs is the baseline
    assert {(row["effect"], row["cause"]) for row in rows} == {("alone", SCORE)}
    assert {(row["cause_old"], row["cause_new"]) for row in rows} == {("0", "1")}
    numbers = {
        (row["exhibit"], row["row"], row["column"]): row for row in rows if row["kind"] == "number"
    }
    reported = {key for key in numbers if key[0].startswith(("table", "annex", "trade"))}
    assert len(reported) == 16
    average = numbers["table_18", GROUP, "ja_backward"]
    assert (average["old_shown"], average["new_shown"]) == ("1.43", "1.5")
    assert (average["difference"], average["share"]) == ("0.0666666666667", "0.0666666666667")
    assert {row["exhibit"] for row in rows if row["kind"] == "figure"} >= {
        "components_heatmap",
        "group_profiles",
        "indices_by_cluster",
        "upgrading_against_index",
    }
    page = (project / "results/changes.md").read_text(encoding="utf-8")
    assert f"| 1 | {SCORE} | 0 | 1 |" in page
    before = project / "results/changes/figures/components_heatmap_before.svg"
    assert before.is_file()
    assert before.read_bytes() != (project / "results/figures/components_heatmap.svg").read_bytes()


def test_without_results_there_is_nothing_to_accept(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    result = subprocess.run(
        [sys.executable, root / "workflow" / "accept.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "no results to accept" in result.stderr
    assert not (tmp_path / "baseline").exists()


def test_the_study_in_memory_says_what_the_rules_say(finished: Path) -> None:
    """Every number of the report's tables and of trade, every degree and claim."""
    processed, results = finished / "data/processed", finished / "results"
    files = SimpleNamespace(
        numbers=results / "numbers.csv",
        indices=processed / "indices.csv",
        audit=results / "audit/cells.csv",
        claims=results / "audit/claims.csv",
        figures=[],
        printed_clusters=processed / "printed/clusters.csv",
        corrected_clusters=processed / "corrected/clusters.csv",
        profiles=processed / "profiles.csv",
        stages=processed / "salmon_stages.csv",
        cells=processed / "printed_cells.csv",
        flows=processed / "trade/flows.csv",
        products=finished / "config/trade_products.yaml",
        layouts=finished / "config/exhibits.yaml",
        catalogue=finished / "data/raw/report/catalogue.yaml",
    )
    config = yaml.safe_load((finished / "config/config.yaml").read_text(encoding="utf-8"))
    inputs, frames = present_inputs(files, config), present_frames(files)
    recomputed = Recomputation(read_catalogue(files)[0]).outcomes(
        inputs, ("cases", "trade", "claims")
    )
    exhibits = {place.exhibit for place in recomputed}
    numbers: pd.DataFrame = frames["numbers"]
    said = {
        **outcomes.numbers(numbers[numbers["exhibit"].isin(exhibits)]),
        **outcomes.degrees(frames["degrees"]),
        **outcomes.claims(frames["claims"]),
    }
    assert recomputed.keys() == said.keys()
    assert [place for place in said if not outcomes.same(said[place], recomputed[place])] == []
