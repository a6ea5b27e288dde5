"""Faults that one stage finds and a later one raises."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from upgrading.faults import Fault, from_text, to_text

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
