"""Which inputs an outcome may come from."""

from __future__ import annotations

import re
from math import inf

from reference import ROOT
from refresh_states import CASES, CLAIMS, DEGREES, POOLED, TESTS, TRADE, VERDICTS

from upgrading.changes.differences import Cause, Edit, Place
from upgrading.changes.evaluation import step_of
from upgrading.changes.states import Source, reading, source_of, told_apart
from upgrading.steps import models, summary

MODELS = tuple(Source("models", table) for table in models.APART)
COUNTED = tuple(Source("summary", heading) for heading in summary.APART)


def read_by(states, source: Source, table: str, key: str = "x") -> bool:
    cause = Cause(("kind", "x"), "1", "2", (Edit(table, (key,), "y"),))
    return bool(reading(states.reach(source), [cause]))


def test_the_study_in_numbers_rests_on_what_its_parts_are_counted_from(states) -> None:
    def by(row: str, table: str) -> bool:
        source = source_of(Place("number", "overview", row, "number"), (), ())
        return source is not None and read_by(states, source, table)

    assert by("printed_exact", "printed_cells")
    assert not by("printed_exact", "clusters_corrected")
    assert not by("hypotheses", "trade_totals")
    assert by("claims_count_supported", "trade_totals")
    assert by("product_p_pooled", "clusters_corrected")
    assert not by("product_p_pooled", "trade_totals")
    assert by("relations_supported", "relations")
    assert not by("steps_up", "relations")
    assert by("trade_flips", "trade_totals")
    assert source_of(Place("number", "overview", "new", "number"), (), ()) is None


def test_trade_reads_trade_and_tables_of_cases_do_not(states) -> None:
    assert read_by(states, TRADE, "trade_totals")
    assert not read_by(states, Source("exhibits"), "trade_totals")
    assert read_by(states, Source("exhibits"), "choices", "indices.degrees.low_to")
    assert not read_by(states, Source("exhibits"), "choices", "inference.seed")
    assert read_by(states, VERDICTS, "printed_cells")
    assert not any(read_by(states, VERDICTS, table) for table in ("trade_totals", "profiles"))
    unknown = Place("number", "a table of somebody", "row", "column")
    assert source_of(unknown, (), ()) is None


def test_claims_are_told_apart_for_as_many_inputs_as_the_sets_that_judge_them(states) -> None:
    judged = Source("edition_relations", edition="corrected")
    assert told_apart(states.reach(CLAIMS)) == told_apart(states.reach(judged)) < inf


def test_what_is_given_is_not_followed_to_what_it_was_made_of(states) -> None:
    drawn = states.drawn("association_forest")
    reach = states.whence(*drawn)
    assert "data/processed/profiles.csv" not in reach.files
    assert ("edition",) in reach.choices


def test_words_wait_for_the_curves_and_the_tables_of_association_do_not(states) -> None:
    """A relation leans by the share of its specifications; what a curve gives itself needs it
    alone."""
    words = states.reach(Source("inference_exhibits", "survives"))
    by_curve = states.reach(Source("inference_exhibits", "survives", "tm-backward-product"))
    primary = states.reach(Source("inference_exhibits", "association_primary"))
    assert {"multiverse", "edition_relations"} <= words.rules
    assert "edition_relations" not in by_curve.rules and "multiverse" in by_curve.rules
    assert "multiverse" not in primary.rules


def test_the_program_s_checksum_covers_every_step_that_is_run_in_memory(states) -> None:
    text = (ROOT / "workflow/rules/refresh.smk").read_text(encoding="utf-8")
    steps = text[text.index("PROGRAM_STEPS") : text.index("PROGRAM = ")]
    sources = [*CASES, TRADE, CLAIMS, VERDICTS, POOLED, DEGREES, *TESTS, *MODELS, *COUNTED]
    run = {rule for source in sources for rule in states.reach(source).rules}
    assert run - {"clean_cases", "clean_trade"} <= set(re.findall(r'"(\w+)"', steps))


def test_what_costs_seconds_is_told_apart_by_what_it_is_made_of() -> None:
    """By its content it would be made to tell whether it is another."""
    costly = {"edition_association", "association", "degrees", "models", "multiverse", "hypotheses"}
    costly |= {"edition_relations"}
    assert all(hasattr(step_of(rule), "TOLD_APART") for rule in costly)
