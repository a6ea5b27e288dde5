"""Files of the study computed in memory, by the rules, from files that are given.

What is made of what the rules say: a file is an output of a rule, whose step is called as a job
calls it. Two states of the inputs share whatever is made of the same contents.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from inspect import Parameter, signature
from logging import CRITICAL, Logger
from typing import Any, TypeAlias

from upgrading.digests import digest
from upgrading.files.codec import read, write
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
    """A file that is given: what it holds, and a digest of that."""

    value: Any
    digest: bytes


@dataclass(frozen=True, eq=False)
class Made:
    """A file that a step makes; `make` gives what it is to hold, when somebody asks."""

    path: str
    make: Callable[[], Any]

    @cached_property
    def _content(self) -> bytes:
        if form_of(self.path) == RAW:
            raise TypeError(f"{self.path}: a step writes it, and memory does not")
        return write(self.make(), self.path, form_of(self.path))

    @cached_property
    def value(self) -> Any:
        """What whoever reads the file gets: a table holds twelve digits, memory more."""
        return read(self._content, self.path, form_of(self.path))

    @cached_property
    def digest(self) -> bytes:
        """Of the content."""
        return hashlib.sha256(self._content).digest()


File: TypeAlias = Given | Made


@dataclass
class Memory:
    """What has been made already, by all that it is made of; shared by all states of the inputs."""

    outputs: dict[Any, Mapping[str, File]] = field(default_factory=dict)
    pieces: dict[Any, Any] = field(default_factory=dict)


class Evaluation:
    """The study under one state of its inputs."""

    def __init__(
        self,
        rules: Rules,
        given: Mapping[str, File],
        config: Mapping[str, Any],
        memory: Memory,
    ) -> None:
        """Of the rules, the files that are `given` by path, and the choices of the config."""
        self._rules, self._config, self._memory = rules, config, memory
        self._files = dict(given)

    def file(self, path: str) -> File:
        """A file by its path: given, or made by the rule whose output it is."""
        if path not in self._files:
            rule, wildcards = self._maker(path)
            outputs = self._rules[rule]["outputs"]
            made = self._made(rule, wildcards)
            self._files |= {_filled(outputs[name], wildcards): one for name, one in made.items()}
        return self._files[path]

    def of_rule(self, rule: str, function: Callable[..., Any]) -> Any:
        """What a function gives of the inputs and params of a rule that its parameters name.

        `multiverse_made_of` stands for digests of what the pieces of that rule's step are made of.
        """
        return self._call(rule, {}, function)

    def _maker(self, path: str) -> tuple[str, dict[str, str]]:
        for name, rule in self._rules.items():
            for output in rule["outputs"].values():
                if isinstance(output, str) and (found := _matched(output, path)) is not None:
                    return name, found
        raise KeyError(f"no rule makes {path} in memory")

    def _made(self, rule: str, wildcards: Mapping[str, str]) -> Mapping[str, File]:
        """The outputs of a rule, by name, that are not written by its step itself."""
        key = (rule, *(self._identity(rule, wildcards, one) for one in _asked(rule).values()))
        if key not in self._memory.outputs:
            result = self._result(rule, wildcards, _step(rule))
            outputs = self._rules[rule]["outputs"]
            named = {"": result} if "" in outputs else result
            self._memory.outputs[key] = {
                name: Made(_filled(outputs[name], wildcards), _made_when_asked(value))
                for name, value in named.items()
            }
        return self._memory.outputs[key]

    def _result(self, rule: str, wildcards: Mapping[str, str], step: Any) -> Any:
        if not hasattr(step, "pieces"):
            return self._call(rule, wildcards, getattr(step, rule))
        asked = self._call(rule, wildcards, step.pieces)
        keys = {name: (rule, name, digest(data)) for name, data in asked.items()}
        known = self._memory.pieces
        wanted = {name: asked[name] for name, key in keys.items() if key not in known}
        made = step.make(wanted) if hasattr(step, "make") else _each(step.piece, wanted)
        known.update({keys[name]: piece for name, piece in made.items()})
        pieces = {name: known[key] for name, key in keys.items()}
        return self._call(rule, wildcards, step.together, pieces)

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
            other = name.removesuffix(MADE_OF)
            made_of = self.of_rule(other, _step(other).pieces)
            return {piece: digest(data) for piece, data in made_of.items()}
        others = {"log": _SILENT, "threads": 1}
        return others[name] if name in others else own["params"][name]

    def _identity(self, rule: str, wildcards: Mapping[str, str], asked: Parameter) -> bytes:
        """What tells two arguments apart."""
        paths = self._rules[rule]["inputs"].get(asked.name)
        if paths is None:
            is_param = asked.name in self._rules[rule]["params"]
            return digest(self._param(rule, asked.name)) if is_param else b""
        every = [_filled(paths, wildcards)] if isinstance(paths, str) else paths
        return b"".join(self.file(path).digest for path in every)


def given(value: Any, content: bytes | str) -> Given:
    """A file that holds the value, which is told from others by its content."""
    text = content.encode() if isinstance(content, str) else content
    return Given(value, hashlib.sha256(text).digest())


def _made_when_asked(value: Any) -> Callable[[], Any]:
    """An output of a step, which may be a function that gives it."""
    return value if callable(value) else lambda: value


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


def reach(
    rules: Rules, rule: str, function: Callable[..., Any]
) -> tuple[set[str], set[tuple[str, ...]]]:
    """All files, and the places of all choices, from which follows what a function is given."""
    files: set[str] = set()
    choices: set[tuple[str, ...]] = set()
    waiting = [(rule, one) for one in signature(function).parameters]
    seen = set(waiting)
    while waiting:
        of, name = waiting.pop()
        own = rules[of]
        more: list[tuple[str, str]] = []
        if name in own["choices"]:
            choices.add(tuple(own["choices"][name]))
        elif name.endswith(MADE_OF):
            other = name.removesuffix(MADE_OF)
            more = [(other, one) for one in signature(_step(other).pieces).parameters]
        paths = own["inputs"].get(name, [])
        for path in [paths] if isinstance(paths, str) else paths:
            files.add(path)
            more += [(maker, one) for maker in _makers(rules, path) for one in _asked(maker)]
        waiting += [one for one in more if one not in seen]
        seen |= set(more)
    return files, choices


def _makers(rules: Rules, path: str) -> list[str]:
    return [
        name
        for name, rule in rules.items()
        for output in rule["outputs"].values()
        if isinstance(output, str) and _matched(output, path) is not None
    ]


def _step(rule: str) -> Any:
    return import_module(f"upgrading.steps.{rule}")


def _functions(rule: str) -> list[Callable[..., Any]]:
    step = _step(rule)
    return [step.pieces, step.together] if hasattr(step, "pieces") else [getattr(step, rule)]


def _asked(rule: str) -> dict[str, Parameter]:
    """What a step asks of its rule, by name."""
    return {
        one.name: one for each in _functions(rule) for one in signature(each).parameters.values()
    }
