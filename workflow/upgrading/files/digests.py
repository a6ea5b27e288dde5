"""What a value is, as a digest: equal values, equal digests, in every process and run.

Not by pickle: equal frames are pickled differently, and sets follow the hash seed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Set
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import singledispatch
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pydantic import BaseModel


def digest(value: Any) -> bytes:
    """SHA-256 of a value. Raises `TypeError` for a kind that it does not know."""
    found = hashlib.sha256(f"{type(value).__name__}:".encode())
    found.update(_content(value))
    return found.digest()


def _of(parts: Iterable[Any]) -> bytes:
    return b"".join(digest(part) for part in parts)


@singledispatch
def _content(value: Any) -> bytes:
    if is_dataclass(value) and not isinstance(value, type):
        return _of(part for one in fields(value) for part in (one.name, getattr(value, one.name)))
    raise TypeError(f"no digest of {type(value).__name__}")


@_content.register
def _(value: bytes) -> bytes:
    return value


@_content.register(str)
@_content.register(bool)
@_content.register(int)
@_content.register(float)
@_content.register(Fraction)
@_content.register(Path)
@_content.register(type(None))
@_content.register(np.generic)
def _plain(value: Any) -> bytes:
    return repr(value).encode() if not isinstance(value, str) else value.encode()


@_content.register(list)
@_content.register(tuple)
def _sequence(value: Iterable[Any]) -> bytes:
    return _of(value)


@_content.register
def _(value: Mapping) -> bytes:  # type: ignore[type-arg]
    return _of(part for item in value.items() for part in item)


@_content.register
def _(value: Set) -> bytes:  # type: ignore[type-arg]
    return b"".join(sorted(digest(part) for part in value))


@_content.register
def _(value: BaseModel) -> bytes:
    return digest(value.model_dump())


@_content.register
def _(value: np.ndarray) -> bytes:
    if value.dtype.hasobject:
        return _of(value.tolist())
    return f"{value.dtype.str}{value.shape}".encode() + value.tobytes()


@_content.register
def _(value: pd.DataFrame) -> bytes:
    return _of(part for name in value for part in (name, value[name]))


@_content.register
def _(value: pd.Series) -> bytes:
    if isinstance(value.dtype, pd.CategoricalDtype):
        return _of((value.cat.codes.to_numpy(), list(value.cat.categories)))
    if isinstance(value.dtype, np.dtype) and not value.dtype.hasobject:
        return _content(value.to_numpy())
    missing = value.isna()
    return str(value.dtype).encode() + _of(value.astype(object).where(~missing, None))
