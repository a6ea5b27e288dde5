"""Choices of the analysis as small frozen dataclasses, read from a mapping of the config."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

Choices = TypeVar("Choices")


def _frozen(value: Any) -> Any:
    """Lists become tuples, at every depth, so that a choice cannot change once made."""
    if isinstance(value, Mapping):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list) else value


def from_config(cls: type[Choices], config: Mapping[str, Any], section: str) -> Choices:
    """Build the dataclass `cls` from `config`; a key that is left out keeps its default.

    Raises `ValueError` naming `section`, the key and what is allowed, all wrong keys at once: for a
    key that `cls` does not have and for a word that its `Literal` does not list.
    """
    hints = get_type_hints(cls)
    names = [field.name for field in fields(cls)]  # type: ignore[arg-type]
    wrong = [
        f"{section}: no such choice: {key} ({', '.join(names)})"
        for key in config
        if key not in names
    ]
    for key, value in config.items():
        allowed = get_args(hints.get(key)) if get_origin(hints.get(key)) is Literal else ()
        if allowed and value not in allowed:
            wrong.append(f"{section}.{key}: {value!r} is not one of {', '.join(allowed)}")
    if wrong:
        raise ValueError("\n".join(wrong))
    return cls(**{key: _frozen(value) for key, value in config.items()})
