"""Executing a notebook and turning it into a page."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import CoalesceStreamsPreprocessor, ExecutePreprocessor
from traitlets.config import Config

_FROM_ELSEWHERE = ("require_js_url", "mathjax_url", "jquery_url", "mermaid_js_url")
"""Scripts that a page would load from the network."""

_LONGEST = 90
"""Bytes of the path of a socket; macOS allows 104, what is appended included."""


def executed(notebook: str) -> tuple[str, list[str]]:
    """The page of a notebook (path), executed in its folder, and what failed: a line per cell.

    A cell that fails shows its error on the page, and those below it are executed all the same.
    """
    with TemporaryDirectory() as sockets:
        return _executed(Path(notebook), Path(sockets) / "kernel.json")


def _executed(file: Path, connection: Path) -> tuple[str, list[str]]:
    nodes = nbformat.read(file, as_version=4)
    folder = {"metadata": {"path": str(file.parent), "name": file.stem}}
    config = Config(
        HTMLExporter=dict.fromkeys(_FROM_ELSEWHERE, ""),
        KernelManager={"connection_file": str(connection)},
    )
    # by files where their paths are as short as the system asks for: no network, not even within
    # the machine, which may have none
    if len(os.fsencode(connection)) < _LONGEST:
        config.KernelManager.transport = "ipc"
    ExecutePreprocessor(config=config, allow_errors=True).preprocess(nodes, folder)
    failures = [
        f"cell {number}: {output.ename}: {output.evalue}"
        for number, cell in enumerate(nodes.cells, start=1)
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    exporter = HTMLExporter(template_name="lab", config=config)
    # what a cell prints arrives in pieces that depend on time: they are joined after execution
    exporter.register_preprocessor(CoalesceStreamsPreprocessor(), enabled=True)
    page, _ = exporter.from_notebook_node(nodes, resources=folder)
    return str(page), failures
