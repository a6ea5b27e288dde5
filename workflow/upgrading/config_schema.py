"""A config against its schema: every fault at once, in the words of the file."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import fastjsonschema

from upgrading.fault_words import key_of, no_such, none_of, shown
from upgrading.faults import Fault

_Problem = tuple[tuple[str | int, ...], str]

_TYPES: Final = ("object", "array", "string", "integer", "number", "boolean")

_KEYWORDS: Final[Mapping[str, tuple[Callable[[Any], bool], str]]] = {
    **dict.fromkeys(("$schema", "title", "description"), (lambda v: isinstance(v, str), "a text")),
    "type": (lambda v: v in _TYPES, f"one of {', '.join(_TYPES)}"),
    "additionalProperties": (lambda v: v is False, "false"),
    "required": (lambda v: _is_list_of(str, v), "a list of the keys of the group"),
    "properties": (lambda v: isinstance(v, dict) and bool(v), "a group of keys, each explained"),
    "items": (lambda v: isinstance(v, dict), "a group of keywords"),
    "enum": (lambda v: _is_list_of(str, v), "a list of texts, at least one,"),
    "oneOf": (lambda v: _is_list_of(dict, v), "a list of groups of keywords, at least one,"),
    **dict.fromkeys(
        ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"),
        (lambda v: _is_number(v), "a number"),
    ),
    "minItems": (lambda v: type(v) is int and v >= 0, "a whole number of at least 0"),
    "uniqueItems": (lambda v: isinstance(v, bool), "true or false"),
    "pattern": (lambda v: _is_pattern(v), "a regular expression"),
}
"""What the schema may say of a key: whether a value of the keyword will do, and which ones will."""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_list_of(kind: type, value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, kind) for one in value)


def _is_pattern(value: Any) -> bool:
    try:
        re.compile(value)
    except (re.error, TypeError, RecursionError, OverflowError):
        return False
    return isinstance(value, str)


def faults_of_schema(schema: Mapping[str, Any], file: str) -> list[Fault]:
    """What is wrong with a schema itself: keywords, their values, a group that does not ask for
    each of its keys, a pattern without the words for what it allows.
    """
    problems = dict.fromkeys(_wrong_in({"type": "object", **schema}, ()))
    return [Fault(file, problem, key=key_of(path)) for path, problem in problems]


def _wrong_in(schema: Any, path: tuple[str | int, ...]) -> Iterator[_Problem]:
    if not isinstance(schema, Mapping):
        yield path, f"{shown(schema)} stands here; what is allowed for the key is expected"
        return
    for keyword, value in schema.items():
        if keyword not in _KEYWORDS:
            yield (*path, keyword), no_such("keyword", keyword, _KEYWORDS)
            continue
        fits, expected = _KEYWORDS[keyword]
        if not fits(value):
            yield (*path, keyword), f"{shown(value)} stands here; {expected} is expected"
    keys = schema.get("properties", {})
    if schema.get("type") == "object" and isinstance(keys, Mapping):
        asked: Any = schema.get("required")
        named = asked if _is_list_of(str, asked) else []
        for key in keys:
            if key not in named:
                yield (
                    (*path, "required"),
                    f"{shown(key)} is not in the list; every key is asked for",
                )
        for key in named:
            if key not in keys:
                yield (*path, "required"), no_such("key", key, keys)
        for keyword in ("properties", "additionalProperties"):
            if keyword not in schema:
                yield (*path, keyword), f"missing; expected is {_KEYWORDS[keyword][1]}"
    if "pattern" in schema and "description" not in schema:
        yield (*path, "description"), "missing; a pattern needs words for what it allows"
    if not schema.keys() & {"type", "enum", "oneOf"}:
        yield path, "what kind of value is allowed is missing; expected is type, enum or oneOf"
    for key, inner in keys.items() if isinstance(keys, Mapping) else ():
        yield from _wrong_in(inner, (*path, "properties", key))
    if schema.get("type") == "array" or "items" in schema:
        yield from _wrong_in(schema.get("items"), (*path, "items"))
    alternatives = schema.get("oneOf")
    for number, one in enumerate(alternatives if isinstance(alternatives, list) else ()):
        yield from _wrong_in(one, (*path, "oneOf", number))


def schema_faults(config: Mapping[str, Any], schema: Mapping[str, Any], file: str) -> list[Fault]:
    """Every value of `config` that `schema` does not allow, every key missing or not known.

    Stricter than JSON Schema in what YAML can write: numbers are finite, `2.0` is no whole number.
    """
    if not _has_a_float_in_doubt(config):
        try:
            fastjsonschema.validate(dict(schema), dict(config))
        except fastjsonschema.JsonSchemaValueException:
            pass  # which stops at the first fault
        else:
            return []
    found = dict.fromkeys(_problems(config, schema))
    problems = sorted(found, key=lambda problem: _place(problem[0], config))
    return [Fault(file, problem, key=key_of(path)) for path, problem in problems]


def _has_a_float_in_doubt(value: Any) -> bool:
    """Whether there is a float that the quick library lets pass in place of a whole number."""
    if isinstance(value, Mapping):
        return any(map(_has_a_float_in_doubt, value.values()))
    if isinstance(value, list):
        return any(map(_has_a_float_in_doubt, value))
    return isinstance(value, float) and (not math.isfinite(value) or value.is_integer())


def _place(path: tuple[str | int, ...], config: Any) -> list[int]:
    """Where a key stands in the config, to be told in its order; what is missing comes first.

    Among what is missing the order of the schema stays.
    """
    place = []
    for part in path:
        if isinstance(part, int):
            place.append(part)
        else:
            names = list(map(str, config))
            place.append(names.index(part) if part in names else -1)
        config = config.get(part) if isinstance(config, Mapping) else config[int(part)]
    return place


def _problems(config: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[_Problem]:
    # takes most of a second, which a config without faults is spared
    from jsonschema import Draft7Validator, validators

    def is_whole(_: Any, value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    def is_number(_: Any, value: object) -> bool:
        return is_whole(_, value) or (isinstance(value, float) and math.isfinite(value))

    types = Draft7Validator.TYPE_CHECKER.redefine_many({"integer": is_whole, "number": is_number})
    validator = validators.extend(Draft7Validator, type_checker=types)(dict(schema))
    for error in validator.iter_errors(dict(config)):
        yield from _told(error)


def _told(error: Any) -> Iterator[_Problem]:
    """A fault that the library found, in words; some are several."""
    path, value = tuple(error.absolute_path), error.instance
    match error.validator:
        case "required":
            for name in error.validator_value:
                if name not in value:
                    expected = allowed(error.schema["properties"][name])
                    yield (*path, name), f"missing; expected is {expected}"
        case "additionalProperties":
            known = error.schema.get("properties", {})
            for name in value:
                if name not in known:
                    yield (*path, str(name)), no_such("key", name, known)
        case "uniqueItems":
            for number, item in enumerate(value):
                if item in value[:number]:
                    yield (*path, number), f"{shown(item)} stands twice; once is allowed"
        case "enum":
            yield path, none_of(value, map(str, error.validator_value))
        case "oneOf" if inner := _within_the_list(error):
            for one in inner:
                yield from _told(one)
        case _:
            yield path, f"{shown(value)} is not {allowed(error.schema)}"


def _within_the_list(error: Any) -> list[Any]:
    """What is wrong with the alternative that is meant, if a list is given and one is a list."""
    lists = [n for n, one in enumerate(error.validator_value) if one.get("type") == "array"]
    if not isinstance(error.instance, list) or not lists:
        return []
    return [one for one in error.context if one.relative_schema_path[0] == lists[0]]


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
