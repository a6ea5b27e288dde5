"""The README keeps to the order of the social-science data editors; its map is built right."""

from __future__ import annotations

import re

from reference import ROOT

from tools import exhibit_map

SECTIONS = [
    "Overview",
    "Data availability and provenance statements",
    "Dataset list",
    "Computational requirements",
    "Description of programs and code",
    "Instructions to replicators",
    "List of tables and programs",
    "References",
]


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_sections_stand_in_the_editors_order() -> None:
    assert re.findall(r"^## (.+)$", readme(), re.M) == SECTIONS


def test_what_the_readme_points_to_is_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", readme()):
        assert (ROOT / target).is_file(), target


def test_every_source_in_the_register_has_its_statement() -> None:
    for name in ("Inter-American Development Bank", "FAOSTAT", "CC BY 4.0", "UN Comtrade"):
        assert name in readme().split("## Dataset list")[0]


def test_the_map_stands_between_its_marks_once() -> None:
    text = readme()
    assert text.count(exhibit_map.BEGIN) == text.count(exhibit_map.END) == 1
    assert exhibit_map.between_the_marks(text).startswith("| table |")


def test_a_figure_is_drawn_by_the_module_of_its_name() -> None:
    assert exhibit_map._drawn_by("diagram_1") == "figures/cases/diagram_1.py"


def test_without_a_finished_run_there_is_no_map(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert exhibit_map.main() == 1
    assert "run make" in capsys.readouterr().err
