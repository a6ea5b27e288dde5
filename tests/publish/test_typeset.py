"""Texts, tables and figures as PDF: the repository's own exhibits, compiled once."""

from __future__ import annotations

import io
import re
from typing import Any

import pandas as pd
import pypdf
import pytest
from jinja2 import UndefinedError
from paper_made import ALT, SETS, cells_of, compiled

from upgrading.publish.pdf_objects import packed
from upgrading.publish.tables import Text, lines, with_minus
from upgrading.publish.typeset import (
    Markup,
    Picture,
    grid,
    is_turned,
    picture,
    quoted,
    rendered,
    see,
    shared_notes,
    table,
)

MARKS = '#let x = "1" \\ $a$ _b_ *c* `d` <e> @f // g ] } ~ \' -- << >> <% %>'


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


def test_it_is_tagged_and_says_its_language_and_title(working_paper) -> None:
    root = working_paper.pdf.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"].lower() == "en-gb"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert working_paper.pdf.metadata.title.startswith("Upgrading in clusters")
    assert working_paper.pdf.metadata.author == "The authors of this project"
    kinds = {element.get("/S") for element in structure(root["/StructTreeRoot"])}
    assert {"/Table", "/TR", "/TH", "/TD", "/Figure", "/Caption", "/H1"} <= kinds


def test_figures_have_their_descriptions(working_paper) -> None:
    elements = structure(working_paper.pdf.trailer["/Root"]["/StructTreeRoot"])
    alts = [element["/Alt"] for element in elements if element.get("/S") == "/Figure"]
    assert [alt for alt in alts if alt == ALT] == [ALT] * 7


def test_fonts_are_embedded(working_paper) -> None:
    fonts = [
        font.get_object()
        for page in working_paper.pdf.pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = inner["/FontDescriptor"].get_object()
        assert any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_the_same_bytes_every_time(paper_folder, working_paper) -> None:
    assert compiled(paper_folder, working_paper.text) == working_paper.content
    assert b"/CreationDate" not in working_paper.content
    assert b"/ModDate" not in working_paper.content


@pytest.mark.ci
def test_packed_it_says_the_same_in_half_the_bytes(working_paper) -> None:
    content = packed(working_paper.content)
    assert len(content) < 0.5 * len(working_paper.content)
    small = pypdf.PdfReader(io.BytesIO(content), strict=True)
    assert small.metadata == working_paper.pdf.metadata
    assert [page.extract_text() for page in small.pages] == [
        page.extract_text() for page in working_paper.pdf.pages
    ]
    roots = [read.trailer["/Root"]["/StructTreeRoot"] for read in (small, working_paper.pdf)]
    few, many = ([one.get("/S") for one in structure(root)] for root in roots)
    assert few == many and len(many) > 1000


def test_only_a_pdf_as_typst_writes_it_is_packed(working_paper) -> None:
    with pytest.raises(ValueError, match="does not end in a table"):
        packed(packed(working_paper.content))


def test_references_are_links_to_the_exhibits(working_paper) -> None:
    whole = " ".join(working_paper.pages)
    assert "See Table 6, Table 10 and Table 14." in whole
    links = [
        annotation.get_object()
        for page in working_paper.pdf.pages[3:]
        for annotation in page.get("/Annots", [])
    ]
    assert len([link for link in links if link["/Subtype"] == "/Link"]) >= 6


def test_references_to_none_one_and_several() -> None:
    assert see([]) == ""
    assert see(["a"]) == ' See #ref(label("a")).'
    assert see(["a", "b"]) == ' See #ref(label("a")) and #ref(label("b")).'
    assert see("abc") == ' See #ref(label("a")), #ref(label("b")) and #ref(label("c")).'


def test_cells_say_what_the_tables_say(working_paper) -> None:
    page = next(page for page in working_paper.pages[4:] if "Table 6. Trad" in page)
    assert "High 2.5 (2) 2.5 (2) 1.25 (2)" in page
    assert "Medium 1.9 (10) [2.0] 2.0 (10) [2.5] 0.67 (9) [1.00]" in page
    assert "Low 1.3 (3) [1.5] 2.2 (3) [2.5] 0.67 (3) [1.00]" in page


def test_no_cell_of_any_table_is_lost(working_paper) -> None:
    """The text of every cell, with what stands behind it, as often as the tables have it."""
    whole = working_paper.whole
    named = working_paper.cells[working_paper.cells["exhibit"] != "trade_wine"]
    assert len(named) > 2000
    for exhibit, cells in named.groupby("exhibit", sort=False):
        for line in lines(cells):
            told = line.cells[:1] if line.kind in {"panel", "section"} else line.cells
            for cell in told:
                shown = with_minus(cell.shown) if cell.value else cell.shown
                count = f"({cell.count})" if not pd.isna(cell.count) else ""
                printed = f"[{cell.printed.strip()}]" if cell.differs else ""
                text = re.sub(r"\s", "", f"{shown}{count}{printed}")
                assert text in whole, (exhibit, line.row, cell.column)


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


def test_no_table_runs_over_the_edge_of_its_page(working_paper) -> None:
    """A letter is about 0.4 of its size wide; the margins are 20 mm. Paragraphs are justified."""
    paragraph = 10
    outside = []
    for number, page in enumerate(working_paper.pdf.pages, start=1):
        right, top = float(page.mediabox.width) - 56, float(page.mediabox.height)
        for x, y, size, text in placed(page):
            end = x + 0.4 * size * max(map(len, text.splitlines()))
            too_long = end > right + 6 and size < paragraph
            if x < 56 or too_long or not 20 < y < top - 20:
                outside.append((number, x, end, y, text))
    assert outside == []


def wide(columns: int, text: str = "a column of numbers") -> pd.DataFrame:
    """A table of the sets with more columns, all alike."""
    own = SETS[SETS["line"] < 4]
    others = [
        own[own["position"] == 2].assign(position=at, column=f"c{at}", shown=text)
        for at in range(7, 7 + columns)
    ]
    return pd.concat([own, *others]).sort_values(["line", "position"], ignore_index=True)


def test_a_table_that_is_too_wide_is_turned_and_others_are_not() -> None:
    text = Text("sets", "", "Wide", ())
    assert not is_turned(SETS)
    assert "flipped" not in table(SETS, text, {})
    assert is_turned(wide(8))
    assert table(wide(8), text, {}).startswith("#page(flipped: true)[")


def test_a_table_a_little_too_wide_or_long_is_set_in_small_type() -> None:
    text = Text("sets", "", "Wide", ())
    assert "text(size: 8pt" in table(SETS, text, {})
    assert "text(size: 7pt" in table(wide(4), text, {})
    long = pd.concat(
        [SETS.assign(line=SETS["line"] + 6 * times) for times in range(9)], ignore_index=True
    )
    assert "text(size: 7pt" in table(long, text, {})


def test_a_page_does_not_end_with_the_heading_of_a_panel_and_the_next_begins_with_it(
    paper_folder,
) -> None:
    rows = [["", "A"], *(row for number in range(90) for row in _panel(number))]
    cells = cells_of("long", ["label_1", "a"], rows)
    made = rendered(
        "#set document(title: [a])\n#set page(height: 9cm)\n#let notes(body) = body\n<< table >>",
        {"table": table(cells, Text("long", "", "Long", ()), {})},
    )
    pages = pypdf.PdfReader(io.BytesIO(compiled(paper_folder, made))).pages
    told = [page.extract_text().split("\n") for page in pages]
    assert len(told) > 15
    assert not any(one[-1].startswith("Panel") for one in told)
    first = [next(line for line in one if line.startswith(("Panel", "Row"))) for one in told]
    assert all(line.startswith("Panel") for line in first)


def _panel(number: int) -> list[list[str]]:
    """A heading and three rows."""
    return [[f"Panel {number}"], *([f"Row {number} {place}", "1"] for place in range(3))]


def test_a_tall_figure_stays_on_its_page(working_paper) -> None:
    page = next(
        page
        for page, text in zip(working_paper.pdf.pages, working_paper.pages, strict=True)
        if re.search(r"Figure \d+\. A figure, tall$", text.split(" Working paper")[0])
    )
    captions = [y for _, y, _, text in placed(page) if "A figure, tall" in text]
    assert captions and all(56 < y < 200 for y in captions)


def test_text_is_text_whatever_it_holds(paper_folder) -> None:
    cells = SETS.assign(exhibit="marks")
    cells.loc[cells["column"].eq("label_1") & cells["row_kind"].eq("body"), "shown"] = MARKS
    view = {
        "title": MARKS,
        "table": table(cells, Text("marks", "", MARKS, (MARKS,)), {}),
        "grid": grid("small", MARKS, (MARKS, "b"), [(MARKS, "1")]),
        "picture": picture(Picture("tall", MARKS, MARKS, "/tall.svg"), floating=False),
    }
    template = (
        "#set document(title: << title | code >>)\n"
        "#let notes(body) = body\n#let picture(path, alt) = image(path, alt: alt, height: 5cm)\n"
        "<! a remark !><< title >>\n\n<< table >>\n<< grid >>\n<< picture >>"
    )
    made = rendered(template, view)
    read = pypdf.PdfReader(io.BytesIO(compiled(paper_folder, made)))
    whole = "".join("".join(page.extract_text().split()) for page in read.pages)
    assert whole.count("".join(MARKS.split())) == 1 + (4 + 2) + 3 + 1
    assert read.metadata.title == MARKS
    assert quoted('a"b\\c\nd') == '"a\\"b\\\\c d"'


def test_a_template_that_asks_for_what_is_not_there_is_refused() -> None:
    assert rendered("<< a >>.<< b >>", {"a": 1, "b": Markup("_x_")}) == '#"1";._x_'
    with pytest.raises(UndefinedError, match="'b' is undefined"):
        rendered("<< a >><< b >>", {"a": 1})


def test_notes_that_three_tables_share_are_given_once_but_not_what_explains_a_mark() -> None:
    words = [
        Text(name, number, "", ("Shared.", "*3=High", own, "Place."))
        for name, number, own in (("a", "Table 1", "A."), ("b", "Table 2", "B."), ("c", "", "A."))
    ]
    assert shared_notes(words) == {"Shared.": "N1"}
    made = table(SETS, Text("sets", "", "Sets", ("Own.", "Shared.")), {"Shared.": "N1"})
    assert '#"Own.";' in made and 'Notes: #link(label("N1"))[N1].' in made
    assert "Shared." not in made
