"""Executing a notebook and turning it into a page in the site's style.

The page is one file: style and pictures are inside, code is folded. A cell with the tag `try` is
meant to be changed by the reader; its code is open. Links are written as from the notebook's folder
(`../results/report/index.html`, `02_audit.ipynb`), and lead to the same from the page.
"""

import base64
import html
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbconvert.filters import Highlight2HTML, markdown2html, strip_ansi
from nbconvert.preprocessors import CoalesceStreamsPreprocessor, ExecutePreprocessor
from traitlets.config import Config

from upgrading.publish.site.shell import STUDY

TRY = "try"
"""The tag of a cell that is meant to be changed."""

_LONGEST = 90
"""Bytes of the path of a socket; macOS allows 104, what is appended included."""


def executed(notebook: str, styles: Iterable[str]) -> tuple[str, list[str]]:
    """The page of a notebook (path), executed in its folder, and what failed: a line per cell.

    A cell that fails shows its error on the page, and those below it are executed all the same.
    `styles`: style sheets to put in.
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
    return page(nodes.cells, file.stem, styles), failures


def page(cells: Iterable[Mapping[str, Any]], name: str, styles: Iterable[str]) -> str:
    """The page of the executed cells of the notebook `name`; its title is their first heading."""
    body = "\n".join(map(_cell, cells))
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", body)
    title = html.unescape(re.sub(r"<[^>]+>", "", heading[1])) if heading else name
    style = "\n".join(styles)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)} – {STUDY}</title>\n<style>\n{style}</style>\n"
        "</head>\n<body>\n"
        '<a class="skip" href="#content">Skip to the content</a>\n'
        '<header class="bar">\n<nav aria-label="Site">'
        f'<a href="../report/index.html">{STUDY}</a></nav>\n</header>\n'
        f'<main id="content" tabindex="-1" class="notebook">\n{body}\n'
        '<p class="notice">This page is the notebook as the run executed it. To change and run it '
        f"yourself: <code>.venv/bin/jupyter lab notebooks/{html.escape(name)}.ipynb</code></p>\n"
        "</main>\n</body>\n</html>\n"
    )


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


def _cell(cell: Mapping[str, Any]) -> str:
    if cell["cell_type"] == "markdown":
        return _prose(cell["source"])
    source = Highlight2HTML()(cell["source"])
    outputs = "\n".join(map(_output, cell["outputs"]))
    meant_to_be_changed = TRY in cell["metadata"].get("tags", [])
    opened, word = (" open", "Try this") if meant_to_be_changed else ("", "Code")
    scrolled = source.replace("<pre>", '<pre tabindex="0" aria-label="Code" role="group">', 1)
    return f'<details class="code"{opened}><summary>{word}</summary>{scrolled}</details>\n{outputs}'


def _prose(source: str) -> str:
    """Markdown as HTML, without the signs that link to its headings; links as from the page."""
    text = re.sub(r'<a class="anchor-link".*?</a>', "", markdown2html(source))
    text = re.sub(r'href="(\w+)\.ipynb"', r'href="\1.html"', text)
    return text.replace('href="../results/', 'href="../')


def _output(output: Mapping[str, Any]) -> str:
    if output["output_type"] == "stream":
        return _text(output["text"])
    if output["output_type"] == "error":
        return _text("\n".join(output["traceback"]))
    data = output["data"]
    if "image/svg+xml" in data:
        return _picture(data["image/svg+xml"])
    if "text/html" in data:
        return _table(data["text/html"])
    return _text(data["text/plain"])


def _text(text: str) -> str:
    return f'<pre class="output" tabindex="0">{html.escape(strip_ansi(text))}</pre>'


def _picture(svg: str) -> str:
    """A picture with the text that stands in it for those who cannot see it."""
    told = re.search(r"<desc[^>]*>(.*?)</desc>", svg, re.S)
    source = base64.b64encode(svg.encode()).decode()
    alt = html.escape(html.unescape(told[1])) if told else ""
    return f'<figure><img src="data:image/svg+xml;base64,{source}" alt="{alt}"></figure>'


def _table(text: str) -> str:
    """A frame as pandas gives it, without the style that it brings and with one line of header."""
    plain = re.sub(r"<style scoped>.*?</style>", "", text, flags=re.S).replace(' border="1"', "")
    plain = _TWO_LINES.sub(_in_one_line, plain).replace("<th></th>", "<td></td>")
    return f'<div class="scroll" tabindex="0" role="group" aria-label="Table">{plain}</div>'


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
