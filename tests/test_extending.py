"""What docs/extending.md shows works as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
import yaml
from reference import REPORT_RULE, ROOT
from shipped_config import changed

from plan.contradictions import contradictions
from upgrading.cases import indices
from upgrading.cases.indices import (
    INDEX_FORMULAS,
    IndexRule,
    collective_efficiency,
    formula_fault,
    index_told,
)

TEXT = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    (found,) = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE)
    return found


def block(text: str, language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return found


OWN = section("An index of your own")


@pytest.fixture
def formula() -> Iterator[str]:
    """The formula of the worked example, registered where the document says."""
    before = dict(INDEX_FORMULAS)
    exec(compile(block(OWN, "python"), "docs/extending.md", "exec"), dict(vars(indices)))
    (name,) = INDEX_FORMULAS.keys() - before.keys()
    yield name
    del INDEX_FORMULAS[name]


def test_an_index_of_your_own_is_one_function_and_its_name(formula, clusters) -> None:
    chosen = yaml.safe_load(block(OWN, "yaml"))["indices"]
    assert chosen == {"formula": formula}
    config = changed(indices__formula=formula)
    assert contradictions(config, "c.yaml", (), (), ()) == []
    rule = IndexRule.from_config(config["indices"])
    assert formula_fault(rule) is None
    assert index_told(Fraction("6.5"), Fraction(6), rule)[1] == "1 / (0.5 / 6.5 + 0.5 / 6)"


def test_it_computes_what_the_document_says(formula, clusters) -> None:
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")]
        for line in OWN.splitlines()
        if line.startswith("|")
    ]
    (_, *names, _), _, *values = rows
    assert formula in names
    for number, name in enumerate(names, start=1):
        found = collective_efficiency(clusters, replace(REPORT_RULE, formula=name))
        by_cluster = found.set_index("cluster_id")
        for row in values:
            index, degree = by_cluster.loc[row[0], ["ce_index", "ce_degree"]]
            assert index == Fraction(row[number]), (name, row)
            assert degree == row[-1]
