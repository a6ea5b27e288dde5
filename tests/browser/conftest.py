"""Pages in a real browser: Debian's Chromium, driven by Playwright.

Without Chromium on the machine these tests are not collected, and the run says so.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import site_build
from built_once import BuiltOnce
from playwright.sync_api import Browser, Page, expect, sync_playwright
from reference import RAW

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)

if CHROMIUM is None:
    collect_ignore_glob = ["test_*.py"]


def pytest_itemcollected(item: pytest.Item) -> None:
    """A browser takes seconds: of the tests in it, those not marked `quick` are left to .ci/run."""
    if "browser" in item.fixturenames and item.get_closest_marker("quick") is None:
        item.add_marker("ci")


def pytest_report_collectionfinish() -> str | None:
    return None if CHROMIUM else "No Chromium on this machine: tests/browser is left out."


OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


PATIENCE = 60_000
"""Milliseconds until a page that never comes to be as it should fails: a busy machine is slow."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a file in a fresh context; options are Playwright's, such as `color_scheme`."""
    contexts = []

    def opened(file: Path, **options) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        requested: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: requested.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(file.as_uri())
        assert [url for url in requested if not url.startswith("file:")] == []
        assert errors == []
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def site(built_once: BuiltOnce, clean_cases, tables, study, in_parts) -> Path:
    """The folder of the whole site."""

    def build(folder: Path) -> None:
        content = (RAW / "trade" / "faostat_exports.csv").read_bytes()
        site_build.site(folder, clean_cases, tables, study, in_parts, content)

    return built_once("site", build) / "report"
