"""`upgrading.load`: the tables of a finished run by name, exact, and what it says without them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from fractions import Fraction
from pathlib import Path
from shutil import copytree, ignore_patterns

import pandas as pd
import pytest
from reference import ROOT

from plan.code import code_of, code_of_notebook
from upgrading import load
from upgrading.files.codec import write
from upgrading.files.listed import form_of


@pytest.fixture
def study(tmp_path: Path, clusters, indices) -> Path:
    """A project with some tables of a run in it."""
    tables = {
        "data/processed/clusters.csv": clusters,
        "data/processed/printed/clusters.csv": clusters.head(1),
        "data/processed/indices.csv": indices,
        "results/trade/warnings.csv": pd.DataFrame(
            [["faostat", "BRA", "0012", 1996, "odd"]],
            columns=["source", "exporter", "product", "year", "warning"],
        ),
    }
    for path, frame in tables.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(write(frame, path, form_of(path)))
    (tmp_path / "results/tables").mkdir()
    (tmp_path / "results/tables/table_03.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "Snakefile").touch()
    return tmp_path


def test_tables_are_had_by_name_and_exact(study: Path, clusters, indices) -> None:
    tables = load(folder=study)
    pd.testing.assert_frame_equal(tables.clusters, clusters.reset_index(drop=True))
    pd.testing.assert_frame_equal(tables["indices"], indices.reset_index(drop=True))
    assert isinstance(load("indices", study)["ce_index"][0], Fraction)
    assert len(load("printed/clusters", study)) == 1
    assert tables.warnings["product"][0] == "0012"  # text, as the list of files says
    assert tables.read("results/trade/warnings.csv").equals(tables.warnings)


def test_the_project_is_the_nearest_one_from_the_working_folder_upwards(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (study / "notebooks").mkdir()
    monkeypatch.chdir(study / "notebooks")
    assert load().folder == study
    assert len(load("clusters")) == 40


def test_the_example_of_the_documentation_runs(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "docs/extending.md").read_text(encoding="utf-8")
    example = text.split("## An analysis of your own")[1].split("```python\n")[1].split("```")[0]
    monkeypatch.chdir(study)
    names: dict[str, object] = {}
    exec(compile(example, "docs/extending.md", "exec"), names)
    means = names["means"]
    assert isinstance(means, pd.Series)
    assert means.loc["CHL"] == pytest.approx((10.5 + 8) / 2)  # salmon and wine


def test_what_is_there_is_told(study: Path) -> None:
    tables = load(folder=study)
    assert {"clusters", "indices", "warnings", "claims"} <= set(dir(tables))
    assert "printed/clusters" in repr(tables)
    assert "table_03" not in repr(tables)  # text to be read: its cells have no types
    assert str(study) not in repr(tables)  # pages of notebooks name no path of the machine


def test_a_wrong_name_is_told_with_the_nearest(study: Path) -> None:
    with pytest.raises(LookupError, match='no table is called "indexes"; did you mean "indices"'):
        load("indexes", study)
    with pytest.raises(AttributeError, match='"cluster"; did you mean "clusters"'):
        _ = load(folder=study).cluster
    assert not hasattr(load(folder=study), "_repr_html_")


def test_what_is_missing_is_told_with_what_to_run(
    study: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileNotFoundError, match=r"claims\.csv is not there; run `make` in "):
        load("claims", study)
    fresh = tmp_path_factory.mktemp("fresh")
    (fresh / "Snakefile").touch()
    monkeypatch.chdir(fresh)
    with pytest.raises(FileNotFoundError, match=r"no finished run in .*; run `make` there"):
        load()
    (fresh / "Snakefile").unlink()
    with pytest.raises(FileNotFoundError, match=r"load\(folder=\.\.\.\)"):
        load()


IMPORTED = """
import sys
import upgrading
print(*sorted({"pandas", "yaml", "upgrading.files.finished"} & sys.modules.keys()))
"""

USED = """
import sys
from importlib import import_module
from pkgutil import walk_packages
import upgrading
for module in walk_packages(upgrading.__path__, "upgrading."):
    import_module(module.name)
from upgrading import load
print(upgrading.__file__, len(load("clusters", sys.argv[1])))
"""


def python(code: str, package: Path, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments],
        env={"PYTHONPATH": str(package), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_importing_the_package_imports_nothing_else() -> None:
    """Every job does."""
    assert python(IMPORTED, ROOT / "workflow") == "\n"


def test_the_package_stands_alone_where_it_is_installed(study: Path, tmp_path: Path) -> None:
    """No build tool is locked: what it packs, the whole folder, is copied as it would be."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["build-system"]["build-backend"] == "hatchling.build"
    (package,) = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    installed = tmp_path / "site"
    copytree(ROOT / package, installed / "upgrading", ignore=ignore_patterns("__pycache__"))
    told = python(USED, installed, str(study))
    assert told == f"{installed / 'upgrading/__init__.py'} 40\n"


def test_a_notebook_runs_again_for_what_reads_its_tables_and_a_rule_does_not() -> None:
    reader = "workflow/upgrading/files/finished.py"
    assert reader not in code_of("indices")
    code = code_of_notebook("03_trade", ["config/trade_products.yaml"])
    assert {reader, "workflow/upgrading/trade/product_entries.py"} <= set(code)
