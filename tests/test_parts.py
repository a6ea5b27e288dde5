"""Findings in parts: plain text as tables have it, and the way through a file and back."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from upgrading.parts import (
    NOTHING,
    Answer,
    Cell,
    Claim,
    Erratum,
    Exhibit,
    From,
    Name,
    Number,
    Passage,
    PassageTable,
    from_json,
    joined,
    plain,
    text_of,
    to_json,
)

WORDS = st.text(max_size=6)
KEYS = st.tuples(WORDS, WORDS, WORDS)
CELLS = st.lists(KEYS, max_size=3).map(tuple)
PARTS = st.one_of(
    WORDS,
    *(st.builds(kind, WORDS) for kind in (Name, Exhibit, Erratum, Claim)),
    st.builds(Cell, WORDS, WORDS, WORDS),
    st.builds(Answer, st.sampled_from([True, False, None])),
    st.builds(From, CELLS),
)
SHORT = st.lists(PARTS, max_size=2).map(lambda pieces: text_of(*pieces))
PARTS |= st.builds(Number, WORDS, WORDS, CELLS, SHORT, SHORT)
TEXTS = st.lists(PARTS, max_size=5).map(lambda pieces: text_of(*pieces))
PASSAGES = st.builds(
    Passage,
    st.lists(TEXTS, max_size=3).map(tuple),
    st.sampled_from(["; ", " | ", " // "]),
    st.lists(WORDS, max_size=2).map(tuple),
)


@given(st.dictionaries(KEYS, PASSAGES, max_size=4))
def test_what_is_written_is_read_again(told) -> None:
    assert from_json(to_json(told)) == told


@given(st.dictionaries(KEYS, PASSAGES, max_size=4))
def test_the_file_does_not_hang_on_the_order(told) -> None:
    assert to_json(dict(reversed(told.items()))) == to_json(told)


@given(st.lists(PARTS, max_size=5))
def test_a_text_is_plain_as_its_parts_are(pieces) -> None:
    assert plain(text_of(*pieces)) == "".join(map(plain, pieces))


@given(TEXTS, TEXTS)
def test_texts_of_texts_are_flat_without_empty_or_neighbouring_strings(one, other) -> None:
    both = text_of(one, other)
    assert plain(both) == plain(one) + plain(other)
    strings = [isinstance(part, str) for part in both]
    assert "" not in both
    assert (True, True) not in pairwise(strings)


@given(WORDS, st.lists(TEXTS, max_size=4))
def test_joined_is_as_of_strings(between, texts) -> None:
    assert plain(joined(between, texts)) == between.join(map(plain, texts))


def test_of_a_passage_what_does_not_stand_in_another() -> None:
    one, other = Passage((("a ", Name("b")), ("c",))), Passage((("a b",), ("d",)))
    assert one.besides(other) == [("c",)]


def test_a_passage_names_what_has_a_name_or_a_cell_in_it() -> None:
    told = Passage((("of salmon, ", Name("wine_x")), (Cell("table_03", "milk_y", "eei"),)))
    assert told.named == {"wine_x", "milk_y"}


def test_a_passage_is_plain_with_its_errata_before_it() -> None:
    told = Passage((("one ", Cell("table_03", "a", "eei")), (Number("2.50", "2.5"),)), " | ")
    assert str(told) == "one table_03, a, eei | 2.50"
    assert str(Passage(told.texts, " | ", ("E01", "E12"))) == f"[E01, E12] {told}"
    assert (str(NOTHING), str(Passage(errata=("E01",)))) == ("", "[E01] ")


@given(st.lists(PASSAGES, max_size=4))
def test_a_table_apart_and_together_again(told) -> None:
    table = PassageTable("t", ("a", "b"), ("said",))
    frame = pd.DataFrame(
        [(str(number), "", one) for number, one in enumerate(told)],
        columns=["a", "b", "said"],
        dtype=object,
    )
    plain_frame, passages = table.apart(frame)
    assert list(plain_frame["said"]) == list(map(str, told))
    # a file has nothing where an empty text was
    read = plain_frame.replace("", None)
    again = table.together(read, passages)
    for one, other in zip(told, again["said"], strict=True):
        assert other == one if one.texts or one.errata else other == NOTHING
