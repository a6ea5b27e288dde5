"""The numbers in the evidence of claims know the cells they were read from."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from judged import judged
from judged import told as told_of
from reference import REPORT_RULE

from upgrading.audit.consequences import evidence_of
from upgrading.audit.run import NUMBER_COLUMNS, claim_numbers, placed
from upgrading.cases.indices import collective_efficiency
from upgrading.claims.conditions import DEGREE_IS, cluster_is, is_
from upgrading.claims.evidence import Notes
from upgrading.claims.quantities import (
    computed,
    figure,
    mean,
    number,
    printed_,
    score,
    stage_figure,
)
from upgrading.claims.readings import (
    Claim,
    Comparison,
    Outcome,
    Reading,
    all_,
    each_of,
    every,
    rises_with_degree,
)
from upgrading.parts import From, Name, Number, plain

GROUP = "traditional_manufacturing"


@pytest.fixture(scope="module")
def editions(clean_cases):
    strings = {(c.exhibit, c.row, c.column): c.printed for c in clean_cases.cells.itertuples()}
    return {
        name: evidence_of(
            clusters,
            collective_efficiency(clusters, REPORT_RULE),
            clean_cases.profiles,
            clean_cases.stages,
            strings,
        )
        for name, clusters in (
            ("printed", clean_cases.printed_clusters),
            ("corrected", clean_cases.corrected_clusters),
        )
    }


def told(editions, tables, *tests) -> list[tuple[int, str, str, str, str, str]]:
    """What is told of a claim with these tests as readings, in the printed edition."""
    readings = tuple(Reading("so", test) for test in tests)
    claim = Claim("a", "here", "So it is.", readings)
    noting = editions["printed"].noting(Notes())
    (passage,) = placed([told_of(claim, noting)], editions["printed"], tables)
    both = [passage], [passage]
    columns = {"claim_id": ["a"], "evidence": both[0], "evidence_corrected": both[1]}
    frame = claim_numbers(pd.DataFrame(columns, dtype=object))
    assert tuple(frame.columns) == NUMBER_COLUMNS
    return [tuple(row)[2:] for row in frame.itertuples(index=False)]


def test_a_score_is_one_cell_and_a_mean_over_a_group_a_column(editions, tables) -> None:
    index, usual = score("footwear_leon", "ce_index"), mean("up_product", GROUP)
    assert told(editions, tables, Comparison(index, ">", usual)) == [
        (0, "ce_index of footwear_leon: ", "10", "", "10", "table_03/footwear_leon/ce_index"),
        (
            *(0, "mean up_product, traditional manufacturing: ", "1.87", " (n = 15)"),
            *("1.86666666667", "table_05//up_product"),
        ),
    ]


def test_a_mean_over_some_clusters_names_what_chose_them_too(editions, tables) -> None:
    few = mean("up_process", GROUP, DEGREE_IS["high"])
    (row,) = told(editions, tables, Comparison(few, ">=", number(2)))
    assert row[2:] == (
        *("2.5", " (n = 2)", "2.5"),
        "table_03//ce_degree; table_05/footwear_sinos_valley/up_process; "
        "table_05/footwear_leon/up_process",
    )


def test_figures_of_tables_2_and_20_and_printed_ones(editions, tables) -> None:
    jobs, firms = figure("furniture_chipilo", "direct_jobs"), figure("furniture_chipilo", "firms")
    a_firm = replace(computed(jobs, "/", firms), words="jobs a firm:")
    years = stage_figure("maturing", "to_year")
    print_ = printed_("table_19", GROUP, "up_functional")
    rows = told(editions, tables, Comparison(a_firm, ">", print_), Comparison(years, ">", a_firm))
    jobs = "table_02/furniture_chipilo/direct_jobs; table_02/furniture_chipilo/firms"
    assert [(row[0], row[-1]) for row in rows] == [
        (0, jobs),
        (0, f"table_19/{GROUP}/up_functional"),
        (1, "table_20/years/maturing"),
        (1, jobs),
    ]


def test_a_count_rests_on_all_that_were_asked(editions, tables) -> None:
    pair = cluster_is("footwear_leon", "furniture_uba")
    (row,) = told(editions, tables, every(is_("ja_backward", ">=", 2), GROUP, pair))
    held = sum(
        editions["printed"].by_cluster[name]["ja_backward"] >= 2
        for name in ("footwear_leon", "furniture_uba")
    )
    assert row == (
        *(0, "", str(held), " of 2 with ja_backward ≥ 2", str(held)),
        "annex_table_2/footwear_leon/ja_backward; annex_table_2/furniture_uba/ja_backward",
    )


def test_a_reading_without_a_number_has_its_cells(editions, tables) -> None:
    alone = each_of(["footwear_leon"], is_("ja_backward", ">=", 1))
    constant = Comparison(number(1), "<", number(2))
    assert told(editions, tables, constant, alone) == [
        (1, "", "", "", "", "annex_table_2/footwear_leon/ja_backward")
    ]


def test_the_same_words_have_the_cells_of_all(editions, tables) -> None:
    clusters = "footwear_sinos_valley", "footwear_leon"
    both = [every(is_("ee_inputs", ">=", 0), GROUP, cluster_is(name)) for name in clusters]
    (row,) = told(editions, tables, all_(*both))
    assert row[-1] == "; ".join(f"annex_table_1/{name}/ee_inputs" for name in clusters)


def test_means_by_degree_are_told_apart_by_all_before_them(editions, tables) -> None:
    rows = told(editions, tables, rises_with_degree("up_process", GROUP))
    assert [row[2] for row in rows] == ["2.50", "2.00", "2.17"]
    assert rows[1][1].endswith("High 2.50 (2), Medium ")
    assert [row[-1].count("up_process") for row in rows] == [2, 10, 3]


def test_every_number_told_stands_in_the_evidence_of_its_reading(found, in_parts) -> None:
    texts = in_parts.claims.set_index("claim_id")
    assert len(found.claim_numbers) > 1000
    for row in found.claim_numbers.itertuples():
        column = "evidence" if row.edition == "printed" else "evidence_corrected"
        part = texts.loc[row.claim_id, column].texts[row.reading]
        assert f"{row.before}{row.shown}{row.after}" in plain(part), row


def test_the_evidence_has_each_number_with_its_cells(found, in_parts) -> None:
    texts = in_parts.claims.set_index("claim_id")
    for row in found.claim_numbers.itertuples():
        column = "evidence" if row.edition == "printed" else "evidence_corrected"
        part = texts.loc[row.claim_id, column].texts[row.reading]
        told = [
            (plain(one.before), one.shown, plain(one.after), one.value, one.cells)
            for one in part
            if isinstance(one, Number)
        ]
        told += [("", "", "", "", one.cells) for one in part if isinstance(one, From)]
        cells = tuple(tuple(place.split("/")) for place in row.cells.split("; "))
        assert (row.before, row.shown, row.after, row.value, cells) in told, row


def test_ids_in_evidence_are_names_and_references(in_parts) -> None:
    """Also those that an author wrote into a plain string."""
    claims = in_parts.claims
    for told in [*claims["evidence"], *claims["evidence_corrected"]]:
        for part in (part for one in told.texts for part in one):
            around = (*part.before, *part.after) if isinstance(part, Number) else (part,)
            written = " ".join(one for one in around if isinstance(one, str))
            assert not re.search(r"\b[a-z]+(?:_[a-z0-9]+)+\b|\beei\b|\bjai\b", written), written


def test_what_a_claim_needs_is_said_in_one(editions) -> None:
    needs = "sales in two years; Table 2 has those of one"
    alone = Claim("a", "here", "So it is.", needs=needs)
    assert told_of(alone, editions["printed"]).texts == ((f"Needed: {needs}",),)
    undecided = Reading("so", lambda _: Outcome(None, "nothing"))
    tried = Claim("a", "here", "So it is.", (undecided,), needs)
    said = told_of(tried, editions["printed"])
    assert str(said) == f"so: not estimable (nothing); Needed: {needs}"


def test_what_stands_beside_is_told_and_decides_nothing(editions) -> None:
    readings = [
        Reading(name, lambda _, held=held: Outcome(held, "n"))
        for name, held in (("to the letter", False), ("loosely", True))
    ]
    claim = Claim("a", "here", "So.", (readings[0],), basis="count", beside=(readings[1],))
    word, said = judged(claim, editions["printed"])
    assert word == "contradicted"
    assert str(said) == "to the letter: no (n); Other reading, not decisive: loosely: yes (n)"


def test_numbers_know_their_cells_in_the_tables_and_what_stands_around_them(
    editions, tables
) -> None:
    test = Comparison(score("footwear_leon", "jai"), ">", number(7))
    claim = Claim("a", "here", "So it is.", (Reading("so", test),))
    noting = editions["printed"].noting(Notes())
    (said,) = placed([told_of(claim, noting)], editions["printed"], tables)
    assert str(said) == "so: yes (jai of footwear_leon: 8 > 7)"
    number_told = next(one for one in said.texts[0] if isinstance(one, Number))
    assert (number_told.shown, number_told.cells) == ("8", (("table_03", "footwear_leon", "jai"),))
    assert number_told.before == (Name("jai"), " of ", Name("footwear_leon"), ": ")
    assert said.named == {"jai", "footwear_leon"}


def test_a_number_that_is_a_score_is_the_score(found, editions) -> None:
    checked = 0
    for row in found.claim_numbers.itertuples():
        if not row.before.endswith(": ") or "; " in row.cells or "//" in row.cells:
            continue
        _, cluster, column = row.cells.split("/")
        if row.before == f"{column} of {cluster}: ":
            score = editions[row.edition].by_cluster.get(cluster, {}).get(column)
            if score is not None:
                assert Fraction(row.value) == score, row
                checked += 1
    assert checked > 200


def test_noting_changes_nothing(claims, editions) -> None:
    for evidence in editions.values():
        noting = evidence.noting(Notes())
        for claim in claims:
            assert str(told_of(claim, evidence)) == str(told_of(claim, noting)), claim.claim_id


def test_every_cell_is_one_of_the_printed_tables(found, clean_cases) -> None:
    cells = clean_cases.cells
    printed = {"/".join(key) for key in cells[["exhibit", "row", "column"]].itertuples(index=False)}
    named = {place for text in found.claim_numbers["cells"] for place in text.split("; ")}
    assert {place for place in named if "//" not in place} <= printed
    columns = {"//".join(key) for key in cells[["exhibit", "column"]].itertuples(index=False)}
    assert {place for place in named if "//" in place} <= columns
