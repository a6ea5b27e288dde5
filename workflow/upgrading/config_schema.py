"""A config against its schema: every fault at once, in the words of the file.

Reads the part of JSON Schema that `config/schema.yaml` is written in (`KEYWORDS`). The libraries
for all of it either stop at the first fault or take longer to import than a run with nothing to do.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from upgrading.fault_words import key_of, no_such, none_of, shown
from upgrading.faults import Fault

KEYWORDS: Final = frozenset(
    {
        *("type", "enum", "oneOf", "properties", "required", "additionalProperties", "items"),
        *("minItems", "uniqueItems", "pattern", "minimum", "maximum"),
        *("exclusiveMinimum", "exclusiveMaximum", "description", "title", "$schema"),
    }
)
"""All that a schema may say; what is beyond it would go unread."""

_Path = tuple[str | int, ...]

_Problem = tuple[_Path, str]


def schema_faults(config: Mapping[str, Any], schema: Mapping[str, Any], file: str) -> list[Fault]:
    """Every value of `config` that `schema` does not allow, every key missing or not known."""
    found = _problems(config, schema, ())
    return [Fault(file, problem, key=key_of(path)) for path, problem in found]


def _problems(value: Any, schema: Mapping[str, Any], path: _Path) -> Iterator[_Problem]:
    if "oneOf" in schema:
        yield from _alternatives(value, schema, path)
    elif "enum" in schema:
        if not any(value == one and type(value) is type(one) for one in schema["enum"]):
            yield path, none_of(value, map(str, schema["enum"]))
    elif schema.get("type") == "object":
        yield from _keys(value, schema, path)
    elif schema.get("type") == "array":
        yield from _items(value, schema, path)
    elif not _fits(value, schema):
        yield path, f"{shown(value)} is not {allowed(schema)}"


def _alternatives(value: Any, schema: Mapping[str, Any], path: _Path) -> Iterator[_Problem]:
    """What is wrong with the alternative that is meant: the list, if a list is given."""
    tried = [(one, list(_problems(value, one, path))) for one in schema["oneOf"]]
    if not all(problems for _, problems in tried):
        return
    for one, problems in tried:
        if isinstance(value, list) and one.get("type") == "array":
            yield from problems
            return
    yield path, f"{shown(value)} is not {allowed(schema)}"


def _keys(value: Any, schema: Mapping[str, Any], path: _Path) -> Iterator[_Problem]:
    properties = schema.get("properties", {})
    if not isinstance(value, Mapping):
        yield path, f"{shown(value)} is not {allowed(schema)}"
        return
    for name in schema.get("required", []):
        if name not in value:
            yield (*path, name), f"missing; expected is {allowed(properties[name])}"
    for name, inner in value.items():
        if name in properties:
            yield from _problems(inner, properties[name], (*path, name))
        elif schema.get("additionalProperties") is False:
            yield (*path, str(name)), no_such("key", name, properties)


def _items(value: Any, schema: Mapping[str, Any], path: _Path) -> Iterator[_Problem]:
    if not isinstance(value, list):
        yield path, f"{shown(value)} is not {allowed(schema)}"
        return
    if len(value) < schema.get("minItems", 0):
        yield path, f"{shown(value)} is not {allowed(schema)}"
    for number, item in enumerate(value):
        yield from _problems(item, schema.get("items", {}), (*path, number))
        if schema.get("uniqueItems") and item in value[:number]:
            yield (*path, number), f"{shown(item)} stands twice; once is allowed"


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether a single value is of the type, and within the bounds, of its schema."""
    kind = schema.get("type")
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "string":
        return isinstance(value, str) and bool(re.search(schema.get("pattern", ""), value))
    if kind in {"integer", "number"}:
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole and (kind == "integer" or not isinstance(value, float)):
            return False
        return (
            math.isfinite(value)
            and value >= schema.get("minimum", -math.inf)
            and value <= schema.get("maximum", math.inf)
            and value > schema.get("exclusiveMinimum", -math.inf)
            and value < schema.get("exclusiveMaximum", math.inf)
        )
    return True


def allowed(schema: Mapping[str, Any]) -> str:
    """What a schema allows, in words: `a whole number of at least 99`."""
    if "oneOf" in schema:
        return ", or ".join(map(allowed, schema["oneOf"]))
    if "enum" in schema:
        names = ", ".join(map(str, schema["enum"]))
        return f"one of {names}" if len(schema["enum"]) > 1 else f'"{names}"'
    kind = schema.get("type")
    if kind == "object":
        return f"a group of keys ({', '.join(schema.get('properties', {}))})"
    if kind == "array":
        least = "a list with at least one entry" if schema.get("minItems") else "a list"
        return f"{least}, each {allowed(schema.get('items', {}))}"
    if kind == "boolean":
        return "true or false"
    if kind == "string":
        return str(schema["description"]) if "pattern" in schema else "a text"
    return f"{'a whole number' if kind == 'integer' else 'a number'}{_bounds(schema)}"


def _bounds(schema: Mapping[str, Any]) -> str:
    bounds = [
        f"{words} {schema[keyword]}"
        for keyword, words in (
            ("minimum", "of at least"),
            ("exclusiveMinimum", "above"),
            ("maximum", "of at most"),
            ("exclusiveMaximum", "below"),
        )
        if keyword in schema
    ]
    return " " + " and ".join(bounds) if bounds else ""
