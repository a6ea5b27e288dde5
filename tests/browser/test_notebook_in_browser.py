"""The page of a notebook, for everybody: by keyboard, in the dark, on a narrow screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from notebook_cells import CELLS
from page_templates import ENVIRONMENT
from reference import ROOT
from tiers import few_in_quick

from upgrading.publish.notebook_page import page

STYLES = ("site.css", "shell.css", "notebook_page.css")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = ROOT / "workflow/assets"
    styles = [(folder / name).read_text(encoding="utf-8") for name in STYLES]
    made = tmp_path / "01_example.html"
    made.write_text(page(CELLS, "01_example", styles, ENVIRONMENT), encoding="utf-8")
    return made


@pytest.mark.quick
@pytest.mark.parametrize("scheme", few_in_quick(["light", "dark"], ["dark"]))
def test_no_accessibility_violations(file: Path, open_page, scheme: str) -> None:
    shown = open_page(file, color_scheme=scheme)
    shown.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    result = Axe().run(shown)
    assert result.violations_count == 0, result.generate_report()


def test_code_opens_by_keyboard_and_nothing_overflows_a_narrow_screen(
    file: Path, open_page
) -> None:
    shown = open_page(file, viewport={"width": 360, "height": 800})
    code = shown.locator("details:not([open])").first
    code.locator("summary").focus()
    shown.keyboard.press("Enter")
    assert shown.locator("details[open]").count() == 2
    assert shown.evaluate("document.documentElement.scrollWidth") <= 360
