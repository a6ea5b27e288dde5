"""The claims files, read: their content to claims, or to everything that is wrong with it.

Every file but `names.yaml` holds claims of a part of the report, by place: files in the order of
their names, places and claims in the order of the file, make the order of the report. `names.yaml`
gives names to expressions that several claims share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from upgrading.claims.language import BROKEN, Language, Misread, definition, meaning, test_of
from upgrading.claims.readings import Claim, Reading
from upgrading.config.fields import field_faults
from upgrading.config.yaml_entries import lines_of, read_entries
from upgrading.faults import Fault, guess, key_of, raise_if_any, shown
from upgrading.parts import written

T = TypeVar("T")

NAMES: Final = "names.yaml"

_TEXT: Final = (str, Field("", min_length=1))
_Entry: Final[type[BaseModel]] = create_model(
    "Claim",
    __config__=ConfigDict(extra="forbid"),
    **{  # type: ignore[call-overload]
        **{"says": (str, Field(min_length=1)), "also at": _TEXT, "repeats": _TEXT, "needs": _TEXT},
        "holds if": (Mapping[str, str], Field({}, min_length=1)),
    },
)
"""A claim as its file has it."""

_HEAD: Final = re.compile(r" {0,3}([a-z][a-z0-9_-]*)(?:\([^)]*\))?:(?: |$)")
"""A line in which a claim, or a name for several, begins."""

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_AGAIN: Final = re.compile(r" \(continued(?: \d+)?\)$")
"""How the key of a place ends that stood further up already."""


def load(files: Mapping[str, bytes], words: Language) -> tuple[Claim, ...]:
    """The claims, in the order of the report. `files`: content by path. Raises `DataFaults`.

    `words`: what expressions can speak of (`table.words`).
    """
    reading = _Reading(words)
    order = sorted(files, key=lambda file: (PurePosixPath(file).name != NAMES, file))
    found = {file: read_entries(files[file], file) for file in order}
    broken = {file for file, (entries, faults) in found.items() if faults and not entries}
    reading.faults += [_near(fault, files[file]) for file in broken for fault in found[file][1]]
    # without its names every claim would be at fault, without a file every claim that repeats its
    if not any(PurePosixPath(file).name == NAMES for file in broken):
        for file in order:
            entries, faults = found[file]
            if file not in broken:
                reading.faults += faults
            read = reading.names if PurePosixPath(file).name == NAMES else reading.places
            read(file, entries)
        if not broken:
            reading.check_repeats()
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
                self.fault(file, f"{shown(text)} stands here; an expression is expected", head)
            else:
                read = partial(definition, head) if bracket else meaning
                value = self._tried(file, partial(read, text, self.words), head)
            names = {**self.words.names, name: BROKEN if value is None else value}
            self.words = replace(self.words, names=names)

    def places(self, file: str, entries: Mapping[str, Any]) -> None:
        """Read the claims of a file."""
        for place, claims in entries.items():
            if not isinstance(claims, dict):
                text = f"{shown(claims)} stands under this place; claims by their ids are expected"
                self.fault(file, text, place)
                continue
            for claim_id, claim in claims.items():
                self._claim(file, place, claim_id, claim)

    def _claim(self, file: str, place: str, claim_id: str, entry: Any) -> None:
        if not _ID.fullmatch(claim_id):
            text = "an id is small letters, digits and hyphens, as in tm-torreon-labour"
            self.fault(file, text, place, claim_id)
        if claim_id in self.at:
            text = 'the id stands twice, first in {} under "{}"; once is allowed'
            self.fault(file, text.format(*self.at[claim_id]), place, claim_id)
        self.at.setdefault(claim_id, (file, place))
        try:
            said = _Entry.model_validate(entry).model_dump()
        except ValidationError as error:
            self.faults += field_faults(_Entry, error, file, (place, claim_id))
            said = dict.fromkeys(_Entry.model_fields, "")
        else:
            given = {name for name in ("repeats", "needs", "holds if") if said[name]}
            if "repeats" in given and len(given) > 1:
                text = "a claim that repeats another has its readings and no other; leave them out"
                self.fault(file, text, place, claim_id, "repeats")
            elif not given:
                text = 'is never tested; "holds if", or what it "needs" to be tested, is expected'
                self.fault(file, text, place, claim_id)
        found = entry.get("holds if") if isinstance(entry, dict) else None
        readings = []
        for words, text in found.items() if isinstance(found, dict) else ():
            path = place, claim_id, "holds if", words
            read = partial(test_of, text, self.words)
            if isinstance(text, str) and (test := self._tried(file, read, *path)):
                readings.append(Reading(written(words), test))
        location = _AGAIN.sub("", place) + (f"; {said['also at']}" if said["also at"] else "")
        self.claims[claim_id] = Claim(
            claim_id, location, said["says"], tuple(readings), said["needs"], said["repeats"]
        )

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

    def lent(self, claim: Claim) -> Claim:
        """The claim; a repeat with the readings of the one that it repeats, or what that needs."""
        if not claim.repeats:
            return claim
        first = self.claims[claim.repeats]
        return replace(claim, readings=first.readings, needs=first.needs)


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
