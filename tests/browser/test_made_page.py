"""The page on how it was made, with what the end of a run left beside it and without."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

UNTOLD = "Durations are not shown here"


def columns(page) -> list[list[str]]:
    rows = page.locator("#durations tbody tr").all()
    return [row.locator("td").all_inner_texts() for row in rows]


@pytest.fixture
def alone(site, tmp_path) -> Path:
    """The page as a run that failed leaves it, or a copy without the script."""
    folder = tmp_path / "report"
    shutil.copytree(site / "assets", folder / "assets")
    shutil.copy(site / "made.html", folder)
    return folder / "made.html"


@pytest.mark.quick
def test_it_tells_how_long_the_run_took(site, open_page) -> None:
    page = open_page(site / "made.html")
    said = page.locator("#run p").first.inner_text()
    assert "began at 2026-11-25 13:33:00 UTC and ended at 2026-11-25 13:34:01 UTC" in said
    assert "61.0 seconds" in said
    assert "2 processors" in said
    assert "Python 3.11.7" in said
    assert UNTOLD not in page.locator("main").inner_text()
    rules = [
        section.removeprefix("rule-")
        for section in page.evaluate(
            "[...document.querySelectorAll('section[id^=rule-]')].map((one) => one.id)"
        )
    ]
    shown = columns(page)
    assert [row[0] for row in shown] == rules
    assert [row[3] for row in shown] == ["an earlier run"] + ["this run"] * (len(rules) - 1)
    assert shown[2][1:3] == ["1", "3.0"]
    page.locator("#durations").get_by_role("link", name=rules[-1]).click()
    assert page.url.endswith(f"#rule-{rules[-1]}")


def test_durations_sort_by_keyboard(site, open_page) -> None:
    page = open_page(site / "made.html")
    before = columns(page)
    head = page.locator("#durations thead").get_by_role("button", name="Seconds")
    head.focus()
    page.keyboard.press("Enter")
    assert page.locator("#durations th[aria-sort=ascending]").inner_text().startswith("Seconds")
    page.keyboard.press("Space")
    seconds = [float(row[2]) for row in columns(page)]
    assert seconds == sorted(seconds, reverse=True)
    assert seconds[0] > 9.9  # as numbers, not as text
    page.keyboard.press("Enter")
    assert columns(page) == before


@pytest.mark.quick
def test_without_the_script_the_page_says_where_the_durations_are(alone, open_page) -> None:
    page = open_page(alone)
    told = page.locator("#run").inner_text()
    assert UNTOLD in told
    assert "results/provenance/ro-crate-preview.html" in told
    assert page.locator("#durations").count() == 0
    assert page.locator("main table button.sort").count() > 0  # the other tables still sort


def test_without_javascript_too(site, open_page) -> None:
    page = open_page(site / "made.html", java_script_enabled=False)
    assert UNTOLD in page.locator("#run").inner_text()


def test_no_accessibility_violations_without_the_script(alone, open_page) -> None:
    result = Axe().run(open_page(alone))
    assert result.violations_count == 0, result.generate_report()
