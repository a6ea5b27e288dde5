"""README and the pages of docs/: short, linked, and true where the repository can tell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from reference import ROOT

from tools import exhibit_map

README = ROOT / "README.md"
REPLICATION = ROOT / "docs" / "replication.md"
MAP = ROOT / "docs" / "exhibit_map.md"
PAGES = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]

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


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", text(page), flags=re.M | re.S)


def anchors(page: Path) -> set[str]:
    """What a link can point to in a page: its headings, as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(page: Path) -> list[str]:
    """Links of a page within the project that lead nowhere."""
    found = []
    for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", prose(page)):
        place, _, heading = link.partition("#")
        target = page.parent / place if place else page
        if not target.is_file() or (heading and heading not in anchors(target)):
            found.append(link)
    return found


def test_the_readme_is_short() -> None:
    assert len(text(README).splitlines()) <= 150


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert not broken(page)


def test_a_broken_link_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A title\n[a](#a-title) [b](page.md#a-title) [c](#b-title) [d](none.md)\n")
    assert broken(page) == ["#b-title", "none.md"]


def test_the_readme_lists_every_page_of_the_documentation() -> None:
    listed = set(re.findall(r"^\| \[([\w./]+)\]\(\1\) \|", text(README), re.M))
    assert listed == {page.relative_to(ROOT).as_posix() for page in PAGES} - {"README.md"}


def test_every_picture_of_the_documentation_is_shown() -> None:
    shown = {
        (page.parent / picture).resolve()
        for page in PAGES
        for picture in re.findall(r"!\[[^]]+\]\(([^)]+)\)", prose(page))
    }
    kept = {path for path in (ROOT / "docs").iterdir() if path.suffix in {".png", ".svg"}}
    assert kept == {picture for picture in shown if picture.parent.name == "docs"}


def test_every_command_of_make_is_a_target() -> None:
    targets = set(re.findall(r"^([\w-]+):", text(ROOT / "Makefile"), re.M))
    named = {
        (page.name, name)
        for page in PAGES
        for name in re.findall(r"(?:`|^)make ([a-z-]+)(?=`|  |$)", text(page), re.M)
    }
    assert ("README.md", "test") in named
    assert not {(page, name) for page, name in named if name not in targets}


FILE = r"`((?:workflow|config|data/raw|docs|benchmarks)/[\w./]+)`"


def test_every_file_of_the_project_that_a_page_names_is_there() -> None:
    """Those that are in git; results and clean data are made by a run."""
    named = {(page.name, place) for page in PAGES for place in re.findall(FILE, prose(page))}
    made = ("data/raw/updates", "data/raw/trade/comtrade")
    example = re.findall(r"^`(workflow/[\w./]+)`:$", text(ROOT / "docs" / "extending.md"), re.M)
    assert len(named) > 50
    assert not {
        (page, place)
        for page, place in named
        if not (ROOT / place).exists() and not place.startswith(made) and place not in example
    }


def test_the_sections_for_replicators_stand_in_the_editors_order() -> None:
    assert re.findall(r"^## (.+)$", prose(REPLICATION), re.M) == SECTIONS


def test_every_source_in_the_register_has_its_statement() -> None:
    for name in ("Inter-American Development Bank", "FAOSTAT", "CC BY 4.0", "UN Comtrade"):
        assert name in text(REPLICATION).split("## Dataset list")[0]


def test_the_map_stands_between_its_marks_once() -> None:
    page = text(MAP)
    assert page.count(exhibit_map.BEGIN) == page.count(exhibit_map.END) == 1
    assert exhibit_map.between_the_marks(page).startswith("| table |")


def test_a_figure_is_drawn_by_the_module_of_its_name() -> None:
    assert exhibit_map._drawn_by("diagram_1") == "figures/cases/diagram_1.py"


def test_without_a_finished_run_there_is_no_map(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert exhibit_map.main() == 1
    assert "run make" in capsys.readouterr().err
