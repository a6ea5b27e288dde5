"""Executing a notebook and turning it into a page in the site's style.

Style and pictures are inside the page, its type is the site's beside it; code is folded. A cell
with the tag `try` is meant to be changed by the reader; its code is open. Links are written as from
the notebook's folder (`../results/report/index.html`, `02_audit.ipynb`), and lead to the same from
the page.
"""

import base64
import html
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

import nbformat
from jinja2 import Environment
from markupsafe import Markup
from nbconvert.filters import Highlight2HTML, markdown2html, strip_ansi
from nbconvert.preprocessors import CoalesceStreamsPreprocessor, ExecutePreprocessor
from traitlets.config import Config

from upgrading.publish.site.shell import SECTIONS, STUDY

TRY = "try"
"""The tag of a cell that is meant to be changed."""

_LONGEST = 90
"""Bytes of the path of a socket; macOS allows 104, what is appended included."""


def executed(
    notebook: str, styles: Iterable[str], environment: Environment
) -> tuple[str, list[str]]:
    """The page of a notebook (path), executed in its folder, and what failed: a line per cell.

    A cell that fails shows its error on the page, and those below it are executed all the same.
    `styles`: style sheets to put in; `environment`: the templates (`templating.environment`).
    """
    file = Path(notebook)
    with TemporaryDirectory() as sockets:
        nodes = _run(file, Path(sockets) / "kernel.json")
    failures = [
        f"cell {number}: {output.ename}: {output.evalue}"
        for number, cell in enumerate(nodes.cells, start=1)
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    return page(nodes.cells, file.stem, styles, environment), failures


def page(
    cells: Iterable[Mapping[str, Any]], name: str, styles: Iterable[str], environment: Environment
) -> str:
    """The page of the executed cells of the notebook `name`; its title is their first heading.

    `environment`: the templates (`templating.environment`).
    """
    shown = _cells(cells)
    prose = "".join(cell.get("prose", "") for cell in shown)
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", prose)
    view = {
        "name": name,
        "title": html.unescape(re.sub(r"<[^>]+>", "", heading[1])) if heading else name,
        "study": STUDY,
        "sections": SECTIONS,
        "style": Markup("\n".join(styles)),
        "cells": shown,
    }
    return environment.get_template("notebook.html.jinja").render(view)


def _run(file: Path, connection: Path) -> Any:
    """The notebook with what its cells gave."""
    nodes = nbformat.read(file, as_version=4)
    folder = {"metadata": {"path": str(file.parent), "name": file.stem}}
    config = Config(KernelManager={"connection_file": str(connection)})
    # by files where their paths are as short as the system asks for: no network, not even within
    # the machine, which may have none
    if len(os.fsencode(connection)) < _LONGEST:
        config.KernelManager.transport = "ipc"
    ExecutePreprocessor(config=config, allow_errors=True).preprocess(nodes, folder)
    # what a cell prints arrives in pieces that depend on time: they are joined after execution
    CoalesceStreamsPreprocessor().preprocess(nodes, folder)
    return nodes


def _cells(cells: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the page shows of each cell; a table is named after the heading above it."""
    shown: list[dict[str, Any]] = []
    above, tables = "Table", 0
    for cell in cells:
        if cell["cell_type"] == "markdown":
            prose = _prose(cell["source"])
            for heading in re.findall(r"<h[1-6][^>]*>(.*?)</h[1-6]>", prose):
                above, tables = html.unescape(re.sub(r"<[^>]+>", "", heading)), 0
            shown.append({"prose": prose})
            continue
        outputs = [_output(output) for output in cell["outputs"]]
        for output in outputs:
            if output["kind"] == "table":
                tables += 1
                output["label"] = above if tables == 1 else f"{above}, table {tables}"
        code = Highlight2HTML()(cell["source"])
        named = code.replace("<pre>", '<pre tabindex="0" aria-label="Code" role="group">', 1)
        opened = TRY in cell["metadata"].get("tags", [])
        shown.append({"opened": opened, "code": Markup(named), "outputs": outputs})
    return shown


def _prose(source: str) -> Markup:
    """Markdown as HTML, without the signs that link to its headings; links as from the page."""
    text = re.sub(r'<a class="anchor-link".*?</a>', "", markdown2html(source))
    text = re.sub(r'href="(\w+)\.ipynb"', r'href="\1.html"', text)
    text = re.sub(r'(<h[1-6] id=")([^"]+)"', _plain_id, text)
    return Markup(text.replace('href="../results/', 'href="../'))


def _plain_id(heading: re.Match[str]) -> str:
    """The start of a heading, with an id of letters, digits and dashes."""
    return heading[1] + re.sub(r"\W+", "-", unquote(heading[2])).strip("-").lower() + '"'


def _output(output: Mapping[str, Any]) -> dict[str, Any]:
    if output["output_type"] == "stream":
        return _text(output["text"])
    if output["output_type"] == "error":
        return _text("\n".join(output["traceback"]))
    data = output["data"]
    if "image/svg+xml" in data:
        return _picture(data["image/svg+xml"])
    if "text/html" in data:
        return {"kind": "table", "table": _table(data["text/html"])}
    return _text(data["text/plain"])


def _text(text: str) -> dict[str, Any]:
    return {"kind": "text", "text": strip_ansi(text)}


def _picture(svg: str) -> dict[str, Any]:
    """A picture with the text that stands in it for those who cannot see it."""
    told = re.search(r"<desc[^>]*>(.*?)</desc>", svg, re.S)
    source = base64.b64encode(svg.encode()).decode()
    return {"kind": "picture", "source": source, "alt": html.unescape(told[1]) if told else ""}


def _table(text: str) -> Markup:
    """A frame as pandas gives it, without the style that it brings and with one line of header."""
    plain = re.sub(r"<style scoped>.*?</style>", "", text, flags=re.S).replace(' border="1"', "")
    plain = re.sub(r' style="[^"]*"', "", plain)
    head, start, body = _TWO_LINES.sub(_in_one_line, plain).partition("<tbody>")
    scoped = head.replace("<th>", '<th scope="col">')
    scoped += start + body.replace("<th>", '<th scope="row">')
    return Markup(re.sub(r"<th[^>]*></th>", "<td></td>", scoped))


_TWO_LINES = re.compile(r"(<thead>\s*<tr[^>]*>)(.*?)</tr>\s*<tr>(.*?)(</tr>\s*</thead>)", re.S)
"""The header of a frame whose index has a name, which pandas puts into a line of its own."""


def _in_one_line(header: re.Match[str]) -> str:
    """Where one of the two lines is empty in every column, a line of what the other says."""
    start, *lines, end = header.groups()
    upper, lower = (re.findall(r"<th[^>]*>.*?</th>", line, re.S) for line in lines)
    empty = "<th></th>"
    if len(upper) != len(lower) or not all(
        empty in both for both in zip(upper, lower, strict=True)
    ):
        return header[0]
    said = (below if above == empty else above for above, below in zip(upper, lower, strict=True))
    return f"{start}{''.join(said)}{end}"
