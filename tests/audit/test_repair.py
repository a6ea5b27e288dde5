"""The integer program: planted misprints in tables that are otherwise consistent."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from tiers import Tier

from upgrading.audit.relations import PrintedNumbers, read_printed, relations
from upgrading.audit.repair import CHANGE_COST, propose, single_changes
from upgrading.cases.catalogue import Table

TRIALS = (20, 200, 800)
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


def upgraded(chance: random.Random, clusters: int) -> dict[tuple[str, str, str], str]:
    """A table of upgrading with a sum of kinds, its totals and averages, all right."""
    columns = ("up_product", "up_process", "up_functional")
    strings: dict[tuple[str, str, str], str] = {}
    for number in range(clusters):
        scores = [Fraction(chance.randint(0, 3)) for _ in columns]
        for column, score in zip((*columns, "up_sum"), (*scores, sum(scores)), strict=True):
            strings["table", f"cluster_{number}", column] = text(Fraction(score), 1)
    for column in (*columns, "up_sum"):
        total = sum(Fraction(strings["table", f"cluster_{n}", column]) for n in range(clusters))
        strings["table", "total", column] = text(total, 1)
        cut = Fraction((total / clusters * 100).__floor__(), 100)
        strings["table", "average", column] = text(cut, 2)
    return strings


UPGRADED = Table(
    shape="upgrading",
    labels=1,
    group="natural_resource_based",
    columns=("up_product", "up_process", "up_functional", "up_sum"),
)


def proposed(strings):
    numbers = {key: Fraction(value) for key, value in strings.items()}
    found = propose(relations(PrintedNumbers(strings, numbers, {}), {"table": UPGRADED}), strings)
    return [[[c.key for c in repair.changes] for repair in alternatives] for alternatives in found]


@pytest.mark.parametrize("clusters", [7, 11])
def test_a_wrong_total_and_the_sum_that_counts_it_are_one_repair(clusters: int) -> None:
    """Either alone breaks the sum of the totals, which holds as printed."""
    strings = upgraded(random.Random(clusters), clusters)
    wrong = [("table", "total", "up_functional"), ("table", "total", "up_sum")]
    misprinted = {**strings, **{key: text(Fraction(strings[key]) + 2, 1) for key in wrong}}
    assert proposed(misprinted) == [[wrong]]


def test_misprints_that_have_nothing_to_do_with_each_other_are_two_repairs() -> None:
    strings = upgraded(random.Random(3), 9)
    one, other = ("table", "total", "up_product"), ("table", "cluster_4", "up_functional")
    value = Fraction(strings[other])
    misprinted = {
        **strings,
        one: text(Fraction(strings[one]) + 3, 1),
        other: text(value - 1 if value else value + 1, 1),
    }
    found = proposed(misprinted)
    assert [[one]] in found
    assert [[other]] in found
    assert len(found) == 2


def test_every_table_of_the_report_with_totals_adds_them_up_across(clean_cases, tables) -> None:
    given = read_printed(clean_cases.cells, tables)
    kinds = {"sum of the totals", "index from the two indices"}
    added = {
        relation.result[::2]
        for relation in relations(given, tables)
        if relation.kind in kinds and relation.result[1] == "total"
    }
    assert added == {
        (exhibit, column)
        for exhibit, row, column in given.numbers
        if row == "total" and column in {"eei", "jai", "ce_index", "up_sum"}
        if column not in {"eei", "jai"} or tables[exhibit].shape == "components"
    }


def test_single_changes_are_tried_one_at_a_time_and_counted_exactly() -> None:
    strings = consistent(random.Random(5), 6)
    key = ("table", "cluster_2", "eei")
    right = Fraction(strings[key])
    strings[key] = text(right + 1, 1)
    related_ = related(strings)
    found = single_changes(related_, strings, [key, ("table", "cluster_2", "ee_inputs")])
    assert {len(repair.changes) for repair in found} == {1}
    best = max(found, key=lambda repair: len(repair.reconciled) - len(repair.broken))
    (change,) = best.changes
    assert (change.key, change.proposed) == (key, right)
    assert len(best.reconciled) - len(best.broken) > CHANGE_COST
    scores = {c.changes[0].proposed for c in found if c.changes[0].key[2] == "ee_inputs"}
    assert scores == {Fraction(n, 2) for n in range(7)} - {
        Fraction(strings["table", "cluster_2", "ee_inputs"])
    }
    numbers = {k: Fraction(v) for k, v in strings.items()}
    for repair in found:
        (change,) = repair.changes
        changed = {**numbers, change.key: change.proposed}
        shown = {**strings, change.key: text(change.proposed, 1)}
        holding = [r.holds(shown, changed) for r in related_]
        before = [r.holds(strings, numbers) for r in related_]
        assert len(repair.reconciled) - len(repair.broken) == sum(holding) - sum(before)
