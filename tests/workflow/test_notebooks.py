"""Notebooks bear every legal input; one that fails is told, and the site is made all the same."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from planned_jobs import planned
from reference import ROOT
from test_pipeline import contents, replace
from tiers import Tier, few_in_quick

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
    """All changes in two runs, of which the quick tier has one; in `make test-all` each in a run
    of its own too."""
    if "changes" in metafunc.fixturenames:
        alone = [pytest.param((change,), marks=pytest.mark.full) for change in CHANGES]
        cases = [*few_in_quick(COMBINED, COMBINED[1:]), *alone]
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
    assert (
        f"notebooks/01_case_data.ipynb failed; {page} shows where:\n"
        "  cell 3: LookupError: no such row\n"
    ) in printed
    assert "Traceback" not in printed
    text = (project / page).read_text(encoding="utf-8")
    assert "LookupError" in text
    assert "40 clusters" in text  # what stands below is executed
    now, before = (contents(folder, "results") for folder in (project, finished))
    assert {name for name in now | before if now.get(name) != before.get(name)} == {page}
