"""Errata: one for the same cells, told in one direction, ranked by the report's conclusions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
import yaml
from reference import REPORT_RULE, ROOT

from upgrading.audit.consequences import Change, Consequences, MovedClaim, Tracer, WhatIf
from upgrading.audit.explanations import Explanation, explain
from upgrading.audit.relations import CellRelation
from upgrading.audit.run import Audit, investigate
from upgrading.audit.verdicts import (
    Erratum,
    _tried,
    change_of,
    number_errata,
)
from upgrading.claims.readings import Claim
from upgrading.multiverse.relations import relations
from upgrading.multiverse.variants import alternatives
from upgrading.parts import Passage, text_of
from upgrading.vocabulary import SCORES


@pytest.fixture(scope="module")
def explanations(clean_cases, tables) -> list[Explanation]:
    return investigate(clean_cases.cells, clean_cases.printed_clusters, tables, REPORT_RULE)[1]


@pytest.fixture(scope="module")
def errata(findings, explanations) -> list[Erratum]:
    return number_errata(findings, explanations)


@pytest.fixture(scope="module")
def audit(in_parts) -> Audit:
    """The audit with the relations that claims name."""
    file = "config/relations.yaml"
    entries = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))
    return replace(in_parts, relations=relations(entries, file))


@pytest.fixture(scope="module")
def tracer(audit, findings) -> Tracer:
    usual = audit._evidence["printed"]
    return Tracer(findings.scenario, usual, audit.report, audit.tables, audit.relations)


@pytest.fixture(scope="module")
def followed(errata, findings, tracer) -> dict[str, Consequences]:
    return {one.erratum: tracer.follow(change_of(one, findings)) for one in errata}


def of(errata: list[Erratum], *key: str) -> Erratum:
    (found,) = [one for one in errata if key in one.cells]
    return found


# One erratum for the same cells ---------------------------------------------------------------


def test_no_two_errata_account_for_the_same_cells(errata) -> None:
    for one in errata:
        for other in errata:
            assert one is other or not set(one.cells) <= set(other.cells), (one, other)


def test_changes_that_need_one_another_are_one_erratum(errata) -> None:
    """29 + 28 + 6 + 6 = 69: 6 should be 4, and 69 with it 67."""
    one = of(errata, "table_09", "total", "up_intersectoral")
    assert one.root == (("table_09", "total", "up_intersectoral"),)
    assert one.cells == (*one.root, ("table_09", "total", "up_sum"))
    assert str(one.evidence).startswith("6 should read 4 and 69 should read 67: together this")


def test_an_erratum_accounts_for_no_figure_that_stays_unexplained(audit, errata) -> None:
    """Table 6, Medium, Process: the ten clusters of E08 give another mean, only a hint that."""
    verdicts = {(one.exhibit, one.row, one.column): one for one in audit.cells.itertuples()}
    for one in errata:
        own = one.root if one.kind == "slip" else ()
        for key in set(one.cells) - set(own):
            assert one.weak or verdicts[key].verdict != "unexplained", (one.erratum, key)
    odd = verdicts["table_06", "medium", "up_process"]
    assert odd.verdict == "unexplained"
    assert not odd.explanation.errata
    assert str(odd.explanation).startswith("hint: ")


def test_what_was_copied_and_what_it_should_read_are_told_together(errata) -> None:
    one = of(errata, "table_11", "average", "jai")
    assert one.kind == "copied from another table"
    assert "7.36 should read 4.8" in str(one.evidence)


def test_slips_of_a_column_that_its_total_needs_together_are_one(errata) -> None:
    """68.5 with both tens of the column, 64.5 with neither."""
    one = of(errata, "annex_table_5", "total", "eei")
    assert [row for _, row, _ in one.root] == [
        "aeronautics_sao_jose_dos_campos",
        "high_tech_campinas",
    ]


def explained(cells: str, kind: str = "misprinted cell", weak: bool = False) -> Explanation:
    keys = tuple(("table_06", "low", cell) for cell in cells)
    return Explanation(kind, keys, keys, text_of(f"{kind} {cells}"), weak=weak)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([("ab", "copied from another table"), ("a",), ("b",)], [("ab", "copied")]),
        ([("a",), ("ab", "copied from another table")], [("ab", "copied")]),
        ([("ab",), ("ab", "copied from another table")], [("ab", "misprinted")]),
        ([("ab",), ("bc", "copied from another table")], [("ab", "misprinted"), ("bc", "copied")]),
        ([("bc", "other rows averaged", True), ("ab",)], [("ab", "misprinted")]),
        ([("bc", "other rows averaged", True), ("a",)], [("bc", "other"), ("a", "misprinted")]),
    ],
)
def test_explanations_of_the_same_cells_join(findings, given, expected) -> None:
    found = number_errata(findings, [explained(*one) for one in given])
    cells = [("".join(sorted(k[2] for k in one.cells)), one.kind.split()[0]) for one in found]
    assert cells == expected
    told = [text for one in found for text in one.evidence.texts]
    assert len(told) == len(given)


def test_a_degree_that_follows_from_a_printed_index_is_among_the_cells(errata, found) -> None:
    one = of(errata, "table_15", "software_blumenau", "ce_index")
    for exhibit in ("table_15", "table_16"):
        key = (exhibit, "software_blumenau", "ce_degree")
        assert key in one.cells
        cell = found.cells.set_index(["exhibit", "row", "column"]).loc[key]
        assert cell["verdict"] == "explained"
        assert one.erratum in cell["explanation"]


def test_what_is_not_available_counted_as_zero_has_one_verdict_everywhere(found) -> None:
    told = found.cells["explanation"].astype(str)
    counted = found.cells[told.str.contains("counting what is not available as 0 gives")]
    places = set(zip(counted["exhibit"], counted["column"], strict=True))
    assert places == {
        ("annex_table_1", "ee_information"),
        ("table_18", "ee_information"),
        ("table_05", "up_functional"),
        ("table_19", "up_functional"),
    }
    assert set(counted["verdict"]) == {"explained"}


def test_a_rule_for_a_table_of_means_says_what_was_tried_and_how_chance_does(errata) -> None:
    """Functional upgrading above zero: 8 of the 9 means of Table 6."""
    told = str(of(errata, "table_06", "low", "up_process").evidence)
    assert "clusters with up_functional above 0 among 15 reproduces most: 8 of the 9" in told
    assert ", all but table_06, medium, up_process; all clusters reproduce 3" in told
    for words in (
        r"of \d+ selections tried \(\d+ of them",
        r"\d+ of all \d+ subsets of 10",
        r"[\d.]+ %",
    ):
        assert re.search(words, told)


# Alternatives ---------------------------------------------------------------------------------


def test_figures_that_are_the_recomputed_ones_rounded_have_that_as_an_alternative(errata) -> None:
    one = of(errata, "table_05", "average", "up_functional")
    assert "table_05, average, up_functional is 0.75 truncated, too" in str(one.alternatives)
    assert "truncated" not in str(of(errata, "table_11", "average", "jai").alternatives)


def test_other_subsets_that_have_the_same_means_are_alternatives(explanations, errata) -> None:
    many = [e for e in explanations if "of 1023 subsets" in str(Passage((e.evidence,)))]
    (hint,) = many
    count = int(str(Passage((hint.evidence,))).split()[0])
    assert len(hint.alternatives.texts) == count - 1
    joined = of(errata, *hint.cells[0]).alternatives.texts
    assert set(hint.alternatives.texts) <= set(joined)


def test_every_relation_that_gives_a_figure_is_told_or_an_alternative(findings, errata) -> None:
    """8.70 is the mean of its column, its total by the clusters, and the mean of two averages."""
    key = ("table_15", "average", "ce_index")
    giving = [
        relation
        for relation in findings.relations
        if relation.result == key and relation.holds(findings.given.strings, findings.given.numbers)
    ]
    own = [e for e in explain(findings, []) if e.cells == (key,)]
    assert sum(1 + len(e.alternatives.texts) for e in own) == len(giving) > 1
    assert own[0].alternatives.texts
    for text in own[0].alternatives.texts:
        assert text in of(errata, *key).alternatives.texts


def test_alternatives_change_scores_or_nothing_that_a_multiverse_could_take(errata) -> None:
    for one in errata:
        for changes in alternatives(one.alternatives):
            assert {column for _, column in changes} <= set(SCORES)


# Slips ----------------------------------------------------------------------------------------


def test_a_slip_says_how_many_single_changes_were_tried(errata) -> None:
    for one in errata:
        if one.kind == "slip":
            for told in one.evidence.texts:
                assert " single changes tried in its cells, none reconciles" in str(told)


def test_where_nothing_was_tried_nothing_is_said(findings) -> None:
    assert _tried(findings, []) == ()


def test_where_a_single_change_mends_enough_it_is_not_denied(findings) -> None:
    apples = [r for r in findings.relations if r.result[1] == "apples_santa_catarina"]
    broken = [r for r in apples if not r.holds(findings.given.strings, findings.given.numbers)]
    assert broken
    assert _tried(findings, broken) == ()


# Consequences ---------------------------------------------------------------------------------


def test_consequences_are_told_from_printed_to_recomputed(
    errata, findings, tracer, followed
) -> None:
    """Right of every arrow stands what the scores give; of a misprinted score what it should be."""
    usual = tracer._picture(WhatIf()).degrees
    for one in errata:
        change = change_of(one, findings)
        if not one.proposed:
            for moved in followed[one.erratum].degrees:
                assert moved.recomputed.lower() == usual[moved.cluster]
        for key, own, _ in change.figures:
            printed = findings.given.strings.get(key) or findings.given.degrees[key[:2]].title()
            assert own == printed


def test_a_change_taken_the_other_way_round_moves_the_same_the_other_way(
    errata, findings, tracer, followed
) -> None:
    for one in errata:
        change = change_of(one, findings)
        there = followed[one.erratum]
        if not there.degrees:
            continue
        back = tracer.follow(Change(change.recomputed, change.printed))
        swapped = {(m.told[0], m.recomputed, m.printed) for m in back.degrees}
        assert swapped == {(m.told[0], m.printed, m.recomputed) for m in there.degrees}
        assert {(m.claim, m.recomputed, m.printed) for m in back.claims} == {
            (m.claim, m.printed, m.recomputed) for m in there.claims
        }


def test_nothing_follows_from_no_change(tracer) -> None:
    found = tracer.follow(Change(WhatIf(), WhatIf()))
    assert found == Consequences()
    assert str(found.told).startswith("none: ")


def test_a_table_of_means_shows_a_relation_rising_falling_or_level(tracer, audit) -> None:
    name = next(
        name
        for name, relation in audit.relations.items()
        if relation.x == "ce_index"
        and relation.groups == ("traditional_manufacturing",)
        and relation.y == "up_process"
    )
    keys = [("table_06", degree, "up_process") for degree in ("low", "medium", "high")]
    for texts, trend in [
        (("1", "2", "3"), "rising"),
        (("1", "1", "3"), "rising"),
        (("3", "2", "2"), "falling"),
        (("3", "2", "1"), "falling"),
        (("2", "2.0", "2,00"), "level"),
        (("2", "1", "3"), "up and down"),
        (("-", "1", "3"), "rising"),
        (("-", "n.a.", "3"), ""),
    ]:
        assert tracer._trend(name, dict(zip(keys, texts, strict=True))) == trend


def moved(tier: str, basis: str, name: str = "", repeats: str = "") -> MovedClaim:
    claim = Claim(name or f"{tier}-{basis}", "here", "So it is.", basis=basis, tier=tier)
    return MovedClaim(text_of("claim"), "false", "true", replace(claim, repeats=repeats))


def test_conclusions_of_the_report_come_first() -> None:
    degree = Consequences(degrees=(None,))
    ranked = [
        Consequences(claims=(moved("headline", "comparison"),)),
        Consequences(claims=tuple(moved("section", "count", f"s{n}") for n in range(2))),
        Consequences(claims=(moved("section", "count"),)),
        degree,
        Consequences(claims=tuple(moved("detail", "case", f"d{n}") for n in range(9))),
        Consequences(means=(None, None)),
        Consequences(means=(None,)),
        Consequences(claims=(moved("headline", "arithmetic"), moved("section", "arithmetic"))),
    ]
    weights = [one.weight for one in ranked]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] == (0, 0, 0, 0, 0)


def test_a_claim_that_repeats_another_counts_once() -> None:
    both = (moved("section", "count", "one"), moved("section", "count", "two", repeats="one"))
    assert Consequences(claims=both).weight == (0, 1, 0, 0, 0)


def test_ranks_follow_the_weights(errata, audit, followed) -> None:
    frame = audit.errata.sort_values("rank")
    weights = {number: found.weight for number, found in followed.items()}
    ordered = [weights[number] for number in frame["erratum"]]
    assert ordered == sorted(ordered, reverse=True)
    assert sorted(frame["rank"]) == list(range(1, len(errata) + 1))


def test_every_erratum_says_what_is_believed_and_what_the_scores_give(
    errata, findings, audit, followed
) -> None:
    frame = audit.plain("errata").set_index("erratum")
    for one in errata:
        said = frame.loc[one.erratum, "believed"]
        figures = change_of(one, findings).figures
        assert figures
        assert any(", ".join(key) in said and f" is {own} as" in said for key, own, _ in figures)
        follows = followed[one.erratum]
        for degree in follows.degrees:
            assert degree.cluster in said
        for claim in follows.conclusions[:1]:
            assert claim.claim.claim.rstrip(".") in said


def test_a_printed_degree_that_is_not_what_the_figures_give_is_said(audit) -> None:
    """Chipilo: Medium by its printed joint action, printed Low, and Low by the scores."""
    frame = audit.plain("errata")
    row = frame[frame["root"] == "annex_table_2/furniture_chipilo/jai"].iloc[0]
    told = "degree of furniture_chipilo is Medium (the report prints Low), from the scores Low"
    assert told in row["believed"]


def test_the_table_that_a_relation_is_read_off_counts_among_conclusions(audit) -> None:
    frame = audit.plain("errata")
    row = frame[frame["root"].str.contains("table_06/medium/up_process")].iloc[0]
    assert (
        "statement tm-process-no-clear-link, as the report’s tables show it: level → "
        in row["consequences"]
    )
    assert Counter(frame["cells"].str.contains("table_06"))[True] == 1


def test_a_copy_of_a_copy_comes_from_where_it_is_computed(findings) -> None:
    chain = [("a", "r", "c"), ("b", "r", "c"), ("d", "r", "c")]
    twins = [
        CellRelation("printed twice", one, ((other, Fraction(1)),))
        for one, other in pairwise(chain)
    ]
    assert replace(findings, relations=twins).source_of(chain[0]) == chain[2]
