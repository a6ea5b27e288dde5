"""The one-page report: figures counted from the audit's tables, ids in words."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from upgrading.cases.catalogue import Printed
from upgrading.parts import NOTHING, Cell, Claim, Name, Passage
from upgrading.publish.reproduction_report import Reproduction, markdown, reproduction

EEI = Cell("table_03", "made_up", "eei")
CELLS = pd.DataFrame(
    [
        ("table_03", "source", NOTHING),
        ("table_03", "exact", NOTHING),
        ("table_03", "explained", Passage(errata=("E01",))),
        ("table_09", "truncated", NOTHING),
    ],
    columns=["exhibit", "verdict", "explanation"],
    dtype=object,
)
ERRATA = pd.DataFrame(
    [
        (
            *("E02", "misprinted cell", "table_09/b/up_sum", 1),
            *(Passage((("evidence of the second",),)), Passage((("none",),)), 2),
            Passage((("2 as printed, 3 by the scores",),)),
        ),
        (
            *("E01", "slip", "table_03/made_up/eei", 2),
            Passage((("sum of the row (", EEI, " = 5; from 1 + 1) gives 2, as made_up says"),)),
            Passage((("degree of ", Name("made_up"), " Low -> High"), ("claim ", Claim("an-eei")))),
            1,
            Passage(((EEI, " is 5 as printed, 2 by the scores"),)),
        ),
    ],
    columns=["erratum", "class", "root", "count", "evidence", "consequences", "rank", "believed"],
    dtype=object,
)
CONVENTIONS = pd.DataFrame(
    [
        ("table_03", "", Passage(((Name("rounded half up"), " (up to 2)"), ("no means",))), 3),
        ("table_09", "", Passage((("no cell tells",), ("no means",))), 0),
    ],
    columns=["exhibit", "part", "convention", "telling"],
    dtype=object,
)
CLAIMS = pd.DataFrame(
    [
        (
            *("some-claim", "page 3", "Few upgrade.", "leaning", "supported"),
            *("relation", "headline", "11", "up_sum of made_up 1 -> 1.5", ""),
        ),
        (
            "again",
            "page 9",
            "Few do.",
            "leaning",
            "supported",
            "relation",
            "headline",
            "11",
            "",
            "some-claim",
        ),
        ("other", "page 4", "All act.", "supported", "supported", "count", "headline", "", "", ""),
        (
            "least",
            "page 5",
            "It is 4.",
            "contradicted",
            "contradicted",
            "case",
            "detail",
            "1",
            "",
            "",
        ),
    ],
    columns=[
        "claim_id",
        "location",
        "claim",
        "verdict",
        "verdict_corrected",
        "basis",
        "tier",
        "n",
        "turned_by",
        "repeats",
    ],
    dtype=object,
).assign(relation="")
AROUND = {
    "table_03": Printed(caption="Indices", section="1"),
    "table_09": Printed(caption="Upgrading", section="1"),
}


NAMES = {"made_up": "Made Up (shoes)"}


@pytest.fixture(scope="module")
def found() -> Reproduction:
    return reproduction(CELLS, ERRATA, CONVENTIONS, CLAIMS, AROUND, NAMES)


@pytest.fixture(scope="module")
def report(found) -> str:
    return markdown(found)


def test_figures_are_counted_from_the_audit(report) -> None:
    assert "Of 4 printed figures and degrees 1 are inputs" in report
    assert "Of the other 3, 2 (66 %) reproduce." in report
    assert "| explained | 1 |" in report
    assert "Wholly reproduced: Table 9." in report
    assert "rounded half up in Table 3." in report
    assert "`some-claim` (leans that way to supported)" in report


def test_conclusions_come_first_by_their_words_and_by_name(report) -> None:
    """Those of the first tier, repeats once; counts by kind of statement."""
    short = "Of the 2 that the report draws attention to: relations: 1 leans that way; counts: 1"
    assert short in report
    part = report[report.index("## Which conclusions") : report.index("## What reproduces")]
    assert part.index("**Supported**") < part.index("- All act.") < part.index("**Leans that way**")
    assert (
        "- Few upgrade. (relations; n = 11; half a step in one score reverses it; corrected "
        "edition: supported; page 3) `some-claim`" in part
    )
    assert "least" not in part and "again" not in part
    kinds = report[report.index("## All statements") :]
    assert "4 statements, 3 of them distinct" in kinds
    assert re.search(r"^\| Relations: .*\|  \| 1 \|  \|$", kinds, re.MULTILINE)


def test_errata_stand_by_rank_and_in_words(report) -> None:
    first, second = re.findall(r"^\d+\. \*\*.*$", report, re.MULTILINE)
    assert first == (
        "1. **Table 3 (Indices).** Table 3, Made Up (shoes), external economies index is 5 as "
        "printed, 2 by the scores. *Slip* (E01): sum of the row (Table 3, Made Up (shoes), "
        "external economies index = 5; from 1 + 1) gives 2, as made_up says."
    )
    assert second.startswith("2. **Table 9 (Upgrading).** 2 as printed, 3 by the scores. *Misp")


def test_several_of_a_word_are_told_in_the_plural() -> None:
    claims = pd.concat([CLAIMS.head(1), CLAIMS.head(1)], ignore_index=True)
    found = reproduction(CELLS, ERRATA, CONVENTIONS, claims, AROUND, NAMES)
    assert found.conclusions == (
        "Of the 2 that the report draws attention to: relations: 2 lean that way."
    )


def test_what_cannot_be_tested_is_no_kind_besides_its_word() -> None:
    claims = CLAIMS.head(1).assign(basis="not_testable", verdict="not_testable")
    found = reproduction(CELLS, ERRATA, CONVENTIONS, claims, AROUND, NAMES)
    assert found.conclusions.endswith(" attention to: 1 not testable.")


def test_sets_come_before_their_members_and_all_groups_before_one() -> None:
    relations = ["tm-efficiency-product", "efficiency/traditional_manufacturing", "efficiency", ""]
    claims = pd.concat([CLAIMS.head(1)] * 4, ignore_index=True).assign(
        claim=["A member.", "A group.", "All groups.", "A count."],
        relation=relations,
        basis=["relation", "relation", "relation", "count"],
    )
    (judged,) = reproduction(CELLS, ERRATA, CONVENTIONS, claims, AROUND, NAMES).judged
    told = [one.claim for one in judged.conclusions]
    assert told == ["All groups.", "A group.", "A member.", "A count."]


def test_groups_that_a_conclusion_compares_are_named() -> None:
    evidence = (
        "below: yes (mean ce_index, complex product systems: 5.97 (n = 9) < mean ce_index, "
        "software and others, traditional manufacturing: 6.42 (n = 15)); Other reading, not "
        "decisive: mean ce_index, natural resource-based: 8 (n = 11)"
    )

    def about(n: str) -> str:
        claims = CLAIMS.head(1).assign(n=n, evidence=evidence)
        (judged,) = reproduction(CELLS, ERRATA, CONVENTIONS, claims, AROUND, NAMES).judged
        return judged.conclusions[0].about

    told = about("9 and 15; 15 and 9")
    assert "clusters: complex product systems 9, traditional manufacturing 15" in told
    assert "n = " not in told
    assert "n = 9 and 15; 9 and 5" in about("9 and 15; 9 and 5")  # not all are named


def test_long_evidence_ends_where_a_part_of_it_ends() -> None:
    def evidence(text: str) -> str:
        errata = ERRATA.head(1).assign(evidence=[Passage(((text,),))])
        return reproduction(CELLS, errata, CONVENTIONS, CLAIMS, AROUND, NAMES).ranked[0].evidence

    assert evidence("short") == "short."
    assert evidence("One. " + "two (a; b) " * 40) == "One."
    assert evidence(f"One; two: {'three ' * 60}") == "One."
    assert evidence(f"One: {'two ' * 90}; three") == f"One: {'two ' * 90}."
    # no part of a sentence stands for the whole of it
    assert evidence("three " * 60 + "end") == "three " * 60 + "end."
