"""The words of statements: one table, whole, each told apart without colour."""

from typing import get_args

from upgrading.verdicts import STATEMENT_VERDICTS, Word


def test_every_word_is_in_the_table_once_and_has_all_that_is_shown() -> None:
    assert tuple(one.name for one in STATEMENT_VERDICTS) == get_args(Word)
    assert all(one.word and one.mark and one.meaning for one in STATEMENT_VERDICTS)


def test_no_two_words_look_alike() -> None:
    for shown in ("word", "mark", "meaning"):
        assert len({getattr(one, shown) for one in STATEMENT_VERDICTS}) == len(STATEMENT_VERDICTS)
