"""The numbers of the study as a whole: an exhibit, and the sentences made of it."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from tabulated import formulas_by_cell

from upgrading.exhibits.build import numbers_shown
from upgrading.exhibits.study_in_numbers import PARTS, counted, numbers_of, overview
from upgrading.exhibits.tabulation import exhibits_of
from upgrading.publish.quotable import frame, of_exhibits
from upgrading.publish.site.overview import sentences


def association(p_adjusted: list[float | None]) -> pd.DataFrame:
    rows = [
        *[("up_product", "ce_index", "pooled", "exploratory", 0.35, 0.004, 0.3)],
        *[("up_product", "ce_index", "blocked", "primary", -0.26, 0.0002, p_adjusted[0])],
        *[("up_process", "ce_index", "blocked", "primary", 0.1, 0.5, p) for p in p_adjusted[1:]],
    ]
    columns = ["upgrading", "index", "scope", "family", "tau_b", "p", "p_adjusted"]
    return pd.DataFrame(rows, columns=columns)


def inputs(in_parts, study, p_adjusted=(0.9, None, 0.04)) -> dict[str, Any]:
    field = pd.DataFrame(
        {
            "agreement": ["agrees", "disagrees", "disagrees", "no clear change", "no data"],
            "robustness": ["flips", "flips", "stands", "stands", "flips"],
        }
    )
    exports = pd.DataFrame(
        {"source": ["a", "a", "a", ""], "verdict": ["exact", "explained", "unexplained", ""]}
    )
    return {
        "cells": in_parts.plain("cells"),
        "errata": in_parts.plain("errata"),
        "parts": in_parts.parts("cells", "errata"),
        "claims": in_parts.plain("claims"),
        "by_degree": study.by_degree,
        "association": association(list(p_adjusted)),
        "survives": pd.DataFrame(
            {
                "sign": ["positive", "negative", "none"],
                "verdict_printed": ["open", "leaning", "open"],
            }
        ),
        **{
            f"sets_{edition}": pd.DataFrame({"set": ["efficiency"], "tau_b": [tau], "p": [p]})
            for edition, tau, p in (("printed", 0.234, 0.0512), ("corrected", 0.25, 0.0372))
        },
        "field_study": field,
        "exports": exports,
    }


@pytest.fixture(scope="module")
def made(in_parts, study):
    return overview(counted(inputs(in_parts, study)))


def test_each_number_is_counted_from_the_results(made, found) -> None:
    shown = {row: text for row, (text, _) in numbers_of(exhibits_of([made])).items()}
    verdicts = found.cells["verdict"].value_counts()
    assert shown["printed_all"] == f"{len(found.cells):,}"
    assert shown["printed_explained"] == str(verdicts["explained"])
    reproduced = sum(verdicts[word] for word in ("exact", "rounded", "truncated"))
    assert shown["printed_reproduced"] == str(reproduced)
    distinct = found.claims[found.claims["repeats"] == ""]
    assert shown["claims_distinct"] == str(len(distinct))
    counts = distinct.groupby(["basis", "verdict"]).size()
    of_claims = {f"claims_{basis}_{word}": str(n) for (basis, word), n in counts.items()}
    assert {row: shown[row] for row in of_claims} == of_claims
    assert [shown[row] for row in ("relations_all", "relations_open", "absences_open")] == [*"311"]
    assert (shown["primary_tests"], shown["primary_surviving"]) == ("2", "1")
    assert (shown["product_tau_b_blocked"], shown["product_p_blocked"]) == ("-0.26", "<0.001")
    # of the products with figures two flip; the one without does not count
    assert [shown[f"trade_{name}"] for name in ("products", "agrees", "disagrees", "flips")] == [
        *("4", "1", "2", "2")
    ]
    assert [shown[f"exports_{name}"] for name in ("checked", "printed_year", "other_year")] == [
        *("3", "1", "1")
    ]
    assert int(shown["steps_all"]) == sum(int(shown[f"steps_{w}"]) for w in ("up", "down", "level"))


def test_the_parts_name_their_rows(in_parts, study) -> None:
    for part in PARTS.values():
        assert tuple(fact.row for fact in part.facts(inputs(in_parts, study))) == part.rows


def test_each_number_has_a_formula_a_row_in_the_list_and_a_macro(made) -> None:
    numbers = numbers_shown(exhibits_of([made]))
    formulas = formulas_by_cell([made], None)
    assert {(n.exhibit, n.row, n.column) for n in numbers.itertuples()} == set(formulas)
    by_row = numbers.set_index("row")
    assert by_row.loc["printed_all", "value"] == "1196"
    assert by_row.loc["printed_all", "shown"] == "1,196"
    assert by_row.loc["product_p_blocked", "shown"] == "<0.001"
    names = set(frame(of_exhibits(numbers))["name"])
    assert {"OverviewPrintedAllNumber", "OverviewRelationsContradictedNumber"} <= names


def test_the_sentences_are_made_of_these_numbers(made) -> None:
    numbers = numbers_of(exhibits_of([made]))
    told = [sentence.text(numbers) for sentence in sentences(numbers)]
    assert len(told) == 5
    assert all(text.count(".") >= 1 and text.endswith(".") for text in told)
    question, _, claims, audit, _ = told
    assert "0.23 (p 0.051) on the printed scores and 0.25 (p 0.037) on" in question
    assert f"counts of clusters: {numbers['claims_count_supported'][0]} literally" in claims
    assert re.search(
        r"33 by one of 11 hypotheses, .* 31 because they carry forward one of 6 slips", audit
    )
    assert "8 stay unexplained (7 of them the slips themselves, 1 with no more than a hint)" in (
        audit
    )


def test_where_nothing_differs_the_sentence_says_no_more(in_parts, study) -> None:
    alike = inputs(in_parts, study)
    cells = alike["cells"].assign(verdict="exact")
    alike |= {"cells": cells, "errata": alike["errata"][:0], "parts": {}}
    numbers = numbers_of(exhibits_of([overview(counted(alike))]))
    audit = next(s for s in sentences(numbers) if s.page == "audit.html").text(numbers)
    assert audit.endswith("0 differ in a way that can be explained, and 0 stay unexplained.")
