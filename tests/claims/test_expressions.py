"""Expressions are values or faults, whatever is written; nothing else is ever evaluated."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upgrading.claims.arguments import Function, described, kind_of
from upgrading.claims.conditions import CALLED
from upgrading.claims.language import Misread, meaning
from upgrading.claims.language import test_of as reading_of

FAULTS = {
    # not of the language
    "__import__('os')": 'there is no "__import__"',
    "lambda x: x": '"lambda x: x" is not of the language (Lambda); allowed: names, numbers',
    "count(market).__class__": "a quantity has no parts",
    "market.__class__": 'there is no "__class__" of "market"',
    "[1, 2][0]": '"[1, 2][0]" is not of the language (Subscript)',
    "{1: 2}": "is not of the language: write a list in [ ]",
    "2 ** 9": "is not of the language: only + - * / are computed",
    "1 < 2 < 3": '"1 < 2 < 3" is not of the language: join two comparisons by &, each in brackets',
    "jai != 2": "is not of the language (Compare)",
    "market and network": "is not of the language: join conditions by & or |, each in brackets, ",
    "eei > 2,5": '"(eei > 2, 5)" is not of the language: a decimal point instead of a comma',
    "eei > 1 & jai > 1": "join two comparisons by &, each in brackets",
    "footwear_leon.jai = 2": 'is not an expression: invalid syntax; "is equal to" is ==',
    "footwear_leon.jai ≥ 2": "; write <= or >=",
    "market.eeii": 'there is no "eeii"',
    "None": '"None" is not of the language (Constant)',
    "1e999": "is not of the language (Constant)",
    "b'x'": "is not of the language (Constant)",
    "all(*groups)": "is not of the language (Starred)",
    "count(**groups)": "is not of the language (keyword)",
    "footwear_leon.jai(2)": "is not of the language (Call)",
    "[x for x in groups if x]": "is not of the language (ListComp)",
    "[jai for jai in groups]": '"jai" cannot follow for; a new name is expected',
    "[1 for a, b in groups]": "cannot follow for",
    "f'{jai!r}'": "is not of the language (FormattedValue)",
    "f'{count(market):%}'": "is not of the language (FormattedValue)",
    "mean(jai": "is not an expression: '(' was never closed",
    "jai >": "is not an expression: invalid syntax",
    "": "is not an expression",
    "(" * 300 + ")" * 300: "is",
    # names
    "ee_input >= 2": 'there is no "ee_input"; did you mean "ee_inputs"?',
    "footwear_leon.jia": 'there is no "jia" of "footwear_leon"; did you mean "jai"?',
    "footwear_leon.jai.x": "has no parts",
    "jai.x": "a score or index has no parts",
    # signs
    "market & 2": "& takes two conditions, not a condition on clusters and a number",
    "~ 2": "~ takes a condition, not a number",
    "not market": "not takes a test, not a condition on clusters",
    "-market": "- takes quantities, or a number after it, not a condition on clusters",
    "market + 2": "+ takes quantities or lists, not a condition on clusters and a number",
    "jai * 2": "* takes quantities, not a score or index and a number",
    "count(market) & count(network)": "& takes two conditions, not a quantity",
    "jai >= eei": ">= takes a score and a number, > or < two scores, or quantities, not a score",
    "2 > jai": "> takes a score and a number",
    "1 / 0": "divides by nothing",
    # calls
    "market(2)": '"market" is not a function',
    "mean()": "does not fit mean(variable, group, where): missing a required argument: 'variable'",
    "mean(jai, software, high, 2)": "too many positional arguments",
    "mean(jai, of=software)": "got an unexpected keyword argument 'of'",
    "mean(2)": "a number is given; a score or index, such as ee_inputs is expected",
    "mean(jai, market)": "a condition on clusters is given; a sector group or a list of them",
    "count(jai)": "a score or index is given; a condition on clusters",
    "every(footwear_leon.jai > 2)": "a test is given; a condition on clusters",
    "all(market)": "a condition on clusters is given; a test, such as a comparison",
    "each_of([software], market)": "a sector group is given; a cluster, such as footwear_leon",
    "average(2, 3)": "too many positional arguments",
    'average("x")': "a text in quotation marks is given; a quantity or a number",
    'industry_is("Vine")': '"Vine" is none; did you mean "Wine"? (allowed: ',
    'country_is("MEXICO")': '"MEXICO" is none',
    'shares_below(["furnitures"], "MEX", 1)': '"furnitures" is none',
    "stated(7, market)": "a condition on clusters is given; a text in quotation marks",
    "ordered(1, 2, strictly=2)": "a number is given; True or False",
    "printed(table_17, software, up_product)": 'table_17 has no column "up_product" there',
    'printed(table_17, "all", jai)': 'table_17 has no row "all"',
    "printed(table_03, software_blumenau, jai)": 'table_03 has no row "software_blumenau"',
    "printed_rises_with_degree(jai, table_10)": 'table_10 has no column "jai" there',
    "printed(footwear_leon, software, jai)": "a cluster is given; a table of the report",
    "rank_correlation([1], [1, 2])": "1 quantities are compared with 2",
    'only_these(["a"], ["a", "b"], [], "so")': "2 names are given for 0 tests",
    "alone(3, footwear_leon.jai > 2)": "there is no test 3 of 1",
    "ordered()": "a list of quantities is empty",
    "others(2)": "a sector group, external economy, joint action or cluster is expected",
    "[x for x in 2]": '"2" is a number; a list is expected after in',
    "f'{market.domestic:1}'": "a condition on clusters; it cannot be used in a text like this",
    "f'{groups}'": "a list; it cannot be used in a text like this",
    "[a for a in clusters for b in clusters for c in clusters for d in clusters]": (
        "takes more than 100,000 steps"
    ),
}

NO_TESTS = {
    "count(market)": '"count(market)" is a quantity, not a test; compare it, as in "… > 2"',
    "market": 'not a test; say of which clusters, as in "most(…)"',
    "2": '"2" is a number, not a test',
    "mean": '"mean" is a function, not a test',
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_says_what_is_wrong_and_what_is_near(text, language) -> None:
    with pytest.raises(Misread) as raised:
        meaning(text, language)
    assert FAULTS[text] in str(raised.value)


@pytest.mark.parametrize("text", NO_TESTS)
def test_a_reading_is_a_test(text, language) -> None:
    with pytest.raises(Misread) as raised:
        reading_of(text, language)
    assert NO_TESTS[text] in str(raised.value)


def test_all_that_is_wrong_is_told_at_once(language) -> None:
    with pytest.raises(Misread) as raised:
        meaning("all(mean(jia) > mean(eie), 2 ** 3)", language)
    assert len(raised.value.problems) == 3


def test_every_kind_has_words(value) -> None:
    texts = ["1", "'a'", "market", "mean(jai)", "jai", "footwear_leon", "groups", "mean", "True"]
    texts += ["mean(jai) > 1", "high", "table_01", "maturing", "grapes_petrolina_juazeiro"]
    for text in [*texts, "f'{mean(jai):1}'"]:
        assert kind_of(value(text)) in CALLED
        assert described(value(text)).startswith(("a ", "True"))


# Whatever is written ---------------------------------------------------------------------------

NAMES = ["jai", "eei", "market", "high", "led", "software", "groups", "clusters", "footwear_leon"]
NAMES += ["table_17", "furniture_chipilo", "maturing", "x", "mean", "__builtins__", "open", "print"]


def _longer(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = [">", ">=", "==", "<", "&", "|", "+", "-", "*", "/", "**", "and", "in", "is", "@", ":="]
    functions = ["mean", "every", "count", "all", "printed", "named", "told", "alone", "others"]
    functions += ["given", "only_these", "joined", "ordered", "differs", "exec", "getattr", "cell"]
    return st.one_of(
        st.tuples(part, st.sampled_from(signs), part).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(functions), st.lists(part, max_size=3)).map(
            lambda t: f"{t[0]}({', '.join(t[1])})"
        ),
        st.tuples(st.sampled_from(["~", "not ", "-", "+", "*"]), part).map("".join),
        st.tuples(part, st.sampled_from([".jai", ".domestic", ".__class__", ".firms", "[0]"])).map(
            "".join
        ),
        st.tuples(part, part).map(lambda t: f"[{t[0]} for x in {t[1]}]"),
        part.map(lambda text: "f'{" + text.replace("'", '"') + ":1}'"),
        st.lists(part, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
        part.map(lambda text: f"(lambda: {text})()"),
    )


EXPRESSIONS = st.recursive(
    st.one_of(
        st.sampled_from(NAMES),
        st.integers(-3, 3).map(str),
        st.sampled_from(['"MEX"', '"x"', "True", "None", "0.5", "1j", "...", "f'a'"]),
    ),
    _longer,
    max_leaves=8,
)


@given(EXPRESSIONS)
def test_an_expression_is_a_value_or_a_fault(language, evidence, text) -> None:
    try:
        value = meaning(text, language)
    except Misread as misread:
        assert all(misread.problems)
        return
    assert kind_of(value) in CALLED
    if kind_of(value) == "test":
        assert value(evidence).holds in {True, False, None}
    elif kind_of(value) == "quantity":
        value.value(evidence)


@given(st.text(max_size=40))
def test_any_text_is_a_value_or_a_fault(language, text) -> None:
    try:
        meaning(text, language)
    except Misread as misread:
        assert misread.problems


BEYOND = (ast.Lambda, ast.Subscript, ast.Pow, ast.BoolOp, ast.In, ast.Is, ast.MatMult)
BEYOND += (ast.NamedExpr, ast.Starred, ast.UAdd)


@given(EXPRESSIONS)
def test_nothing_outside_of_the_language_is_a_value(language, text) -> None:
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError:
        return
    foreign = [node for node in ast.walk(tree) if isinstance(node, BEYOND)]
    hidden = [node for node in ast.walk(tree) if getattr(node, "attr", "").startswith("__")]
    unknown = {"__builtins__", "open", "print", "exec", "getattr"}
    called = [node for node in ast.walk(tree) if getattr(node, "id", "") in unknown]
    if foreign or hidden or called:
        with pytest.raises(Misread):
            meaning(text, language)


def test_only_functions_of_the_table_are_called(language) -> None:
    for name, one in language.names.items():
        if isinstance(one, Function):
            assert one.make.__module__.startswith("upgrading.claims."), name
