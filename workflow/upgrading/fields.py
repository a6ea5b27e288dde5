"""The entries of a YAML file against a model of their fields, faults in the words of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ValidationError

from upgrading.fault_words import key_of, no_such, none_of, shown
from upgrading.faults import Fault

_Model = TypeVar("_Model", bound=BaseModel)


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
    model: type[BaseModel], error: ValidationError, file: str, path: tuple[str | int, ...] = ()
) -> list[Fault]:
    """What pydantic found, a fault each, in words for who wrote the file."""
    found = []
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # pydantic counts the entries that fit; those that do not are told anyway
        # "[key]" is pydantic's own mark for the name of an entry
        place = tuple(part for part in detail["loc"] if part != "[key]")
        text = _said(model, detail["type"], detail, place)
        found += [Fault(file, line, key=key_of((*path, *place))) for line in text.splitlines()]
    return found


def _said(
    model: type[BaseModel], kind: str, detail: Mapping[str, Any], place: tuple[str | int, ...]
) -> str:
    found = shown(detail["input"])
    say: dict[str, Callable[[], str]] = {
        "missing": lambda: f"missing (the fields: {', '.join(_around(model, place))})",
        "extra_forbidden": lambda: no_such("field", place[-1], _around(model, place)),
        "value_error": lambda: str(detail["ctx"]["error"]),
        "literal_error": lambda: none_of(detail["input"], _literals(detail)),
        "string_type": lambda: _no_text(detail["input"]),
        "string_too_short": lambda: "empty; a text is expected",
        "too_short": lambda: f"{found} stands here; at least one entry is expected",
        "greater_than_equal": lambda: f"{found} is not {detail['ctx']['ge']} or more",
        "tuple_type": lambda: f"{found} is not a list, as in [a, b]",
        "dict_type": lambda: f"{found} is not a group of names with their values",
        "model_type": lambda: (
            f"{found} stands here; fields are expected ({', '.join(_fields(model, place))})"
        ),
        "bool_type": lambda: f"{found} is not true or false",
        "bool_parsing": lambda: f"{found} is not true or false",
        "int_type": lambda: f"{found} is not a whole number",
        "int_parsing": lambda: f"{found} is not a whole number",
        "int_from_float": lambda: f"{found} is not a whole number",
        "finite_number": lambda: f"{found} is not a finite number",
    }
    return say[kind]() if kind in say else f"{found} is not allowed here"


def _no_text(value: Any) -> str:
    """YAML takes 940330 for a number, 030212 for an octal one and NO for false."""
    if isinstance(value, Mapping | list) or value is None:
        return f"{shown(value)} is not a text"
    return f"read as {value!r}: put what stands there in quotation marks"


def _literals(detail: Mapping[str, Any]) -> list[str]:
    """The words that a literal allows, out of pydantic's list of them: `'a', 'b' or 'c'`."""
    return str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")


def _around(model: type[BaseModel], place: tuple[str | int, ...]) -> list[str]:
    """The fields beside the last of `place`."""
    return _fields(model, place[:-1])


def _fields(model: type[BaseModel], place: tuple[str | int, ...]) -> list[str]:
    """The fields of the model that stands at `place` in `model`."""
    for part in place:
        field = model.model_fields.get(str(part))
        if field is None:
            continue  # a name or number within a field
        inner = [field.annotation, *get_args(field.annotation)]
        found = [one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)]
        model = found[0] if found else model
    return list(model.model_fields)
