"""The integer program: planted misprints in tables that are otherwise consistent."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from tiers import Tier

from upgrading.audit.relations import PrintedNumbers, read_printed, relations
from upgrading.audit.repair import propose
from upgrading.cases.catalogue import Table

TRIALS = (40, 200, 800)
"""Planted misprints of each kind, by tier."""

SCORES = ("ee_labour_market", "ee_inputs", "ee_information", "ee_market_access")
TABLE = Table(
    shape="components", labels=1, group="natural_resource_based", columns=(*SCORES, "eei")
)


def text(value: Fraction, decimals: int) -> str:
    return f"{float(value):.{decimals}f}"


def consistent(chance: random.Random, clusters: int) -> dict[tuple[str, str, str], str]:
    """A table of random scores with its row sums, totals and averages, all right."""
    half_steps = [[Fraction(chance.randint(0, 6), 2) for _ in SCORES] for _ in range(clusters)]
    strings: dict[tuple[str, str, str], str] = {}
    for number, scores in enumerate(half_steps):
        row = f"cluster_{number}"
        for column, score in zip(SCORES, scores, strict=True):
            strings["table", row, column] = text(score, 1)
        strings["table", row, "eei"] = text(sum(scores, Fraction(0)), 1)
    columns = [*zip(*half_steps, strict=True)]
    columns.append(tuple(sum(scores, Fraction(0)) for scores in half_steps))
    for column, scores in zip((*SCORES, "eei"), columns, strict=True):
        total = sum(scores, Fraction(0))
        strings["table", "total", column] = text(total, 1)
        # Truncated to two decimals, as some of the report's tables are.
        cut = Fraction((total / clusters * 100).__floor__(), 100)
        strings["table", "average", column] = text(cut, 2)
    return strings


def related(strings):
    numbers = {key: Fraction(value) for key, value in strings.items()}
    return relations(PrintedNumbers(strings, numbers, {}), {"table": TABLE})


def plant(chance: random.Random, strings, among: str):
    """Another value in one cell: a score elsewhere on its scale, a sum off by a point or two."""
    keys = {
        "scores": [k for k in strings if k[2] in SCORES and k[1].startswith("cluster")],
        "sums": [k for k in strings if k[2] == "eei" and k[1].startswith("cluster")],
        "totals": [k for k in strings if k[1] == "total"],
    }[among]
    key = chance.choice(keys)
    value = Fraction(strings[key])
    others = [Fraction(n, 2) for n in range(7)] if among == "scores" else [value - 1, value + 2]
    wrong = chance.choice([v for v in others if v != value and v >= 0])
    return key, value, {**strings, key: text(wrong, 1)}


@pytest.mark.parametrize("among", ["scores", "sums", "totals"])
def test_a_planted_misprint_is_found_and_repaired(among: str, tier: Tier) -> None:
    chance = random.Random(20040101)
    trials = tier.of(*TRIALS)
    repaired = 0
    for _ in range(trials):
        strings = consistent(chance, chance.randint(5, 15))
        key, value, misprinted = plant(chance, strings, among)
        found = propose(related(misprinted), misprinted)
        changes = [
            [(change.key, change.proposed) for change in repair.changes]
            for alternatives in found
            for repair in alternatives
        ]
        repaired += changes == [[(key, value)]]
    assert repaired >= 0.95 * trials, repaired


def test_a_consistent_table_is_left_alone() -> None:
    chance = random.Random(7)
    for _ in range(20):
        strings = consistent(chance, 9)
        assert propose(related(strings), strings) == []


def test_where_two_cells_serve_equally_well_both_are_listed() -> None:
    """Scores without row sums: total and average say that a column is off, not in which row."""
    rows = {f"cluster_{n}": "2.0" for n in range(5)}
    strings = {("table", row, "up_product"): score for row, score in rows.items()}
    strings["table", "cluster_3", "up_product"] = "1.0"
    strings["table", "total", "up_product"] = "10.0"
    strings["table", "average", "up_product"] = "2.00"
    table = Table(
        shape="upgrading", labels=1, group="specialised_suppliers", columns=("up_product",)
    )
    numbers = {key: Fraction(value) for key, value in strings.items()}
    given = PrintedNumbers(strings, numbers, {})
    (alternatives,) = propose(relations(given, {"table": table}), strings)
    assert {repair.changes[0].key[1] for repair in alternatives} == set(rows)
    assert {repair.changes[0].proposed - repair.changes[0].printed for repair in alternatives} == {
        1
    }


def test_the_report_has_relations_of_every_kind(clean_cases, tables) -> None:
    given = read_printed(clean_cases.cells, tables)
    kinds = {relation.kind for relation in relations(given, tables)}
    assert len(kinds) == 9
