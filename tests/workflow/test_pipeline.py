"""The workflow end to end, as its users run it."""

from __future__ import annotations

import csv
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from planned_jobs import planned

from plan.old_page import without_line

EXHIBITS = [f"table_{n:02}" for n in range(1, 21)] + [f"annex_table_{n}" for n in range(1, 9)]

CASE_TABLES = ["results/numbers.csv", "results/tables/table_01.csv"]


def contents(folder: Path, *parts: str) -> dict[str, str]:
    """Digest of every file, but for what the end of a run writes, which tells when and how long.

    Of the page of changes below the line that a failed run puts above it.
    """
    return {
        path.relative_to(folder).as_posix(): sha256(without_line(path.read_bytes())).hexdigest()
        for part in parts
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
        and "results/provenance/" not in path.as_posix()
        and path != folder / "results/report/run.js"
    }


def results(folder: Path) -> dict[str, str]:
    """`contents` of what a failed check must leave as it was: everything but its own mark."""
    found = contents(folder, "results", "data/processed")
    return {name: digest for name, digest in found.items() if "/checks/" not in name}


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old)
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_everything_that_is_promised_is_there(finished: Path) -> None:
    for exhibit in EXHIBITS:
        for suffix in ("csv", "html", "tex"):
            assert (finished / f"results/tables/{exhibit}.{suffix}").stat().st_size > 100
    for suffix in ("svg", "pdf", "png"):
        figures = {path.stem for path in (finished / "results/figures").glob(f"*.{suffix}")}
        assert {"diagram_1", "trade_quadrants", "association_forest"} <= figures
        # no panel left empty is as small as this
        assert all(
            path.stat().st_size > 3000
            for path in (finished / "results/figures").glob(f"*.{suffix}")
        )
    drawn = {path.stem for path in (finished / "results/figures").glob("*.csv")}
    assert drawn == figures - {"diagram_1"}
    for name in ("report/index.html", "report.pdf", "tables.xlsx", "numbers.tex", "changes.md"):
        assert (finished / "results" / name).stat().st_size > 50, name
    for name in ("reproduction_report.md", "cells.csv", "errata.csv", "claims.csv"):
        assert (finished / "results/audit" / name).stat().st_size > 1000
    assert (finished / "results/notebooks/02_audit.html").is_file()
    told = (finished / "results/report/run.js").read_text(encoding="utf-8")
    assert "It did all" in told
    assert '["site", "1", ' in told
    page = (finished / "results/notebooks/01_case_data.html").read_text(encoding="utf-8")
    assert "40 clusters" in page
    with (finished / "data/processed/clusters.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 40


def test_the_site_is_light(finished: Path) -> None:
    site = finished / "results/report"
    sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    heaviest = sorted(sizes, key=lambda path: -sizes[path])[:10]
    assert sum(sizes.values()) < 15e6, [(path.name, sizes[path]) for path in heaviest]
    assert sizes[site / "index.html"] < 300e3
    seen: dict[str, Path] = {}
    for path in sizes:
        twin = seen.setdefault(sha256(path.read_bytes()).hexdigest(), path)
        assert twin == path or sizes[path] < 1000, (path, twin)


def test_a_second_run_does_nothing(project: Path, run) -> None:
    before = contents(project, "results", "data/processed")
    told = (project / "results/report/run.js").read_bytes()
    result = run(project)
    assert result.returncode == 0
    assert "Nothing to be done" in result.stdout + result.stderr
    assert (project / "results/report/run.js").read_bytes() == told
    assert contents(project, "results", "data/processed") == before


def test_a_threshold_plans_what_rests_on_degrees(project: Path, run) -> None:
    replace(project / "config/config.yaml", "low_to: 5\n", "low_to: 4.9\n")
    plan = run(project, "--dry-run")
    assert planned(plan.stdout + plan.stderr) == {
        *("indices", "group_tables", "exhibits", "numbers", "summary", "tables", "workbook"),
        *("edition_association", "association", "models", "multiverse", "edition_relations"),
        *("inference_exhibits", "what_if", "correlations"),
        *("figures", "association_figures", "specification_figures"),
        *(
            "degrees",
            "hypotheses",
            "audit",
            "claims",
            "reproduction_report",
            "notebook",
            "report_pdf",
        ),
        *("site", "changes", "data_dictionary"),
    }


@pytest.mark.ci
def test_a_threshold_moves_degrees_and_what_rests_on_them(
    project: Path, finished: Path, run
) -> None:
    """In memory: `test_a_threshold_flips_degrees_and_is_their_cause`."""
    replace(project / "config/config.yaml", "low_to: 5\n", "low_to: 4.9\n")
    assert run(project, *CASE_TABLES).returncode == 0
    now, before = contents(project, "results/tables"), contents(finished, "results/tables")
    changed = {Path(name).stem for name in now if now[name] != before[name]} & set(EXHIBITS)
    # Chipilo, at exactly 5, is no longer Low.
    assert changed == {"table_03", "table_05", "table_06"}


@pytest.mark.ci
def test_an_edited_module_reruns_the_jobs_that_use_it(project: Path, run) -> None:
    module = project / "workflow/upgrading/cases/means.py"
    module.write_text(module.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    plan = run(project, "--dry-run")
    assert {"group_tables", "exhibits", "tables", "figures"} <= planned(plan.stdout + plan.stderr)
    assert not {"check_raw", "clean_cases", "indices"} & planned(plan.stdout + plan.stderr)


@pytest.mark.ci
def test_an_edited_way_of_showing_reruns_only_the_showing(project: Path, run) -> None:
    module = project / "workflow/upgrading/publish/tables.py"
    module.write_text(module.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    plan = run(project, "--dry-run")
    found = planned(plan.stdout + plan.stderr)
    assert {"tables", "reproduction_report", "site", "workbook", "report_pdf"} <= found
    science = {"clean_cases", "indices", "group_tables", "exhibits", "audit", "association"}
    assert not found & {*science, "multiverse", "read_trade_file", "clean_trade", "trade_measures"}


def test_bad_data_end_the_run_with_every_fault_and_lose_nothing(
    project: Path, finished: Path, run
) -> None:
    replace(project / "data/raw/report/annex_table_1.csv", '"1,5",2,2,"8,5"', '"1,5",2,3.7,"8,5"')
    replace(project / "data/raw/report/table_08.csv", '(Br)",0,0,2,0', '(Br)",0,0,4,0')
    result = run(project)
    printed = result.stdout + result.stderr
    assert result.returncode != 0
    assert (
        'data/raw/report/annex_table_1.csv, line 3, "Market access": '
        '"3.7" is not a score on the 0–3 half-step scale\n'
    ) in printed
    assert 'data/raw/report/table_08.csv, line 2, "Quasi-hierarchy": "4" is not' in printed
    assert "Traceback" not in printed
    assert ".snakemake/scripts" not in printed
    assert results(project) == results(finished)


@pytest.mark.ci
def test_a_changed_raw_file_stops_the_run_if_the_config_says_so(project: Path, run) -> None:
    replace(project / "config/config.yaml", "changed: warn", "changed: stop")
    replace(project / "data/raw/report/table_17.csv", "8.70", "8.71")
    result = run(project)
    assert result.returncode != 0
    assert "report/table_17.csv: the file is not the one registered" in (
        result.stdout + result.stderr
    )


@pytest.mark.ci
def test_a_faulty_list_of_relations_loses_nothing(project: Path, finished: Path, run) -> None:
    (project / "config/relations.yaml").write_text("{}\n", encoding="utf-8")
    result = run(project)
    assert result.returncode == 1
    assert "config/relations.yaml: no entry; names are expected" in result.stderr
    before = results(finished)
    assert results(project) == before

    # nothing wrong with the list, but nothing to compute it from
    shutil.copy(finished / "config/relations.yaml", project / "config/relations.yaml")
    text = (project / "config/relations.yaml").read_text(encoding="utf-8")
    text = text.replace("  y: up_product\n", "  y: up_intersectoral\n", 1)
    (project / "config/relations.yaml").write_text(text, encoding="utf-8")
    result = run(project)
    assert result.returncode == 1
    problem = "no cluster of traditional_manufacturing has a score of up_intersectoral"
    told = f"config/relations.yaml, tm-efficiency-product.y: {problem}\n"
    assert told in result.stdout + result.stderr
    assert results(project) == before


@pytest.mark.ci
def test_an_authors_cluster_enters_the_tables_of_its_group(
    project: Path, finished: Path, run
) -> None:
    """In memory: `test_an_added_cluster_appears_and_moves_the_means`."""
    updates = project / "data/raw/updates"
    updates.mkdir(exist_ok=True)
    header = (finished / "data/processed/clusters.csv").read_text(encoding="utf-8").split("\n")[0]
    row = "footwear_franca,traditional_manufacturing,Footwear,Franca,BRA"
    row += ",3,3,3,3,3,3,3,2,1,0,2,0,3,3,1,,an example"
    (updates / "franca.csv").write_text(f"{header},source\n{row}\n", encoding="utf-8")
    result = run(project, *CASE_TABLES)
    assert result.returncode == 0, result.stdout + result.stderr
    table = (project / "results/tables/table_03.csv").read_text(encoding="utf-8")
    assert "footwear_franca,Franca (BRA),12.0,,11.0,,11.50,,High" in table
    assert contents(project, "data/raw/report") == contents(finished, "data/raw/report")


def test_lint_finds_nothing(project: Path, run) -> None:
    result = run(project, "--lint")
    assert result.returncode == 0, result.stdout + result.stderr
