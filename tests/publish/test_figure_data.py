"""Which figures have data, who says so, and what is written of them."""

from __future__ import annotations

from importlib import import_module

import pandas as pd
import pytest
from page_templates import written
from reference import ROOT
from rules_of_study import rules

from plan.code import figures_with_data, programs_of_figures
from upgrading.cases.means import group_averages
from upgrading.figures.cases import group_profiles
from upgrading.figures.shown import drawn
from upgrading.publish.site.exhibit_pages import figures_page
from upgrading.publish.site.figure import Figure

WITHOUT = {"diagram_1"}
"""Figures that draw no data."""

FOLDERS = ("cases", "trade", "association", "specifications")


def test_every_figure_but_a_diagram_has_data() -> None:
    found = {name for folder in FOLDERS for name in figures_with_data(folder)}
    assert set(programs_of_figures()) - found == WITHOUT


@pytest.mark.parametrize(("figure", "program"), programs_of_figures().items())
def test_the_rules_name_the_data_of_those_whose_module_has_them(figure: str, program: str) -> None:
    assert (ROOT / program).is_file()
    folder = program.split("/")[-2]
    module = import_module(f"upgrading.figures.{folder}.{figure}")
    outputs = [rule["outputs"] for rule in rules().values() if "svg" in rule["outputs"]]
    (own,) = [files for files in outputs if f"results/figures/{figure}.svg" in files["svg"]]
    assert (f"results/figures/{figure}.csv" in own["csv"]) == hasattr(module, "data")


def test_data_are_written_beside_the_pictures(
    clusters: pd.DataFrame, indices: pd.DataFrame
) -> None:
    shows = group_profiles.shows(group_averages(clusters, indices, "skip"))
    files = drawn("cases", "group_profiles", shows)
    assert list(files) == [f"group_profiles.{form}" for form in ("svg", "pdf", "png", "csv")]
    head, first = str(files["group_profiles.csv"]).splitlines()[:2]
    assert head == "variable,group,count,mean"
    assert first == "ee_labour_market,traditional_manufacturing,15,2.36666666667"
    assert "diagram_1.csv" not in drawn("cases", "diagram_1", ())


def test_under_a_figure_stand_its_data_its_program_and_its_pictures() -> None:
    with_data = Figure("bars", "Bars", "Three bars.", "workflow/bars.py", True)
    without = Figure("ring", "A ring", "A ring.", "workflow/ring.py", False)
    text = written(figures_page([with_data, without]))
    bars, ring = (part.partition("<details>")[0] for part in text.split("<figcaption>")[1:])
    assert bars.endswith(
        '<a href="figures/bars.csv">Data (CSV)</a> · Program: <code>workflow/bars.py</code> · '
        '<a href="figures/bars.svg">SVG</a> · <a href="figures/bars.pdf">PDF</a> · '
        '<a href="figures/bars.png">PNG</a>\n'
    )
    assert "ring.csv" not in ring and "Program: <code>workflow/ring.py</code>" in ring
