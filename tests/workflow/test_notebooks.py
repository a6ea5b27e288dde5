"""Notebooks bear every legal input; one that fails is told, and the site is made all the same."""

from __future__ import annotations

import ast
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from planned_jobs import planned
from reference import ROOT
from test_pipeline import contents, replace
from tiers import Tier

from upgrading.figures.style import Drawing
from upgrading.files.finished import Tables

NOTEBOOKS = ["01_case_data", "02_audit", "03_trade", "04_inference"]

BY_HAND = {"01_case_data": 1, "04_inference": 2}
"""Figures that a notebook computes and sets beside the pipeline's."""

NEW_CLUSTERS = {
    "footwear_franca": "traditional_manufacturing,Footwear,Franca,BRA"
    ",3,3,3,3,3,3,3,2,1,0,2,0,3,3,1,,an example",
    # of the group that notebook 04 follows, in a country of its own, with figures missing
    "asparagus_ica": "natural_resource_based,Asparagus,Ica,PER"
    ",2,,3,2.5,1,2,,1,0,0,2,1,2.5,,1,,an example",
}


def other_weights(folder: Path) -> None:
    config = folder / "config/config.yaml"
    replace(config, "external_economies: 0.5", "external_economies: 0.3")
    replace(config, "joint_action: 0.5", "joint_action: 0.7")


def clusters_excluded(folder: Path) -> None:
    replace(folder / "config/config.yaml", "not_available: zero", "not_available: exclude")


def as_printed(folder: Path) -> None:
    replace(folder / "config/config.yaml", "edition: corrected", "edition: printed")


def mended(folder: Path, row: str) -> None:
    """The joint action of Chipilo, 2 + 1 + 0 + 1, is printed as 5."""
    table = folder / "data/raw/report/annex_table_2.csv"
    replace(table, "Segusino/Chipilo (Mex.),2,1,0,1,5", f"Segusino/Chipilo (Mex.),{row}")


def mended_score(folder: Path) -> None:
    mended(folder, "2,1,1,1,5")


def mended_sum(folder: Path) -> None:
    mended(folder, "2,1,0,1,4")


def added_clusters(folder: Path) -> None:
    header = (ROOT / "docs/updates_template.csv").read_text(encoding="utf-8").splitlines()[0]
    rows = [f"{cluster},{rest}" for cluster, rest in NEW_CLUSTERS.items()]
    updates = folder / "data/raw/updates"
    updates.mkdir()
    (updates / "new.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")


CHANGES = {
    "weights": other_weights,
    "exclude": clusters_excluded,
    "printed": as_printed,
    "mended score": mended_score,
    "mended sum": mended_sum,
    "added clusters": added_clusters,
}

COMBINED = [
    ("weights", "printed", "mended sum"),
    ("exclude", "mended score", "added clusters"),
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """All changes in two runs; in `make test-all` each in a run of its own too."""
    if "changes" in metafunc.fixturenames:
        alone = [pytest.param((change,), marks=pytest.mark.full) for change in CHANGES]
        cases = [*COMBINED, *alone]
        metafunc.parametrize("changes", cases, ids=" and ".join)


def fewer_draws(folder: Path) -> None:
    """What a run hardly shows and takes its time: as few random draws as the config allows."""
    config = folder / "config/config.yaml"
    replace(config, "permutations: 9999", "permutations: 99")
    replace(config, "bootstrap: 2000", "bootstrap: 99")
    replace(config, "permutations: 1000", "permutations: 1")


def figures_by_hand(page: str) -> list[tuple[str, str]]:
    """What a notebook computes itself, and the same as it reads it from the pipeline's files."""
    return re.findall(r"by hand (\S+), pipeline (\S+),", page) + re.findall(
        r" = (\S+); the pipeline has\s(\S+)\.\n", page
    )


@pytest.mark.ci
def test_notebooks_bear_every_legal_input(
    changes: tuple[str, ...], project: Path, finished: Path, run, tier: Tier
) -> None:
    names = tier.of(NOTEBOOKS[:1], NOTEBOOKS, NOTEBOOKS)
    pages = [f"results/notebooks/{name}.html" for name in names]
    fewer_draws(project)
    for change in changes:
        CHANGES[change](project)
    plan = run(project, "--dry-run", *pages)
    # figures are shown as they are: notebooks read nothing in them, and most of the time is theirs
    rules = {rule for rule in planned(plan.stdout + plan.stderr) if not rule.endswith("figures")}
    assert "notebook" in rules
    result = run(project, "--allowed-rules", *sorted(rules), "--", *pages)
    printed = result.stdout + result.stderr
    assert result.returncode == 0, printed
    assert " failed; " not in printed
    for name, page in zip(names, pages, strict=True):
        assert "failed" not in (project / f"logs/notebooks/{name}.log").read_text(encoding="utf-8")
        now, before = (
            figures_by_hand((folder / page).read_text(encoding="utf-8"))
            for folder in (project, finished)
        )
        assert len(now) == len(before) == BY_HAND.get(name, 0)
        assert now == [(own, own) for own, _ in now]
    first = pages[0]
    assert (project / first).read_bytes() != (finished / first).read_bytes()


@pytest.mark.ci
def test_a_notebook_that_fails_is_told_and_the_site_is_made(
    project: Path, finished: Path, run
) -> None:
    notebook = project / "notebooks/01_case_data.ipynb"
    read = json.loads(notebook.read_text(encoding="utf-8"))
    code = next(cell for cell in read["cells"] if cell["cell_type"] == "code")
    read["cells"].insert(2, code | {"id": "fails", "source": ["raise LookupError('no such row')"]})
    notebook.write_text(json.dumps(read), encoding="utf-8")
    shutil.rmtree(project / "results/report")
    result = run(project)
    printed = result.stdout + result.stderr
    assert result.returncode == 0, printed
    page = "results/notebooks/01_case_data.html"
    in_the_site = "results/report/notebooks/01_case_data.html"
    assert (
        f"notebooks/01_case_data.ipynb failed; {page} shows where:\n"
        "  cell 3: LookupError: no such row\n"
    ) in printed
    assert "Traceback" not in printed
    text = (project / page).read_text(encoding="utf-8")
    assert "LookupError" in text
    assert "40 clusters" in text  # what stands below is executed
    now, before = (contents(folder, "results") for folder in (project, finished))
    assert {name for name in now | before if now.get(name) != before.get(name)} == {
        *(page, in_the_site)
    }


def code_cells(name: str) -> list[dict[str, Any]]:
    read = json.loads((ROOT / f"notebooks/{name}.ipynb").read_text(encoding="utf-8"))
    return [cell for cell in read["cells"] if cell["cell_type"] == "code"]


def is_to_be_changed(cell: dict[str, Any]) -> bool:
    return "try" in cell["metadata"].get("tags", [])


def shown_by(name: str, changed: str = "") -> list[Any]:
    """What the cells of a notebook show, executed here; `changed` is put in for what is to be."""
    names: dict[str, Any] = {"__name__": "__main__"}
    shown = []
    for cell in code_cells(name):
        source = changed if changed and is_to_be_changed(cell) else "".join(cell["source"])
        parsed = ast.parse(source)
        last = parsed.body.pop() if isinstance(parsed.body[-1], ast.Expr) else None
        exec(compile(parsed, name, "exec"), names)
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), name, "eval"), names))
    return shown


@pytest.fixture
def opened(finished: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The finished project, as whoever opens a notebook has it: from the notebooks' folder."""
    monkeypatch.chdir(finished / "notebooks")
    return finished


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_has_a_picture_and_a_cell_to_change_and_begins_with_one_line(name: str) -> None:
    cells = code_cells(name)
    assert "".join(cells[0]["source"]).startswith("from upgrading import load\n\nstudy = load()\n")
    assert len([cell for cell in cells if is_to_be_changed(cell)]) == 1
    assert any("Drawing(" in "".join(cell["source"]) for cell in cells)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_reads_what_its_rule_names(
    name: str, opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = (ROOT / "workflow/rules/notebooks.smk").read_text(encoding="utf-8")
    listed = re.search(r"^READ_BY_NOTEBOOK = (\{.*?^\})", rules, re.M | re.S)
    assert listed
    read: set[str] = set()
    plain = Tables.read

    def told(tables: Tables, path: str) -> Any:
        read.add(path)
        return plain(tables, path)

    monkeypatch.setattr(Tables, "read", told)
    shown_by(name)
    assert read == set(ast.literal_eval(listed[1])[name])


TRIED = {
    "01_case_data": ["from fractions import Fraction\nWEIGHT = Fraction(0)"],
    "02_audit": [
        'CELL = ("annex_table_2", "furniture_chipilo", "jai")',
        'CELL = ("table_09", "total", "up_intersectoral")',
    ],
    "03_trade": [
        'PRODUCT, EXPORTER = "wine", "CHL"\nFIRST, LAST, YEARS = 1994, 2004, 3',
        # of which there are no figures
        'PRODUCT, EXPORTER = "salmon", "CHL"\nFIRST, LAST, YEARS = 1996, 2002, 2',
    ],
    "04_inference": [
        'GROUP, SCORE, INDEX = "complex_product_systems", "up_process", "jai"',
        # of which all clusters have one score, or none
        'GROUP, SCORE, INDEX = "specialised_suppliers", "up_product", "eei"',
        'GROUP, SCORE, INDEX = "specialised_suppliers", "up_intersectoral", "eei"',
    ],
}


@pytest.mark.parametrize(
    ("name", "changed"), [(name, cell) for name, cells in TRIED.items() for cell in cells]
)
def test_a_cell_that_is_to_be_changed_can_be(name: str, changed: str, opened: Path) -> None:
    drawings = [one for one in shown_by(name, changed) if isinstance(one, Drawing)]
    assert drawings
    assert all("<svg" in one._repr_svg_() for one in drawings)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_link_of_a_page_leads_somewhere(name: str, finished: Path) -> None:
    page = finished / f"results/notebooks/{name}.html"
    links = re.findall(r'href="([^"#]+)', page.read_text(encoding="utf-8"))
    assert "../report/index.html" in links
    assert [link for link in links if not (page.parent / link).is_file()] == []
