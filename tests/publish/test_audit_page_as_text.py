"""The audit page as text: what is on it, and that nothing of it is lost or taken for markup."""

import json
import re
from collections import Counter
from html.parser import HTMLParser

import pandas as pd
import pytest
from page_templates import ENVIRONMENT
from upgrading.publish.audit_page import Content, content, page

from upgrading.cases.catalogue import Printed
from upgrading.parts import NOTHING, Cell, Claim, Exhibit, Name, Passage, text_of
from upgrading.verdicts import CELL_VERDICTS, STATEMENT_VERDICTS

ODD = 'A & B <b> "quoted"'


def frame(columns: str, *rows: tuple) -> pd.DataFrame:
    """A frame as the pipeline has it: texts and `None` in columns of objects."""
    return pd.DataFrame(list(rows), columns=columns.split(), dtype=object)


def of(*texts: str) -> Passage:
    return Passage(tuple(map(text_of, texts)))


CELLS = frame(
    "exhibit row column printed computed kind verdict convention explanation",
    ("table_03", "c_1", "eei", "6,5", "6.5", "repeated", "exact", None, NOTHING),
    ("table_03", "c_1", "ce_degree", "Médium", "medium", "derived", "exact", None, NOTHING),
    (
        *("table_03", "average", "eei", "7.1", "6.5", "derived", "explained", None),
        Passage(
            (
                text_of("hypothesis: slip: see ", Cell("table_03", "c_1", "eei")),
                text_of("hint: one | two & ", Exhibit("table_99")),
            ),
            " | ",
            ("E01", "E02"),
        ),
    ),
    ("table_18", "g", "ee_inputs", "2", "2", "input", "source", None, NOTHING),
    (
        "table_18",
        "g",
        "ja_backward",
        "1.2",
        None,
        "derived",
        "unexplained",
        None,
        Passage(errata=("E02",)),
    ),
)
ERRATA = frame(
    "erratum class root cells count evidence alternatives consequences believed",
    (
        *("E01", "slip", "table_03/average/eei", "table_03/average/eei; table_18/g/ee_inputs", 2),
        *(of(ODD), NOTHING),
        Passage(
            (
                text_of("degree of ", Name("c_1"), " Low -> High"),
                text_of("claim ", Claim("some-claim"), " in part -> true"),
            )
        ),
        of("7.1 as printed, 6.5 by the scores"),
    ),
    (
        *("E02", "misprinted cell", "table_18/g/ja_backward", "table_18/g/ja_backward", 1),
        *(of("why", "and why"), of("another"), of("none"), of("nothing else")),
    ),
)
CONVENTIONS = frame(
    "exhibit part convention telling fitting",
    ("table_03", None, of("rounded half up (3 of 3 cells that tell)"), 3, 3),
    ("table_18", "g", of("no cell tells"), 0, 0),
)
CLAIMS = frame(
    "claim_id location claim verdict evidence basis n verdict_corrected evidence_corrected",
    (
        *("some-claim", "Chapter 1", ODD, "part_holds", of("one: yes (a; b)", "two: no (c)")),
        *("count", "9", "supported", of("x")),
    ),
    (
        *("other", "Chapter 2", "So", "not_testable", of("Needed: y"), "not_testable", ""),
        *("not_testable", of("Needed: y")),
    ),
)
AROUND = {
    "table_01": Printed(caption="Prose", section="Chapter 1"),
    "table_03": Printed(caption=f"{ODD}*", section="Chapter 3", legend="Legend <i>", notes=("n",)),
    "table_18": Printed(caption="Averages", section="Chapter 4"),
}


def table(exhibit: str, *rows: tuple[str, str, tuple[tuple[str, str], ...]]) -> list[tuple]:
    """Rows of `exhibits`: name, kind, and column and printed text of each cell."""
    return [
        (exhibit, line, position, row, kind, column, column.upper(), printed)
        for line, (row, kind, cells) in enumerate(rows, start=1)
        for position, (column, printed) in enumerate(cells, start=1)
    ]


def under(columns: str, *texts: str) -> tuple[tuple[str, str], ...]:
    return tuple(zip(columns.split(), texts, strict=True))


INDEX = "label_1 eei ce_degree"
EXHIBITS = frame(
    "exhibit line position row row_kind column header printed",
    *table("table_01", ("header_1", "header", under("label_1", "Group"))),
    *table(
        "table_03",
        ("header_1", "header", under(INDEX, "Cluster", "EE", "Degree**")),
        ("section_2", "section", under(INDEX, "Textiles <1>", "", "")),
        ("c_1", "body", under(INDEX, "Here & there", "6,5", "Médium")),
        ("c_2", "body", under(INDEX, "Nowhere", "n.a.", "")),
        ("c_new", "added", under(INDEX, "Not in the report", "", "")),
        ("average", "average", under(INDEX, "Average", "7.1", "")),
    ),
    *table(
        "table_18",
        ("panel_1", "panel", under("label_1 label_1", "First panel", "")),
        ("header_1", "header", under("label_1 ee_inputs", "Group", "Inputs (b)")),
        ("g", "body", under("label_1 ee_inputs", "Group G", "2")),
        ("panel_2", "panel", under("label_1 label_1", "Second panel", "")),
        ("header_2", "header", under("label_1 ja_backward", "Group", "Backward")),
        ("g", "body", under("label_1 ja_backward", "Group G", "1.2")),
    ),
)

STYLE = "body { color: #111 }\n"
SCRIPT = '"use strict";\n'


def audited(*frames) -> Content:
    return content(*frames, edition="corrected", environment=ENVIRONMENT)


def made(cells: pd.DataFrame = CELLS) -> str:
    frames = cells, ERRATA, CONVENTIONS, CLAIMS, EXHIBITS, AROUND
    return page(audited(*frames), ENVIRONMENT, style=STYLE, scripts=[SCRIPT])


class Elements(HTMLParser):
    """Every element with its attributes and text; open ones by depth."""

    VOID = frozenset({"meta", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.all.append((tag, dict(attrs), []))
        if tag not in self.VOID:
            self.open.append(len(self.all) - 1)

    def handle_startendtag(self, tag, attrs) -> None:
        self.all.append((tag, dict(attrs), []))

    def handle_endtag(self, tag) -> None:
        assert self.all[self.open.pop()][0] == tag, f"</{tag}> closes another element"

    def handle_data(self, data) -> None:
        for place in self.open:
            self.all[place][2].append(data)

    def of(self, tag: str, **wanted: str) -> list[tuple[dict[str, str | None], str]]:
        return [
            (attributes, "".join(text))
            for name, attributes, text in self.all
            if name == tag
            and all(value in (attributes.get(k) or "").split() for k, value in wanted.items())
        ]


@pytest.fixture(scope="module")
def text() -> str:
    return made()


@pytest.fixture(scope="module")
def elements(text) -> Elements:
    return Elements(text)


def cell_ids(frame: pd.DataFrame) -> list[str]:
    return ["/".join(key) for key in frame[["exhibit", "row", "column"]].itertuples(index=False)]


def test_the_page_is_one_well_formed_file_that_fetches_nothing(text, elements) -> None:
    assert text.startswith("<!doctype html>")
    assert elements.open == []
    assert STYLE in text
    assert SCRIPT in text
    assert "http" not in text
    assert not [a for _, a, _ in elements.all if "src" in a or a.get("rel")]
    ids = [a["id"] for _, a, _ in elements.all if "id" in a]
    assert len(ids) == len(set(ids))


def test_links_lead_to_places_on_the_page(elements) -> None:
    ids = {a["id"] for _, a, _ in elements.all if "id" in a}
    assert {str(a["href"])[1:] for a, _ in elements.of("a")} <= ids


def test_every_cell_appears_once_in_the_printed_order_with_its_verdict(elements) -> None:
    buttons = elements.of("button", **{"class": "cell"})
    assert [a["id"] for a, _ in buttons] == cell_ids(CELLS)
    for (attributes, shown), cell in zip(buttons, CELLS.itertuples(index=False), strict=True):
        assert cell.verdict in str(attributes["class"]).split()
        assert shown.startswith(cell.printed)
        assert shown.endswith(f", {cell.verdict}")


def test_tables_are_as_printed_without_rows_added_later(text, elements) -> None:
    assert "Not in the report" not in text
    assert "<td>n.a.</td>" in text
    heads = [shown for attributes, shown in elements.of("th") if attributes.get("scope")]
    assert "Textiles <1>" in heads
    assert heads.index("First panel") < heads.index("Second panel")


FORMS = "cell-filter", "claim-filter"


def test_the_summary_counts_what_the_data_counts(text, elements) -> None:
    totals = Counter(CELLS["verdict"])
    words = ", ".join(f"{totals[v.name]} {v.word}" for v in CELL_VERDICTS)
    assert f"5 figures in 2 tables: {words}. 2 errata, 2 claims." in text
    bars = [attributes["aria-label"] for attributes, _ in elements.of("svg")]
    assert bars == ["2 exact, 1 explained", "1 source, 1 unexplained"]
    of_cells, of_claims = (text[text.index(f'id="{form}"') :] for form in FORMS)
    for verdict in CELL_VERDICTS:
        assert f"{verdict.word} <b>{totals[verdict.name]}</b>" in of_cells
    # words of claims are counted by kind of statement, never in one sum
    for verdict in STATEMENT_VERDICTS:
        assert f"{verdict.word}</label>" in of_claims


def test_what_is_not_drawn_is_named(text) -> None:
    assert "no cell of them is audited: Table 1." in text


def test_the_panel_has_every_cell_and_its_words(text) -> None:
    start = text.index('id="data">') + len('id="data">')
    data = json.loads(text[start : text.index("</script>", start)])
    assert sorted(data["cells"]) == sorted(cell_ids(CELLS))
    told = data["cells"]["table_03/average/eei"]
    assert told["where"] == "Table 3: Average, EEI"
    assert told["errata"] == [["E01", "slip"], ["E02", "misprinted cell"]]
    assert told["explanation"] == (
        '<ul><li>hypothesis: slip: see <a href="#table_03/c_1/eei">Table 3, Here &amp; there, EEI'
        "</a></li><li>hint: one | two &amp; Table 99</li></ul>"
    )
    assert data["cells"]["table_18/g/ja_backward"]["computed"] == ""


def test_text_from_the_data_is_no_markup(text) -> None:
    assert "<b> " not in text
    assert "Legend &lt;i&gt;" in text
    assert text.count("A &amp; B &lt;b&gt; &#34;quoted&#34;") == 3


def test_conventions_stand_by_their_table(text) -> None:
    assert "rounded half up (3 of 3 cells that tell)" in text
    assert "Group G: no cell tells" in text


def test_an_erratum_links_its_cells_and_claims(elements, text) -> None:
    row = text[text.index('<tr id="E01"') : text.index('<tr id="E02"')]
    for anchor in ("table_03/average/eei", "table_18/g/ee_inputs", "claim-some-claim"):
        assert f'href="#{anchor}"' in row
    assert "Highlight all 2" in row
    assert "<li>why</li><li>and why</li></ul><p>Or: another</p>" in text


def test_a_claim_shows_the_corrected_verdict_where_it_differs(text) -> None:
    first = text[text.index('<tr id="claim-some-claim"') : text.index('<tr id="claim-other"')]
    assert "corrected edition:" in first
    assert "<li>one: yes (a; b)</li><li>two: no (c)</li>" in first
    second = text[text.index('<tr id="claim-other"') :]
    assert "corrected edition:" not in second


def test_a_cell_in_no_printed_table_is_refused() -> None:
    lost = CELLS.assign(row=CELLS["row"].replace("c_1", "c_9"))
    with pytest.raises(ValueError, match="table_03/c_9/eei"):
        made(lost)


def test_links_and_errata_do_not_hang_on_the_words() -> None:
    """What looks like a reference, an erratum or another hypothesis is no more than words."""
    cell, claim = Cell("table_03", "c_1", "eei"), Claim("some-claim")
    links = []
    for before, after in (("see ", ", says "), ("[E01] hint: table_18 | hint: ", "; E02, claim ")):
        told = Passage((text_of(before, cell, after, claim, " // hypothesis: "),), errata=("E02",))
        cells = CELLS.assign(explanation=[NOTHING, NOTHING, told, NOTHING, NOTHING])
        frames = cells, ERRATA, CONVENTIONS, CLAIMS, EXHIBITS, AROUND
        found = audited(*frames).data["cells"]["table_03/average/eei"]
        assert found["errata"] == [["E02", "misprinted cell"]]
        links.append(re.findall(r'href="#([^"]+)"', found["explanation"]))
    assert links == [["table_03/c_1/eei", "claim-some-claim"]] * 2


def test_the_reports_own_audit(in_parts, exhibits, around) -> None:
    found = in_parts
    frames = found.cells, found.errata, found.conventions, found.claims, exhibits, around
    text = page(audited(*frames), ENVIRONMENT, style="", scripts=[])
    elements = Elements(text)
    ids = [attributes["id"] for attributes, _ in elements.of("button", **{"class": "cell"})]
    assert sorted(map(str, ids)) == sorted(cell_ids(found.cells))
    assert {str(a["href"])[1:] for a, _ in elements.of("a")} <= {
        str(a["id"]) for _, a, _ in elements.all if "id" in a
    }
    assert "http" not in text
    assert len(elements.of("tr", id="E01")) == 1
