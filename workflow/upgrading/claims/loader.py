"""The claims files, read: their content to claims, or to everything that is wrong with it.

Every file but `names.yaml` holds claims of a part of the report, by place: files in the order of
their names, places and claims in the order of the file, make the order of the report. `names.yaml`
gives names to expressions that several claims share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Annotated, Any, Final, TypeVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    create_model,
)

from upgrading.claims.language import BROKEN, Language, Misread, definition, meaning, test_of
from upgrading.claims.readings import Basis, Claim, Denial, Reading, Tier
from upgrading.config.fields import EachOnce, field_faults
from upgrading.config.yaml_entries import lines_of, read_entries
from upgrading.faults import Fault, guess, key_of, raise_if_any, shown
from upgrading.parts import written
from upgrading.vocabulary import EFFICIENCY_SETS

T = TypeVar("T")

NAMES: Final = "names.yaml"

_TEXT: Final = (str, Field("", min_length=1))
_READINGS: Final[tuple[Any, Any]] = (Mapping[str, str], Field({}, min_length=1))
_NAMES: Final = (
    Annotated[
        tuple[str, ...],
        BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
        EachOnce,
    ],
    Field((), min_length=1),
)
"""One name or a list of some."""

_Entry: Final[type[BaseModel]] = create_model(
    "Claim",
    __config__=ConfigDict(extra="forbid"),
    **{  # type: ignore[call-overload]
        **{"says": (str, Field(min_length=1)), "at": (str, Field(min_length=1)), "also at": _TEXT},
        **{"basis": (Basis, ""), "denies": (Denial, ""), "tier": (Tier, "")},
        **{"holds if": _READINGS, "beside": _READINGS, "relation": _NAMES},
        **{"conflicts with": _NAMES, "needs": _TEXT, "repeats": _TEXT},
    },
)
"""A claim as its file has it."""

_OF_REPEATS: Final = frozenset({"says", "at", "repeats"})

_ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(
        ("arithmetic", "count", "comparison", "difference", "order", "case"), ("holds if",)
    ),
    **dict.fromkeys(("relation", "absence"), ("relation", "holds if")),
    "outside": ("holds if", "needs"),
    "conflicting": ("conflicts with",),
    "not_testable": ("needs",),
}
"""By basis the keys of which a claim has at least one."""

_HEAD: Final = re.compile(r" {0,3}([a-z][a-z0-9_-]*)(?:\([^)]*\))?:(?: |$)")
"""A line in which a claim, or a name for several, begins."""

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_AGAIN: Final = re.compile(r" \(continued(?: \d+)?\)$")
"""How the key of a place ends that stood further up already."""


def load(
    files: Mapping[str, bytes], words: Language, relations: Collection[str] | None = None
) -> tuple[Claim, ...]:
    """The claims, in the order of the report. `files`: content by path. Raises `DataFaults`.

    `words`: what expressions can speak of (`table.words`). `relations`: the names of
    `config/relations.yaml`; `None` leaves unchecked what claims name.
    """
    reading = _Reading(words, relations)
    order = sorted(files, key=lambda file: (PurePosixPath(file).name != NAMES, file))
    found = {file: read_entries(files[file], file) for file in order}
    broken = {file for file, (entries, faults) in found.items() if faults and not entries}
    reading.faults += [_near(fault, files[file]) for file in broken for fault in found[file][1]]
    # without its names every claim would be at fault, without a file every claim that points there
    if not any(PurePosixPath(file).name == NAMES for file in broken):
        for file in order:
            entries, faults = found[file]
            if file not in broken:
                reading.faults += faults
            read = reading.names if PurePosixPath(file).name == NAMES else reading.places
            read(file, entries)
        if not broken:
            reading.check_repeats()
            reading.check_conflicts()
    located = _with_lines(reading.faults, files)
    first = sorted(
        located, key=lambda one: (one.file not in broken, order.index(one.file), one.line or 0)
    )
    raise_if_any(first)
    return tuple(reading.lent(claim) for claim in reading.claims.values())


@dataclass
class _Reading:
    """What was read so far: claims by id, where they stand, what is wrong."""

    words: Language
    relations: Collection[str] | None = None
    claims: dict[str, Claim] = field(default_factory=dict)
    at: dict[str, tuple[str, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, file: str, problem: str, *path: str) -> None:
        """Note a fault of what stands there."""
        self.faults.append(Fault(file, problem, key=key_of(path)))

    def _tried(self, file: str, read: Callable[[], T], *path: str) -> T | None:
        """What is read; `None` with every problem noted if it cannot be."""
        try:
            return read()
        except Misread as misread:
            for problem in misread.problems:
                self.fault(file, problem, *path)
            return None

    def names(self, file: str, entries: Mapping[str, Any]) -> None:
        """Read names that claims share: each is known from there on."""
        for head, entry in entries.items():
            name, bracket, _ = head.partition("(")
            # YAML takes an expression of digits alone for a number
            text = str(entry) if type(entry) in {int, float} else entry
            if name in self.words.names:
                self.fault(file, f'"{name}" has a meaning already; choose another name', head)
                continue
            value = None
            if not (name.isidentifier() and name.islower()):
                self.fault(file, "a name is small letters, digits and underscores", head)
            elif not isinstance(text, str):
                self.fault(file, f"{shown(text)} is given here; an expression is expected", head)
            else:
                read = partial(definition, head) if bracket else meaning
                value = self._tried(file, partial(read, text, self.words), head)
            names = {**self.words.names, name: BROKEN if value is None else value}
            self.words = replace(self.words, names=names)

    def places(self, file: str, entries: Mapping[str, Any]) -> None:
        """Read the claims of a file."""
        for place, claims in entries.items():
            if not isinstance(claims, dict):
                text = f"{shown(claims)} is under this place; claims by their ids are expected"
                self.fault(file, text, place)
                continue
            for claim_id, claim in claims.items():
                self._claim(file, place, claim_id, claim)

    def _claim(self, file: str, place: str, claim_id: str, entry: Any) -> None:
        if not _ID.fullmatch(claim_id):
            text = "an id is small letters, digits and hyphens, as in tm-torreon-labour"
            self.fault(file, text, place, claim_id)
        if claim_id in self.at:
            text = 'the id appears twice, first in {} under "{}"; keep one'
            self.fault(file, text.format(*self.at[claim_id]), place, claim_id)
        self.at.setdefault(claim_id, (file, place))
        try:
            said = _Entry.model_validate(entry).model_dump()
        except ValidationError as error:
            self.faults += field_faults(_Entry, error, file, (place, claim_id))
            said = dict.fromkeys(_Entry.model_fields, "")
            said |= {"relation": (), "conflicts with": ()}
        else:
            for problem, *key in self._amiss(said):
                self.fault(file, problem, place, claim_id, *key)
        given = entry if isinstance(entry, dict) else {}
        own, beside = (
            tuple(self._readings(file, given.get(key), place, claim_id, key))
            for key in ("holds if", "beside")
        )
        also = f"; also {said['also at']}" if said["also at"] else ""
        self.claims[claim_id] = Claim(
            claim_id,
            f"{_AGAIN.sub('', place)}; {said['at']}{also}",
            said["says"],
            own,
            said["needs"],
            said["repeats"],
            said["basis"],
            said["tier"],
            said["denies"] or None,
            beside,
            said["relation"],
            said["conflicts with"],
        )

    def _readings(self, file: str, found: Any, *path: str) -> Iterator[Reading]:
        """What can be read of readings in words with their expressions."""
        for words, text in found.items() if isinstance(found, dict) else ():
            read = partial(test_of, text, self.words)
            if isinstance(text, str) and (test := self._tried(file, read, *path, words)):
                yield Reading(written(words), test)

    def _amiss(self, said: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
        """What is wrong with a claim as a whole, and the key at which, if at one."""
        given = [key for key, value in said.items() if value]
        if "repeats" in given:
            if others := [key for key in given if key not in _OF_REPEATS]:
                text = "what repeats another claim has all but place and words of it; leave out {}"
                yield text.format(", ".join(others)), "repeats"
            return
        for key, names in (("basis", get_args(Basis)), ("tier", get_args(Tier))):
            if key not in given:
                told = f'no "{key}"; expected is one of {", ".join(names)}'
                yield (f"{told} (claims of an earlier form: CHANGELOG.md)",)
        basis, asked = said["basis"], _ASKED.get(said["basis"], ())
        if asked and not {*asked} & {*given}:
            keys = " or ".join(f'"{key}"' for key in asked)
            yield (f"a claim of the basis {basis} has {keys}; none is given",)
        if basis == "not_testable" and "holds if" in given:
            yield f'no reading decides what is {basis}; put it under "beside"', "holds if"
        if basis == "absence" and "denies" not in given:
            yield ('an absence "denies" something; expected is one of link, effect',)
        if basis and basis != "absence" and "denies" in given:
            yield f"only an absence denies something, and the basis is {basis}", "denies"
        for name in said["relation"]:
            if self.relations is not None and name not in {*self.relations, *EFFICIENCY_SETS}:
                near = guess(name, [*self.relations, *EFFICIENCY_SETS])
                yield f'config/relations.yaml has no "{name}"{near}', "relation"

    def check_repeats(self) -> None:
        """Note every repeat of a claim that is not there, or itself repeats one."""
        for claim in self.claims.values():
            file, place = self.at[claim.claim_id]
            first = self.claims.get(claim.repeats)
            if claim.repeats and first is None:
                text = f'there is no claim "{claim.repeats}"{guess(claim.repeats, self.claims)}'
                self.fault(file, text, place, claim.claim_id, "repeats")
            elif first and first.repeats:
                text = f'"{claim.repeats}" repeats another itself; name that: "{first.repeats}"'
                self.fault(file, text, place, claim.claim_id, "repeats")

    def check_conflicts(self) -> None:
        """Note every conflict with a claim that is not there, is a repeat, does not point back."""
        for claim in self.claims.values():
            for name in claim.conflicts_with:
                other = self.claims.get(name)
                if other is None:
                    text = f'there is no claim "{name}"{guess(name, self.claims)}'
                elif other is claim:
                    text = "a claim does not conflict with itself"
                elif other.repeats:
                    text = f'"{name}" repeats another; name that: "{other.repeats}"'
                elif claim.claim_id not in other.conflicts_with:
                    text = f'"{name}" does not point back; it conflicts with "{claim.claim_id}" too'
                else:
                    continue
                file, place = self.at[claim.claim_id]
                self.fault(file, text, place, claim.claim_id, "conflicts with")

    def lent(self, claim: Claim) -> Claim:
        """The claim; a repeat with all but place and words of the one that it repeats."""
        if not claim.repeats:
            return claim
        own = {name: getattr(claim, name) for name in ("claim_id", "location", "claim", "repeats")}
        return replace(self.claims[claim.repeats], **own)


def _near(fault: Fault, content: bytes) -> Fault:
    """What is wrong with a file as YAML, with the claim or name at whose lines it is."""
    lines = content.decode("utf-8", "replace").splitlines()[: fault.line]
    above = [found[1] for line in lines if (found := _HEAD.match(line))]
    return (
        replace(fault, problem=f'{fault.problem}; it is in or above "{above[-1]}"')
        if above
        else fault
    )


def _with_lines(faults: list[Fault], files: Mapping[str, bytes]) -> Iterator[Fault]:
    """The faults with their lines, the claim at fault without its place in the report."""
    lines = {file: lines_of(files[file]) for file in {fault.file for fault in faults}}
    for fault in faults:
        own, key = lines[fault.file], fault.key or ""
        place = min((one for one in own if key.startswith(f"{one}.")), key=len, default="")
        there = key
        while there and there not in own:  # of a key that is missing, that of its claim
            there = there.rpartition(".")[0]
        told = key.removeprefix(f"{place}.") if place else key
        yield replace(fault, line=fault.line or own.get(there), key=told or None)
