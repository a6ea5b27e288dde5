"""The one-page report: figures counted from the audit's tables, ids in words."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from upgrading.cases.catalogue import Printed
from upgrading.parts import NOTHING, Cell, Claim, Name, Passage
from upgrading.publish.reproduction_report import markdown

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
        ),
        (
            *("E01", "slip", "table_03/made_up/eei", 2),
            Passage((("sum of the row (", EEI, " = 5; from 1 + 1) gives 2, as made_up says"),)),
            Passage((("degree of ", Name("made_up"), " Low -> High"), ("claim ", Claim("an-eei")))),
            1,
        ),
    ],
    columns=["erratum", "class", "root", "count", "evidence", "consequences", "rank"],
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
    [("some-claim", "mixed", "supported"), ("other", "supported", "supported")],
    columns=["claim_id", "verdict", "verdict_corrected"],
    dtype=object,
)
AROUND = {
    "table_03": Printed(caption="Indices", section="1"),
    "table_09": Printed(caption="Upgrading", section="1"),
}


@pytest.fixture(scope="module")
def report() -> str:
    return markdown(CELLS, ERRATA, CONVENTIONS, CLAIMS, AROUND, {"made_up": "Made Up (shoes)"})


def test_figures_are_counted_from_the_audit(report) -> None:
    assert "**4 printed figures and degrees.** 1 are inputs" in report
    assert "Of the other 3, 2 (66 %) reproduce." in report
    assert "| explained | 1 |" in report
    assert "Wholly reproduced: Table 9." in report
    assert "rounded half up in Table 3." in report
    assert "| mixed | 1 |" in report
    assert "`some-claim` (mixed to supported)" in report


def test_errata_stand_by_rank_and_in_words(report) -> None:
    first, second = re.findall(r"^\d+\. \*\*.*$", report, re.MULTILINE)
    assert first == (
        "1. **E01, Table 3 (Indices)**: slip. sum of the row (Table 3, Made Up (shoes), external "
        "economies index = 5; from 1 + 1) gives 2, as made_up says. *Consequences:* degree of Made "
        "Up (shoes) Low -> High; claim an-eei."
    )
    assert second.startswith("2. **E02, Table 9 (Upgrading)**: misprinted cell.")
