"""The page and the table of changes, on a few made-up changes."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from upgrading.refresh import figures
from upgrading.refresh.attribution import Attributed, Effect
from upgrading.refresh.differences import Cause, Edit
from upgrading.refresh.figures import FigureChange
from upgrading.refresh.labels import Labels, labels
from upgrading.refresh.outcomes import Change, Place, Shown
from upgrading.refresh.text import LINES, Report, changes_frame, markdown

NAMES = Labels({"table_06": "Upgrading"}, {}, {}, {"x": "Shoes, León (MEX)"}, {})

SCORE = Cause(
    ("cluster", "traditional_manufacturing", "x", "up_product"),
    "2",
    "3",
    (Edit("clusters_corrected", ("x",), "up_product"),),
)
CHOICE = Cause(
    ("choice", "indices.degrees.low_to"),
    "5",
    "4.9",
    (Edit("choices", ("indices.degrees.low_to",), "value"),),
)


def changed(row: str, *effects: Effect, old: str = "1.5", new: str = "1.75") -> Attributed:
    place = Place("number", "table_06", row, "up_product")
    return Attributed(Change(place, Shown(old, old), Shown(new, new)), effects)


def test_shares_stand_beside_the_number_of_their_input() -> None:
    effects = (
        Effect("alone", (0,), Fraction(1, 2)),
        Effect("alone", (1,), Fraction(-1, 8)),
        Effect("together", (0, 1), Fraction(-1, 8)),
    )
    page = markdown(Report([SCORE, CHOICE], [changed("high", *effects)], [], NAMES))
    assert "| 1 | Shoes, León (MEX): Product upgrading | 2 | 3 | 1 |" in page
    assert "| 2 | config/config.yaml: indices.degrees.low_to | 5 | 4.9 | 1 |" in page
    assert "### Table 6. Upgrading" in page
    row = "| High | Product upgrading | 1.5 | 1.75 | +0.25 | change |"
    assert f"{row} 1 (+0.5); 2 (−0.125); 1, 2 together (−0.125) |" in page


def test_a_long_table_ends_with_how_many_more() -> None:
    many = [changed(f"row_{n:03}", Effect("alone", (0,), Fraction(1, 4))) for n in range(LINES + 7)]
    report = Report([SCORE], many, [], NAMES)
    assert "and 7 more in `changes.csv`." in markdown(report)
    assert markdown(report).count("| row ") == LINES
    assert len(changes_frame(report)) == LINES + 7


def test_one_row_of_the_table_per_effect() -> None:
    effects = (Effect("alone", (1,), Fraction(1, 8)), Effect("together", (0, 1), Fraction(1, 8)))
    frame = changes_frame(Report([SCORE, CHOICE], [changed("low", *effects)], [], NAMES))
    assert list(frame["effect"]) == ["alone", "together"]
    assert list(frame["share"]) == ["0.125", "0.125"]
    assert list(frame["difference"]) == ["0.25", "0.25"]
    assert frame["cause"][1] == (
        "Shoes, León (MEX): Product upgrading; config/config.yaml: indices.degrees.low_to"
    )
    assert (frame["cause_old"][1], frame["cause_new"][1]) == ("2; 5", "3; 4.9")


def test_what_the_program_did_is_said() -> None:
    page = markdown(Report([], [changed("low", Effect("program", (), Fraction(1, 4)))], [], NAMES))
    assert "No input differs" in page
    assert "the program (+0.25)" in page


def test_pictures_stand_side_by_side_or_their_absence_is_explained() -> None:
    drawn = FigureChange("group_profiles", "changed", (0,), "changes/figures/x_before.svg")
    lost = FigureChange("trade_quadrants", "changed", (0,))
    lost = FigureChange("trade_quadrants", "changed", (0,), why=figures.why_no_picture(lost))
    page = markdown(Report([SCORE], [], [drawn, lost], NAMES))
    assert (
        "![Group profiles, before](changes/figures/x_before.svg) | ![Group profiles, now]" in page
    )
    assert "No picture of before: the data behind this figure are not recomputed here." in page


def test_figures_are_told_apart_by_their_bytes() -> None:
    old = pd.DataFrame({"figure": ["a", "b", "c"], "sha256": ["1", "2", "3"]})
    new = pd.DataFrame({"figure": ["a", "b", "d"], "sha256": ["1", "9", "3"]})
    assert figures.changed(old, new) == {"b": "changed", "c": "vanished", "d": "appeared"}


def test_rows_below_a_section_carry_its_name(exhibits) -> None:
    cells = pd.DataFrame(
        [
            ("t", 1, "header_1", "header", "label_1", "Year", "Year"),
            ("t", 2, "bra", "section", "label_1", "Year", "BRA, FAOSTAT"),
            ("t", 3, "bra_1996", "body", "label_1", "Year", "1996"),
        ],
        columns=["exhibit", "line", "row", "row_kind", "column", "header", "shown"],
    )
    claims = pd.DataFrame({"claim_id": ["c1"], "claim": ["Clusters help."]})
    named = labels(pd.concat([exhibits, cells]), {}, claims, [])
    assert named.row("t", "bra_1996") == "BRA, FAOSTAT, 1996"
    assert named.row("table_06", "medium") == "Medium"
    assert named.column("table_02", "firms_2") == "Firms (second number)"
    assert named.row("claims", "c1") == "Clusters help. (c1)"
