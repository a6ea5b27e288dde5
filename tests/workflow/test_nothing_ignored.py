"""No change is passed over, and none that is wrong costs a result."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from planned_jobs import planned
from test_pipeline import contents, replace
from tiers import Tier

SCORE = '"Furniture, Serra Gaucha (Br.)",0,1,0,2.5'
WINDOW = "window: {base: 1996, end: 2002, years: 2}"


def degrees(project: Path) -> list[str]:
    with (project / "data/processed/indices.csv").open(encoding="utf-8", newline="") as file:
        return [row["ce_degree"] for row in csv.DictReader(file)]


@pytest.mark.ci
def test_a_bad_cell_costs_no_result_whatever_else_was_changed(project: Path, run) -> None:
    before = contents(project, "results")
    replace(project / "data/raw/report/annex_table_2.csv", SCORE, SCORE.replace("2.5", "2.7"))
    replace(project / "config/config.yaml", WINDOW, WINDOW.replace("1996", "1997"))
    result = run(project)
    told = result.stdout + result.stderr
    assert result.returncode != 0
    assert "annex_table_2.csv, line" in told
    assert "Traceback" not in told
    assert contents(project, "results") == before


@pytest.mark.ci
def test_a_bad_trade_file_costs_no_result_whatever_else_was_changed(project: Path, run) -> None:
    before = contents(project, "results")
    (project / "data/raw/updates").mkdir(exist_ok=True)
    (project / "data/raw/updates/exports.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    replace(project / "config/config.yaml", "high_from: 9.5", "high_from: 9")
    result = run(project)
    told = result.stdout + result.stderr
    assert result.returncode != 0
    assert "data/raw/updates/exports.csv, line 1: no known format has this header" in told
    assert contents(project, "results") == before


def test_an_edited_score_is_checked_and_what_rests_on_it_is_made_anew(project: Path, run) -> None:
    replace(project / "data/raw/report/annex_table_2.csv", SCORE, SCORE.replace(",0,1", ",1,1"))
    result = run(project, "--dry-run")
    jobs = planned(result.stdout + result.stderr)
    assert {"check_raw", "clean_cases", "indices", "audit", "changes"} <= jobs
    assert "clean_trade" not in jobs


@pytest.mark.ci
def test_a_choice_is_seen_in_a_copy_that_has_lost_what_snakemake_knew(project: Path, run) -> None:
    shutil.rmtree(project / ".snakemake")
    assert "Nothing to be done" in run(project).stderr
    replace(project / "config/config.yaml", "high_from: 9.5", "high_from: 8")
    result = run(project, "--dry-run")
    jobs = planned(result.stdout + result.stderr)
    assert {"indices", "group_tables", "changes"} <= jobs
    assert not {"clean_cases", "clean_trade"} & jobs


@pytest.mark.ci
def test_a_choice_counts_in_a_copy_that_has_lost_what_snakemake_knew(project: Path, run) -> None:
    shutil.rmtree(project / ".snakemake")
    assert "Nothing to be done" in run(project).stderr
    before, record = degrees(project), project / "results/provenance/run.json"
    replace(project / "config/config.yaml", "high_from: 9.5", "high_from: 8")
    old = record.read_bytes()
    result = run(project)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    after = degrees(project)
    assert after.count("high") > before.count("high")
    assert "high_from" in (project / "results/changes.md").read_text(encoding="utf-8")
    assert record.read_bytes() != old


@pytest.mark.ci
def test_what_was_deleted_is_made_again_and_logs_are_no_results(
    project: Path, run, tier: Tier
) -> None:
    names = ("profiles.csv", "trade/flows.csv", "printed_cells.csv")
    early = [f"data/processed/{name}" for name in names]
    before = contents(project, "results", "data/processed")
    shutil.rmtree(project / "logs")
    assert "Nothing to be done" in run(project).stderr
    for name in tier.of(["results/tables.xlsx"], early, early):
        (project / name).unlink()
    result = run(project)
    assert result.returncode == 0, result.stdout + result.stderr
    assert contents(project, "results", "data/processed") == before
