"""The relations that the report asserts between collective efficiency, governance and upgrading.

`config/relations.yaml` lists them, with the place in the report and the sign asserted; nothing here
knows a relation, or how it comes out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from upgrading.config.fields import one_of, read_fields
from upgrading.faults import Fault, raise_if_any
from upgrading.files.codec import Codec, parsed
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
    groups: tuple[Annotated[str, one_of(SECTOR_GROUPS)], ...] = Field(min_length=1)
    x: Annotated[str, one_of((*INDICES, *COMPONENTS, *GOVERNANCE))]
    y: Annotated[str, one_of(UPGRADING)]
    sign: Sign
    denies: Literal["link", "effect"] = "effect"
    chains: tuple[Chains, ...] = Field(default=(), validate_default=True)

    @field_validator("groups")
    @classmethod
    def _each_once(cls, groups: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(groups)) < len(groups):
            raise ValueError("a sector group is named twice; keep one")
        return groups

    @field_validator("chains")
    @classmethod
    def _of_governance(cls, chains: tuple[Chains, ...], others: ValidationInfo) -> Any:
        x = others.data.get("x", "")
        if x in GOVERNANCE and not chains:
            names = ", ".join(CODES_OF)
            raise ValueError(f"none; a governance pattern ({x}) needs some of {names}")
        if chains and x and x not in GOVERNANCE:
            raise ValueError(f"chains belong to governance patterns, and {x} is none")
        return chains

    @property
    def governed(self) -> bool:
        """Whether x is a governance pattern."""
        return self.x in GOVERNANCE


SIGNS: Final[Mapping[Sign, int]] = {"positive": 1, "negative": -1, "none": 0}


class Member(NamedTuple):
    """A relation as a set asserts it: x, y, where, sign (1 or −1).

    `chains`: of a governance pattern the readings of its chains, the nearest first.
    """

    x: str
    chains: tuple[Chains, ...]
    y: str
    groups: tuple[str, ...]
    sign: int

    @classmethod
    def of(cls, relation: Relation, sign: int) -> Member:
        """The relation with this sign."""
        return cls(relation.x, relation.chains, relation.y, relation.groups, sign)

    @property
    def place(self) -> Member:
        """What is related to what and where, whatever the sign."""
        return self._replace(groups=tuple(sorted(self.groups)), sign=1)


def relations(entries: Mapping[str, Any], file: str) -> dict[str, Relation]:
    """Validate the relations (`config/relations.yaml`, parsed), in the order of the file.

    Raises `DataFaults`, all at once: a field missing, wrong or not known, a term that is not of the
    study's vocabulary, a governance pattern without its reading of chains.
    """
    read, faults = read_fields(Relation, entries, file)
    raise_if_any(faults)
    return read


FILE: Final = Codec(lambda content, path, _: relations(parsed(content), path))


def unscored(
    listed: Mapping[str, Relation], scored: Collection[tuple[str, str]], file: str
) -> list[Fault]:
    """The relations of whose y none of their sector groups has a score: nothing can be computed.

    `scored`: the pairs of a sector group and a column that some cluster of the group has.
    """
    return [
        Fault(
            file,
            f"no cluster of {', '.join(relation.groups)} has a score of {relation.y}",
            key=f"{name}.y",
        )
        for name, relation in listed.items()
        if not any((group, relation.y) in scored for group in relation.groups)
    ]
