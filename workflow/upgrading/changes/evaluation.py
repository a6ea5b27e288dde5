"""Files of the study computed in memory, by the rules, from files that are given.

What is made of what the rules say: a file is an output of a rule, whose step is called as a job
calls it. Two states of the inputs share whatever is made of the same contents.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field
from functools import cache, cached_property, partial
from importlib import import_module
from inspect import Parameter, signature
from logging import CRITICAL, Logger
from typing import Any, TypeAlias

from upgrading.files.codec import read, write
from upgrading.files.digests import digest
from upgrading.files.form import RAW
from upgrading.files.listed import form_of

Rules: TypeAlias = Mapping[str, Mapping[str, Any]]
"""What each rule gives its step, by its name: `inputs`, `outputs`, `params`, and the places of its
`choices` in the config."""

MADE_OF = "_made_of"
"""Ends the name of a parameter that asks what the pieces of another rule are made of."""

_SILENT = Logger("in memory", CRITICAL)


@dataclass(frozen=True)
class Given:
    """What is given: what a file holds, or a piece is made of, and a digest of that."""

    value: Any
    digest: bytes


@dataclass(frozen=True, eq=False)
class Made:
    """A file that a step makes; `make` gives its content, when somebody asks.

    `made_of`: of a costly step, what the file is told from others by in place of its content.
    """

    path: str
    make: Callable[[], bytes]
    made_of: bytes = b""

    @cached_property
    def _content(self) -> bytes:
        return self.make()

    @cached_property
    def value(self) -> Any:
        """What whoever reads the file gets: a table holds twelve digits, memory more."""
        return read(self._content, self.path, form_of(self.path))

    @cached_property
    def digest(self) -> bytes:
        """Of the content, or of all that it is made of."""
        return self.made_of or hashlib.sha256(self._content).digest()


File: TypeAlias = Given | Made


@dataclass
class Memory:
    """What has been made already, by all that it is made of; shared by all states of the inputs."""

    outputs: dict[Any, Mapping[str, File]] = field(default_factory=dict)
    pieces: dict[Any, Any] = field(default_factory=dict)
    results: dict[Any, Any] = field(default_factory=dict)


class Evaluation:
    """The study under one state of its inputs."""

    def __init__(
        self,
        rules: Rules,
        given: Mapping[str, File],
        config: Mapping[str, Any],
        memory: Memory,
        known: Mapping[str, bytes] | None = None,
    ) -> None:
        """Of the rules, the files that are `given` by path, and the choices of the config.

        `known`: contents of files that rules have made under this state, by path.
        """
        self._rules, self._config, self._memory = rules, config, memory
        self._files = dict(given)
        self._known = known or {}
        self._identities: dict[Any, bytes] = {}

    def file(self, path: str) -> File:
        """A file by its path: given, or made by the rule whose output it is."""
        if path not in self._files:
            rule, wildcards = self._maker(path)
            outputs = self._rules[rule]["outputs"]
            made = self._made(rule, wildcards)
            self._files |= {_filled(outputs[name], wildcards): one for name, one in made.items()}
        return self._files[path]

    def output(self, rule: str, name: str = "", **wildcards: str) -> Any:
        """What an output of a rule holds."""
        return self.file(_filled(self._rules[rule]["outputs"][name], wildcards)).value

    def of_rule(self, rule: str, function: Callable[..., Any]) -> Any:
        """What a function gives of the inputs and params of a rule that its parameters name.

        `multiverse_made_of` stands for digests of what the pieces of that rule's step are made of.
        """
        key = self.key(rule, function)
        results = self._memory.results
        if key not in results:
            results[key] = self._call(rule, {}, function)
        return results[key]

    def key(self, rule: str, function: Callable[..., Any]) -> tuple[Any, ...]:
        """All that `of_rule` rests on; nothing costly is made to tell it."""
        asked = signature(function).parameters.values()
        return (rule, function, *(self._identity(rule, {}, one) for one in asked))

    def piece(self, rule: str, name: Any) -> Any:
        """A piece of the step of a rule."""
        return self._pieces(rule, {}, [name])[name]

    def key_of_piece(self, rule: str, name: Any) -> tuple[Any, ...]:
        """All that a piece rests on."""
        return (rule, name, self._pieces_of(rule, {})[name].digest)

    def key_of_outputs(self, rule: str, **wildcards: str) -> tuple[Any, ...]:
        """All that the outputs of a rule rest on."""
        return self._key(rule, wildcards)

    def _maker(self, path: str) -> tuple[str, dict[str, str]]:
        for found in _makers(self._rules, path):
            return found
        raise KeyError(f"no rule makes {path} in memory")

    def _key(self, rule: str, wildcards: Mapping[str, str]) -> tuple[Any, ...]:
        step = step_of(rule)
        place = (rule, *wildcards.values())
        if not hasattr(step, "pieces"):
            asked = _asked(rule).values()
            return (*place, *(self._identity(rule, wildcards, one) for one in asked))
        made_of = {name: one.digest for name, one in self._pieces_of(rule, wildcards).items()}
        others = list(signature(step.together).parameters.values())[1:]
        identities = (self._identity(rule, wildcards, one) for one in others)
        return (*place, digest(made_of), *identities)

    def _made(self, rule: str, wildcards: Mapping[str, str]) -> Mapping[str, File]:
        """The outputs of a rule, by name, that are not written by its step itself."""
        key = self._key(rule, wildcards)
        if key not in self._memory.outputs:
            result = cache(partial(self._result, rule, wildcards))
            costly = hasattr(step_of(rule), "TOLD_APART")
            made = {}
            for name, outputs in self._rules[rule]["outputs"].items():
                if isinstance(outputs, str):
                    path = _filled(outputs, wildcards)
                    make = (
                        partial(self._known.__getitem__, path)
                        if path in self._known
                        else partial(_content, path, result, name)
                    )
                    made[name] = Made(path, make, digest((name, key)) if costly else b"")
            self._memory.outputs[key] = made
        return self._memory.outputs[key]

    def _result(self, rule: str, wildcards: Mapping[str, str]) -> Any:
        step = step_of(rule)
        if not hasattr(step, "pieces"):
            return self._call(rule, wildcards, getattr(step, rule))
        pieces = self._pieces(rule, wildcards, self._pieces_of(rule, wildcards))
        return self._call(rule, wildcards, step.together, pieces)

    def _pieces_of(self, rule: str, wildcards: Mapping[str, str]) -> Mapping[Any, Given]:
        """What the pieces of a step are made of."""
        pieces = step_of(rule).pieces
        asked = signature(pieces).parameters.values()
        identities = (self._identity(rule, wildcards, one) for one in asked)
        key = (rule, "pieces", *wildcards.values(), *identities)
        results = self._memory.results
        if key not in results:
            asked_for = self._call(rule, wildcards, pieces)
            results[key] = {name: Given(data, digest(data)) for name, data in asked_for.items()}
        found: Mapping[Any, Given] = results[key]
        return found

    def _pieces(
        self, rule: str, wildcards: Mapping[str, str], asked: Iterable[Any]
    ) -> dict[Any, Any]:
        step, known = step_of(rule), self._memory.pieces
        made_of = self._pieces_of(rule, wildcards)
        keys = {name: (rule, name, made_of[name].digest) for name in asked}
        wanted = {name: made_of[name].value for name, key in keys.items() if key not in known}
        made = step.make(wanted) if hasattr(step, "make") else _each(step.piece, wanted)
        known.update({keys[name]: piece for name, piece in made.items()})
        return {name: known[key] for name, key in keys.items()}

    def _call(
        self, rule: str, wildcards: Mapping[str, str], function: Callable[..., Any], *first: Any
    ) -> Any:
        asked = list(signature(function).parameters.values())[len(first) :]
        return function(*first, **{one.name: self._argument(rule, wildcards, one) for one in asked})

    def _argument(self, rule: str, wildcards: Mapping[str, str], asked: Parameter) -> Any:
        paths = self._rules[rule]["inputs"].get(asked.name)
        if paths is None:
            return self._param(rule, asked.name)
        if isinstance(paths, str):
            return self.file(_filled(paths, wildcards)).value
        return {path: self.file(path).value for path in paths}

    def _param(self, rule: str, name: str) -> Any:
        own = self._rules[rule]
        if name in own["choices"]:
            value: Any = self._config
            for key in own["choices"][name]:
                value = value[key]
            return value
        if name.endswith(MADE_OF):
            made_of = self._pieces_of(name.removesuffix(MADE_OF), {})
            return {piece: data.digest for piece, data in made_of.items()}
        others = {"log": _SILENT, "threads": 1, "call": partial(self.of_rule, rule)}
        return others[name] if name in others else own["params"][name]

    def _identity(self, rule: str, wildcards: Mapping[str, str], asked: Parameter) -> bytes:
        """What tells two arguments apart."""
        place = (rule, *wildcards.values(), asked.name)
        if place not in self._identities:
            self._identities[place] = self._told(rule, wildcards, asked)
        return self._identities[place]

    def _told(self, rule: str, wildcards: Mapping[str, str], asked: Parameter) -> bytes:
        paths = self._rules[rule]["inputs"].get(asked.name)
        if paths is None:
            own = asked.name in self._rules[rule]["params"] or asked.name.endswith(MADE_OF)
            return digest(self._param(rule, asked.name)) if own else b""
        every = [_filled(paths, wildcards)] if isinstance(paths, str) else paths
        return b"".join(self.file(path).digest for path in every)


def given(value: Any, content: bytes | str) -> Given:
    """A file that holds the value, which is told from others by its content."""
    text = content.encode() if isinstance(content, str) else content
    return Given(value, hashlib.sha256(text).digest())


def _content(path: str, result: Callable[[], Any], name: str) -> bytes:
    """The content of an output of a step, which may be a function that gives it."""
    if form_of(path) == RAW:
        raise TypeError(f"{path}: a step writes it, and memory does not")
    value = result()[name] if name else result()
    return write(value() if callable(value) else value, path, form_of(path))


def _each(piece: Callable[..., Any], wanted: Mapping[Any, Any]) -> dict[Any, Any]:
    return {name: piece(*data) for name, data in wanted.items()}


def _filled(path: str, wildcards: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)[^{}]*\}", lambda found: wildcards.get(found[1], found[0]), path)


def _matched(pattern: str, path: str) -> dict[str, str] | None:
    """The wildcards with which a pattern is the path; `None` if it is not."""
    parts = re.split(r"\{(\w+)[^{}]*\}", pattern)
    text = "".join(
        f"(?P<{part}>.+)" if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )
    found = re.fullmatch(text, path)
    return found.groupdict() if found else None


@dataclass(frozen=True)
class Reach:
    """Whence something follows: all files, places of choices, and rules whose steps are run."""

    files: frozenset[str] = frozenset()
    choices: frozenset[tuple[str, ...]] = frozenset()
    rules: frozenset[str] = frozenset()

    def with_(self, other: Reach) -> Reach:
        """Whence both follow."""
        own, others = astuple(self), astuple(other)
        return Reach(*(one | another for one, another in zip(own, others, strict=True)))


def reach(
    rules: Rules,
    given: Collection[str],
    rule: str,
    *functions: Callable[..., Any],
    **wildcards: str,
) -> Reach:
    """Whence follows what functions are given of a rule; without any, what its step is given.

    `given`: files that no rule makes in memory; `wildcards`: those of the rule.
    """
    files: set[str] = set()
    choices: set[tuple[str, ...]] = set()
    run = {rule}
    named = {name for one in functions for name in signature(one).parameters}
    waiting: list[tuple[str, tuple[tuple[str, str], ...], str]]
    own_wildcards = tuple(wildcards.items())
    waiting = [(rule, own_wildcards, one) for one in (named if functions else _asked(rule))]
    seen = set()
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        of, filled, name = place
        own = rules[of]
        if name in own["choices"]:
            choices.add(tuple(own["choices"][name]))
        elif name.endswith(MADE_OF):
            other = name.removesuffix(MADE_OF)
            waiting += [(other, (), one) for one in signature(step_of(other).pieces).parameters]
        paths = own["inputs"].get(name, [])
        for pattern in [paths] if isinstance(paths, str) else paths:
            path = _filled(pattern, dict(filled))
            files.add(path)
            for maker, found in () if path in given else _makers(rules, path):
                run.add(maker)
                waiting += [(maker, tuple(found.items()), one) for one in _asked(maker)]
    return Reach(frozenset(files), frozenset(choices), frozenset(run))


def _makers(rules: Rules, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Rules that make a file, and their wildcards."""
    for name, rule in rules.items():
        for output in rule["outputs"].values():
            if isinstance(output, str) and (found := _matched(output, path)) is not None:
                yield name, found


def step_of(rule: str) -> Any:
    """The module of a rule's step."""
    return import_module(f"upgrading.steps.{rule}")


def _functions(rule: str) -> list[Callable[..., Any]]:
    step = step_of(rule)
    if hasattr(step, "pieces"):
        return [step.pieces, step.together]
    return [getattr(step, rule), *getattr(step, "APART", {}).values()]


def _asked(rule: str) -> dict[str, Parameter]:
    """What a step asks of its rule, by name."""
    return {
        name: one for each in _functions(rule) for name, one in signature(each).parameters.items()
    }
