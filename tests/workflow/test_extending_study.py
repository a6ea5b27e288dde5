"""What docs/extending.md adds to the study is there after a run, and nothing else was touched."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
from reference import ROOT
from tiers import Tier

TEXT = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return TEXT.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def block(title: str, language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", section(title), re.S)
    return found


def module(title: str) -> str:
    """The path that stands above the module."""
    (found,) = re.findall(r"^`(workflow/\S+\.py)`:$", section(title), re.M)
    return found


@pytest.fixture(scope="module")
def extended(finished: Path, tmp_path_factory: pytest.TempPathFactory, run, tier: Tier) -> Path:
    """A finished project with everything that the document adds, and what it writes of that: in
    the quick tier of the trade format alone."""
    project = shutil.copytree(
        finished, tmp_path_factory.mktemp("extended") / "project", symlinks=True
    )
    for title in ("A figure", "A table", "A trade format"):
        file = project / module(title)
        assert not file.exists()
        file.write_text(block(title, "python"), encoding="utf-8")
    for title, name in (
        ("A table", "captions"),
        ("A product", "trade_products"),
        ("A relation", "relations"),
    ):
        with (project / f"config/{name}.yaml").open("a", encoding="utf-8") as file:
            file.write(block(title, "yaml"))
    updates = project / "data/raw/updates"
    updates.mkdir(exist_ok=True)
    (updates / "ministry.csv").write_text(block("A trade format", "csv"), encoding="utf-8")
    others = ["results/figures/clusters_by_country.svg", "results/tables/countries.html"]
    others.append("results/numbers.csv")
    result = run(project, "results/trade/unit_values.csv", *tier.of([], others, others))
    assert result.returncode == 0, result.stdout + result.stderr
    return project


def rows(project: Path, path: str) -> list[dict[str, str]]:
    with (project / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.ci
def test_the_figure_is_drawn(extended: Path) -> None:
    picture = (extended / "results/figures/clusters_by_country.svg").read_text(encoding="utf-8")
    assert "<title" in picture
    assert "Clusters by country" in picture
    clusters = rows(extended, "data/processed/clusters.csv")
    of_brazil = sum(cluster["country"] == "BRA" for cluster in clusters)
    assert f"BRA {of_brazil}" in picture
    data = rows(extended, "results/figures/clusters_by_country.csv")
    assert {"country": "BRA", "clusters": str(of_brazil)} in data


@pytest.mark.ci
def test_the_table_is_set_and_its_numbers_are_listed(extended: Path) -> None:
    page = (extended / "results/tables/countries.html").read_text(encoding="utf-8")
    assert "Clusters by country" in page
    numbers = [
        row for row in rows(extended, "results/numbers.csv") if row["exhibit"] == "countries"
    ]
    assert sum(int(row["value"]) for row in numbers) == 40
    formulas = rows(extended, "data/processed/formulas.csv")
    told = {row["row"]: row["words"] for row in formulas if row["exhibit"] == "countries"}
    assert told.keys() == {row["row"] for row in numbers}
    assert set(told.values()) == {"clusters of the study in the country"}


def test_the_file_is_read_by_its_own_reader(extended: Path) -> None:
    measured = rows(extended, "results/trade/unit_values.csv")
    found = {
        row["year"]: float(row["unit_value"])
        for row in measured
        if (row["source"], row["product"]) == ("ministry", "mangoes")
    }
    assert found == pytest.approx({"2003": 75744180 / 138189000, "2004": 64303330 / 111181000})


@pytest.mark.ci
def test_the_product_and_the_relation_are_there(extended: Path) -> None:
    exhibits = {row["exhibit"] for row in rows(extended, "data/processed/trade/exhibits.csv")}
    assert "trade_cashews" in exhibits
    survives = {row["relation"] for row in rows(extended, "results/inference/survives.csv")}
    assert "tm-inputs-product" in survives
