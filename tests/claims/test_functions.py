"""Every function of the language, on the report's own data: numbers had otherwise, or by hand."""

from __future__ import annotations

from fractions import Fraction
from statistics import pvariance

import pytest

from upgrading.claims.arguments import Function
from upgrading.claims.conditions import Condition
from upgrading.claims.evidence import Notes
from upgrading.claims.language import test_of as reading_of
from upgrading.claims.quantities import Quantity, Wording
from upgrading.parts import Cell, Exhibit, Name, Number, plain
from upgrading.vocabulary import SECTOR_GROUPS

SOFTWARE = "specialised_suppliers"

NUMBERS = {
    "mean(jai, software)": lambda s: sum(s("jai", SOFTWARE)) / 5,
    "mean(jai, [software, complex])": lambda s: (
        sum(s("jai", SOFTWARE) + s("jai", "complex_product_systems")) / 14
    ),
    "mean(jai, where=jai > 9)": lambda s: Fraction(
        sum(x for x in s("jai") if x > 9), len([x for x in s("jai") if x > 9])
    ),
    "count(jai > 9)": lambda s: len([x for x in s("jai") if x > 9]),
    "share(jai > 9, software)": lambda s: Fraction(
        len([x for x in s("jai", SOFTWARE) if x > 9]), 5
    ),
    "share(up_product == 3, where=group_is(software))": lambda s: Fraction(
        s("up_product", SOFTWARE).count(3), 5
    ),
    "total_over(jai, software)": lambda s: sum(s("jai", SOFTWARE)),
    "greatest_of([3, 1, 2])": lambda _: 3,
    "variance(jai, software)": lambda s: pvariance(s("jai", SOFTWARE)),
    "strength(jai, jai)": lambda _: 1,
    "score(footwear_guadalajara, eei)": lambda _: 9,
    "footwear_guadalajara.eei": lambda _: 9,
    "printed(table_10, high, up_product)": lambda _: 3,
    "unit(table_17, software, eei)": lambda _: Fraction(1, 100),
    'stated(7, "chapter 4")': lambda _: 7,
    "total([1, 2, footwear_guadalajara.eei])": lambda _: 12,
    "total_known([1, garments_bucaramanga.ee_information])": lambda _: 1,
    "average([1, 2, garments_bucaramanga.ee_information])": lambda _: Fraction(3, 2),
    "median([1, 2, 6])": lambda _: 2,
    "least_of([3, 1, 2])": lambda _: 1,
    "span([3, 1, 2])": lambda _: 2,
    "distance(2, footwear_guadalajara.eei)": lambda _: 7,
    "rank_correlation([1, 2, 3], [3, 2, 1])": lambda _: -1,
    "rounded(footwear_guadalajara.eei / 7, 1)": lambda _: Fraction(13, 10),
    "given(footwear_guadalajara.eei, footwear_guadalajara.eei > 8)": lambda _: 9,
    "given(footwear_guadalajara.eei, footwear_guadalajara.eei > 9)": lambda _: None,
    "number_holding(each.jai > 9 for each in clusters_of(software))": lambda s: len(
        [x for x in s("jai", SOFTWARE) if x > 9]
    ),
    "number_of(others(software))": lambda _: 3,
    "number_of(others(ee_inputs) + others(ja_forward) + others(software_blumenau))": lambda _: 10,
    "number_of(clusters_in(table_15))": lambda _: 5,
    "number_of(rows_of(mangoes_grapes_petrolina_juazeiro))": lambda _: 2,
    "number_of(counted_with(mangoes_petrolina_juazeiro))": lambda _: 1,
    "number_of(without(clusters, clusters_of(software), footwear_guadalajara))": lambda _: 34,
    "named(footwear_guadalajara.eei + 1 - 2 * 3 / 4, 'so', 1)": lambda _: Fraction(17, 2),
    "-1 * footwear_guadalajara.eei": lambda _: -9,
    "footwear_guadalajara.eei / 0": lambda _: None,
    "furniture_chipilo.firms": lambda _: 146,
    "maturing.from_year": lambda _: 1986,
    "dairy_boaco_chontales.earliest": lambda _: 1994,
    "dairy_boaco_chontales.latest": lambda _: 1996,
    "dairy_boaco_chontales.decade": lambda _: 1990,
    "salmon_austral_region.year": lambda _: 1978,
    "mangoes_petrolina_juazeiro.year": lambda _: None,
}

CONDITIONS = {
    'industry_is("Wine", "Apples")': "cluster['industry'] in {'Wine', 'Apples'}",
    'country_is("MEX")': "cluster['country'] == 'MEX'",
    "cluster_is(footwear_guadalajara, furniture_uba)": "cluster['cluster_id'] in "
    "{'footwear_guadalajara', 'furniture_uba'}",
    "group_is(software)": "cluster['group'] == 'specialised_suppliers'",
    "sum_exceeds([ja_backward], [ja_forward], 'so')": "cluster['ja_backward'] > "
    "cluster['ja_forward']",
    "ja_backward > ja_forward": "cluster['ja_backward'] > cluster['ja_forward']",
    "ja_backward < ja_forward": "cluster['ja_backward'] < cluster['ja_forward']",
    "exceeds_by(eei, jai, 2)": "cluster['eei'] >= cluster['jai'] + 2",
    "scored([ee_information])": "cluster['ee_information'] is not None",
    "at_least(2, [eei > 8, jai > 8], 'so')": "cluster['eei'] > 8 and cluster['jai'] > 8",
    "(eei > 8) & (~(jai > 8))": "cluster['eei'] > 8 and not cluster['jai'] > 8",
    "(eei > 8) | (jai > 8)": "cluster['eei'] > 8 or cluster['jai'] > 8",
    "high": "cluster['ce_degree'] == 'high'",
    "market.abroad": "cluster['gov_market'] in {2, 3}",
    "quasi_hierarchy.domestic": "cluster['gov_quasi_hierarchy'] in {1, 3}",
    "led": "cluster['gov_quasi_hierarchy'] or cluster['gov_hierarchy']",
    "several_patterns": "[cluster[f'gov_{p}'] > 0 for p in "
    "('market', 'network', 'quasi_hierarchy', 'hierarchy')].count(True) > 1",
    "rows_of_table_2 > 1": "cluster['cluster_id'] == 'mangoes_grapes_petrolina_juazeiro'",
}

TESTS = {
    "every(eei >= 0)": True,
    "every(eei > 9, software)": False,
    "none(eei > 12)": True,
    "none(eei > 9, where=high)": False,
    "most(eei > 12)": False,
    "few(eei > 12)": False,
    "few(eei >= 10)": True,
    "only(clusters_of(software), group_is(software))": True,
    "only(footwear_guadalajara, group_is(software))": False,
    "each_of([footwear_guadalajara, furniture_uba], eei > 3)": True,
    "each_of(footwear_guadalajara, eei > 9)": False,
    "each_of(garments_bucaramanga, ee_information > 1)": None,
    "higher(eei, eei > 7)": True,
    "lower(eei, eei > 7)": False,
    "ordered(3, 2, 1)": True,
    "ordered(3, 3, 1)": False,
    "ordered(3, 3, 1, strictly=False)": True,
    "ordered(3, garments_bucaramanga.ee_information)": None,
    "all_above([3, 2], [1, 0])": True,
    "all_above([3, 1], [1, 0])": False,
    "association(eei, eei)": True,
    "association(eei, eei, negative=True)": False,
    "association(eei, eei, absent=True)": False,
    "association(eei, eei, where=cluster_is(footwear_guadalajara))": None,
    "significant(eei, eei)": True,
    "significant(eei, eei, software)": True,
    "rises_with_degree(ce_index, natural)": True,
    "rises_with_degree(ce_index, strictly=False)": True,
    "printed_rises_with_degree(up_product, table_10)": True,
    "all(1 < footwear_guadalajara.eei, footwear_guadalajara.eei > 10)": False,
    "all(each.eei > 0 for each in clusters)": True,
    "all([footwear_guadalajara.eei > 0], footwear_guadalajara.jai > 0)": True,
    "jointly(footwear_guadalajara.eei > 10, garments_bucaramanga.ee_information > 1)": False,
    "any(footwear_guadalajara.eei > 8, garments_bucaramanga.ee_information > 1)": True,
    "any(footwear_guadalajara.eei > 9, garments_bucaramanga.ee_information > 1)": None,
    "all_decided(footwear_guadalajara.eei > 8, garments_bucaramanga.ee_information > 1)": True,
    "most_hold(footwear_guadalajara.eei > 8, footwear_guadalajara.eei > 9)": False,
    "not footwear_guadalajara.eei > 9": True,
    "not garments_bucaramanga.ee_information > 1": None,
    'agree("hold", [footwear_guadalajara.eei > 8, garments_bucaramanga.ee_information > 1])': True,
    "alone(1, footwear_guadalajara.eei > 8, footwear_guadalajara.eei > 9)": True,
    "alone(2, footwear_guadalajara.eei > 8, footwear_guadalajara.eei > 7)": False,
    'only_these(["a"], ["a", "b"], [software_blumenau.eei > 8, footwear_leon.eei > 99], "x")': (
        True
    ),
    "decided(footwear_guadalajara.eei > 9, footwear_guadalajara.eei > 10)": None,
    "refutable(footwear_guadalajara.eei > 8)": None,
    "refutable(footwear_guadalajara.eei > 9)": False,
    'told(f"{count(eei >= 0):0}", footwear_guadalajara.eei == 9)': True,
    "differ([eei], [footwear_guadalajara, furniture_uba])": True,
    "differ([eei], [footwear_guadalajara])": False,
    'differs(eei, [eei > 8, eei <= 8], "so")': True,
    'differs(eei, [eei > 8], "so")': None,
    "on_scale()": True,
    "on_scale(1)": False,
    "prints_degree(table_03, furniture_chipilo, low)": True,
    "prints_the_same(eei, table_17, software, table_15, 'average')": False,
    "prints_the_same(jai, table_17, software, table_15, 'average')": True,
    'mentions(cell(table_15, software_blumenau, "label_1"), "blumenau")': True,
    'shares_below(["furniture_office"], "MEX", 0.1)': None,
    'not_among_first(["furniture_office"], "MEX", 3)': None,
    'shares_fall(["furniture_office"], "MEX", 1)': None,
    'reads_as(["furniture_office"], "MEX", "downgrading")': None,
    'both_fall(["furniture_office"], "MEX")': None,
    'unit_values_fall_in_most(["furniture_office"], "MEX")': None,
    'exports_rise(["furniture_office"], "MEX", 1996, 2002)': None,
    'exports_are(["furniture_office"], "MEX", 2002, number_of(clusters), 0)': None,
    'exports_reach(["furniture_office"], "MEX", 2002, number_of(clusters))': None,
    'second_source_agrees("salmon_1978")': None,
}

TEXTS = {
    'cell(table_03, furniture_chipilo, "ce_degree")': "Low",
    'joined(["a", "b"])': "a, b",
    'joined(["a", footwear_guadalajara], " + ")': "a + footwear_guadalajara",
    'joined([f"{footwear_guadalajara.eei:0}", f"{garments_bucaramanga.ee_information:0}"])': "9, –",
    'joined([f"{tiles_santa_catarina.eei:1}", f"{garments_bucaramanga.ee_information:0?}"], "/")': (
        "9.0/?"
    ),
    'joined([f"{garments_bucaramanga.ee_information:0}", f"{1:1t}"], whole_only=True)': "1",
    'f"{footwear_guadalajara.eei}"': "eei of footwear_guadalajara: 9",
    'f"{rank_correlation([1, 2, 3], [1, 3, 2]):+2} {high} {label(high)} {label(software)} {5}"': (
        "+0.33 degree High High specialised suppliers (software) 5"
    ),
}


@pytest.fixture(scope="module")
def scores(evidence):
    def of(variable: str, group: str = "") -> list[Fraction]:
        rows = [row for row in evidence.rows if not group or row["group"] == group]
        return [row[variable] for row in rows if row[variable] is not None]

    return of


@pytest.mark.parametrize("text", NUMBERS)
def test_a_quantity_is_the_number_that_it_says(text, value, evidence, scores) -> None:
    quantity = value(text)
    assert isinstance(quantity, Quantity)
    assert quantity.value(evidence) == NUMBERS[text](scores)


def test_a_deviation_is_the_root_of_the_variance(value, evidence) -> None:
    deviation = value("deviation(jai, software)").value(evidence)
    assert float(deviation) ** 2 == pytest.approx(value("variance(jai, software)").value(evidence))


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition_holds_of_the_clusters_that_it_says(text, value, evidence) -> None:
    condition = value(text)
    assert isinstance(condition, Condition)
    for cluster in evidence.rows:
        held = condition.holds(cluster)
        if held is not None:
            assert held == bool(eval(CONDITIONS[text], {"cluster": cluster})), cluster


@pytest.mark.parametrize("text", TESTS)
def test_a_test_says_what_it_should(text, outcome) -> None:
    found = outcome(text)
    assert found.holds is TESTS[text]
    assert found.evidence or text == 'told("", x)'


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_its_numbers(text, value, evidence) -> None:
    found = value(text)
    told = plain(found.told(evidence)[0]) if isinstance(found, Wording) else found
    assert told == TEXTS[text]


PARTS = {
    "mean(jai, where=market.domestic)": (
        *("mean ", Name("jai"), ", all clusters where ", Name("gov_market"), " (domestic):"),
    ),
    "named(footwear_leon.jai, f'{jai} of {software_blumenau}, see table_03')": (
        *(Name("jai"), " of ", Name("software_blumenau"), ", see ", Exhibit("table_03")),
    ),
    "named(footwear_leon.jai, joined([eei, table_03, 'footwear_leon'], ' / '))": (
        *(Name("eei"), " / ", Exhibit("table_03"), " / ", Name("footwear_leon")),
    ),
    "printed(table_03, footwear_leon, jai)": (
        *("printed in ", Cell("table_03", "footwear_leon", "jai"), ":"),
    ),
}


@pytest.mark.parametrize("text", PARTS)
def test_what_a_quantity_is_has_names_and_references(text, value) -> None:
    assert value(text).words == PARTS[text]


def test_a_text_has_its_numbers_with_their_cells(outcome, evidence, language) -> None:
    text = "told(f'{footwear_leon.jai}, {footwear_leon} {mean(eei):1}', mean(eei) > 1)"
    found = reading_of(text, language)(evidence.noting(Notes())).told
    score, average = (part for part in found if isinstance(part, Number))
    assert (score.shown, score.value, score.cells) == (
        "8",
        "8",
        (("scores", "footwear_leon", "jai"),),
    )
    assert score.before == (Name("jai"), " of ", Name("footwear_leon"), ": ")
    assert [part for part in found if isinstance(part, Name)][2:] == [Name("footwear_leon")]
    # in the form that the text asks for, it is a number of the text and none of the evidence's own
    assert (average.shown, average.cells) == (outcome(text).evidence.split()[-1], ())


def test_every_function_is_tested_here(language) -> None:
    tested = " ".join([*NUMBERS, *CONDITIONS, *TESTS, *TEXTS, "deviation("])
    functions = [name for name, one in language.names.items() if isinstance(one, Function)]
    assert [name for name in functions if f"{name}(" not in tested] == []


def test_lists_of_the_study_have_their_members(value) -> None:
    assert set(value("groups")) == set(SECTOR_GROUPS)
    assert value("external_economies + joint_actions") == value("components")
    assert len(value("clusters")) == 40
