"""The script of every rule: reads the inputs that its step names, runs it, writes the outputs."""

import os

# The matrices are small, and every core has a job: a thread of linear algebra would wait for one.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from inspect import Parameter, signature
from logging import Logger
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any

from job import Kept, task, told
from upgrading.files import codec
from upgrading.files.form import RAW, Form


class Job:
    """What a rule gives a step, by name: read when the step asks for it, and once."""

    def __init__(self, snakemake: Any, log: Logger) -> None:
        """Of the object that Snakemake gives a script."""
        self.threads = snakemake.threads
        self._forms = snakemake.params.forms
        self._inputs = dict(snakemake.input.items())
        self._outputs = dict(snakemake.output.items()) or {"": snakemake.output[0]}
        self._given = {
            **dict(snakemake.params.items()),
            "log": log,
            "threads": self.threads,
            "output": self._paths(),
            "call": self.call,
        }
        self._read: dict[str, Any] = {}

    def _paths(self) -> Any:
        """The outputs as paths: by name, or the only one."""
        found = {name: _as_paths(files) for name, files in self._outputs.items()}
        return found.get("", found)

    def call(self, function: Callable[..., Any], *first: Any) -> Any:
        """The function's result, of the first arguments and of what its parameters name."""
        asked = list(signature(function).parameters.values())[len(first) :]
        return function(*first, **{one.name: self._argument(one) for one in asked})

    def _argument(self, asked: Parameter) -> Any:
        files = self._inputs.get(asked.name)
        if files is None:
            return self._given[asked.name]
        if "Path" in str(asked.annotation):
            return _as_paths(files)
        if asked.name not in self._read:
            form = Form(*self._forms["inputs"][asked.name])
            if "RawFile" in str(asked.annotation):
                form = RAW
            self._read[asked.name] = (
                _value(files, form)
                if isinstance(files, str)
                else {file: _value(file, form) for file in files}
            )
        return self._read[asked.name]

    def write(self, result: Any) -> None:
        """Write what the step gave: each output by its name, those of a list by their files'.

        Where files of several folders have one name, by their paths.
        What the step has written itself it does not give. Raises `ValueError` where it gives what
        the rule does not name: a table, say, that no list of files has.
        """
        listed = [files for files in self._outputs.values() if not isinstance(files, str)]
        files_named = ((file, Path(file).name) for files in listed for file in files)
        named = {*self._outputs, *(name for names in files_named for name in names)}
        if (
            isinstance(result, Mapping)
            and (unnamed := sorted(set(result) - named))
            and "" not in named
        ):
            raise ValueError(f"the rule names no output {', '.join(unnamed)}")
        for name, files in self._outputs.items():
            form = Form(*self._forms["outputs"][name])
            if isinstance(files, str):
                if name == "" and result is not None:
                    _write(files, result, form)
                elif name and result and name in result:
                    _write(files, result[name], form)
            else:
                for path in files:
                    _write(path, result[path if path in result else Path(path).name], form)


def _as_paths(files: Any) -> Any:
    return Path(files) if isinstance(files, str) else [Path(file) for file in files]


def _value(path: str, form: Form) -> Any:
    return codec.read(Path(path).read_bytes(), path, form)


def _write(path: str, value: Any, form: Form) -> None:
    made = value() if callable(value) else value
    Path(path).write_bytes(codec.write(made, path, form))


def run(step: ModuleType, name: str, job: Job, kept: Kept, log: Logger) -> Any:
    """The result of a step."""
    if not hasattr(step, "pieces"):
        return job.call(getattr(step, name))
    return job.call(step.together, _made(step, job, kept, log))


def _made(step: ModuleType, job: Job, kept: Kept, log: Logger) -> dict[Any, Any]:
    """All pieces of a step: those kept from an earlier run as they are, the others made."""
    asked = job.call(step.pieces)
    keys = {name: kept.key(name, data) for name, data in asked.items()}
    pieces = {name: kept.value(key) for name, key in keys.items()}
    wanted = {name: asked[name] for name, piece in pieces.items() if piece is None}
    log.info("%s", told(wanted, asked))
    for name, piece in _making(step, wanted, job.threads):
        pieces[name] = piece
        if getattr(step, "worth_keeping", lambda _: True)(piece):
            kept.keep(keys[name], piece)
    kept.forget_others()
    return pieces


_asked: dict[str, Callable[[], Any]] = {}
"""How each piece is made. Workers have it by being forked: handing frames over takes longer than
drawing them."""


def _making(step: ModuleType, wanted: Mapping[Any, Any], threads: int) -> Iterator[tuple[Any, Any]]:
    """The pieces that are wanted, in their order, each as soon as it is made."""
    if hasattr(step, "make"):
        yield from step.make(wanted).items()
        return
    _asked.update({name: partial(step.piece, *data) for name, data in wanted.items()})
    if wanted:
        with ProcessPoolExecutor(threads, mp_context=get_context("fork")) as workers:
            works = {name: workers.submit(_piece, name) for name in wanted}
            yield from ((name, work.result()) for name, work in works.items())


def _piece(name: str) -> Any:
    return _asked[name]()


if __name__ == "__main__":
    with task(snakemake) as log:
        rule = snakemake.rule
        job = Job(snakemake, log)
        place = "/".join([rule, *snakemake.wildcards])
        code = [*snakemake.input.code, *snakemake.input.get("modules", [])]
        kept = Kept(f".cache/pieces/{place}", code)
        step = import_module(f"upgrading.steps.{rule}")
        job.write(run(step, rule, job, kept, log))
