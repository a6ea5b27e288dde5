"""How a file is read and written: by the codec that its form names (`form.Form`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import yaml

from upgrading import faults
from upgrading.files.form import Form

# libyaml where it is there: ten times as fast
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Codec:
    """`read`: the value, of the content of a file, its path and form; `write`: the content.

    Without `write` nothing in the study writes such a file.
    """

    read: Callable[[bytes, str, Form], Any]
    write: Callable[[Any, str, Form], bytes] | None = None


@dataclass(frozen=True)
class RawFile:
    """A raw file: the name that messages give it, and its bytes."""

    name: str
    content: bytes


def read(content: bytes, path: str, form: Form) -> Any:
    """What a file holds. Raises `DataFaults` where it holds what the study cannot read."""
    return _codec(form).read(content, path, form)


def write(value: Any, path: str, form: Form) -> bytes:
    """The content of the file that holds the value: equal values, equal bytes.

    Raises `TypeError` for a kind that is only read, for a table with other columns than those that
    are listed, and for a float where exact numbers belong.
    """
    if (written := _codec(form).write) is None:
        raise TypeError(f"{path}: no such file is written")
    return written(value, path, form)


def _codec(form: Form) -> Codec:
    module, name = form.codec.split(":")
    found: Codec = getattr(import_module(f"upgrading.{module}"), name)
    return found


def parsed(content: bytes) -> Any:
    """What a YAML file says."""
    return yaml.load(content.decode(), Loader=_LOADER)


def _in_yaml(said: Any, path: str, form: Form) -> bytes:
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False).encode()


RAW = Codec(lambda content, path, _: RawFile(path, content))
TEXT = Codec(lambda content, *_: content.decode(), lambda text, *_: text.encode())
BYTES = Codec(lambda content, *_: content, lambda content, *_: content)
WORDS = Codec(lambda content, *_: parsed(content), _in_yaml)
FAULTS = Codec(
    lambda content, *_: faults.from_text(content.decode()),
    lambda found, *_: faults.to_text(found).encode(),
)
