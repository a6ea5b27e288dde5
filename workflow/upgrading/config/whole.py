"""The config as a whole, and every fault of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field, ValidationError
from pydantic_core import InitErrorDetails

from upgrading.config.analysis import (
    Averages,
    Edition,
    Indices,
    Inference,
    Multiverse,
    RawFiles,
)
from upgrading.config.kinds import Section
from upgrading.config.trade import Trade
from upgrading.faults import Fault
from upgrading.fields import field_faults


class Config(Section):
    """Every choice that the analysis makes."""

    edition: Edition = Field(
        description="Which edition of the scores the analysis uses. `printed`: exactly as printed. "
        "`corrected`: with the misprints of data/raw/errata.csv corrected and the rows of "
        "data/raw/updates applied. The audit always uses `printed`."
    )
    indices: Indices
    averages: Averages
    inference: Inference
    multiverse: Multiverse
    raw_files: RawFiles
    trade: Trade


def value_faults(config: Mapping[str, Any], file: str) -> list[Fault]:
    """Every value of a config that is not allowed, every key that is missing or not known.

    Nothing is taken for granted: a key that has a default in the program must stand there as well.
    """
    left_out = list(_left_out(Config, config))
    wrong = [ValidationError.from_exception_data("Config", left_out)] if left_out else []
    try:
        Config.model_validate(config)
    except ValidationError as error:
        wrong.append(error)
    return [fault for one in wrong for fault in field_faults(Config, one, file, called="key")]


def _left_out(
    model: type[Section], given: Mapping[str, Any], path: tuple[str, ...] = ()
) -> Iterator[InitErrorDetails]:
    """Keys with a default that are not given."""
    for name, field in model.model_fields.items():
        value, inner = given.get(name), field.annotation
        if name not in given and not field.is_required():
            yield {"type": "missing", "loc": (*path, name), "input": given}
        elif isinstance(inner, type) and issubclass(inner, Section) and isinstance(value, Mapping):
            yield from _left_out(inner, value, (*path, name))
