import pytest
import yaml
from reference import ROOT

from upgrading.faults import DataFaults
from upgrading.multiverse.relations import relations, unscored
from upgrading.vocabulary import SECTOR_GROUPS

GOOD = {
    "location": "Chapter 3",
    "statement": "More of one, more of the other.",
    "groups": ["traditional_manufacturing"],
    "x": "ce_index",
    "y": "up_product",
    "sign": "positive",
}


def test_the_projects_relations_are_valid_and_cover_every_sector_group() -> None:
    text = (ROOT / "config" / "relations.yaml").read_text(encoding="utf-8")
    found = relations(yaml.safe_load(text), "config/relations.yaml")
    assert {group for relation in found.values() for group in relation.groups} == set(SECTOR_GROUPS)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"x": "ce"}, 'one.x: "ce" is not allowed here (allowed: eei, jai, ce_index, ee_'),
        ({"x": "ce_idx"}, '"ce_idx" is not allowed here; did you mean "ce_index"? (allowed: eei'),
        ({"y": "ce_index"}, 'one.y: "ce_index" is not allowed here (allowed: up_product, up_pro'),
        (
            {"groups": ["textiles"]},
            'one.groups, item 1: "textiles" is not allowed here (allowed: traditional_manufac',
        ),
        (
            {"groups": "textiles"},
            'one.groups: "textiles" is not a list with at least one entry',
        ),
        ({"groups": []}, "one.groups: an empty list is not a list with at least one entry"),
        (
            {"groups": ["traditional_manufacturing"] * 2},
            "one.groups: a sector group is named twice; keep one",
        ),
        ({"sign": "+"}, 'one.sign: "+" is not allowed here (allowed: positive, negative, none)'),
        ({"statement": ""}, "one.statement: empty; a text is expected"),
        (
            {"chains": ["any"]},
            "one.chains: chains belong to governance patterns, and ce_index is none",
        ),
        (
            {"x": "gov_market"},
            "one.chains: none; a governance pattern (gov_market) needs some of any, global, domes",
        ),
        (
            {"x": "gov_market", "chains": ["foreign"]},
            'one.chains, item 1: "foreign" is not allowed here (allowed: any, global, domestic)',
        ),
        (
            {"effect": 1},
            "one.effect: no such field (allowed: location, statement, groups, x, y, sign, denies, "
            "chains)",
        ),
    ],
)
def test_what_is_wrong_with_a_relation_is_said(change, problem) -> None:
    with pytest.raises(DataFaults) as raised:
        relations({"one": {**GOOD, **change}}, "config/relations.yaml")
    (fault,) = map(str, raised.value.faults)
    assert fault.startswith("config/relations.yaml, one.")
    assert problem in fault


def test_all_faults_are_reported_at_once() -> None:
    with pytest.raises(DataFaults) as raised:
        relations(
            {"one": {**GOOD, "x": "a", "y": "b", "groups": ["c"]}, "two": {**GOOD, "sign": "d"}},
            "relations.yaml",
        )
    assert [fault.key for fault in raised.value.faults] == [
        *("one.groups, item 1", "one.x", "one.y", "two.sign")
    ]


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ({}, "relations.yaml: no entry; names are expected, each with the fields location, stat"),
        ({"one": None}, "relations.yaml, one: nothing is not a group of fields (locati"),
        ({"one": ["x"]}, "relations.yaml, one: a list is not a group of fields (locat"),
    ],
)
def test_what_is_no_relation_is_refused(entries, fault) -> None:
    with pytest.raises(DataFaults) as raised:
        relations(entries, "relations.yaml")
    assert str(raised.value).startswith(fault)


def test_a_relation_needs_one_group_in_which_its_y_is_scored() -> None:
    groups = ["traditional_manufacturing", "specialised_suppliers"]
    listed = relations({"one": GOOD, "two": GOOD | {"groups": groups}}, "relations.yaml")
    assert unscored(listed, {("traditional_manufacturing", "up_product")}, "relations.yaml") == []
    (fault,) = unscored(listed, {("specialised_suppliers", "up_product")}, "relations.yaml")
    assert str(fault) == (
        "relations.yaml, one.y: no cluster of traditional_manufacturing has a score of up_product"
    )
