"""Executing a notebook and turning it into a page."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import CoalesceStreamsPreprocessor, ExecutePreprocessor
from traitlets.config import Config

_FROM_ELSEWHERE = ("require_js_url", "mathjax_url", "jquery_url", "mermaid_js_url")
"""Scripts that a page would load from the network."""

_LONGEST = 90
"""Bytes of the path of a socket; macOS allows 104, what is appended included."""


def executed(notebook: str) -> str:
    """The page of a notebook (path), executed in its folder. Raises `CellExecutionError`."""
    with TemporaryDirectory() as sockets:
        return _executed(notebook, Path(sockets) / "kernel.json")


def _executed(notebook: str, connection: Path) -> str:
    config = Config(
        HTMLExporter=dict.fromkeys(_FROM_ELSEWHERE, ""),
        KernelManager={"connection_file": str(connection)},
    )
    # by files where their paths are as short as the system asks for: no network, not even within
    # the machine, which may have none
    if len(os.fsencode(connection)) < _LONGEST:
        config.KernelManager.transport = "ipc"
    exporter = HTMLExporter(template_name="lab", config=config)
    exporter.register_preprocessor(ExecutePreprocessor(config=config), enabled=True)
    # what a cell prints arrives in pieces that depend on time: they are joined after execution
    exporter.register_preprocessor(CoalesceStreamsPreprocessor(), enabled=True)
    folder = {"metadata": {"path": str(Path(notebook).parent)}}
    page, _ = exporter.from_filename(notebook, resources=folder)
    return str(page)
