from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import fastjsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import ROOT
from shipped_config import SHIPPED, changed

from plan.contradictions import contradictions
from tools import config_dictionary
from tools.claims_dictionary import BEGIN, END
from upgrading.config.models import Config, value_faults


def told(config: dict[str, Any]) -> list[str]:
    return [str(fault) for fault in value_faults(config, "config.yaml")]


def test_the_shipped_config_passes() -> None:
    assert told(SHIPPED) == []


def test_a_default_of_the_program_is_what_the_shipped_config_says() -> None:
    trade = Config.from_config(SHIPPED).trade
    for name in ("cleaning", "measures", "warnings", "classes", "intra_industry", "download"):
        section = getattr(trade, name)
        assert section == type(section)()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"edition": "revised"}, 'edition: "revised" is not allowed here (allowed: printed, corr'),
        (
            {"edition": "corected"},
            'edition: "corected" is not allowed here; did you mean "corrected"? (allowed: printed',
        ),
        (
            {"editon": "printed"},
            'editon: no such key; did you mean "edition"? (allowed: edition, indices, averages, '
            "inference, multiverse, raw_files, trade)",
        ),
        ({"[key]": 1}, "[key]: no such key (allowed: edition, indices, "),
        (
            {"indices": 1},
            "indices: 1 is not a group of keys (formula, weights, degrees, not_available)",
        ),
        ({"inference__seed": -1}, "inference.seed: -1 is not a whole number of at least 0"),
        ({"inference__seed": 2.0}, "inference.seed: 2.0 is not a whole number of at least 0"),
        ({"inference__seed": True}, "inference.seed: true is not a whole number of at least 0"),
        ({"inference__seed": None}, "inference.seed: nothing is not a whole number of at least 0"),
        (
            {"inference__confidence": 1},
            "inference.confidence: 1 is not a number above 0 and below 1",
        ),
        (
            {"indices__degrees__high_from": float("nan")},
            "indices.degrees.high_from: nan is not a number",
        ),
        ({"indices__degrees__low_to": float("-inf")}, "indices.degrees.low_to: -inf is not a num"),
        (
            {"multiverse__leave_one_out": True},
            "multiverse.leave_one_out: no longer a key: delete the line. Every relation is "
            "always measured without each cluster, in results/inference/survives.csv",
        ),
        (
            {"multiverse__weights": [0.5, "x"]},
            'multiverse.weights, item 2: "x" is not a number of at least 0 and of at most 1',
        ),
        ({"multiverse__low_to": 0.5}, "multiverse.low_to: 0.5 is not a list, each a number"),
        ({"multiverse__shown": 5}, "multiverse.shown: 5 is not a text"),
        (
            {"trade__robustness__years": []},
            "trade.robustness.years: an empty list is not a list with at least one entry, each a "
            "whole number of at least 1",
        ),
        (
            {"trade__download__flows": ["X", "X"]},
            'trade.download.flows, item 2: "X" appears twice; keep one',
        ),
        (
            {"trade__robustness__tolerances": [0, 0.05, 0.1, 0.10]},
            "trade.robustness.tolerances, item 4: 0.1 appears twice; keep one",
        ),
        (
            {"trade__robustness__years": [2, 1, 2]},
            "trade.robustness.years, item 3: 2 appears twice; keep one",
        ),
        (
            {"multiverse__weights": [0.5, 0.3, 0.5]},
            "multiverse.weights, item 3: 0.5 appears twice; keep one",
        ),
        (
            {"multiverse__weights": []},
            "multiverse.weights: an empty list is not a list with at least one entry, each a "
            "number of at least 0 and of at most 1",
        ),
        (
            {"multiverse__low_to": [5, 5.0]},
            "multiverse.low_to, item 2: 5.0 appears twice; keep one",
        ),
        (
            {"multiverse__high_from": [9, 9]},
            "multiverse.high_from, item 2: 9 appears twice; keep one",
        ),
        (
            {"trade__files": ["faostat_exports.csv", "faostat_exports.csv"]},
            'trade.files, item 2: "faostat_exports.csv" appears twice; keep one',
        ),
        (
            {"trade__cleaning__outliers__rules": ["z_score", "z_score"]},
            'trade.cleaning.outliers.rules, item 2: "z_score" appears twice; keep one',
        ),
        (
            {"trade__cleaning__unchanged_codes": ["080450", "banana"]},
            'trade.cleaning.unchanged_codes, item 2: "banana" is not a code of digits in quotation '
            'marks or "*"',
        ),
        (
            {"trade__cleaning__unchanged_codes": [940330]},
            "trade.cleaning.unchanged_codes, item 1: 940330 is not a code of digits in quotation",
        ),
        (
            {"trade__download__products": ["mangoes", "mangoes"]},
            'trade.download.products, item 2: "mangoes" appears twice; keep one',
        ),
        (
            {"trade__download__reporters": [484]},
            "trade.download.reporters, item 1: 484 is not a country number in quotation marks",
        ),
        (
            {"trade__download__products": "mangoes"},
            'trade.download.products: "mangoes" is not "all", or a list with at least one entry, '
            "each a text",
        ),
        (
            {"trade__concordances": [{"file": "a.csv", "from": "H0"}]},
            "trade.concordances, item 1, to: missing; expected is a text",
        ),
    ],
)
def test_every_fault_names_the_key_the_value_and_what_is_allowed(change, fault) -> None:
    (found,) = told(changed(**change))
    assert found.startswith(f"config.yaml, {fault}")


def test_all_faults_are_told_at_once_and_what_is_missing_with_what_is_expected() -> None:
    config = changed(inference__seed="x", raw_files__changed="wran")
    del config["edition"]
    assert told(config) == [
        "config.yaml, edition: missing; expected is one of printed, corrected",
        'config.yaml, inference.seed: "x" is not a whole number of at least 0',
        'config.yaml, raw_files.changed: "wran" is not allowed here; did you mean "warn"? '
        "(allowed: warn, stop)",
    ]


def keys(section: dict[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in section.items():
        yield (*before, key)
        if isinstance(value, dict):
            yield from keys(value, (*before, key))


@pytest.mark.parametrize("path", list(keys(SHIPPED)), ids=".".join)
def test_a_key_that_is_missing_is_told_whichever_it_is(path) -> None:
    """Nothing is taken for granted: every choice that results follow from stands in the file."""
    config = deepcopy(SHIPPED)
    section = config
    for part in path[:-1]:
        section = section[part]
    del section[path[-1]]
    (fault,) = value_faults(config, "config.yaml")
    assert str(fault).startswith(f"config.yaml, {'.'.join(path)}: missing; expected is ")
    wrong = {str(fault.key)}
    contradictions(config, "config.yaml", wrong, ["all-efficiency-product"], ["mangoes"])


def test_what_each_key_means_and_allows_is_that_of_the_program() -> None:
    page = (ROOT / config_dictionary.PAGE).read_text(encoding="utf-8")
    between = page.partition(BEGIN)[2].partition(END)[0]
    assert between.strip() == config_dictionary.keys().strip(), "run: make dictionary"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"indices__weights__joint_action": "0,5"}, "a number of at least 0; write 0.5"),
        ({"trade__cleaning__outliers__z": "2,5"}, "a number of at least 0; write 2.5"),
        ({"inference__confidence": ",95"}, "a number above 0 and below 1; write .95"),
        ({"trade__robustness__tolerances": [0, "0,05"]}, "a number of at least 0; write 0.05"),
        ({"inference__permutations": "9,999"}, "a whole number of at least 99; write 9999"),
        ({"inference__permutations": "0,5"}, "a whole number of at least 99"),
        ({"indices__degrees__low_to": "low"}, "a number"),
        ({"multiverse__low_to": 0.5}, "a list, each a number, as in [a, b]"),
        (
            {"trade__standard_unit_values": 1996},
            "a text: YAML reads it so; put it in quotation marks",
        ),
    ],
)
def test_what_yaml_reads_otherwise_than_meant_is_told_with_what_to_write(change, fault) -> None:
    (found,) = told(changed(**change))
    assert found.endswith(f" is not {fault}")


def test_all_that_is_wrong_with_a_list_is_told_at_once() -> None:
    assert told(changed(trade__robustness__years=[2, "x", 2])) == [
        "config.yaml, trade.robustness.years, item 3: 2 appears twice; keep one",
        'config.yaml, trade.robustness.years, item 2: "x" is not a whole number of at least 1',
    ]


def places(config: dict[str, Any], before: str = "") -> list[str]:
    found = []
    for key, value in config.items():
        found.append(f"{before}{key}")
        if isinstance(value, dict):
            found += places(value, f"{before}{key}__")
    return found


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([0.5, 1.5, -0.5, "printed", "all", "X", "484", [], ["X"], ["all"], [1], {}]),
)

_by_the_library = fastjsonschema.compile(Config.model_json_schema())


@pytest.mark.parametrize("codes", [[], ["080450", "0805"], ["*"]])
def test_codes_that_mean_the_same_in_every_vintage(codes: list[str]) -> None:
    assert told(changed(trade__cleaning__unchanged_codes=codes)) == []


@given(st.sampled_from(places(SHIPPED)), VALUES)
def test_what_passes_is_what_a_library_of_json_schema_lets_pass(place, value) -> None:
    """And whatever does not, the choices that remain can be held against each other."""
    config = changed(**{place: value})
    wrong = {fault.key or "" for fault in value_faults(config, "config.yaml")}
    contradictions(config, "config.yaml", wrong, ["all-efficiency-product"], ["mangoes"])
    try:
        _by_the_library(config)
        passes = True
    except fastjsonschema.JsonSchemaValueException:
        passes = False
    assert (told(config) == []) == passes
