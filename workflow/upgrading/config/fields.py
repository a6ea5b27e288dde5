"""The entries of a YAML file against a model of their fields, faults in the words of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, Final, Self, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    AllowInfNan,
    BaseModel,
    ConfigDict,
    Strict,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from upgrading.faults import Fault, key_of, no_such, none_of, shown

# Kinds of values in the config: a section, numbers, lists -----------------------------------------


class Section(BaseModel):
    """A group of keys, each with what it allows and what it means."""

    # most programs that import sections use one or two; to make them all ready takes a while
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self:
        """Read the section; a key that is left out keeps its default, if it has one.

        Raises `ValueError` for a key that it does not have and a value that is not allowed.
        """
        return cls.model_validate(config)


def _as_written(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    """The number itself: 5 is not to be shown as 5.0."""
    check(value)
    return value


def _each_once(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    """The entries of a list, of which none stands twice."""
    faults: list[InitErrorDetails] = []
    for number, item in enumerate(value if isinstance(value, list) else ()):
        if item in value[:number]:
            twice = PydanticCustomError(
                "value_error", "{error}", {"error": f"{shown(item)} appears twice; keep one"}
            )
            faults.append({"type": twice, "loc": (number,), "input": item})
    try:
        read = check(value)
    except ValidationError as error:
        faults += [
            {
                "type": one["type"],
                "loc": one["loc"],
                "input": one["input"],
                "ctx": one.get("ctx", {}),
            }
            for one in error.errors(include_url=False)
        ]
    if faults:
        raise ValidationError.from_exception_data("list", faults)
    return read


Whole = Annotated[int, Strict()]

Finite = Annotated[float, Strict(), AllowInfNan(False)]

Number = Annotated[Finite, WrapValidator(_as_written)]

Flag = Annotated[bool, Strict()]

EachOnce = WrapValidator(_each_once)
"""Part of a list's type: no entry stands twice."""


_Model = TypeVar("_Model", bound=BaseModel)

Schema: TypeAlias = dict[str, Any]
"""What is allowed at a place of a file, as pydantic writes a model or a field in JSON Schema."""

MARKS: Final = ("[key]", "[word]", "[list]")
"""Parts of a place that the file does not have: pydantic's own for the name of an entry, and tags
of types of which a value has one."""

GONE: Final = "gone"
"""What a model says in its schema of fields that it has no more: what stands in their place."""

_BOUNDS: Final = {
    "minimum": "of at least",
    "exclusiveMinimum": "above",
    "maximum": "of at most",
    "exclusiveMaximum": "below",
}


def one_of(names: Iterable[str]) -> AfterValidator:
    """Part of a field's type: the text must be one of `names`."""
    known = tuple(names)

    def check(value: str) -> str:
        if value not in known:
            raise ValueError(none_of(value, known))
        return value

    return AfterValidator(check)


def read_fields(
    model: type[_Model],
    entries: Mapping[str, Any],
    file: str,
    context: Mapping[str, Any] | None = None,
) -> tuple[dict[str, _Model], list[Fault]]:
    """Every entry that fits the model, and every fault of the others, in the order of the file.

    `context`: what the model's validators look up. A validator that raises `ValueError` gives one
    fault for each line of its text. No entries at all are a fault too.
    """
    read: dict[str, _Model] = {}
    faults: list[Fault] = []
    for name, entry in entries.items():
        try:
            read[name] = model.model_validate(entry, context=dict(context or {}))
        except ValidationError as error:
            faults += field_faults(model, error, file, (name,))
    if not entries:
        fields = ", ".join(model.model_fields)
        faults.append(Fault(file, f"no entry; names are expected, each with the fields {fields}"))
    return read, faults


def field_faults(
    model: type[BaseModel],
    error: ValidationError,
    file: str,
    path: tuple[str | int, ...] = (),
    called: str = "field",
) -> list[Fault]:
    """What pydantic found, a fault each, in words for who wrote the file.

    `called`: what the names are called that a group of the file may have.
    """
    schema = schema_of(model)
    found = []
    # what is missing first: it is told in the line of its group
    for detail in sorted(error.errors(include_url=False), key=lambda one: one["type"] != "missing"):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # pydantic counts the entries that fit; those that do not are told anyway
        place = detail["loc"]
        if detail["type"] != "extra_forbidden":
            place = tuple(part for part in place if part not in MARKS)
        text = _said(detail, schema, place, called)
        found += [Fault(file, line, key=key_of((*path, *place))) for line in text.splitlines()]
    return found


def _said(
    detail: Mapping[str, Any], schema: Schema, place: tuple[str | int, ...], called: str
) -> str:
    value, expected = detail["input"], _at(schema, place)
    match detail["type"]:
        case "value_error":
            return str(detail["ctx"]["error"])
        case "missing":
            return f"missing; expected is {allowed(expected, called)}"
        case "extra_forbidden":
            around = _alternatives(_at(schema, place[:-1]))[0]
            gone = around.get(GONE, {}).get(place[-1])
            return gone or no_such(called, place[-1], around["properties"])
        case "literal_error" if "enum" in expected:
            return none_of(value, expected["enum"])
        case "string_too_short":
            return "empty; a text is expected"
    return f"{shown(value)} is not {allowed(expected, called)}{_hint(value, expected)}"


def _hint(value: Any, expected: Schema) -> str:
    """What to write instead, where YAML reads another thing than was meant."""
    kinds = {
        one.get("type") for one in _alternatives(expected) if not one.keys() & {"pattern", "const"}
    }
    if "string" in kinds and isinstance(value, int | float | date):
        # 940330 is a number to YAML, 030212 an octal one, NO is false
        return ": YAML reads it so; put it in quotation marks"
    if "array" in kinds and not isinstance(value, list | tuple):
        return ", as in [a, b]"
    if isinstance(value, str) and kinds & {"number", "integer"}:
        whole = "integer" in kinds
        thousands = whole and re.fullmatch("[0-9]{1,3}(,[0-9]{3})+", value)
        number = value.replace(",", "" if thousands else ".")
        if re.fullmatch("[0-9]+" if whole else "[0-9]*[.]?[0-9]+", number):
            return f"; write {number}"
    return ""


@cache
def schema_of(model: type[BaseModel]) -> Schema:
    """What a model allows, all in one piece: a model within it stands where it belongs."""
    schema = model.model_json_schema()
    models = schema.pop("$defs", {})

    def whole(part: Any) -> Any:
        if isinstance(part, list):
            return list(map(whole, part))
        if not isinstance(part, dict):
            return part
        inner = models.get(str(part.get("$ref")).rpartition("/")[2], {})
        return {key: whole(value) for key, value in {**inner, **part}.items() if key != "$ref"}

    return {key: whole(value) for key, value in schema.items()}


def _alternatives(schema: Schema) -> list[Schema]:
    """What may stand at a place, one of several; that nothing may is left out."""
    several = schema.get("anyOf") or schema.get("oneOf") or [schema]
    return [one for one in several if one.get("type") != "null"]


def _at(schema: Schema, place: tuple[str | int, ...]) -> Schema:
    """What is allowed at a place within what is allowed."""
    for part in place:
        inner = [
            one.get("items")
            if isinstance(part, int)
            else one.get("properties", {}).get(part, one.get("additionalProperties"))
            for one in _alternatives(schema)
        ]
        schema = next((one for one in inner if isinstance(one, dict)), {})
    return schema


def allowed(schema: Schema, called: str) -> str:
    """What is allowed, in words: `a whole number of at least 99`.

    `called`: what the names are called that a group may have.
    """
    first, *others = _alternatives(schema)
    if others:
        return ", or ".join(allowed(one, called) for one in (first, *others))
    if "enum" in first:
        return f"one of {', '.join(map(str, first['enum']))}"
    if "const" in first:
        return shown(first["const"])
    match first.get("type"):
        case "object" if "properties" in first:
            return f"a group of {called}s ({', '.join(first['properties'])})"
        case "object":
            return "a group of names with their values"
        case "array":
            least = "a list with at least one entry" if first.get("minItems") else "a list"
            return f"{least}, each {allowed(first['items'], called)}"
        case "boolean":
            return "true or false"
        case "string":
            return str(first["description"]) if "pattern" in first else "a text"
    bounds = [f"{words} {first[name]}" for name, words in _BOUNDS.items() if name in first]
    kind = "a whole number" if first.get("type") == "integer" else "a number"
    return " ".join([kind, *[" and ".join(bounds)] * bool(bounds)])
