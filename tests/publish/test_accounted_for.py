"""What accounts for figures that differ."""

import pandas as pd

from upgrading.exhibits.accounted_for import accounted
from upgrading.parts import NOTHING, Passage, Strength

ERRATA = pd.DataFrame(
    [
        *[("E01", "misprinted cell"), ("E02", "slip"), ("E03", "slip")],
        *[("E04", "other rows averaged"), ("E05", "rounded before use")],
    ],
    columns=["erratum", "class"],
)

CELLS = pd.DataFrame(
    [
        ("exact", NOTHING),
        ("explained", Passage(errata=("E01",))),
        ("explained", Passage(errata=("E02", "E03"))),
        ("explained", Passage((("[E01] named in passing",),), errata=("E02",))),
        ("explained", Passage(errata=("E02", "E05"))),
        ("unexplained", Passage(errata=("E02",))),
        ("unexplained", Passage(errata=("E04",))),
        ("unexplained", Passage(errata=("E04",))),
        ("unexplained", Passage(((Strength(True), ": other rows averaged"),))),
        ("unexplained", NOTHING),
        ("source", NOTHING),
    ],
    columns=["verdict", "explanation"],
    dtype=object,
)


def test_hypotheses_slips_and_hints_are_told_apart() -> None:
    found = accounted(CELLS, ERRATA)
    assert (found.hypotheses, found.by_hypotheses) == (2, 2)  # E01 and E05
    assert (found.slips, found.carried_forward, found.slips_themselves) == (2, 2, 1)
    assert (found.hints, found.hinted, found.bare) == (1, 3, 1)


def test_the_counts_add_up_to_the_audit_s(in_parts) -> None:
    found = in_parts
    counts = found.cells["verdict"].value_counts()
    told = accounted(found.cells, found.errata)
    assert told.by_hypotheses + told.carried_forward == counts["explained"]
    assert told.slips_themselves + told.hinted + told.bare == counts["unexplained"]
    assert told.hypotheses + told.slips + told.hints == len(found.errata)
