"""The templates of pages, and pages written by them, without a whole site around."""

from __future__ import annotations

import yaml
from reference import ROOT

from upgrading.publish.citation import Citation
from upgrading.publish.site.shell import SECTIONS, Page, render
from upgrading.templating import Pieces, environment, macro

TEMPLATES = sorted((ROOT / "workflow" / "templates").glob("*.html.jinja"))

CITATION = Citation.of(yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8")))

ENVIRONMENT = environment({path.as_posix(): path.read_text(encoding="utf-8") for path in TEMPLATES})


def written(page: Page) -> str:
    """The page of a site that has all pages."""
    return render(ENVIRONMENT, page, [path for path, _ in SECTIONS], CITATION)


def inline(pieces: Pieces) -> str:
    """A text as HTML."""
    return str(macro(ENVIRONMENT, "inline")(pieces))
