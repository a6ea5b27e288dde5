"""The report as PDF, compiled once from the repository's own exhibits."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst
import yaml
from reference import ROOT

from upgrading.publish.tables import Text, texts
from upgrading.publish.typeset import Chapter, Picture, document, quoted

TITLE = 'A "title" with #marks, *stars* and \\ strokes'
ALT = 'A bar that "rises" to 3 < 4'

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">
<rect width="{width}" height="{height}" fill="#0072b2"/></svg>"""

INTRODUCTION = "Of 1,196 figures #none is *markup*: see @table_06, (@table_10) and @tall. Mail a@b."


def compiled(folder: Path, text: str) -> bytes:
    source = folder / "report.typ"
    source.write_text(text, encoding="utf-8")
    found = typst.compile(
        str(source), root=str(folder), ignore_system_fonts=True, pdf_standards=["ua-1"]
    )
    assert isinstance(found, bytes)
    return found


@pytest.fixture(scope="module")
def around_tables(exhibits, around) -> dict[str, Text]:
    words = yaml.safe_load((ROOT / "config" / "captions.yaml").read_text(encoding="utf-8"))
    return texts(exhibits, around, words)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("typeset")
    for name, width, height in (("tall", 300, 900), ("wide", 900, 200)):
        (folder / f"{name}.svg").write_text(SVG.format(width=width, height=height))
    return folder


@pytest.fixture(scope="module")
def text(exhibits, around_tables) -> str:
    pictures = [Picture(name, f"A {name} one", ALT, f"/{name}.svg") for name in ("tall", "wide")]
    chapters = [
        Chapter("Tables", (INTRODUCTION,), list(exhibits["exhibit"].unique())),
        Chapter("Figures", (), (), pictures),
    ]
    summary = ["The answer in one sentence, as in @table_06."]
    return document(TITLE, "Nobody", chapters, exhibits, around_tables, summary)


@pytest.fixture(scope="module")
def content(folder, text) -> bytes:
    return compiled(folder, text)


@pytest.fixture(scope="module")
def pdf(content) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


@pytest.fixture(scope="module")
def pages(pdf) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pdf.pages]


def structure(node: Any) -> list[Any]:
    """All elements of the structure tree, parents before children."""
    found: list[Any] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            found.append(one)
            if "/K" in one:
                waiting.append(one["/K"])
    return found


def test_it_is_tagged_and_says_its_language_and_title(pdf) -> None:
    root = pdf.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == TITLE
    assert pdf.metadata.author == "Nobody"
    kinds = {element.get("/S") for element in structure(root["/StructTreeRoot"])}
    assert {"/Table", "/TR", "/TH", "/TD", "/Figure", "/Caption", "/H1"} <= kinds
    assert [item.title for item in pdf.outline] == ["1 Tables", "2 Figures"]


def test_figures_have_their_descriptions(pdf) -> None:
    elements = structure(pdf.trailer["/Root"]["/StructTreeRoot"])
    alts = [element["/Alt"] for element in elements if element.get("/S") == "/Figure"]
    assert [alt for alt in alts if alt == ALT] == [ALT, ALT]


def test_fonts_are_embedded(pdf) -> None:
    fonts = [
        font.get_object()
        for page in pdf.pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = inner["/FontDescriptor"].get_object()
        assert any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_the_same_bytes_every_time(folder, text, content) -> None:
    assert compiled(folder, text) == content
    assert b"/CreationDate" not in content


def test_every_exhibit_is_there_and_numbered(pages, exhibits, around_tables) -> None:
    whole = " ".join(pages)
    for number, name in enumerate(exhibits["exhibit"].unique(), start=1):
        title = " ".join(around_tables[name].title.split())
        assert f"Exhibit {number} · {title}" in whole, name
    assert "Figure 1 · A tall one" in whole


def test_references_resolve_to_the_exhibits(pages, pdf) -> None:
    first = next(page for page in pages if "Of 1,196 figures" in page)
    assert (
        "Of 1,196 figures #none is *markup*: see Exhibit 6, (Exhibit 10) and Figure 1. Mail a@b."
        in first
    )
    assert "as in Exhibit 6." in pages[0]
    assert TITLE in pages[0]
    links = [
        annotation.get_object() for page in pdf.pages for annotation in page.get("/Annots", [])
    ]
    assert len([link for link in links if link["/Subtype"] == "/Link"]) >= 6


def test_cells_say_what_the_tables_say(pages) -> None:
    page = next(page for page in pages if "Exhibit 6 · Table 6" in page)
    assert "High 2.5 (2) 2.5 (2) 1.25 (2)" in page
    assert "Medium 1.9 (10) [2.0] 2.0 (10) [2.5] 0.67 (9) [1.00]" in page
    assert "Low 1.3 (3) [1.5] 2.2 (3) [2.5] 0.67 (3) [1.00]" in page


def placed(page: pypdf.PageObject) -> list[tuple[float, float, float, str]]:
    """Where each piece of text begins, in points from the lower left, its size, and the text."""
    found = []

    def visit(text, outer, inner, _, size) -> None:
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        if text.strip():
            found.append((x, y, size * abs(outer[0] * inner[0]), text.strip()))

    page.extract_text(visitor_text=visit)
    return found


def test_no_table_runs_over_the_edge_of_its_page(pdf) -> None:
    """A letter is about 0.4 of its size wide; the margins are 20 mm."""
    outside = []
    for number, page in enumerate(pdf.pages, start=1):
        right, top = float(page.mediabox.width) - 56, float(page.mediabox.height)
        for x, y, size, text in placed(page):
            end = x + 0.4 * size * max(map(len, text.splitlines()))
            if x < 56 or end > right + 6 or not 20 < y < top - 20:
                outside.append((number, x, end, y, text))
    assert outside == []


def test_a_wide_table_is_turned_and_a_narrow_one_is_not(pdf, pages) -> None:
    def turned(title: str) -> bool:
        page = pdf.pages[next(n for n, text in enumerate(pages) if f"· {title}" in text)]
        return page.mediabox.width > page.mediabox.height

    assert turned("Table 2. ")
    assert not turned("Table 3. ")
    assert not turned("Table 9. ")


def test_a_tall_figure_stays_on_its_page(pdf, pages) -> None:
    page = pdf.pages[next(n for n, text in enumerate(pages) if "Figure 1 · A tall one" in text)]
    captions = [y for _, y, _, text in placed(page) if "A tall one" in text]
    assert captions and all(56 < y < 200 for y in captions)


def test_text_is_text_whatever_it_holds(folder, exhibits, clean_cases, tables, study) -> None:
    marks = '#let x = "1" \\ $a$ _b_ *c* `d` <e> @f // g ] } ~ \' --'
    table = exhibits[exhibits["exhibit"] == "table_06"].copy()
    labels = (table["row_kind"] == "body") & (table["column"] == "label_1")
    table.loc[labels, "shown"] = marks
    words = {"table_06": Text("table_06", "", marks, (marks,))}
    made = document(marks, marks, [Chapter(marks, (), ["table_06"])], table, words, [])
    read = pypdf.PdfReader(io.BytesIO(compiled(folder, made)))
    whole = " ".join(" ".join(page.extract_text().split()) for page in read.pages)
    assert whole.count(marks) >= 5
    assert quoted('a"b\\c\nd') == '"a\\"b\\\\c d"'


def test_a_chapter_leaves_out_what_is_not_there(exhibits, around_tables) -> None:
    few = [Chapter("Some", (), ["table_06", "table_99"])]
    made = document("T", "A", few, exhibits, around_tables)
    assert re.findall(r"<(\w+)>\]", made) == ["table_06"]
