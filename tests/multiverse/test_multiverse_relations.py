import pytest
import yaml
from reference import ROOT

from upgrading.faults import DataFaults
from upgrading.multiverse.relations import relations
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
        ({"x": "ce"}, '"ce" is not one of eei, jai, ce_index'),
        ({"y": "ce_index"}, '"ce_index" is not one of up_product'),
        ({"groups": ["textiles"]}, '"textiles" is not a sector group (allowed: traditional'),
        ({"groups": ["traditional_manufacturing"] * 2}, "a sector group is named twice"),
        ({"sign": "+"}, "one.sign: Input should be 'positive', 'negative' or 'none'"),
        ({"chains": ["any"]}, "chains belong to governance patterns"),
        ({"x": "gov_market"}, "chains belong to governance patterns"),
        ({"effect": 1}, "one.effect: Extra inputs are not permitted"),
    ],
)
def test_what_is_wrong_with_a_relation_is_said(change, problem) -> None:
    with pytest.raises(DataFaults) as raised:
        relations({"one": {**GOOD, **change}}, "config/relations.yaml")
    assert problem in str(raised.value)
    assert str(raised.value).startswith("config/relations.yaml: one")


def test_all_faults_are_reported_at_once() -> None:
    with pytest.raises(DataFaults) as raised:
        relations({"one": {**GOOD, "x": "a"}, "two": {**GOOD, "y": "b"}}, "relations.yaml")
    assert len(raised.value.faults) == 2
