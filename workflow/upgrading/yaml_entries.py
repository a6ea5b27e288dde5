"""YAML text to its entries, with what is wrong with it told by line.

YAML itself keeps the last of two equal keys without a word; here that is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from upgrading.fault_words import key_of, shown
from upgrading.faults import Fault

# libyaml where it is there: ten times as fast
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_entries(content: bytes, file: str) -> tuple[dict[str, Any], list[Fault]]:
    """The keys at the top level of a YAML file with what stands under them, in its order.

    Faults: not UTF-8, not YAML (with line and column), no keys at the top level, a key that stands
    twice, at whatever depth. Without keys at the top level nothing is returned.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        there = content[: error.start].rpartition(b"\n")[2].decode("utf-8", "replace")[-20:]
        byte = f"byte 0x{content[error.start]:02X} after {shown(there)}"
        return {}, [Fault(file, f"{byte} is not UTF-8; save the file as UTF-8", line)]
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        faults = [] if node is None else list(_twice(node, file))
        entries = None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        return {}, [_broken(error, text, file)]
    finally:
        loader.dispose()
    if not isinstance(entries, dict):
        found = "the file is empty" if entries is None else f"{shown(entries)} stands here"
        return {}, [*faults, Fault(file, f'{found}; lines of the form "key: value" are expected')]
    return {str(key): value for key, value in entries.items()}, faults


def lines_of(content: bytes) -> dict[str, int]:
    """The line of every key and list item of a YAML file that can be read, by `key_of` its place.

    Nothing of a file that cannot be read: `read_entries` tells what is wrong with it.
    """
    try:
        node = yaml.compose(content.decode("utf-8-sig"), Loader=_Loader)
    except (UnicodeDecodeError, yaml.YAMLError):
        return {}
    return {} if node is None else dict(_places(node))


def _places(
    node: yaml.Node, path: tuple[str | int, ...] = (), above: tuple[int, ...] = ()
) -> Iterator[tuple[str, int]]:
    """Every place below a node with its line. `above`: the nodes around, as in `_twice`."""
    if id(node) in above:
        return
    pairs: list[tuple[str | int, yaml.Node, yaml.Node]] = []
    if isinstance(node, yaml.MappingNode):
        pairs = [(str(key.value), key, value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        pairs = [(number, item, item) for number, item in enumerate(node.value)]
    for part, start, inner in pairs:
        place = (*path, part)
        yield key_of(place), start.start_mark.line + 1
        yield from _places(inner, place, (*above, id(node)))


def _twice(
    node: yaml.Node, file: str, path: tuple[str | int, ...] = (), above: tuple[int, ...] = ()
) -> Iterator[Fault]:
    """Keys that stand twice in one mapping. `above`: the nodes around, against circular aliases."""
    if id(node) in above:
        return
    inside = (*above, id(node))
    if isinstance(node, yaml.MappingNode):
        lines: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            name, line = str(key.value), key.start_mark.line + 1
            place = (*path, name)
            if name in lines and name != "<<":
                text = f"the key stands twice, first in line {lines[name]}; once is allowed"
                yield Fault(file, text, line, key=key_of(place))
            lines.setdefault(name, line)
            yield from _twice(value, file, place, inside)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _twice(item, file, (*path, number), inside)


def _broken(error: yaml.YAMLError, text: str, file: str) -> Fault:
    """Where YAML cannot be read, the text there, and why."""
    lines = text.split("\n")
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
    text_there = f"{shown(lines[row].strip())} is not readable as YAML: {problem}"
    return Fault(file, text_there, row + 1, key=f"column {column + 1}")
