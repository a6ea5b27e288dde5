"""What any text is in LaTeX: ASCII that TeX takes, whatever characters it holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upgrading.publish.latex import latex, width

SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
MATHEMATICS = {
    "τ": r"$\tau$",
    "ρ": r"$\rho$",
    "ε": r"$\varepsilon$",
    "η": r"$\eta$",
    "γ": r"$\gamma$",
    "α": r"$\alpha$",
    "χ": r"$\chi$",
    "Σ": r"$\Sigma$",
    "Π": r"$\Pi$",
    "²": "${}^2$",
    "³": "${}^3$",
    "−": "$-$",
    "±": r"$\pm$",
    "×": r"$\times$",
    "÷": r"$\div$",
    "·": r"$\cdot$",
    "√": r"$\surd$",
    "½": r"$\frac{1}{2}$",
    "¼": r"$\frac{1}{4}$",
    "<": "$<$",
    ">": "$>$",
    "≤": r"$\leq$",
    "≥": r"$\geq$",
    "≠": r"$\neq$",
    "≈": r"$\approx$",
    "→": r"$\rightarrow$",
    "↓": r"$\downarrow$",
    "|": "$|$",
}
WORDS = {
    "ú": r"\'{u}",
    "í": r"\'{\i}",
    "ã": r"\~{a}",
    "ç": r"\c{c}",
    "ö": r"\"{o}",
    "ł": r"\l{}",
    "–": "--",
    "’": "'",
    "“": "``",
    "”": "''",
    "…": r"\dots{}",
    "†": r"\dag{}",
}


@pytest.mark.parametrize(("character", "as_latex"), (SPECIAL | MATHEMATICS | WORDS).items())
def test_a_character_is_what_latex_calls_it(character: str, as_latex: str) -> None:
    assert latex(character) == as_latex
    assert latex(f"a{character}b") == f"a{as_latex}b"


@pytest.mark.parametrize(
    ("text", "as_latex"),
    [
        ("50 % of A&B_c ≥ 9.5", r"50~\% of A\&B\_c $\geq$ 9.5"),
        ("Needed |τ-b|", r"Needed $|\tau$\mbox{-}b$|$"),
        ("ε²", r"$\varepsilon{}^2$"),
        ("Serra Gaúcha", r"Serra Ga\'{u}cha"),
        ("US$−2.40", r"US\$$-$2.40"),
        ("a--b", "a-{}-b"),
        ("two\n\nlines", "two lines"),
        ("日本", "[U+65E5][U+672C]"),
        ("e\u0301", r"\'{e}"),
        ("ą, ḿ, ợ", r"[U+0105], \'{m}, [U+1EE3]"),
    ],
)
def test_texts(text: str, as_latex: str) -> None:
    assert latex(text) == as_latex


def test_what_formulas_take_has_no_dollars() -> None:
    assert latex("−2.4 < τ", maths=r"\ensuremath{{{}}}") == (
        r"\ensuremath{-}2.4 \ensuremath{<} \ensuremath{\tau}"
    )


FORMULA = r"\$(?:[-<>|]|\{\}|[\^_](?:[0-9n]|\\circ)|\\[a-zA-Z]+|\{\d\})+\$"
COMMAND = r"""\\(?:[a-zA-Z]+\{\}|[`'^~=."uvHrcdb]\{\\?[a-zA-Z]\}|mbox\{-\}|[&%$\#_{}])"""
PLAIN = r"[a-zA-Z0-9 !'()*+,\-./:;=?@\[\]`~]|\{\}"


def valid(text: str) -> bool:
    """Whether TeX would take the text: plain characters, commands and formulas that are whole."""
    return bool(re.fullmatch(f"(?:{FORMULA}|{COMMAND}|{PLAIN})*", text))


EVERY = "".join(SPECIAL | MATHEMATICS | WORDS)


@given(st.text() | st.text(EVERY + "-'`\"ab 1"))
def test_whatever_the_text_nothing_but_ascii_that_is_valid_comes_out(text: str) -> None:
    assert latex(text).isascii()
    assert valid(latex(text)), latex(text)


@pytest.mark.parametrize("text", ["τ", "50 %", "a_b", "$", "$<", r"\foo", "{", "a#b", "x^2"])
def test_what_is_no_latex_would_be_noticed(text: str) -> None:
    assert not valid(text)


@given(st.text("abcXYZ0189 .,;:()[]"))
def test_plain_text_stays(text: str) -> None:
    assert latex(text) == re.sub(" +", " ", text)


@given(st.text(EVERY + "abMW 1"), st.text(EVERY + "abMW 1"))
def test_no_text_is_narrower_than_its_parts(one: str, other: str) -> None:
    assert width(one + other) == pytest.approx(width(one) + width(other))
    assert width(one) <= len(one)


def test_wide_letters_are_wider_than_narrow_ones() -> None:
    assert width("i") < width("a") < width("M")
    assert width("ú") == width("u")
