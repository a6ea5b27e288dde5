"""One notebook, executed, as HTML; not executed again while nothing that it reads has changed."""

from collections.abc import Mapping
from logging import Logger
from pathlib import Path

from upgrading.quick_imports import without_grammar_of_addresses
from upgrading.templating import environment

Page = tuple[str, list[str]]


def pieces(
    notebook: Path, data: list[Path], styles: list[Path], templates: list[Path]
) -> dict[str, tuple[Path, list[str], dict[str, str], dict[str, bytes]]]:
    """The notebook, style and template of its page, and the contents of all that it reads."""
    read = {path.as_posix(): path.read_bytes() for path in (notebook, *data)}
    style = [path.read_text("utf-8") for path in styles]
    own = {path.name: path.read_text("utf-8") for path in templates}
    return {notebook.stem: (notebook, style, own, read)}


def piece(
    notebook: Path, styles: list[str], templates: Mapping[str, str], read: Mapping[str, bytes]
) -> Page:
    """The page, and what failed."""
    without_grammar_of_addresses()
    from upgrading.publish.notebook_page import executed  # seconds that a kept page does not take

    return executed(notebook.as_posix(), styles, environment(templates))


def worth_keeping(page: Page) -> bool:
    """A notebook that failed may have failed for want of memory."""
    return not page[1]


def together(
    made: Mapping[str, Page], notebook: Path, output: Mapping[str, Path], log: Logger
) -> dict[str, str]:
    """The page; failures are told, but are no reason for the run to go without its site."""
    text, failures = made[notebook.stem]
    if failures:
        where = f"{notebook.as_posix()} failed; {output['html'].as_posix()} shows where:"
        log.warning("%s", "\n  ".join([where, *failures]))
    return {"html": text}
