"""The word for a claim, by the rule of its basis; every case found by hand from the rule."""

from __future__ import annotations

from typing import get_args

import pytest

from upgrading.claims.evidence import Evidence
from upgrading.claims.judging import FROM_STRONG_TO_WEAK, combined, verdict
from upgrading.claims.readings import Basis, Claim, Denial, Outcome, Reading
from upgrading.verdicts import Word, of_absence


def claim(basis: Basis, *meanings: str, denies: Denial | None = None, relation=()) -> Claim:
    def test(_: Evidence) -> Outcome:
        raise AssertionError("a verdict asks nothing of the data: what holds is handed in")

    readings = tuple(Reading((meaning,), test) for meaning in meanings)
    return Claim("one", "", "So.", readings, basis=basis, denies=denies, relation=relation)


def by_tests(basis: Basis, *holding: bool | None) -> Word:
    named = {f"part {number}": held for number, held in enumerate(holding)}
    return verdict(claim(basis, *named), named, {})


def by_words(basis: Basis, *words: Word, denies: Denial | None = None) -> Word:
    named = {f"part {number}": word for number, word in enumerate(words)}
    return verdict(claim(basis, *named, denies=denies), {}, named)


@pytest.mark.parametrize(
    ("holding", "word"),
    [
        ([True], "supported"),
        ([True, True], "supported"),
        ([False], "contradicted"),
        ([False, False], "contradicted"),
        ([True, False], "part_holds"),
        ([True, False, None], "part_holds"),
        ([True, None], "open"),
        ([False, None], "contradicted"),
        ([None], "not_testable"),
        ([None, None], "not_testable"),
    ],
)
@pytest.mark.parametrize("basis", ["arithmetic", "count", "outside"])
def test_scores_and_cells_decide(basis, holding, word) -> None:
    assert by_tests(basis, *holding) == word


@pytest.mark.parametrize(
    ("holding", "word"),
    [
        ([True], "consistent"),
        ([True, True], "consistent"),
        ([False], "contradicted"),
        ([True, False], "part_holds"),
        ([None], "open"),
        ([None, None], "open"),
        ([True, None], "open"),
        ([False, None], "contradicted"),
    ],
)
def test_a_score_that_says_the_same_of_one_cluster_is_no_support(holding, word) -> None:
    assert by_tests("case", *holding) == word


def test_where_nothing_decides_the_basis_is_the_word() -> None:
    assert verdict(claim("conflicting"), {}, {}) == "conflicting"
    assert verdict(claim("not_testable"), {}, {}) == "not_testable"
    # authors' trade files may come to decide between two places
    assert by_tests("conflicting", None) == "conflicting"
    assert by_tests("conflicting", True) == "supported"
    # a second source that the language cannot read yet
    assert verdict(claim("outside"), {}, {}) == "not_testable"


@pytest.mark.parametrize(
    ("words", "word"),
    [
        *(([word, word], word) for word in get_args(Word) if word != "part_holds"),
        (["supported", "contradicted"], "part_holds"),
        (["supported", "open", "contradicted"], "part_holds"),
        (["supported", "leaning"], "leaning"),
        (["leaning", "open"], "open"),
        (["open", "leaning_against"], "leaning_against"),
        (["leaning", "contradicted"], "contradicted"),
        (["leaning", "leaning_against"], "leaning_against"),
        (["supported", "not_testable"], "open"),
        (["leaning_against", "not_testable"], "leaning_against"),
    ],
)
def test_a_conjunction_is_as_strong_as_its_weakest_part(words, word) -> None:
    assert combined(words) == combined(reversed(words)) == word


def test_nothing_is_no_conjunction() -> None:
    with pytest.raises(ValueError, match="without parts"):
        combined([])


@pytest.mark.parametrize(
    ("relation", "link", "effect"),
    [
        ("supported", "contradicted", "contradicted"),
        ("leaning", "leaning_against", "open"),
        ("open", "supported", "open"),
        ("leaning_against", "leaning_against", "open"),
        ("contradicted", "contradicted", "contradicted"),
        ("not_testable", "not_testable", "not_testable"),
    ],
)
def test_no_link_holds_where_the_relation_is_open_and_no_effect_is_never_shown(
    relation, link, effect
) -> None:
    assert (of_absence("link", relation), of_absence("effect", relation)) == (link, effect)
    assert by_words("absence", relation, denies="link") == link
    assert by_words("absence", relation, denies="effect") == effect


def test_an_absence_of_several_effects_is_judged_part_by_part() -> None:
    assert by_words("absence", "open", "supported", denies="link") == "part_holds"
    assert by_words("absence", "open", "supported", denies="effect") == "contradicted"
    assert by_words("absence", "open", "leaning", denies="link") == "leaning_against"


@pytest.mark.parametrize("basis", ["comparison", "relation"])
@pytest.mark.parametrize("word", [*FROM_STRONG_TO_WEAK, "not_testable"])
def test_a_comparison_or_relation_has_the_word_of_its_draws_or_permutations(basis, word) -> None:
    assert by_words(basis, word) == word


@pytest.mark.parametrize(
    ("basis", "word"),
    [
        ("difference", "contradicted"),
        ("difference", "leaning"),
        ("difference", "leaning_against"),
        ("order", "supported"),
        ("order", "contradicted"),
        ("order", "leaning_against"),
        ("comparison", "consistent"),
        ("relation", "part_holds"),
        ("absence", "conflicting"),
    ],
)
def test_a_word_that_no_part_of_a_basis_can_have_is_refused(basis, word) -> None:
    with pytest.raises(ValueError, match=f"one: no {basis} is {word}"):
        by_words(basis, word, denies="link" if basis == "absence" else None)


def test_a_relation_is_judged_by_the_entries_it_names() -> None:
    named = claim("relation", "means", relation=("a", "b"))
    assert verdict(named, {}, {"a": "leaning", "b": "open", "means": "supported"}) == "open"


def test_a_general_sentence_names_its_set() -> None:
    general = claim("relation", relation=("efficiency",))
    assert verdict(general, {}, {"efficiency": "supported", "a": "open"}) == "supported"


def test_an_order_is_that_of_its_readings() -> None:
    named = claim("order", "more", relation=("a", "b"))
    assert verdict(named, {}, {"more": "leaning", "a": "open", "b": "open"}) == "leaning"


def test_a_count_names_relations_and_is_decided_without_them() -> None:
    assert verdict(claim("count", "only", relation=("a",)), {"only": False}, {}) == "contradicted"


def test_a_part_of_which_nothing_is_known_is_an_error() -> None:
    with pytest.raises(KeyError, match="part 0"):
        verdict(claim("relation", "part 0"), {}, {})
    with pytest.raises(KeyError, match="part 0"):
        verdict(claim("count", "part 0"), {}, {})
