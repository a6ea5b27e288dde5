"""Steps run as the workflow runs them, on a test's own files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple
from functools import partial
from importlib import import_module
from logging import Logger, getLogger
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from rules_of_study import rules

from job import Kept
from run_step import Job, run
from upgrading.files.codec import read
from upgrading.files.listed import form_of
from upgrading.inference.sets import Drawing
from upgrading.steps import edition_relations

OTHERS = {"updates": "data/processed/trade/flows/{file}.csv"}
"""Of the lists that are empty in the repository, those whose files are not read as they are."""


class Files(dict[str, Any]):
    """Files by name, as Snakemake gives them to a script; `[0]` is the first."""

    def __getattr__(self, name: str) -> Any:
        return self[name]

    def __missing__(self, position: int) -> Any:
        return list(self.values())[position]


def form(files: Any) -> tuple[Any, ...]:
    """The form of a file of the study, or of those of a list."""
    named = [files] if isinstance(files, str) else [*files, ""]
    return astuple(form_of(named[0]))


def run_step(
    rule: str,
    inputs: Mapping[str, Any],
    outputs: Mapping[str, Any],
    params: Mapping[str, Any] | None = None,
    folder: Path | None = None,
    log: Logger | None = None,
) -> Files:
    """Run the step of a rule; its files, by their names there, are a test's own.

    `params` that are not given are those of the rule. `folder`: where pieces are kept.
    """
    own = rules()[rule]
    forms = {
        "inputs": {name: form(own["inputs"].get(name) or OTHERS.get(name, "")) for name in inputs},
        "outputs": {name: form(files) for name, files in own["outputs"].items()},
    }
    snakemake = SimpleNamespace(
        input=Files(inputs),
        output=Files(outputs),
        params=Files({**own["params"], **(params or {}), "forms": forms}),
        threads=1,
    )
    for files in outputs.values():
        for path in [files] if isinstance(files, str) else files:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
    log = log or getLogger(rule)
    job = Job(snakemake, log)
    kept = Kept(folder or Path(next(iter(outputs.values()))).parent / f"kept_{rule}", [])
    job.write(run(import_module(f"upgrading.steps.{rule}"), rule, job, kept, log))
    return Files(outputs)


def value(path: str, like: str) -> Any:
    """What a test's own file holds that is `like` a file of the study."""
    return read(Path(path).read_bytes(), path, form_of(like))


@contextmanager
def few_draws() -> Iterator[None]:
    """Relations and sets are judged in few draws: seconds of them decide words that none reads."""
    with patch.object(edition_relations, "Drawing", partial(Drawing, first=2000, most=2000)):
        yield
