from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from made_up import grid
from reference import REPORT_RULE

from upgrading.audit.explanations import misprints
from upgrading.audit.repair import Correction, Repair
from upgrading.multiverse.cores import concerning
from upgrading.multiverse.curve import JointTest
from upgrading.multiverse.relations import Member, Relation
from upgrading.multiverse.summary import examine
from upgrading.multiverse.variants import Editions, IndexChoice, Variants, alternatives, editions
from upgrading.parts import NOTHING, Number, Passage
from upgrading.vocabulary import JOINT_ACTION

CHIPILO = "jai of furniture_chipilo"
APPLES = "up_product of apples_santa_catarina 2"

UNEVEN = {"weight_external_economies": Fraction(3, 10), "weight_joint_action": Fraction(7, 10)}


def test_printed_indices_and_doubtful_figures_are_read_from_the_cells(of_report) -> None:
    """Chipilo: 6.0, 5.0 and 5.00 in Table 3; Annex Table 2 prints 5 where 2 + 1 + 0 + 1 is 4."""
    chipilo = "furniture_chipilo"
    printed = [of_report.printed_indices[chipilo, index] for index in ("eei", "jai", "ce_index")]
    assert printed == [6, 5, 5]
    assert of_report.as_printed == {CHIPILO: {(chipilo, "jai"): Fraction(5)}}


def test_editions_differ_in_what_the_errata_correct(of_report) -> None:
    printed, corrected = of_report.scores["printed"], of_report.scores["corrected"]
    assert {key for key in printed if printed[key] != corrected[key]} == {
        ("apples_santa_catarina", "up_process")
    }


def change(exhibit: str, row: str, column: str, proposed: str) -> Number:
    return Number(proposed, proposed, ((exhibit, row, column),))


def test_alternatives_are_the_figures_told_with_their_cells() -> None:
    product, total = change("table_09", "apples", "up_process", "2.5"), "table_09, total, up_sum"
    told = Passage(
        (
            ("reads as it likes ", product, f"; {total} to ", change(*total.split(", "), "66")),
            (change("annex_table_3", "salmon", "ja_forward", "1"),),
        )
    )
    assert alternatives(told) == [
        {("apples", "up_process"): Fraction(5, 2)},
        {("salmon", "ja_forward"): Fraction(1)},
    ]
    assert alternatives(NOTHING) == []


def test_the_alternatives_of_a_search_are_read_as_it_found_them(findings) -> None:
    apples = "apples_santa_catarina"
    repairs = [
        Repair((Correction(("table_09", apples, column), Fraction(2), Fraction(proposed)),), (), ())
        for column, proposed in (("up_sum", 5), ("up_product", "2.5"), ("up_sum", 7))
    ]
    (found,) = misprints(findings, [repairs])
    assert alternatives(found.alternatives) == [{(apples, "up_product"): Fraction(5, 2)}, {}]
    assert str(found.alternatives) == (
        f"2 more serve equally well: table_09, {apples}, up_product to 2.5; table_09, {apples}, "
        "up_sum to 7"
    )


def with_alternatives(clean_cases: Any, tables: Any, *told: Number) -> Editions:
    """The editions with one erratum, each of whose alternatives is one figure."""
    passage = Passage(tuple((one,) for one in told))
    errata = pd.DataFrame([("E1", None, passage)], columns=["erratum", "root", "alternatives"])
    return editions(
        clean_cases.printed_clusters,
        clean_cases.corrected_clusters,
        clean_cases.cells,
        errata.astype(object),
        tables,
    )


def test_each_alternative_that_changes_a_score_is_an_edition(clean_cases, tables) -> None:
    apples = change("table_09", "apples_santa_catarina", "up_product", "2")
    total = change("table_09", "total", "up_process", "27")
    found = with_alternatives(clean_cases, tables, apples, total)
    assert list(found.scores) == ["printed", "corrected", APPLES]
    assert found.scores[APPLES]["apples_santa_catarina", "up_product"] == 2


def test_the_audit_of_the_report_can_be_read(clean_cases, tables, in_parts) -> None:
    read = editions(
        clean_cases.printed_clusters,
        clean_cases.corrected_clusters,
        clean_cases.cells,
        in_parts.errata,
        tables,
    )
    assert ("furniture_chipilo", "jai") in {
        key for keys in read.as_printed.values() for key in keys
    }


@pytest.mark.parametrize(
    ("index", "rule", "aggregation", "expected"),
    [
        # Bucaramanga by hand: 3 + 1 + n.a. + 2 and 2 + 1 + 1 + 1
        ("eei", {"not_available": "zero"}, None, "6"),
        ("eei", {"not_available": "skip"}, None, "8"),
        ("eei", {"not_available": "exclude"}, None, None),
        ("ce_index", {"not_available": "zero"}, "sum", "5.5"),
        ("ce_index", {"not_available": "skip"}, "sum", "6.5"),
        ("ce_index", {"not_available": "skip"}, "mean", "44/7"),
        ("ce_index", UNEVEN, "sum", "5.3"),
    ],
)
def test_indices_of_a_cluster_with_a_missing_component(
    of_report, index, rule, aggregation, expected
) -> None:
    rule = replace(REPORT_RULE, **rule)
    made = IndexChoice("printed", "components", rule, aggregation)
    found = Variants(of_report).index(index, made)["garments_bucaramanga"]
    assert found == (None if expected is None else Fraction(expected))


def test_a_doubtful_figure_as_printed_enters_the_index(of_report) -> None:
    made = IndexChoice("printed", "components", REPORT_RULE, "sum", CHIPILO)
    assert Variants(of_report).index("ce_index", made)["furniture_chipilo"] == Fraction(11, 2)


def test_a_relation_is_examined_in_what_concerns_it_alone(of_report) -> None:
    """Chipilo's doubtful JAI: traditional manufactures and indices only."""
    asserted = {"location": "here", "statement": "something", "sign": "positive"}
    relation = Relation(groups=("traditional_manufacturing",), x="jai", y="up_product", **asserted)
    mine = concerning([Member.of(relation, 1)], of_report)
    assert set(mine.groups.values()) == {"traditional_manufacturing"}
    assert {column for _, column in mine.scores["corrected"]} == {*JOINT_ACTION, "up_product"}
    assert {cluster for cluster, _ in mine.scores["printed"]} == set(mine.groups)
    assert mine.as_printed == of_report.as_printed
    other = concerning([Member.of(relation, 1)._replace(x="ja_backward")], of_report)
    assert not other.as_printed
    assert not other.printed_indices


def test_an_alternative_counts_where_it_changes_a_score(clean_cases, tables) -> None:
    apples = change("table_09", "apples_santa_catarina", "up_product", "2")
    given = with_alternatives(clean_cases, tables, apples)
    natural, software = ("natural_resource_based",), ("specialised_suppliers",)
    changed = concerning([Member("jai", (), "up_product", natural, 1)], given)
    assert list(changed.scores) == ["printed", "corrected", APPLES]
    for groups, y in ((natural, "up_process"), (software, "up_product")):
        same = concerning([Member("jai", (), y, groups, 1)], given)
        assert list(same.scores) == ["printed", "corrected"]


def test_what_does_not_concern_a_relation_changes_nothing_of_it(of_report) -> None:
    relation = Relation(
        location="here",
        statement="something",
        sign="positive",
        groups=("natural_resource_based",),
        x="ce_index",
        y="up_process",
    )
    levels = grid()
    test = JointTest(20, 1, 0.1)
    whole = examine("one", relation, of_report, levels, test)
    part = examine("one", relation, concerning([Member.of(relation, 1)], of_report), levels, test)
    for name in ("specifications", "summary", "choices"):
        pd.testing.assert_frame_equal(getattr(whole, name), getattr(part, name))
