from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from upgrading.cases.catalogue import Captions, OwnTable, Printed, Table
from upgrading.config.fields import read_fields
from upgrading.faults import guess, key_of, shown
from upgrading.multiverse.relations import Relation
from upgrading.trade.product_entries import Product

MODELS: list[type[BaseModel]] = [OwnTable, Printed, Table, Captions, Relation, Product]

WORDS = re.compile(
    r"Input|should|valid\b|permitted|required|pydantic|_error|_type|\[key\]|after va"
)
"""Words of pydantic that must not reach anybody."""

VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-2, 2),
        st.sampled_from(
            [0.5, float("nan"), "", "a", "a\nb", "HS", "{", "prose", "index", "gov_market"]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["HS", "base", "a", "caption"]), inner, max_size=2),
    ),
    max_leaves=5,
)


@st.composite
def entries(draw: st.DrawFn) -> tuple[type[BaseModel], Any]:
    """A model, and an entry with some of its fields and one of none, of whatever value."""
    model = draw(st.sampled_from(MODELS))
    names = [*model.model_fields, "other"]
    some = st.dictionaries(st.sampled_from(names), VALUES, max_size=len(names))
    return model, draw(st.one_of(some, VALUES))


@given(entries())
@example((Table, {"labels": float("nan")}))
def test_whatever_stands_in_a_file_is_read_or_told_in_our_words(case) -> None:
    model, entry = case
    read, faults = read_fields(model, {"one": entry}, "f.yaml")
    assert bool(read) != bool(faults)
    for fault in map(str, faults):
        assert "\n" not in fault
        assert fault.startswith("f.yaml, one")
        assert not WORDS.search(fault), fault
        assert not fault.endswith("is not allowed here")  # what is allowed is always said


def test_what_fits_is_read_beside_what_does_not() -> None:
    read, faults = read_fields(OwnTable, {"a": {"caption": "A"}, "b": {"caption": ""}}, "f.yaml")
    assert list(read) == ["a"]
    assert [str(fault) for fault in faults] == ["f.yaml, b.caption: empty; a text is expected"]


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (("a",), "a"),
        (("a", "b"), "a.b"),
        (("a", 0), "a, item 1"),
        (("a", 1, "b"), "a, item 2, b"),
        (("a", 1, "b", "c"), "a, item 2, b.c"),
        ((0, 0), "item 1, item 1"),
        (("a\nb", "c"), "a b.c"),
        ((), ""),
    ],
)
def test_places(path, key) -> None:
    assert key_of(path) == key


def test_an_offending_value_is_shown_as_the_file_has_it_and_cut_short() -> None:
    values = ["a\n b", "5", 5, 0.5, True, None, [], [1], {}, {"a": 1}, "x" * 99]
    assert list(map(shown, values)) == [
        *('"a b"', '"5"', "5", "0.5", "true", "nothing", "an empty list", "a list"),
        *("an empty group of keys", "a group of keys", '"' + "x" * 58 + "…"),
    ]


def test_a_guess_is_made_only_if_something_is_near() -> None:
    assert guess("edtion", ["indices", "edition"]) == '; did you mean "edition"?'
    assert guess("xyz", ["indices", "edition"]) == ""
