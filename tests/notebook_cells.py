"""Executed cells of a notebook, of every kind that a page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from upgrading.figures.style import Drawing, new_figure


def prose(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def code(source: str, *outputs: Mapping[str, Any], tags: Sequence[str] = ()) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "source": source,
        "metadata": {"tags": list(tags)},
        "outputs": list(outputs),
    }


def shows(data: Mapping[str, str]) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": dict(data)}


def _picture() -> str:
    figure = new_figure(2)
    figure.add_subplot().plot([0, 1], [0, 1])
    return Drawing(figure, "A line", "A line that rises.")._repr_svg_()


CELLS = [
    prose("# One & two\n\nSome *text*, [a link](../results/report/index.html)."),
    code('from x import y  # why\n\nz = [1, 2.5, "three", None]', tags=["try"]),
    prose("## A table\n\n| a | b |\n| --- | --- |\n| **c** | d |"),
    code(
        "frame",
        shows({"text/html": pd.DataFrame({"a": ["b"]}, index=["c"])._repr_html_()}),
        {"output_type": "stream", "name": "stdout", "text": "printed\n"},
    ),
    code("drawing", shows({"image/svg+xml": _picture()})),
]
