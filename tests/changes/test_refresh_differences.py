"""Which inputs differ, what belongs together, and how many are grouped."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refresh_states import edited, score, with_row

from upgrading.changes import inputs
from upgrading.changes.differences import aligned, applied, causes, edits
from upgrading.changes.inputs import InputTable
from upgrading.trade import schema


@pytest.fixture
def shapes(tables):
    return {name: table.shape for name, table in tables.items()}


def test_no_difference_is_no_cause(baseline, shapes) -> None:
    copy = {name: inputs.from_text(name, inputs.to_text(t)) for name, t in baseline.items()}
    assert causes(baseline, copy, shapes) == []


def test_a_score_is_one_cause_though_three_tables_hold_it(baseline, shapes) -> None:
    after = score(baseline, "furniture_serra_gaucha", "ja_backward", "1")
    (cause,) = causes(baseline, after, shapes)
    assert cause.name == (
        "cluster",
        "traditional_manufacturing",
        "furniture_serra_gaucha",
        "ja_backward",
    )
    assert (cause.old, cause.new, cause.grouped) == ("0", "1", False)
    assert {edit.table for edit in cause.edits} == {
        "clusters_printed",
        "clusters_corrected",
        "printed_cells",
    }


def test_a_figure_of_table_2_is_one_cause(baseline, shapes) -> None:
    cell = next(
        key
        for key, row in baseline["printed_cells"].rows.items()
        if (row["row"], row["column"]) == ("dairy_boaco_chontales", "exports_2002")
    )
    after = edited(
        baseline,
        ("profiles", ("dairy_boaco_chontales",), "exports_2002", "40"),
        ("profiles", ("dairy_boaco_chontales",), "exports_exceed_production", "true"),
        ("printed_cells", cell, "printed", "40.0"),
    )
    (cause,) = causes(baseline, after, shapes)
    assert cause.name == ("profile", "dairy_boaco_chontales", "exports_2002")
    assert (cause.old, cause.new) == ("12.7", "40.0")


def test_an_added_cluster_is_one_cause(baseline, shapes) -> None:
    after = with_row(
        baseline, "clusters_corrected", ("footwear_franca",), group="traditional_manufacturing"
    )
    (cause,) = causes(baseline, after, shapes)
    assert cause.name[2:] == ("footwear_franca", "")
    assert cause.new == "added"


def test_a_choice_is_called_by_its_key(baseline, shapes) -> None:
    after = edited(baseline, ("choices", ("indices.degrees.low_to",), "value", "4.9"))
    (cause,) = causes(baseline, after, shapes)
    assert cause.name == ("choice", "indices.degrees.low_to")
    assert (cause.old, cause.new) == ("5", "4.9")


def test_a_relation_is_an_input_by_its_name(baseline, shapes) -> None:
    after = edited(
        baseline, ("relations", ("tm-efficiency-process", "sign"), "value", '"positive"')
    )
    (cause,) = causes(baseline, after, shapes)
    assert cause.name == ("relation", "tm-efficiency-process")
    assert (cause.old, cause.new) == ('"none"', '"positive"')


def test_an_entry_that_comes_or_goes_is_one_cause(baseline, shapes) -> None:
    rows = baseline["relations"].rows
    kept = {key: row for key, row in rows.items() if key[0] != "tm-efficiency-process"}
    fewer = {**baseline, "relations": InputTable(baseline["relations"].columns, kept)}
    (gone,) = causes(baseline, fewer, shapes)
    (added,) = causes(fewer, baseline, shapes)
    assert (gone.old, gone.new, gone.grouped) == ("there", "gone", False)
    assert (added.old, added.new, added.grouped) == ("not there", "added", False)


def test_choices_of_cleaning_are_not_told_from_the_flows(baseline, shapes) -> None:
    after = edited(
        baseline,
        ("choices", ("trade.cleaning.estimated",), "value", '"keep"'),
        ("trade_totals", ("made_up", "BRA", "apples", "export", "1995"), "value_usd", "1"),
    )
    (cause,) = causes(baseline, after, shapes)
    assert cause.name == ("choice", "trade.cleaning")


def test_many_scores_are_grouped_by_cluster_and_then_by_sector_group(baseline, shapes) -> None:
    after = baseline
    rows = baseline["clusters_printed"].rows
    for (cluster,) in list(rows)[:3]:
        for column in ("up_product", "up_process"):
            after = edited(after, ("clusters_corrected", (cluster,), column, "0.5"))
    single = causes(baseline, after, shapes)
    by_cluster = causes(baseline, after, shapes, limit=4)
    by_group = causes(baseline, after, shapes, limit=2)
    assert [len(listed) for listed in (single, by_cluster, by_group)] == [6, 3, 1]
    assert [cause.grouped for cause in (single[0], by_cluster[0], by_group[0])] == [
        False,
        True,
        True,
    ]
    held = {edit for cause in by_group for edit in cause.edits}
    assert held == {edit for cause in single for edit in cause.edits}


def test_many_flows_are_grouped_by_product_and_exporter(baseline, shapes) -> None:
    after = baseline
    for key in baseline["trade_totals"].rows:
        after = edited(after, ("trade_totals", key, "quantity", "7"))
    found = causes(baseline, after, shapes)
    assert {cause.name for cause in found} == {
        ("trade", "made_up", product, exporter)
        for product in ("apples", "melons")
        for exporter in ("BRA", "CHL", "ARG")
    }
    assert causes(baseline, after, shapes, limit=1)[0].name == ("trade", "made_up")


def test_all_causes_together_make_the_inputs_of_now(baseline, shapes) -> None:
    after = score(baseline, "furniture_serra_gaucha", "ja_backward", "1")
    after = with_row(after, "clusters_corrected", ("footwear_franca",), group="software")
    after = edited(after, ("choices", ("indices.degrees.low_to",), "value", "4.9"))
    every = [edit for cause in causes(baseline, after, shapes) for edit in cause.edits]
    mixed = applied(baseline, after, every)
    assert edits(mixed, after) == []
    assert mixed["salmon_stages"] is baseline["salmon_stages"]


def test_a_key_that_the_baseline_does_not_know_is_no_input_that_changed(baseline, shapes) -> None:
    after = with_row(baseline, "choices", ("made_up.key",), value="1")
    assert causes(aligned(baseline, after), after, shapes) == []
    assert causes(aligned(after, baseline), baseline, shapes) == []


def test_a_config_is_read_back_as_it_was(config) -> None:
    choices = inputs.choices_table(config)
    assert inputs.section(choices, "indices") == config["indices"]
    assert inputs.section(choices, "trade.measures") == config["trade"]["measures"]
    assert ("raw_files.changed",) not in choices.rows


flows = st.lists(
    st.tuples(
        st.sampled_from(["BRA", "CHL", "WLD"]),
        st.sampled_from(["export", "import"]),
        st.integers(2000, 2002),
        st.integers(1, 10**9),
        st.one_of(st.none(), st.integers(1, 10**6)),
        st.sampled_from([0, 0.25, 1]),
        st.booleans(),
        st.lists(st.sampled_from(["a", "b, c"]), unique=True).map(sorted),
    ),
    unique_by=lambda row: row[:3],
    max_size=5,
)


@settings(max_examples=settings.default.max_examples * 3 // 10)
@given(flows)
def test_flows_made_of_totals_have_these_totals_and_are_told_of_alike(rows) -> None:
    lines = []
    for exporter, flow, year, value, quantity, guessed, left_out, told in rows:
        measured, amount = (value, str(quantity)) if quantity else (0, "")
        lines.append(
            (
                *("made_up", exporter, "apples", str(year), str(value), str(measured), amount),
                *("kg", flow, f"{guessed * value:.12g}" if guessed and quantity else ""),
                "true" if left_out else "",
                json.dumps(told) if told and exporter != "WLD" else "",
            )
        )
    key, columns = inputs.KEYS["trade_totals"], inputs.totals_table(schema.empty()).columns
    named = [dict(zip(columns, line, strict=True)) for line in lines]
    totals = InputTable(columns, {tuple(row[name] for name in key): row for row in named})
    again = inputs.totals_table(inputs.flows_of(totals)).rows
    assert again.keys() == totals.rows.keys()
    for key, row in totals.rows.items():
        for column in ("value_usd", "value_with_quantity", "quantity", "estimated_usd"):
            assert float(again[key][column] or 0) == pytest.approx(float(row[column] or 0))
        assert (again[key]["left_out"], again[key]["warnings"]) == (
            row["left_out"],
            row["warnings"],
        )


def test_totals_of_no_flows_are_an_empty_table() -> None:
    empty = inputs.flows_of(InputTable((), {}))
    table = inputs.totals_table(empty)
    assert not table.rows
    assert "value_usd" in table.columns
