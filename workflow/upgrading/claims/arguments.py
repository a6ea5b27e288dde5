"""Functions of the language: what kinds of values they take, and whether a value is of a kind."""

from __future__ import annotations

import collections.abc
import inspect
import types
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

from upgrading.claims.conditions import CALLED, IN_QUOTES, STANDS_FOR, Condition, Token
from upgrading.claims.quantities import Quantity, Wording, number
from upgrading.faults import near

_SEVERAL: Final = (tuple, list, collections.abc.Iterable, collections.abc.Sequence)
_UNION: Final = (Union, types.UnionType)
_OF_TYPES: Final[Mapping[object, str]] = {
    Quantity: "quantity",
    Condition: "condition",
    Wording: "wording",
    str: "text",
    bool: "switch",
    tuple: "list",
}


class Unfit(Exception):
    """A value that is not of the kind that is wanted; the text says what is, and what is near."""


@dataclass(frozen=True)
class Wanted:
    """What an argument takes: values of one of these kinds, one or a list of them."""

    kinds: tuple[str, ...]
    several: bool = False

    @classmethod
    def of(cls, hint: Any) -> Wanted:
        """What an annotation says."""
        origin, inner = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return cls((str(inner[1]),))
        if origin in _SEVERAL:
            return cls(cls.of(inner[0]).kinds, several=True)
        if origin in _UNION:
            return cls(tuple(kind for one in inner for kind in cls.of(one).kinds))
        return cls((_OF_TYPES.get(hint, "test"),))

    def __str__(self) -> str:
        """In words: `a list of quantities` is `quantity …`."""
        told = " or ".join(CALLED[kind] for kind in self.kinds)
        return f"a list; each: {told}" if self.several else told


@dataclass(frozen=True)
class Function:
    """A function of the language: its name there, and what it calls."""

    name: str
    make: Callable[..., object]

    @cached_property
    def signature(self) -> inspect.Signature:
        """Its arguments."""
        return inspect.signature(self.make)

    @cached_property
    def wanted(self) -> Mapping[str, Wanted]:
        """What each argument takes, and under `return` what the function gives."""
        hints = get_type_hints(self.make, include_extras=True)
        wanted = {name: Wanted.of(hint) for name, hint in hints.items()}
        return wanted | {name: Wanted(wanted[name].kinds, True) for name in self._starred}

    @cached_property
    def _starred(self) -> list[str]:
        kinds = self.signature.parameters.items()
        return [name for name, one in kinds if one.kind is inspect.Parameter.VAR_POSITIONAL]

    def bound(self, values: list[object], named: Mapping[str, object]) -> inspect.BoundArguments:
        """The values by argument; where any number can stand, a list stands for its items.

        Raises `TypeError` if they are too many or too few.
        """
        given = self.signature.bind(*values, **named)
        for name in self._starred:
            several = [
                one
                for value in given.arguments.get(name, ())
                for one in (value if isinstance(value, tuple) else (value,))
            ]
            given.arguments[name] = tuple(several)
        return given

    def __str__(self) -> str:
        """Render as `mean(variable, group, where)`."""
        own = self.signature.parameters
        return f"{self.name}({', '.join('*' * (name in self._starred) + name for name in own)})"


def kind_of(value: object) -> str:
    """The kind of a value, as in `conditions.CALLED`."""
    match value:
        case Token():
            return sorted(value.kinds)[0]
        case bool():
            return "switch"
        case int() | float() | Fraction():
            return "number"
        case str():
            return "text"
        case tuple():
            return "list"
        case Quantity():
            return "quantity"
        case Condition():
            return "condition"
        case Wording():
            return "wording"
    return "test" if callable(value) else "function"


def described(value: object) -> str:
    """A value in words: `a list`, `a quantity`, `a sector group`."""
    return CALLED[kind_of(value)].split(",")[0].split(":")[0].removesuffix(" or a number")


def fitted(wanted: Wanted, value: object, quoted: Mapping[str, Collection[str]]) -> Any:
    """The value as an argument that takes this. Raises `Unfit` if it cannot be one."""
    if wanted.several or (isinstance(value, tuple) and "groups" in wanted.kinds):
        # one where several can stand is a list of one
        items = value if isinstance(value, tuple) else (value,)
        return tuple(_one(wanted.kinds, item, quoted) for item in items)
    return _one(wanted.kinds, value, quoted)


def _one(kinds: tuple[str, ...], value: Any, quoted: Mapping[str, Collection[str]]) -> Any:
    own = value.kinds if isinstance(value, Token) else frozenset({kind_of(value)})
    degree = getattr(value, "degree", "")
    for kind in kinds:
        if kind == "quantity" and own & {"quantity", "number"}:
            return value if isinstance(value, Quantity) else number(value)
        if degree and (kind == "degree" or "degree" in STANDS_FOR.get(kind, ())):
            return degree
        if kind in IN_QUOTES and "text" in own:
            if value in quoted.get(kind, (value,)):
                return value
            raise Unfit(f'"{value}" is none{near(value, quoted[kind])}')
        if (
            kind in {*own, "anything"}
            or (kind == "groups" and "group" in own)
            or (kind in STANDS_FOR and own & {"text", *STANDS_FOR[kind]})
            or (kind == "wording" and "text" in own)
        ):
            return value
    raise Unfit(f"{described(value)} is given; {Wanted(kinds)} is expected")
