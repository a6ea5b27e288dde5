"""The relations that the report asserts between collective efficiency, governance and upgrading.

`config/relations.yaml` lists them, with the place in the report and the sign asserted; nothing here
knows a relation, or how it comes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from upgrading.faults import Fault, raise_if_any
from upgrading.vocabulary import COMPONENTS, GOVERNANCE, INDICES, SECTOR_GROUPS, UPGRADING

Sign = Literal["positive", "negative", "none"]

Chains = Literal["any", "global", "domestic"]

CODES_OF: Final[Mapping[Chains, frozenset[int]]] = {
    "any": frozenset({1, 2, 3}),
    "global": frozenset({2, 3}),
    "domestic": frozenset({1, 3}),
}
"""Governance codes that count as being governed so, by the reading of the pattern."""


class Relation(BaseModel):
    """One relation; see the head of `config/relations.yaml` for the fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    location: str = Field(min_length=1)
    statement: str = Field(min_length=1)
    groups: tuple[str, ...] = Field(min_length=1)
    x: str
    y: str
    sign: Sign
    chains: tuple[Chains, ...] = ()

    @model_validator(mode="after")
    def _known_terms(self) -> Relation:
        for group in self.groups:
            if group not in SECTOR_GROUPS:
                raise ValueError(
                    f'"{group}" is not a sector group (allowed: {", ".join(SECTOR_GROUPS)})'
                )
        if len(set(self.groups)) < len(self.groups):
            raise ValueError("a sector group is named twice")
        for term, known in (
            (self.x, (*INDICES, *COMPONENTS, *GOVERNANCE)),
            (self.y, tuple(UPGRADING)),
        ):
            if term not in known:
                raise ValueError(f'"{term}" is not one of {", ".join(known)}')
        if self.governed != bool(self.chains):
            raise ValueError("chains belong to governance patterns, and to each of them")
        return self

    @property
    def governed(self) -> bool:
        """Whether x is a governance pattern."""
        return self.x in GOVERNANCE


def relations(entries: Mapping[str, Any], file: str) -> dict[str, Relation]:
    """Validate the relations (`config/relations.yaml`, parsed), in the order of the file.

    Raises `DataFaults`, all at once: a field missing, wrong or not known, a term that is not of the
    study's vocabulary, a governance pattern without its reading of chains.
    """
    faults: list[Fault] = []
    read: dict[str, Relation] = {}
    for name, entry in entries.items():
        try:
            read[name] = Relation.model_validate(entry)
        except ValidationError as error:
            for detail in error.errors():
                place = ".".join(str(part) for part in (name, *detail["loc"]))
                faults.append(Fault(file, f"{place}: {detail['msg']}"))
    raise_if_any(faults)
    return read
