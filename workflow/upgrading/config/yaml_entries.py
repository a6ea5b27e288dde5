"""YAML text to its entries, with what is wrong with it told by line.

YAML itself keeps the last of two equal keys without a word, takes the key `NO` for false and lets
a few lines of aliases stand for more values than memory holds; here these are faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml

from upgrading.faults import Fault, key_of, shown, unfit

_DEEPEST: Final = 50
"""Lists and groups within one another; the program's own files have 7."""

_MOST: Final = 100_000
"""Values of a file, each alias counted as what it stands for; the program's own have 1,200."""

_LONGEST: Final = 64
"""Bits of a whole number."""

_REMEDIES: Final = {
    "did not find expected key": "; indent the line as those beside it",
    "mapping values are not allowed": "; put a text with a colon in quotation marks, and indent "
    "what belongs to a key further than the key",
    "could not find expected ':'": "; a colon and a blank are missing here or in the line above",
}
"""What to do about what YAML says of a file."""

_KINDS: Final = {
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "null": "nothing",
    "timestamp": "a date",
}
"""What YAML may take a key for, by the end of its tag."""

_TEXT: Final = "tag:yaml.org,2002:str"
_MERGE: Final = "tag:yaml.org,2002:merge"

# libyaml where it is there: ten times as fast
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):  # type: ignore[misc]
    """Says where a value stands that YAML takes for a number or date and cannot make one of."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            value = super().construct_object(node, deep=deep)
            if isinstance(value, int) and value.bit_length() > _LONGEST:
                raise OverflowError
            return value
        except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
            kind = _KINDS.get(node.tag.rpartition(":")[2], "what its tag says")
            text = f"it cannot be read as {kind}; put it in quotation marks if it is a text"
            raise yaml.constructor.ConstructorError(None, None, text, node.start_mark) from error


def read_entries(content: bytes, file: str) -> tuple[dict[str, Any], list[Fault]]:
    """The keys at the top level of a YAML file with what stands under them, in its order.

    Faults: not UTF-8, not YAML (with line and column), more or deeper than any such file can be, no
    keys at the top level; at whatever depth, a key that stands twice or is no text, and a text that
    no table could show (`faults.unfit`). Without keys at the top level nothing is returned.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        there = content[: error.start].rpartition(b"\n")[2].decode("utf-8", "replace")[-20:]
        byte = f"byte 0x{content[error.start]:02X} after {shown(there)}"
        return {}, [Fault(file, f"{byte} is not UTF-8; save the file as UTF-8", line)]
    if beyond := _beyond_measure(text, file):
        return {}, [beyond]
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        faults = [] if node is None else list(_wrong_parts(node, file))
        entries = None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        return {}, [_broken(error, text, file)]
    finally:
        loader.dispose()
    if not isinstance(entries, dict):
        found = "the file is empty" if entries is None else f"{shown(entries)} stands here"
        return {}, [*faults, Fault(file, f'{found}; lines of the form "key: value" are expected')]
    return _by_text(entries), faults


def _by_text(value: Any) -> Any:
    """The value with all keys as text, at whatever depth."""
    if isinstance(value, dict):
        return {str(key): _by_text(inner) for key, inner in value.items()}
    return [_by_text(item) for item in value] if isinstance(value, list) else value


def _beyond_measure(text: str, file: str) -> Fault | None:
    """Why a file is not to be composed: too deep, too many values, an alias within its own anchor.

    Event by event, since composing is what ends in a stack too deep or a memory full. What is no
    YAML has no such fault.
    """
    around: list[_Part] = [_Part(None)]
    known: dict[str, _Part] = {}
    event: Any
    try:
        for event in yaml.parse(text, Loader=_Loader):
            part, line = _Part(getattr(event, "anchor", None)), event.start_mark.line + 1
            if isinstance(event, yaml.AliasEvent):
                if any(part.anchor == outer.anchor for outer in around):
                    problem = f"*{part.anchor} stands within &{part.anchor} itself"
                    return Fault(file, problem, line)
                part = known.get(str(part.anchor), part)
            elif isinstance(event, yaml.CollectionStartEvent):
                around.append(part)
                part = _Part(None)
            elif isinstance(event, yaml.CollectionEndEvent):
                part = around.pop()
            elif not isinstance(event, yaml.ScalarEvent):
                continue
            if part.anchor is not None:
                known[part.anchor] = part
            around[-1].take_in(part)
            if len(around) + part.depth > _DEEPEST:
                problem = f"lists and groups within one another, more than {_DEEPEST} deep"
                return Fault(file, problem, line)
            if around[-1].values > _MOST:
                problem = f"aliases (*) make more than {_MOST:,} values of this file; write less"
                return Fault(file, problem, line)
    except (yaml.YAMLError, RecursionError):
        return None
    return None


@dataclass
class _Part:
    """A value of a file, its anchor if it has one: how many values it holds and how deep it is."""

    anchor: str | None
    values: int = 1
    depth: int = 0

    def take_in(self, inner: _Part) -> None:
        self.values += inner.values
        self.depth = max(self.depth, inner.depth + 1)


def lines_of(content: bytes) -> dict[str, int]:
    """The line of every key and list item of a YAML file that can be read, by `key_of` its place.

    Nothing of a file that cannot be read: `read_entries` tells what is wrong with it.
    """
    try:
        text = content.decode("utf-8-sig")
        node = None if _beyond_measure(text, "") else yaml.compose(text, Loader=_Loader)
    except (UnicodeDecodeError, yaml.YAMLError):
        return {}
    return {} if node is None else dict(_places(node))


def _places(node: yaml.Node, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str, int]]:
    """Every place below a node with its line."""
    pairs: list[tuple[str | int, yaml.Node, yaml.Node]] = []
    if isinstance(node, yaml.MappingNode):
        pairs = [(str(key.value), key, value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        pairs = [(number, item, item) for number, item in enumerate(node.value)]
    for part, start, inner in pairs:
        place = (*path, part)
        yield key_of(place), start.start_mark.line + 1
        yield from _places(inner, place)


def _wrong_parts(node: yaml.Node, file: str, path: tuple[str | int, ...] = ()) -> Iterator[Fault]:
    """Keys that stand twice in one mapping or that YAML takes for something but text; unfit texts.

    What aliases stand for is told at each of them.
    """
    if isinstance(node, yaml.ScalarNode) and node.tag == _TEXT:
        if problem := unfit(node.value, lines=True):
            yield Fault(file, problem, node.start_mark.line + 1, key=key_of(path))
    elif isinstance(node, yaml.MappingNode):
        lines: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            name, line = str(key.value), key.start_mark.line + 1
            place = (*path, name)
            if key.tag not in (_TEXT, _MERGE):
                kind = key.tag.rpartition(":")[2]
                text = (
                    f"YAML takes this key for {_KINDS.get(kind, kind)}; put it in quotation marks"
                )
                yield Fault(file, text, line, key=key_of(place))
            elif problem := unfit(name):
                yield Fault(file, problem, line, key=key_of(place))
            if name in lines and key.tag != _MERGE:
                text = f"the key appears twice, first in line {lines[name]}; keep one"
                yield Fault(file, text, line, key=key_of(place))
            lines.setdefault(name, line)
            yield from _wrong_parts(value, file, place)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _wrong_parts(item, file, (*path, number))


def _broken(error: yaml.YAMLError, text: str, file: str) -> Fault:
    """Where YAML cannot be read, the text there, and why."""
    # what YAML counts as the end of a line
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", text)
    if isinstance(error, yaml.reader.ReaderError):
        before = text[: error.position]
        row, column = before.count("\n"), len(before) - (before.rfind("\n") + 1)
        problem = f"the character U+{ord(text[error.position]):04X} is not allowed in YAML"
        return Fault(file, problem, row + 1, key=f"column {column + 1}")
    mark = getattr(error, "problem_mark", None)
    start = getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or error).splitlines()[0]
    if mark is None:
        return Fault(file, f"not readable as YAML: {problem}")
    context = str(getattr(error, "context", ""))
    if start is not None and context.startswith(
        ("while parsing a flow", "while scanning a quoted")
    ):
        # a bracket or quotation mark that is not closed is missed only further on
        problem += f" (by line {mark.line + 1})" if mark.line > start.line else ""
        mark = start
    row, column = mark.line, mark.column
    while row and (row >= len(lines) or not lines[row].strip()):
        row -= 1
        column = len(lines[row])
    if "\t" in lines[row][: column + 1]:
        problem = "a tab; indent with blanks"
    problem += next((told for words, told in _REMEDIES.items() if words in problem), "")
    text_there = f"{shown(lines[row].strip())} is not readable as YAML: {problem}"
    return Fault(file, text_there, row + 1, key=f"column {column + 1}")
