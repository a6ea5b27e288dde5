"""A config against its schema: every fault at once, in the words of the file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import fastjsonschema

from upgrading.fault_words import key_of, no_such, none_of, shown
from upgrading.faults import Fault

_Problem = tuple[tuple[str | int, ...], str]


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
