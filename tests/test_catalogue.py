from __future__ import annotations

import pytest
import yaml
from reference import RAW, ROOT

from upgrading.cases.catalogue import COLUMNS, layout_faults, printed_around, tables, word_faults
from upgrading.exhibits import own
from upgrading.faults import DataFaults
from upgrading.vocabulary import SECTOR_GROUPS

GROUPS = ", ".join(SECTOR_GROUPS)

TABLE = {"shape": "governance", "group": "specialised_suppliers", "labels": 1}
TABLE |= {"columns": ["gov_market", "gov_network"]}

WORDS = {
    **{"marks": "M", "marks_in_columns": "C", "place": "Report: {section}."},
    "own_tables": {"own": {"caption": "C"}},
}


def told(raised: pytest.ExceptionInfo[DataFaults]) -> list[str]:
    return [str(fault) for fault in raised.value.faults]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"shape": "governence"}, 't.shape: "governence" is not allowed here; did you mean "gover'),
        ({"labels": 0}, "t.labels: 0 is not a whole number of at least 1"),
        ({"labels": "one"}, 't.labels: "one" is not a whole number'),
        ({"labels": 1.5}, "t.labels: 1.5 is not a whole number"),
        ({"group": "textiles"}, f't.group: "textiles" is not allowed here (allowed: {GROUPS})'),
        ({"group": None}, f"t.group: missing; a table of shape governance has one of {GROUPS}"),
        ({"columns": None}, "t.panels: either columns or panels are expected, one of the two"),
        (
            {"panels": [["gov_market"]]},
            "t.panels: either columns or panels are expected, one of the two",
        ),
        ({"columns": []}, "t.columns: an empty list is not a list with at least one entry"),
        (
            {"columns": ["gov_markt"]},
            't.columns: "gov_markt" is not allowed here; did you mean "gov_market"? (allowed: ',
        ),
        (
            {"columns": ["gov_market"] * 2},
            't.columns: "gov_market" appears twice; keep one',
        ),
        (
            {"numbers": {"gov_markt": "0.0"}},
            't.numbers: "gov_markt" is not allowed here; did you mean "gov_market"? (allowed: gov_',
        ),
        (
            {"numbers": {"gov_market": "0.000"}},
            't.numbers.gov_market: "0.000" is not allowed here; did you mean',
        ),
        ({"numbers": "0.0"}, 't.numbers: "0.0" is not a group of names with their values'),
        ({"colums": []}, 't.colums: no such field; did you mean "columns"? (allowed: shape, label'),
    ],
)
def test_a_layout_at_fault_is_told_in_words(change, fault) -> None:
    with pytest.raises(DataFaults) as raised:
        tables({"t": TABLE | change}, "e.yaml")
    (found,) = told(raised)
    assert found.startswith(f"e.yaml, {fault}")


def test_all_faults_of_all_layouts_are_told_at_once() -> None:
    wrong = TABLE | {"group": "x", "labels": 0, "columns": ["a", "b"], "z": 1}
    with pytest.raises(DataFaults) as raised:
        tables({"t": wrong, "u": None, "v": {}}, "e.yaml")
    assert [fault.key for fault in raised.value.faults] == [
        *("t.labels", "t.group", "t.columns", "t.columns", "t.z", "u", "v.shape", "v.labels"),
        "v.panels",
    ]


def test_the_columns_of_prose_are_free_and_panels_hold_columns_as_well() -> None:
    prose = {"shape": "prose", "labels": 1, "columns": ["anything"]}
    panels = {"shape": "group_averages", "labels": 1, "panels": [["eei"], ["jai"]]}
    read = tables({"a": prose, "b": panels}, "e.yaml")
    assert read["a"].column_panels == (("anything",),)
    assert read["b"].column_panels == (("eei",), ("jai",))
    with pytest.raises(DataFaults, match=r'b\.panels: "eei" appears twice; keep one'):
        tables({"b": panels | {"panels": [["eei"], ["eei"]]}}, "e.yaml")


def test_what_is_printed_around_a_table_is_told_in_words_if_wrong() -> None:
    with pytest.raises(DataFaults) as raised:
        printed_around(
            {"t": {"caption": 1990, "header": "Cluster"}, "u": {"caption": "C", "sektion": "S"}},
            "c.yaml",
        )
    fields = "caption, section, header, headers, legend, notes, conversion"
    assert told(raised) == [
        "c.yaml, t.section: missing; expected is a text",
        "c.yaml, t.caption: 1990 is not a text: YAML reads it so; put it in quotation marks",
        'c.yaml, t.header: "Cluster" is not a list, each a text, as in [a, b]',
        "c.yaml, u.section: missing; expected is a text",
        f'c.yaml, u.sektion: no such field; did you mean "section"? (allowed: {fields})',
    ]


def test_headers_have_as_many_columns_as_the_layout() -> None:
    layouts = tables({"t": TABLE, "u": TABLE}, "e.yaml")
    around = {"caption": "C", "section": "S"}
    printed = printed_around(
        {"t": around | {"header": ["a", "b", "c"]}, "u": around | {"header": ["a", "b"]}}, "c.yaml"
    )
    assert [str(fault) for fault in layout_faults(layouts, printed, "c.yaml")] == [
        "c.yaml, u: header of 2 columns; config/exhibits.yaml has 3 (1 of them labels)"
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"marks": ""}, "marks: empty; a text is expected"),
        ({"place": "{sektion}"}, 'place: "{sektion}" may hold {section}, no other braces'),
        ({"place": "{section"}, 'place: "{section" may hold {section}, no other braces'),
        (
            {"mark": "x"},
            'mark: no such field; did you mean "marks"? (allowed: marks, marks_in_columns, pl',
        ),
        (
            {"own_tables": {"own": {"notes": []}}},
            "own_tables.own.caption: missing; expected is a",
        ),
        (
            {"own_tables": {"own": {"caption": "C", "nots": []}}},
            'own_tables.own.nots: no such field; did you mean "notes"? (allowed: caption, notes)',
        ),
        ({"own_tables": {}}, "own_tables.own: missing; it needs caption and notes"),
        ({"own_tables": None}, "own_tables: nothing is not a group of names with their values"),
    ],
)
def test_words_at_fault_are_told(change, fault) -> None:
    assert word_faults(WORDS, "w.yaml", ["own"]) == []
    (found,) = word_faults(WORDS | change, "w.yaml", ["own"])
    assert str(found).startswith(f"w.yaml, {fault}")


def test_the_shipped_files_pass_and_their_columns_are_all_known() -> None:
    text = (ROOT / "config/exhibits.yaml").read_text(encoding="utf-8")
    layouts = tables(yaml.safe_load(text), "config/exhibits.yaml")
    assert {table.shape for table in layouts.values()} == {*COLUMNS, "prose"}
    text = (RAW / "report/catalogue.yaml").read_text(encoding="utf-8")
    assert layout_faults(layouts, printed_around(yaml.safe_load(text), "c.yaml"), "c.yaml") == []
    words = yaml.safe_load((ROOT / "config/captions.yaml").read_text(encoding="utf-8"))
    assert word_faults(words, "w.yaml", own.names()) == []
