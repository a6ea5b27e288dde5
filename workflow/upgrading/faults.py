"""Faults in the data, collected and reported all at once.

A fault names the file, the line, the column, the offending text and what is allowed, so that a
researcher with the file open in a spreadsheet can go to the cell; in a YAML file, line and key.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from math import inf
from typing import Any

from upgrading.vocabulary import ALSO_CALLED

# The words in which faults of a YAML file are told: where, what stands there, what is near --------


_LONGEST_SHOWN = 60
"""Characters of an offending text that are repeated."""

_COMPUTED = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""

_SLIP = 0.85
"""Likeness of two names from which on one is taken for the other mistyped."""

_LIKE_LATIN = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјкмопрсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχıł",
    "ABESIJKMHOPCTYXaesijkmonpcyxABEZHIKMNOPTYXaikvopuxil",
)

_NOT_SEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Characters without a shape of their own that Unicode has among letters, marks and symbols."""


def key_of(path: Sequence[str | int]) -> str:
    """A place in nested keys and lists: `("files", 0, "name")` is `files, item 1, name`."""
    text = ""
    for before, part in zip([None, *path], path, strict=False):
        joint = ", " if isinstance(part, int) or isinstance(before, int) else "."
        name = f"item {part + 1}" if isinstance(part, int) else _one_line(part)
        text += (joint if text else "") + name
    return text


def _one_line(text: str) -> str:
    return " ".join(text.split()) if "\n" in text or "\r" in text else text


def cut(text: str) -> str:
    """The text, cut short if it is long."""
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def shown(value: Any) -> str:
    """The offending value as its file has it, cut short if it is long."""
    if isinstance(value, Mapping):
        return "a group of keys" if value else "an empty group of keys"
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    return cut(f'"{_one_line(value)}"' if isinstance(value, str) else str(value))


def unseen(text: str, lines: bool = False) -> str | None:
    """What is wrong with a text that holds a character which cannot be seen; `None` if it has none.

    Those that control, that join or part letters, that turn the direction of reading, half a
    character, and characters that Unicode does not have. `lines`: whether it may have several.
    """
    if text.isprintable() and not _NOT_SEEN.search(text):
        return None
    for place, character in enumerate(text):
        if lines and character == "\n":
            continue
        kind = unicodedata.category(character)
        if kind[0] == "C" or kind in {"Zl", "Zp"} or _NOT_SEEN.match(character):
            name = unicodedata.name(character, "a control character" if kind == "Cc" else "")
            before = f" after {shown(text[:place])}" if text[:place].strip() else ""
            return (
                f"U+{ord(character):04X} {name}".strip()
                + f"{before} cannot be seen; type the text anew without it"
            )
    return None


def unfit(text: str, lines: bool = False) -> str | None:
    """What is wrong with a text that tables are to show; `None` if nothing is.

    A character that cannot be seen, or a beginning that a spreadsheet would compute.
    """
    if problem := unseen(text, lines):
        return problem
    if unicodedata.normalize("NFKC", text[:1]) in _COMPUTED:
        return (
            f"{shown(text)} begins with {text[0]}: a spreadsheet would compute it; begin with a "
            "letter or a digit"
        )
    return None


def guess(name: object, allowed: Iterable[str]) -> str:
    """`; did you mean "edition"?` if one of those allowed is near, else nothing."""
    names = list(allowed)
    called = ALSO_CALLED.get("_".join(str(name).casefold().replace("-", " ").split()))
    found = [called] if called in names else get_close_matches(str(name), names, n=1)
    return f'; did you mean "{found[0]}"?' if found else ""


def alike_to_the_eye(text: str, allowed: Iterable[str]) -> str:
    """`; it differs from "León" only by U+0301 COMBINING ACUTE ACCENT` if one looks the same."""
    for one in allowed:
        if one != text and _looks(one) == _looks(text):
            odd = [c for c in dict.fromkeys(text) if c not in one]
            named = ", ".join(f"U+{ord(c):04X} {unicodedata.name(c, '')}".strip() for c in odd)
            return f'; it differs from "{one}" only by {named or "blanks"}'
    return ""


def plain(text: str) -> str:
    """A name without what is easily typed otherwise: case, accents, blanks, marks, another script.

    `León` is `leon`, `Metal-working` is `metalworking`; Cyrillic and Greek letters are the Latin
    ones that they look like.
    """
    letters = unicodedata.normalize("NFKD", text).translate(_LIKE_LATIN).casefold()
    return "".join(filter(str.isalnum, letters))


def near_name(name: str, known: Iterable[str]) -> str | None:
    """The first of the `known` names, not the same, that this one is taken for or is a slip of."""
    mine = plain(name)
    others = [one for one in known if one != name]
    alike = [one for one in others if plain(one) == mine]
    slips = [one for one in others if SequenceMatcher(None, plain(one), mine).ratio() >= _SLIP]
    return next(iter([*alike, *slips]), None)


def _looks(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def near(name: object, allowed: Iterable[str]) -> str:
    """`guess`, and what is allowed."""
    names = list(allowed)
    return f"{guess(name, names)} (allowed: {', '.join(names)})"


def none_of(value: Any, allowed: Iterable[str]) -> str:
    """Says that a value is not among those allowed, and which is near."""
    return f"{shown(value)} is not allowed here{near(value, allowed)}"


def no_such(kind: str, name: object, allowed: Iterable[str]) -> str:
    """Says that there is no such key or field, and which is near."""
    return f"no such {kind}{near(name, allowed)}"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one file: where it is and what is wrong there."""

    file: str
    problem: str
    line: int | None = None
    column: str | None = None
    key: str | None = None

    def __str__(self) -> str:
        """Render as `file, line 3, "Column": problem`, or as `file, key: problem`."""
        place = self.file
        if self.line is not None:
            place += f", line {self.line}"
        if self.column is not None:
            place += f', "{self.column}"'
        if self.key:
            place += f", {self.key}"
        return _QUOTED.sub(_shortened, f"{place}: {self.problem}")


_QUOTED = re.compile(r'"[^"]*"|\S{400,}')
"""What a message repeats of a file, wherever it comes from: one cell may hold a whole file."""


def _shortened(quoted: re.Match[str]) -> str:
    text = quoted[0]
    end = '"' if text.endswith('"') else ""
    return text if len(text) <= 200 else f"{text[:60]}…{end}"


class DataFaults(Exception):
    """Raised with every fault found, in the order of files and lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults, each once, those of a whole file after those of its lines."""
        found = list(dict.fromkeys(faults))
        files = {fault.file: place for place, fault in reversed(list(enumerate(found)))}
        self.faults = tuple(sorted(found, key=lambda f: (files[f.file], f.line or inf)))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[DataFaults], tuple[tuple[Fault, ...]]]:
        """Come out of a worker process as it was raised: by default from the message alone."""
        return DataFaults, (self.faults,)


COLUMNS = ("file", "line", "column", "problem")

_LONGEST = 10_000
"""Characters of a text that are kept: Python's `csv` does not read back a cell of 131,073."""


def to_text(faults: Iterable[Fault]) -> str:
    """Faults as CSV text, columns `COLUMNS`, for a later stage to raise with those of others."""
    buffer = io.StringIO()
    # quoted, since a cell at fault may hold a line break of any kind
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for fault in faults:
        cells = (getattr(fault, name) for name in COLUMNS)
        writer.writerow([cell[:_LONGEST] if isinstance(cell, str) else cell for cell in cells])
    return buffer.getvalue()


def from_text(text: str) -> list[Fault]:
    """The faults that `to_text` wrote."""
    return [
        Fault(
            row["file"],
            row["problem"],
            int(row["line"]) if row["line"] else None,
            row["column"] or None,
        )
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]


def raise_if_any(faults: Iterable[Fault]) -> None:
    """Raise `DataFaults` if there is any fault."""
    found = tuple(faults)
    if found:
        raise DataFaults(found)
