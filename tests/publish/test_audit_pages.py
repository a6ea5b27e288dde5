"""The audit's pages as text: what is on them, and that nothing is lost or taken for markup."""

import posixpath
import re
from collections import Counter
from html.parser import HTMLParser

import pandas as pd
import pytest
from page_templates import written

from upgrading.cases.catalogue import Printed
from upgrading.exhibits.tabulation import FORMULA_COLUMNS
from upgrading.parts import NOTHING, Cell, Claim, Exhibit, Name, Passage, Strength, text_of
from upgrading.publish.site.audit_pages import Audit, _in_short, audit_of, audit_pages
from upgrading.publish.site.cells import Exhibits, anchor
from upgrading.publish.site.shell import Page
from upgrading.verdicts import CELL_VERDICTS, DIFFERING

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
    ("table_03", None, of("rounded half up (3 of 3 cells that show it)"), 3, 3),
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
        (exhibit, line, position, row, kind, column, column.upper(), printed, printed, "", None)
        for line, (row, kind, cells) in enumerate(rows, start=1)
        for position, (column, printed) in enumerate(cells, start=1)
    ]


def under(columns: str, *texts: str) -> tuple[tuple[str, str], ...]:
    return tuple(zip(columns.split(), texts, strict=True))


INDEX = "label_1 eei ce_degree"
EXHIBITS = frame(
    "exhibit line position row row_kind column header printed shown value count",
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


def audited(cells: pd.DataFrame = CELLS) -> Audit:
    return audit_of(cells, ERRATA, CONVENTIONS, CLAIMS, EXHIBITS, AROUND, {})


def told_by(audit: Audit, cells: pd.DataFrame, exhibits: pd.DataFrame) -> list[Page]:
    """The audit's pages, with the cards of a site that has just these tables."""
    known = Exhibits(
        exhibits,
        {name: name for name in exhibits["exhibit"].unique()},
        pd.DataFrame(columns=list(FORMULA_COLUMNS), dtype=object),
        cells,
        reasons=audit.reasons(),
    )
    return audit_pages(audit, known, edition="corrected")


def page_at(path: str) -> Page:
    return next(page for page in told_by(audited(), CELLS, EXHIBITS) if page.path == path)


class Elements(HTMLParser):
    """Every element with its attributes and text; open ones by depth."""

    VOID = frozenset({"meta", "input", "link", "br"})

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
def texts() -> dict[str, str]:
    """The pages by path."""
    return {page.path: written(page) for page in told_by(audited(), CELLS, EXHIBITS)}


def places(frame: pd.DataFrame) -> list[str]:
    return ["/".join(key) for key in frame[["exhibit", "row", "column"]].itertuples(index=False)]


def of_table(cells: pd.DataFrame, exhibit: str) -> pd.DataFrame:
    return cells[cells["exhibit"] == exhibit]


def main(text: str) -> str:
    """What a page says, without what is around it."""
    return text[text.index("<main") : text.index("</main>")]


def inline_text(texts: list) -> str:
    """Texts of pieces as a reader reads them."""
    return " ".join(
        "".join(one if isinstance(one, str) else one["text"] for one in pieces) for pieces in texts
    )


def test_there_is_a_page_for_each_table_and_one_of_the_errata(texts) -> None:
    assert list(texts) == [
        *("audit.html", "audit/table_03.html", "audit/table_18.html", "audit/errata.html")
    ]
    for text in texts.values():
        assert Elements(text).open == []


def links(texts: dict[str, str]) -> list[tuple[str, str]]:
    """The pages of the audit and claims that the pages lead to, with the places on them."""
    found = []
    for path, text in texts.items():
        for href in re.findall(r'href="([^"]+)"', main(text)):
            target, _, place = href.partition("#")
            base = posixpath.dirname(path)
            found.append((posixpath.normpath(posixpath.join(base, target or path)), place))
    return found


def test_links_lead_to_places_on_the_pages(texts) -> None:
    ids = {
        (path, str(attributes["id"]))
        for path, text in texts.items()
        for _, attributes, _ in Elements(text).all
        if "id" in attributes
    }
    own = {(path, place) for path, place in links(texts) if path in texts and place}
    assert len(own) > 5
    assert own <= ids
    assert ("claims/introduction.html", "claim-some-claim") in links(texts)


@pytest.mark.parametrize("exhibit", ["table_03", "table_18"])
def test_every_cell_appears_once_in_the_printed_order_with_its_verdict(texts, exhibit) -> None:
    cells = of_table(CELLS, exhibit)
    elements = Elements(texts[f"audit/{exhibit}.html"])
    buttons = elements.of("button", **{"class": "audited"})
    assert [a["data-cell"] for a, _ in buttons] == places(cells)
    held = [a["id"] for a, _ in elements.of("td") if "id" in a]
    assert held == list(map(anchor, places(cells)))
    for (attributes, shown), cell in zip(buttons, cells.itertuples(index=False), strict=True):
        assert cell.verdict in str(attributes["class"]).split()
        assert shown.startswith(cell.printed)
        assert shown.endswith(f", {cell.verdict}")


def test_tables_are_as_printed_without_rows_added_later(texts) -> None:
    text = texts["audit/table_03.html"]
    assert "Not in the report" not in text
    assert re.search(r'<td( class="text")?>n\.a\.</td>', text)
    heads = [
        shown
        for path in ("audit/table_03.html", "audit/table_18.html")
        for attributes, shown in Elements(texts[path]).of("th")
        if attributes.get("scope")
    ]
    assert "Textiles <1>" in heads
    assert heads.index("First panel") < heads.index("Second panel")


def test_the_index_counts_what_the_data_counts(texts) -> None:
    text = main(texts["audit.html"])
    totals = Counter(CELLS["verdict"])
    for verdict in CELL_VERDICTS:
        assert f"{verdict.word}</span> <b>{totals[verdict.name]}</b> {verdict.meaning}" in text
    bars = [attributes["aria-label"] for attributes, _ in Elements(text).of("svg")]
    assert bars == ["2 exact, 1 explained", "1 source, 1 unexplained"]
    assert 'href="audit/table_03.html"' in text


def test_the_index_lists_all_that_differs_and_no_more(texts) -> None:
    rows = Elements(texts["audit.html"]).of("tr")
    differing = CELLS[CELLS["verdict"].isin(DIFFERING)]
    listed = [attributes["data-verdict"] for attributes, _ in rows if "data-verdict" in attributes]
    assert listed == list(differing["verdict"])
    text = texts["audit.html"]
    for place in places(differing):
        assert f'href="audit/{place.split("/")[0]}.html#{anchor(place)}"' in text
    boxes = {a["name"] for a, _ in Elements(text).of("input") if a.get("type") == "checkbox"}
    assert boxes == set(DIFFERING)


def test_what_is_not_drawn_is_named(texts) -> None:
    assert "no cell of them is audited: Table 1." in texts["audit.html"]


def test_a_card_says_what_the_audit_knows() -> None:
    card = page_at("audit/table_03.html").cards["table_03/average/eei"]
    assert card["where"].endswith(": Average, EEI")
    assert card["verdict"][1] == "explained"
    errata, slip, hint = card["why"]
    assert errata == [
        *({"href": "audit/errata.html#E01", "text": "E01"}, " (slip)", ", "),
        *({"href": "audit/errata.html#E02", "text": "E02"}, " (misprinted cell)"),
    ]
    assert slip[-1] == {
        "href": "audit/table_03.html#table_03-c_1-eei",
        "text": "Table 3, Here & there, EEI",
    }
    assert hint == ["Hint: one | two & ", "Table 99"]
    assert "why" not in page_at("audit/table_03.html").cards["table_03/c_1/ce_degree"]
    assert page_at("audit/table_18.html").cards["table_18/g/ja_backward"]["verdict"][1] == (
        "unexplained"
    )


def test_text_from_the_data_is_no_markup(texts) -> None:
    text = "".join(map(main, texts.values()))
    assert "<b> " not in text
    assert "Legend &lt;i&gt;" in text
    assert "A &amp; B &lt;b&gt; &#34;quoted&#34;" in texts["audit/table_03.html"]


def test_conventions_stand_by_their_table(texts) -> None:
    assert "Rounded half up (3 of 3 cells that show it)" in texts["audit/table_03.html"]
    assert "Group G: no cell tells" in texts["audit/table_18.html"]


def test_an_erratum_links_its_cells_and_claims(texts) -> None:
    text = texts["audit/errata.html"]
    section = text[text.index('id="E01"') : text.index('id="E02"')]
    for address in (
        *("audit/table_03.html#table_03-average-eei", "audit/table_18.html#table_18-g-ee_inputs"),
        "claims/introduction.html#claim-some-claim",
    ):
        assert f'href="../{address}"' in section
    assert 'data-copy="#E01"' in section
    assert "<p>Or: another.</p>" in text


def test_a_slip_accounts_for_what_carries_it_and_not_for_itself(texts) -> None:
    text = texts["audit/errata.html"]
    told = re.findall(r"<dt>Accounts for</dt><dd>(.*?)</dd>", text, flags=re.DOTALL)
    assert "table_18-g-ee_inputs" in told[0]
    assert "table_03-average-eei" not in told[0]


def test_a_statement_is_named_by_what_it_says(texts) -> None:
    """Its id says nothing to a reader."""
    assert "some-claim" not in re.sub(r'href="[^"]*"', "", texts["audit/errata.html"])
    assert ">“A &amp; B &lt;b&gt; &#34;quoted&#34;”</a>" in texts["audit/errata.html"]


def test_what_several_figures_have_in_common_is_told_once() -> None:
    """And a hint is a hint wherever it is told."""
    same = Strength(True), ": other rows averaged, which is a long story in a great many words"
    cells = CELLS.assign(verdict="unexplained", explanation=[Passage((same,))] * len(CELLS))
    pages = told_by(audited(cells), cells, EXHIBITS)
    (page,) = [one for one in pages if one.path == "audit/table_03.html"]
    first, *others = [inline_text(one["why"]) for one in page.view["differing"]]
    assert first.startswith("Hint: other rows averaged, which")
    assert others
    assert set(others) == {"Hint: as for Here & there, EEI"}


@pytest.mark.parametrize(
    ("story", "again"),
    [
        (": its rows averaged, which is a long story in a great many words", "Table 3: as for "),
        (" has its rows averaged, which is a long story in a great many words", "As for "),
    ],
)
def test_what_begins_with_a_link_is_told_once_by_its_words(story: str, again: str) -> None:
    same = Passage(((Exhibit("table_03"), story),))
    cells = CELLS.assign(verdict="unexplained", explanation=[same] * len(CELLS))
    pages = told_by(audited(cells), cells, EXHIBITS)
    (page,) = [one for one in pages if one.path == "audit/table_03.html"]
    first, *others = [inline_text(one["why"]) for one in page.view["differing"]]
    assert first == f"Table 3{story}"
    assert set(others) == {f"{again}Here & there, EEI"}


@pytest.mark.parametrize(
    ("computed", "places", "told"),
    [
        ("5.16666666667", 4, "5.1667"),
        ("0.666666666667", 2, "0.67"),
        ("9", 3, "9.000"),
        ("medium", 2, "medium"),
        (None, 3, None),
    ],
)
def test_computed_figures_of_a_column_have_the_same_decimals(computed, places, told) -> None:
    assert _in_short(computed, places) == told


def test_the_reports_own_audit(in_parts, exhibits, around) -> None:
    found = in_parts
    audit = audit_of(
        found.cells, found.errata, found.conventions, found.claims, exhibits, around, {}
    )
    pages = told_by(audit, found.cells, exhibits)
    texts = {page.path: written(page) for page in pages}
    drawn = [cell for text in texts.values() for cell in re.findall(r'data-cell="([^"]+)"', text)]
    assert sorted(drawn) == sorted(places(found.cells))
    assert {cell for page in pages for cell in page.cards} == set(drawn)
    listed = re.findall(r'<tr data-verdict="(\w+)"', texts["audit.html"])
    differing = found.cells["verdict"].isin(DIFFERING)
    assert Counter(listed) == Counter(found.cells.loc[differing, "verdict"])
    assert len(found.errata) == texts["audit/errata.html"].count('<section class="erratum"')
