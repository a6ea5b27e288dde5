"""The page of a notebook: one file in the site's style, code folded, pictures with their words."""

from __future__ import annotations

import html
import re

import pandas as pd
import pytest
from notebook_cells import CELLS, code, prose, shows
from page_templates import ENVIRONMENT

from upgrading.publish.notebook_page import page


def made(*cells) -> str:
    return page(cells, "01_example", ["p { color: red }"], ENVIRONMENT)


def test_the_page_has_a_language_a_title_and_its_style_inside() -> None:
    text = page(CELLS, "01_example", ["p { color: red }"], ENVIRONMENT)
    assert '<html lang="en">' in text
    assert "<title>One &amp; two – " in text
    assert "p { color: red }" in text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)
    assert "<script" not in text
    assert ".venv/bin/jupyter lab notebooks/01_example.ipynb" in text


def test_code_is_folded_but_for_what_is_meant_to_be_changed() -> None:
    text = made(code("hidden = 1"), code("changed = 2", tags=["try"]))
    folded, opened = re.findall(r"<details.*?</details>", text, re.S)
    assert folded.startswith('<details class="code"><summary>Code</summary>')
    assert "hidden" in folded
    assert opened.startswith('<details class="code" open><summary>Try this</summary>')
    assert "changed" in opened


def test_links_lead_from_the_page_where_they_lead_from_the_notebook() -> None:
    text = made(prose("[a](../results/report/audit/errata.html#E02) [b](02_audit.ipynb)"))
    assert 'href="../report/audit/errata.html#E02"' in text
    assert 'href="02_audit.html"' in text


def test_a_picture_says_what_it_shows() -> None:
    svg = '<svg><title>T</title><desc id="d">Less &lt; &quot;more&quot;</desc></svg>'
    text = made(code("draw()", shows({"image/svg+xml": svg, "text/plain": "Drawing at 0x7f"})))
    alt = re.search(r'<img src="data:image/svg\+xml;base64,[^"]+" alt="([^"]*)">', text)
    assert alt
    assert html.unescape(alt[1]) == 'Less < "more"'
    assert "0x7f" not in text


@pytest.mark.parametrize(
    ("frame", "headers"),
    [
        (pd.DataFrame({"Cluster": ["León"], "Index": ["8.0"]}).set_index("Cluster"), 1),
        (pd.DataFrame({"Index": ["8.0"]}), 1),
        # names of columns and of rows: one line would lose one of them
        (pd.crosstab(pd.Series(["a"], name="Row"), pd.Series(["b"], name="Column")), 2),
    ],
)
def test_a_table_has_one_line_of_header_where_that_loses_nothing(frame, headers) -> None:
    text = made(code("table", shows({"text/html": frame._repr_html_(), "text/plain": "x"})))
    head = re.search(r"<thead>(.*?)</thead>", text, re.S)
    assert head
    assert head[1].count("<tr") == headers
    assert all(f">{name}</th>" in head[1] for name in [*frame.columns, frame.index.name] if name)
    assert "<style scoped>" not in text


def test_what_is_printed_and_what_fails_is_text() -> None:
    failed = {
        "output_type": "error",
        "ename": "KeyError",
        "evalue": "x",
        "traceback": ["\x1b[31mKeyError\x1b[0m: <x>"],
    }
    printed = {"output_type": "stream", "name": "stdout", "text": "1 < 2\n"}
    text = made(code("print()", printed, failed))
    assert "1 &lt; 2" in text
    assert "KeyError: &lt;x&gt;" in text
