"""About: methods in a page, the glossary, data and licences, how to cite."""

from __future__ import annotations

from collections.abc import Sequence

from upgrading.publish.citation import Citation, after_title, before_title, in_words
from upgrading.publish.glossary import GLOSSARY, VERDICT_TERMS
from upgrading.publish.references import METHODS
from upgrading.publish.site.notebooks import Notebook
from upgrading.publish.site.shell import Page
from upgrading.verdicts import BASES, CELL_VERDICTS, STATEMENT_VERDICTS, WORDS


def about_page(citation: Citation, notebooks: Sequence[Notebook] = ()) -> Page:
    """The page about the study, its methods, its terms, its notebooks, and how to cite it."""
    view = {
        "notebooks": notebooks,
        "citation": citation,
        "literature": METHODS,
        **{"before_title": before_title, "after_title": after_title, "in_words": in_words},
        "glossary": GLOSSARY,
        "words": list(zip(STATEMENT_VERDICTS, VERDICT_TERMS, strict=False)),
        "bases": [(basis, [WORDS[word] for word in basis.words]) for basis in BASES],
        "printed": list(zip(CELL_VERDICTS, VERDICT_TERMS[len(STATEMENT_VERDICTS) :], strict=True)),
    }
    return Page("about.html", "About", "about.html.jinja", view)
