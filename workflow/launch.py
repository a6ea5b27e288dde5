"""What the Snakefile sets up before any rule: where tools and modules are, what failures print."""

import logging
import math
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import fastjsonschema
import yaml
from snakemake.exceptions import WorkflowError

NOTHING = "(?!)"
"""A pattern that matches nothing."""

SCHEMA = Path(__file__).parents[1] / "config" / "schema.yaml"


class _NoTemporaryCopy(logging.Filter):
    """Drops Snakemake's notice that names the temporary copy of a script; the log says more."""

    def filter(self, record: logging.LogRecord) -> bool:
        return ".snakemake/scripts/" not in record.getMessage()


def check(config: Mapping[str, Any]) -> None:
    """Hold the config against its schema, and what a schema cannot say. Raises `WorkflowError`.

    fastjsonschema instead of `snakemake.utils.validate`: that takes seconds to import, in a run
    that has nothing to do as well.
    """
    try:
        fastjsonschema.validate(yaml.safe_load(SCHEMA.read_text(encoding="utf-8")), dict(config))
    except fastjsonschema.JsonSchemaException as error:
        raise WorkflowError(f"config/config.yaml: {error.message.removeprefix('data.')}") from None
    if endless := _not_finite(config):
        raise WorkflowError(f"config/config.yaml, {', '.join(endless)}: not a finite number")
    degrees = config["indices"]["degrees"]
    if degrees["low_to"] >= degrees["high_from"]:
        raise WorkflowError(
            f"config/config.yaml, indices.degrees: low_to ({degrees['low_to']}) must be below "
            f"high_from ({degrees['high_from']})"
        )
    window = config["trade"]["window"]
    if window["base"] + 2 * window["years"] - 1 > window["end"]:
        raise WorkflowError(
            f"config/config.yaml, trade.window: {window['base']} to {window['end']} has no two "
            f"separate ends of {window['years']} years"
        )
    relations = names_in("config/relations.yaml")
    if (shown := config["multiverse"]["shown"]) not in relations:
        raise WorkflowError(
            f"config/config.yaml, multiverse.shown: {shown} is not a relation of "
            f"config/relations.yaml ({', '.join(relations)})"
        )
    if not any(config["indices"]["weights"].values()):
        raise WorkflowError("config/config.yaml, indices.weights: one must be above 0")


def described(rules: Iterable[Any]) -> list[dict[str, Any]]:
    """What each rule of the workflow reads, runs and writes, for the pages that tell it.

    Modules of the project's own code are left out of the inputs, and so are inputs that are found
    only when a job is planned, and rules that no file of this configuration calls for.
    """
    found = []
    for rule in rules:
        modules = getattr(rule.input, "code", [])
        code = set() if callable(modules) else {str(path) for path in modules}
        inputs = [str(path) for path in rule.input if not callable(path)]
        outputs = [str(path) for path in rule.output]
        if rule.name == "all" or any(NOTHING in path for path in outputs):
            continue
        found.append(
            {
                "name": rule.name,
                "message": _plain(str(rule.message)),
                "script": str(rule.script or "").replace("../scripts/", "workflow/scripts/"),
                "inputs": [_plain(path) for path in inputs if path not in code],
                "outputs": [_plain(path) for path in outputs],
            }
        )
    return found


def chosen(config: Mapping[str, Any]) -> dict[str, Any]:
    """The choices that results follow from: all but what concerns raw files alone.

    `raw_files` says what a changed raw file does to a run, `trade.download` what to ask for.
    """
    trade = {key: value for key, value in config["trade"].items() if key != "download"}
    return {key: value for key, value in config.items() if key != "raw_files"} | {"trade": trade}


def _plain(text: str) -> str:
    """A path or message with its wildcards for people: `{file,…}`, `{input.trade}` as `<file>`."""
    return re.sub(r"\{(?:\w+\.)?(\w+)(?:,[^{}]*)?\}", r"<\1>", text)


def names_in(file: str) -> list[str]:
    """The names at the top level of a YAML file, in its order. Raises `WorkflowError` if broken."""
    try:
        entries = yaml.safe_load(Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise WorkflowError(f"{file}: {error}") from None
    if not isinstance(entries, dict):
        raise WorkflowError(f"{file}: names with their entries are expected")
    return [str(name) for name in entries]


def require(paths: Iterable[str]) -> None:
    """Every raw file that is named must be there: Snakemake is content with what was made of it.

    Raises `WorkflowError`, all faults at once: a file that is missing, a folder, a name with braces
    (which Snakemake takes for a wildcard).
    """
    faults = []
    for path in paths:
        if "{" in path or "}" in path:
            faults.append(f"{path}: braces are not allowed in the name of a file")
        elif Path(path).is_dir():
            faults.append(f"{path}: a folder where a file is expected")
        elif not Path(path).is_file():
            faults.append(f"{path}: no such file")
    if faults:
        raise WorkflowError("\n".join(faults))


def one_of(names: Iterable[str]) -> str:
    """The pattern of a wildcard that stands for one of these names; without names, for nothing."""
    return "|".join(map(re.escape, names)) or NOTHING


def trade_files(folder: str, patterns: list[str]) -> list[str]:
    """Names, relative to `folder`, of the trade files that `patterns` name, each once, sorted.

    A name that is no pattern stands for itself, there or not: Snakemake says if it is missing. So
    does the name of a file that is there, whatever marks it holds (`export[1].csv`). Raises
    `WorkflowError` if a pattern matches no file, and for what is no name below `folder`.
    """
    found: set[str] = set()
    for pattern in patterns:
        if not pattern or Path(pattern).is_absolute() or ".." in Path(pattern).parts:
            raise WorkflowError(
                f'config/config.yaml, trade.files: "{pattern}" is not a name below {folder}'
            )
        matches = {
            path.relative_to(folder).as_posix()
            for path in [*Path(folder).glob(pattern), Path(folder, pattern)]
            if path.is_file()
        }
        if not matches and any(mark in pattern for mark in "*?["):
            raise WorkflowError(
                f"config/config.yaml, trade.files: no file in {folder} matches {pattern}"
            )
        found |= matches or {pattern}
    return sorted(found)


def _not_finite(config: Mapping[str, Any], before: str = "") -> list[str]:
    """Keys whose number is `.nan` or `.inf`, which YAML allows."""
    found = []
    for key, value in config.items():
        if isinstance(value, Mapping):
            found += _not_finite(value, f"{before}{key}.")
        numbers = value if isinstance(value, list) else [value]
        if any(isinstance(one, float) and not math.isfinite(one) for one in numbers):
            found.append(f"{before}{key}")
    return found


def prepare() -> None:
    """Set up this process and the jobs that it starts.

    Tools come from the environment that Snakemake runs in, modules from `workflow/`. A failing rule
    is reported by its own log, not by the file Snakemake ran it from.
    """
    tools = str(Path(sys.executable).parent)
    os.environ["PATH"] = tools + os.pathsep + os.environ.get("PATH", "")
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    for handler in logging.getLogger("snakemake.logging").handlers:
        handler.addFilter(_NoTemporaryCopy())
