"""The templates of pages, and pages written by them, without a whole site around."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml
from reference import ROOT
from rules_of_study import rules

from upgrading.publish.citation import Citation
from upgrading.publish.site.shell import SECTIONS, Page, render
from upgrading.templating import Pieces, environment, macro

TEMPLATES = sorted((ROOT / "workflow" / "templates").glob("*.html.jinja"))

CITATION = Citation.of(yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8")))

ENVIRONMENT = environment({path.as_posix(): path.read_text(encoding="utf-8") for path in TEMPLATES})


def written(page: Page) -> str:
    """The page of a site that has all pages."""
    return render(ENVIRONMENT, page, [path for path, _ in SECTIONS], CITATION)


def alone(folder: Path, page: Page) -> Path:
    """The file of a page in a folder that has the site's assets and no other page."""
    assets = folder / "assets"
    assets.mkdir()
    for asset in rules()["site"]["inputs"]["assets"]:
        shutil.copy(ROOT / asset, assets)
    (assets / "search_index.js").write_text("window.SEARCH_INDEX = [];\n", encoding="utf-8")
    file = folder / page.path
    file.write_text(written(page), encoding="utf-8")
    return file


def inline(pieces: Pieces) -> str:
    """A text as HTML."""
    return str(macro(ENVIRONMENT, "inline")(pieces))
