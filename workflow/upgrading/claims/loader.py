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

from upgrading.claims.language import BROKEN, Misread, Words, definition, meaning, test_of
from upgrading.claims.readings import Claim, Reading
from upgrading.fault_words import guess, key_of, no_such, shown
from upgrading.faults import Fault, raise_if_any
from upgrading.yaml_entries import lines_of, read_entries

T = TypeVar("T")

NAMES: Final = "names.yaml"

FIELDS: Final = ("says", "also at", "repeats", "needs", "holds if")

_AGAIN: Final = re.compile(r" \(continued(?: \d+)?\)$")
"""How the key of a place ends that stood further up already."""

_Path = tuple[str, ...]


def load(files: Mapping[str, bytes], words: Words) -> tuple[Claim, ...]:
    """The claims, in the order of the report. `files`: content by path. Raises `DataFaults`.

    `words`: what expressions can speak of (`table.words`).
    """
    reading = _Reading(words)
    order = sorted(files, key=lambda file: (PurePosixPath(file).name != NAMES, file))
    for file in order:
        reading.read(file, files[file])
    reading.check_repeats()
    located = _with_lines(reading.faults, files)
    raise_if_any(sorted(located, key=lambda fault: (order.index(fault.file), fault.line or 0)))
    return tuple(reading.lent(claim) for claim in reading.claims.values())


@dataclass
class _Reading:
    """What was read so far: claims by id, where they stand, what is wrong."""

    words: Words
    claims: dict[str, Claim] = field(default_factory=dict)
    places: dict[str, tuple[str, _Path]] = field(default_factory=dict)
    faults: list[tuple[Fault, _Path]] = field(default_factory=list)

    def fault(self, file: str, path: _Path, problem: str, said: str = "") -> None:
        """Note a fault. `said`: what the message calls the place, else the end of its path."""
        self.faults.append((Fault(file, problem, key=said or path[-1]), path))

    def read(self, file: str, content: bytes) -> None:
        """Read one file."""
        entries, faults = read_entries(content, file)
        self.faults += [(fault, ()) for fault in faults]
        if PurePosixPath(file).name == NAMES:
            self._names(file, entries)
            return
        for place, claims in entries.items():
            if not isinstance(claims, dict):
                text = f"{shown(claims)} stands under this place; claims by their ids are expected"
                self.fault(file, (place,), text)
                continue
            for claim_id, claim in claims.items():
                self._claim(file, (place, claim_id), claim)

    def _tried(self, file: str, path: _Path, said: str, read: Callable[[], T]) -> T | None:
        """What is read; `None` with every problem noted if it cannot be."""
        try:
            return read()
        except Misread as misread:
            for problem in misread.problems:
                self.fault(file, path, problem, said)
            return None

    def _names(self, file: str, entries: Mapping[str, Any]) -> None:
        for head, entry in entries.items():
            name, bracket, _ = head.partition("(")
            # YAML takes an expression of digits alone for a number
            text = str(entry) if type(entry) in {int, float} else entry
            if name in self.words.names:
                self.fault(file, (head,), f'"{name}" has a meaning already; choose another name')
                continue
            value = None
            if not (name.isidentifier() and name.islower()):
                self.fault(file, (head,), "a name is small letters, digits and underscores")
            elif not isinstance(text, str):
                self.fault(file, (head,), f"{shown(text)} stands here; an expression is expected")
            else:
                read = partial(definition, head) if bracket else meaning
                value = self._tried(file, (head,), head, partial(read, text, self.words))
            names = {**self.words.names, name: BROKEN if value is None else value}
            self.words = replace(self.words, names=names)

    def _claim(self, file: str, path: _Path, entry: Any) -> None:
        place, claim_id = path
        if claim_id in self.places:
            other, where = self.places[claim_id]
            text = f'the id stands twice, first in {other} under "{where[0]}"; once is allowed'
            self.fault(file, path, text)
            return
        self.places[claim_id] = file, path
        if not isinstance(entry, dict):
            text = f"{shown(entry)} stands here; {', '.join(FIELDS)} are expected"
            self.fault(file, path, text)
            return
        for name in entry:
            if name not in FIELDS:
                problem = no_such("key", name, FIELDS)
                self.fault(file, (*path, name), problem, f"{claim_id}, {name}")
        says, also, repeats, needs = (
            self._text(file, path, entry, name) for name in FIELDS if name != "holds if"
        )
        readings = self._readings(file, path, entry["holds if"]) if "holds if" in entry else ()
        if "says" not in entry:
            self.fault(file, path, 'has no "says"; the statement in plain words is expected')
        if "repeats" in entry and (needs or "holds if" in entry):
            text = "a claim that repeats another has its readings and no other; leave them out"
            self.fault(file, (*path, "repeats"), text, claim_id)
        elif not entry.keys() - {"says", "also at"}:
            text = 'is never tested; "holds if", or what it "needs" to be tested, is expected'
            self.fault(file, path, text)
        location = _AGAIN.sub("", place) + (f"; {also}" if also else "")
        self.claims[claim_id] = Claim(claim_id, location, says, readings, needs, repeats)

    def _text(self, file: str, path: _Path, entry: Mapping[str, Any], name: str) -> str:
        value = entry.get(name, "")
        if isinstance(value, str) and (value or name not in entry):
            return value
        text = f"{shown(value)} stands here; a text is expected"
        self.fault(file, (*path, name), text, f"{path[-1]}, {name}")
        return ""

    def _readings(self, file: str, path: _Path, entry: Any) -> tuple[Reading, ...]:
        path, claim_id = (*path, "holds if"), path[-1]
        if not isinstance(entry, dict) or not entry:
            text = f'{shown(entry)} stands here; lines of the form "in words: expression"'
            self.fault(file, path, f"{text} are expected", f"{claim_id}, holds if")
            return ()
        found = []
        for words, text in entry.items():
            place, said = (*path, words), f"{claim_id}, {shown(words)}"
            if not isinstance(text, str):
                self.fault(file, place, f"{shown(text)} stands here; a test is expected", said)
            elif test := self._tried(file, place, said, partial(test_of, text, self.words)):
                found.append(Reading(words, test))
        return tuple(found)

    def check_repeats(self) -> None:
        """Note every repeat of a claim that is not there, or itself repeats one."""
        for claim in self.claims.values():
            if not claim.repeats:
                continue
            file, path = self.places[claim.claim_id]
            where, said = (*path, "repeats"), f"{claim.claim_id}, repeats"
            first = self.claims.get(claim.repeats)
            if first is None and claim.repeats not in self.places:
                text = f'there is no claim "{claim.repeats}"{guess(claim.repeats, self.places)}'
                self.fault(file, where, text, said)
            elif first is not None and first.repeats:
                text = f'"{claim.repeats}" repeats another itself; name that: "{first.repeats}"'
                self.fault(file, where, text, said)

    def lent(self, claim: Claim) -> Claim:
        """The claim; a repeat with the readings of the one that it repeats, or what that needs."""
        if not claim.repeats:
            return claim
        first = self.claims[claim.repeats]
        return replace(claim, readings=first.readings, needs=first.needs)


def _with_lines(faults: list[tuple[Fault, _Path]], files: Mapping[str, bytes]) -> Iterator[Fault]:
    lines: dict[str, dict[str, int]] = {}
    for fault, path in faults:
        if path and fault.file not in lines:
            lines[fault.file] = lines_of(files[fault.file])
        yield replace(fault, line=lines[fault.file].get(key_of(path))) if path else fault
