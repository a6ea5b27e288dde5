"""Kinds of values in the config: a section, numbers, lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import (
    AllowInfNan,
    BaseModel,
    ConfigDict,
    Strict,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from upgrading.fault_words import shown


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
                "value_error", "{error}", {"error": f"{shown(item)} stands twice; once is allowed"}
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
