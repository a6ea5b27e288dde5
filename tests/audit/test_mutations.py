"""A printed cell changed at random: does the audit notice?

A change is noticed if the verdict or the rounding convention of any cell is another one than
before, or if the search for explanations says something else. What nothing else determines cannot
be noticed: governance codes and the figures of Table 2.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from reference import REPORT_RULE
from tiers import Tier

from upgrading.audit import rounding
from upgrading.audit.consequences import Scenario, cell_values, with_scores
from upgrading.audit.explanations import Findings
from upgrading.audit.relations import AUDITED_SHAPES, read_printed, relations
from upgrading.audit.run import investigate
from upgrading.audit.verdicts import kind_of
from upgrading.cases import cluster_rows, printed
from upgrading.cases.indices import degree

NOTICED_BY_NOTHING = "governance code (nothing else determines it)"

TRIALS = (20, 500, 2000)
"""Changed cells, by tier."""


def compared(findings: Findings) -> dict[tuple[str, str, str], object]:
    """How every printed number and degree relates to the recomputed one."""
    seen: dict[tuple[str, str, str], object] = {}
    for key, text in findings.given.strings.items():
        value = findings.computed.get(key)
        if not findings.is_input(key):
            seen[key] = rounding.match(text, value) if isinstance(value, Fraction) else None
    indices = {
        row: value for (_, row, c), value in findings.given.numbers.items() if c == "ce_index"
    }
    for (exhibit, row), given in findings.given.degrees.items():
        key = (exhibit, row, "ce_degree")
        seen[key] = (
            findings.computed.get(key) == given,
            degree(indices[row], REPORT_RULE) == given,
        )
    return seen


def told(explanations) -> set[object]:
    """What the search says: which hypothesis starts where and accounts for which cells."""
    return {(e.kind, e.root, e.cells, e.weak) for e in explanations}


def another(chance: random.Random, cell, findings: Findings) -> str:
    """Another string that the cell could show: a score, a degree, a number in the same decimals."""
    text, key = cell.printed.strip(), (cell.exhibit, cell.row, cell.column)
    if cell.column == "ce_degree":
        return chance.choice([d for d in ("High", "Medium", "Low") if d != text])
    value, decimals = printed.score(text), printed.decimals(text)
    if key in findings.given.numbers and findings.is_input(key):
        governed = findings.tables[cell.exhibit].shape == "governance"
        steps = [Fraction(n) for n in range(4)] if governed else sorted(cluster_rows.HALF_STEPS)
        return f"{float(chance.choice([s for s in steps if s != value])):g}"
    changed = value
    while changed == value or changed < 0:
        changed = value + Fraction(chance.choice([-30, -5, -1, 1, 2, 10]), 10**decimals)
    return f"{float(changed):.{decimals}f}"


@pytest.fixture(scope="module")
def audited(clean_cases, tables) -> pd.DataFrame:
    cells = clean_cases.cells
    shapes = cells["exhibit"].map(lambda exhibit: tables[exhibit].shape)
    return cells[
        shapes.isin(AUDITED_SHAPES)
        & cells["row_kind"].isin(["body", "total", "average"])
        & ~cells["column"].str.startswith("label_")
        & ~cells["printed"].map(printed.is_missing)
    ]


def key_of(cell: pd.Series) -> tuple[str, str, str]:
    return cell["exhibit"], cell["row"], cell["column"]


def kind_in(findings: Findings, key: tuple[str, str, str]) -> str:
    """What kind of cell it is, by what determines it."""
    if findings.tables[key[0]].shape == "governance":
        return NOTICED_BY_NOTHING
    return kind_of(key, findings) if key in findings.given.numbers else "degree"


def test_a_changed_cell_is_noticed(
    audited, findings, clean_cases, tables, tier: Tier, record_property
) -> None:
    """Any cells; where they are few, in the quick tier, the first are one of each kind."""
    chance = random.Random(2004)
    kinds = audited.apply(lambda cell: kind_in(findings, key_of(cell)), axis=1)
    of_each = [places for _, places in sorted(kinds.groupby(kinds).groups.items())]
    first = tier.of(of_each, [], [])
    before = compared(findings)
    printed_clusters = findings.scenario.clusters
    said = told(investigate(clean_cases.cells, printed_clusters, tables, REPORT_RULE)[1])
    tried: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    missed = []
    for trial in range(tier.of(*TRIALS)):
        place = chance.choice(first[trial] if trial < len(first) else audited.index)
        cell = audited.loc[place]
        key, kind = key_of(cell), kinds[place]
        text = another(chance, cell, findings)
        cells = clean_cases.cells.copy()
        cells.loc[place, "printed"] = text
        given = read_printed(cells, tables)
        scenario, computed = findings.scenario, findings.computed
        if key in findings.given.numbers and findings.is_input(key):
            changed = with_scores(scenario.clusters, {key[1:]: printed.score(text)})
            scenario = Scenario(changed, REPORT_RULE)
            computed = cell_values(scenario, tables)
        after = replace(
            findings,
            given=given,
            computed=computed,
            relations=relations(given, tables),
            scenario=scenario,
        )
        tried[kind] += 1
        seen = compared(after) != before
        if not seen and kind in {"derived", "repeated"}:
            # A figure that disagreed before: does the search say something else of it now?
            seen = told(investigate(cells, scenario.clusters, tables, REPORT_RULE)[1]) != said
        noticed[kind] += seen
        if not seen and "nothing else" not in kind:
            missed.append((key, cell["printed"], text))
    for kind, count in sorted(tried.items()):
        record_property(kind, f"{noticed[kind]} of {count}")
        print(f"{kind}: {noticed[kind]} of {count} changes noticed")
    assert missed == []
    assert {"input", "derived", "repeated", "degree"} <= set(tried)
    assert noticed[NOTICED_BY_NOTHING] == 0
