"""Executing a notebook and turning it into a page."""

from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import CoalesceStreamsPreprocessor, ExecutePreprocessor
from traitlets.config import Config

_FROM_ELSEWHERE = ("require_js_url", "mathjax_url", "jquery_url", "mermaid_js_url")
"""Scripts that a page would load from the network."""


def executed(notebook: str) -> str:
    """The page of a notebook (path), executed in its folder. Raises `CellExecutionError`."""
    exporter = HTMLExporter(
        template_name="lab",
        config=Config(HTMLExporter=dict.fromkeys(_FROM_ELSEWHERE, "")),
    )
    exporter.register_preprocessor(ExecutePreprocessor(), enabled=True)
    # what a cell prints arrives in pieces that depend on time: they are joined after execution
    exporter.register_preprocessor(CoalesceStreamsPreprocessor(), enabled=True)
    folder = {"metadata": {"path": str(Path(notebook).parent)}}
    page, _ = exporter.from_filename(notebook, resources=folder)
    return str(page)
