"""The working paper of the repository's own report: what it says, and where its exhibits stand."""

from __future__ import annotations

import re
from datetime import date

import pytest
import yaml
from reference import ROOT

from upgrading.publish.citation import Citation
from upgrading.publish.paper import IN_TEXT
from upgrading.publish.references import METHODS
from upgrading.publish.tables import number_of
from upgrading.verdicts import BASES, STATEMENT_VERDICTS

CHAPTERS = (
    *("What was done", "What reproduces", "What does not reproduce, and why it matters"),
    "Which conclusions hold, lean, stay open or fall",
    *("Trade", "Limits", "Data and code", "References"),
)

MOST_PAGES = 45
"""Of this paper, which has not all tables; more would be pages left half empty."""


def close(text: str) -> str:
    """A text as `Compiled.whole` has it, in which lines may break anywhere."""
    return re.sub(r"\s", "", text)


def names_in(paper) -> list[str]:
    """The exhibits of the paper, which leaves out a product without figures."""
    return [name for name in paper.cells["exhibit"].unique() if name != "trade_wine"]


def test_the_first_page_says_what_of_whom_and_when(working_paper) -> None:
    first, cited = working_paper.pages[0], Citation.of(citation())
    assert "Upgrading in clusters and value chains in Latin America, recomputed" in first
    assert cited.authors in first
    assert f"version {cited.version}" in first
    day = f"{cited.released.day} {cited.released:%B} {cited.released.year}"
    assert day in first
    assert "Abstract." in first and "To cite:" in first


def citation() -> dict:
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_a_citation_without_a_date_of_release_is_none() -> None:
    with pytest.raises(KeyError, match="date-released"):
        Citation.of({key: value for key, value in citation().items() if key != "date-released"})
    found = Citation.of(citation() | {"date-released": date(2027, 1, 2)})
    assert found.released == date(2027, 1, 2)


def test_its_chapters_stand_in_the_outline_and_the_appendix_after_them(working_paper) -> None:
    outline = [item.title for item in working_paper.pdf.outline if not isinstance(item, list)]
    chapters = [re.sub(r"^\d+ ", "", title) for title in outline]
    assert chapters == [*CHAPTERS, "Appendix: exhibits"]


def test_every_exhibit_is_in_the_contents_with_its_page(working_paper) -> None:
    contents = close(" ".join(working_paper.pages[1:4]))
    for name in names_in(working_paper):
        text = working_paper.words[name]
        caption = close(text.caption.rstrip(" *"))
        number = close(text.number) if text.number else r"TableA\d+"
        assert re.search(rf"{number}{re.escape(caption)}[.\u2060]*\d+", contents), name
    assert len(re.findall(r"Figure\d+Afigure,", contents)) == 6
    assert "Diagram1Afigure,diagram_1" in contents


def test_a_table_of_the_report_keeps_its_number_and_own_ones_are_counted_once(
    working_paper,
) -> None:
    after = " ".join(working_paper.pages[4:])
    for name in names_in(working_paper):
        if number := working_paper.words[name].number:
            assert f"{number}. {working_paper.words[name].caption.rstrip(' *')[:20]}" in after, name
    own = [int(number) for number in re.findall(r"Table A(\d+)\. ", after)]
    others = [name for name in names_in(working_paper) if not number_of(name)]
    # with the three that the text has of its own
    assert sorted(set(own)) == list(range(1, len(others) + 3 + 1))


def test_the_conclusions_are_named_under_their_words(working_paper, reproduced) -> None:
    """Every one that the report draws attention to, and under no other word."""
    whole = working_paper.whole
    part = whole[whole.rindex("4.2Conclusionsonebyone") : whole.rindex("4.3Allstatements")]
    places = [
        part.index(close(f"{one.word.word} ({one.word.meaning})")) for one in reproduced.judged
    ]
    assert places == sorted(places)
    told = sum(len(one.conclusions) for one in reproduced.judged)
    assert told == 37
    for one, begin, end in zip(reproduced.judged, places, [*places[1:], len(part)], strict=True):
        under = re.sub(r"Upgradinginclusters.*?orfall", "", part[begin:end])
        missing = [found.claim for found in one.conclusions if close(found.claim) not in under]
        assert not missing, one.word.word
        assert under.count("•") == len(one.conclusions)


def test_every_kind_of_statement_and_every_word_is_told(working_paper) -> None:
    whole = working_paper.whole
    for basis in BASES:
        assert close(f"{basis.called}: {basis.meaning}.") in whole
    for word in STATEMENT_VERDICTS:
        assert close(f"{word.word}: {word.meaning}.") in whole


def test_general_sentences_are_told_by_their_sets_before_the_conclusions(working_paper) -> None:
    whole = working_paper.whole
    told = close(
        "Leans that way: all sector groups (n = 35, mean τ-b 0.23, adjusted p 0.051, corrected "
        "edition: supported); traditional manufacturing (n = 15, mean τ-b 0.36, adjusted p 0.134)."
    )
    assert whole.index("AfurthersB:") < whole.index(told) < whole.rindex("4.2Conclusions")
    assert (
        close("Open: complex product systems (n = 9, mean τ-b −0.26, adjusted p 0.240).") in whole
    )
    assert close("Not testable: specialised suppliers (software).") in whole


def test_products_are_named_by_what_trade_says_of_them(working_paper) -> None:
    whole = working_paper.whole
    assert close("Disagrees: Mangoes, Petrolina (BRA) (process upgrading).") in whole
    assert close("Agrees: Apples, Santa Catarina (BRA) (product upgrading).") in whole
    assert close("Of another year: Mangoes - Petrolina, 1996 (fits 1995).") in whole
    assert "Nodata:" not in whole and "Nodatasupplied:" not in whole


def test_what_matters_most_is_told_in_its_order(working_paper, reproduced) -> None:
    whole = working_paper.whole
    places = [whole.index(close(one.believed)[:60]) for one in reproduced.ranked]
    assert len(places) == 10
    assert places == sorted(places)


def test_sources_are_referred_to(working_paper) -> None:
    whole = working_paper.whole[working_paper.whole.rindex("8References") :]
    for entry in citation()["references"]:
        assert close(entry["title"]) in whole


def test_every_source_that_the_text_cites_is_in_the_list(working_paper) -> None:
    text = (ROOT / "workflow/templates/paper.typ.jinja").read_text(encoding="utf-8")
    cited = re.findall(r"([A-Z]\w+)(?: et al\.| and [A-Z]\w+)?,?\s+\(?((?:19|20)\d\d)\)", text)
    assert len(cited) >= 12
    listed = [one.told for one in METHODS]
    assert [
        (name, year)
        for name, year in cited
        if not any(re.match(rf"{name}, .*\({year}\)", one) for one in listed)
    ] == []
    assert listed == sorted(listed)
    for one in METHODS:
        assert close(f"{one.told} {one.title}{one.place}") in working_paper.whole


def test_whom_pages_and_tables_follow_is_in_the_list() -> None:
    """`after Kaplinsky and Readman`, wherever a reader meets it."""
    folders = ("templates", "upgrading/publish", "upgrading/exhibits", "upgrading/figures")
    texts = [
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted((ROOT / "workflow" / folder).rglob("*"))
        if path.suffix in {".py", ".jinja"}
    ]
    followed = set(
        re.findall(r"\bafter ([A-Z][a-zé]+)(?= and | et al|[.,;: ]*\(?\d{4})", "".join(texts))
    )
    assert {"Kaplinsky", "Amighini"} <= followed
    listed = [one.told for one in METHODS] + [str(one) for one in citation()["references"]]
    assert [name for name in sorted(followed) if not any(name in one for one in listed)] == []


def test_exhibits_stand_once_in_the_text_or_in_the_appendix(working_paper) -> None:
    text = working_paper.text
    appendix = text.index("[Appendix: exhibits]")
    for name in [*names_in(working_paper), "tall", "trade_wide", *IN_TEXT]:
        assert text.count(f" <{name}>") == 1, name
        assert (text.index(f" <{name}>") < appendix) == (name in IN_TEXT), name
    assert "<trade_wine>" not in text


def test_a_note_that_many_tables_share_is_said_once(working_paper) -> None:
    marks = next(note for note in working_paper.words["table_06"].notes if "brackets" in note)
    assert sum(marks in text.notes for text in working_paper.words.values()) > 20
    assert working_paper.whole.count(close(marks)) == 1
    for name in ("table_03", "table_05"):
        assert working_paper.whole.count(close(working_paper.words[name].notes[0])) >= 1, name


def test_pages_have_running_heads_and_numbers(working_paper) -> None:
    pages = working_paper.pages
    begun = next(n for n, page in enumerate(pages, 1) if "Notes shared by several tables" in page)
    for number, page in enumerate(pages, start=1):
        assert f"{number} of {len(pages)}" in page
        assert ("America, recomputed Appendix: exhibits" in page) == (number >= begun)
    assert "America, recomputed Contents" in pages[1]


def test_there_are_no_more_pages_than_its_exhibits_need(working_paper) -> None:
    assert 15 < len(working_paper.pages) <= MOST_PAGES
