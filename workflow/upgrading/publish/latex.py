"""Text as LaTeX: every character as pdflatex can set it, in ASCII, and how wide it becomes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Final

_GREEK: Final = dict(
    zip(
        "αβγδεζηθικλμνξπρςστυφχψωΓΔΘΛΞΠΣΦΨΩ",
        (
            *("alpha", "beta", "gamma", "delta", "varepsilon", "zeta", "eta", "theta", "iota"),
            *("kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "varsigma", "sigma", "tau"),
            *("upsilon", "varphi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda"),
            *("Xi", "Pi", "Sigma", "Phi", "Psi", "Omega"),
        ),
        strict=True,
    )
)

_MATHS: Final = {
    **{letter: rf"\{name}" for letter, name in _GREEK.items()},
    **{raised: f"{{}}^{digit}" for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{lowered: f"{{}}_{digit}" for digit, lowered in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    "ⁿ": "{}^n",
    "°": r"{}^\circ",
    "−": "-",
    "±": r"\pm",
    "×": r"\times",
    "÷": r"\div",
    "·": r"\cdot",
    "√": r"\surd",
    "∞": r"\infty",
    "∑": r"\sum",
    "<": "<",
    ">": ">",
    "≤": r"\leq",
    "≥": r"\geq",
    "≠": r"\neq",
    "≈": r"\approx",
    "→": r"\rightarrow",
    "←": r"\leftarrow",
    "↔": r"\leftrightarrow",
    "↑": r"\uparrow",
    "↓": r"\downarrow",
    "↗": r"\nearrow",
    "↘": r"\searrow",
    "«": r"\ll",
    "»": r"\gg",
    "¼": r"\frac{1}{4}",
    "½": r"\frac{1}{2}",
    "¾": r"\frac{3}{4}",
    "|": "|",
}
"""What is mathematics. `<`, `>` and `|` are other signs in the fonts of text."""

_TEXT: Final = {
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
    "`": r"\textasciigrave{}",
    '"': "''",
    "\xa0": "~",
    "\u2011": r"\mbox{-}",
    "–": "--",
    "—": "---",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "„": ",,",
    "…": r"\dots{}",
    "†": r"\dag{}",
    "‡": r"\ddag{}",
    "§": r"\S{}",
    "£": r"\pounds{}",
    "€": "EUR",
    "¡": "!`",
    "¿": "?`",
    "ß": r"\ss{}",
    "æ": r"\ae{}",
    "Æ": r"\AE{}",
    "œ": r"\oe{}",
    "Œ": r"\OE{}",
    "ø": r"\o{}",
    "Ø": r"\O{}",
    "ł": r"\l{}",
    "Ł": r"\L{}",
    "ı": r"\i{}",
}

_ACCENTS: Final = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
    "\u0331": "b",
}
"""The accents that LaTeX's oldest fonts have: they need no package, whatever its encoding."""

_BELOW: Final = "dcb"


def latex(text: str, maths: str = "${}$") -> str:
    r"""Text as pdflatex can set it, in ASCII; what it cannot set stands as `[U+4E2D]`.

    `maths`: what mathematics is put in; with `\ensuremath{{{}}}`, formulas can take the text too.
    """
    text = unbroken(unicodedata.normalize("NFC", text))
    found = ""
    for mathematics, run in groupby(text, key=_MATHS.__contains__):
        characters = "".join(run)
        if mathematics:
            found += maths.format("".join(_MATHS[character] for character in characters))
            continue
        # what would be drawn together as a dash or a quotation mark
        for before, character in zip(" " + characters, characters, strict=False):
            found += "{}" if before == character and character in "-'‘’" else ""
            found += _in_text(character)
    return found


def unbroken(text: str) -> str:
    """Text in one line, no line of which may end within `τ-b` or before a per cent sign."""
    text = re.sub(r"[^\S\xa0]+", " ", text)
    text = re.sub(rf"(?<=[{''.join(_GREEK)}])-(?=\w)", "\u2011", text)
    return re.sub(r" (?=%)", "\xa0", text)


def _in_text(character: str) -> str:
    if character in _TEXT:
        return _TEXT[character]
    if " " <= character <= "~":
        return character
    letter, accent, *more = (*unicodedata.normalize("NFD", character), "")
    if accent in _ACCENTS and more == [""] and letter.isascii() and letter.isalpha():
        mark = _ACCENTS[accent]
        if letter in "ij" and mark not in _BELOW:
            letter = f"\\{letter}"
        return rf"\{mark}{{{letter}}}"
    return f"[U+{ord(character):04X}]"


_WIDTHS: Final = {
    character: width
    for width, characters in (
        (0.30, "!',.:;[]il‘’’|ı"),
        (0.36, "fj- ~\xa0\u2011"),
        (0.42, "I()trs"),
        (0.48, "cez"),
        (0.54, "$*/0123456789ago–“”²"),
        (0.60, "Jkqvxy?Sbdhnpuτρεγ"),
        (0.70, "ZLF"),
        (0.77, "BCEPTw"),
    )
    for character in characters
}


@lru_cache(maxsize=10_000)
def width(text: str) -> float:
    """How wide a text is set at most, in ems of LaTeX's own font at the size of footnotes."""
    letters = (unicodedata.normalize("NFD", character)[0] for character in text)
    thousandths = sum(round(1000 * _WIDTHS.get(letter, 0.9)) for letter in letters)
    return thousandths / 1000
