"""Faults that one stage finds and a later one raises."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from upgrading.faults import DataFaults, Fault, from_text, to_text

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@given(
    st.lists(
        st.builds(
            Fault,
            file=WORDS,
            problem=WORDS,
            line=st.none() | st.integers(1, 10**9),
            column=st.none() | WORDS,
        )
    )
)
def test_faults_come_back_as_they_were(faults: list[Fault]) -> None:
    assert from_text(to_text(faults)) == faults


def test_no_fault_is_a_header_alone() -> None:
    assert to_text([]) == '"file","line","column","problem"\n'


def test_faults_of_a_worker_process_are_those_that_it_raised() -> None:
    raised = DataFaults([Fault("a.csv", "bad", 3, "Score"), Fault("b.yaml", "worse", key="x.y")])
    arrived = pickle.loads(pickle.dumps(raised))
    assert arrived.faults == raised.faults
    assert str(arrived) == 'a.csv, line 3, "Score": bad\nb.yaml, x.y: worse'


def test_faults_are_told_once_by_file_and_line() -> None:
    late, early = Fault("b.csv", "late", 9), Fault("b.csv", "early", 2)
    other = Fault("a.csv", "other", 5)
    assert DataFaults([late, other, early, late]).faults == (early, late, other)


def test_what_a_message_repeats_of_a_file_is_cut_short() -> None:
    long = Fault("a.csv", f'"{"x y " * 900}" is not a number such as "1.5"', 2, "z" * 900)
    assert str(long) == (
        f'a.csv, line 2, "{"z" * 59}…": "{"x y " * 14}x y…" is not a number such as "1.5"'
    )
    assert str(Fault("a.csv", "x" * 900)) == f"a.csv: {'x' * 60}…"
    several = ", ".join(f'"{n} a word"' for n in range(99))
    assert str(Fault("a.csv", f"none of {several}")) == f"a.csv: none of {several}"
