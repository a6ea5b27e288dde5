"""What accounts for figures that differ; which claims rest on a sign alone."""

import pandas as pd
from reference import ROOT

from upgrading.exhibits.accounted_for import accounted, by_sign_alone
from upgrading.parts import NOTHING, SIGN, Answer, Passage

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
    assert (found.hints, found.hinted, found.bare) == (1, 2, 1)


def test_the_counts_add_up_to_the_audit_s(in_parts) -> None:
    found = in_parts
    counts = found.cells["verdict"].value_counts()
    told = accounted(found.cells, found.errata)
    assert told.by_hypotheses + told.carried_forward == counts["explained"]
    assert told.slips_themselves + told.hinted + told.bare == counts["unexplained"]
    assert told.hypotheses + told.slips + told.hints == len(found.errata)


def test_a_claim_rests_on_a_sign_alone_only_if_every_decided_reading_does() -> None:
    # what is written beside an answer says nothing
    sign = ("products: ", Answer(True, SIGN), " (reworded: mean 3.00)")
    other = ("means by degree: ", Answer(True), " (τ-b = +0.52); a: yes (τ-b = ")
    undecided = ("software: ", Answer(None, SIGN), " (τ-b = none)")
    claims = pd.DataFrame(
        [
            ("supported", Passage((sign,))),
            ("supported", Passage((sign, undecided))),
            ("supported", Passage((sign, other))),
            ("mixed", Passage((sign, ("processes: ", Answer(False, SIGN), " (τ-b = −0.10)")))),
            ("supported", Passage((other,))),
            ("not_testable", NOTHING),
        ],
        columns=["verdict", "evidence"],
        dtype=object,
    )
    assert list(by_sign_alone(claims)) == [True, True, False, False, False, False]


def test_the_readme_says_how_many_claims_rest_on_a_sign(in_parts) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    number = int(by_sign_alone(in_parts.claims).sum())
    assert f"\n{number} of the " in readme
