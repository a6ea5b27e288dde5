"""The page of claims: what it says of claims that repeat one another."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from page_templates import inline, written

from upgrading.audit.verdicts import CELL_COLUMNS
from upgrading.exhibits.tabulation import FORMULA_COLUMNS
from upgrading.parts import Answer, Cell, From, Name, Number, Text, text_of
from upgrading.publish.site.cells import Exhibits
from upgrading.publish.site.claims_pages import (
    Numbers,
    address_of,
    chapter_of,
    claims_pages,
)


def nothing(columns) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns), dtype=object)


NAMES = {"footwear_leon": "León (footwear)"}


def known(exhibits: pd.DataFrame) -> Exhibits:
    return Exhibits(exhibits, {}, *map(nothing, (FORMULA_COLUMNS, CELL_COLUMNS)))


def numbers(exhibits: pd.DataFrame, root: str = "") -> Numbers:
    return Numbers(known(exhibits), NAMES, root)


def test_a_repeat_leads_to_the_place_where_it_is_said_too(in_parts, exhibits) -> None:
    index, *pages = claims_pages(in_parts.claims, known(exhibits), NAMES)
    body = "".join(map(written, pages))
    rows = dict(re.findall(r'<tr id="claim-([\w-]+)"(.*?)</tr>', body, re.DOTALL))
    claims = in_parts.claims.set_index("claim_id")
    assert set(rows) == set(claims.index)
    repeats = claims["repeats"][claims["repeats"] != ""]
    assert 0 < len(repeats) < len(claims)
    assert f"{len(repeats)} statements repeat another" in written(index)
    for claim_id, row in rows.items():
        led = re.search(
            r'Also said in <a href="\.\./claims/\w+\.html#claim-([\w-]+)">([^<]+)</a>', row
        )
        assert (led[1] if led else "") == claims.loc[claim_id, "repeats"]


def evidence(*words: str) -> Text:
    """One finding: a number, a name and a reference between these words."""
    first, second, third, fourth = words
    mean = Number(
        "2.50", "2.5", (("table_05", "", "up_process"),), (first, Name("up_process"), " "), ()
    )
    return text_of(
        *(first, Answer(True), second, Name("up_process"), " ", mean, third),
        *(Cell("table_05", "footwear_leon", "up_process"), fourth),
    )


REWORDED = (
    ("so: ", " (mean ", ", see ", ")"),
    ("τ-b: no (", ") [E01] | hint: 2.50 2.50 footwear_leon; ", " (table_05, total, up_sum); ", ""),
)


def test_links_buttons_and_cards_do_not_hang_on_the_words(exhibits: pd.DataFrame) -> None:
    found = []
    for words in REWORDED:
        page = numbers(exhibits)
        told = inline(page.told_in(evidence(*words), "printed"))
        links = re.findall(r'href="([^"]+)"', told)
        found.append((links, re.findall(r'data-cell="([^"]+)"', told), list(page.cards)))
    assert found[0] == found[1]
    (links, buttons, cards) = found[0]
    assert links == ["tables/table_05.html#table_05-footwear_leon-up_process"]
    assert buttons == cards == ["evidence/0"]


def test_names_are_in_words_where_they_are_names_only(exhibits: pd.DataFrame) -> None:
    page = numbers(exhibits)
    told = ("eei of footwear_leon, ", Name("eei"), " of ", Name("footwear_leon"))
    assert inline(page.told_in(told, "printed")) == (
        "eei of footwear_leon, external economies index of León (footwear)"
    )
    rests_on = (From((("table_05", "footwear_leon", "up_process"),)),)
    rests = inline(page.told_in(rests_on, "printed"))
    assert rests.startswith('<br><span class="from">From Table 5: León')


def test_a_link_in_evidence_leads_out_of_the_folder_of_its_page(exhibits: pd.DataFrame) -> None:
    told = inline(numbers(exhibits, "../").told_in(evidence(*REWORDED[0]), "printed"))
    assert 'href="../tables/table_05.html#table_05-footwear_leon-up_process"' in told


def test_every_statement_is_listed_once_and_counted_by_chapter(in_parts, exhibits) -> None:
    index, *pages = claims_pages(in_parts.claims, known(exhibits), NAMES)
    listed = [row["claim"]["href"] for group in index.view["groups"] for row in group["rows"]]
    assert sorted(listed) == sorted(map(address_of, in_parts.claims.to_dict("records")))
    counted = {one["page"]["href"]: one["counts"][-1] for one in index.view["chapters"]}
    assert list(counted) == [page.path for page in pages]
    assert sum(counted.values()) == len(in_parts.claims)
    headlines = index.view["groups"][0]
    assert headlines["is_open"]
    assert len(headlines["rows"]) == int((in_parts.claims["tier"] == "headline").sum())


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("Executive summary, first paragraph; sentence 1", "summary"),
        ("Chapter 3, Traditional manufacturing, On the origins", "traditional_manufacturing"),
        ("Chapter 3, notes to Tables 3, 7, 11 and 15", "tables"),
        ("Chapter 4, Lessons", "policies"),
        ("Annex 5, Software in Mexico", "annexes_4_5"),
        ("A letter to the editor", "elsewhere"),
    ],
)
def test_every_place_of_the_report_has_a_page(location, name) -> None:
    assert chapter_of(location).name == name


def test_a_statement_that_says_otherwise_is_linked_in_its_own_words(in_parts, exhibits) -> None:
    """Ids of statements are for files."""
    claims = in_parts.claims
    _, *pages = claims_pages(claims, known(exhibits), NAMES)
    body = "".join(map(written, pages))
    said = re.findall(r"The report also says: (.*?)</li>", body)
    assert len(said) > 50
    for one in said:
        assert re.fullmatch(r'<a href="\.\./claims/\w+\.html#claim-[\w-]+">“.+”</a>', one), one


def test_the_index_says_why_relations_are_counted_in_two_ways(in_parts, exhibits) -> None:
    index, *_ = claims_pages(in_parts.claims, known(exhibits), NAMES)
    found = index.view["relations"]
    distinct = in_parts.claims[in_parts.claims["repeats"] == ""]
    assert found["all"] == int((distinct["basis"] == "relation").sum())
    assert sum(found[kind] for kind in ("one", "several", "set", "own")) == found["all"]
    headlines = index.view["groups"][0]
    assert headlines["distinct"] == int((distinct["tier"] == "headline").sum())
    assert headlines["distinct"] < len(headlines["rows"])
