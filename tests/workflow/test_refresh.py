"""The refresh as an author sees it: one score, one run, and what moved because of it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from reference import ROOT
from rules_of_study import rules
from step_run import value
from test_pipeline import CASE_TABLES, EXHIBITS, contents, replace
from tiers import Tier

from plan.checks import claims_files
from upgrading.changes import differences
from upgrading.changes.figures import NEVER_THERE, NOT_KEPT, FigureChange
from upgrading.changes.labels import Labels
from upgrading.changes.report import Report
from upgrading.changes.state import State, baseline, present_frames, present_inputs, with_pictures
from upgrading.changes.states import SERIES, States, source_of
from upgrading.files.codec import RawFile
from upgrading.trade.second_entries import SECOND

BACKWARD = '"Furniture, Serra Gaucha (Br.)",{},1,0,2.5'
SCORE = "Furniture, Serra Gaúcha (BRA): Backward vertical linkages"
GROUP = "traditional_manufacturing"


def accept(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "workflow/tools/accept.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


CHOICE = ("config/config.yaml: averages.not_available", "skip", "zero")
"""What the quick tier changes: means alone rest on it, where figures are missing."""

Changed = tuple[Path, subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def cause(tier: Tier) -> tuple[str, str, str]:
    """What is changed, from what, and to what."""
    changed_score = (SCORE, "0", "1")
    return tier.of(CHOICE, changed_score, changed_score)


@pytest.fixture(scope="module")
def accepted_then_changed(
    finished: Path, tmp_path_factory: pytest.TempPathFactory, run, tier: Tier
) -> Changed:
    """Results accepted; then Serra Gaúcha's backward linkages 0 -> 1, and a run, which is given.

    In the quick tier a choice is changed, for which little is computed, and the run makes neither
    notebooks nor site, paper and workbook.
    """
    project = shutil.copytree(
        finished, tmp_path_factory.mktemp("changed") / "project", symlinks=True
    )
    accepted = accept(project)
    assert accepted.returncode == 0
    assert "baseline/ is the baseline now" in accepted.stdout
    assert sum(f.stat().st_size for f in (project / "baseline").rglob("*")) < 2_500_000
    score = ("data/raw/report/annex_table_2.csv", BACKWARD.format(0), BACKWARD.format(1))
    choice = ("config/config.yaml", "not_available: skip", "not_available: zero")
    file, old, new = tier.of(choice, score, score)
    replace(project / file, old, new)
    early = accept(project)
    assert early.returncode == 1
    assert "not those of the present inputs by a finished run: run make" in early.stderr
    result = run(project, *tier.of(["results/changes.md", *CASE_TABLES], [], []))
    assert result.returncode == 0, result.stdout + result.stderr
    return project, result


def moved(project: Path) -> list[dict[str, str]]:
    with (project / "results/changes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def changed_tables(project: Path, finished: Path) -> set[str]:
    now, before = contents(project, "results/tables"), contents(finished, "results/tables")
    return {Path(name).stem for name in now if now[name] != before[name]} & set(EXHIBITS)


@pytest.mark.ci
def test_a_change_is_followed_to_numbers_and_pictures(
    accepted_then_changed: Changed, finished: Path, cause: tuple[str, str, str]
) -> None:
    project, _ = accepted_then_changed
    pictures = {
        path.stem: path.read_bytes() for path in (finished / "results/figures").glob("*.svg")
    }
    rows = moved(project)
    # one input and the same program: it did it all
    assert {row["effect"] for row in rows} == {"alone"}
    # words of the config stand in quotation marks there
    values = {(row["cause_old"].strip('"'), row["cause_new"].strip('"')) for row in rows}
    assert ({row["cause"] for row in rows}, values) == ({cause[0]}, {cause[1:]})
    numbers = {row["exhibit"] for row in rows if row["kind"] == "number"}
    assert numbers & set(EXHIBITS) == changed_tables(project, finished) != set()
    page = (project / "results/changes.md").read_text(encoding="utf-8")
    assert f"| 1 | {' | '.join(cause)} |" in page
    changed = {row["exhibit"] for row in rows if row["kind"] == "figure"}
    assert changed == {
        path.stem
        for path in (project / "results/figures").glob("*.svg")
        if path.read_bytes() != pictures[path.stem]
    }
    assert changed >= {"group_profiles"}
    shown = {
        path.stem.removesuffix("_before"): path.read_bytes()
        for path in (project / "results/changes/figures").glob("*.svg")
    }
    # tests and trade included, byte for byte
    assert shown == {figure: pictures[figure] for figure in changed}
    assert "No picture" not in page


@pytest.mark.ci
def test_one_changed_score_changes_the_exhibits_that_depend_on_it(
    accepted_then_changed: Changed, finished: Path
) -> None:
    """Its JAI, its index, and the group's averages."""
    project, result = accepted_then_changed
    assert "not the one registered" in result.stdout + result.stderr
    tables = {"annex_table_2", "table_03", "table_17", "table_18"}
    assert changed_tables(project, finished) == tables
    rows = moved(project)
    numbers = {
        (row["exhibit"], row["row"], row["column"]): row for row in rows if row["kind"] == "number"
    }
    reported = {key for key in numbers if key[0].startswith(("table", "annex", "trade"))}
    assert len(reported) == 16
    average = numbers["table_18", GROUP, "ja_backward"]
    assert (average["old_shown"], average["new_shown"]) == ("1.43", "1.5")
    assert (average["difference"], average["share"]) == ("0.0666666666667", "0.0666666666667")
    assert {row["exhibit"] for row in rows if row["kind"] == "figure"} >= {
        *("association_forest", "components_heatmap", "group_profiles"),
        *("indices_by_cluster", "upgrading_against_index"),
    }


LOGS = ("logs/figures.log", "logs/multiverse.log")
"""What rules that keep their pieces say of them."""


@pytest.mark.ci
def test_of_many_pieces_those_are_made_that_the_change_concerns(
    accepted_then_changed: Changed, tier: Tier
) -> None:
    project, _ = accepted_then_changed
    for log in tier.of(LOGS[:1], LOGS, LOGS):
        told = (project / log).read_text(encoding="utf-8")
        counted = re.match(r"(\d+) of (\d+) made, the others as before", told)
        if counted:
            assert 0 < int(counted[1]) < int(counted[2])
        else:
            assert re.match(r"made: \w.+; as before: \w", told)
            assert "none" not in told


@pytest.mark.ci
def test_what_was_kept_is_what_making_it_anew_gives(accepted_then_changed, run) -> None:
    project, _ = accepted_then_changed
    refreshed = contents(project, "results", "data/processed")
    shutil.rmtree(project / ".cache")
    kept = ["multiverse", "figures", "trade_figures", "association_figures"]
    kept += ["specification_figures", "notebook"]
    result = run(project, "--forcerun", *kept)
    assert result.returncode == 0, result.stdout + result.stderr
    for log in LOGS:
        told = (project / log).read_text(encoding="utf-8")
        assert "as before: none" in told or re.match(r"(\d+) of \1 made", told)
    assert contents(project, "results", "data/processed") == refreshed


@pytest.mark.ci
def test_two_changed_scores_are_told_apart_by_the_workflow(project: Path, run) -> None:
    """A test, a verdict and a mean; what the workers compute is what the rules computed."""
    assert accept(project).returncode == 0
    for name, old, new in (
        ("annex_table_2", BACKWARD.format(0), BACKWARD.format(1)),
        ("table_05", "Sinos Valley (Br.),High,3.0", "Sinos Valley (Br.),High,2.0"),
    ):
        printed = project / f"data/raw/report/{name}.csv"
        text = printed.read_text(encoding="utf-8")
        assert text.count(old) == 1
        printed.write_text(text.replace(old, new), encoding="utf-8")
    result = run(project, "results/changes.md")
    assert result.returncode == 0, result.stdout + result.stderr
    with (project / "results/changes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert "program" not in {row["effect"] for row in rows}
    assert "not told apart" not in {row["effect"] for row in rows}
    curves = [row for row in rows if row["column"] == "specifications_that_agree"]
    assert {"alone", "together"} & {row["effect"] for row in curves}
    assert {row["effect"] for row in rows if row["kind"] == "figure"} == {"alone", "each"}
    tests = [row for row in rows if row["exhibit"] in {"association_primary", "regression_product"}]
    assert tests
    assert {row["effect"] for row in tests} == {"alone", "together"}
    verdicts = {row["cause"] for row in rows if row["kind"] == "verdict"}
    assert verdicts == {SCORE, "Footwear, Sinos Valley (BRA): Product upgrading"}


@pytest.mark.ci
def test_the_baseline_of_the_project_was_made_by_its_program(finished: Path) -> None:
    """By another, each refresh would compute the study of the baseline's inputs anew: a minute."""
    made_by = (ROOT / "baseline/program.csv").read_text("utf-8")
    now = (finished / "results/changes/baseline/program.csv").read_text("utf-8")
    assert made_by == now, "make accept, and commit it"


@pytest.mark.ci
def test_figures_that_are_not_those_of_the_run_are_not_accepted(tmp_path: Path) -> None:
    candidate = tmp_path / "results/changes/baseline"
    candidate.mkdir(parents=True)
    made = ", ".join(f'"results/changes/baseline/{name}.csv"' for name in ("numbers", "figures"))
    rule = f"rule compared:\n    output: {made}\n    shell: 'false'\n"
    (tmp_path / "Snakefile").write_text(rule, encoding="utf-8")
    (candidate / "numbers.csv").write_text("exhibit,row,column,value,shown\n", encoding="utf-8")
    drawn = b"<svg/>"
    digest = hashlib.sha256(drawn).hexdigest()
    (candidate / "figures.csv").write_text(f"figure,sha256\na,{digest}\n", encoding="utf-8")
    figure = tmp_path / "results/figures/a.svg"
    figure.parent.mkdir()
    kept = tmp_path / "baseline/kept.csv"
    kept.parent.mkdir()
    kept.write_text("before", encoding="utf-8")

    def accepted() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, ROOT / "workflow" / "tools" / "accept.py"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    figure.write_bytes(b"<svg>another</svg>")
    refused = accepted()
    assert refused.returncode == 1
    assert "a.svg is not the figure of the last run" in refused.stderr
    assert kept.is_file()
    figure.write_bytes(drawn)
    assert accepted().returncode == 0
    packed = tmp_path / "baseline/figures/a.svg.gz"
    first = packed.read_bytes()
    assert gzip.decompress(first) == drawn
    again = accepted()
    assert again.returncode == 0
    assert "Nothing in it is another than before." in again.stdout
    assert packed.read_bytes() == first


def test_a_picture_that_is_damaged_or_missing_is_said_to_be(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("results/changes").mkdir(parents=True)
    digest = hashlib.sha256(b"<svg/>").hexdigest()
    frame = pd.DataFrame({"figure": ["good", "torn", "gone"], "sha256": [digest] * 3})
    paths = [tmp_path / f"{name}.svg.gz" for name in ("good", "torn")]
    paths[0].write_bytes(gzip.compress(b"<svg/>"))
    paths[1].write_bytes(gzip.compress(b"<svg/>")[:-4])
    figures = [FigureChange(name, "changed", (0,)) for name in ("good", "torn", "gone")]
    figures.append(FigureChange("new", "appeared", (0,)))
    told = with_pictures(
        Report([], [], figures, Labels({}, {}, {}, {}, {})),
        paths,
        State({}, {"figures": frame}),
        Path("results/changes"),
    )
    assert [(one.before, one.why) for one in told.figures] == [
        ("changes/good_before.svg", ""),
        ("", NOT_KEPT),
        ("", NOT_KEPT),
        ("", NEVER_THERE),
    ]
    assert Path("results/changes/good_before.svg").read_bytes() == b"<svg/>"


def test_a_baseline_tells_which_files_it_lacks(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert baseline([]) == (None, [])
    Path("baseline").mkdir()
    Path("baseline/numbers.csv").write_text("exhibit\n", encoding="utf-8")
    state, missing = baseline([Path("baseline/numbers.csv")])
    assert state is None
    assert "baseline/program.csv" in missing
    assert "baseline/inputs/relations.csv" in missing
    assert "baseline/numbers.csv" not in missing


def test_without_results_there_is_nothing_to_accept(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, ROOT / "workflow" / "tools" / "accept.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "no results to accept" in result.stderr
    assert not (tmp_path / "baseline").exists()


COSTLY = {"edition_relations", "claims", "inference_exhibits", "models", "summary"}
"""Rules whose tables take permutations, resamples and curves, or rest on those that do."""


def test_the_study_in_memory_says_what_the_rules_say(finished: Path, tier: Tier) -> None:
    """Every number of every exhibit, every word on whatever kind; in the quick tier those that need
    no random draw."""

    def held(path: str) -> Any:
        return value(str(finished / path), path)

    def content(path: str) -> RawFile:
        return RawFile(path, (finished / path).read_bytes())

    config = yaml.safe_load((finished / "config/config.yaml").read_text(encoding="utf-8"))
    cells, layouts = held("data/processed/printed_cells.csv"), held("config/exhibits.yaml")
    inputs = present_inputs(
        config,
        {
            "products": content("config/trade_products.yaml").content,
            "relations": content("config/relations.yaml").content,
        },
        held("data/processed/trade/flows.csv"),
        clusters_printed=held("data/processed/printed/clusters.csv"),
        clusters_corrected=held("data/processed/corrected/clusters.csv"),
        profiles=held("data/processed/profiles.csv"),
        salmon_stages=held("data/processed/salmon_stages.csv"),
        printed_cells=cells,
    )
    frames = present_frames(
        held("results/numbers.csv"),
        held("data/processed/indices.csv"),
        held("results/audit/cells.csv"),
        held("results/audit/claims.csv"),
        *(
            {of: held(f"results/inference/{kind}_{of}.csv") for of in ("printed", "corrected")}
            for kind in ("sets", "relations")
        ),
        [],
        [],
    )
    fixed = {
        file: content(file)
        for file in ["data/raw/clusters.csv", "data/raw/profiles.csv", *claims_files(finished)]
    }
    fixed |= {path: held(path) for path in (SERIES, SECOND)}
    states = States(rules(), {"config/exhibits.yaml": layouts, **fixed}, config)
    said = State(inputs, frames).said
    relations = {relation for relation, _ in inputs["relations"].rows}
    source = {place: source_of(place, layouts, relations) for place in said}
    assert None not in source.values()
    if tier == Tier.quick:
        said = {place: shown for place, shown in said.items() if source[place].rule not in COSTLY}
    sources = {source[place] for place in said}
    recomputed = {
        place: shown for source in sources for place, shown in states.said(source, inputs).items()
    }
    assert recomputed.keys() == said.keys()
    assert [place for place in said if not differences.same(said[place], recomputed[place])] == []
